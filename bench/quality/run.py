#!/usr/bin/env python3
"""Measures what is found and compares it with expected.csv.

    run.py PROGRAM [--data FOLDER] [--only NAME ...] [--update]

Scans and evaluates every data set of MEASUREMENTS, with PROGRAM's own `scan`
and `evaluate`. A data set that is not there is skipped with a message, and its
lines of expected.csv are left alone. FOLDER holds the data that is not part of
the repository; without it, TIKRAR_SHARED/data or ../shared/data is taken.

Prints each value that differs from expected.csv by more than 0.002, and each
line that came or went; exit status 1 if there is one. --update writes what was
measured into expected.csv: read its diff before you commit it.

To measure more, add a row to MEASUREMENTS.
"""

import argparse
import csv
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import typing

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXPECTED = HERE / "expected.csv"
COLUMNS = ["data_set", "what", "part", "metric", "value", "lower", "upper"]
TOLERANCE = 0.002


@dataclasses.dataclass(frozen=True)
class Place:
    """Where things are: the program, the data, a folder to write to."""

    program: str
    data: pathlib.Path
    work: pathlib.Path


# ---------------------------------------------------------------- truth files
# Each makes the truth of a measurement for `tikrar evaluate` and returns its
# path. `run` is the finished run.


def as_it_is(name):
    """The file `name` of the data folder, or of the repository."""
    return lambda place, run: find(place, name)


def corpus_spans(place, run):
    """The labels of corpus/, and every document as labelled."""
    truth = place.work / "corpus_spans.truth"
    with truth.open("w", encoding="utf-8") as out:
        out.write((ROOT / "corpus/spans.labels").read_text(encoding="utf-8"))
        for row in rows(run / "documents.jsonl"):
            out.write(json.dumps({"doc": row["doc"]}) + "\n")
    return truth


def corpus_pairs(place, run):
    """The labelled pairs of documents. The ends of a chain do not match."""
    truth = place.work / "corpus_pairs.truth"
    with truth.open("w", encoding="utf-8") as out:
        for row in rows(ROOT / "corpus/pairs.labels"):
            if "relation" not in row:
                continue
            same = row["relation"] not in ("unrelated", "chain")
            pair = {"a": row["a"], "b": row["b"], "same": same}
            out.write(json.dumps(pair) + "\n")
    return truth


def osac_related(place, run):
    """Lines of related links, by number, as byte spans. Silver: there are
    others, so that only recall means something."""
    lines = {row["doc"]: row for row in rows(
        place.data / "osac_related_dev.jsonl")}
    truth = place.work / "osac_related.truth"
    with truth.open("w", encoding="utf-8") as out:
        for row in compressed_rows(place.data / "osac_bbc_cnn_2009.jsonl.zst"):
            labels = lines.get(row["id"])
            if labels is None:
                continue
            roles = {labels["header_line"]: "header"}
            roles.update((item["line"], "headline")
                         for item in labels["items"])
            begin = 0
            for number, line in enumerate(row["text"].split("\n")):
                size = len(line.encode())
                if number in roles:
                    span = {"doc": row["id"], "begin": begin,
                            "end": begin + size, "kind": "related",
                            "role": roles[number]}
                    out.write(json.dumps(span) + "\n")
                begin += size + 1
    return truth


# What a source glues to the end of its texts (the first group is the span),
# as the README of the data lists it.
TAILS = {
    "alweeam": (None, r"(رابط الخبر بصحيفة الوئام\s*:[^\n]*\S)\s*$"),
    "3alyoum": ("3alyoum", r"(?:^|\s)(سمات \S[^\n]*\S)\s*$"),
    "was": ("was", r"(// انتهى //\s*\d\d:\d\d ت م)\s*$"),
    "aawsat": ("aawsat", r"(\.\.\.المزيد)\s*$"),
    "contact": (None, r"(للتواصل مع الكاتب ارسل رسالة SMS[^\n]*\S)"),
}


