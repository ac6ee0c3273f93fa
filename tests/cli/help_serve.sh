"$TIKRAR" serve --help
