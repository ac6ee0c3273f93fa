"""What every adapter shares: units in, shingles, findings out, stage times.

An adapter is one process: PYTHON adapters/NAME.py INPUT SETUP THRESHOLD OUT.
INPUT is JSON Lines of `id` and `text`. OUT gets one finding a line, fields
between tabs:

    pair   A  B          two units that the peer calls near copies
    group  A  B  C ...   units that it put into one cluster
    flag   A             a unit of which it says no more than that it has one

and, last, `stage NAME SECONDS` lines: processor seconds by part of the run.
"""

import json
import resource
import sys

SHINGLE_WORDS = 3


def processor_seconds():
    usages = (resource.getrusage(resource.RUSAGE_SELF),
              resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


class Run:
    """The arguments of one adapter, what it finds and where its time goes."""

    def __init__(self):
        self.input, self.setup, threshold, self.output = sys.argv[1:5]
        self.threshold = float(threshold)
        self.lines = []
        self.stages = [("start", processor_seconds())]
        self.since = processor_seconds()

    def stage(self, name):
        now = processor_seconds()
        self.stages.append((name, now - self.since))
        self.since = now

    def units(self):
        """(ids, texts), in the order of the file."""
        ids, texts = [], []
        with open(self.input, encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                ids.append(record["id"])
                texts.append(record["text"])
        self.stage("read")
        return ids, texts

    def pair(self, a, b):
        self.lines.append(f"pair\t{a}\t{b}\n")

    def group(self, ids):
        self.lines.append("group\t" + "\t".join(ids) + "\n")

    def flag(self, unit):
        self.lines.append(f"flag\t{unit}\n")

    def finish(self):
        with open(self.output, "w", encoding="utf-8") as out:
            out.writelines(self.lines)
            self.stage("write")
            for name, seconds in self.stages:
                out.write(f"stage\t{name}\t{seconds:.3f}\n")


def shingles(text):
    """Distinct runs of three words, words parted by blanks: what the benchmark
    of rensa gives to datasketch, FastSketchLSH and itself. A text of fewer
    words has none here, so that short texts do not all meet in one bucket."""
    words = text.lower().split()
    runs = [" ".join(words[i:i + SHINGLE_WORDS])
            for i in range(len(words) - SHINGLE_WORDS + 1)]
    return list(dict.fromkeys(runs))


def shingle_sets(run, ids, texts):
    """(ids, lists of shingles) of the units that have one."""
    kept, sets = [], []
    for unit, text in zip(ids, texts):
        own = shingles(text)
        if own:
            kept.append(unit)
            sets.append(own)
    run.stage("shingle")
    return kept, sets


