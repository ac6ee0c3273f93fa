"$TIKRAR" report --help
