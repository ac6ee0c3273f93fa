#!/usr/bin/env python3
"""Scores the related blocks of a run on osac_bbc_cnn_2009.

  score_related.py RUN CORPUS.jsonl[.zst] osac_related_dev.jsonl [--list N]

RUN is a run directory (its spans.jsonl is read). Prints the recall of the
header lines and of the lines that equal another document's title, and the
damage: blocks of at least 40 words inside the article that are called related
or boilerplate though they stand in no other document. Offsets of spans are
bytes; a line counts as found when nine tenths of its bytes but for white space
at its ends are covered.

Exit status: 0 if recall >= 0.97 and there is no damage, else 1.
"""

import argparse
import collections
import os
import re
import sys

from json_rows import rows

LEAST_RECALL = 0.97
LONG_WORDS = 40
BREAKS = re.compile("[\n\r\u2028\u2029]")
WORD = re.compile(r"[^\W\d_]+|\d+")


def line_ranges(text):
    """(line, begin, end) in bytes of each line of text.split("\\n")."""
    at = 0
    for line in text.split("\n"):
        size = len(line.encode())
        yield line, at, at + size
        at += size + 1


def covered(spans, begin, end):
    return sum(
        max(0, min(end, span["end"]) - max(begin, span["begin"]))
        for span in spans
    )


def is_covered(spans, line, begin, end):
    lead = len(line.encode()) - len(line.lstrip().encode())
    trail = len(line.encode()) - len(line.rstrip().encode())
    begin, end = begin + lead, end - trail
    return end > begin and 10 * covered(spans, begin, end) >= 9 * (end - begin)


def words_of(line):
    return tuple(WORD.findall(line))


def read_spans(run):
    spans = collections.defaultdict(list)
    for span in rows(os.path.join(run, "spans.jsonl")):
        if span["kind"] in ("related", "boilerplate"):
            spans[span["doc"]].append(span)
    return spans


def find_damage(documents, spans):
    """The long blocks of one document only that are called furniture."""
    carriers = collections.defaultdict(set)
    for name, document in documents.items():
        for line in BREAKS.split(document["text"]):
            words = words_of(line)
            if len(words) >= LONG_WORDS:
                carriers[words].add(name)
    damage = []
    for name, document in documents.items():
        for number, (line, begin, end) in enumerate(
                line_ranges(document["text"])):
            words = words_of(line)
            if len(words) < LONG_WORDS or len(carriers[words]) > 1:
                continue
            if 2 * covered(spans[name], begin, end) > end - begin:
                damage.append((name, number, line))
    return damage


def score(run, corpus, truth):
    """Counts of wanted and of found lines, those missed, those damaged."""
    spans = read_spans(run)
    documents = {row["id"]: row for row in rows(corpus)}
    found = collections.Counter()
    wanted = collections.Counter()
    missed = []
    for row in rows(truth):
        name = row["doc"]
        related = [s for s in spans[name] if s["kind"] == "related"]
        lines = list(line_ranges(documents[name]["text"]))
        targets = [("header", row["header_line"])]
        targets += [("item", item["line"]) for item in row["items"]]
        for what, number in targets:
            wanted[what] += 1
            if is_covered(related, *lines[number]):
                found[what] += 1
            else:
                missed.append((name, number, lines[number][0]))
    return wanted, found, missed, find_damage(documents, spans)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("run")
    parser.add_argument("corpus")
    parser.add_argument("truth")
    parser.add_argument("--list", type=int, default=0,
                        help="print so many of the lines that count against us")
    options = parser.parse_args()
    wanted, found, missed, damage = score(options.run, options.corpus,
                                          options.truth)
    for what in ("header", "item"):
        print(f"{what}s found: {found[what]} of {wanted[what]}")
    recall = sum(found.values()) / sum(wanted.values())
    print(f"recall: {recall:.4f}")
    print(f"long blocks damaged: {len(damage)}")
    for title, lines in (("missed", missed), ("damaged", damage)):
        for name, number, line in lines[:options.list]:
            print(f"{title}\t{name}\t{number}\t{line[:100]}")
    return 0 if recall >= LEAST_RECALL and not damage else 1


if __name__ == "__main__":
    sys.exit(main())
