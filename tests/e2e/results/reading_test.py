#!/usr/bin/env python3
"""What a person asks of matches that were played: why was it lost, and where do two of them part.

  reading_test.py HAZE
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HAZE = ""


class Reading(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="haze-reading-")
        cls.folder = pathlib.Path(cls.holder.name)
        cls.haze("play", "encore", "--seed", "1", "--in-process")
        cls.haze("play", "encore", "--seed", "1", "--in-process")
        cls.haze("play", "encore", "--seed", "1", "--in-process", "--seat", "blue.inspector=blind")

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    @classmethod
    def haze(cls, *arguments, code=0):
        done = subprocess.run([HAZE, *arguments], cwd=cls.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
        return done.stdout

    def test_why_tells_what_each_line_lost_and_what_decided(self):
        won = json.loads(self.haze("why", "last~1", "--json"))
        shown = json.loads(self.haze("show", "last~1", "--json"))
        self.assertEqual((won["match_id"], won["winner"]), (shown["match_id"], shown["winner"]))
        self.assertEqual((won["decisive"]["kind"], won["decisive"]["craft"]), ("delivered", "jackal"))
        for side in shown["scores"]:
            lines = [line for line in won["lines"] if line["side"] == side["side"]]
            self.assertAlmostEqual(sum(line["points"] for line in lines), side["points"])
            self.assertEqual(lines, sorted(lines, key=lambda line: -line["lost"]))
            for line in lines:
                self.assertAlmostEqual(line["lost"], line["available"] - line["points"])

    def test_why_says_so_where_no_event_decided(self):
        lost = json.loads(self.haze("why", "last", "--json"))
        self.assertIsNone(lost["decisive"])
        self.assertIn("whole match", lost["note"])
        self.assertIn("whole match", self.haze("why"))

    def test_diff_finds_nothing_between_equal_matches_and_the_first_answer_between_others(self):
        self.assertIn("the same in all", self.haze("diff", "last~2", "last~1"))
        parted = json.loads(self.haze("diff", "last~1", "last", "--json", code=1))
        self.assertEqual((parted["equal"], parted["turn"], parted["beginning"]), (False, 0, ["blue.inspector: inspector/classical | inspector/blind"]))
        self.assertIn("blue.inspector answers otherwise", parted["message"])

    def test_wrong_words_are_told(self):
        self.haze("why", "nothing", code=2)
        self.haze("diff", "last", code=2)
        self.haze("diff", "last", "last~9", code=2)


if __name__ == "__main__":
    HAZE = sys.argv.pop(1)
    unittest.main(verbosity=2)
