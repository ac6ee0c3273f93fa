# Input or output that fails ends with 3 and one line that names it.
check() {
  "$TIKRAR" "$@"
  status=$?
  [ $status -eq 3 ] || echo "status $status: $*"
}
printf 'نص\n' >a.txt
mkdir full && printf 'x\n' >full/file
check compare missing.txt a.txt
check compare a.txt full
check scan missing.txt -o run
check scan a.txt -o missing/run
check scan a.txt -o full
check scan a.txt -o a.txt
[ ! -e run ] || echo 'run was left'
check scan "$(printf 'x%0300d.txt' 0)" -o long
check scan a.txt -o "$(printf 'x%0300d' 0)"
[ ! -e small ] || echo 'small was left'
