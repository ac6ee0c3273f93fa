# A file without permission is counted and listed; root reads everything
# unless told otherwise.
as_a_user() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --bounding-set=-dac_override,-dac_read_search "$@"
  else
    "$@"
  fi
}
mkdir -p in shut/below full
echo 'نص سليم' >in/a.txt
echo 'سر' >in/b.txt
chmod 000 in/b.txt shut/below
chmod 500 full
as_a_user "$TIKRAR" scan in -o run --quiet
echo "status $?"
cat run/rejects.jsonl
as_a_user "$TIKRAR" scan in/b.txt -o only --quiet
echo "status $?"
cat only/rejects.jsonl
as_a_user "$TIKRAR" scan in -o strict --strict --quiet
echo "status $?"
as_a_user "$TIKRAR" scan shut -o below --quiet
echo "status $?"
as_a_user "$TIKRAR" scan in/a.txt -o full/run --quiet
echo "status $?"
chmod 700 shut/below
ls
