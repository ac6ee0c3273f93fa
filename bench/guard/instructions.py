#!/usr/bin/env python3
"""Fails when a command takes more instructions than it did.

    instructions.py TIKRAR [--compiler "NAME VERSION"] [--update]
                    [--only NAME,...]

Seconds say nothing on machines that others use too; instructions do. Each
command of COMMANDS runs once under `valgrind --tool=cachegrind` (without its
caches: 0.6 of the time of callgrind, counts within 0.3 %) on a corpus that
`generate` makes, with one thread, and its count is held against
instructions.csv: more than 5 % above it is a failure. --update writes what was
measured: do so in the commit that needs the instructions, and say why there.

Counts agree between machines because nothing in a run depends on the one it
is on: the corpus has a fixed seed and its hash is in the file, the kernel is
named (valgrind 3.19 has no AVX-512, so avx2 and scalar are what is guarded),
and what glibc, simdjson and zstd choose by CPUID is the same wherever AVX2 is,
as valgrind answers for a processor of its own. Measured with callgrind, scan
of documents and blocks: two runs differ by 1e-7, an environment 3 kB larger by
6e-7, glibc without AVX2 (GLIBC_TUNABLES) by +0.3 %, without SSSE3 to AVX2 by
-2.3 %. Another compiler makes other code: then the check is skipped (exit
status 77), as it is without valgrind or AVX2.
"""

import argparse
import csv
import dataclasses
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
EXPECTED = HERE / "instructions.csv"
SKIP = 77
LIMIT = 1.05
LOWER = 0.95  # from here on the file should be renewed
SHOWN = 12  # functions that are listed on a failure
GENERATE = ["generate", "--seed", "1", "--documents", "200", "--quiet"]
FLAGS = ["--threads", "1", "--quiet"]


@dataclasses.dataclass(frozen=True)
class Command:
    name: str
    kernel: str
    arguments: tuple  # {corpus} and {out} are filled in; {run} is a scan


# Whether a stage is kept depends on the seconds that it took: none is.
def scan(name, kernel, *options):
    return Command(name, kernel, ("scan", "{corpus}", "-o", "{out}", *FLAGS,
                                  "--no-report", "--checkpoint", "1000000",
                                  *options))


COMMANDS = (
    scan("scan documents", "avx2", "--find", "documents", "--no-furniture"),
    scan("scan documents", "scalar", "--find", "documents", "--no-furniture"),
    scan("scan documents and blocks", "avx2", "--find", "documents,blocks"),
    scan("scan all", "avx2"),
    Command("clean", "avx2", ("clean", "{run}", "-o", "{out}", *FLAGS)),
    Command("report", "avx2", ("report", "{run}", "-o", "{out}.html",
                               *FLAGS)),
)


class Skipped(Exception):
    pass


class Failed(Exception):
    pass


def environment(kernel):
    """Nothing of the caller's but where programs are."""
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8",
            "TIKRAR_KERNEL": kernel}


def count_instructions(command, kernel, profile):
    """Of one run of `command`, with all its threads."""
    done = subprocess.run(
        ["valgrind", "--tool=cachegrind", "--cache-sim=no",
         f"--cachegrind-out-file={profile}", *command],
        capture_output=True, text=True, env=environment(kernel))
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}: exit status {done.returncode}, "
                     f"expected 0\n{done.stderr[-2000:]}")
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if not found:
        raise Failed(f"valgrind: no count in its output\n{done.stderr[-2000:]}")
    return int(found.group(1).replace(",", ""))


def run_plain(command):
    done = subprocess.run(command, capture_output=True, text=True,
                          env=environment("avx2"))
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}: exit status {done.returncode}, "
                     f"expected 0\n{done.stderr}")


def hash_of_folder(folder):
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def largest_functions(profile):
    """The functions with most instructions of their own, one a line."""
    done = subprocess.run(
        ["cg_annotate", "--auto=no", str(profile)],
        capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines()
             if re.match(r"\s*[\d,]+ ", line) and "PROGRAM TOTALS" not in line]
    return "\n".join("  " + line.strip()[:110] for line in lines[:SHOWN])


