"""What the lints share: the files of the tree, C++ without its comments."""

import os
import re
import sys

ROOT = os.path.dirname(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
)
CODE_FOLDERS = ("include", "src", "tests", "bench")
SKIPPED_FOLDERS = {".git", "build", ".cache", "__pycache__", "node_modules"}


def tree_files(root=ROOT, folders=None):
    """Paths relative to root of all files, sorted; build output left out."""
    found = []
    starts = [os.path.join(root, f) for f in folders] if folders else [root]
    for start in starts:
        for folder, names, files in os.walk(start):
            names[:] = sorted(n for n in names if n not in SKIPPED_FOLDERS)
            for name in files:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    found.append(os.path.relpath(path, root))
    return sorted(found)


def code_files(root=ROOT):
    return [
        path
        for path in tree_files(root, CODE_FOLDERS)
        if path.endswith((".h", ".cc"))
    ]


def read(path, root=ROOT):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


# What must be blanked so that braces and quotes inside it do not count. Raw
# strings first: they hold the other kinds.
_NOISE = re.compile(
    r'R"(?P<mark>[^\s()\\]{0,16})\((?:.|\n)*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'"
    r"|//[^\n]*"
    r"|/\*(?:.|\n)*?\*/"
    r"|^[ \t]*#(?:\\\n|[^\n])*",
    re.MULTILINE,
)


def blank_noise(code):
    """`code` with comments, literals and directives as blanks, same lines."""
    return _NOISE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), code)


def report(name, problems):
    """Prints the problems; the exit status of a lint."""
    for problem in problems:
        print(problem)
    print(f"{name}: {len(problems)} problem{'' if len(problems) == 1 else 's'}")
    return 1 if problems else 0


def main(name, problems):
    sys.exit(report(name, problems))
