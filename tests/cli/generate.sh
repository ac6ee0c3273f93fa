# A tiny corpus, its truth, and what is said about both.
"$TIKRAR" generate -o made --seed 3 --documents 40 --sources 14
ls made made/truth
cat made/truth/options.labels
head -n 1 made/corpus-00000.jsonl
grep '"repeat"\|"quote"' made/truth/spans.labels | head -n 3
head -n 3 made/truth/matches.labels
head -n 2 made/truth/clusters.labels
head -n 2 made/truth/traps.labels

# A number for a name of a strength, and one thread for all.
"$TIKRAR" generate -o again --seed 3 --documents 40 --sources 14 \
  --edits 0.1 --threads 1 --json
diff -r made again && echo same

# Truth is not read as documents.
"$TIKRAR" scan made -o run --quiet --no-report
grep -c . run/documents.jsonl
