"$TIKRAR" explain 'قالَ «الوزير»: نجحَ 25% من الطلاب.' --shingle word:2
