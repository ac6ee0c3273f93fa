#!/usr/bin/env python3
"""Scores the matches of a run against the pairs of exact_pairs.

    score_pairs.py TRUTH.tsv RUN [--threshold J] [--containment C]
                   [--min-block-words N]

The run must come from `tikrar scan --pairs all` with the same thresholds.
Prints, per unit: pairs in the truth and found, recall by Jaccard and by
containment, and precision: the share of the reported pairs that are in the
truth. Reported pairs that the truth cannot judge (a block shorter than N
words, a unit without a shingle) are counted apart.
"""

import argparse
import collections
import json


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("truth")
    parser.add_argument("run")
    parser.add_argument("--threshold", type=float, default=0.7)
    parser.add_argument("--containment", type=float, default=0.8)
    parser.add_argument("--shingle", help="judge only matches on this shingle")
    parser.add_argument("--show", type=int, default=0, help="pairs to list")
    args = parser.parse_args()

    truth = {"document": {}, "block": {}}
    known = {"document": set(), "block": set()}
    with open(args.truth, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("judged\t"):
                _, unit, name, begin = line.rstrip("\n").split("\t")
                known[unit].add((name, int(begin)))
                continue
            unit, a, a_begin, b, b_begin, jaccard, containment = (
                line.rstrip("\n").split("\t"))
            pair = frozenset([(a, int(a_begin)), (b, int(b_begin))])
            truth[unit][pair] = (float(jaccard), float(containment))

    found = {"document": {}, "block": {}}
    with open(args.run + "/matches.jsonl", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["unit"] not in found:
                continue
            begin = 0 if row["unit"] == "document" else None
            ends = [(row[side]["doc"],
                     begin if begin is not None else row[side]["begin"])
                    for side in "ab"]
            found[row["unit"]][frozenset(ends)] = row

    for unit in ("document", "block"):
        pairs = truth[unit]
        rows = found[unit]
        by_jaccard = [p for p, (j, _) in pairs.items() if j >= args.threshold]
        by_containment = [p for p, (j, c) in pairs.items()
                          if c >= args.containment and j < args.threshold]
        for name, wanted in (("jaccard", by_jaccard),
                             ("containment only", by_containment)):
            hit = sum(p in rows for p in wanted)
            recall = hit / len(wanted) if wanted else 1.0
            print(f"{unit:9} {name:17} truth {len(wanted):8} found {hit:8} "
                  f"recall {recall:.5f}")
            missing = [p for p in wanted if p not in rows]
            for pair in missing[: args.show]:
                print("   missing", pairs[pair], sorted(pair))
        judged = collections.Counter()
        wrong = []
        for pair, row in rows.items():
            if args.shingle and row["shingle"] != args.shingle:
                judged["other shingle"] += 1
            elif pair in pairs:
                judged["true"] += 1
            elif not pair <= known[unit]:
                judged["not judged"] += 1
            else:
                judged["not in truth"] += 1
                wrong.append((pair, row))
        total = judged["true"] + judged["not in truth"]
        precision = judged["true"] / total if total else 1.0
        print(f"{unit:9} precision {precision:.5f}  {dict(judged)}")
        for pair, row in wrong[: args.show]:
            print("   not in truth", row)


if __name__ == "__main__":
    main()
