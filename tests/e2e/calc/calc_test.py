#!/usr/bin/env python3
"""What `haze calc` reads, writes and exits with.

  calc_test.py HAZE SOURCE_FOLDER [unittest arguments]
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HAZE = ""
SOURCE = pathlib.Path()

# Kepler's equation at perigee and apogee: numbers that need no source.
GOOD = {"id": "apogee", "inputs": {"M_deg": 180, "e": 0.5}, "expected": {"E_deg": 180, "nu_deg": 180}, "tolerance": {"abs": 1e-9}}
BAD = {"id": "wrong", "inputs": {"M_deg": 180, "e": 0.5}, "expected": {"E_deg": 181}, "tolerance": {"abs": 1e-9}}
UNKNOWN = {"id": "other", "inputs": {"colour": 1}, "expected": {"E_deg": 181}, "tolerance": {"abs": 1e-9}}


class Calc(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haze-calc-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_haze(self, *arguments, text="", code=0):
        done = subprocess.run([HAZE, "calc", *arguments], input=text, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def reference(self, name, *vectors):
        path = self.folder / name
        path.write_text(json.dumps({"family": "kepler", "vectors": vectors}), encoding="utf-8")
        return str(path)

    def test_lines_in_are_lines_out(self):
        done = self.run_haze("kepler", text='{"M_rad": 0, "e": 0.5}\n{"M_rad": 3, "e": 0.5}\n')
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(answers), 2)
        self.assertAlmostEqual(answers[0]["E_rad"], 0)

    def test_a_bad_line_has_its_number_and_the_exit_code_is_2(self):
        done = self.run_haze("kepler", text='{"M_rad": 0, "e": 0.5}\n{"M_rad": 0}\n', code=2)
        answer = json.loads(done.stdout.splitlines()[1])
        self.assertEqual(answer["line"], 2)
        self.assertIn("lacks e", answer["error"])
        self.run_haze("od", text="{}\n", code=2)

    def test_check_exits_with_what_it_found(self):
        good = self.reference("good.json", GOOD, UNKNOWN)
        bad = self.reference("bad.json", GOOD, BAD)
        done = self.run_haze("--check", good)
        self.assertIn("1 pass, 0 fail, 1 not covered", done.stdout)
        self.run_haze("--check", good, bad, code=1)
        self.run_haze("--check", str(self.folder / "missing.json"), code=2)
        self.run_haze("--check", code=2)
        self.run_haze(code=2)
        self.run_haze("colour", code=2)

    def test_json_is_an_object_for_one_file_and_an_array_for_several(self):
        good = self.reference("good.json", GOOD, UNKNOWN)
        one = json.loads(self.run_haze("--check", "--json", good).stdout)
        self.assertEqual([check["status"] for check in one["checks"]], ["pass", "not_covered"])
        self.assertEqual(one["checks"][0]["id"], "apogee")
        self.assertLess(one["checks"][0]["difference"], one["checks"][0]["tolerance"])
        self.assertIsNone(one["checks"][1]["difference"])
        both = json.loads(self.run_haze("--check", good, good, "--json").stdout)
        self.assertEqual([entry["file"] for entry in both], [good, good])

    def test_help_has_every_kind_and_its_fields(self):
        self.assertIn("lambert", self.run_haze("--help").stdout)
        self.assertIn("min_elevation", self.run_haze("look", "--help").stdout)

    def test_the_references_at_hand_pass(self):
        folder = SOURCE / ".." / "shared" / "reference"
        files = [str(path) for path in sorted(folder.glob("*.json")) if path.stem not in ("iod", "ratings")]
        if not files:
            self.skipTest(f"no reference files at {folder}")
        self.run_haze("--check", *files)


if __name__ == "__main__":
    HAZE = sys.argv[1]
    SOURCE = pathlib.Path(sys.argv[2])
    unittest.main(argv=[sys.argv[0]] + sys.argv[3:])
