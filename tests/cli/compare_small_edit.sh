# Not one word is the same, but what is said is.
printf 'وقال\n' >a.txt
printf 'قال\n' >b.txt
"$TIKRAR" compare a.txt b.txt --quiet
