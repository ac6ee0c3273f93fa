#!/usr/bin/env python3
"""Writes corpus/ from the tagged source in tools/gen/corpus_source.

    tools/gen/corpus.py            writes corpus/
    tools/gen/corpus.py --check    exits with 1 if corpus/ is not up to date

The source is one file a publisher, with documents like this:

    === difaf-01
    source: difaf
    url: https://www.difaf.example/local/901

    <boilerplate/menu #difaf-menu>... text ...</>

    {dam
    replace OLD => NEW
    drop OLD
    spell hamza digits
    }

A tag is `<kind/role #group>`, role and group optional; `</>` closes the
innermost one. `{name}` inserts a text of fragments.txt, edited by the lines
before the closing brace: `replace` and `drop` must match exactly once, and
`spell` names functions of corpus_spelling.py. Labels are the places of the
tags in the final text, so offsets cannot go wrong by hand.
"""

import argparse
import gzip
import json
import pathlib
import re
import sys

import corpus_spelling

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = pathlib.Path(__file__).resolve().parent / "corpus_source"
OUTPUT = ROOT / "corpus"
PUBLISHERS = ["barid", "difaf", "burj", "sunbula", "qindil", "nawras"]
FIELDS = ["id", "source", "url", "date", "title", "text"]
ROLES = {
    "boilerplate": {"masthead", "menu", "date", "byline", "credit", "tags",
                    "share", "caption", "copyright", "contact", "advert",
                    "other"},
    "related": {"header", "headline", "teaser", "byline", "article"},
    "repeat": {None}, "duplicate": {None}, "syndicated": {None},
    "quote": {None}, "passage": {None},
}
DISJOINT = {"boilerplate", "related", "repeat"}
SHARED = {"boilerplate", "duplicate", "syndicated", "quote", "passage"}
RELATIONS = {"exact", "spelling", "edited", "contained", "chain", "unrelated"}
TAG = re.compile(r"<(?P<kind>[a-z]+)(?:/(?P<role>[a-z]+))?"
                 r"(?: #(?P<group>[a-z0-9-]+))?>|</>")


class SourceError(Exception):
    """The source is wrong: `where: what, actual and expected`."""


def read_sections(path):
    """[(name, body)] of a source file."""
    parts = re.split(r"^=== (\S+)\n", path.read_text("utf-8"), flags=re.M)
    if parts[0].strip():
        raise SourceError(f"{path.name}: text before the first section")
    return [(parts[i], parts[i + 1].strip("\n"))
            for i in range(1, len(parts), 2)]


def edit(text, lines, where):
    """Applies the edit lines of an insertion to the text of a fragment."""
    for line in lines:
        verb, _, rest = line.partition(" ")
        if verb == "spell":
            text = corpus_spelling.respell(text, rest.split())
            continue
        old, arrow, new = rest.partition(" => ")
        if verb not in ("replace", "drop") or (verb == "replace") != bool(
                arrow):
            raise SourceError(f"{where}: not an edit: {line}")
        if text.count(old) != 1:
            raise SourceError(f"{where}: {text.count(old)} matches, "
                              f"expected 1: {old}")
        text = text.replace(old, new)
    return text


def expand(text, fragments, where):
    """Replaces every `{name ...}` by its text, to any depth."""
    def insert(match):
        name, *lines = match[1].strip().split("\n")
        if name not in fragments:
            raise SourceError(f"{where}: no fragment {name}")
        inner = expand(fragments[name], fragments, where)
        return edit(inner, lines, f"{where}: {name}")

    text = re.sub(r"\{([^{}]*)\}", insert, text)
    return re.sub(r"\n{3,}", "\n\n", text)


def check_tag(kind, role, where):
    if kind not in ROLES:
        raise SourceError(f"{where}: unknown kind {kind}")
    if role not in ROLES[kind]:
        raise SourceError(f"{where}: {kind} has no role {role}")


def take_labels(tagged, doc):
    """(plain text, labels) of a tagged text; offsets in UTF-8 bytes."""
    plain, size, last = [], 0, 0
    stack, labels = [], []
    for match in TAG.finditer(tagged):
        piece = tagged[last:match.start()]
        last = match.end()
        plain.append(piece)
        size += len(piece.encode())
        if match["kind"]:
            check_tag(match["kind"], match["role"], doc)
            stack.append((size, match))
            continue
        if not stack:
            raise SourceError(f"{doc}: </> without an open tag")
        begin, opener = stack.pop()
        labels.append({"doc": doc, "begin": begin, "end": size,
                       "kind": opener["kind"], "role": opener["role"],
                       "group": opener["group"]})
    if stack:
        raise SourceError(f"{doc}: {stack[-1][1][0]} is not closed")
    plain.append(tagged[last:])
    text = "".join(plain)
    if re.search(r"[<>{}]", text):
        raise SourceError(f"{doc}: a tag or brace is left in the text")
    labels.sort(key=lambda l: (l["begin"], -l["end"], l["kind"]))
    return text, labels


