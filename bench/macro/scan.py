#!/usr/bin/env python3
"""Times whole runs of `tikrar scan` and prints a table.

    scan.py PROGRAM INPUT... [--runs N] [--threads T] [--vs PROGRAM]
            [--options "..."]

Each run is a process of its own writing a run directory of its own; the
figures are wall and CPU seconds and peak memory as the kernel accounts them,
minimum, median and maximum over the runs, and MB of input per second of the
median. With --vs the two programs take turns (A B A B ...) and the ratio A/B
is printed run by run: on a shared machine only that ratio means something.
What was found stands beside the times, so that a fast wrong run shows.
"""

import argparse
import json
import os
import pathlib
import shlex
import shutil
import statistics
import sys
import tempfile
import time


def run_once(program, options, inputs, folder):
    run = pathlib.Path(folder) / "run"
    shutil.rmtree(run, ignore_errors=True)
    command = [program, "scan", *inputs, "-o", str(run), "--quiet", *options]
    start = time.monotonic()
    child = os.posix_spawn(program, command, os.environ)
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - start
    if status != 0:
        sys.exit(f"{shlex.join(command)}: exit {status >> 8}, expected 0")
    with open(run / "run.json", encoding="utf-8") as file:
        found = json.load(file)
    families = sum(1 for _ in open(run / "families.jsonl", "rb"))
    matches = sum(1 for _ in open(run / "matches.jsonl", "rb"))
    return {
        "wall s": wall,
        "cpu s": usage.ru_utime + usage.ru_stime,
        "peak MB": usage.ru_maxrss / 1024,
        "documents": found["counts"]["documents_read"],
        "families": families,
        "matches": matches,
    }


def print_table(name, rows, input_bytes):
    print(f"{name}: {len(rows)} runs, {rows[0]['documents']} documents, "
          f"{rows[0]['families']} families, {rows[0]['matches']} matches")
    for figure in ("wall s", "cpu s", "peak MB"):
        values = sorted(row[figure] for row in rows)
        print(f"  {figure:8} min {values[0]:8.2f}  "
              f"median {statistics.median(values):8.2f}  "
              f"max {values[-1]:8.2f}")
    wall = statistics.median(row["wall s"] for row in rows)
    print(f"  {input_bytes / 1e6 / wall:.1f} MB/s of input at the median")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--vs")
    parser.add_argument("--options", default="")
    args = parser.parse_args()
    options = ["--threads", str(args.threads), *shlex.split(args.options)]
    programs = [args.program] + ([args.vs] if args.vs else [])
    rows = {program: [] for program in programs}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(args.runs + 1):  # the first one warms up
            for program in programs:
                row = run_once(program, options, args.inputs, folder)
                if number > 0:
                    rows[program].append(row)
    input_bytes = sum(os.path.getsize(path) for path in args.inputs)
    for program in programs:
        print_table(program, rows[program], input_bytes)
    if args.vs:
        ratios = [a["cpu s"] / b["cpu s"]
                  for a, b in zip(rows[args.program], rows[args.vs])]
        print("cpu ratio, run by run:",
              " ".join(f"{ratio:.3f}" for ratio in ratios),
              f"median {statistics.median(ratios):.3f}")


if __name__ == "__main__":
    main()
