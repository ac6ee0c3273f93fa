#!/usr/bin/env python3
"""Runs other programs that find near copies beside tikrar.

    run.py TIKRAR [--data FOLDER] [--documents N] [--unit document|block]
           [--runs N] [--only NAME,...] [--work FOLDER] [--out FOLDER]

Installs each peer, pinned, into an environment of its own under the work
folder, then lets tikrar and the peers take turns on the same documents of
saudinewsnet, one process and one thread each, and prints a table: processor
and wall seconds and peak memory of the whole process, recall and precision
against every pair that is (exact_pairs, which must lie beside TIKRAR: preset
`bench`). A peer that cannot be installed or run gets a row that says why.
What each is set to: README.md. --out writes raw.csv and summary.md there.
"""

import argparse
import csv
import dataclasses
import hashlib
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time

import inputs
import score

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# One thread for whoever asks; the cores are the machine's, the comparison is
# per core.
ONE_THREAD = {name: "1" for name in (
    "OMP_NUM_THREADS", "RAYON_NUM_THREADS", "POLARS_MAX_THREADS",
    "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_NUM_THREADS",
    "TOKENIZERS_PARALLELISM")}


@dataclasses.dataclass(frozen=True)
class Peer:
    name: str
    requirements: str
    adapter: str
    kind: str  # where the time goes: "Python", "native"
    setups: tuple
    python: str = "3.11"  # at least


PEERS = (
    Peer("datasketch", "datasketch", "datasketch_lsh", "Python",
         ("own", "tokens", "recall tokens")),
    Peer("text-dedup", "text-dedup", "text_dedup_minhash", "Python",
         ("own", "tokens"), "3.12"),
    Peer("datatrove", "datatrove", "datatrove_minhash", "Python",
         ("own", "tokens")),
    Peer("rensa", "rensa", "rensa_lsh", "native",
         ("own", "tokens", "rho own", "rho tokens")),
    Peer("FastSketchLSH", "fastsketchlsh", "fastsketch_lsh", "native",
         ("own", "tokens")),
    Peer("gaoya", "gaoya", "gaoya_index", "native", ("own", "tokens")),
    Peer("DuckDB exact", "duckdb", "duckdb_exact", "native",
         ("own", "tokens")),
    Peer("semhash", "semhash", "semhash_records", "native", ("own",)),
    Peer("NeMo Curator", "nemo-curator", "nemo_probe", "native", ("own",)),
)
GOOGLE = "https://github.com/google-research/deduplicate-text-datasets"

TIKRAR_SETUPS = {
    "word:3": ("--no-furniture", "--shingle", inputs.SHINGLE),
}


@dataclasses.dataclass
class Row:
    """One program with one setup."""

    name: str
    setup: str
    kind: str
    command: list
    environment: dict
    read: object  # () -> score.Found
    seconds: list = dataclasses.field(default_factory=list)
    wall: list = dataclasses.field(default_factory=list)
    peak: list = dataclasses.field(default_factory=list)
    score: object = None
    found: object = None
    error: str = ""


# --------------------------------------------------------------- environments


def find_python(least):
    """The command of a Python of at least this version; None without one."""
    wanted = tuple(map(int, least.split(".")))
    if sys.version_info[:2] >= wanted:
        return sys.executable
    names = [f"python3.{minor}" for minor in range(wanted[1], wanted[1] + 4)]
    places = [shutil.which(name) for name in names]
    pyenv = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home()
                                        / ".pyenv"))
    places += [str(path) for minor in range(wanted[1], wanted[1] + 4)
               for path in sorted(pyenv.glob(
                   f"versions/3.{minor}.*/bin/python3"))]
    for place in filter(None, places):
        done = subprocess.run([place, "-c", "import venv"],
                              capture_output=True)
        if done.returncode == 0:
            return place
    return None


def last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if re.search("error|fatal", line, re.I)]
    return (errors or lines or ["no message"])[-1][:300]


