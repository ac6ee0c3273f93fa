# The files of a run hold what the contract says, key by key.
mkdir -p in/nawras in/burj
one='أعلنت البلدية أمس عن خطة جديدة لتنظيف الشواطئ قبل بداية فصل الصيف ودعت المتطوعين إلى المشاركة فيها'
two='فاز الفريق الأول بالمباراة النهائية بعد ركلات الترجيح أمام جمهور كبير ملأ مدرجات الملعب الجديد كلها'
end='وتستقبل الصحيفة رسائل القراء الكرام على عنوانها المعروف في كل أيام الأسبوع ما عدا أيام العطل'
printf '%s\n%s\n' "$one" "$end" >in/nawras/1.txt
printf '%s\n\n%s\n' "$two" "$end" >in/burj/1.txt
printf '%s\n' \
  "{\"id\":\"x\",\"url\":\"https://www.difaf.example/1\",\"date\":\"2024-02-01\",\"text\":\"$one\\n$end\"}" \
  "{\"id\":\"x\",\"url\":\"https://difaf.example/2\",\"source\":\"barid\",\"date\":\"2024-01-01\",\"text\":\"$two\\n\\n$end\"}" \
  "{\"id\":\"x~2\",\"text\":\"نص لا يشبهه شيء\"}" \
  "{\"title\":\"\",\"text\":\"\"}" >in/all.jsonl
"$TIKRAR" scan in -o run --no-report --quiet
python3 - <<'PYTHON'
import json

KEYS = {
    "documents": "doc source url date title bytes input record keep reason"
    " keeper",
    "spans": "doc begin end kind role family score",
    "families": "family kind unit text members documents sources bytes first",
    "matches": "unit kind a b jaccard containment family",
    "rejects": "input record line offset error",
}
rows = {}
for name, keys in KEYS.items():
    rows[name] = [json.loads(line) for line in open(f"run/{name}.jsonl")]
    for row in rows[name]:
        assert list(row)[: len(keys.split())] == keys.split(), row
run = json.load(open("run/run.json"))
assert list(run)[:8] == (
    "tikrar format options inputs counts audit timing peak_rss_bytes".split()
)
texts = {
    "burj/1.txt#0": open("in/burj/1.txt", "rb").read(),
    "nawras/1.txt#0": open("in/nawras/1.txt", "rb").read(),
}
ids = ["x", "x~3", "x~2", "all.jsonl#3"]
for name, line in zip(ids, open("in/all.jsonl")):
    texts[name] = json.loads(line)["text"].encode()


def cut(place):
    return texts[place["doc"]][place["begin"] : place["end"]].decode()


for row in rows["documents"]:
    assert row["bytes"] == len(texts[row["doc"]]), row
    print(row["doc"], row["source"], row["keep"], row["reason"], row["keeper"])
order = {row["doc"]: i for i, row in enumerate(rows["documents"])}
places = [(order[span["doc"]], span["begin"]) for span in rows["spans"]]
assert places and places == sorted(places)
assert all(cut(span) for span in rows["spans"])
members = {}
for row in rows["matches"]:
    assert cut(row["a"]).split() == cut(row["b"]).split(), row
    for side in "ab":
        members.setdefault(row["family"], set()).add(row[side]["doc"])
sizes = [family["bytes"] for family in rows["families"]]
assert sizes == sorted(sizes, reverse=True)
for number, family in enumerate(rows["families"]):
    assert family["family"] == number
    assert family["text"] == cut(family["representative"])
    assert len(members[number]) == family["documents"]
    print(family["kind"], family["unit"], family["members"], family["sources"],
          family["first"])
PYTHON

# The options of a run: a switch is true where it was given.
"$TIKRAR" scan in -o bare --no-report --quiet --no-furniture
"$TIKRAR" scan in -o tight --no-report --quiet --strict
python3 - <<'PYTHON'
import json

for run in ("run", "bare", "tight"):
    options = json.load(open(f"{run}/run.json"))["options"]
    print(run, {name: value for name, value in options.items()
                if isinstance(value, bool)})
PYTHON
