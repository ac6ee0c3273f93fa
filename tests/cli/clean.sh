# The project's own corpus: cleaned, looked at, restored.
cp -r "$CASES/../../corpus" in
"$TIKRAR" scan in -o run --quiet --no-report
"$TIKRAR" clean run -o out
find out -type f | sort
[ ! -e out.partial ] || echo 'out.partial was left'

"$TIKRAR" restore out -o back
rm in/README.md in/*.labels
gunzip in/wire.jsonl.gz back/wire.jsonl.gz
diff -r in back && echo same

# What is cleaned can be scanned; its ledger is no part of it.
"$TIKRAR" scan out -o second --quiet --no-report
grep -c . second/documents.jsonl

# Again: nothing to do. With another option: refused.
gzip in/wire.jsonl
"$TIKRAR" clean run -o out --quiet
