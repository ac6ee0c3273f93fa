#!/usr/bin/env python3
"""Measures scans of growing corpora and fits what a block costs.

    scale.py measure --tikrar BIN --corpus FILE.jsonl[.zst] --points P.csv
                     [--times 1,3,9] [--modes NAME,...] [--check]
    scale.py fit P.csv

`measure` appends a line a run to P.csv; the corpora are those of memory.py
(copies with other words), kept in --work. With --check the line is one that
the model is held against, not fitted to. `fit` prints the tables of
bench/SCALE.md. Bytes: fixed + blocks * a block's, least squares of the
relative error. Processor time: a power of the blocks, least squares of the
logarithms, as it was not linear. Memory under a ceiling is not fitted.
"""

import argparse
import csv
import dataclasses
import json
import math
import os
import pathlib
import subprocess
import sys
import threading
import time

import memory

MODES = {
    "documents, blocks": ["--find", "documents,blocks"],
    "all kinds": [],
    "all kinds, --memory 1G": ["--memory", "1G"],
}
COLUMNS = ["role", "mode", "times", "documents", "blocks", "input_bytes",
           "cpu_s", "wall_s", "peak_bytes", "temporary_bytes", "run_bytes",
           "matches"]
COSTS = {
    "cpu_s": "processor time",
    "peak_bytes": "memory",
    "temporary_bytes": "temporary files",
    "run_bytes": "run directory",
}
SIZES = [10 ** power for power in range(6, 11)]


# -------------------------------------------------------------------- measure


def folder_bytes(folder):
    return sum(path.stat().st_size for path in folder.rglob("*")
               if path.is_file())


