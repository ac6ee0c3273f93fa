"$TIKRAR" compare --help
