printf '{"id":"x","text":"خبر الصباح من الميناء القديم\\nحقوق النشر محفوظة"}
{"id":"y","text":"وصف رحلة إلى الجبل في الشتاء\\nحقوق النشر محفوظة"}
' >corpus.jsonl
mkdir run
printf '{"doc":"x","source":"s","bytes":85}
{"doc":"y","source":"s","bytes":84}
' >run/documents.jsonl
# The copyright line of x was found, that of y was missed; of the
# passage the first two of three words of y were found.
printf '{"doc":"x","begin":53,"end":85,"kind":"boilerplate","role":"copyright"}
' >run/spans.jsonl
printf '{"unit":"document","a":{"doc":"x","begin":0,"end":85},"b":{"doc":"y","begin":0,"end":84},"family":0}
{"unit":"passage","a":{"doc":"x","begin":53,"end":85},"b":{"doc":"y","begin":52,"end":71},"family":1}
' >run/matches.jsonl
printf '{"doc":"x","begin":53,"end":85,"kind":"boilerplate","role":"copyright"}
{"doc":"y","begin":52,"end":84,"kind":"boilerplate","role":"copyright"}
' >spans.truth
printf '{"a":"x","b":"y","same":false}
' >pairs.truth
printf '{"doc":"x","cluster":"1"}
{"doc":"y","cluster":"1"}
' >clusters.truth
printf '{"suspicious":"y","offset":29,"length":17,"source":"x","source_offset":29,"source_length":17,"obfuscation":"none"}
' >passages.truth
"$TIKRAR" evaluate blocks --truth spans.truth --run run --corpus corpus.jsonl
"$TIKRAR" evaluate pairs --truth pairs.truth --run run
"$TIKRAR" evaluate clusters --truth clusters.truth --run run
"$TIKRAR" evaluate passages --truth passages.truth --run run --corpus corpus.jsonl
"$TIKRAR" evaluate clusters --truth clusters.truth --run run --json

# What is a truth for passages is one for pairs too: each takes its own lines.
"$TIKRAR" evaluate pairs --truth run/matches.jsonl --run run
"$TIKRAR" evaluate passages --truth run/matches.jsonl --run run --quiet

# No table is wider than a terminal, and no JSON object has a key twice.
for words in "blocks --truth spans.truth --corpus corpus.jsonl" \
  "pairs --truth pairs.truth" "clusters --truth clusters.truth" \
  "passages --truth passages.truth --corpus corpus.jsonl"; do
  "$TIKRAR" evaluate $words --run run | awk 'length > 80 { print "wide: " $0 }'
  "$TIKRAR" evaluate $words --run run --json >figures.json
  python3 - <<'PYTHON'
import json


def unique(pairs):
    keys = [key for key, _ in pairs]
    assert len(set(keys)) == len(keys), keys
    return dict(pairs)


json.load(open("figures.json"), object_pairs_hook=unique)
PYTHON
done
