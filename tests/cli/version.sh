"$TIKRAR" --version
