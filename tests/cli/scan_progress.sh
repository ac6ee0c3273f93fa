# A bar on a terminal, none on a pipe.
i=0
while [ $i -lt 3000 ]; do
  printf '{"id":"%s","text":"خبر رقم %s عن مدينة %s"}\n' $i $i $i
  i=$((i + 1))
done >c.jsonl
# Into a file: a reader that stops early would leave the terminal unread, and
# the program waiting for it.
python3 "$CASES/in_terminal.py" "$TIKRAR" scan c.jsonl -o run --no-report >shown
grep -q 'MB/s\|\[[#.]*\]' shown || echo 'terminal: no bar'
"$TIKRAR" scan c.jsonl -o run --no-report 2>err >out
[ ! -s err ] || echo 'pipe: a bar'
[ -s out ] || echo 'pipe: no summary'
python3 "$CASES/in_terminal.py" "$TIKRAR" scan c.jsonl -o run --quiet | wc -c | tr -d ' '
