"""Each public header compiles alone, with warnings as errors.

    headers.py COMPILER [FLAG...]
"""

import concurrent.futures
import os
import subprocess
import sys

import common

FLAGS = ["-std=c++20", "-Wall", "-Wextra", "-Wshadow", "-Werror",
         "-fsyntax-only", "-x", "c++"]


def check_code(name, code, compiler, flags=()):
    """Problems of compiling `code` as a file of its own."""
    done = subprocess.run(
        [compiler, *FLAGS, *flags, f"-I{common.ROOT}/include", "-"],
        input=code, capture_output=True, text=True,
    )
    if done.returncode == 0:
        return []
    return [f"{name}: does not compile alone:\n{done.stderr.rstrip()}"]


def check(compiler, flags=()):
    headers = common.tree_files(folders=("include",))
    if not headers:
        return ["include: has no header"]

    def one(path):
        header = os.path.relpath(path, "include")
        # Twice: a header without a guard would define things again.
        code = f'#include "{header}"\n' * 2
        return check_code(path, code, compiler, flags)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return sum(pool.map(one, headers), [])


if __name__ == "__main__":
    common.main("headers", check(sys.argv[1], sys.argv[2:]))
