#!/usr/bin/env python3
"""Whether nothing was lost: counts what a run and its cleaned corpus say.

    accounting.py RUN [--records N] [--out OUT] [--back BACK]

Of a run: each input has a document or a reject for each record, once, and as
many as the input has, counted here by a reader of its own (JSON Lines, CSV
and TSV, arrays, text; of others only N says how many). Of a cleaned corpus: of each input, bytes kept and bytes in the ledger
are the bytes read, and the files hold as many. Of a restored one: it has the
bytes of the inputs.

Prints what it counted, or what is wrong and exits with 1. Relative paths of
inputs start from the current folder.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import zlib

BLOCK = 1 << 20
WHITE = b" \t\r\n"


class Wrong(Exception):
    pass


def expect(what, actual, expected):
    if actual != expected:
        raise Wrong(f"{what}: is {actual}, expected {expected}")


def rows(path):
    with open(path, "rb") as file:
        for line in file:
            yield json.loads(line)


def inflate(file):
    """The bytes of a gzip file up to where it breaks."""
    member = zlib.decompressobj(31)
    any_member = False
    while block := file.read(1 << 16):
        while block:
            before = member.copy()
            try:
                yield member.decompress(block)
            except zlib.error:
                if any_member and not block.strip(b"\0"):
                    return
                for byte in block:
                    try:
                        yield before.decompress(bytes([byte]))
                    except zlib.error:
                        return
                return
            block = member.unused_data
            if member.eof:
                any_member = True
                member = zlib.decompressobj(31)


def content(path):
    """The decompressed bytes of a file, in blocks, up to where it breaks."""
    try:
        yield from blocks(path)
    except OSError:
        return


def blocks(path):
    if path.endswith(".zst"):
        with subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as process:
            while block := process.stdout.read(BLOCK):
                yield block
        return
    with open(path, "rb") as file:
        if path.endswith(".gz"):
            yield from inflate(file)
            return
        while block := file.read(BLOCK):
            yield block


def lines(path):
    """How many lines are not blank."""
    count = 0
    is_blank = True
    for block in content(path):
        parts = block.split(b"\n")
        for part in parts[:-1]:
            count += not (is_blank and not part.strip(WHITE))
            is_blank = True
        is_blank = is_blank and not parts[-1].strip(WHITE)
    return count + (not is_blank)


def records(path):
    """How many records a file has; None where only its maker can know."""
    name = path.removesuffix(".gz").removesuffix(".zst")
    if name.endswith((".jsonl", ".ndjson")):
        return lines(path)
    if name.endswith(".txt"):
        return 1
    if name.endswith((".csv", ".tsv")):
        text = b"".join(content(path)).decode("utf-8-sig", "replace")
        csv.field_size_limit(sys.maxsize)
        table = csv.reader(text.splitlines(True),
                           delimiter="," if name.endswith(".csv") else "\t")
        return max(0, sum(1 for row in table if row) - 1)
    if name.endswith(".json"):
        try:
            return len(json.loads(b"".join(content(path))))
        except ValueError:
            return None
    return None


def check_run(folder, planned):
    run = json.load(open(f"{folder}/run.json", encoding="utf-8"))
    inputs = run["inputs"]
    places = [[] for _ in inputs]
    errors = [[] for _ in inputs]
    counted = {"documents": 0, "rejects": 0}
    for name in counted:
        for row in rows(f"{folder}/{name}.jsonl"):
            counted[name] += 1
            places[row["input"]].append(row["record"])
            if name == "rejects":
                errors[row["input"]].append(row)
    counts = run["counts"]
    expect("documents_read", counts["documents_read"], counted["documents"])
    expect("documents_rejected", counts["documents_rejected"],
           counted["rejects"])
    total = 0
    for row, seen, rejected in zip(inputs, places, errors):
        where = row["path"]
        expect(f"{where}: record numbers", sorted(seen),
               list(range(len(seen))))
        total += len(seen)
        # What breaks off between two records is one reject more. (zstd gives
        # nothing of a frame that breaks.)
        broken = [r for r in rejected if ": zstd: " in r["error"] or
                  not os.path.isfile(row["file"])]
        own = None if broken else records(row["file"])
        if own is not None and planned is None:
            own += sum(1 for r in rejected if r["line"] == 0 and
                       not row["path"].endswith(".txt"))
            expect(f"{where}: records", len(seen), own)
    if planned is not None:
        expect("records", total, planned)
    return (f"{counted['documents']} documents + {counted['rejects']} rejects "
            f"= {total} records")


def check_cleaned(folder, run):
    manifest = json.load(open(f"{folder}/clean.json", encoding="utf-8"))
    inputs = manifest["inputs"]
    removed = [0] * len(inputs)
    added = [0] * len(inputs)
    ledger = subprocess.Popen(
        ["zstd", "-dcq", f"{folder}/ledger.jsonl.zst"],
        stdout=subprocess.PIPE)
    for line in ledger.stdout:
        row = json.loads(line)
        if "added" in row:
            added[row["input"]] += row["added"]
        else:
            removed[row["input"]] += row["bytes"]
    expect("ledger", ledger.wait(), 0)
    files = json.load(open(f"{run}/run.json", encoding="utf-8"))["inputs"]
    total = [0, 0, 0]
    for i, (row, scanned) in enumerate(zip(inputs, files)):
        where = row["path"]
        if not row["read"]:
            continue
        size = sum(len(block) for block in content(scanned["file"]))
        written = sum(len(block) for shard in row["outputs"]
                      for block in content(f"{folder}/{shard['path']}"))
        if row["broken"] is None or not scanned["file"].endswith(".zst"):
            expect(f"{where}: bytes read", row["raw_bytes"], size)
        expect(f"{where}: bytes in the ledger", removed[i], row["removed"])
        expect(f"{where}: bytes in its files", written - added[i],
               row["kept"])
        expect(f"{where}: bytes kept and in the ledger",
               row["kept"] + removed[i], row["raw_bytes"])
        for j, value in enumerate([row["kept"], removed[i],
                                   row["raw_bytes"]]):
            total[j] += value
    counts = manifest["counts"]
    expect("bytes_read", counts["bytes_read"], total[2])
    expect("bytes_kept", counts["bytes_kept"], total[0])
    expect("bytes_removed", counts["bytes_removed"], total[1])
    scanned = json.load(open(f"{run}/run.json", encoding="utf-8"))["counts"]
    expect("documents_read", counts["documents_read"],
           scanned["documents_read"])
    return (f"{total[0]} bytes kept + {total[1]} in the ledger "
            f"= {total[2]} read")


def check_restored(back, out, run):
    restored = json.load(open(f"{out}/clean.json", encoding="utf-8"))
    files = json.load(open(f"{run}/run.json", encoding="utf-8"))["inputs"]
    count = 0
    for row, scanned in zip(restored["inputs"], files):
        if not row["read"]:
            continue
        count += 1
        left, right = b"", b""
        ours = content(f"{back}/{row['path']}")
        theirs = content(scanned["file"])
        is_broken = row["broken"] is not None
        while True:
            left = left or next(ours, b"")
            right = right or next(theirs, b"")
            size = min(len(left), len(right))
            if size == 0:
                break
            expect(f"{row['path']}: restored bytes", left[:size] ==
                   right[:size], True)
            left, right = left[size:], right[size:]
        if not is_broken:
            expect(f"{row['path']}: restored bytes too many or missing",
                   len(left) + len(right), 0)
    return f"{count} restored"


def check(run, planned=None, out=None, back=None):
    """What was counted, in words. Raises Wrong."""
    said = [check_run(run, planned)]
    if out:
        said.append(check_cleaned(out, run))
    if back:
        said.append(check_restored(back, out, run))
    return "; ".join(said)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("run")
    parser.add_argument("--records", type=int)
    parser.add_argument("--out")
    parser.add_argument("--back")
    arguments = parser.parse_args()
    try:
        print(check(arguments.run, arguments.records, arguments.out,
                    arguments.back))
    except (Wrong, OSError, KeyError, ValueError) as wrong:
        print(f"accounting: {wrong}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
