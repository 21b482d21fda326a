#!/usr/bin/env python3
"""Replay, what-if, publication and proof, views and the page that explains them, as a user has them.

  proof_test.py HAZE SOURCE_DIR
"""

import csv
import io
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

HAZE, SOURCE = "", pathlib.Path()

SPEC = """name: small
entries:
  - name: direct and passive
    roles: {inspector: direct, target: passive}
  - name: blind and sunlock
    roles: {inspector: blind, target: sunlock}
defaults: {adversary: idle}
scenarios: [afrl_inspection]
seeds: 2
format: round_robin
keep: decisions
isolation: shared
"""


class Proof(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="haze-proof-")
        cls.folder = pathlib.Path(cls.holder.name)
        cls.match = json.loads(cls.haze("play", "encore", "--seed", "1", "--in-process", "--json", "--seat", "red.adversary=idle", "--set", "duration_s=14400"))
        cls.haze("replay", "--refresh")

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    @classmethod
    def haze(cls, *arguments, code=0, db="haze.db"):
        done = subprocess.run([HAZE, *arguments] + ([] if db is None else ["--db", db]), cwd=cls.folder, capture_output=True, text=True, timeout=300)
        assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
        cls.said = done.stderr
        return done.stdout

    def ask(self, query, db="haze.db"):
        with sqlite3.connect(f"file:{self.folder / db}?mode=ro", uri=True) as database:
            return database.execute(query).fetchall()

    def test_a_branch_with_the_same_policies_has_the_same_bits_and_is_no_result(self):
        before = self.ask("SELECT * FROM matches") + self.ask("SELECT * FROM leaderboard")
        same = json.loads(self.haze("replay", "last", "--from", "3600", "--json"))
        self.assertTrue(same["same_bits"])
        self.assertEqual(same["digest"], self.match["digest"])
        self.assertEqual(self.ask("SELECT b.record = r.record FROM branches b JOIN records r USING (match_id)"), [(1,)])
        other = json.loads(self.haze("replay", "last", "--from", "3600", "--seat", "blue.inspector=blind", "--json"))
        self.assertFalse(other["same_bits"])
        self.assertGreaterEqual(other["first_difference_s"], 3600)
        self.assertEqual(self.ask("SELECT * FROM matches") + self.ask("SELECT * FROM leaderboard"), before)
        self.assertEqual(self.ask("SELECT count(*) FROM branches"), [(2,)])
        self.assertIn("all agree", self.haze("verify"))
        self.haze("replay", "last", "--from", "3600", "--seat", "red.nobody=sunlock", code=2)
        self.assertIn("names no seat", self.said)

    def test_refresh_gives_facts_and_positions_that_agree_with_the_export(self):
        source = self.ask("SELECT source FROM decoders WHERE name = 'series.py'")[0][0]
        self.assertLessEqual(len(source.strip().splitlines()), 25)
        decoder = {"__name__": "series"}
        exec(source, decoder)
        rows = list(csv.DictReader(io.StringIO(self.haze("export", "last", "--format", "csv", "-o", "-"))))
        for name, t_utc, samples, position in self.ask("SELECT object, t_utc, samples, position FROM series"):
            told = [row for row in rows if row["craft"] == name]
            xs, ys, zs = decoder["decode"](position)
            self.assertEqual(len(xs), samples)
            self.assertEqual(told[0]["t_utc"][:19], t_utc[:19])
            self.assertEqual(len(told), samples)
            for i in range(samples):
                for key, axis in zip(("x_gcrf_m", "y_gcrf_m", "z_gcrf_m"), (xs, ys, zs)):
                    self.assertAlmostEqual(float(told[i][key]), axis[i], delta=0.00051)
        self.assertEqual(len(self.ask("SELECT DISTINCT object FROM series")), 3)
        script = self.folder / "series.py"
        script.write_text(source)
        out = subprocess.run([sys.executable, script, self.folder / "haze.db"], capture_output=True, text=True, check=True).stdout.splitlines()
        self.assertEqual(len(out), sum(samples for (samples,) in self.ask("SELECT samples FROM series")))
        self.assertIn("+00:00 ", out[0])
        self.assertIn("all agree", self.haze("verify"))

    def test_a_public_copy_keeps_rows_and_proofs_and_hides_the_rest(self):
        db = "secret.db"
        bot = self.folder / "my_secret_bot.py"
        bot.write_text("import sys\nprint('whispered words', file=sys.stderr)\nsys.exit(3)\n")
        self.haze("play", "encore", "--seat", f"blue.inspector={bot}", "--set", "duration_s=7200", db=db)
        self.haze("play", "encore", "--in-process", "--set", "duration_s=7200", db=db)
        self.haze("replay", "last", "--from", "600", db=db)
        for key in ("key", "other"):
            subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", f"{key}.pem"], cwd=self.folder, check=True, capture_output=True)
            subprocess.run(["openssl", "pkey", "-in", f"{key}.pem", "-pubout", "-out", f"{key}.pub"], cwd=self.folder, check=True, capture_output=True)
        said = json.loads(self.haze("publish", "-o", "public.db", "--sign", "key.pem", "--json", db=db))
        self.assertEqual(said["matches"], 2)
        self.assertGreaterEqual(said["removed"]["records"], 1)
        self.assertEqual((said["removed"]["names_of_players"], said["removed"]["branches"]), (1, 1))
        whole = (self.folder / "public.db").read_bytes()
        for hidden in (b"my_secret_bot", b"whispered", str(self.folder).encode()):
            self.assertIn(hidden, (self.folder / db).read_bytes())
            self.assertNotIn(hidden, whole)
        self.assertEqual(self.ask("SELECT count(*) FROM records", "public.db"), [(0,)])
        scores = "SELECT match_id, side, line, points FROM scores ORDER BY 1, 2, 3"
        self.assertEqual(self.ask(scores, "public.db"), self.ask(scores, db))
        self.assertIn("all agree", self.haze("verify", "--key", "key.pub", db="public.db"))
        self.assertIn("signed by another key", self.haze("verify", "--key", "other.pub", db="public.db", code=1))
        self.assertIn("not signed", self.haze("verify", "--key", "key.pub", db=db, code=1))
        self.haze("publish", "-o", "public.db", db=db, code=2)
        self.assertIn("is there already", self.said)
        shutil.copy(self.folder / "public.db", self.folder / "forged.db")
        with sqlite3.connect(self.folder / "forged.db") as database:
            database.execute("UPDATE sides SET points = points + 1")
        self.assertIn("was changed", self.haze("verify", db="forged.db", code=1))

    def test_verify_and_readme_work_in_a_read_only_directory_and_leave_nothing(self):
        place = self.folder / "sealed"
        place.mkdir()
        shutil.copy(self.folder / "haze.db", place)
        script = (f"mount --bind {place} {place} && mount -o remount,ro,bind {place} && cd {place} && ! touch x 2>/dev/null && {HAZE} verify --db haze.db && ls -A "
                  "&& python3 -c \"import sqlite3; print(sqlite3.connect('file:haze.db?mode=ro', uri=True).execute('SELECT text FROM readme').fetchone()[0])\"")
        done = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True)
        if done.returncode != 0 and "ermitted" in done.stderr + done.stdout:
            self.skipTest("no right to mount a directory read-only: " + done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr + done.stdout)
        self.assertIn("all agree\nhaze.db\n", done.stdout)
        self.assertIn("wargaming framework", done.stdout)

    def test_the_page_is_fresh_and_each_of_its_queries_runs(self):
        subprocess.run([sys.executable, SOURCE / "tools/dev/results_doc", "--check"], check=True)
        schema = (SOURCE / "arbiter/store/schema.sql").read_text()
        queries = re.findall(r"^-- Try: (.*)$", schema, re.M)
        self.assertEqual(len(queries), schema.count("CREATE VIEW"))
        for query in queries:
            self.ask(query)
        page = (SOURCE / "docs/results.md").read_text()
        for query in re.findall(r"^    (SELECT .*;)$", page, re.M):
            self.ask(query)
        self.assertGreater(self.ask("SELECT count(*) FROM why_lost WHERE points_left > 0")[0][0], 0)

    def test_a_tournament_fills_pairs_and_histories(self):
        (self.folder / "small.yaml").write_text(SPEC)
        self.haze("tournament", "run", "small.yaml", db="small.db")
        self.assertEqual(self.ask("SELECT count(*), min(matches) FROM roots", "small.db"), [(1, 4)])
        self.assertIn("4 played again", self.haze("verify", db="small.db"))
        with sqlite3.connect(self.folder / "small.db") as database:
            database.execute("PRAGMA foreign_keys = OFF")
            victim = database.execute("SELECT match_id FROM attempts LIMIT 1").fetchone()[0]
            for table in ("seats", "sides", "scores", "milestones", "velocity_used", "facts", "records", "seals", "attempts"):
                database.execute(f"DELETE FROM {table} WHERE match_id = ?", (victim,))
        self.assertIn("the 3 results are not the 4 under its Merkle root", self.haze("verify", "--hashes-only", db="small.db", code=1))


if __name__ == "__main__":
    HAZE, SOURCE = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
