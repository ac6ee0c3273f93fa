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
import collections
import csv
import dataclasses
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import typing

import score_furniture
import score_related
from json_rows import rows

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
        for row in rows(place.data / "osac_bbc_cnn_2009.jsonl.zst"):
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


def tashkeela_groups(place, run):
    """The line with and the line without diacritics, by their group."""
    groups = {}
    truth = place.work / "tashkeela_groups.truth"
    with truth.open("w", encoding="utf-8") as out:
        for row in rows(place.data / "tashkeela_pairs.jsonl.zst"):
            first = groups.setdefault(row["group"], row["id"])
            if first != row["id"]:
                out.write(json.dumps({"a": first, "b": row["id"]}) + "\n")
    return truth


# Of the exact pairs: what of the scan makes it judge by the same measure.
EXACT_SCAN = ("--pairs", "all", "--find", "documents", "--no-furniture",
              "--shingle", "char:13")


def exact_pairs(place, run):
    """Every pair of documents above the thresholds, by brute force with
    exact_pairs, which is built beside the program; None without it."""
    judge = pathlib.Path(place.program).parent / "exact_pairs"
    if not judge.exists():
        return None
    corpus = place.work / "saudinewsnet.jsonl"
    with corpus.open("wb") as out:
        subprocess.run(["zstd", "-dcq",
                        str(place.data / "saudinewsnet.jsonl.zst")],
                       stdout=out, check=True)
    truth = place.work / "exact_pairs.truth"
    lines = call([str(judge), str(corpus), "char:13", "0.7", "0.8", "8"])
    with truth.open("w", encoding="utf-8") as out:
        for line in lines.splitlines():
            parts = line.split("\t")
            if parts[0] != "document":
                continue
            out.write(json.dumps({"a": parts[1], "b": parts[3],
                                  "jaccard": float(parts[5]),
                                  "containment": float(parts[6])}) + "\n")
    return truth


def generated(edits, name):
    """A truth that `tikrar generate` wrote beside the corpus."""
    return lambda place, run: (
        place.work / f"generated_{edits}" / "truth" / f"{name}.labels")


# --------------------------------------------------------------------- counts
# What no truth for `tikrar evaluate` says. Each yields part, metric and value.


def furniture(name):
    """What regexes find directly (score_furniture.py): how many stretches, the
    share of them that is found, and of these, that is cut exactly."""

    def count(place, corpus, run):
        patterns, counts, _ = score_furniture.tally(str(corpus), str(run))
        for source, title in patterns:
            part = f"{source} {title}"
            stretches = counts[source, title, "all"]
            found = counts[source, title, "found"]
            yield part, "stretches", stretches
            yield part, "found_share", found / max(stretches, 1)
            yield part, "exact_share", (counts[source, title, "exact"] /
                                        max(found, 1))

    return count


def related_lines(place, corpus, run):
    """Silver lines, and long blocks of one article called furniture."""
    wanted, found, _, damage = score_related.score(
        str(run), str(corpus), str(place.data / "osac_related_dev.jsonl"))
    for what in ("header", "item"):
        yield what, "recall", found[what] / wanted[what]
    yield "long blocks of articles", "damaged", len(damage)


def traps(place, corpus, run):
    """The share of the bytes of traps that `clean` would take."""
    spans = collections.defaultdict(list)
    for span in rows(run / "spans.jsonl"):
        if span["kind"] in ("boilerplate", "related", "repeat"):
            spans[span["doc"]].append((span["begin"], span["end"]))
    total, hit = collections.Counter(), collections.Counter()
    for trap in rows(corpus / "truth/traps.labels"):
        begin, end = trap["begin"], trap["end"]
        taken = sum(max(0, min(end, high) - max(begin, low))
                    for low, high in spans[trap["doc"]])
        for name in ("all", trap["trap"]):
            total[name] += end - begin
            hit[name] += taken
    for name in sorted(total):
        yield name, "removed", hit[name] / total[name]


def kinds(place, corpus, run):
    """How much of each kind is found: no truth, but a change is visible."""
    counts = json.loads((run / "run.json").read_text("utf-8"))["counts"]
    for kind, values in counts.items():
        if isinstance(values, dict):
            for metric, value in values.items():
                yield kind, metric, value


# Opens 401 reports of one market, a day each: a template, no copies.
SANAD_TEMPLATE = "شهد سوق دبي المالي تداولات بقيمة"


def sanad(place, corpus, run):
    yield from kinds(place, corpus, run)
    reports = {row["id"] for row in rows(corpus)
               if row["text"].lstrip().startswith(SANAD_TEMPLATE)}
    copies = sum(row["doc"] in reports and not row["keep"]
                 for row in rows(run / "documents.jsonl"))
    yield "market reports", "documents", len(reports)
    yield "market reports", "called copies", copies


