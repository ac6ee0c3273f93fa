"$TIKRAR" --help >/dev/full
