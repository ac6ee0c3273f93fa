#!/usr/bin/env python3
"""Runs a command on a terminal of its own and copies what it shows.

usage: in_terminal.py COMMAND...    (exit status: that of COMMAND)
"""

import os
import pty
import sys


def read(descriptor):
    data = os.read(descriptor, 65536)
    return data.replace(b"\r\n", b"\n")


if __name__ == "__main__":
    sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], read)))
