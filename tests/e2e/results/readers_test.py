#!/usr/bin/env python3
"""A store in the hands of programs that know nothing of haze: the sqlite3 shell and pandas, without a right to write.

  readers_test.py HAZE
"""

import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest

try:
    import pandas
except ImportError:
    pandas = None

HAZE = ""


class Readers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="haze-readers-")
        cls.folder = pathlib.Path(cls.holder.name)
        cls.db = cls.folder / "haze.db"
        for seed in ("1", "2"):
            subprocess.run([HAZE, "play", "encore", "--seed", seed, "--in-process", "--set", "duration_s=21600", "--db", cls.db], check=True, capture_output=True)

    @classmethod
    def tearDownClass(cls):
        cls.holder.cleanup()

    def names(self):
        with sqlite3.connect(f"file:{self.db}?mode=ro", uri=True) as store:
            return [name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name")]

    def test_the_shell_reads_every_table_and_view(self):
        for name in self.names():
            done = subprocess.run(["sqlite3", "-readonly", "-json", self.db, f'SELECT count(*) AS n FROM "{name}"'], capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)
        self.assertEqual(sorted(os.listdir(self.folder)), ["haze.db"], "nothing is left beside the file")

    @unittest.skipIf(pandas is None, "no pandas here (apt-get install python3-pandas)")
    def test_pandas_reads_views_as_numbers(self):
        with sqlite3.connect(f"file:{self.db}?mode=ro", uri=True) as store:
            frames = {name: pandas.read_sql_query(f'SELECT * FROM "{name}"', store) for name in self.names()}
        board = frames["leaderboard"]
        self.assertEqual(int(board.loc[board["role"] == "inspector", "matches"].sum()), 2)
        self.assertTrue(pandas.api.types.is_float_dtype(board["mean_points"]))
        # Times are UTC and say so: pandas needs no format.
        times = pandas.to_datetime(frames["timeline"]["t_utc"])
        self.assertEqual(str(times.dt.tz), "UTC")
        self.assertTrue((times.diff().dropna()[frames["timeline"]["match_id"].duplicated()] >= pandas.Timedelta(0)).all())
        self.assertEqual(sorted(os.listdir(self.folder)), ["haze.db"])


if __name__ == "__main__":
    HAZE = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main(verbosity=2)
