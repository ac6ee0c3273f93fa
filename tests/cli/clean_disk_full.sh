# No room: one line, nothing under the name, and the same call goes on.
mkdir in
i=0
while [ $i -lt 300 ]; do
  echo "{\"title\":\"عنوان $i\",\"text\":\"نص $i قصير\"}"
  i=$((i + 1))
done >in/a.jsonl
"$TIKRAR" scan in -o run --no-report --quiet
check() {
  "$TIKRAR" clean run -o out --quiet
  echo "status $?"
  ls
}
"$TIKRAR" clean run -o whole --quiet
(ulimit -f 8 && check)
check
diff -r whole out && echo same
echo more >>in/a.jsonl
"$TIKRAR" clean run -o other --quiet || echo "status $?"
"$TIKRAR" restore in -o back || echo "status $?"
