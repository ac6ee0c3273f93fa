"""Words that have no place in a finished tree: marks of unfinished work and
paths of one machine."""

import re

import common

# In pieces, so that this file passes its own lint.
_MARKS = "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX"))
FORBIDDEN = (
    (re.compile(rf"\b({_MARKS})\b"), "mark of unfinished work"),
    (
        # Not after `+ "`: that is the tail of a path made at run time.
        re.compile(
            r"""(?:^|[\s'`=(<,]|(?<!\+ )")(/(?:home|root|work|tmp|Users)/)"""
        ),
        "path of a machine",
    ),
)
# The corpus is text that people may have written anything into.
EXEMPT = ("LICENSE", "corpus/")


def check_text(path, text):
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, what in FORBIDDEN:
            match = pattern.search(line)
            if match:
                problems.append(f"{path}:{number}: {what}: {match.group(1)}")
    return problems


def check(root=common.ROOT):
    problems = []
    for path in common.tree_files(root):
        if path.startswith(EXEMPT):
            continue
        try:
            problems += check_text(path, common.read(path, root))
        except UnicodeDecodeError:
            pass  # binary: a golden file or a fuzz seed
    return problems


if __name__ == "__main__":
    common.main("words", check())
