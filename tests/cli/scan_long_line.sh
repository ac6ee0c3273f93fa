# A line of 100 MB between two short ones; of 10 MB under sanitizers, which
# take memory and time many times over.
size=100000000
[ -z "${TIKRAR_QUICK:-}" ] || size=10000000
{
  echo '{"id":"before","text":"قبل"}'
  printf '{"id":"long","text":"'
  yes 'سطر طويل' | tr '\n' ' ' | head -c $size  # of 16 bytes each
  printf '"}\n{"id":"after","text":"بعد"}\n{"id":"broken"'
} | "$TIKRAR" scan - -o run --max-record 200M --find documents --no-report --quiet
echo "status $?"
cut -d, -f1,6 run/documents.jsonl | sed "s/$size/SIZE/"
# The place of the broken record, counted without the long text.
sed "s/\"offset\":$((size + 87)),/\"offset\":SIZE+87,/" run/rejects.jsonl