def read_document(name, body, fragments):
    """The fields of one document, its file, and its labels."""
    header, _, tagged = body.partition("\n\n")
    if not re.match(r"[a-z]+: ", header):
        header, tagged = "", body
    fields = dict(line.split(": ", 1) for line in header.splitlines())
    is_page = "/" in name
    tagged = expand(tagged.strip("\n"), fragments, name)
    if fields.get("newline") == "crlf":
        tagged = tagged.replace("\n", "\r\n")
    fields["id"] = name + "#0" if is_page else name
    fields["text"], labels = take_labels(tagged, fields["id"])
    fields["path"] = (name if is_page
                      else fields.get("file", "news.jsonl"))
    return fields, labels


def json_lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n"
                   for row in rows).encode()


def page_bytes(fields):
    newline = "\r\n" if fields.get("newline") == "crlf" else "\n"
    encoding = fields.get("encoding", "utf-8")
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    return (mark + fields["text"] + newline).encode(encoding)


def check_labels(labels):
    """Furniture spans lie apart; whatever is shared is shared."""
    seen = {}
    end_of = {}
    for label in labels:
        if label["kind"] in SHARED:
            key = (label["kind"], label["group"])
            seen[key] = seen.get(key, 0) + 1
        if label["kind"] in DISJOINT:
            if label["begin"] < end_of.get(label["doc"], 0):
                raise SourceError(f"{label['doc']}: {label['kind']} at "
                                  f"{label['begin']} overlaps another")
            end_of[label["doc"]] = label["end"]
    for (kind, group), count in seen.items():
        if group is None or count < 2:
            raise SourceError(f"{kind} #{group}: {count} place, expected 2")


def read_pairs(documents, path):
    """Rows of pairs.labels, in the order of pairs.txt."""
    ids = {fields["id"] for fields in documents}
    blocks = {line.strip() for fields in documents
              for line in fields["text"].splitlines()}
    rows = []
    for line in path.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        relation, first, rest = line.split(" ", 2)
        if relation == "headline":
            a, b = rest.split(" | ")
            row = {"text_a": a, "text_b": b, "same": first == "same"}
            missing = {a, b} - blocks
        else:
            row = {"a": first, "b": rest, "relation": relation}
            missing = {first, rest} - ids
            if relation not in RELATIONS:
                raise SourceError(f"{path.name}: unknown relation {relation}")
        if missing:
            raise SourceError(f"{path.name}: not in the corpus: {missing}")
        rows.append(row)
    return rows


def build():
    """{path under corpus/: bytes}; .gz files not yet compressed."""
    fragments = dict(read_sections(SOURCE / "fragments.txt"))
    documents, labels = [], []
    for publisher in PUBLISHERS:
        for name, body in read_sections(SOURCE / f"{publisher}.txt"):
            fields, own_labels = read_document(name, body, fragments)
            documents.append(fields)
            labels += own_labels
    check_labels(labels)
    files = {
        "spans.labels": json_lines(labels),
        "pairs.labels": json_lines(
            read_pairs(documents, SOURCE / "pairs.txt")),
    }
    for path in sorted({fields["path"] for fields in documents}):
        here = [fields for fields in documents if fields["path"] == path]
        if path.endswith(".txt"):
            files[path] = page_bytes(here[0])
        else:
            files[path] = json_lines(
                [{key: fields[key] for key in FIELDS} for fields in here])
    return files


def stale_paths(files):
    """What differs from `files`, is missing, or does not belong there.

    Compressed files count by what they hold: zlib versions differ in bytes.
    """
    stale = []
    for path, data in files.items():
        target = OUTPUT / path
        if not target.exists():
            stale.append(path)
            continue
        held = target.read_bytes()
        if path.endswith(".gz"):
            held = gzip.decompress(held)
        if held != data:
            stale.append(path)
    for target in sorted(OUTPUT.rglob("*")):
        path = target.relative_to(OUTPUT).as_posix()
        if target.is_file() and path not in files and path != "README.md":
            stale.append(path)
    return stale


def write(files):
    for path in stale_paths(files):
        if path not in files:
            print(f"corpus/{path}: not from the source, left alone")
            continue
        target = OUTPUT / path
        data = files[path]
        if path.endswith(".gz"):
            data = gzip.compress(data, mtime=0)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        print(f"wrote corpus/{path}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true",
                        help="only say what is not up to date")
    arguments = parser.parse_args()
    try:
        files = build()
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2
    if not arguments.check:
        write(files)
        return 0
    stale = stale_paths(files)
    for path in stale:
        print(f"corpus/{path}: not what tools/gen/corpus.py writes",
              file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
