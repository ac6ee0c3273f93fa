"""All C++ is as clang-format 14 with .clang-format leaves it.

Another version would format otherwise: without this one the lint is skipped.
"""

import shutil
import subprocess
import sys

import common

SKIP = 77  # SKIP_RETURN_CODE in CMakeLists.txt


def formatter():
    for name in ("clang-format-14", "clang-format"):
        path = shutil.which(name)
        if path:
            version = subprocess.run(
                [path, "--version"], capture_output=True, text=True
            ).stdout
            if " version 14." in version:
                return path
    return None


def check_paths(program, paths, root=common.ROOT):
    done = subprocess.run(
        [program, "--dry-run", "--style=file", *paths],
        cwd=root, capture_output=True, text=True,
    )
    problems = {
        line.split(":")[0]
        for line in done.stderr.splitlines()
        if "[-Wclang-format-violations]" in line
    }
    if done.returncode != 0 and not problems:
        return [done.stderr.rstrip()]
    return [f"{path}: run clang-format -i" for path in sorted(problems)]


if __name__ == "__main__":
    found = formatter()
    if not found:
        print("format: clang-format 14 is not installed")
        sys.exit(SKIP)
    common.main("format", check_paths(found, common.code_files()))
