# Ctrl-C ends a scan also where no input comes, with one thread or more.
mkfifo silent.txt
interrupt() {
  timeout --foreground --preserve-status -s INT -k 20 1.5 "$TIKRAR" scan "$@" -o run
  echo "status $?"
}
interrupt silent.txt --threads 1
interrupt silent.txt --threads 4
interrupt - --threads 1 <>silent.txt
interrupt - --threads 4 <>silent.txt
ls
