printf '%s\n' '{"id":"x","body":"كتب الطالب الدرس"}' '{"id":"y","body":"كتب الطالب الواجب"}' >c.jsonl
"$TIKRAR" compare c.jsonl#x c.jsonl#1 --text-field body | head -n 2
printf 'كتب الطالب الدرس' | "$TIKRAR" compare - c.jsonl#x --text-field body --json |
  grep -c '"common_tokens":3'
