#!/usr/bin/env python3
"""Kills scan, clean and restore at random moments and lets them go on.

    kills.py --tikrar BIN [--kills N] [--seed S] [--documents N]
             [--commands scan,clean,restore] [--signals KILL,INT,TERM]
             [--memory SIZE,...] [--work DIR] [--table]

Makes a corpus (`tikrar generate`), measures an undisturbed call of each
command, and then, until N processes were ended: starts the command, ends it
after a random part of that time, and starts it again, ending it again one time
in three. Of 20 signals 17 are SIGKILL, the first of `--signals`. Each call takes
other --threads and --memory, also within one resumed run. clean writes down
how far it is every 64 MiB: give it --documents 12000 to go on from that.

What must hold, or it exits with 1 and says what did not:
  * a call that was let through ends with 0, and every file of what it wrote
    is, byte for byte, that of the undisturbed call (of run.json, all but
    `timing` and `peak_rss_bytes`; of a restored corpus, the corpus);
  * under the final name there is never anything else, and beside it nothing
    but NAME.partial, and nothing at all when the call is through;
  * documents read and rejected are the records of the corpus, kept and removed
    bytes those of the inputs;
  * the folder of --tmp is empty after each end;
  * after SIGINT and SIGTERM the exit status is 130 (or 0, if they came too late)
    and scan leaves NAME.partial only if it can go on from it.

The same seed takes the same choices; where a process is when it is ended is up
to the machine. `--table` prints rows for bench/README.md.
"""

import argparse
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

TIMEOUT_SECONDS = 300


class Failure(Exception):
    pass


def check(condition, what):
    if not condition:
        raise Failure(what)


def file_key(path):
    """Equal for files that count as the same."""
    data = path.read_bytes()
    if path.name == "run.json":
        run = json.loads(data)
        for key in ("timing", "peak_rss_bytes"):
            check(key in run, f"{path}: no {key}")
            del run[key]
        data = json.dumps(run).encode()
    return hashlib.sha256(data).hexdigest()


def tree_of(folder):
    return {str(path.relative_to(folder)): file_key(path)
            for path in sorted(folder.rglob("*")) if path.is_file()}


