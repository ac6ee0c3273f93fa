"$TIKRAR" scan --help
