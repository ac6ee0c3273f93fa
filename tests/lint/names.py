"""No two headers define a type of one name: all are in one namespace, and the
linker merges what both make of a template without a word."""

import collections
import re

import common

DEFINITION = re.compile(
    r"^(?:struct|class|enum class) ([A-Za-z0-9]+)\b(?!::)[^;{]*\{", re.MULTILINE
)


def check_types(texts):
    """Problems in `texts`, a map from path to the text of a header."""
    places = collections.defaultdict(list)
    for path, text in sorted(texts.items()):
        for name in DEFINITION.findall(text):
            places[name].append(path)
    return [
        f"{paths[1]}: defines {name}, as {paths[0]} does, expected another name"
        for name, paths in sorted(places.items())
        if len(paths) > 1
    ]


def headers():
    return {
        path: common.read(path)
        for path in common.tree_files(folders=("include", "src"))
        if path.endswith(".h")
    }


if __name__ == "__main__":
    common.main("names", check_types(headers()))
