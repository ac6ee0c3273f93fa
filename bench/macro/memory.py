#!/usr/bin/env python3
"""Peak memory and time of scan by the size of the corpus.

    memory.py --tikrar BIN --corpus FILE.jsonl[.zst] [--times 1,5,10]
              [--memory 1G] [--threads N] [--tmp DIR] [--work DIR]

Copy k of the corpus has other words than the first one: each word but the
100 most frequent ones is exchanged for one of about its frequency, save in
lines that stand in several documents, the furniture of the pages. So a corpus
n times as large has about n times the matches of the same sorts. (Plain
copies would be one family of n in place of each document; where the 2000 most
frequent words stayed, which are two in three, 5 times the corpus had 10 times
the matches, and 9 in 10 of them were runs of such words.)

Prints a row a size: documents, megabytes, seconds, seconds a gigabyte, peak
of resident memory, peak of the temporary files. Without --memory, arrays are
on the heap. One long run at a time; the corpora are kept in the work folder.
"""

import argparse
import collections
import json
import os
import random
import re
import subprocess
import sys
import threading
import time

WORD = re.compile("[\u0621-\u064a]{2,}")
FREQUENT_WORDS = 100
EXCHANGED_WITHIN = 1.5  # times the rank
FURNITURE_DOCUMENTS = 4


def open_lines(path):
    if path.endswith(".zst"):
        process = subprocess.Popen(["zstd", "-dcq", path],
                                   stdout=subprocess.PIPE)
        return process.stdout
    return open(path, "rb")


def exchanges(words, copy):
    """A permutation of the words, by rank."""
    rng = random.Random(copy)
    table = {}
    begin = FREQUENT_WORDS
    while begin < len(words):
        end = int(begin * EXCHANGED_WITHIN)
        other = words[begin:end]
        rng.shuffle(other)
        table.update(zip(words[begin:end], other))
        begin = end
    return table


def varied(text, table, furniture):
    return "\n".join(
        line if line in furniture else
        WORD.sub(lambda match: table.get(match[0], match[0]), line)
        for line in text.split("\n"))


def write_corpus(source, times, path):
    if os.path.exists(path):
        return
    records = [json.loads(line) for line in open_lines(source)]
    counts = collections.Counter()
    lines = collections.Counter()
    for record in records:
        text = record.get("text") or ""
        counts.update(WORD.findall(text))
        lines.update(set(text.split("\n")))
    furniture = {line for line, documents in lines.items()
                 if documents >= FURNITURE_DOCUMENTS}
    words = [word for word, _ in
             sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    with open(path + ".part", "w", encoding="utf-8") as out:
        for copy in range(times):
            table = exchanges(words, copy) if copy else {}
            for record in records:
                made = dict(record)
                if copy:
                    made["id"] = f"{record['id']}-{copy}"
                    for key in ("title", "text"):
                        if made.get(key):
                            made[key] = varied(made[key], table, furniture)
                out.write(json.dumps(made, ensure_ascii=False) + "\n")
    os.rename(path + ".part", path)


def file_bytes(pid):
    """Of unnamed temporary files that the process has mapped."""
    total = 0
    try:
        with open(f"/proc/{pid}/maps", encoding="utf-8") as maps:
            for line in maps:
                if "(deleted)" in line:
                    begin, end = line.split(" ", 1)[0].split("-")
                    total += int(end, 16) - int(begin, 16)
    except OSError:
        pass
    return total


def run(arguments, corpus):
    """(seconds, run.json, peak of temporary files in bytes)."""
    out = os.path.join(arguments.work, "run")
    command = [arguments.tikrar, "scan", corpus, "-o", out, "--quiet"]
    if arguments.memory:
        command += ["--memory", arguments.memory]
    if arguments.threads:
        command += ["--threads", arguments.threads]
    if arguments.tmp:
        command += ["--tmp", arguments.tmp]
    begin = time.monotonic()
    process = subprocess.Popen(command)
    peak = [0]

    def watch():
        while process.poll() is None:
            peak[0] = max(peak[0], file_bytes(process.pid))
            time.sleep(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = process.wait()
    watcher.join()
    seconds = time.monotonic() - begin
    if status != 0:
        sys.exit(f"memory.py: {' '.join(command)}: status {status}")
    with open(os.path.join(out, "run.json"), encoding="utf-8") as file:
        return seconds, json.load(file), peak[0]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tikrar", required=True)
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--times", default="1,5,10")
    parser.add_argument("--memory", default="")
    parser.add_argument("--threads", default="")
    parser.add_argument("--tmp", default="")
    parser.add_argument("--work", default="build/memory")
    arguments = parser.parse_args()
    os.makedirs(arguments.work, exist_ok=True)
    print("| times | documents | MB | s | s/GB | peak MB | temporary MB |")
    print("|---|---|---|---|---|---|---|")
    for times in map(int, arguments.times.split(",")):
        path = os.path.join(arguments.work, f"corpus_{times}.jsonl")
        write_corpus(arguments.corpus, times, path)
        seconds, result, files = run(arguments, path)
        size = os.path.getsize(path) / 1e6
        print(f"| {times} | {result['counts']['documents_read']} "
              f"| {size:.0f} | {seconds:.1f} | {1000 * seconds / size:.0f} "
              f"| {result['peak_rss_bytes'] / 1e6:.0f} | {files / 1e6:.0f} |",
              flush=True)


if __name__ == "__main__":
    main()