def tail(name):
    """A tail of TAILS wherever it stands. Silver: only recall means
    something."""

    def write(place, run):
        source, pattern = TAILS[name]
        finder = re.compile(pattern)
        truth = place.work / f"tail_{name}.truth"
        with truth.open("w", encoding="utf-8") as out:
            for row in compressed_rows(place.data / "saudinewsnet.jsonl.zst"):
                match = finder.search(row["text"])
                if not match or source not in (None, row["source"]):
                    continue
                begin = len(row["text"][:match.start(1)].encode())
                span = {"doc": row["id"], "begin": begin,
                        "end": begin + len(match.group(1).encode()),
                        "kind": "boilerplate"}
                out.write(json.dumps(span) + "\n")
        return truth

    return write


def generated(edits, name):
    """A truth that `tikrar generate` wrote beside the corpus."""
    return lambda place, run: (
        place.work / f"generated_{edits}" / "truth" / f"{name}.labels")


# ------------------------------------------------------------------ the table


def find(place, name):
    """`name` in the data folder or in the repository; None if in neither."""
    for folder in (place.data, HERE, ROOT):
        if (folder / name).exists():
            return folder / name
    return None


# Strengths of the generator's edits: names and values of `--edits`.
EDITS = {"none": "0", "mild": "mild", "medium": "medium", "strong": "strong"}


def generate(edits):
    """10 000 documents of the generator; None if the program has none."""

    def make(place):
        folder = place.work / f"generated_{edits}"
        if not folder.exists():
            known = subprocess.run([place.program, "generate", "--help"],
                                   capture_output=True, check=False)
            if known.returncode != 0:
                return None
            call([place.program, "generate", "-o", str(folder), "--seed", "1",
                  "--documents", "10000", "--edits", EDITS[edits]])
        return folder

    return make


@dataclasses.dataclass(frozen=True)
class Measurement:
    name: str  # the data set
    what: str  # of `tikrar evaluate`
    corpus: typing.Callable  # place -> path or None
    truth: typing.Callable  # place, run -> path or None
    needs: tuple = ()  # further files, as of `find`
    scan: tuple = ()  # options of the scan
    metrics: tuple = ()  # those to keep; empty: all
    has_corpus: bool = True  # evaluate with --corpus


MEASUREMENTS = (
    Measurement("corpus", "blocks", lambda place: ROOT / "corpus",
                corpus_spans),
    Measurement("corpus", "pairs", lambda place: ROOT / "corpus",
                corpus_pairs, scan=("--pairs", "all"), has_corpus=False),
    Measurement("exara_dev", "passages",
                lambda place: find(place, "exara_dev.jsonl.zst"),
                as_it_is("exara_dev.cases.jsonl"),
                needs=("exara_dev.cases.jsonl",), scan=("--pairs", "all")),
    Measurement("osac_related", "blocks",
                lambda place: find(place, "osac_bbc_cnn_2009.jsonl.zst"),
                osac_related, needs=("osac_related_dev.jsonl",),
                metrics=("recall",)),
    Measurement("saudinewsnet_300", "blocks",
                lambda place: find(place, "saudinewsnet.jsonl.zst"),
                as_it_is("saudinewsnet_300.labels"),
                needs=("saudinewsnet_300.labels",)),
    *(Measurement(f"saudinewsnet_{name}", "blocks",
                  lambda place: find(place, "saudinewsnet.jsonl.zst"),
                  tail(name), metrics=("recall",)) for name in TAILS),
    *(Measurement(f"generated_{edits}", what, generate(edits),
                  generated(edits, truth), scan=scan, has_corpus=has_corpus)
      for edits in EDITS
      for what, truth, scan, has_corpus in (
          ("blocks", "spans", (), True),
          ("passages", "matches", ("--pairs", "all"), True),
          ("clusters", "clusters", (), False))),
)


# ---------------------------------------------------------------- the machine


def rows(path):
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)


