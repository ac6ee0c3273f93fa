#!/usr/bin/env python3
"""How soon `tikrar serve` is ready, and how soon it answers.

usage: serve.py PROGRAM RUN [--clients N] [--seconds S]

RUN is a scanned run; its serve.sqlite and serve-search.sqlite are deleted for
the first start. Prints seconds to ready and to search from a fresh and from a
prepared run, then milliseconds of answers by address under N clients that each
keep one connection: number, median, 99th percentile, maximum.
"""

import argparse
import collections
import http.client
import json
import pathlib
import random
import signal
import subprocess
import threading
import time
import urllib.parse


def start(program, run):
    begin = time.perf_counter()
    server = subprocess.Popen(
        [program, "serve", run, "--port", "0"], stderr=subprocess.PIPE,
        text=True)
    line = server.stderr.readline()
    if not line.startswith("ready: "):
        raise SystemExit(line)
    ready = time.perf_counter() - begin
    search = server.stderr.readline()
    if search != "ready: search\n":
        raise SystemExit(search)
    return server, line.split()[1], ready, time.perf_counter() - begin


def stop(server):
    server.send_signal(signal.SIGINT)
    return server.wait(timeout=20)


def get(connection, target):
    connection.request("GET", target)
    reply = connection.getresponse()
    body = reply.read()
    if reply.status != 200:
        raise SystemExit(f"{target}: {reply.status} {body[:200]}")
    return body


def targets(address):
    """The mix: what a person's clicks ask for, each address with others."""
    connection = http.client.HTTPConnection(address.netloc)
    rows = json.loads(get(connection, "/api/families?limit=1000"))["rows"]
    documents = json.loads(get(connection, "/api/documents?limit=1000"))["rows"]
    sources = json.loads(get(connection, "/api/sources"))["rows"]
    words = [word for row in rows for word in row["text"].split()[:3]]
    quote = urllib.parse.quote

    def pick(draw):
        family, other = draw.choice(rows), draw.choice(rows)
        document = draw.choice(documents)
        source = quote(draw.choice(sources)["source"] or "")
        word = quote(draw.choice(words))
        return draw.choice([
            "/api/run", "/api/sources", "/api/sharing",
            f"/api/sharing?measure=bytes&kind={family['kind']}",
            f"/api/templates?source={source}",
            f"/api/families?offset={draw.randrange(20000)}",
            f"/api/families?kind={family['kind']}&sort=date",
            f"/api/families?source={source}&sort=members",
            f"/api/families?q={word}",
            f"/api/family?id={family['family']}",
            f"/api/family?id={other['family']}",
            f"/api/align?family={family['family']}&a=0&b=1"
            if family["source_count"] > 1 else "/api/run",
            f"/api/documents?q={word}", f"/api/documents?source={source}",
            f"/api/document?doc={quote(document['doc'])}",
            "/api/cleaning", "/api/decisions"])

    return pick


def client(address, pick, seed, until, times):
    draw = random.Random(seed)
    connection = http.client.HTTPConnection(address.netloc)
    connection.connect()
    while time.perf_counter() < until:
        target = pick(draw)
        begin = time.perf_counter()
        get(connection, target)
        times.append((target.split("?")[0], time.perf_counter() - begin))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("run")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    for name in ("serve.sqlite", "serve-search.sqlite"):
        (pathlib.Path(arguments.run) / name).unlink(missing_ok=True)
    for state in ("fresh", "prepared"):
        server, address, ready, search = start(arguments.program, arguments.run)
        print(f"{state}: ready {ready:.2f} s, search {search:.2f} s")
        if state == "fresh":
            stop(server)
    address = urllib.parse.urlparse(address)
    pick = targets(address)
    until = time.perf_counter() + arguments.seconds
    times = [[] for _ in range(arguments.clients)]
    threads = [
        threading.Thread(target=client, args=(address, pick, i, until, own))
        for i, own in enumerate(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    by_path = collections.defaultdict(list)
    for own in times:
        for path, seconds in own:
            by_path[path].append(seconds)
            by_path["all"].append(seconds)
    for path, seconds in sorted(by_path.items()):
        seconds.sort()
        middle = seconds[len(seconds) // 2]
        late = seconds[min(len(seconds) - 1, len(seconds) * 99 // 100)]
        print(f"{path:16} {len(seconds):7} {middle * 1e3:8.1f} "
              f"{late * 1e3:8.1f} {seconds[-1] * 1e3:8.1f}")
    print(f"exit status {stop(server)}")


if __name__ == "__main__":
    main()