def decoded(place, corpus, run):
    """Files that were read as the Windows-1256 that they are: as many bytes
    of UTF-8 as Python's codec makes, in which every byte is a character."""
    right = 0
    documents = list(rows(run / "documents.jsonl"))
    for row in documents:
        data = (corpus / row["doc"].rsplit("#", 1)[0]).read_bytes()
        right += row["bytes"] == len(data.decode("cp1256").encode())
    yield "files", "documents", len(documents)
    yield "files", "decoded", right


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


@dataclasses.dataclass(frozen=True)
class Tally:
    name: str  # the data set
    what: str  # is counted
    corpus: typing.Callable  # place -> path or None
    count: typing.Callable  # place, corpus, run -> (part, metric, value)...
    needs: tuple = ()
    scan: tuple = ()


def data(name):
    return lambda place: find(place, name)


MEASUREMENTS = (
    Measurement("corpus", "blocks", lambda place: ROOT / "corpus",
                corpus_spans),
    Measurement("corpus", "pairs", lambda place: ROOT / "corpus",
                corpus_pairs, scan=("--pairs", "all"), has_corpus=False),
    Measurement("exara_dev", "passages",
                lambda place: find(place, "exara_dev.jsonl.zst"),
                as_it_is("exara_dev.cases.jsonl"),
                needs=("exara_dev.cases.jsonl",), scan=("--pairs", "all")),
    Measurement("osac_related", "blocks", data("osac_bbc_cnn_2009.jsonl.zst"),
                osac_related, needs=("osac_related_dev.jsonl",),
                metrics=("recall",)),
    Tally("osac_related", "lines", data("osac_bbc_cnn_2009.jsonl.zst"),
          related_lines, needs=("osac_related_dev.jsonl",)),
    Tally("osac_bbc_cnn_2009", "furniture", data("osac_bbc_cnn_2009.jsonl.zst"),
          furniture("osac_bbc_cnn_2009")),
    Measurement("saudinewsnet_300", "blocks", data("saudinewsnet.jsonl.zst"),
                as_it_is("saudinewsnet_300.labels"),
                needs=("saudinewsnet_300.labels",)),
    Tally("saudinewsnet", "furniture", data("saudinewsnet.jsonl.zst"),
          furniture("saudinewsnet")),
    Measurement("saudinewsnet", "pairs", data("saudinewsnet.jsonl.zst"),
                exact_pairs, scan=EXACT_SCAN, has_corpus=False),
    Tally("sanad_alkhaleej", "kinds", data("sanad_alkhaleej.jsonl.zst"), sanad),
    Measurement("tashkeela_pairs", "pairs", data("tashkeela_pairs.jsonl.zst"),
                tashkeela_groups, scan=("--pairs", "all"),
                metrics=("recall",), has_corpus=False),
    Tally("cp1256", "files", data("cp1256"), decoded),
    *(Measurement(f"generated_{edits}", what, generate(edits),
                  generated(edits, truth), scan=scan, has_corpus=has_corpus)
      for edits in EDITS
      for what, truth, scan, has_corpus in (
          ("blocks", "spans", (), True),
          ("passages", "matches", ("--pairs", "all"), True),
          ("pairs", "matches", ("--pairs", "all"), False),
          ("clusters", "clusters", (), False))),
    *(Tally(f"generated_{edits}", "traps", generate(edits), traps)
      for edits in EDITS),
)


# ---------------------------------------------------------------- the machine


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
    if isinstance(value, int):
        return str(value)
    return f"{round(value, 4) + 0.0:.4f}"  # + 0.0: no negative zero


def measure(place, measurement):
    """The lines of a measurement, or a string: why it is skipped."""
    missing = [name for name in measurement.needs if not find(place, name)]
    if missing:
        return f"no {missing[0]} in {place.data}"
    corpus = measurement.corpus(place)
    if corpus is None:
        return f"no input in {place.data}, or no such command"
    corpus = pathlib.Path(corpus)
    run = scanned(place, measurement, corpus)
    if isinstance(measurement, Tally):
        return [[measurement.name, measurement.what, part, metric,
                 rounded(value), "", ""]
                for part, metric, value in measurement.count(place, corpus,
                                                             run)]
    truth = measurement.truth(place, run)
    if truth is None:
        return "no truth: a program that makes it is not built"
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
                          *(rounded(float(figure[key]))
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
            interval = f" ({low} to {high})" if low else ""
            texts.append(f"{name}: is {new[key][4]}{interval}, "
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
