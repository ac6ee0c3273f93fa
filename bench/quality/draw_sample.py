#!/usr/bin/env python3
"""Draws the documents of a gold sample from a JSON Lines corpus.

Documents are ordered by SHA-256 of "SEED:ID", so that the draw depends on
nothing but the seed and the ids: not on the order of the file, not on a
random generator. First every source gives its `--floor` smallest documents
(all it has, if fewer), so that small sources are seen; then the smallest of
all that are left fill the sample up, so that the rest is spread as the corpus
is. Documents without a letter or digit are passed over: there is nothing to
label in them.

Prints one {"doc": ..., "source": ...} a line, in hash order.

  draw_sample.py saudinewsnet.jsonl --seed tikrar-labels-1 -n 300 --floor 8
"""

import argparse
import collections
import hashlib
import json
import sys


def key(seed, doc):
    return hashlib.sha256(f"{seed}:{doc}".encode()).hexdigest()


def draw(documents, seed, count, floor):
    """The sampled (hash, id, source), by hash. `documents`: (id, source)."""
    ranked = sorted((key(seed, doc), doc, source) for doc, source in documents)
    of_source = collections.Counter()
    chosen, left = [], []
    for entry in ranked:
        of_source[entry[2]] += 1
        (chosen if of_source[entry[2]] <= floor else left).append(entry)
    if len(chosen) > count:
        sys.exit(f"--floor: {len(chosen)} documents, more than -n {count}")
    return sorted(chosen + left[: count - len(chosen)])


def read(path):
    """[(id, source)] of the documents that hold a letter or digit."""
    documents = []
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            record = json.loads(line)
            if any(c.isalnum() for c in record["text"]):
                documents.append((record["id"], record["source"]))
    return documents


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", help="JSON Lines with id, source, text")
    parser.add_argument("--seed", default="tikrar-labels-1")
    parser.add_argument("-n", type=int, default=300, dest="count")
    parser.add_argument("--floor", type=int, default=8)
    options = parser.parse_args()
    for _, doc, source in draw(
        read(options.corpus), options.seed, options.count, options.floor
    ):
        print(json.dumps({"doc": doc, "source": source}))


if __name__ == "__main__":
    main()
