"""The guard of instructions fails where they rise, and only there.

    instructions_test.py TIKRAR
"""

import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench/guard"))

import instructions  # noqa: E402

KEY = ("explain", "avx2")
SENTENCE = "افتتح الوزير صباح اليوم مشروع السد الجديد في الوادي. "
PROGRAM = None


def counted(sentences):
    """Instructions of `explain` of a text."""
    with tempfile.TemporaryDirectory() as folder:
        text = "".join(SENTENCE.replace("اليوم", f"اليوم {i}")
                       for i in range(sentences))
        return instructions.count_instructions(
            [PROGRAM, "explain", text], KEY[1],
            pathlib.Path(folder) / "profile")


class Compare(unittest.TestCase):
    def messages(self, count, expected):
        return instructions.compare({KEY: count}, {KEY: expected},
                                    lambda key: "  where it goes")

    def test_five_per_cent_pass_and_more_fails(self):
        failures, notes = self.messages(1_050_000, 1_000_000)
        self.assertEqual(failures, [])
        self.assertEqual(len(notes), 1)
        failures, _ = self.messages(1_050_001, 1_000_000)
        self.assertEqual(len(failures), 1)
        for part in ("explain (avx2)", "1,050,001", "1,000,000", "+5%",
                     "where it goes"):
            self.assertIn(part, failures[0])

    def test_less_passes_and_asks_for_a_new_count(self):
        failures, notes = self.messages(900_000, 1_000_000)
        self.assertEqual(failures, [])
        self.assertIn("renewed", notes[0])

    def test_a_command_without_a_count_fails(self):
        failures, _ = instructions.compare({KEY: 1}, {})
        self.assertEqual(len(failures), 1)

    def test_the_file_is_read_as_it_was_written(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "counts.csv"
            head = {"corpus": "0123", "compiler": "GNU 12.2.0"}
            instructions.write_expected({KEY: 12345}, head, path)
            self.assertEqual(instructions.read_expected(path),
                             ({KEY: 12345}, head))

    def test_every_guarded_command_has_a_count(self):
        counts, head = instructions.read_expected()
        self.assertEqual(
            sorted(counts),
            sorted((c.name, c.kernel) for c in instructions.COMMANDS))
        self.assertEqual(set(head), {"corpus", "compiler"})


class Counted(unittest.TestCase):
    def test_more_work_of_the_program_fails(self):
        before = counted(200)
        again, _ = instructions.compare({KEY: counted(200)}, {KEY: before})
        self.assertEqual(again, [])
        more, _ = instructions.compare({KEY: counted(400)}, {KEY: before})
        self.assertEqual(len(more), 1)
        self.assertIn(f"against {before:,}", more[0])

    def test_a_command_that_fails_is_said(self):
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaises(instructions.Failed):
                instructions.count_instructions(
                    [PROGRAM, "no-such-command"], "avx2",
                    pathlib.Path(folder) / "profile")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    try:
        instructions.check_requirements()
    except instructions.Skipped as skipped:
        print(f"instructions_test: skipped: {skipped}")
        sys.exit(instructions.SKIP)
    unittest.main()
