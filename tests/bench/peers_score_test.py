"""Recall and precision of bench/peers/score.py, counted by hand."""

import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench/peers"))

import inputs  # noqa: E402
import score  # noqa: E402

# Five documents and two blocks; a-b and b-c are near, a is contained in d.
TRUTH = """judged\tdocument\ta\t0
judged\tdocument\tb\t0
judged\tdocument\tc\t0
judged\tdocument\td\t0
judged\tdocument\te\t0
document\ta\t0\tb\t0\t0.900000\t0.950000
document\tc\t0\tb\t0\t0.700000\t0.800000
document\td\t0\ta\t0\t0.300000\t0.900000
judged\tblock\ta\t0
judged\tblock\tb\t12
block\ta\t0\tb\t12\t0.800000\t0.900000
"""


class Score(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        (self.path / "truth").write_text(TRUTH)
        self.truth = score.read_truth(self.path / "truth", "document", 0.7)

    def found(self, text):
        (self.path / "found").write_text(text)
        return score.read_adapter(self.path / "found")

    def test_reads_the_truth_of_one_unit(self):
        self.assertEqual(self.truth.near, {("a", "b"), ("b", "c")})
        self.assertEqual(self.truth.contained, {("a", "d")})
        blocks = score.read_truth(self.path / "truth", "block", 0.7)
        self.assertEqual(blocks.near, {("a@0", "b@12")})

    def test_pairs(self):
        # One right near pair, one contained, one wrong, one of a text that
        # has no shingle.
        own = score.score(self.found(
            "pair\tb\ta\npair\ta\td\npair\td\te\npair\ta\tempty\n"),
            self.truth)
        self.assertEqual(own.pairs, 3)
        self.assertAlmostEqual(own.recall, 1 / 2)
        self.assertAlmostEqual(own.contained_recall, 1)
        self.assertAlmostEqual(own.precision, 2 / 3)
        # a, b, d, e are marked; a, b, c have a near copy, d is contained in.
        self.assertAlmostEqual(own.unit_recall, 2 / 3)
        self.assertAlmostEqual(own.unit_precision, 3 / 4)

    def test_groups_count_with_all_their_pairs(self):
        own = score.score(self.found("group\ta\tb\tc\tempty\n"), self.truth)
        self.assertEqual(own.pairs, 3)
        self.assertAlmostEqual(own.recall, 1)
        self.assertAlmostEqual(own.contained_recall, 0)
        self.assertAlmostEqual(own.precision, 2 / 3)
        self.assertAlmostEqual(own.unit_precision, 1)

    def test_flags_say_nothing_of_pairs(self):
        own = score.score(self.found("flag\ta\nflag\te\n"), self.truth)
        self.assertIsNone(own.recall)
        self.assertIsNone(own.precision)
        self.assertAlmostEqual(own.unit_recall, 1 / 3)
        self.assertAlmostEqual(own.unit_precision, 1 / 2)

    def test_nothing_found_is_no_recall(self):
        own = score.score(self.found("stage\tread\t0.5\n"), self.truth)
        self.assertEqual((own.recall, own.pairs, own.unit_recall), (0, 0, 0))

    def test_matches_of_tikrar_on_another_shingle_are_apart(self):
        row = ('{{"unit":"{0}","a":{{"doc":"a","begin":0}},'
               '"b":{{"doc":"b","begin":12}},"shingle":"{1}"}}\n')
        (self.path / "matches").write_text(
            row.format("block", "word:3") + row.format("block", "char:3")
            + row.format("document", "word:3"))
        found = score.read_matches(self.path / "matches", "block")
        self.assertEqual(found.pairs, {("a@0", "b@12")})
        self.assertEqual(found.other_grounds, 1)

    def test_unknown_findings_are_refused(self):
        with self.assertRaises(ValueError):
            self.found("cluster\ta\tb\n")


class Inputs(unittest.TestCase):
    def test_blocks_are_cut_at_their_begin_and_line_end(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            corpus = path / "corpus.jsonl"
            corpus.write_text('{"id": "a", "text": "\u0623\u0628 x\\ntwo \\r'
                              'three\u2028four"}\n', encoding="utf-8")
            (path / "truth").write_text(
                "judged\tdocument\ta\t0\ndocument\ta\t0\tb\t0\t1\t1\n"
                "judged\tblock\ta\t0\n"
                "judged\tblock\ta\t7\njudged\tblock\ta\t12\n")
            inputs.make_blocks(corpus, path / "truth", path / "blocks")
            self.assertEqual(
                (path / "blocks").read_text(encoding="utf-8").splitlines(),
                ['{"id": "a@0", "text": "\u0623\u0628 x"}',
                 '{"id": "a@7", "text": "two"}',
                 '{"id": "a@12", "text": "three"}'])


if __name__ == "__main__":
    unittest.main()
