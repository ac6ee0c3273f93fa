printf 'سماء صافية\n' >a.txt
printf 'بحر هائج\n' >b.txt
"$TIKRAR" compare a.txt b.txt --quiet
