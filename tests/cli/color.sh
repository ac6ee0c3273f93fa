# Colours on a terminal only, and never with NO_COLOR.
printf 'باب قديم' >a.txt
printf 'باب جديد' >b.txt
escapes() { tr -dc '\033' | wc -c | tr -d ' '; }
terminal() { python3 "$CASES/in_terminal.py" "$@"; }
[ "$(terminal "$TIKRAR" compare a.txt b.txt | escapes)" -gt 0 ] || echo 'terminal: plain'
export NO_COLOR=1
[ "$(terminal "$TIKRAR" compare a.txt b.txt | escapes)" -eq 0 ] || echo 'NO_COLOR: coloured'
unset NO_COLOR
[ "$("$TIKRAR" compare a.txt b.txt | escapes)" -eq 0 ] || echo 'pipe: coloured'
