"$TIKRAR" generate --help
