"$TIKRAR" clean --help
