#!/usr/bin/env python3
"""What goes wrong around scan, clean and restore, and what is very large.

    faults.py --tikrar BIN [--small] [--only NAME,...] [--work DIR]

Each case ends well or with status 3 and one line `where: what`, and nothing
is lost: documents + rejects = records, bytes kept + bytes in the ledger =
bytes read, what is restored is what was read (tests/cli/accounting.py).
Cases named large_* are measured: seconds, and peak of resident memory of
scan, clean and restore. With --small they are small, as in CI. One long run
at a time; what they need (up to 8 GB) goes to the work folder and is removed.
"""

import argparse
import gzip
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tests" / "cli"))
import accounting  # noqa: E402

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
KILO = 1000


class Failure(Exception):
    pass


def require(condition, what):
    if not condition:
        raise Failure(what)


class Call:
    """A finished call of the program."""

    def __init__(self, command, limit=None, as_user=False):
        def prepare():
            if limit is not None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        if as_user and os.geteuid() == 0:
            command = ["setpriv",
                       "--bounding-set=-dac_override,-dac_read_search",
                       *command]
        self.command = command
        begin = time.monotonic()
        process = subprocess.Popen(command, preexec_fn=prepare,
                                   stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE)
        self.errors = process.stderr.read().decode("utf-8", "replace")
        process.stderr.close()
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds = time.monotonic() - begin
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss * 1024
        self.status = os.waitstatus_to_exitcode(status)
        process.returncode = self.status

    def done(self):
        require(self.status == 0,
                f"{self.command}: status {self.status}, {self.errors}")
        return self

    def refused(self, *words):
        require(self.status == 3,
                f"{self.command}: status {self.status}, expected 3, "
                f"{self.errors}")
        lines = self.errors.splitlines()
        require(len(lines) == 1 and ": " in lines[0],
                f"{self.command}: expected one line `where: what`, "
                f"{self.errors}")
        for word in words:
            require(word in lines[0], f"{lines[0]}: expected '{word}' in it")
        return self


class Bench:
    def __init__(self, tikrar, work, small):
        self.tikrar = os.path.abspath(tikrar)
        self.work = pathlib.Path(work)
        self.small = small
        self.table = []

    def path(self, name):
        return self.work / name

    def folder(self, name):
        path = self.path(name)
        path.mkdir(parents=True)
        return path

    def call(self, *arguments, **how):
        return Call([self.tikrar, *map(str, arguments), "--quiet"], **how)

    def scan(self, inputs, run, *options, **how):
        return self.call("scan", inputs, "-o", run, "--no-report", *options,
                         **how)

    def remove(self, *names):
        for name in names:
            for path in self.work.glob(name):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()

    def account(self, run, records=None, out=None, back=None):
        try:
            return accounting.check(
                str(self.path(run)), records,
                str(self.path(out)) if out else None,
                str(self.path(back)) if back else None)
        except accounting.Wrong as wrong:
            raise Failure(f"accounting: {wrong}") from wrong

    def cycle(self, inputs, records, *options):
        """Scan, clean, restore and the account of them."""
        self.scan(inputs, self.path("run"), *options).done()
        memory = [o for i, o in enumerate(options)
                  if o == "--memory" or options[i - 1:i] == ("--memory",)]
        self.call("clean", self.path("run"), "-o", self.path("out"),
                  *memory).done()
        self.call("restore", self.path("out"), "-o",
                  self.path("back")).done()
        said = self.account("run", records, "out", "back")
        self.remove("run", "out", "back")
        return said

    def sample(self, size):
        return size[1] if self.small else size[0]


def words(count, seed):
    rng = random.Random(seed)
    return ["".join(rng.choices(LETTERS, k=rng.randint(2, 8)))
            for _ in range(count)]


def paragraph(rng, vocabulary, count):
    return " ".join(rng.choices(vocabulary, k=count))


def write_news(path, documents, seed=1, first=0):
    """JSON Lines of short articles, some of them copies."""
    rng = random.Random(seed)
    vocabulary = words(3000, seed)
    texts = []
    with open(path, "w", encoding="utf-8") as out:
        for i in range(documents):
            if texts and i % 5 == 4:
                text = rng.choice(texts)
            else:
                text = "\n".join(paragraph(rng, vocabulary, 30)
                                 for _ in range(3)) + "\nشارك هذا الخبر"
                texts = texts[-50:] + [text]
            out.write(json.dumps({"id": f"n-{first + i}", "text": text},
                                 ensure_ascii=False) + "\n")


