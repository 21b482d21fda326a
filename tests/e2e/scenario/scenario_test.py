#!/usr/bin/env python3
"""What `haze scenario` and `haze rules` answer, write and leave alone.

  scenario_test.py HAZE SOURCE_FOLDER [unittest arguments]
"""

import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HAZE = ""
SOURCE = pathlib.Path()

WRONG = """\
base: encore
duratoin_s: 5
draw_band: -1
vehicles:
  jackal: {mass_kg: heavy}
  puma: {model: panther}
"""
ERRORS = """\
wrong.yaml:2:1: duratoin_s is not a known key; did you mean duration_s?
wrong.yaml:3:12: draw_band is -1; allowed: 0 to 100
wrong.yaml:5:21: vehicles.jackal.mass_kg is "heavy"; expected: a number
wrong.yaml:6:17: vehicles.puma.model is "panther", which has no file in vehicles/
"""


class Scenario(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haze-scenario-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_haze(self, *arguments, code=0):
        """stdout of a command that must end with `code`."""
        done = subprocess.run([HAZE, *map(str, arguments)], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.assertEqual(done.returncode, code, f"haze {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
        self.stderr = done.stderr
        return done.stdout

    def write(self, name, text):
        (self.folder / name).write_text(text)
        return name

    def files(self):
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))

    def shipped(self):
        return json.loads(self.run_haze("scenario", "list", "--json"))["scenarios"]

    def test_every_shipped_scenario_is_listed_valid_and_told(self):
        names = [scenario["name"] for scenario in self.shipped()]
        self.assertIn("victus_haze", names)
        checked = json.loads(self.run_haze("scenario", "validate", *names, "--json"))["scenarios"]
        self.assertEqual([(one["scenario"], one["valid"], one["errors"]) for one in checked], [(name, True, []) for name in names])
        for name in names:
            self.assertIn(name, self.run_haze("scenario", "list"))
            words = self.run_haze("rules", name)
            told = json.loads(self.run_haze("rules", name, "--json"))
            for line in told["score"]:
                self.assertIn(f"  {line['name']}: ", words)
            for side in {line["side"] for line in told["score"]}:
                self.assertEqual(sum(line["points"] for line in told["score"] if line["side"] == side), 100.0)

    def test_every_error_is_told_at_its_place_and_nothing_is_written(self):
        wrong = self.write("wrong.yaml", WRONG)
        for command in (["scenario", "validate"], ["scenario", "show"], ["rules"], ["play"]):
            self.assertEqual(self.run_haze(*command, wrong, code=2), "")
            self.assertEqual(self.stderr, ERRORS)
            self.assertEqual(self.files(), [wrong])
        (told,) = json.loads(self.run_haze("scenario", "validate", wrong, "--json", code=2))["scenarios"]
        self.assertFalse(told["valid"])
        self.assertEqual("".join(f"{e['file']}:{e['line']}:{e['column']}: {e['message']}\n" for e in told["errors"]), ERRORS)

    def test_a_change_that_cannot_be_is_refused(self):
        self.run_haze("scenario", "show", "encore", "--set", "jackal.dv_mp=200", "--set", "draw_band=1000", code=2)
        self.assertIn("--set jackal.dv_mp=200: vehicles.jackal.dv_mp is not a known key; did you mean dv_mps?\n", self.stderr)
        self.assertIn("--set draw_band=1000: draw_band is 1000; allowed: 0 to 100\n", self.stderr)

    def test_what_show_prints_is_the_same_scenario(self):
        for scenario in self.shipped():
            text = self.run_haze("scenario", "show", scenario["name"])
            copy = self.write("copy.yaml", text)
            again = json.loads(self.run_haze("scenario", "show", copy, "--json"))
            self.assertEqual(again["hash"], scenario["hash"])
            self.assertEqual(hashlib.sha256(again["canonical_text"].encode()).hexdigest(), scenario["hash"])

    def test_a_set_is_part_of_the_hash(self):
        hash_of = lambda *sets: json.loads(self.run_haze("scenario", "show", "encore", "--json", *sets))["hash"]
        self.assertNotEqual(hash_of("--set", "jackal.dv_mps=200"), hash_of())
        self.assertEqual(hash_of("--set", "jackal.dv_mps=250"), hash_of())

    def test_freeze_makes_the_missing_table_and_names_it(self):
        # The first has no table of its own, the second an impossible one; both are cured.
        for astronomy in ("", "astronomy: {file: tables/none.txt, sha256: 12}\n"):
            duel = self.write("duel.yaml", "base: encore\n" + astronomy + "duration_s: 172800\n")
            self.run_haze("scenario", "validate", duel, code=2)
            before = (self.folder / duel).read_text()
            dry = self.run_haze("scenario", "freeze", duel, "--dry-run")
            self.assertEqual((self.folder / duel).read_text(), before)
            line = self.run_haze("scenario", "freeze", duel)
            self.assertEqual(line, dry)
            self.assertIn(line, (self.folder / duel).read_text())
            self.run_haze("scenario", "validate", duel)
        told = json.loads(self.run_haze("scenario", "freeze", duel, "--json"))
        self.assertEqual(hashlib.sha256((self.folder / told["file"]).read_bytes()).hexdigest(), told["sha256"])
        self.assertEqual(self.files(), ["duel.yaml", "tables", told["file"]])

    def test_shipped_tables_are_what_freeze_makes(self):
        for scenario in self.shipped():
            text = json.loads(self.run_haze("scenario", "show", scenario["name"], "--json"))["canonical_text"]
            if "astronomy:" not in text:  # forces without Sun, Moon and the Earth's rotation
                continue
            told = json.loads(self.run_haze("scenario", "freeze", scenario["name"], "--dry-run", "--json"))
            self.assertIn(told["sha256"], text)

    def test_docs_are_the_readme(self):
        self.run_haze("scenario", "docs", "-o", "README.md")
        self.assertEqual((self.folder / "README.md").read_text(), (SOURCE / "scenarios" / "README.md").read_text())

    def test_every_command_explains_itself_with_an_example(self):
        for command in ("list", "show", "validate", "freeze", "docs"):
            self.assertIn("Example:\n  haze scenario " + command, self.run_haze("scenario", command, "--help"))
        self.assertIn("Example:\n  haze rules", self.run_haze("rules", "--help"))


if __name__ == "__main__":
    HAZE, SOURCE = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
