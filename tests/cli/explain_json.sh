# One line of JSON, from an argument or from standard input.
text='وصل القطار'
printf '%s' "$text" | "$TIKRAR" explain - --json >stdin.json
"$TIKRAR" explain "$text" --json >argument.json
cmp stdin.json argument.json
wc -l <argument.json | tr -d ' '
python3 - <<'PYTHON'
import json
found = json.load(open("argument.json", encoding="utf-8"))
print([token["text"] for token in found["tokens"]])
print([[token["begin"], token["end"]] for token in found["tokens"]])
print([sketch["shingle"] for sketch in found["sketches"]])
print([len(sketch["shingles"]) for sketch in found["sketches"]])
PYTHON
