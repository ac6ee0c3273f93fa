#!/usr/bin/env python3
"""Runs one case of tests/cli against the program.

A case is NAME.sh, run by sh in an empty folder with TIKRAR (the program) and
CASES (this folder) in its environment. What it must do:

  NAME.exit           its exit status; without the file, 0
  NAME.stdout.exact   its standard output, byte for byte
  NAME.stdout.glob    or by pattern: * is any text in a line, a line of three
                      points any number of lines
  NAME.stderr.*       the same for standard error

Without a file for it, a stream must stay empty.

usage: run_case.py [--update] PROGRAM NAME.sh
--update rewrites the .exact files and .exit; read the difference before you
keep it.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

TIMEOUT_SECONDS = 120


def pattern_of(glob):
    parts = []
    for line in glob.splitlines():
        if line == "...":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*".join(map(re.escape, line.split("*"))) + r"\n")
    return re.compile("".join(parts) + r"\Z")


def run(program, case):
    with tempfile.TemporaryDirectory(prefix="tikrar_case_") as folder:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm",
            "TIKRAR": str(pathlib.Path(program).resolve()),
            "CASES": str(case.parent),
        }
        for name in os.environ:  # what sanitized runs are set up by
            if name.endswith("SAN_OPTIONS") or name == "TIKRAR_QUICK":
                environment[name] = os.environ[name]
        return subprocess.run(
            ["sh", "-u", str(case)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )


def stream_problem(case, stream, actual):
    exact = case.with_suffix(f".{stream}.exact")
    glob = case.with_suffix(f".{stream}.glob")
    if glob.exists():
        expected = glob.read_text(encoding="utf-8")
        if pattern_of(expected).match(actual.decode("utf-8")):
            return None
    else:
        expected = exact.read_text(encoding="utf-8") if exact.exists() else ""
        if actual.decode("utf-8", "surrogateescape") == expected:
            return None
    shown = actual.decode("utf-8", "backslashreplace")
    return f"{stream}: expected\n{expected}\nactual\n{shown}"


def exit_problem(case, actual):
    path = case.with_suffix(".exit")
    expected = int(path.read_text()) if path.exists() else 0
    if actual == expected:
        return None
    return f"exit: expected {expected}, actual {actual}"


def update(case, result):
    for stream in ("stdout", "stderr"):
        if case.with_suffix(f".{stream}.glob").exists():
            continue
        path = case.with_suffix(f".{stream}.exact")
        path.unlink(missing_ok=True)
        if getattr(result, stream):
            path.write_bytes(getattr(result, stream))
    path = case.with_suffix(".exit")
    path.unlink(missing_ok=True)
    if result.returncode != 0:
        path.write_text(f"{result.returncode}\n")


def main(arguments):
    is_update = arguments[:1] == ["--update"]
    program, case_name = arguments[1:] if is_update else arguments
    case = pathlib.Path(case_name).resolve()
    result = run(program, case)
    if is_update:
        update(case, result)
        return 0
    problems = [
        exit_problem(case, result.returncode),
        stream_problem(case, "stdout", result.stdout),
        stream_problem(case, "stderr", result.stderr),
    ]
    problems = [problem for problem in problems if problem]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
