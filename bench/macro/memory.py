#!/usr/bin/env python3
"""Peak memory and time of scan and clean by the size of the corpus.

    memory.py --tikrar BIN --corpus FILE.jsonl[.zst] [--times 5,50,5]
              [--memory 1G] [--threads N] [--tmp DIR] [--work DIR]
              [--no-report] [--clean]

Copy k of the corpus has other words than the first one: each word but the
100 most frequent ones is exchanged for one of about its frequency, save in
lines that stand in several documents, the furniture of the pages. So a corpus
n times as large has about n times the matches of the same sorts. (Plain
copies would be one family of n in place of each document; where the 2000 most
frequent words stayed, which are two in three, 5 times the corpus had 10 times
the matches, and 9 in 10 of them were runs of such words.)

Prints a row a run: documents, megabytes, seconds, seconds a gigabyte, peak of
resident memory, peak of the temporary files, and, with --clean, seconds and
peak of clean and seconds a gigabyte of both. Then how the time a gigabyte of
the largest corpus compares to that of the smallest, medians of their runs:
name the smallest before and behind the largest, as machines change. Without
--memory, arrays are on the heap. One long run at a time; the corpora are kept
in the work folder.
"""

import argparse
import collections
import json
import multiprocessing
import os
import random
import re
import shutil
import statistics
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


def call(arguments, *command):
    """(seconds, peak of resident memory, of temporary files), in bytes."""
    command = [arguments.tikrar, *command, "--quiet"]
    for name in ("memory", "threads", "tmp"):
        if getattr(arguments, name):
            command += [f"--{name}", getattr(arguments, name)]
    begin = time.monotonic()
    process = subprocess.Popen(command)
    peak = [0]

    done = threading.Event()

    def watch():
        while not done.is_set():
            peak[0] = max(peak[0], file_bytes(process.pid))
            time.sleep(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - begin
    finally:
        done.set()
        watcher.join()
    if status != 0:
        sys.exit(f"memory.py: {' '.join(command)}: status "
                 f"{os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss * 1024, peak[0]


def measure(arguments, times, corpus):
    """Prints a row; seconds a gigabyte of scan, and of scan and clean."""
    out = os.path.join(arguments.work, "run")
    cleaned = os.path.join(arguments.work, "clean")
    shutil.rmtree(cleaned, ignore_errors=True)
    options = ["--no-report"] if arguments.no_report else []
    scan, peak, files = call(arguments, "scan", corpus, "-o", out, *options)
    with open(os.path.join(out, "run.json"), encoding="utf-8") as file:
        documents = json.load(file)["counts"]["documents_read"]
    size = os.path.getsize(corpus) / 1e9
    row = [times, documents, f"{1000 * size:.0f}", f"{scan:.1f}",
           f"{scan / size:.1f}", f"{peak / 1e6:.0f}", f"{files / 1e6:.0f}"]
    both = scan
    if arguments.clean:
        clean, peak, _ = call(arguments, "clean", out, "-o", cleaned)
        shutil.rmtree(cleaned)
        both += clean
        row += [f"{clean:.1f}", f"{peak / 1e6:.0f}", f"{both / size:.1f}"]
    print("|", " | ".join(map(str, row)), "|", flush=True)
    return scan / size, both / size


def print_growth(rates, with_clean):
    """Of the largest corpus against the smallest; `rates` by times."""
    small, large = min(rates), max(rates)
    if small == large:
        return
    names = ["scan", "scan and clean"] if with_clean else ["scan"]
    for column, name in enumerate(names):
        ratio = (statistics.median(rate[column] for rate in rates[large]) /
                 statistics.median(rate[column] for rate in rates[small]))
        print(f"{name}: x {large} takes {ratio:.2f} times the seconds a "
              f"gigabyte of x {small}")


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
    parser.add_argument("--no-report", action="store_true")
    parser.add_argument("--clean", action="store_true")
    arguments = parser.parse_args()
    os.makedirs(arguments.work, exist_ok=True)
    head = ["times", "documents", "MB", "s", "s/GB", "peak MB",
            "temporary MB"]
    if arguments.clean:
        head += ["clean s", "peak MB", "both s/GB"]
    print("|", " | ".join(head), "|")
    print("|" + "---|" * len(head), flush=True)
    rates = collections.defaultdict(list)
    for times in map(int, arguments.times.split(",")):
        path = os.path.join(arguments.work, f"corpus_{times}.jsonl")
        # Apart: a peak of memory begins with that of the process which calls.
        writer = multiprocessing.Process(
            target=write_corpus, args=(arguments.corpus, times, path))
        writer.start()
        writer.join()
        if writer.exitcode != 0:
            sys.exit(f"memory.py: {path}: was not written")
        rates[times].append(measure(arguments, times, path))
    print_growth(rates, arguments.clean)


if __name__ == "__main__":
    main()
