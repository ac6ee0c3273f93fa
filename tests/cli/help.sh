"$TIKRAR" --help
