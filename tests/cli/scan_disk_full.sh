# No room for the run: one line, and no run where there was none.
mkdir in
i=0
while [ $i -lt 400 ]; do
  echo "{\"title\":\"عنوان $i\",\"text\":\"نص $i قصير\"}"
  i=$((i + 1))
done >in/a.jsonl
check() {
  "$TIKRAR" scan in -o run --no-report --quiet
  echo "status $?"
  ls
}
(ulimit -f 8 && check)
"$TIKRAR" scan - -o run --no-report --quiet </dev/null
(ulimit -f 8 && check)
wc -c <run/documents.jsonl | tr -d ' '  # the run from before
