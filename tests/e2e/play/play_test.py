#!/usr/bin/env python3
"""Plays matches with the real program, as a user or a program does, and looks at what it says, writes and leaves behind.

  play_test.py HAZE [unittest arguments]          every claim below
  play_test.py HAZE --digests SCENARIO FIRST LAST  the same digest in-process, over a unix socket, over TCP, twice
"""

import json
import os
import pathlib
import select
import signal
import sqlite3
import subprocess
import sys
import tempfile
import unittest

HAZE = ""


def ended(pid, limit_s=10.0):
    """Whether a process, anybody's child, has ended or ends within the limit."""
    try:
        fd = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        poll = select.poll()
        poll.register(fd, select.POLLIN)
        return bool(poll.poll(limit_s * 1000))
    finally:
        os.close(fd)


class Haze(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haze-play-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.db = self.folder / "haze.db"

    def run_haze(self, *arguments, code=0):
        """stdout of a command that must end with `code`."""
        done = subprocess.run([HAZE, *map(str, arguments)], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.assertEqual(done.returncode, code, f"haze {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
        self.stderr = done.stderr
        return done.stdout

    def play(self, *arguments, code=0):
        return json.loads(self.run_haze("play", *arguments, "--json", code=code))

    def start(self, *arguments):
        """A match in play: the process and the agents' pids by seat, as soon as the first line of its timeline has come."""
        playing = subprocess.Popen([HAZE, "play", *arguments, "--watch", "--json"], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(playing.stderr.close)
        self.addCleanup(playing.stdout.close)
        self.addCleanup(playing.kill)
        pids = {}
        for line in playing.stderr:
            if " plays as process " in line:
                seat, pid = line.split(" plays as process ")
                pids[seat] = int(pid)
            if line.startswith("T+"):
                return playing, pids
        self.fail("the match ended before anything happened")

    def rows(self, sql):
        store = sqlite3.connect(self.db)
        try:
            return store.execute(sql).fetchall()
        finally:
            store.close()


class Play(Haze):
    def test_json_has_what_programs_rely_on(self):
        match = self.play("encore", "--seed", 1)
        self.assertEqual(match["scenario"], "encore")
        self.assertEqual(match["seed"], 1)
        self.assertEqual(match["transport"], "unix")
        self.assertRegex(match["digest"], "^[0-9a-f]{16}$")
        self.assertIn(match["result"], ["WIN", "DRAW"])
        self.assertGreater(match["turns"], 0)
        self.assertEqual(match["sim_duration_s"], 86400.0)
        self.assertEqual([seat["seat"] for seat in match["seats"]], ["blue.inspector", "red.target", "red.adversary"])
        self.assertEqual([seat["outcome"] for seat in match["seats"]], ["OK"] * 3)
        self.assertEqual(len({seat["pid"] for seat in match["seats"]}), 3, "each agent has a process of its own")
        for side in match["scores"]:
            self.assertAlmostEqual(side["points"], sum(line["points"] for line in side["lines"]), places=9)
        for name in ["liftoff_s", "separation_s", "first_detection_s", "first_detection_range_m", "custody_s", "ranging_error_fraction", "closest_approach_m",
                     "facets_delivered_fraction", "back_off_range_m", "dv_used_mps"]:
            self.assertIn(name, match["milestones"])
        self.assertIsNone(match["milestones"]["liftoff_s"])
        for seat in match["seats"]:
            self.assertTrue(ended(seat["pid"], 0.0), "no agent outlives its match")

    def test_what_was_played_can_be_found_shown_reported_and_verified(self):
        match = self.play("encore", "--seed", 2, "--in-process")
        self.assertEqual(self.rows("SELECT match_id, exhibition, result FROM attempts"), [(match["match_id"], 1, match["result"])])
        self.assertIn(match["match_id"][:8], self.run_haze("log"))
        self.assertEqual(json.loads(self.run_haze("log", "--json"))["matches"][0]["match_id"], match["match_id"])
        shown = self.run_haze("show", match["match_id"][:6])
        self.assertIn("T+24:00:00", shown)
        self.assertIn(match["digest"], shown)
        self.assertEqual(json.loads(self.run_haze("show", "last", "--json")), match)
        self.run_haze("report", "-o", "report.txt")
        self.assertIn("inspector/classical", (self.folder / "report.txt").read_text())
        self.assertIn("1 played again, 0 without a record; all agree", self.run_haze("verify"))
        self.assertEqual(self.rows("PRAGMA journal_mode"), [("delete",)])
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["haze.db", "report.txt"])

    def test_verify_finds_a_changed_byte_in_the_file(self):
        self.play("encore", "--in-process")
        (record,) = self.rows("SELECT record FROM records")[0],
        data = bytearray(self.db.read_bytes())
        at = data.find(record[0][100:160])
        self.assertGreater(at, 0)
        data[at + 30] ^= 0x10
        self.db.write_bytes(data)
        self.assertIn("the record's bytes", self.run_haze("verify", code=1))

    def test_wrong_usage_is_told_at_once_and_writes_nothing(self):
        self.run_haze("play", "encore", "--seat", "red.taget=passive", "--seat", "blue.inspector=nobody", code=2)
        self.assertIn("did you mean red.target?", self.stderr)
        self.assertIn("no such policy", self.stderr)
        self.run_haze("play", "no_such_scenario", code=2)
        self.run_haze("play", "encore", "--set", "jackal.dv_mps=-3", code=2)
        self.run_haze("play", "encore", "--in-process", "--tcp", code=2)
        self.run_haze("play", "--no-such-flag", code=2)
        self.run_haze("pley", code=2)
        self.assertIn("did you mean play?", self.stderr)
        self.run_haze("show", "last", code=3)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_set_changes_the_scenario_and_its_hash(self):
        changed, as_shipped = self.play("--in-process", "--set", "jackal.dv_mps=200", "encore"), self.play("encore", "--in-process")
        self.assertNotEqual(changed["scenario_hash"], as_shipped["scenario_hash"])
        self.assertNotEqual(changed["digest"], as_shipped["digest"])
        self.assertIn("2 played again", self.run_haze("verify"))

    def test_foreign_file_is_refused_and_left_alone(self):
        self.db.write_bytes(b"my diary, which is no database\n" * 40)
        self.run_haze("play", "encore", "--in-process", code=3)
        self.assertIn(str(self.db.name), self.stderr)
        self.assertEqual(self.db.read_bytes(), b"my diary, which is no database\n" * 40)

    def test_every_command_explains_itself_with_an_example(self):
        for command in ["play", "agent", "agent list", "agent run", "scenario", "rules", "log", "show", "report", "verify", "signature", "doctor", "version", "completion"]:
            self.assertIn("Example", self.run_haze(*command.split(), "--help"), command)

    def test_commands_as_seats_play_over_the_same_stream(self):
        match = self.play("encore", "--seed", 1, "--seat", f'red.target=exec:"{HAZE}" agent run passive')
        self.assertEqual(match["digest"], self.play("encore", "--seed", 1, "--in-process")["digest"])
        self.assertTrue(match["seats"][1]["policy"].startswith("exec:"))

    def test_a_command_that_dies_at_once_is_a_crash_with_its_last_words(self):
        match = self.play("encore", "--seat", "red.target=exec:echo no rocket today >&2; exit 3")
        self.assertEqual((match["result"], match["seat_at_fault"], match["winner"]), ("FORFEIT_CRASH", "red.target", "blue"))
        self.assertEqual(self.rows("SELECT exit_code, stderr_tail FROM forfeits"), [(3, "no rocket today\n")])
        self.assertIn("no rocket today", self.run_haze("show"))


class Faults(Haze):
    def test_killed_agent_is_a_crash_with_its_signal_and_the_others_hear_of_it(self):
        playing, pids = self.start("encore")
        os.kill(pids["blue.inspector"], signal.SIGKILL)
        match = json.loads(playing.communicate()[0])
        self.assertEqual(playing.returncode, 0)
        self.assertEqual((match["result"], match["seat_at_fault"], match["winner"]), ("FORFEIT_CRASH", "blue.inspector", "red"))
        self.assertEqual(self.rows("SELECT result, seat_at_fault, exit_signal FROM forfeits"), [("FORFEIT_CRASH", "blue.inspector", signal.SIGKILL)])
        others = [seat for seat in match["seats"] if seat["seat"] != "blue.inspector"]
        self.assertEqual([(seat["outcome"], seat["exit_signal"]) for seat in others], [("OK", None)] * 2)
        self.run_haze("verify")

    def test_stopped_agent_is_a_timeout(self):
        playing, pids = self.start("encore", "--watchdog-s", "2")
        os.kill(pids["red.adversary"], signal.SIGSTOP)
        match = json.loads(playing.communicate()[0])
        self.assertEqual((match["result"], match["seat_at_fault"]), ("FORFEIT_TIMEOUT", "red.adversary"))
        self.assertTrue(ended(pids["red.adversary"]), "a stopped agent is removed too")
        self.run_haze("verify")

    def test_killed_arbiter_leaves_no_process_and_its_match_becomes_void(self):
        playing, pids = self.start("encore")
        playing.kill()
        playing.wait()
        for seat, pid in pids.items():
            self.assertTrue(ended(pid), seat)
        self.play("encore", "--in-process")
        self.assertEqual(self.rows("SELECT result FROM matches ORDER BY number")[0], ("VOID_ARBITER",))
        self.run_haze("verify")

    def test_interrupted_match_is_void_and_leaves_one_closed_file(self):
        playing, pids = self.start("encore")
        playing.send_signal(signal.SIGINT)
        match = json.loads(playing.communicate()[0])
        self.assertEqual(playing.returncode, 130)
        self.assertEqual((match["result"], match["reason"], match["winner"]), ("VOID_ARBITER", "interrupted", None))
        for seat, pid in pids.items():
            self.assertTrue(ended(pid), seat)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["haze.db"])
        self.run_haze("verify")

    def test_second_writer_is_refused(self):
        playing, _ = self.start("encore")
        os.kill(playing.pid, signal.SIGSTOP)
        try:
            self.run_haze("play", "encore", "--in-process", code=3)
            self.assertIn(f"process {playing.pid}", self.stderr)
        finally:
            os.kill(playing.pid, signal.SIGCONT)
        playing.communicate()
        self.assertEqual(playing.returncode, 0)


def same_digests(scenario, first, last):
    """Prints one line a seed; exit code 1 where two ways of playing differ."""
    different = 0
    with tempfile.TemporaryDirectory(prefix="haze-play-") as folder:
        for seed in range(first, last + 1):
            digests = []
            for way in (["--in-process"], [], ["--tcp"], []):
                done = subprocess.run([HAZE, "play", scenario, "--seed", str(seed), "--json", *way], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
                digests.append(json.loads(done.stdout)["digest"] if done.returncode == 0 else f"exit {done.returncode}: {done.stderr}")
            same = len(set(digests)) == 1
            different += not same
            print(scenario, seed, digests[0] if same else f"DIFFERENT (in-process, unix, tcp, unix again): {digests}", flush=True)
    return 1 if different else 0


if __name__ == "__main__":
    HAZE = os.path.abspath(sys.argv[1])
    if sys.argv[2:3] == ["--digests"]:
        sys.exit(same_digests(sys.argv[3], int(sys.argv[4]), int(sys.argv[5])))
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
