# Two copies in two files, one text of its own.
mkdir corpus
copy='أعلنت البلدية أمس عن خطة جديدة لتنظيف الشواطئ قبل بداية فصل الصيف ودعت المتطوعين إلى المشاركة فيها'
printf '%s\n' "$copy" >corpus/a.txt
printf '%s\n' "$copy" >corpus/b.txt
printf 'فاز الفريق الأول بالمباراة النهائية بعد ركلات الترجيح أمام جمهور كبير ملأ مدرجات الملعب الجديد كلها\n' >corpus/c.txt
"$TIKRAR" scan corpus -o run --quiet || echo "status $?"
ls run
[ ! -e run.partial ] || echo 'run.partial was left'
wc -l <run/documents.jsonl | tr -d ' '
grep -c '"unit":"document"' run/families.jsonl
"$TIKRAR" scan corpus -o second --json --no-report --threads 1 >line.json
python3 - <<'PYTHON'
import json
line = open("line.json", encoding="utf-8").read()
assert line.count("\n") == 1, "expected one line"
run = json.load(open("second/run.json"))
del run["files"], run["seal"]  # of what is on the disk
assert json.loads(line) == run, "not run.json"
print(json.loads(line)["options"]["threshold"])
PYTHON
ls second
for file in documents spans families matches rejects; do
  cmp run/$file.jsonl second/$file.jsonl
done
