# A line of 100 MB between two short ones.
{
  echo '{"id":"before","text":"قبل"}'
  printf '{"id":"long","text":"'
  yes 'سطر طويل' | tr '\n' ' ' | head -c 100000000  # 16 bytes, 6250000 times
  printf '"}\n{"id":"after","text":"بعد"}\n{"id":"broken"'
} | "$TIKRAR" scan - -o run --find documents --no-report --quiet
echo "status $?"
cut -d, -f1,6 run/documents.jsonl
cat run/rejects.jsonl
