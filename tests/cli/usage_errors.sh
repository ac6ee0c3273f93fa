# Every mistake ends with 2 and one line that names the place.
check() {
  "$TIKRAR" "$@"
  status=$?
  [ $status -eq 2 ] || echo "status $status: $*"
}
check
check bake
check scan
check scan a.txt
check scan a.txt -o run --bogus
check scan a.txt -o run --threads
check scan a.txt -o run --threads many
check scan a.txt -o run --threshold 2
check scan a.txt -o run --find stones
check scan a.txt -o run --memory 4Q
check scan a.txt -o run --memory 63M
check compare a.txt
check compare - -
check compare a.txt b.txt --engine minhash
check completions tcsh
check explain one two
check clean run
check clean run -o out --memory 1M
check clean run -o out --drop stones
check clean run -o out --keep newest
check restore out
