#!/usr/bin/env python3
"""Runs tournaments with the real program: kills it, resumes, adds entries, repeats them under one secret, and looks at what the store says.

  tournament_test.py HAZE [--kills N] [--fault-agent PROGRAM] [unittest arguments]
"""

import base64
import hashlib
import json
import os
import pathlib
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

HAZE = ""
FAULT_AGENT = ""
KILLS = 4
QUICK = ""  # the example's specification; empty: something shorter

SCENARIO = "base: encore\nname: short\nduration_s: 3600\n"
ENTRIES = {
    "a": "{inspector: direct, target: passive}",
    "b": "{inspector: blind, target: sunlock}",
    "c": "{inspector: blind, target: passive}",
    "d": "{inspector: direct, target: sunlock}",
    "e": "{inspector: direct}",
}
# One row for each game, without anything that a clock or a process id has touched.
GAMES = """SELECT g.round, g.first, g.second, g.half, i.seed, a.result, a.winner, a.digest FROM attempts a JOIN games g ON g.identity = a.identity
           JOIN identities i ON i.identity = a.identity WHERE a.counted = 1 ORDER BY 1, 2, 3, 5, 4"""


class Tournament(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haze-tournament-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "short.yaml").write_text(SCENARIO)
        (self.folder / "secret").write_text("a secret of the test\n")

    def specify(self, names="abcd", seeds=4, more="", entries=()):
        text = "name: test\nentries:\n"
        for name in names:
            text += f"  - {{name: {name}, roles: {ENTRIES[name]}}}\n"
        for entry in entries:
            text += f"  - {entry}\n"
        (self.folder / "spec.yaml").write_text(text + f"scenarios: [short.yaml]\nseeds: {seeds}\n{more}")

    def haze(self, *arguments, code=0, **environment):
        done = subprocess.run([HAZE, *map(str, arguments)], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, env={**os.environ, **environment})
        self.assertEqual(done.returncode, code, f"haze {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
        self.stderr = done.stderr
        return done.stdout

    def run_it(self, db="t.db", code=0, jobs=2):
        return self.haze("tournament", "run", "spec.yaml", "--db", db, "--jobs", jobs, "--secret-file", "secret", code=code)

    def rows(self, sql, db="t.db"):
        store = sqlite3.connect(self.folder / db)
        try:
            return store.execute(sql).fetchall()
        finally:
            store.close()

    def table(self, db="t.db"):
        return self.haze("tournament", "table", "--db", db, "--json")

    def test_killed_at_any_instant_it_loses_nothing_and_plays_nothing_twice(self):
        self.specify(seeds=6)
        planned = 6 * 6 * 2
        if QUICK:
            (self.folder / "spec.yaml").write_text(pathlib.Path(QUICK).read_text())
            planned = 192
        self.run_it("calm.db")
        self.assertEqual(len(self.rows(GAMES, "calm.db")), planned)
        seed = random.randrange(1 << 30)
        instants = random.Random(seed)
        acknowledged = set()
        for kill in range(KILLS):
            # After so many acknowledged matches of this run: an event, not a time.
            wanted = instants.randrange(1, 12)
            running = subprocess.Popen([HAZE, "tournament", "run", "spec.yaml", "--db", "t.db", "--jobs", "2", "--secret-file", "secret", "--events", "-"],
                                       cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            for line in running.stdout:
                event = json.loads(line)
                if event["event"] == "match":
                    self.assertNotIn(event["identity"], acknowledged, f"played again after its acknowledgement (random seed {seed})")
                    acknowledged.add(event["identity"])
                    wanted -= 1
                if wanted == 0:
                    break
            running.send_signal(signal.SIGKILL)
            running.stdout.read()
            running.wait()
            running.stdout.close()
        self.run_it()
        self.assertEqual(self.rows(GAMES), self.rows(GAMES, "calm.db"), f"random seed {seed}")
        counted = self.rows("SELECT identity FROM attempts WHERE counted = 1")
        self.assertEqual(len(counted), planned)
        self.assertTrue(acknowledged <= {row[0] for row in counted})
        self.assertEqual(self.table(), self.table("calm.db"))
        self.haze("verify", "--db", "t.db", "--hashes-only")
        if QUICK:
            text = pathlib.Path(QUICK).read_text()
            fifth = "  - name: circuit and sunlock\n    roles: {inspector: circuit, target: sunlock}\n"
            (self.folder / "spec.yaml").write_text(text.replace("defaults:", fifth + "defaults:"))
            self.run_it()
            self.assertIn("192 were there, 128 played now", self.stderr)
            self.assertTrue(set(counted) <= set(self.rows("SELECT identity FROM attempts WHERE counted = 1")))

    def test_a_second_run_plays_nothing_and_jobs_change_nothing(self):
        self.specify("abc")
        first = self.run_it(jobs=1)
        again = self.run_it(jobs=2)
        self.assertIn("24 were there, 0 played now", self.stderr)
        self.assertEqual(first, again)
        self.run_it("two.db", jobs=2)
        self.assertEqual(self.table(), self.table("two.db"))

    def test_the_store_that_is_named_comes_before_that_of_the_environment(self):
        self.specify(names="ab", seeds=1)
        self.haze("tournament", "run", "spec.yaml", "--db", "told.db", HAZE_DB="other.db")
        self.assertEqual(sorted(path.name for path in self.folder.glob("*.db")), ["told.db"])
        told = self.haze("tournament", "table", "--db", "told.db", "--json", HAZE_DB="other.db")
        self.assertEqual(told, self.haze("tournament", "table", "--json", HAZE_DB="told.db"))
        self.assertIn("complete", self.haze("tournament", "status", "--db", "told.db", HAZE_DB="other.db"))

    def test_a_further_entry_keeps_all_games_and_plays_its_own(self):
        self.specify("abcd", seeds=2)
        self.run_it()
        before = self.rows("SELECT match_id FROM attempts ORDER BY 1")
        self.specify("abcde", seeds=2)
        self.run_it()
        self.assertIn("24 were there, 16 played now", self.stderr)
        self.assertTrue(set(before) <= set(self.rows("SELECT match_id FROM attempts")))

    def test_a_format_of_rounds_has_a_history(self):
        self.specify("abcd", seeds=1, more="format: swiss\nrounds: 3\n")
        self.assertIn("History (Elo after the first and after the last round", self.run_it())
        table = json.loads(self.table())
        self.assertEqual([(point["entry"], point["round"]) for point in table["history"]], [(entry, round) for entry in "abcd" for round in range(3)])
        last = {point["entry"]: point["elo"] for point in table["history"] if point["round"] == 2}
        self.assertEqual(last, {standing["entry"]: standing["elo"] for standing in table["standings"]})

    def test_a_changed_specification_is_refused_with_what_changed(self):
        self.specify("abc", seeds=2)
        self.run_it()
        before = self.rows("SELECT count(*) FROM attempts")
        (self.folder / "spec.yaml").write_text((self.folder / "spec.yaml").read_text().replace("a, roles: {inspector: direct", "a, roles: {inspector: blind"))
        self.run_it(code=2)
        self.assertIn('entry "a" has changed', self.stderr)
        self.specify("ab", seeds=2)
        self.run_it(code=2)
        self.assertIn('entry "c" was taken out', self.stderr)
        self.specify("abc", seeds=1)
        self.run_it(code=2)
        self.assertIn("seeds is 1, was 2", self.stderr)
        self.assertEqual(before, self.rows("SELECT count(*) FROM attempts"))

    def test_mistakes_of_a_specification_come_all_at_once_with_their_places(self):
        (self.folder / "spec.yaml").write_text("name: x\nentries:\n  - {name: a, roles: {inspector: dirct}}\n  - {name: a, roles: {target: passive}, colour: red}\n"
                                               "scenarios: [nowhere]\nseeds: -3\nformat: round\n")
        self.haze("tournament", "run", "spec.yaml", code=2)
        for place in ("spec.yaml:3:", "spec.yaml:4:", "spec.yaml:5:", "spec.yaml:6:", "spec.yaml:7:"):
            self.assertIn(place, self.stderr)
        self.assertFalse((self.folder / "haze.db").exists())

    def test_the_commitment_stands_for_the_secret_and_both_are_told(self):
        self.specify("ab", seeds=1)
        self.haze("tournament", "run", "spec.yaml", "--db", "t.db")
        table = json.loads(self.table())
        self.assertEqual(hashlib.sha256(table["secret"].encode()).hexdigest(), table["commitment_sha256"])
        self.assertIn(table["commitment_sha256"], self.stderr + self.haze("tournament", "table", "--db", "t.db"))

    def test_an_interrupt_ends_the_run_and_the_next_goes_on(self):
        self.specify(seeds=20)
        running = subprocess.Popen([HAZE, "tournament", "run", "spec.yaml", "--db", "t.db", "--events", "-", "--secret-file", "secret"], cwd=self.folder,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        running.stdout.readline()
        running.send_signal(signal.SIGINT)
        running.stdout.read()
        self.assertEqual(running.wait(), 130)
        running.stdout.close()
        self.assertEqual(self.rows("SELECT count(*) FROM attempts WHERE result IS NULL"), [(0,)])
        counted = self.rows("SELECT count(*) FROM attempts WHERE counted = 1")[0][0]
        self.assertGreaterEqual(counted, 1)
        self.specify(seeds=20)
        self.run_it()
        self.assertIn(f"{counted} were there", self.stderr)

    def test_an_interrupt_with_fifty_agents_leaves_none_of_them(self):
        # Each agent holds the pipe open and says a line when it is there: the pipe's end of file is the end of the last one.
        os.mkfifo(self.folder / "alive")
        for name in "ab":
            (self.folder / name).mkdir()
            (self.folder / name / "agent.yaml").write_text(f"name: {name}\nversion: 1\nroles: {{inspector: 'exec ./hang', target: 'exec ./hang', adversary: 'exec ./hang'}}\n")
            self.program(f"{name}/hang", f"# {name}\nexec 3>../alive\necho up >&3\nexec tail -f /dev/null\n")
        self.specify("", seeds=20, entries=["{path: ./a}", "{path: ./b}"])
        running = subprocess.Popen([HAZE, "tournament", "run", "spec.yaml", "--db", "t.db", "--jobs", "17"], cwd=self.folder, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(self.folder / "alive") as alive:
            for _ in range(51):
                self.assertEqual(alive.readline(), "up\n")
            begin = time.monotonic()
            running.send_signal(signal.SIGINT)
            self.assertEqual(running.wait(), 130)
            print(f"Ctrl-C with 51 agents: {time.monotonic() - begin:.3f} s", file=sys.stderr)
            self.assertEqual(alive.read(), "")
        self.assertEqual(self.rows("SELECT DISTINCT result, reason, counted FROM attempts"), [("VOID_ARBITER", "interrupted", 0)])

    def program(self, name, text):
        path = self.folder / name
        path.write_text("#!/bin/sh\n" + text)
        path.chmod(0o755)

    def test_programs_play_and_each_way_to_fail_has_its_name(self):
        self.program("honest", f"exec {HAZE} agent run target/passive\n")
        self.program("crash", "kill -9 $$\n")
        self.program("leave", "exit 0\n")
        self.program("hang", "exec tail -f /dev/null\n")
        # Each of them plays Puma alone; the rest is shipped.
        manifest = "name: {0}\nversion: 1\nroles: {{target: 'exec ./{0}'}}\nneeds: {{start_s: 2}}\n"
        entries = []
        for name in ("honest", "crash", "leave", "hang"):
            folder = self.folder / ("dir-" + name)
            folder.mkdir()
            (self.folder / name).rename(folder / name)
            (folder / "agent.yaml").write_text(manifest.format(name))
            entries.append(f"{{path: ./dir-{name}}}")
        self.specify("c", seeds=1, entries=entries, more="watchdog_s: 2\n")
        self.run_it()
        results = {(first, second, half): (result, fault) for first, second, half, result, fault in
                   self.rows("SELECT g.first, g.second, g.half, a.result, a.seat_at_fault FROM attempts a JOIN games g ON g.identity = a.identity WHERE counted = 1")}
        self.assertEqual(results[("c", "honest", 0)][1], "")
        self.assertEqual(results[("c", "crash", 0)], ("FORFEIT_CRASH", "red.target"))
        self.assertEqual(results[("c", "leave", 0)], ("FORFEIT_CRASH", "red.target"))
        self.assertEqual(results[("c", "hang", 0)], ("FORFEIT_NO_SHOW", "red.target"))
        codes = dict(self.rows("SELECT entry, exit_code FROM seats WHERE exit_code IS NOT NULL"))
        signals = dict(self.rows("SELECT entry, exit_signal FROM seats WHERE exit_signal IS NOT NULL"))
        self.assertEqual(codes.get("leave"), 0)
        self.assertEqual(signals.get("crash"), 9)

    def faulty(self, *modes, roles=("target",)):
        """Entries whose target, or whatever `roles` says, is played by `fault_agent MODE`; they are named so."""
        entries = []
        for mode in modes:
            name = mode.split()[0]
            (self.folder / name).mkdir()
            (self.folder / name / "agent.yaml").write_text(f"name: {name}\nversion: 1\nroles:\n" + "".join(f"  {role}: exec '{FAULT_AGENT}' {mode}\n" for role in roles))
            entries.append(f"{{path: ./{name}}}")
        return entries

    def test_faults_in_mid_game_are_told_apart(self):
        (self.folder / "short.yaml").write_text(SCENARIO + "rules: {max_illegal_orders: 20}\n")
        self.specify("c", seeds=1, entries=self.faulty("play", "leave", "quit", "abort", "hang", "slow", "illegal"), more="watchdog_s: 2\n")
        self.run_it(jobs=6)
        ends = {row[0]: row[1:] for row in self.rows(
            """SELECT g.second, a.result, a.turns > 1, s.exit_code, s.exit_signal, s.stderr_tail, a.wall_s, a.reason FROM attempts a JOIN games g ON g.identity = a.identity
               LEFT JOIN seats s ON s.match_id = a.match_id AND s.seat = a.seat_at_fault WHERE a.counted = 1 AND g.first = 'c' AND g.half = 0""")}
        self.assertNotIn("FORFEIT", ends["play"][0])
        self.assertEqual(ends["leave"][:5], ("FORFEIT_CRASH", 1, 7, None, "I have had enough\n"))
        self.assertEqual(ends["quit"][:5], ("FORFEIT_CRASH", 1, 0, None, "that will do\n"))
        self.assertEqual(ends["abort"][:5], ("FORFEIT_CRASH", 1, None, 6, "this cannot be\n"))
        self.assertEqual(ends["hang"][:4], ("FORFEIT_TIMEOUT", 1, None, None))
        self.assertEqual(ends["slow"][:4], ("FORFEIT_TIMEOUT", 1, None, None))
        self.assertEqual(ends["illegal"][:4], ("FORFEIT_ILLEGAL", 1, None, None))
        self.assertEqual(len({end[6] for name, end in ends.items() if name not in ("hang", "slow")}), 5, "each has its own reason")
        print(f"a hung agent with a deadline of 2 s: {ends['hang'][5]:.2f} s", file=sys.stderr)

    def test_nothing_that_an_agent_sees_reveals_seed_or_key(self):
        self.specify("c", seeds=3, entries=self.faulty("spy ../seen", roles=("inspector", "target")))
        self.run_it()
        seen = (self.folder / "seen").read_bytes()
        for word in (b"briefing", b"turn\n", b"HAZE_TOKEN_FILE", b"agent_seed"):
            self.assertIn(word, seen)
        scenario = self.rows("SELECT scenario_hash FROM scenarios")[0][0]
        forbidden = {"the secret": b"a secret of the test", "the commitment": hashlib.sha256(b"a secret of the test").digest()}
        for seed in (1, 2, 3):
            key = hashlib.sha256(b"a secret of the test" + scenario.encode() + seed.to_bytes(8, "little")).digest()
            for at in range(len(key) - 7):
                forbidden[f"bytes {at} and on of the key of seed {seed}"] = key[at:at + 8]
        # Who knows the identity of a match finds its seed by trying; the id of a match belongs to one of its halves.
        for identity, match_id in self.rows("SELECT identity, match_id FROM attempts"):
            forbidden["identity " + identity] = bytes.fromhex(identity)
            forbidden["match " + match_id] = bytes.fromhex(match_id)
        for name, value in forbidden.items():
            for form in (value, value.hex().encode(), value.hex().upper().encode(), base64.b64encode(value)[:-4] or value):
                self.assertNotIn(form, seen, name)
        # The only seed that is told is the agent's own, and it is not the same in two halves.
        told = [int(line.split(b":")[1]) for line in seen.split(b"\n") if line.startswith(b"agent_seed:")]
        self.assertEqual(len(set(told)), 6)
        self.assertEqual({line.split(b":")[0].strip() for line in seen.split(b"\n") if re.match(rb"\s*\w*seed\w*:", line)}, {b"agent_seed"})
        handles = re.findall(rb'match_handle: "([^"]*)"', seen)
        self.assertEqual(len(set(handles)), 6)

    def test_packing_gives_the_same_bytes_and_a_packed_agent_plays(self):
        folder = self.folder / "bot"
        folder.mkdir()
        (folder / "run.sh").write_text(f"#!/bin/sh\nexec {HAZE} agent run target/passive\n")
        (folder / "run.sh").chmod(0o755)
        (folder / "agent.yaml").write_text("name: bot\nversion: '1.2'\nroles: {target: ./run.sh}\n")
        self.haze("agent", "pack", "bot")
        packed = self.folder / "bot-1.2.haze.tar.zst"
        first = packed.read_bytes()
        os.utime(folder / "run.sh", (1, 1))
        self.haze("agent", "pack", "bot")
        self.assertEqual(first, packed.read_bytes())
        self.specify("c", seeds=1, entries=["{path: ./bot-1.2.haze.tar.zst}"])
        self.run_it()
        self.assertEqual(self.rows("SELECT DISTINCT result FROM attempts WHERE result LIKE 'FORFEIT%'"), [])
        self.assertEqual(self.rows("SELECT version FROM entries WHERE entry = 'bot'"), [("1.2",)])

    def test_a_store_that_cannot_be_written_ends_with_its_path_and_reason(self):
        self.specify("ab", seeds=1)
        self.haze("tournament", "run", "spec.yaml", "--db", "/proc/nowhere.db", code=3)
        self.assertIn("/proc/nowhere.db", self.stderr)

    def test_a_full_disk_stops_it_and_with_room_it_goes_on(self):
        self.specify("abc", seeds=10)
        (self.folder / "disk").mkdir()
        # A file system of 1 MB of our own, for less than half of the games, in a name space of our own, so that nobody has to be root.
        mount = "mount -t tmpfs -o size=1m none disk"
        if subprocess.run(["unshare", "-rm", "sh", "-c", mount], cwd=self.folder, capture_output=True).returncode != 0:
            self.skipTest("this machine gives no mount name space to a user")
        run = f"{HAZE} tournament run spec.yaml --db disk/t.db --secret-file secret --jobs 2 --events"
        done = subprocess.run(["unshare", "-rm", "sh", "-c", f'''{mount}
            {run} full.jsonl 2>full.err; echo $? >>codes
            {run} again.jsonl 2>again.err; echo $? >>codes
            {HAZE} verify --db disk/t.db --hashes-only >/dev/null; echo $? >>codes
            mount -o remount,ro,size=100m disk
            {run} locked.jsonl 2>locked.err; echo $? >>codes
            mount -o remount,rw disk
            {run} rest.jsonl >/dev/null 2>rest.err; echo $? >>codes
            cp disk/t.db t.db'''], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.folder / "codes").read_text().split(), ["3", "3", "0", "3", "0"])
        for name in ("full.err", "again.err"):
            self.assertIn("disk/t.db: the disk is full", (self.folder / name).read_text())
        self.assertIn("disk/t.db: cannot be opened for writing: Read-only file system", (self.folder / "locked.err").read_text())
        # A disk may be so full that the second run ends before it has anything to tell, and then there is no file of events.
        files = {name: self.folder / f"{name}.jsonl" for name in ("full", "again", "rest")}
        told = {name: [json.loads(line)["identity"] for line in (file.read_text() if file.exists() else "").splitlines()] for name, file in files.items()}
        acknowledged = told["full"] + told["again"]
        self.assertGreater(len(acknowledged), 0)
        self.assertEqual(len(acknowledged + told["rest"]), 60)
        self.assertEqual(len(set(acknowledged + told["rest"])), 60)
        self.assertIn(f"{len(acknowledged)} were there, {60 - len(acknowledged)} played now", (self.folder / "rest.err").read_text())
        self.run_it("calm.db")
        self.assertEqual(self.rows(GAMES), self.rows(GAMES, "calm.db"))
        self.assertEqual(self.table(), self.table("calm.db"))


if __name__ == "__main__":
    HAZE = os.path.abspath(sys.argv.pop(1))
    FAULT_AGENT = os.path.join(os.path.dirname(HAZE), "tests/fault/fault_agent")
    if "--fault-agent" in sys.argv:
        at = sys.argv.index("--fault-agent")
        FAULT_AGENT = sys.argv[at + 1]
        del sys.argv[at:at + 2]
    if "--kills" in sys.argv:
        at = sys.argv.index("--kills")
        KILLS = int(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    if "--quick" in sys.argv:
        at = sys.argv.index("--quick")
        QUICK = os.path.abspath(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    unittest.main()
