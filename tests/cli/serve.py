#!/usr/bin/env python3
"""Starts `tikrar serve RUN` twice, asks it over HTTP, and stops it.

usage: serve.py PROGRAM RUN

The first server is stopped while it still makes the index of words, if it is
that slow; the second when it has answered. Prints what came back.
"""

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse

SECONDS_TO_STOP = 60
SECONDS_TO_INDEX = 60


def start(program, run):
    server = subprocess.Popen(
        [program, "serve", run, "--port", "0", "--json"],
        stdout=subprocess.PIPE, text=True)
    line = server.stdout.readline()
    return server, urllib.parse.urlparse(json.loads(line)["address"])


def stop(server, address, number):
    server.send_signal(number)
    status = server.wait(SECONDS_TO_STOP)
    with socket.socket() as other:
        refused = other.connect_ex((address.hostname, address.port)) != 0
    print(f"{number.name}: exit {status}, port is "
          f"{'free' if refused else 'taken'}")


def ask(address, method, target, body=None, **headers):
    connection = http.client.HTTPConnection(address.netloc, timeout=60)
    connection.request(method, target, body, headers)
    reply = connection.getresponse()
    data = reply.read().decode()
    connection.close()
    return reply, data


def main():
    program, run = sys.argv[1:]
    server, address = start(program, run)
    stop(server, address, signal.SIGINT)

    server, address = start(program, run)
    reply, page = ask(address, "GET", "/")
    policy = reply.getheader("Content-Security-Policy")
    print("page", reply.status, "default-src 'none'" in policy)
    token = re.search(r'"token":"([0-9a-f]{32})"', page)[1]

    reply, data = ask(address, "GET", "/api/run")
    print("run", reply.status, json.loads(data)["counts"]["documents_read"])

    _, data = ask(address, "GET", "/api/families?limit=1")
    family = json.loads(data)["rows"][0]
    word = urllib.parse.quote(family["text"].split()[0])
    until = time.monotonic() + SECONDS_TO_INDEX
    while True:
        reply, data = ask(address, "GET", f"/api/families?q={word}")
        if reply.status != 503 or time.monotonic() > until:
            break
        time.sleep(0.05)
    found = [row["family"] for row in json.loads(data)["rows"]]
    print("search", reply.status, family["family"] in found)
    # The run says whether its words can be searched, so its answer changes
    # once: not any more after a search has been answered.
    reply, _ = ask(address, "GET", "/api/run")
    again, _ = ask(address, "GET", "/api/run", **{
        "If-None-Match": reply.getheader("ETag")})
    print("run again", again.status)

    decision = json.dumps({"family": family["family"], "decision": "keep"})
    kind = {"Content-Type": "application/json"}
    for name, headers in (("stranger", {}), ("page", {"X-Tikrar-Token": token})):
        reply, _ = ask(address, "PUT", "/api/decisions", decision,
                       **kind, **headers)
        print("decision of a", name, reply.status)
    print("another site", ask(address, "GET", "/api/run",
                              Origin="http://a.example")[0].status)
    print("another name", ask(address, "GET", "/api/run",
                              Host="a.example")[0].status)
    print("a file", ask(address, "GET", "/%2e%2e/run.json")[0].status)
    stop(server, address, signal.SIGTERM)


if __name__ == "__main__":
    main()
