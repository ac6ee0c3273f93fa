"""The library neither prints nor ends the process: libtikrar.a refers to no
symbol that would.

    silence.py LIBTIKRAR.A [NM]

Two are let through. std::terminate comes with std::thread, whose destructor
and assignment call it inline. __assert_fail comes with NDEBUG unset, from
the assertions of Abseil's inline functions; builds that users run have none.
"""

import re
import subprocess
import sys

import common

FORBIDDEN = re.compile(
    r"^(abort|exit|_exit|_Exit|quick_exit"
    r"|(__)?v?printf(_chk)?|puts|putchar|perror|psignal"
    r"|stdout|stderr|syslog"
    r"|std::w?c(out|err)|std::w?clog"
    r"|absl::.*raw_log.*)(\(.*)?(@.*)?$"
)


def check_symbols(listing):
    """Problems in what `nm -C --undefined-only` prints of an archive."""
    problems = []
    member = "?"
    for line in listing.splitlines():
        if line.endswith(":"):
            member = line[:-1]
        match = re.match(r"\s*[Uuvw] (.*)$", line)
        if match and FORBIDDEN.match(match.group(1)):
            problems.append(f"{member}: refers to {match.group(1)}")
    return problems


def check(archive, nm="nm"):
    command = [nm, "-C", "--undefined-only", archive]
    listing = subprocess.run(
        command, capture_output=True, check=True, text=True
    ).stdout
    if " U " not in listing:
        return [f"{archive}: has no undefined symbol, expected some"]
    return check_symbols(listing)


if __name__ == "__main__":
    common.main("silence", check(*sys.argv[1:]))
