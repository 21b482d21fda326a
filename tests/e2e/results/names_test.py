#!/usr/bin/env python3
"""Names from outside through every text way out: nothing in them drives a terminal, a spreadsheet, a database or a reader of JSON.

  names_test.py HAZE
"""

import csv
import io
import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata
import unittest

HAZE = ""

# Both names carry everything that a terminal, a browser, a database or a spreadsheet could obey.
NAMES = {
    "alpha": "=cmd|'/C calc'!A0 '); DROP TABLE seats; -- <script>alert(1)</script> \x1b[31m\x1b]0;title\x07 \u202eevil\u2069 \u009b2J",
    "beta": "@SUM(A1) \"quoted\", comma \u200bno width \x7f\r\nsecond line\ttab {0} %s \\x1b",
}
# The statements that put them where names are kept; a tournament's own registration refuses them.
COLUMNS = [("entries", "entry"), ("entries", "owner"), ("games", "first"), ("games", "second"), ("seats", "entry"), ("pair_tallies", "first"), ("pair_tallies", "second"), ("role_tallies", "entry")]


def unseen(text):
    """Characters that would be obeyed and not shown."""
    return sorted({hex(ord(c)) for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")})


class Names(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="haze-names-")
        cls.folder = pathlib.Path(cls.holder.name)
        (cls.folder / "small.yaml").write_text(
            "name: small\nentries:\n  - name: alpha\n    roles: {inspector: direct, target: passive}\n  - name: beta\n    roles: {inspector: direct, target: sunlock}\n"
            "scenarios: [encore]\nseeds: 1\nformat: round_robin\n"
        )
        cls.haze("tournament", "run", "small.yaml")
        store = sqlite3.connect(cls.folder / "haze.db")
        for table, column in COLUMNS:
            for old, new in NAMES.items():
                # "beta: adversary/escort" is the name of a default that stands in for beta.
                store.execute(f"UPDATE {table} SET {column} = ? || substr({column}, ?) WHERE {column} = ? OR {column} LIKE ? || ':%'", (new, len(old) + 1, old, old))
        store.execute("UPDATE attempts SET reason = ?", (NAMES["alpha"],))
        store.commit()
        store.close()

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    @classmethod
    def haze(cls, *arguments, code=0):
        done = subprocess.run([HAZE, *arguments], cwd=cls.folder, stdin=subprocess.DEVNULL, capture_output=True)
        assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
        return (done.stdout if code == 0 else done.stderr).decode()  # and it is UTF-8

    def test_no_text_for_people_drives_a_terminal(self):
        for arguments in (
            ["report"],
            ["log"],
            ["show", "last"],
            ["show", "last~1"],
            ["why", "last"],
            ["tournament", "table"],
            ["tournament", "table", "--audit"],
            ["tournament", "status"],
        ):
            text = self.haze(*arguments)
            self.assertEqual(unseen(text), [], arguments)
            if arguments[0] not in ("why",) and arguments[-1] != "status":
                self.assertIn("\\x1b[31m", text, arguments)
                self.assertIn("\\u202eevil", text, arguments)

    def test_complaints_about_a_name_show_it(self):
        for arguments in (
            ["show", NAMES["alpha"]],
            ["show", "last", "--" + NAMES["alpha"]],
            ["tournament", "table", NAMES["alpha"]],
            ["play", NAMES["alpha"]],
            ["rules", NAMES["alpha"]],
            ["play", "encore", "--in-process", "--seat", "blue.inspector=" + NAMES["beta"]],
        ):
            text = self.haze(*arguments, code=2)
            self.assertEqual(unseen(text), [], arguments)

    def test_json_holds_the_names_as_they_are(self):
        table = json.loads(self.haze("tournament", "table", "--json"))
        self.assertEqual({line["entry"] for line in table["standings"]}, set(NAMES.values()))
        shown = json.loads(self.haze("show", "last", "--json"))
        self.assertTrue(set(NAMES.values()) & {seat["policy"] for seat in shown["seats"]})
        for text in (self.haze("log", "--json"), self.haze("why", "last", "--json"), self.haze("tournament", "status", "--json")):
            json.loads(text)
        lines = self.haze("export", "--format", "jsonl", "--table", "all").splitlines()
        seats = [row for row in map(json.loads, lines) if row["table"] == "seats"]
        self.assertEqual({row["entry"] for row in seats if row["seat"] == "red.target"}, set(NAMES.values()))

    def test_a_spreadsheet_calculates_nothing(self):
        for table in ("entries", "games", "seats", "leaderboard", "crosstable"):
            text = self.haze("export", "--format", "csv", "--table", table)
            rows = list(csv.reader(io.StringIO(text, newline="")))
            self.assertEqual({len(row) for row in rows}, {len(rows[0])}, table)
            cells = [cell for row in rows[1:] for cell in row]
            self.assertTrue(any(NAMES["beta"] in cell for cell in cells), table)
            for cell in cells:
                if cell and cell[0] in "=+-@\t\r":
                    float(cell)  # a number is the one thing that may begin so

    def test_the_store_is_whole(self):
        store = sqlite3.connect(self.folder / "haze.db")
        self.assertEqual(store.execute("PRAGMA integrity_check").fetchone(), ("ok",))
        self.assertEqual(store.execute("SELECT count(*) FROM seats").fetchone(), (6,))

    def test_a_tournament_refuses_such_a_name_and_shows_it(self):
        for name in NAMES.values():
            (self.folder / "bad.yaml").write_text(json.dumps({"name": "bad", "entries": [{"name": name, "roles": {"inspector": "direct"}}], "scenarios": ["encore"], "seeds": 1}), encoding="utf-8")
            text = self.haze("tournament", "run", "bad.yaml", "--db", "bad.db", code=2)
            self.assertEqual(unseen(text), [])
            self.assertIn("name", text)


if __name__ == "__main__":
    HAZE = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