def tree(path):
    """Names and bytes below a folder; of run.json no times."""
    files = {}
    for file in sorted(path.rglob("*")):
        if not file.is_file():
            continue
        data = file.read_bytes()
        if file.name == "run.json":
            run = json.loads(data)
            del run["timing"], run["peak_rss_bytes"]
            data = json.dumps(run).encode()
        files[str(file.relative_to(path))] = data
    return files


def full_disk(bench):
    """A file may not grow beyond LIMIT: status 3, one line, no output under
    its name, nothing left in --tmp; given again, the same as undisturbed."""
    source = bench.folder("in")
    write_news(source / "a.jsonl", bench.sample((20000, 400)))
    size = (source / "a.jsonl").stat().st_size
    tmp = bench.folder("tmp")
    calls = {
        "run": ["scan", source, "--no-report"],
        "run_tmp": ["scan", source, "--no-report", "--memory", "1G", "--tmp",
                    tmp],
        "out": ["clean", bench.path("run")],
        "back": ["restore", bench.path("out")]}
    for name, arguments in calls.items():
        bench.call(*arguments, "-o", bench.path(name)).done()
        whole = tree(bench.path(name))
        largest = max(map(len, whole.values()))
        for limit in sorted({0, 100, 4096, size // 16, largest // 2,
                             largest - 1}):
            bench.remove("again")
            bench.call(*arguments, "-o", bench.path("again"),
                       limit=limit).refused()
            require(not bench.path("again").exists(), f"{name}: is there")
            require(not list(tmp.iterdir()), f"{name}: files left in --tmp")
        bench.call(*arguments, "-o", bench.path("again")).done()
        require(tree(bench.path("again")) == whole,
                f"{name}: given again, expected the same bytes")
        require(not bench.path("again.partial").exists(),
                f"{name}: .partial is left")
        bench.remove("again")
    return bench.account("run", None, "out", "back")


def small_device(bench):
    """A file system without room (tmpfs of 4 MB; root only)."""
    if os.geteuid() != 0:
        return "needs root, not run"
    source = bench.folder("in")
    write_news(source / "a.jsonl", 20000)
    full = bench.folder("full")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m",
                              "tikrar-faults", full], check=False,
                             capture_output=True)
    if mounted.returncode != 0:
        return "cannot mount, not run"
    try:
        bench.scan(source, full / "run").refused("no space left on device")
        require(not (full / "run").exists(), "run: is there")
        shutil.rmtree(full / "run.partial", ignore_errors=True)
        bench.scan(source, bench.path("run"), "--memory", "1G", "--tmp",
                   full).refused("no space left on device")
        require(not list(full.iterdir()), "files left in --tmp")
        bench.scan(source, bench.path("run")).done()
        bench.call("clean", bench.path("run"), "-o", full / "out").refused(
            "no space left on device")
        require(not (full / "out").exists(), "out: is there")
        shutil.rmtree(full / "out.partial", ignore_errors=True)
        bench.call("clean", bench.path("run"), "-o",
                   bench.path("out")).done()
        bench.call("restore", bench.path("out"), "-o",
                   full / "back").refused("no space left on device")
        require(not list(full.iterdir()), "restore: something is left")
        bench.call("restore", bench.path("out"), "-o",
                   bench.path("back")).done()
    finally:
        subprocess.run(["umount", full], check=False)
    return bench.account("run", None, "out", "back")


def unreadable_input(bench):
    """In the middle of a list: no permission, and a device that gives an
    error in the middle. Each is one reject, and what is around is read."""
    source = bench.folder("in")
    write_news(source / "a.jsonl", 20)
    write_news(source / "b.jsonl", 20, first=20)
    write_news(source / "d.jsonl", 20, first=40)
    (source / "b.jsonl").chmod(0)
    (source / "c.jsonl").symlink_to("/proc/self/mem")  # a read gives EIO
    bench.scan(source, bench.path("run"), as_user=True).done()
    said = bench.account("run", 42)
    bench.call("clean", bench.path("run"), "-o", bench.path("out"),
               as_user=True).done()
    bench.call("restore", bench.path("out"), "-o", bench.path("back")).done()
    rejects = list(accounting.rows(bench.path("run") / "rejects.jsonl"))
    for reject, word in zip(rejects, ["permission denied", "cannot be read"]):
        require(word in reject["error"], f"{reject}: expected '{word}'")
    bench.scan(source, bench.path("strict"), "--strict",
               as_user=True).refused()
    return bench.account("run", 42, "out", "back")


