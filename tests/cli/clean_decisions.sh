# A person decides; a decision about nothing is an error with its line.
mkdir in
copy='أعلنت البلدية أمس عن خطة جديدة لتنظيف الشواطئ قبل بداية فصل الصيف ودعت المتطوعين إلى المشاركة فيها'
for day in 03 01 02; do
  printf '{"id":"d%s","date":"2024-01-%s","source":"s%s","text":"%s"}\n' \
    $day $day $day "$copy"
done >in/a.jsonl
"$TIKRAR" scan in -o run --quiet --no-report
kept() {
  "$TIKRAR" clean run -o out --quiet "$@" && cut -d, -f1 out/a.jsonl
  rm -rf out
}
echo 'the earliest'
kept
echo 'the first'
kept --keep first
echo 'the best source'
printf 's02\ns01\n' >sources.txt
kept --prefer-sources sources.txt
echo 'both that a person wants'
printf '{"doc":"d03","begin":0,"end":10,"decision":"keep","note":"mine"}\n' >decisions
kept --decisions decisions
echo 'not the one that a person does not want'
printf '{"doc":"d01","begin":0,"end":%d,"decision":"drop"}\n' \
  $(printf %s "$copy" | wc -c) >decisions
kept --decisions decisions
printf '\n{"doc":"d9","begin":0,"end":10,"decision":"keep"}\n' >decisions
kept --decisions decisions
printf '{"family":99,"decision":"keep"}\n' >decisions
kept --decisions decisions
ls