def install(name, requirements, least, work):
    """(python of the environment, "") or (None, why not)."""
    listed = HERE / "requirements" / f"{requirements}.txt"
    folder = work / "environments" / requirements
    python = folder / "bin/python"
    stamp = folder / "installed"
    mark = hashlib.sha256(listed.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == mark:
        return python, ""
    base = find_python(least)
    if base is None:
        return None, f"needs Python {least}, which is not installed here"
    print(f"{name}: installing", file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    for command in (
            [base, "-m", "venv", str(folder)],
            [str(python), "-m", "pip", "install", "-q", "-r", str(listed)]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            return None, f"pip: {last_line(done.stderr)}"
    stamp.write_text(mark)
    return python, ""


# ----------------------------------------------------------------------- rows


def tikrar_rows(program, unit, given, threshold, work):
    rows = []
    for setup, options in TIKRAR_SETUPS.items():
        out = work / f"tikrar_{unit}.run"
        command = [
            program, "scan", str(given.corpus), "-o", str(out), "--quiet",
            "--no-report", "--threads", "1", "--find", f"{unit}s",
            "--pairs", "all", "--threshold", str(threshold), *options]
        rows.append(Row("tikrar", setup, "native", command, {},
                        lambda out=out: score.read_matches(
                            out / "matches.jsonl", unit)))
    return rows


def peer_rows(peer, given, threshold, work):
    python, error = install(peer.name, peer.requirements, peer.python, work)
    rows = []
    for setup in peer.setups:
        source = given.tokens if setup.endswith("tokens") else given.raw
        out = work / f"{peer.adapter}_{setup.replace(' ', '_')}.found"
        command = [str(python), "-B", str(HERE / "adapters" /
                                          f"{peer.adapter}.py"),
                   str(source), setup, str(threshold), str(out)]
        rows.append(Row(peer.name, setup, peer.kind, command,
                        {**ONE_THREAD, "PYTHONHASHSEED": "0",
                         "HF_HUB_DISABLE_TELEMETRY": "1"},
                        lambda out=out: score.read_adapter(out), error=error))
    return rows


def google_row():
    """Not a package: its source has to be fetched."""
    row = Row("deduplicate-text-datasets", "own", "native", [], {}, None)
    done = subprocess.run(["timeout", "60", "git", "ls-remote", GOOGLE],
                          capture_output=True, text=True,
                          env={**os.environ, "GIT_TERMINAL_PROMPT": "0"})
    row.error = ("finds repeated ranges of bytes, no pairs of units to score"
                 if done.returncode == 0 else f"git: {last_line(done.stderr)}")
    return row


def run_once(row, log, limit_seconds):
    """Runs it; its seconds and peak go into the row, or its error."""
    for place in row.command:
        if place.endswith((".run", ".found")):
            shutil.rmtree(place, ignore_errors=True)
            pathlib.Path(place).unlink(missing_ok=True)
    with log.open("wb") as err:
        begin = time.monotonic()
        child = subprocess.Popen(
            ["timeout", str(limit_seconds), *row.command], stdout=err,
            stderr=err, env={**os.environ, **row.environment})
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode == 124:
        row.error = f"not finished after {limit_seconds} s"
    elif child.returncode != 0:
        row.error = last_line(log.read_text(errors="replace"))
    else:
        row.wall.append(wall)
        row.seconds.append(usage.ru_utime + usage.ru_stime)
        row.peak.append(usage.ru_maxrss / 1024)


def measure(rows, truth, runs, work, limit_seconds):
    for number in range(runs):
        for row in rows:
            if row.error:
                continue
            run_once(row, work / "run.log", limit_seconds)
            print(f"{number + 1}/{runs} {row.name} {row.setup}: "
                  f"{row.error or f'{row.seconds[-1]:.2f} s'}",
                  file=sys.stderr, flush=True)
            if number == 0 and not row.error:
                row.found = row.read()
                row.score = score.score(row.found, truth)


# --------------------------------------------------------------------- output


def figure(value, digits=4):
    return "" if value is None else f"{value:.{digits}f}"


def library_seconds(row):
    """Processor seconds inside the peer's library: neither start, nor reading
    JSON, nor cutting shingles in Python, nor writing."""
    if not row.found.stages:
        return None
    outside = ("start", "read", "shingle", "write")
    return sum(seconds for name, seconds in row.found.stages.items()
               if name not in outside)


def table(rows, given):
    base = next((row for row in rows if row.name == "tikrar" and row.score),
                None)
    lines = [
        "| program | in | setup | CPU s | × tikrar | wall s | MB/s a core "
        "| library CPU s | × tikrar | peak MB | pairs | recall | contained "
        "| precision | units, recall | units, precision |",
        "|" + "---|" * 16]
    for row in rows:
        if row.error:
            lines.append(f"| {row.name} | {row.kind} | {row.setup} | not run:"
                         f" {row.error.replace('|', '/')} |" + " |" * 12)
            continue
        seconds = statistics.median(row.seconds)
        inside = library_seconds(row)
        ratio = inside_ratio = None
        if base:
            own = statistics.median(base.seconds)
            ratio = seconds / own
            inside_ratio = inside / own if inside is not None else None
        found = row.score
        lines.append(
            f"| {row.name} | {row.kind} | {row.setup} | {seconds:.2f} "
            f"| {figure(ratio, 1)} | {statistics.median(row.wall):.2f} "
            f"| {given.megabytes / seconds:.2f} | {figure(inside, 2)} "
            f"| {figure(inside_ratio, 1)} | {max(row.peak):.0f} "
            f"| {found.pairs} | {figure(found.recall)} "
            f"| {figure(found.contained_recall)} | {figure(found.precision)} "
            f"| {figure(found.unit_recall)} "
            f"| {figure(found.unit_precision)} |")
    return "\n".join(lines)


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.split(":")[1].strip()
    return platform.machine()


def commit():
    done = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "--short",
                           "HEAD"], capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def head(arguments, given, truth):
    what = f"{arguments.documents or 'all'} documents of saudinewsnet"
    return (f"{processor()}, {os.cpu_count()} cores; Python "
            f"{platform.python_version()}; commit {commit()}; "
            f"{arguments.runs} alternating runs, medians, one thread each\n"
            f"{what}, {given.megabytes:.1f} MB, {given.units} {arguments.unit}"
            f"s; J >= {arguments.threshold} on {inputs.SHINGLE}: "
            f"{len(truth.near)} pairs; contained only (C >= "
            f"{inputs.CONTAINMENT}): {len(truth.contained)}\n")


def write_raw(rows, unit, documents, path):
    new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        if new:
            writer.writerow(["program", "setup", "documents", "unit", "run",
                             "cpu_s", "wall_s", "peak_mb"])
        for row in rows:
            for number, (cpu, wall, peak) in enumerate(
                    zip(row.seconds, row.wall, row.peak)):
                writer.writerow([row.name, row.setup, documents, unit, number,
                                 f"{cpu:.3f}", f"{wall:.3f}", f"{peak:.1f}"])


def parse_arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("tikrar")
    parser.add_argument("--data", default=os.environ.get(
        "TIKRAR_SHARED", str(ROOT.parent / "shared")) + "/data")
    parser.add_argument("--documents", type=int, default=10000,
                        help="the first N of the corpus; 0 for all")
    parser.add_argument("--unit", default="document",
                        choices=("document", "block"))
    parser.add_argument("--threshold", type=float, default=0.7)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=int, default=900,
                        help="seconds that a run may take")
    parser.add_argument("--only", default="", help="peers, with commas")
    parser.add_argument("--setups", default="", help="setups, with commas")
    parser.add_argument("--work", default=str(ROOT / "build/peers"))
    parser.add_argument("--out", default="")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    program = str(pathlib.Path(arguments.tikrar).resolve())
    source = pathlib.Path(arguments.data) / "saudinewsnet.jsonl.zst"
    if not source.exists():
        sys.exit(f"run.py: {source}: is not there, nothing measured")
    exact_pairs = pathlib.Path(program).parent / "exact_pairs"
    if not exact_pairs.exists():
        sys.exit(f"run.py: {exact_pairs}: is not there, expected it beside "
                 "tikrar (preset bench builds both)")
    work = pathlib.Path(arguments.work).resolve()
    work.mkdir(parents=True, exist_ok=True)
    given = inputs.prepare(work, source, exact_pairs, arguments.unit,
                           arguments.documents, arguments.threshold)
    truth = score.read_truth(given.truth, arguments.unit, arguments.threshold)
    rows = tikrar_rows(program, arguments.unit, given, arguments.threshold,
                       work)
    only = set(filter(None, arguments.only.split(",")))
    for peer in PEERS:
        if not only or peer.name in only:
            rows += peer_rows(peer, given, arguments.threshold, work)
    if not only:
        rows.append(google_row())
    setups = set(filter(None, arguments.setups.split(",")))
    rows = [row for row in rows
            if row.name == "tikrar" or not setups or row.setup in setups]
    measure(rows, truth, arguments.runs, work, arguments.limit)
    text = head(arguments, given, truth) + "\n" + table(rows, given)
    print(text)
    if arguments.out:
        out = pathlib.Path(arguments.out)
        out.mkdir(parents=True, exist_ok=True)
        write_raw(rows, arguments.unit, arguments.documents or "all",
                  out / "raw.csv")
        with (out / "summary.md").open("a", encoding="utf-8") as file:
            file.write(text + "\n\n")


if __name__ == "__main__":
    main()
