"""Recall and precision of what a program found, against every pair that is."""

import dataclasses
import json

import inputs


@dataclasses.dataclass
class Truth:
    judged: set  # units that have a shingle
    near: set  # pairs of at least the threshold, as (a, b) with a < b
    contained: set  # below it, but contained


@dataclasses.dataclass
class Found:
    pairs: set = dataclasses.field(default_factory=set)
    groups: list = dataclasses.field(default_factory=list)
    flags: set = dataclasses.field(default_factory=set)
    stages: dict = dataclasses.field(default_factory=dict)
    other_grounds: int = 0  # pairs of tikrar on another shingle


@dataclasses.dataclass
class Score:
    pairs: int  # reported, both ends judged
    recall: float  # of the pairs of at least the threshold; None for flags
    contained_recall: float  # of the pairs that are contained only
    precision: float  # share of the pairs that are one or the other
    unit_recall: float  # of the units that have a near copy
    unit_precision: float


def ordered(a, b):
    return (a, b) if a < b else (b, a)


def read_truth(path, unit, threshold):
    truth = Truth(set(), set(), set())
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if fields[0] == "judged":
                if fields[1] == unit:
                    truth.judged.add(inputs.unit_name(*fields[1:4]))
            elif fields[0] == unit:
                pair = ordered(inputs.unit_name(unit, *fields[1:3]),
                               inputs.unit_name(unit, *fields[3:5]))
                jaccard = float(fields[5])
                wanted = jaccard >= threshold
                (truth.near if wanted else truth.contained).add(pair)
    return truth


def read_adapter(path):
    found = Found()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            what, *fields = line.rstrip("\n").split("\t")
            if what == "pair":
                found.pairs.add(ordered(*fields))
            elif what == "group":
                found.groups.append(fields)
            elif what == "flag":
                found.flags.add(fields[0])
            elif what == "stage":
                found.stages[fields[0]] = float(fields[1])
            else:
                raise ValueError(f"{path}: finding {what}, expected pair, "
                                 "group, flag or stage")
    return found


def read_matches(path, unit):
    found = Found()
    with open(path, encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["unit"] != unit:
                continue
            if row["shingle"] != inputs.SHINGLE:
                found.other_grounds += 1
                continue
            found.pairs.add(ordered(*(
                inputs.unit_name(unit, row[side]["doc"], row[side]["begin"])
                for side in "ab")))
    return found


def share(part, whole):
    return part / whole if whole else 1.0


def score(found, truth):
    """Groups count with all pairs of their members. Units without a shingle,
    of which no similarity is defined, are left out."""
    groups = [[unit for unit in group if unit in truth.judged]
              for group in found.groups]
    group_of = {unit: number for number, group in enumerate(groups)
                for unit in group}
    pairs = {pair for pair in found.pairs
             if pair[0] in truth.judged and pair[1] in truth.judged}

    def has(pair):
        group = group_of.get(pair[0])
        return pair in pairs or (group is not None
                                 and group == group_of.get(pair[1]))

    near = sum(map(has, truth.near))
    contained = sum(map(has, truth.contained))
    reported = len(pairs) + sum(
        len(group) * (len(group) - 1) // 2 for group in groups)
    marked = {unit for pair in pairs for unit in pair}
    marked |= found.flags & truth.judged
    marked |= {unit for group in groups if len(group) > 1 for unit in group}
    with_near = {unit for pair in truth.near for unit in pair}
    with_any = with_near | {unit for pair in truth.contained for unit in pair}
    only_flags = bool(found.flags) and not reported
    return Score(
        pairs=reported,
        recall=None if only_flags else share(near, len(truth.near)),
        contained_recall=(None if only_flags
                          else share(contained, len(truth.contained))),
        precision=(None if only_flags
                   else share(near + contained, reported)),
        unit_recall=share(len(marked & with_near), len(with_near)),
        unit_precision=share(len(marked & with_any), len(marked)))