def changed_input(bench):
    """Between scan and clean: refused with the file. During the scan: the
    file is a reject that says so."""
    source = bench.folder("in")
    write_news(source / "a.jsonl", 50)
    write_news(source / "b.jsonl", 50, first=50)
    said = bench.cycle(source, 100)
    bench.scan(source, bench.path("run")).done()
    before = (source / "b.jsonl").read_bytes()
    for after in [before + b"\n", before[:-1], before.replace(b"\xd8", b"\xd9"),
                  b""]:
        (source / "b.jsonl").write_bytes(after)
        bench.call("clean", bench.path("run"), "-o",
                   bench.path("out")).refused("b.jsonl", "changed")
        require(not bench.path("out").exists(), "out: is there")
    (source / "b.jsonl").unlink()
    bench.call("clean", bench.path("run"), "-o",
               bench.path("out")).refused("b.jsonl", "does not exist")
    (source / "b.jsonl").write_bytes(before)
    bench.call("clean", bench.path("run"), "-o", bench.path("out")).done()
    bench.remove("run", "out", "out.partial")
    return said


def changed_during(bench):
    """A file that another program appends to while it is read."""
    source = bench.folder("in")
    write_news(source / "a.jsonl", 2000)
    data = (source / "a.jsonl").read_bytes()
    (source / "a.jsonl").write_bytes(data * bench.sample((40, 10)))
    process = subprocess.Popen(
        [bench.tikrar, "scan", source, "-o", bench.path("run"),
         "--no-report", "--quiet", "--find", "documents"],
        stderr=subprocess.PIPE)
    while process.poll() is None:
        with open(source / "a.jsonl", "ab") as file:
            file.write('{"text":"نص"}\n'.encode())
        time.sleep(0.0005)
    require(process.returncode == 0, process.stderr.read())
    rejects = list(accounting.rows(bench.path("run") / "rejects.jsonl"))
    require(len(rejects) == 1 and "changed while it was read" in
            rejects[0]["error"], f"{rejects}: expected the change")
    return "a reject says so"


def read_only_output(bench):
    source = bench.folder("in")
    write_news(source / "a.jsonl", 20)
    bench.scan(source, bench.path("run")).done()
    bench.call("clean", bench.path("run"), "-o", bench.path("out")).done()
    shut = bench.folder("shut")
    shut.chmod(0o500)
    for arguments in [["scan", source], ["clean", bench.path("run")],
                      ["restore", bench.path("out")]]:
        bench.call(*arguments, "-o", shut / "x", as_user=True).refused(
            "permission denied")
        require(not list(shut.iterdir()), f"{arguments[0]}: left something")
    bench.call("scan", source, "-o", bench.path("again"), "--memory", "1G",
               "--tmp", shut, as_user=True).refused("permission denied")
    return "refused"


def pack(data, name):
    if name.endswith(".gz"):
        return gzip.compress(data, 6, mtime=0)
    return subprocess.run(["zstd", "-qc"], input=data, check=True,
                          stdout=subprocess.PIPE).stdout


