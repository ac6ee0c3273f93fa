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
"$TIKRAR" scan corpus -o none --tmp missing || echo "status $?"
"$TIKRAR" scan corpus -o none --memory 1G --tmp missing || echo "status $?"

# A ceiling that matters: without it the scan takes half as much again. (With
# sanitizers the heap is theirs.)
[ -z "${TIKRAR_QUICK:-}" ] || exit 0
! grep -q '__[at]san_init' "$TIKRAR" || exit 0
peak() {
  sed -n 's/.*"peak_rss_bytes":\([0-9]*\).*/\1/p' "$1/run.json"
}
"$TIKRAR" generate -o large --seed 7 --size 24M --quiet
"$TIKRAR" scan large -o large.plain --no-report --quiet
"$TIKRAR" scan large -o large.stored --no-report --quiet --memory 120M
for file in documents spans families matches phrases rejects; do
  cmp large.plain/$file.jsonl large.stored/$file.jsonl
done
[ "$(peak large.plain)" -gt 150000000 ] ||
  echo "plain: peak of $(peak large.plain) bytes, expected above 150 MB"
[ "$(peak large.stored)" -le 138412032 ] ||
  echo "stored: peak of $(peak large.stored) bytes, expected 132 MiB at most"
