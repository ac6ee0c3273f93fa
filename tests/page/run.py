"""Builds the page anew and tests it: run.py WHAT SOURCE_DIR BUILD_DIR PROGRAM

build: the checked-in page is what its sources give, byte for byte; its text
functions do what they should.
views: the page in headless Chromium.
speed: how soon a large one answers there, and how it scrolls.

Exit status 77, a skip, where Node, npm or Chromium is missing, or where the
packages of the lock files cannot be had.
"""

import filecmp
import hashlib
import os
import shutil
import subprocess
import sys

SKIP = 77
# What npm calls a registry that it cannot reach, or that has not the package.
OUT_OF_REACH = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET",
                "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH", "ENOTCACHED",
                "ERR_SOCKET_TIMEOUT", "E403", "E404", "E407", "E502", "E503",
                "E504", "SELF_SIGNED_CERT_IN_CHAIN",
                "UNABLE_TO_GET_ISSUER_CERT_LOCALLY")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIP)


def tool(*names):
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    return skip(f"no {' or '.join(names)} on this machine")


def copy_sources(source, target, leave_out):
    """Renews `target`, but for what npm put there."""
    os.makedirs(target, exist_ok=True)
    for name in os.listdir(target):
        if name in ("node_modules", "lock.sha256"):
            continue
        path = os.path.join(target, name)
        shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
    for name in os.listdir(source):
        if name in leave_out:
            continue
        path = os.path.join(source, name)
        copy = shutil.copytree if os.path.isdir(path) else shutil.copy2
        copy(path, os.path.join(target, name))


def install(folder):
    """npm ci, unless this lock file's packages are there."""
    npm = tool("npm")
    with open(os.path.join(folder, "package-lock.json"), "rb") as file:
        lock = hashlib.sha256(file.read()).hexdigest()
    stamp = os.path.join(folder, "lock.sha256")
    if os.path.exists(stamp):
        with open(stamp, encoding="ascii") as file:
            if file.read() == lock:
                return
    done = subprocess.run(
        [npm, "ci", "--no-fund", "--no-audit", "--prefer-offline",
         "--fetch-retries=1", "--fetch-timeout=30000"],
        cwd=folder, check=False, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print(done.stderr)
        if any(code in done.stderr for code in OUT_OF_REACH):
            skip("npm reaches no registry")
        sys.exit(1)
    with open(stamp, "w", encoding="ascii") as file:
        file.write(lock)


def run(command, folder, **extra):
    environment = {**os.environ, **extra}
    done = subprocess.run(command, cwd=folder, env=environment, check=False)
    if done.returncode != 0:
        sys.exit(1)


def build(source_dir, build_dir, program):
    node = tool("node", "nodejs")
    page = os.path.join(source_dir, "src", "report", "page")
    work = os.path.join(build_dir, "page")
    copy_sources(page, work, ("node_modules", "dist"))
    install(work)
    bin_folder = os.path.join(work, "node_modules", ".bin")
    run([os.path.join(bin_folder, "tsc"), "--noEmit"], work)
    run([os.path.join(bin_folder, "vite"), "build", "--logLevel", "warn"],
        work)
    made = os.path.join(work, "dist", "page.html")
    kept = os.path.join(page, "dist", "page.html")
    if not filecmp.cmp(made, kept, shallow=False):
        print(f"{kept}: differs from what its sources give, run npm ci and "
              "npm run build in src/report/page and check it in")
        sys.exit(1)
    units = os.path.join(work, "units")
    run([os.path.join(bin_folder, "esbuild"), "src/text/utf8.ts",
         "src/text/normalize.ts", "src/text/align.ts", "src/text/segments.ts",
         "--bundle", "--format=esm", "--out-extension:.js=.mjs",
         f"--outdir={units}", "--log-level=warning"], work)
    tests = os.path.join(source_dir, "tests", "page", "units.test.mjs")
    run([node, "--test", tests], work, TIKRAR_PAGE_UNITS=units,
        TIKRAR_PROGRAM=program)


def in_browser(file, source_dir, build_dir, program):
    node = tool("node", "nodejs")
    chromium = os.environ.get("TIKRAR_CHROMIUM") or tool(*CHROMIUM)
    work = os.path.join(build_dir, "page_tests")
    copy_sources(os.path.join(source_dir, "tests", "page"), work,
                 ("node_modules",))
    install(work)
    run([node, "--test", f"{file}.test.mjs"], work, TIKRAR_CHROMIUM=chromium,
        TIKRAR_PROGRAM=program, TIKRAR_SOURCE_DIR=source_dir,
        TIKRAR_PAGE_OUT=os.path.join(build_dir, "page_screenshots"))


def main():
    what, source_dir, build_dir, program = sys.argv[1:]
    paths = [os.path.abspath(path) for path in
             (source_dir, build_dir, program)]
    if what == "build":
        build(*paths)
    else:
        in_browser(what, *paths)


if __name__ == "__main__":
    main()
