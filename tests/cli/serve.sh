# serve answers over HTTP, saves what is decided, and ends well at a signal.
"$TIKRAR" generate -o corpus --seed 3 --documents 60 --quiet
"$TIKRAR" scan corpus -o run --no-report --quiet
python3 "$CASES/serve.py" "$TIKRAR" run
ls run
"$TIKRAR" clean run -o cleaned --decisions run/decisions.jsonl --quiet
