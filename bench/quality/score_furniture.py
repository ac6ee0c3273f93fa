#!/usr/bin/env python3
"""Scores boilerplate against heads and tails that a regex finds directly.

    score_furniture.py CORPUS.jsonl[.zst] SPANS [--show N]

CORPUS is saudinewsnet or osac_bbc_cnn_2009. SPANS is a run directory, or a
file with a line `S\tdoc\tbegin\tend\tkind\trole\t…` a span. For each pattern
of the corpus: the stretches that the regex finds, how many are covered by
spans of kind boilerplate or related, and in how many of these the cut is
exact to the word: no word before (a tail: nor after) the stretch is in the
span that covers its border. A word is a run of letters and digits.

The patterns say where furniture stands, in a form so narrow that prose does
not match. They judge the learner, which knows none of them.
"""

import argparse
import collections
import json
import os
import re

from json_rows import rows

# name, source, regex over the text. The group `x`, or all, is the stretch.
PATTERNS = {
    "saudinewsnet": [
        ("link to the article", "alweeam",
         r"رابط الخبر بصحيفة الوئام:[^\n]*\s*\Z"),
        ("tags", "3alyoum", r"(?:(?<=\s)|(?<=\A))سمات [^\n.]*\s*\Z"),
        ("sms of the writer", "almadina",
         r"للتواصل مع الكاتب ارسل رسالة SMS(?:.|\n)*?Zain"),
        ("end mark", "was", r"// ?[إا]نتهى ?//"),
        ("time", "was", r"(?<![\d:])\d\d:\d\d ت م(?: NNNN)?"),
        ("more", "aawsat", r"\.\.\.المزيد(?=\s*\Z)"),
        ("service", "aawsat", r"[*•] ?خدمة «نيويورك تايمز»"),
        ("sms of the writer", "okaz",
         r"للتواصل أرسل (?:رسالة نصية )?sms(?:.|\n)*?مسافة\s+ثم الرسالة"),
        ("share bar", "okaz", r"\A\s*شارك من خلال تويتر فيسبوك جوجل بلس "
         r"اكتب رأيك"),
        ("outlet and place", "3alyoum",
         r"\A\s*(?:Next Previous +)?عين اليوم ?[–-] ?[^\n]{2,25}(?=\n)"),
        ("place and date", "was",
         r"\A\s*[^\n\d]{2,25} ?\d+ شوال 1436 هـ[^\n]*واس(?=\s*\n)"),
        ("outlet and place", "sabq",
         r"\A\s*(?P<x>سبق ?[-–] ?[^\s:]+(?: [^\s:]+)?) ?:"),
    ],
    "osac_bbc_cnn_2009": [
        ("menu", "bbc-arabic", r"(?<=\n)الرئيسية(?:.|\n)*?راديو وتلفزيون"),
        ("date", "bbc-arabic",
         r"(?:(?<=\n)|(?<=\A))آخر تحديث:[^\n]{10,60}GMT(?=\s*(?:\n|\Z))"),
        ("date", "cnn-arabic",
         r"(?:(?<=\n)|(?<=\A))\d{4} \(GMT[^)\n]*\) - \d\d/\d\d/\d\d"
         r"(?=\s*(?:\n|\Z))"),
    ],
}
WORD = re.compile(r"[^\W_]+")


class Text:
    """A text with the byte offset of each character."""

    def __init__(self, text):
        self.text = text
        self.bytes = text.encode()

    def to_bytes(self, char):
        return len(self.text[:char].encode())


def words(data, begin, end):
    return bool(WORD.search(data[begin:end].decode("utf-8", "ignore")))


def read_spans(path):
    spans = collections.defaultdict(list)
    is_run = os.path.isdir(path)
    if is_run:
        path = os.path.join(path, "spans.jsonl")
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if is_run:
                row = json.loads(line)
                item = (row["doc"], row["begin"], row["end"], row["kind"])
            elif line.startswith("S\t"):
                parts = line.split("\t")
                item = (parts[1], int(parts[2]), int(parts[3]), parts[4])
            else:
                continue
            if item[3] in ("boilerplate", "related"):
                spans[item[0]].append(item[1:3])
    for rows in spans.values():
        rows.sort()
    return spans


def judge(data, begin, end, spans):
    """(covered, exact) of the stretch [begin, end) of `data`."""
    touching = [s for s in spans if s[1] > begin and s[0] < end]
    at = begin
    for low, high in touching:
        if words(data, at, max(at, low)):
            return False, False
        at = max(at, high)
    if words(data, min(at, end), end):
        return False, False
    return True, not (words(data, min(touching[0][0], begin), begin)
                      or words(data, end, max(touching[-1][1], end)))


def tally(corpus, spans_path):
    """The patterns of `corpus`, as (source, name), in order; how many
    stretches each has, "all", "found" and "exact"; those that were not."""
    name = os.path.basename(corpus).split(".")[0]
    patterns = [(title, source, re.compile(regex))
                for title, source, regex in PATTERNS[name]]
    spans = read_spans(spans_path)
    counts = collections.Counter()
    missed = collections.defaultdict(list)
    for row in rows(corpus):
        text = Text(row["text"])
        for title, source, regex in patterns:
            if row["source"] != source:
                continue
            for match in regex.finditer(text.text):
                group = "x" if "x" in match.groupdict() else 0
                begin, end = map(text.to_bytes, match.span(group))
                found, exact = judge(text.bytes, begin, end,
                                     spans.get(row["id"], []))
                counts[source, title, "all"] += 1
                counts[source, title, "found"] += found
                counts[source, title, "exact"] += found and exact
                if not (found and exact):
                    missed[source, title].append(
                        (row["id"], found, match.group(group)[:120]))
    return [(source, title) for title, source, _ in patterns], counts, missed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus")
    parser.add_argument("spans")
    parser.add_argument("--show", type=int, default=0, help="misses to list")
    args = parser.parse_args()
    patterns, counts, missed = tally(args.corpus, args.spans)
    print("source\tpattern\tstretches\tfound\texact")
    for source, title in patterns:
        count = counts[source, title, "all"]
        found = counts[source, title, "found"]
        exact = counts[source, title, "exact"]
        print(f"{source}\t{title}\t{count}\t{found / max(count, 1):.4f}\t"
              f"{exact / max(found, 1):.4f}")
        for row in missed[source, title][:args.show]:
            print("   ", row)


if __name__ == "__main__":
    main()