def compressed_rows(path):
    with subprocess.Popen(["zstd", "-dcq", str(path)],
                          stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode != 0:
        sys.exit(f"{path}: zstd ended with {process.returncode}, expected 0")


def call(arguments):
    done = subprocess.run(arguments, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: exit {done.returncode}, expected 0\n"
                 + done.stderr)
    return done.stdout


def scanned(place, measurement, corpus):
    """The run of the corpus with these options; made once."""
    name = "_".join((pathlib.Path(corpus).name, *measurement.scan))
    run = place.work / f"{name}.run"
    if not run.exists():
        call([place.program, "scan", str(corpus), "-o", str(run), "--quiet",
              "--no-report", *measurement.scan])
    return run


def rounded(value):
    return f"{round(value, 4) + 0.0:.4f}"  # + 0.0: no negative zero


def measure(place, measurement):
    """The lines of a measurement, or a string: why it is skipped."""
    missing = [name for name in measurement.needs if not find(place, name)]
    if missing:
        return f"no {missing[0]} in {place.data}"
    corpus = measurement.corpus(place)
    if corpus is None:
        return f"no input in {place.data}, or no such command"
    run = scanned(place, measurement, corpus)
    truth = measurement.truth(place, run)
    arguments = [place.program, "evaluate", measurement.what, "--json",
                 "--run", str(run), "--truth", str(truth)]
    if measurement.has_corpus:
        arguments += ["--corpus", str(corpus)]
    found = []
    for figures in json.loads(call(arguments))["figures"]:
        if measurement.metrics and not figures.get("truth"):
            continue  # a kind that a truth made for recall does not have
        part = f"{figures['table']} {figures['of']}"
        for metric, figure in figures.items():
            if not isinstance(figure, dict):
                continue
            if measurement.metrics and metric not in measurement.metrics:
                continue
            found.append([measurement.name, measurement.what, part, metric,
                          *(rounded(figure[key])
                            for key in ("value", "lower", "upper"))])
    return found


def read_expected():
    if not EXPECTED.exists():
        return []
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    if not lines or lines[0] != COLUMNS:
        sys.exit(f"{EXPECTED}: has other columns, expected {COLUMNS}")
    return lines[1:]


def differences(expected, found):
    """One line of text for each difference of value."""
    old = {tuple(line[:4]): line for line in expected}
    new = {tuple(line[:4]): line for line in found}
    texts = []
    for key in sorted(old.keys() | new.keys()):
        name = " | ".join(key)
        if key not in new:
            texts.append(f"{name}: gone, expected {old[key][4]}")
        elif key not in old:
            texts.append(f"{name}: is {new[key][4]}, expected no such line")
        elif abs(float(new[key][4]) - float(old[key][4])) > TOLERANCE:
            low, high = new[key][5:]
            texts.append(f"{name}: is {new[key][4]} ({low} to {high}), "
                         f"expected {old[key][4]}")
    return texts


def write_expected(expected, found, measured):
    """In the order of MEASUREMENTS; what was not measured stays."""
    lines = []
    for key in dict.fromkeys((m.name, m.what) for m in MEASUREMENTS):
        source = found if key in measured else expected
        lines += [line for line in source if tuple(line[:2]) == key]
    with EXPECTED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(lines)


def data_folder(given):
    if given:
        return pathlib.Path(given)
    shared = os.environ.get("TIKRAR_SHARED")
    return (pathlib.Path(shared) if shared else ROOT.parent / "shared") / "data"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--data", help="folder of the data sets")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME",
                        help="data sets to measure")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    known = {measurement.name for measurement in MEASUREMENTS}
    if unknown := set(options.only) - known:
        sys.exit(f"--only: {sorted(unknown)}, expected some of {sorted(known)}")
    found, measured = [], set()
    with tempfile.TemporaryDirectory(prefix="tikrar_quality_") as work:
        place = Place(str(pathlib.Path(options.program).resolve()),
                      data_folder(options.data), pathlib.Path(work))
        for measurement in MEASUREMENTS:
            if options.only and measurement.name not in options.only:
                continue
            result = measure(place, measurement)
            name = f"{measurement.name} {measurement.what}"
            if isinstance(result, str):
                print(f"{name}: skipped, {result}")
                continue
            print(f"{name}: {len(result)} figures")
            found += result
            measured.add((measurement.name, measurement.what))
    expected = read_expected()
    texts = differences(
        [line for line in expected if tuple(line[:2]) in measured], found)
    print("\n".join(texts + [f"{len(texts)} differences"]))
    if options.update:
        write_expected(expected, found, measured)
        return 0
    return 1 if texts else 0


if __name__ == "__main__":
    sys.exit(main())
