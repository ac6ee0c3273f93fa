"""Files and functions that fit into a head: hard limits of both.

A function counts from the line of its opening brace to the closing one. The
soft limits (300 and 40 lines) are for reviewers.
"""

import re

import common

FILE_LINES = 600
FUNCTION_LINES = 80

_MEMBER = re.compile(r"\)[^?]*(?<!:):(?!:)[^?]*\w\s*$", re.S)
_CONTAINER = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b")


def functions(code):
    """(line, lines) of each outermost function body in `code`."""
    code = common.blank_noise(code)
    found = []
    stack = []  # for each open brace: "container", "member" or "other"
    head = 0  # where the text before the next brace starts
    begin = None  # (position, depth) of the function that is open
    for match in re.finditer(r"[{};]", code):
        at, brace = match.start(), match.group()
        if brace == "{":
            kind = "other" if begin else _kind(code[head:at])
            if kind == "function":
                begin = (at, len(stack))
            stack.append(kind)
            if kind == "member":
                continue
        elif brace == "}" and stack:
            if stack.pop() == "member":
                continue
            if begin and begin[1] == len(stack):
                first = code.count("\n", 0, begin[0]) + 1
                found.append((first, code.count("\n", 0, at) + 2 - first))
                begin = None
        head = at + 1
    return found


def _kind(head):
    """What a brace after the text `head` opens, outside of functions."""
    if _is_container(head):
        return "container"
    if ")" not in head:
        return "other"
    # The brace of a member in a constructor's list: the body comes later.
    return "member" if _MEMBER.search(head) else "function"


def _is_container(head):
    """Whether `head` opens a namespace or a class, not a function."""
    without_template = re.sub(r"template\s*<[^{};]*?>\s*(?=\w)", "", head)
    match = _CONTAINER.search(without_template)
    return bool(match) and ")" not in without_template[match.end():].replace(
        "alignas(", ""
    )


def check_file(path, code):
    problems = []
    lines = code.count("\n")
    if lines > FILE_LINES:
        problems.append(
            f"{path}: has {lines} lines, expected at most {FILE_LINES}"
        )
    for line, length in functions(code):
        if length > FUNCTION_LINES:
            problems.append(
                f"{path}:{line}: function of {length} lines, expected at most"
                f" {FUNCTION_LINES}"
            )
    return problems


def check(root=common.ROOT):
    problems = []
    for path in common.code_files(root):
        problems += check_file(path, common.read(path, root))
    return problems


if __name__ == "__main__":
    common.main("sizes", check())
