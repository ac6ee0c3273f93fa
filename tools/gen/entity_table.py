#!/usr/bin/env python3
"""Writes src/text/entity_table.inc: the named character references of HTML5.

    python3 tools/gen/entity_table.py > src/text/entity_table.inc

The names come from Python's html.entities.html5, which copies the list of the
HTML standard; it does not change any more, so neither does the output.
"""

from html.entities import html5


def main():
    print("// Written by tools/gen/entity_table.py; do not edit.")
    print("// {name as it stands after '&', first character, second or 0},")
    print("// sorted by the bytes of the name.")
    for name in sorted(html5, key=lambda n: n.encode("ascii")):
        chars = [ord(c) for c in html5[name]]
        if len(chars) > 2:
            raise SystemExit(f"{name}: expected 1 or 2 characters, "
                             f"got {len(chars)}")
        second = f"0x{chars[1]:X}" if len(chars) == 2 else "0"
        print(f'{{"{name}", 0x{chars[0]:X}, {second}}},')


if __name__ == "__main__":
    main()
