# Everything is refused before anything is written.
mkdir full
echo note >full/note
for words in "" "-o full" "-o new --edits 1.5" "-o new --sources 0" \
  "-o new --memory 64M" "-o new --shard-size 0" "-o new stray"; do
  "$TIKRAR" generate $words
  echo "$?"
done
ls
