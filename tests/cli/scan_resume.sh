# A scan that was stopped goes on from its finished stages; another one is
# refused.
"$TIKRAR" generate -o corpus --seed 5 --documents 150 --shard-size 200K --quiet
scan() { "$TIKRAR" scan corpus -o run --no-report --quiet "$@"; }
"$TIKRAR" scan corpus -o whole --no-report --quiet

echo '-- a full disk'
# Blocks of 512 bytes: the stages fit, the rows do not.
(ulimit -f 400 && scan --checkpoint 0) || echo "status $?"
ls
ls run.partial
cp -r run.partial before

echo '-- other options'
scan --threshold 0.8 || echo "status $?"
scan --find documents || echo "status $?"
"$TIKRAR" scan - -o run --quiet </dev/null || echo "status $?"

echo '-- another input'
cp corpus/corpus-00000.jsonl saved
echo >>corpus/corpus-00000.jsonl
scan || echo "status $?"
sed '1s/ /_/' saved >corpus/corpus-00000.jsonl
scan || echo "status $?"
cp saved corpus/corpus-00000.jsonl

echo '-- damaged'
printf x >>run.partial/blocks.checkpoint
printf x >run.partial/call.checkpoint
scan || echo "status $?"
cp before/call.checkpoint run.partial

echo '-- the same command'
"$TIKRAR" scan corpus -o run --no-report --threads 1 --memory 1G >out
ls
for file in documents spans families matches phrases rejects; do
  cmp whole/$file.jsonl run/$file.jsonl
done
sed 's/"timing".*//' whole/run.json >whole.json
sed 's/"timing".*//' run/run.json | cmp - whole.json

echo '-- in use'
cp -r before run.partial
flock run.partial "$TIKRAR" scan corpus -o run --quiet || echo "status $?"