def run_scan(program, mode, corpus, work):
    """(cpu seconds, wall seconds, run.json, temporary bytes, run folder)."""
    out = work / "scale.run"
    command = [program, "scan", str(corpus), "-o", str(out), "--quiet",
               "--no-report", "--threads", "2", "--tmp", str(work),
               *MODES[mode]]
    subprocess.run(["rm", "-rf", str(out), f"{out}.partial"], check=True)
    begin = time.monotonic()
    child = subprocess.Popen(command)
    done = threading.Event()
    peak = [0]

    def watch():
        while not done.wait(0.2):
            peak[0] = max(peak[0], memory.file_bytes(child.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    watcher.join()
    if child.returncode != 0:
        sys.exit(f"scale.py: {' '.join(command)}: exit status "
                 f"{child.returncode}, expected 0")
    with open(out / "run.json", encoding="utf-8") as file:
        return (usage.ru_utime + usage.ru_stime, wall, json.load(file),
                peak[0], out)


def measure(arguments):
    work = pathlib.Path(arguments.work)
    work.mkdir(parents=True, exist_ok=True)
    points = pathlib.Path(arguments.points)
    modes = arguments.modes.split("/") if arguments.modes else list(MODES)
    new = not points.exists()
    with points.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        if new:
            writer.writerow(COLUMNS)
        for times in map(int, arguments.times.split(",")):
            corpus = work / f"corpus_{times}.jsonl"
            memory.write_corpus(arguments.corpus, times, str(corpus))
            for mode in modes:
                cpu, wall, run, temporary, folder = run_scan(
                    arguments.tikrar, mode, corpus, work)
                counts = run["counts"]
                matches = sum(1 for _ in open(folder / "matches.jsonl", "rb"))
                writer.writerow([
                    "check" if arguments.check else "fit", mode, times,
                    counts["documents_read"], counts["blocks"],
                    corpus.stat().st_size, f"{cpu:.2f}", f"{wall:.2f}",
                    run["peak_rss_bytes"], temporary, folder_bytes(folder),
                    matches])
                out.flush()


# ------------------------------------------------------------------------ fit


def fit_line(points):
    """(fixed, slope) of least squares of the relative error, fixed >= 0."""
    weights = [1 / y ** 2 for _, y in points]
    total = sum(weights)
    mean_x = sum(w * x for w, (x, _) in zip(weights, points)) / total
    mean_y = sum(w * y for w, (_, y) in zip(weights, points)) / total
    spread = sum(w * (x - mean_x) ** 2 for w, (x, _) in zip(weights, points))
    slope = sum(w * (x - mean_x) * (y - mean_y)
                for w, (x, y) in zip(weights, points)) / spread
    fixed = mean_y - slope * mean_x
    if fixed >= 0:
        return fixed, slope
    return 0.0, (sum(w * x * y for w, (x, y) in zip(weights, points))
                 / sum(w * x * x for w, (x, _) in zip(weights, points)))


def exponent(points):
    (x0, y0), (x1, y1) = min(points), max(points)
    return math.log(y1 / y0) / math.log(x1 / x0)


def read_points(path):
    with open(path, encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        for column in COLUMNS[2:]:
            row[column] = float(row[column])
    return rows


def fit_power(points):
    """(factor, exponent) of y = factor * x ** exponent."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    power = (sum((x - mean_x) * (y - mean_y) for x, y in logs)
             / sum((x - mean_x) ** 2 for x, _ in logs))
    return math.exp(mean_y - power * mean_x), power


@dataclasses.dataclass(frozen=True)
class Model:
    form: str  # for the table
    predict: object  # blocks -> cost
    exponent: float
    worst: float  # relative error at a fitted point


def model(rows, mode, column):
    """The Model, or None where there is none."""
    if column == "peak_bytes" and "--memory" in mode:
        return None
    points = [(row["blocks"], row[column]) for row in rows
              if row["mode"] == mode and row["role"] == "fit"
              and row[column] > 0]
    if len({x for x, _ in points}) < 3:
        return None
    if column == "cpu_s":
        factor, power = fit_power(points)
        form = f"{factor * 1e6 ** power:.4g} s × (blocks / 10^6)^{power:.3f}"

        def predict(blocks):
            return factor * blocks ** power
    else:
        fixed, slope = fit_line(points)
        form = f"{bytes_text(fixed)} + {slope:.4g} B × blocks"

        def predict(blocks):
            return fixed + slope * blocks
    worst = max(abs(predict(x) / y - 1) for x, y in points)
    return Model(form, predict, exponent(points), worst)


def with_unit(value, units, step):
    for unit in units[:-1]:
        if value < step:
            return f"{value:.3g} {unit}"
        value /= step
    return f"{value:.3g} {units[-1]}"


def bytes_text(value):
    return with_unit(value, ["B", "kB", "MB", "GB", "TB"], 1000)


def seconds_text(value):
    if value < 120:
        return f"{value:.3g} s"
    if value < 7200:
        return f"{value / 60:.3g} min"
    if value < 48 * 3600:
        return f"{value / 3600:.3g} h"
    return f"{value / 86400:.3g} days"


def text_of(column, value):
    return (seconds_text if column == "cpu_s" else bytes_text)(value)


def print_points(rows):
    print("| mode | role | MB | documents | blocks | matches | CPU s | wall s "
          "| peak MB | temporary MB | run MB |")
    print("|" + "---|" * 11)
    for row in rows:
        print(f"| {row['mode']} | {row['role']} "
              f"| {row['input_bytes'] / 1e6:.0f} | {row['documents']:.0f} "
              f"| {row['blocks']:.0f} | {row['matches']:.0f} "
              f"| {row['cpu_s']:.1f} | {row['wall_s']:.1f} "
              f"| {row['peak_bytes'] / 1e6:.0f} "
              f"| {row['temporary_bytes'] / 1e6:.0f} "
              f"| {row['run_bytes'] / 1e6:.0f} |")


def print_model(rows, modes):
    print("\n| mode | cost | model | exponent, smallest to largest | worst"
          " error of the fit |\n" + "|" + "---|" * 5)
    for mode in modes:
        for column, name in COSTS.items():
            found = model(rows, mode, column)
            if found:
                print(f"| {mode} | {name} | {found.form} "
                      f"| {found.exponent:.3f} | {found.worst:.1%} |")


def print_prediction(rows, modes):
    block = [row["input_bytes"] / row["blocks"] for row in rows]
    print("\n| mode | cost | " + " | ".join(
        f"10^{round(math.log10(size))} blocks, "
        f"{bytes_text(size * sum(block) / len(block))}" for size in SIZES)
        + " |\n|" + "---|" * (2 + len(SIZES)))
    for mode in modes:
        for column, name in COSTS.items():
            found = model(rows, mode, column)
            if found:
                print(f"| {mode} | {name} | " + " | ".join(
                    text_of(column, found.predict(size))
                    for size in SIZES) + " |")


def print_checks(rows):
    checks = [row for row in rows if row["role"] == "check"]
    if not checks:
        print("\nNo run larger than those fitted has been held against the "
              "model yet.")
        return
    print("\n| check | cost | measured | predicted | measured / predicted |\n"
          + "|" + "---|" * 5)
    for row in checks:
        for column, name in COSTS.items():
            found = model(rows, row["mode"], column)
            if found and row[column] > 0:
                wanted = found.predict(row["blocks"])
                print(f"| {row['mode']}, {row['blocks']:.0f} blocks | {name} "
                      f"| {text_of(column, row[column])} "
                      f"| {text_of(column, wanted)} "
                      f"| {row[column] / wanted:.2f} |")


def print_fit(path):
    rows = read_points(path)
    modes = list(dict.fromkeys(row["mode"] for row in rows))
    print_points(rows)
    print_model(rows, modes)
    print_prediction(rows, modes)
    print_checks(rows)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    measuring = commands.add_parser("measure")
    measuring.add_argument("--tikrar", required=True)
    measuring.add_argument("--corpus", required=True)
    measuring.add_argument("--points", required=True)
    measuring.add_argument("--times", default="1,3,9")
    measuring.add_argument("--modes", default="", help="with / between")
    measuring.add_argument("--work", default="build/memory")
    measuring.add_argument("--check", action="store_true")
    fitting = commands.add_parser("fit")
    fitting.add_argument("points")
    arguments = parser.parse_args()
    if arguments.command == "measure":
        measure(arguments)
    else:
        print_fit(arguments.points)


if __name__ == "__main__":
    main()