class Command:
    """One command, and what it must write."""

    def __init__(self, bench, name, arguments, speed_options):
        self.bench = bench
        self.name = name
        self.arguments = arguments  # of OUT
        self.speed_options = speed_options
        self.target = bench.work / f"{name}.out"
        self.partial = bench.work / f"{name}.out.partial"
        self.expected = None
        self.seconds = 0.0
        self.kills = 0
        self.resumed = 0  # calls that found something to go on from
        self.completed = 0

    def start(self, options):
        return subprocess.Popen(
            [self.bench.tikrar, *self.arguments(self.target), *options,
             "--quiet"],
            cwd=self.bench.work, env=self.bench.environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def measure(self):
        """The undisturbed call; a second one gives the time, warm."""
        for _ in range(2):
            if self.target.exists():
                shutil.rmtree(self.target)
            begin = time.monotonic()
            self.through([])
            self.seconds = time.monotonic() - begin
            self.expected = self.expected or tree_of(self.target)
        self.keep_undisturbed()

    def keep_undisturbed(self):
        shutil.copytree(self.target, self.bench.work / f"{self.name}.whole")
        shutil.rmtree(self.target)

    def through(self, options):
        process = self.start(options)
        _, error = process.communicate(timeout=TIMEOUT_SECONDS)
        check(process.returncode == 0,
              f"{self.name}: status {process.returncode}: {error}")
        check(error == "", f"{self.name}: said: {error}")

    def check_ended(self, status, number):
        """After a signal: nothing is half done under a name that says it is
        whole."""
        names = self.bench.names() - self.bench.known
        allowed = {self.target.name, self.partial.name}
        check(names <= allowed, f"{self.name}: left {sorted(names - allowed)}")
        if number != signal.SIGKILL:
            check(status in (130, 0, -number),
                  f"{self.name}: status {status} after signal {number}")
            check(self.name != "scan" or status != 130
                  or self.partial.exists()
                  == self.bench.has_state(self.partial),
                  f"scan: left {self.partial}, with nothing to go on from")
        if self.target.exists():
            self.check_whole()
        else:
            check(status != 0, f"{self.name}: status 0 and no output")
        check(not os.listdir(self.bench.tmp),
              f"{self.name}: left {os.listdir(self.bench.tmp)} in --tmp")

    def check_whole(self):
        found = tree_of(self.target)
        for path in sorted(set(found) | set(self.expected)):
            check(found.get(path) == self.expected.get(path),
                  f"{self.name}: {path} is another one")

    def round(self, rng):
        """Ends the command some times and then lets it through."""
        ends = 1
        while ends < 6 and rng.random() < 1 / 3:
            ends += 1
        for _ in range(ends):
            self.resumed += self.bench.has_state(self.partial)
            process = self.start(rng.choice(self.speed_options))
            number = self.bench.pick_signal(rng)
            time.sleep(rng.random() * 1.05 * self.seconds)
            process.send_signal(number)
            process.communicate(timeout=TIMEOUT_SECONDS)
            self.kills += 1
            self.check_ended(process.returncode, number)
            if self.target.exists():
                break
        # A finished restore is not to be written over.
        if self.name != "restore" or not self.target.exists():
            self.resumed += self.bench.has_state(self.partial)
            self.through(rng.choice(self.speed_options))
        check(not self.partial.exists(), f"{self.name}: left {self.partial}")
        self.check_whole()
        shutil.rmtree(self.target)
        self.completed += 1


class Bench:
    def __init__(self, arguments, work):
        self.tikrar = str(pathlib.Path(arguments.tikrar).resolve())
        self.work = work
        self.tmp = work / "tmp"
        self.tmp.mkdir()
        self.signals = [getattr(signal, "SIG" + name)
                        for name in arguments.signals.split(",")]
        subprocess.run(
            [self.tikrar, "generate", "-o", str(work / "corpus"), "--seed",
             str(arguments.seed), "--documents", str(arguments.documents),
             "--shard-size", "1M", "--quiet"], check=True)
        self.break_a_record()
        self.known = set()

    def environment(self):
        return dict(os.environ, TMPDIR=str(self.tmp), LC_ALL="C.UTF-8")

    def break_a_record(self):
        """So that there is a reject."""
        first = min((self.work / "corpus").glob("*.jsonl"))
        with open(first, "ab") as file:
            file.write(b'{"id":"broken","text":\n')
        self.records = sum(
            path.read_bytes().count(b"\n")
            for path in (self.work / "corpus").glob("*.jsonl"))

    def names(self):
        return set(os.listdir(self.work))

    def has_state(self, partial):
        return any((partial / name).exists()
                   for name in ("call.checkpoint", "state.json"))

    def pick_signal(self, rng):
        """The first of the list mostly."""
        if len(self.signals) == 1 or rng.random() < 0.85:
            return self.signals[0]
        return rng.choice(self.signals[1:])

    def check_accounts(self):
        run = json.loads((self.work / "scan.whole" / "run.json").read_text())
        counts = run["counts"]
        read = counts["documents_read"] + counts["documents_rejected"]
        check(counts["documents_rejected"] >= 1, "scan: no reject")
        check(read == self.records,
              f"scan: {read} documents read and rejected, expected "
              f"{self.records} records")

    def check_cleaned(self):
        path = self.work / "clean.whole" / "clean.json"
        counts = json.loads(path.read_text())["counts"]
        check(counts["bytes_kept"] + counts["bytes_removed"]
              == counts["bytes_read"],
              "clean: bytes kept and removed are not those read")
        check(counts["bytes_removed"] > 0, "clean: removed nothing")


def speed_options(command, memory):
    options = [["--threads", "1"], ["--threads", "2"], []]
    if command != "restore":
        for number, size in enumerate(memory.split(",")):
            options.append(["--memory", size, "--threads", str(1 + number % 2)])
    return options


def run(arguments, work):
    bench = Bench(arguments, work)
    corpus = bench.work / "corpus"
    calls = {
        "scan": lambda out: ["scan", str(corpus / "."), "-o", str(out),
                             "--checkpoint", "0"],
        "clean": lambda out: ["clean", str(bench.work / "scan.whole"), "-o",
                              str(out), "--compress", "none", "--annotate"],
        "restore": lambda out: ["restore", str(bench.work / "clean.whole"),
                                "-o", str(out)],
    }
    wanted = arguments.commands.split(",")
    commands = []
    for name, call in calls.items():
        command = Command(bench, name, call, speed_options(name, arguments.memory))
        bench.known = bench.names()
        command.measure()
        if name == "scan":
            bench.check_accounts()
        if name == "clean":
            bench.check_cleaned()
        if name in wanted:
            commands.append(command)
        if name == wanted[-1]:
            break
    bench.known = bench.names()
    if "restore" in wanted:
        inputs = {path.name: file_key(path) for path in corpus.glob("*.jsonl")}
        check(commands[-1].expected == inputs,
              "restore: gives back something else than the corpus")
    rng = random.Random(arguments.seed)
    try:
        while sum(command.kills for command in commands) < arguments.kills:
            min(commands, key=lambda command: command.kills).round(rng)
    except KeyboardInterrupt:
        print("kills.py: interrupted, so far:", file=sys.stderr)
    return commands


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tikrar", required=True)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--commands", default="scan,clean")
    parser.add_argument("--signals", default="KILL,INT,TERM")
    parser.add_argument("--memory", default="100M,120M")
    parser.add_argument("--work", default=None)
    parser.add_argument("--table", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tikrar_kills_",
                                     dir=arguments.work) as folder:
        try:
            commands = run(arguments, pathlib.Path(folder))
        except Failure as failure:
            print(f"kills.py: {failure}", file=sys.stderr)
            sys.exit(1)
    if arguments.table:
        print("| command | s undisturbed | ended | went on from something "
              "| through, same bytes |")
        print("|---|---|---|---|---|")
    for command in commands:
        row = (command.name, f"{command.seconds:.2f}", command.kills,
               command.resumed, command.completed)
        if arguments.table:
            print("| " + " | ".join(map(str, row)) + " |")
        else:
            print(f"{row[0]}: {row[2]} ended, {row[3]} calls went on from "
                  f"something, {row[4]} through with the same bytes")


if __name__ == "__main__":
    main()
