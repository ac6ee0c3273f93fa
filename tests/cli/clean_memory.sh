# Neither --memory nor --tmp changes a byte of what clean writes, no file
# stays, and documents of a word each, most of them of families, are cleaned
# under the least ceiling.
documents=100000
[ -z "${TIKRAR_QUICK:-}" ] || documents=30000
mkdir other
awk -v documents=$documents 'BEGIN {
  srand(5)
  for (i = 0; i < documents; ++i) {
    printf "{\"id\":\"d-%d\",\"text\":\"كلمة%d\"}\n", i, rand() * 20000
  }
}' >in.jsonl
"$TIKRAR" scan in.jsonl -o run --no-report --quiet --find documents
"$TIKRAR" clean run -o plain --annotate --keep longest --quiet
check() {
  "$TIKRAR" clean run -o stored --annotate --keep longest --quiet "$@" ||
    echo "status $?: $*"
  diff -r plain stored || echo "differs: $*"
  rm -r stored
}
check --memory 1G --tmp other
TMPDIR=other check --memory 2G --threads 1
ls -A other
"$TIKRAR" clean run -o none --memory 1G --tmp missing || echo "status $?"
for name in none*; do [ ! -e "$name" ] || echo "$name: is there"; done

# (With sanitizers the heap is theirs.)
[ -z "${TIKRAR_QUICK:-}" ] || exit 0
! grep -q '__[at]san_init' "$TIKRAR" || exit 0
python3 - "$TIKRAR" <<'PYTHON'
import os
import subprocess
import sys

process = subprocess.Popen([sys.argv[1], "clean", "run", "-o", "out", "--keep",
                            "longest", "--quiet", "--memory", "64M"])
_, status, usage = os.wait4(process.pid, 0)
peak = usage.ru_maxrss >> 10
if status != 0 or peak > 64:
    print(f"status {status}, peak of {peak} MiB, expected 64 at most")
PYTHON
