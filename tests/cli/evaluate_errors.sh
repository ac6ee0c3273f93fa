mkdir run
printf '{"doc":"x","source":"s","bytes":10}\n' >run/documents.jsonl
printf '{"doc":"x","begin":0,"end":11,"kind":"quote"}\n' >run/spans.jsonl
: >run/matches.jsonl
printf '{"doc":"z"}\n' >other.truth
printf '{"suspicious":"x","offset":0,"length":1,"source":"x","source_offset":4,"source_length":1}\n' >code_points.truth
: >empty.truth
"$TIKRAR" evaluate
echo "exit $?" >&2
"$TIKRAR" evaluate words --truth empty.truth --run run
echo "exit $?" >&2
"$TIKRAR" evaluate blocks --run run
echo "exit $?" >&2
"$TIKRAR" evaluate blocks --truth empty.truth --run nothing
echo "exit $?" >&2
"$TIKRAR" evaluate blocks --truth empty.truth --run run
echo "exit $?" >&2
"$TIKRAR" evaluate clusters --truth other.truth --run run
echo "exit $?" >&2
"$TIKRAR" evaluate passages --truth code_points.truth --run run
echo "exit $?" >&2
# A run in which a byte was changed.
mkdir in
echo '{"id":"a","text":"نص قصير"}' >in/a.jsonl
"$TIKRAR" scan in -o scanned --no-report --quiet
sed -i 's/"record":0/"record":1/' scanned/documents.jsonl
"$TIKRAR" evaluate clusters --truth empty.truth --run scanned 2>&1 |
  sed 's/[0-9a-f]\{16\}/XXH3/g' >&2
sed -i 's/"duplicate_ids":0/"duplicate_ids":1/' scanned/run.json
"$TIKRAR" evaluate clusters --truth empty.truth --run scanned 2>&1 |
  sed 's/[0-9a-f]\{16\}/XXH3/g; s/byte [0-9]*/byte N/' >&2
"$TIKRAR" clean scanned -o out 2>&1 |
  sed 's/[0-9a-f]\{16\}/XXH3/g; s/byte [0-9]*/byte N/' >&2
