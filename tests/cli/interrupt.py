#!/usr/bin/env python3
"""Feeds documents to a command without end and presses Ctrl-C on it.

usage: interrupt.py COMMAND...    (exit status: that of COMMAND)
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time

SECONDS_BEFORE_INTERRUPT = 1.5  # past the start, also under a load
SECONDS_TO_STOP = 60


def feed(stream):
    number = 0
    try:
        while True:
            text = " ".join(f"كلمة{number + i}" for i in range(200))
            line = json.dumps({"id": str(number), "text": text})
            stream.write((line + "\n").encode())
            number += 1
    except BrokenPipeError:
        pass


def main():
    process = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)
    threading.Thread(target=feed, args=[process.stdin], daemon=True).start()
    time.sleep(SECONDS_BEFORE_INTERRUPT)
    process.send_signal(signal.SIGINT)
    try:
        status = process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        sys.exit("did not stop")
    sys.stdout.flush()
    os._exit(status)  # the feeding thread may still hold the pipe


if __name__ == "__main__":
    main()
