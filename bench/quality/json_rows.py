"""Rows of JSON Lines files, plain or compressed, for the scripts beside."""

import json
import subprocess
import sys


def rows(path):
    """The objects of `path`; a name that ends in .zst is decompressed."""
    if not str(path).endswith(".zst"):
        with open(path, encoding="utf-8", newline="\n") as lines:
            yield from map(json.loads, lines)
        return
    with subprocess.Popen(["zstd", "-dcq", str(path)],
                          stdout=subprocess.PIPE) as process:
        yield from map(json.loads, process.stdout)
    if process.returncode != 0:
        sys.exit(f"{path}: zstd ended with {process.returncode}, expected 0")
