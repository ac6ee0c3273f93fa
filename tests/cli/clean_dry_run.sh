# What would go, without writing anything.
cp -r "$CASES/../../corpus" in
"$TIKRAR" scan in -o run --quiet --no-report
"$TIKRAR" clean run --dry-run --drop passage --keep-kind syndicated | head -n 40
ls
"$TIKRAR" clean run --dry-run --json | python3 -c '
import json, sys
line = json.load(sys.stdin)
print(line["dry_run"], line["documents_kept"], line["repeat"]["documents"])
print(line["syndicated"]["sources"][0]["source"])
shown = [len(family["text"].encode())
         for family in line["syndicated"]["families"]]
print("texts cut:", 250 < max(shown) <= 300)
'
