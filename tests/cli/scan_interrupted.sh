# Ctrl-C ends a scan with 130 and leaves no half run.
python3 "$CASES/interrupt.py" "$TIKRAR" scan - -o run
status=$?
ls
exit $status
