# Neither --memory nor --tmp changes a byte of the findings, and no file stays.
size=6M
[ -z "${TIKRAR_QUICK:-}" ] || size=2M
mkdir other
"$TIKRAR" generate -o corpus --seed 7 --size $size --quiet
"$TIKRAR" scan corpus -o plain --no-report --quiet
check() {
  "$TIKRAR" scan corpus -o stored --no-report --quiet "$@" ||
    echo "status $?: $*"
  for file in documents spans families matches phrases rejects; do
    cmp plain/$file.jsonl stored/$file.jsonl || echo "differs: $*"
  done
  sed 's/"timing".*//' plain/run.json >plain.json
  sed 's/"timing".*//' stored/run.json >stored.json
  cmp plain.json stored.json || echo "differs: $*"
}
check --memory 2G
check --memory 2G --tmp other --threads 1
TMPDIR=other check --memory 3G --threads 3
ls -A other
"$TIKRAR" scan corpus -o none --memory 1G --tmp missing || echo "status $?"
