# Below a ceiling or not at all: too low from the start, and too low for a text
# that needs far more. (Sanitizers end the program themselves when memory runs
# out, so that there is nothing of ours to see.)
python3 - >large.txt <<'PYTHON'
words = ["كتاب", "مدرسة", "نهر", "جبل", "سماء", "بيت", "طريق"]
print(" ".join(words[i * i % 7] + words[i % 5] for i in range(400000)))
PYTHON
"$TIKRAR" explain --memory 1M 'نص قصير'
echo "exit $?" >&2
"$TIKRAR" explain --quiet --memory 1G 'نص قصير'
echo "exit $?" >&2
if grep -q '__[at]san_init' "$TIKRAR"; then
  for i in 1 2; do
    echo '--memory: expected enough for this input, got 67108864 bytes' >&2
    echo 'exit 3' >&2
  done
else
  python3 - "$TIKRAR" <<'PYTHON'
import resource
import subprocess
import sys

program = sys.argv[1]
for words in (["explain", "-"], ["compare", "large.txt", "-"]):
    with open("large.txt", "rb") as text:
        done = subprocess.run([program, *words, "--memory", "64M"],
                              stdin=text, stdout=subprocess.DEVNULL)
    print("exit", done.returncode, file=sys.stderr)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    assert peak <= 64 << 20, peak
PYTHON
fi