def broken_streams(bench):
    """gzip and zstd files cut and changed at many places, and with a broken
    member in the middle: what comes before is kept, the error says at which
    byte of the file, and clean and restore know what was read."""
    rng = random.Random(7)
    source = bench.folder("in")
    write_news(source / "plain.jsonl", bench.sample((6000, 500)))
    data = (source / "plain.jsonl").read_bytes()
    (source / "plain.jsonl").unlink()
    third = data.index(b"\n", len(data) // 3) + 1
    two = data.index(b"\n", 2 * len(data) // 3) + 1
    made = 0
    least = []  # documents where a middle part is broken
    for name in ["a.jsonl.gz", "a.jsonl.zst"]:
        whole = pack(data, name)
        parts = [pack(part, name) for part in
                 [data[:third], data[third:two], data[two:]]]
        files = []
        for _ in range(bench.sample((12, 4))):
            files.append(whole[:rng.randrange(1, len(whole))])
            at = rng.randrange(len(whole))
            files.append(whole[:at] + bytes([whole[at] ^ 0x24]) +
                         whole[at + 1:])
        middle = bytearray(parts[1])
        middle[len(middle) // 2] ^= 0xFF
        files.append(parts[0] + bytes(middle) + parts[2])
        files.append(parts[0] + b"garbage" + parts[2])
        files.append(b"".join(parts) + whole[:20])
        for i, stored in enumerate(files):
            (source / f"{i}.{name}").write_bytes(stored)
            made += 1
        least.append((f"{len(files) - 3}.{name}", data[:third].count(b"\n")))
        least.append((f"{len(files) - 2}.{name}", data[:third].count(b"\n")))
        least.append((f"{len(files) - 1}.{name}", data.count(b"\n")))
    bench.scan(source, bench.path("run"), "--find", "documents").done()
    run = json.load(open(bench.path("run") / "run.json", encoding="utf-8"))
    documents = {row["path"]: row["documents"] for row in run["inputs"]}
    for name, count in least:
        require(documents[name] >= count,
                f"{name}: {documents[name]} documents, expected {count} "
                f"at least")
    rejects = {run["inputs"][row["input"]]["path"]: row["error"]
               for row in accounting.rows(bench.path("run") /
                                          "rejects.jsonl")}
    require(len(rejects) == made, f"{len(rejects)} rejects of {made} files")
    for name, error in rejects.items():
        require("at byte " in error, f"{name}: '{error}': expected the byte")
    bench.call("clean", bench.path("run"), "-o", bench.path("out")).done()
    bench.call("restore", bench.path("out"), "-o", bench.path("back")).done()
    return bench.account("run", None, "out", "back")


def small_corpora(bench):
    """Of one document, of none, of empty files."""
    source = bench.folder("in")
    (source / "a.jsonl").write_text('{"text":"وثيقة واحدة لا غير"}\n')
    said = [bench.cycle(source, 1)]
    (source / "a.jsonl").unlink()
    said.append(bench.cycle(source, 0))
    for ending in ["jsonl", "ndjson", "json", "csv", "tsv", "wet", "warc"]:
        for packing in ["", ".gz", ".zst"]:
            path = source / f"a.{ending}{packing}"
            path.write_bytes(b"")
            if packing:
                (source / f"b.{ending}{packing}").write_bytes(
                    pack(b"", packing))
    said.append(bench.cycle(source, 0))
    (source / "a.txt").write_bytes(b"")
    said.append(bench.cycle(source, 1))
    return said[0] + "; " + said[2]


# ---------------------------------------------------------------- large ones


def measure(bench, name, source, records, *options, memory="1G", held=True):
    """A row of the table; the seconds of scan."""
    limit = {"": None, "1G": 1 << 30}[memory]
    if memory:
        options = (*options, "--memory", memory, "--tmp", bench.work)
    scan = bench.scan(source, bench.path("run"), *options)
    size = sum(f.stat().st_size for f in source.iterdir())
    if scan.status == 3:
        scan.refused("memory")
        require(not limit or scan.peak <= 1.02 * limit,
                f"{name}: peak of {scan.peak >> 20} MiB before the error")
        bench.table.append((name, memory, size, scan, None, None,
                            scan.errors.strip()))
        return scan
    scan.done()
    keep = ["--memory", memory] if memory else []
    stored = ["--tmp", bench.work] if memory else []
    clean = bench.call("clean", bench.path("run"), "-o", bench.path("out"),
                       *keep, *stored).done()
    restore = bench.call("restore", bench.path("out"), "-o",
                         bench.path("back"), *keep).done()
    said = bench.account("run", records, "out", "back")
    for call in (scan, clean, restore) if limit and held else ():
        require(call.peak <= limit,
                f"{call.command}: peak {call.peak >> 20} MiB")
    bench.table.append((name, memory, size, scan, clean, restore, said))
    bench.remove("run", "out", "back")
    return scan


def write_long(path, size, is_json):
    rng = random.Random(3)
    vocabulary = words(20000, 3)
    with open(path, "w", encoding="utf-8") as out:
        if is_json:
            out.write('{"id":"long","text":"')
        done = 0
        while done < size:
            text = paragraph(rng, vocabulary, 200)
            out.write(text + ("\\n" if is_json else "\n"))
            done += 2 * len(text)
        if is_json:
            out.write('"}\n{"id":"after","text":"بعد كل شيء"}\n')


def large_document(bench):
    """One document: a JSON line, a text file; within --max-record and
    beyond it, where it is a reject that says so."""
    for ending, more in [("jsonl", 1), ("txt", 0)]:
        for size in bench.sample(([60, 1000], [1, 20])):
            source = bench.folder("in")
            write_long(source / f"a.{ending}", size * KILO * KILO,
                       ending == "jsonl")
            for memory in ["", "1G"]:
                options = ["--max-record", "8M"] if bench.small else []
                measure(bench, f"a document of {size} MB, .{ending}", source,
                        1 + more, *options, memory=memory)
            bench.remove("in")
    return "measured"


def large_count(bench):
    """Documents of one word each, most of them met before."""
    calls = []
    for count in bench.sample(([2500 * KILO, 10000 * KILO],
                               [5 * KILO, 20 * KILO])):
        source = bench.folder("in")
        vocabulary = words(50000, 5)
        rng = random.Random(5)
        with open(source / "a.jsonl", "w", encoding="utf-8") as out:
            for _ in range(count):
                out.write('{"text":"' + rng.choice(vocabulary) + '"}\n')
        calls.append(measure(bench, f"{count} documents of one word", source,
                             count, memory="" if bench.small else "1G"))
        bench.remove("in")
    return linear(bench, calls)


def large_copies(bench):
    """Copies of one paragraph."""
    calls = []
    rng = random.Random(6)
    text = paragraph(rng, words(300, 6), 40)
    for count in bench.sample(([250 * KILO, 1000 * KILO],
                               [2 * KILO, 8 * KILO])):
        source = bench.folder("in")
        with open(source / "a.jsonl", "w", encoding="utf-8") as out:
            for i in range(count):
                out.write(f'{{"id":"c-{i}","text":"{text}"}}\n')
        calls.append(measure(bench, f"{count} copies of a paragraph", source,
                             count, memory="" if bench.small else "1G"))
        bench.remove("in")
    return linear(bench, calls)


def large_streams(bench):
    """Of many lines, plain and .zst: memory does not grow with the file."""
    size = bench.sample((1000, 5))
    source = bench.folder("in")
    count = size * 1200
    write_news(source / "a.jsonl", count)
    measure(bench, f"{count} documents, plain", source, count,
            "--find", "documents")
    subprocess.run(["zstd", "-q", "--rm", source / "a.jsonl"], check=True)
    measure(bench, f"{count} documents, .zst", source, count,
            "--find", "documents")
    return "measured"


def linear(bench, calls):
    """Four times as much in at most five times the time of the processor."""
    ratio = calls[1].cpu / max(calls[0].cpu, 1e-3)
    require(bench.small or ratio <= 5,
            f"four times as much takes {ratio:.1f} times the time")
    return f"four times as much takes {ratio:.1f} times the time"


CASES = [full_disk, small_device, unreadable_input, changed_input,
         changed_during, read_only_output, broken_streams, small_corpora,
         large_document, large_count, large_copies, large_streams]


def cell(call):
    if call is None:
        return "- | -"
    return f"{call.cpu:.1f} | {call.peak / 1e6:.0f}"


def print_table(table):
    print("\n| input | memory | MB | scan s | MB | clean s | MB | restore s "
          "| MB | account |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, memory, size, scan, clean, restore, said in table:
        print(f"| {name} | {memory or 'any'} | {size / 1e6:.0f} | "
              f"{cell(scan)} | {cell(clean)} | {cell(restore)} | {said} |")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--tikrar", required=True)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--work", default="")
    arguments = parser.parse_args()
    only = [name for name in arguments.only.split(",") if name]
    failed = 0
    table = []
    for case in CASES:
        if only and case.__name__ not in only:
            continue
        with tempfile.TemporaryDirectory(prefix="tikrar_faults_",
                                         dir=arguments.work or None) as work:
            bench = Bench(arguments.tikrar, work, arguments.small)
            bench.table = table
            begin = time.monotonic()
            try:
                said = case(bench)
            except Failure as failure:
                said = f"FAILED: {failure}"
                failed += 1
            for path in bench.work.rglob("*"):
                if path.is_dir():
                    path.chmod(0o700)
            print(f"{case.__name__}: {said} "
                  f"({time.monotonic() - begin:.0f} s)", flush=True)
    if table:
        print_table(table)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