def check_requirements():
    if not shutil.which("valgrind"):
        raise Skipped("valgrind is not installed")
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        if not re.search(r"^flags.*\bavx2\b", lines.read(), re.M):
            raise Skipped("the processor has no AVX2, without which the "
                          "libraries take other code")


def measure(program, only, work):
    """({(name, kernel): count}, {(name, kernel): profile}, corpus hash)."""
    corpus, base = work / "corpus", work / "base"
    run_plain([program, *GENERATE, "-o", str(corpus)])
    run_plain([program, "scan", str(corpus), "-o", str(base), *FLAGS,
               "--no-report"])
    counts, profiles = {}, {}
    for number, command in enumerate(COMMANDS):
        if only and command.name not in only:
            continue
        arguments = [argument.format(corpus=corpus, run=base,
                                     out=work / f"out{number}")
                     for argument in command.arguments]
        key = command.name, command.kernel
        profiles[key] = work / f"profile{number}"
        counts[key] = count_instructions([program, *arguments],
                                         command.kernel, profiles[key])
    return counts, profiles, hash_of_folder(corpus)


def read_expected(path=EXPECTED):
    """({(name, kernel): count}, {what: value} of the head)."""
    counts, head = {}, {}
    with path.open(encoding="utf-8", newline="") as lines:
        for name, kernel, value in csv.reader(lines):
            if name in ("corpus", "compiler"):
                head[name] = value
            elif name != "command":
                counts[name, kernel] = int(value)
    return counts, head


def write_expected(counts, head, path=EXPECTED):
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["command", "kernel", "instructions"])
        for name, value in head.items():
            writer.writerow([name, "", value])
        for (name, kernel), count in counts.items():
            writer.writerow([name, kernel, count])


def compare(counts, expected, listing=lambda key: ""):
    """Messages of what takes more than it may; notes of what takes less."""
    failures, notes = [], []
    for key, count in counts.items():
        name = f"{key[0]} ({key[1]})"
        if key not in expected:
            failures.append(f"{name}: has no line in {EXPECTED.name}, "
                            "expected one: --update writes it")
            continue
        share = count / expected[key]
        text = (f"{name}: {count:,} instructions, {share - 1:+.2%} against "
                f"{expected[key]:,} of {EXPECTED.name}")
        if share > LIMIT:
            failures.append(f"{text}, expected at most {LIMIT - 1:+.0%}\n"
                            f"{listing(key)}")
        else:
            notes.append(text + (", which should be renewed"
                                 if share < LOWER else ""))
    return failures, notes


def guard(arguments, work):
    check_requirements()
    only = set(filter(None, arguments.only.split(",")))
    if not arguments.update:
        expected, head = read_expected()
        if arguments.compiler and arguments.compiler != head["compiler"]:
            raise Skipped(f"compiled by {arguments.compiler}, counted for "
                          f"{head['compiler']}")
    counts, profiles, corpus = measure(arguments.tikrar, only, work)
    if arguments.update:
        known = read_expected()[0] if EXPECTED.exists() else {}
        kept = {} if not only else known
        write_expected({**kept, **counts},
                       {"corpus": corpus, "compiler": arguments.compiler})
        return [], [f"{EXPECTED}: written"]
    if corpus != head["corpus"]:
        return [f"corpus: generate makes {corpus}, counted was "
                f"{head['corpus']}: --update counts anew"], []
    return compare(counts, expected,
                   lambda key: largest_functions(profiles[key]))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("tikrar")
    parser.add_argument("--compiler", default="")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    if arguments.update and not arguments.compiler:
        parser.error("--update: expected --compiler, without which no build "
                     "would be compared")
    try:
        with tempfile.TemporaryDirectory() as work:
            failures, notes = guard(arguments, pathlib.Path(work))
    except Skipped as skipped:
        print(f"instructions: skipped: {skipped}")
        return SKIP
    except Failed as failed:
        print(f"instructions: {failed}")
        return 1
    for line in notes + failures:
        print(line)
    if failures:
        print("If the change needs them, renew the file in the commit that "
              "makes it, and say why there:\n  bench/guard/instructions.py "
              f"TIKRAR --compiler '{arguments.compiler}' --update")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
