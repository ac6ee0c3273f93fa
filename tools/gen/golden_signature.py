#!/usr/bin/env python3
"""Writes tests/golden/signature_v2*.bin from the text of src/sketch/FORMAT.md.

    pip install xxhash
    tools/gen/golden_signature.py [--hex]

Shares nothing with the program but the definition of XXH3. The tests read the
files; nobody needs to run this again unless the format gets a new version.
"""

import pathlib
import struct
import sys

import xxhash

MASK32 = 2**32 - 1
MASK64 = 2**64 - 1
GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden"

TOKEN_SEED = 0x74696B7261720001
SLOT_SEED = 0x4D696E48617368
WORD_BASE = 0x9FB21C651E98DF25
LETTER_BASE = 0xD6E8FEB86659FD93

WORDS = (
    "خرج البحار من المرفا قبل الفجر وعاد البحار من المرفا قبل الغروب 2019"
).split()
LETTERS = "aنهرﷲ𞸀"


def mix64(x):
    x ^= x >> 30
    x = x * 0xBF58476D1CE4E5B9 & MASK64
    x ^= x >> 27
    x = x * 0x94D049BB133111EB & MASK64
    return x ^ x >> 31


def shingle_hashes(values, size, base):
    for start in range(len(values) - size + 1):
        total = 0
        for value in values[start:start + size]:
            total = (total * base + value) & MASK64
        yield mix64(total)


def slot_value(shingle, slot):
    constants = xxhash.xxh3_64_intdigest(struct.pack("<I", slot), SLOT_SEED)
    folded = mix64(shingle) >> 32 | 1
    return folded * (constants >> 32 | 1) & MASK32


def signature_bytes(shingles, slots, unit, size, profile):
    shingles = list(shingles)
    body = struct.pack("<4sBBBBHH", b"TKSG", 2, unit, size, profile, slots, 0)
    for slot in range(slots):
        least = min(slot_value(shingle, slot) for shingle in shingles)
        body += struct.pack("<I", least)
    return body + struct.pack("<Q", xxhash.xxh3_64_intdigest(body, 0))


def main():
    tokens = [
        xxhash.xxh3_64_intdigest(word.encode(), TOKEN_SEED) for word in WORDS
    ]
    files = {
        "signature_v2.bin": signature_bytes(
            shingle_hashes(tokens, 3, WORD_BASE), 128, 1, 3, 1
        ),
        "signature_v2_letters.bin": signature_bytes(
            shingle_hashes([ord(c) for c in LETTERS], 3, LETTER_BASE),
            8, 2, 3, 2,
        ),
    }
    for name, content in files.items():
        (GOLDEN / name).write_bytes(content)
        if "--hex" in sys.argv:
            print(name)
            for at in range(0, len(content), 16):
                print(f"{at:04x}  {content[at:at + 16].hex(' ')}")


if __name__ == "__main__":
    main()
