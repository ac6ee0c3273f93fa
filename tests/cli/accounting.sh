# The accounting of a run, and that it notices what is missing.
text='أعلنت البلدية أمس عن خطة جديدة لتنظيف الشواطئ قبل بداية فصل الصيف'
mkdir in
printf '%s\n' "{\"id\":\"a\",\"text\":\"$text\"}" '{"id":' \
  "{\"id\":\"b\",\"text\":\"$text\"}" '' >in/a.jsonl
printf 'text,n\n"سطر\nآخر",1\n' | gzip -nc >in/b.csv.gz
printf 'text\nأول\nثان' >in/c.csv
printf '%s' "$text" >in/d.txt
"$TIKRAR" scan in -o run --no-report --quiet
"$TIKRAR" clean run -o out --quiet
"$TIKRAR" restore out -o back --quiet
count() {
  python3 -B "$CASES/accounting.py" run --out out --back back "$@"
  echo "status $?"
}
count
count --records 7
cp -r run run.kept
cp -r out out.kept
cp -r back back.kept
again() {
  rm -r run out back
  for folder in run out back; do cp -r $folder.kept $folder; done
}
: >run/rejects.jsonl && count && again
sed -i 1d run/documents.jsonl && count && again
sed -i 's/"record":2/"record":0/' run/documents.jsonl && count && again
printf x >>out/a.jsonl && count && again
zstd -dcq out/ledger.jsonl.zst | sed 1d >shorter
zstd -qfc shorter >out/ledger.jsonl.zst && count && again
sed -i 's/"kept":0/"kept":1/' out/clean.json && count && again
printf x >>back/d.txt && count && again
sed -i 's/b/c/' back/a.jsonl && count && again
echo '{"text":"x"}' >>in/a.jsonl && count
