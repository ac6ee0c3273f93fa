"$TIKRAR" explain -h
