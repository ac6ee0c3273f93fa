"$TIKRAR" restore --help
