"""The top level stays what README.md says it is."""

import os
import subprocess

import common

ALLOWED = {
    ".ci",
    ".clang-format",
    ".clang-tidy",
    ".gitignore",
    "CHANGELOG.md",
    "CMakeLists.txt",
    "CMakePresets.json",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "bench",
    "corpus",
    "include",
    "src",
    "tests",
    "tools",
}


def top_level(root=common.ROOT):
    """Names that are or would be committed; without git, all but output."""
    command = ["git", "-C", root, "ls-files", "-z", "--cached", "--others",
               "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True)
        paths = listed.stdout.decode().split("\0")
        return {path.split("/")[0] for path in paths if path}
    except (OSError, subprocess.CalledProcessError):
        return set(os.listdir(root)) - common.SKIPPED_FOLDERS


def check_names(names):
    problems = [f"{name}: not expected at the top" for name in names - ALLOWED]
    problems += [f"{name}: missing at the top" for name in ALLOWED - names]
    return sorted(problems)


if __name__ == "__main__":
    common.main("tree", check_names(top_level()))
