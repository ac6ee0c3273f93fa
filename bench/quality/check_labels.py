#!/usr/bin/env python3
"""Checks a file of labelled spans against its corpus and its sample.

Every span must lie in its text, begin and end at a character and at a word
border, hold no blank at its ends, name a kind and a role that exist, and
overlap no other; the documents must be those of draw_sample.py, in its order.
Any fault is printed as `FILE:LINE: what` and makes the exit status 1. Then
come the counts by source and kind.

  check_labels.py saudinewsnet.jsonl saudinewsnet_300.labels [--show]

--show prints the labelled text, with what stands around it, for reading. It
is text of the corpus: keep it out of the repository.
"""

import argparse
import collections
import json
import sys
import unicodedata

import draw_sample

ROLES = {
    "boilerplate": {
        "masthead", "menu", "date", "byline", "credit", "tags", "share",
        "caption", "copyright", "contact", "advert", "other",
    },
    "related": {"header", "headline", "teaser", "byline", "article"},
    "repeat": {None},
}  # fmt: skip


def in_word(character):
    """Letters, digits, and what is written on or between letters."""
    return (
        character.isalnum()
        or character == "\u0640"
        or unicodedata.category(character) == "Mn"
    )


def at_word_border(text, place):
    """Whether no word of `text` runs across `place` (in characters)."""
    if place in (0, len(text)):
        return True
    return not (in_word(text[place - 1]) and in_word(text[place]))


def characters(data, begin, end):
    """[begin, end) of bytes as characters; None if a character is split."""
    try:
        before = data[:begin].decode()
        inside = data[begin:end].decode()
    except UnicodeDecodeError:
        return None
    return len(before), len(before) + len(inside)


def span_fault(label, text):
    """What is wrong with one span; None if nothing is."""
    begin, end, kind = label["begin"], label["end"], label["kind"]
    data = text.encode()
    if kind not in ROLES:
        return f"kind {kind!r} is not known"
    if label["role"] not in ROLES[kind]:
        return f"role {label['role']!r} is not one of {kind}"
    if not 0 <= begin < end <= len(data):
        return f"[{begin}, {end}) is not in the {len(data)} bytes of the text"
    place = characters(data, begin, end)
    if place is None:
        return f"[{begin}, {end}) splits a character"
    inside = text[place[0] : place[1]]
    if inside != inside.strip():
        return f"[{begin}, {end}) begins or ends with a blank"
    if "\n" in inside or "\r" in inside:
        return f"[{begin}, {end}) runs over a line break"
    for border in place:
        if not at_word_border(text, border):
            return f"[{begin}, {end}) cuts a word"
    return None


def read_labels(path):
    """[(line, object)]"""
    with open(path, encoding="utf-8") as lines:
        return [(n, json.loads(line)) for n, line in enumerate(lines, 1)]


def faults(labels, texts):
    """Yields (line, what)."""
    last = (None, None)
    for line, label in labels:
        doc = label["doc"]
        if doc not in texts:
            yield line, f"document {doc!r} is not in the corpus"
            continue
        if set(label) == {"doc"}:
            if doc == last[0]:
                yield line, f"document {doc!r} has spans and none"
            last = (doc, None)
            continue
        if set(label) != {"doc", "begin", "end", "kind", "role"}:
            yield line, f"keys {sorted(label)}"
            continue
        if (fault := span_fault(label, texts[doc])) is not None:
            yield line, fault
        if doc == last[0] and (last[1] is None or label["begin"] < last[1]):
            yield line, "overlaps or precedes the span before it"
        last = (doc, label["end"])


def order_faults(labels, sample):
    """Yields what is wrong with the list of documents."""
    listed = list(dict.fromkeys(label["doc"] for _, label in labels))
    runs = sum(
        i == 0 or labels[i - 1][1]["doc"] != labels[i][1]["doc"]
        for i in range(len(labels))
    )
    if runs != len(listed):
        yield "the lines of a document do not stand together"
    if listed != sample:
        missing = set(sample) - set(listed)
        extra = set(listed) - set(sample)
        yield (
            "the documents are not the sample in its order: "
            f"{len(missing)} missing, {len(extra)} not drawn"
        )


def count(labels, texts, sources):
    """Prints documents, spans and their share of the text, by source."""
    documents = collections.defaultdict(set)
    bare = collections.Counter()
    spans = collections.Counter()
    size = collections.Counter()
    for _, label in labels:
        for source in (sources[label["doc"]], "all"):
            documents[source].add(label["doc"])
            if "kind" not in label:
                bare[source] += 1
                continue
            part = texts[label["doc"]].encode()[label["begin"] : label["end"]]
            spans[source, label["kind"]] += 1
            size[source, label["kind"]] += len(part.decode())
    print("source\tdocuments\twithout", end="")
    print("".join(f"\t{kind}\tcharacters" for kind in ROLES) + "\tof text")
    for source in sorted(documents, key=lambda s: (s == "all", s)):
        text = sum(len(texts[doc]) for doc in documents[source])
        print(f"{source}\t{len(documents[source])}\t{bare[source]}", end="")
        for kind in ROLES:
            print(f"\t{spans[source, kind]}\t{size[source, kind]}", end="")
        labelled = sum(size[source, kind] for kind in ROLES)
        print(f"\t{100 * labelled / text:.2f} %")
    roles = collections.Counter(
        (label["kind"], str(label["role"]))
        for _, label in labels
        if "kind" in label
    )
    for (kind, role), number in sorted(roles.items()):
        print(f"{kind}\t{role}\t{number}")


def show(labels, texts, sources):
    """Prints each span between what stands before and after it."""
    for line, label in labels:
        print(f"{line}\t{sources[label['doc']]}\t{label['doc']}", end="")
        if "kind" not in label:
            print("\t-")
            continue
        data = texts[label["doc"]].encode()
        parts = (
            data[: label["begin"]].decode()[-30:],
            data[label["begin"] : label["end"]].decode(),
            data[label["end"] :].decode()[:30],
        )
        before, inside, after = (p.replace("\n", "\\n") for p in parts)
        print(f"\t{label['kind']}/{label['role']}\t{before}⟦{inside}⟧{after}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus")
    parser.add_argument("labels")
    parser.add_argument("--seed", default="tikrar-labels-1")
    parser.add_argument("-n", type=int, default=300, dest="count")
    parser.add_argument("--floor", type=int, default=8)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    texts, sources = {}, {}
    with open(options.corpus, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            record = json.loads(line)
            texts[record["id"]] = record["text"]
            sources[record["id"]] = record["source"]
    drawn = draw_sample.draw(
        draw_sample.read(options.corpus),
        options.seed,
        options.count,
        options.floor,
    )
    labels = read_labels(options.labels)
    failed = False
    for line, what in faults(labels, texts):
        print(f"{options.labels}:{line}: {what}", file=sys.stderr)
        failed = True
    for what in order_faults(labels, [doc for _, doc, _ in drawn]):
        print(f"{options.labels}: {what}", file=sys.stderr)
        failed = True
    if failed:
        return 1
    if options.show:
        show(labels, texts, sources)
    count(labels, texts, sources)
    return 0


if __name__ == "__main__":
    sys.exit(main())
