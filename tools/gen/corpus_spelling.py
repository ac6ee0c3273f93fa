"""Ways in which two papers spell the same Arabic text.

Each function changes spelling or typography only: under the standard profile
of tikrar the result normalizes to the same letters as the input. Tags of the
corpus source (`<...>`) are never touched: see `respell`.
"""

import re

# Vowelled forms that a copy editor adds; whole words only.
VOWELLED = {
    "إن": "إنّ",
    "السد": "السدّ",
    "إلى": "إلَى",
    "في": "فِي",
    "وقال": "وقالَ",
    "وأضاف": "وأضافَ",
    "كل": "كلّ",
    "مدير": "مُدير",
    "لكل": "لكُلّ",
    "الماء": "الماءِ",
    "مزارع": "مُزارِع",
    "محطة": "مَحطّة",
}

# Letters that do not join to the next one: no tatweel after them.
NOT_JOINING = "اأإآدذرزوؤةىء"
LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"


def _words(text, change):
    return re.sub(f"[{LETTERS}\u064b-\u0652]+", lambda m: change(m[0]), text)


def hamza(text):
    return text.translate(str.maketrans("أإآ", "ااا"))


def yeh(text):
    """Egyptian house style: no dots under a final yeh."""
    return _words(text, lambda w: w[:-1] + "ى" if w.endswith("ي") else w)


def heh(text):
    return text.replace("ة", "ه")


def seat(text):
    """مسؤول as مسئول."""
    return text.replace("ؤو", "ئو")


def marks(text):
    return _words(text, lambda w: VOWELLED.get(w, w))


def tanwin(text):
    """Tanwin before its alef instead of on it."""
    return text.replace("ا\u064b", "\u064bا")


def farsi(text):
    return text.translate(str.maketrans("يك", "یک"))


def forms(text):
    """Lam-alef and the name of God as presentation forms, as PDFs have them."""
    ligatures = {"لأ": "\ufef7", "لإ": "\ufef9", "لا": "\ufefb",
                 "الله": "\ufdf2"}
    for plain, ligature in ligatures.items():
        text = text.replace(plain, ligature)
    return text


def tatweel(text):
    """Stretches every ninth word, as a justified column does."""
    count = 0

    def change(word):
        nonlocal count
        count += 1
        joins = [i for i in range(1, len(word) - 1)
                 if word[i] not in NOT_JOINING and word[i] in LETTERS
                 and word[i + 1] in LETTERS
                 and not (word[i] == "ل" and word[i + 1] in "اأإآ")]
        if count % 9 or not joins:
            return word
        return word[:joins[0] + 1] + "ـ" + word[joins[0] + 1:]

    return _words(text, change)


def nbsp(text):
    """Every sixth space does not break; every eighteenth is the narrow one."""
    count = 0

    def change(_):
        nonlocal count
        count += 1
        if count % 18 == 0:
            return "\u202f"
        return "\u00a0" if count % 6 == 0 else " "

    return re.sub(" ", change, text)


def bidi(text):
    """Numbers wrapped in directional marks."""
    return re.sub(r"[0-9٠-٩][0-9٠-٩.,٫٬]*[0-9٠-٩]|[0-9٠-٩]",
                  lambda m: "\u200e" + m[0] + "\u200f", text)


def digits(text):
    """Arabic-Indic digits with their own separators."""
    text = re.sub(r"(?<=\d),(?=\d)", "٬", text)
    text = re.sub(r"(?<=\d)\.(?=\d)", "٫", text)
    return text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def quotes(text):
    return text.translate(str.maketrans("«»", '""'))


def curly(text):
    return text.translate(str.maketrans("«»", "“”"))


SPELLINGS = {f.__name__: f for f in (
    hamza, yeh, heh, seat, marks, tanwin, farsi, forms, tatweel, nbsp, bidi,
    digits, quotes, curly)}


def respell(text, names):
    """Applies the named spellings, in order, to `text` outside its tags."""
    parts = re.split(r"(<[^>]*>)", text)
    for name in names:
        parts = [p if p.startswith("<") else SPELLINGS[name](p)
                 for p in parts]
    return "".join(parts)
