printf 'قالَ نعم' >a.txt
printf 'قال «لا»' >b.txt
"$TIKRAR" compare a.txt b.txt --json
