"""Includes go only from a module to itself or to modules left of it.

CMake builds each module with a view of its DEPS only; this lint also sees the
public headers, which every module can reach.
"""

import re

import common

# Public headers named after no module; the others belong to their namesake.
HEADER_MODULES = {
    "document": "base",
    "run": "report",
    "verify": "align",
    "passage": "align",
    "quote": "align",
    "scan": "pipeline",
}

_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def modules(cmake_text):
    match = re.search(r"set\(TIKRAR_MODULES\s+([^)]*)\)", cmake_text)
    return match.group(1).split() if match else []


def header_module(header, order):
    """The module of include/tikrar/`header`, or None."""
    stem = header.rsplit(".", 1)[0]
    if stem in order:
        return stem
    return HEADER_MODULES.get(stem)


def own_module(path, order):
    """The module of a file of src/ or include/, or None."""
    parts = path.split("/")
    if parts[0] == "src" and len(parts) > 2:
        return parts[1] if parts[1] in order else None
    return header_module(parts[-1], order)


def included_module(target, order):
    """The module that an include names; "" when it is not one of ours."""
    first, _, rest = target.partition("/")
    if first == "tikrar":
        return header_module(rest, order)
    return first if first in order else ""


def check_file(path, code, order):
    own = own_module(path, order)
    if own is None:
        return [f"{path}: belongs to no module of {' '.join(order)}"]
    problems = []
    for bracket, target in _INCLUDE.findall(code):
        if target.startswith("."):
            problems.append(f"{path}: includes {target}, expected a full path")
            continue
        other = included_module(target, order)
        if other is None:
            problems.append(f"{path}: {target} belongs to no module")
        elif other and bracket == "<":
            problems.append(f"{path}: <{target}>, expected \"{target}\"")
        elif other and order.index(other) > order.index(own):
            problems.append(f"{path}: {own} may not include {target} of {other}")
    return problems


def check(root=common.ROOT):
    order = modules(common.read("src/CMakeLists.txt", root))
    if not order:
        return ["src/CMakeLists.txt: has no TIKRAR_MODULES"]
    problems = []
    for path in common.tree_files(root, ("include", "src")):
        if path.endswith((".h", ".cc", ".inc")):
            problems += check_file(path, common.read(path, root), order)
    return problems


if __name__ == "__main__":
    common.main("layering", check())
