"$TIKRAR" evaluate --help
