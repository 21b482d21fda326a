#!/usr/bin/env python3
"""Tournaments through Slurm on a cluster of two nodes on this host.

  slurm_test.py HAZE [unittest arguments]

Exit code 77 (skipped) where no cluster can be started.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import slurm_cluster

HAZE = ""
SPECIFICATION = """name: test
entries:
  - {name: a, roles: {inspector: direct, target: passive}}
  - {name: b, roles: {inspector: blind, target: sunlock}}
  - {name: c, roles: {inspector: blind, target: passive}}
scenarios: [short.yaml]
seeds: SEEDS
"""


class Slurm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = tempfile.TemporaryDirectory(prefix="haze-slurm-")
        cls.cluster = slurm_cluster.Cluster(cls.base.name)
        error = cls.cluster.up()
        if error:
            cls.cluster.down()
            raise AssertionError(error)

    @classmethod
    def tearDownClass(cls):
        cls.cluster.down()
        cls.base.cleanup()

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haze-tournament-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "short.yaml").write_text("base: encore\nname: short\nduration_s: 3600\n")
        (self.folder / "secret").write_text("a secret of the test\n")

    def command(self, db, *more):
        return [HAZE, "tournament", "run", "spec.yaml", "--db", db, "--secret-file", "secret", "--jobs", "1", *more]

    def start(self, seeds, shards):
        (self.folder / "spec.yaml").write_text(SPECIFICATION.replace("SEEDS", str(seeds)))
        return subprocess.Popen(self.command("t.db", "--executor", "slurm", "--shards", str(shards)), cwd=self.folder, env=self.cluster.environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def finish(self, running):
        out = running.communicate(timeout=200)[0]
        self.assertEqual(running.returncode, 0, out)
        done = subprocess.run(self.command("calm.db"), cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        tables = [subprocess.run([HAZE, "tournament", "table", "--db", db, "--json"], cwd=self.folder, capture_output=True, text=True).stdout for db in ("t.db", "calm.db")]
        self.assertEqual(*tables)
        return out

    def test_shards_of_an_array_give_the_table_of_one_machine(self):
        self.assertIn("48 matches added", self.finish(self.start(seeds=8, shards=4)))

    def test_a_shard_that_a_signal_killed_is_played_again(self):
        running = self.start(seeds=40, shards=2)
        self.assertTrue(self.cluster.wait(self.cluster.workers), "no shard started")
        os.kill(next(iter(self.cluster.workers().values())), 9)
        self.assertIn("240 matches added", self.finish(running))

    def test_a_node_that_dies_loses_nothing(self):
        running = self.start(seeds=40, shards=2)
        self.assertTrue(self.cluster.wait(self.cluster.workers), "no shard started")
        self.cluster.kill_node("b")
        self.assertIn("240 matches added", self.finish(running))
        self.cluster.daemons["b"].wait()
        self.cluster.start("b", "slurmd", "-D", "-N", "b")


if __name__ == "__main__":
    HAZE = os.path.abspath(sys.argv.pop(1))
    reason = slurm_cluster.missing()
    if reason:
        print("skipped: no Slurm cluster here:", reason)
        sys.exit(77)
    unittest.main()
