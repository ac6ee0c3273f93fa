"""What the programs are given: the sample, its exact truth, the units.

Everything is made from the data folder into the work folder and kept there
under names that say what it was made of.
"""

import dataclasses
import json
import os
import pathlib
import re
import subprocess

SHINGLE = "word:3"
CONTAINMENT = 0.8
MIN_BLOCK_WORDS = 8
LINE_BREAK = re.compile("\r|\n|\u0085|\u2028|\u2029")


@dataclasses.dataclass(frozen=True)
class Inputs:
    corpus: pathlib.Path  # for tikrar: documents
    raw: pathlib.Path  # the units as they are
    tokens: pathlib.Path  # the units as tikrar's words
    truth: pathlib.Path  # of exact_pairs
    units: int
    megabytes: float  # of the corpus


def make_sample(source, documents, path):
    """The first documents of the corpus; it is in the order of its days."""
    if path.exists():
        return
    part = path.with_suffix(".part")
    with subprocess.Popen(["zstd", "-dcq", str(source)],
                          stdout=subprocess.PIPE) as reader, \
            part.open("wb") as out:
        for number, line in enumerate(reader.stdout):
            if documents and number == documents:
                reader.terminate()
                break
            out.write(line)
    os.rename(part, path)


def make_truth(exact_pairs, corpus, threshold, truth, tokens):
    if truth.exists() and tokens.exists():
        return
    part = truth.with_suffix(".part")
    with part.open("wb") as out:
        subprocess.run(
            [str(exact_pairs), str(corpus), SHINGLE, str(threshold),
             str(CONTAINMENT), str(MIN_BLOCK_WORDS), str(tokens)],
            stdout=out, check=True)
    os.rename(part, truth)


def unit_name(unit, document, begin):
    return document if unit == "document" else f"{document}@{begin}"


def blocks_of(truth):
    """{document: [begin of each block]}."""
    begins = {}
    with truth.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("judged\tblock\t"):
                document, begin = line.rstrip("\n").split("\t")[2:]
                begins.setdefault(document, []).append(int(begin))
    return begins


def write_record(out, name, text):
    out.write(json.dumps({"id": name, "text": text}, ensure_ascii=False))
    out.write("\n")


def make_blocks(corpus, truth, path):
    """Blocks of at least MIN_BLOCK_WORDS words, as records of their own."""
    if path.exists():
        return
    begins = blocks_of(truth)
    part = path.with_suffix(".part")
    with corpus.open(encoding="utf-8") as lines, \
            part.open("w", encoding="utf-8") as out:
        for record in map(json.loads, lines):
            text = record["text"].encode()
            for begin in begins.get(record["id"], []):
                rest = text[begin:].decode()
                block = LINE_BREAK.split(rest, maxsplit=1)[0].rstrip()
                write_record(out, unit_name("block", record["id"], begin),
                             block)
    os.rename(part, path)


def make_token_units(unit, tokens, path):
    if path.exists():
        return
    part = path.with_suffix(".part")
    with tokens.open(encoding="utf-8") as lines, \
            part.open("w", encoding="utf-8") as out:
        for line in lines:
            kind, document, begin, words = line.rstrip("\n").split("\t")
            if kind == unit:
                write_record(out, unit_name(unit, document, begin), words)
    os.rename(part, path)


def count_lines(path):
    with path.open("rb") as lines:
        return sum(1 for _ in lines)


def prepare(work, source, exact_pairs, unit, documents, threshold):
    name = f"{source.name.split('.')[0]}_{documents or 'all'}"
    corpus = work / f"{name}.jsonl"
    make_sample(source, documents, corpus)
    truth = work / f"{name}_{threshold}.truth"
    tokens = work / f"{name}.tokens"
    make_truth(exact_pairs, corpus, threshold, truth, tokens)
    raw = corpus
    if unit == "block":
        raw = work / f"{name}_blocks.jsonl"
        make_blocks(corpus, truth, raw)
    token_units = work / f"{name}_{unit}_tokens.jsonl"
    make_token_units(unit, tokens, token_units)
    units = count_lines(raw)
    if units != count_lines(token_units) or units == 0:
        raise ValueError(f"{raw}: has {units} units, expected as many as "
                         f"{token_units}: {count_lines(token_units)}")
    return Inputs(corpus, raw, token_units, truth, units,
                  corpus.stat().st_size / 1e6)
