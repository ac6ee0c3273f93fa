# Whatever is wrong with the input: nothing stops the run, nothing is counted
# twice, every reject says where, and threads change no byte.
mkdir -p in/sub
text='أعلنت البلدية أمس عن خطة جديدة لتنظيف الشواطئ قبل بداية فصل الصيف'
printf '%s\n' "{\"id\":\"a\",\"text\":\"$text\"}" '{"id":"b","text":' '' \
  "{\"id\":\"a\",\"text\":\"$text\"}" '[1]' '{"id":"c"}' \
  '{"id":"d","text":7}' '{"text":"خاتمة"}' >in/a.jsonl
printf '{"text":"\377\376 نص"}\n{"text":"\000"}\n{"text":"\\u0000"}\n' \
  >in/b.jsonl
: >in/empty.jsonl
: >in/empty.txt
printf '[{"text":"x"},{"text":}, {"text":"y"}, {"te' >in/cut.json
printf 'id,text\n1,"%s"\n2\n3,"open\n' "$text" >in/rows.csv
printf 'id,body\n1,x\n2,y\n' >in/header.csv
printf 'نص\000بعد' >in/zero.txt
for i in 1 2 3 4 5 6 7 8 9; do echo "{\"text\":\"$i$text\"}"; done >lines
gzip -nc lines | head -c 60 >in/cut.jsonl.gz
printf '%s' "$text" | gzip -nc | head -c 60 >in/cut.txt.gz
printf 'no zstd' >in/fake.txt.zst
ln -s nowhere.txt in/link.txt
mkfifo in/pipe.txt
: >in/sub/page.pdf
: >in/sub/.hidden.txt
for threads in 1 2 8; do
  "$TIKRAR" scan in -o run$threads --threads $threads --no-report --quiet
  echo "status $?"
done
for file in documents spans families matches rejects; do
  cmp run1/$file.jsonl run2/$file.jsonl
  cmp run1/$file.jsonl run8/$file.jsonl
done
cat run1/rejects.jsonl
python3 - <<'PYTHON'
import json
run = json.load(open("run1/run.json"))
places = [[] for _ in run["inputs"]]
for file in "documents", "rejects":
    for line in open(f"run1/{file}.jsonl", encoding="utf-8"):
        row = json.loads(line)
        places[row["input"]].append(row["record"])
for input, records in zip(run["inputs"], places):
    assert sorted(records) == list(range(len(records))), input
    print(input["path"], input["documents"], "of", len(records))
counts = run["counts"]
print(counts["documents_read"], "+", counts["documents_rejected"])
print(sum(map(len, places)), "records")
print(run["replacements"], "replaced,", run["duplicate_ids"], "duplicate ids")
print("not read:", *run["unknown_inputs"])
PYTHON
