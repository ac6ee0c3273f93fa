# A bad record is counted, not fatal; with --strict it is.
printf '%s\n' '{"id":"a","text":"نص سليم"}' '{"id":"b","text":' >c.jsonl
"$TIKRAR" scan c.jsonl -o run --quiet
echo "status $?"
wc -l <run/rejects.jsonl | tr -d ' '
"$TIKRAR" scan c.jsonl -o strict --strict --quiet
echo "status $?"
[ ! -e strict ] || echo 'strict was left'
