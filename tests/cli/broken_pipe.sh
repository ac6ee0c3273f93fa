# A reader that leaves is no failure, however much there was to say.
i=0
while [ $i -lt 20000 ]; do
  echo "سطر$i كلمة$i"
  i=$((i + 1))
done >a.txt
for command in "explain -" "explain --json -"; do
  { "$TIKRAR" $command <a.txt; echo "status $?" >&2; } | head -c 10 >/dev/null
done
