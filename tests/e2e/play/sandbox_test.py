#!/usr/bin/env python3
"""`--sandbox`: agents in boxes play the same matches to the bit, and what cannot be boxed is refused with its cure.

  sandbox_test.py SOURCE HAZE [unittest arguments]      exit code 77: this machine has no sandbox, nothing was tested
"""

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

SOURCE, HAZE = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
BOT = """import os
import sys
import haze

@haze.agent("inspector")
def policy(turn):
    if turn.first:
        print("home is", os.environ["HOME"], "and holds", os.listdir("/tmp"), "beside", sorted(os.listdir(".")), flush=True, file=sys.stderr)
        raise RuntimeError("last words")

haze.run()
"""


class Sandbox(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haze-sandbox-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.folder.chmod(0o755)  # where haze runs as root, agents are somebody else

    def haze(self, *words, code=0, environment=None):
        done = subprocess.run([HAZE, *words], cwd=self.folder, capture_output=True, text=True, check=False, timeout=120, env={**os.environ, **(environment or {})})
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def play(self, *words, **more):
        return json.loads(self.haze("play", "encore", "--set", "duration_s=21600", "--json", "--db", "s.db", *words, **more).stdout)

    def test_boxed_agents_play_the_same_match(self):
        free, boxed = self.play(), self.play("--sandbox", "on")
        self.assertEqual(free["digest"], boxed["digest"])
        self.assertEqual([seat["outcome"] for seat in boxed["seats"]], ["OK"] * len(boxed["seats"]))

    def test_a_python_bot_in_its_box_sees_its_own_directory_and_an_empty_tmp(self):
        if subprocess.run(["/usr/bin/python3", "-c", "import grpc"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
            self.skipTest("the system's python3 has no grpc: apt-get install python3-grpcio python3-protobuf")
        (self.folder / "bot").mkdir(mode=0o755)
        (self.folder / "bot/bot.py").write_text(BOT)
        (self.folder / "bot/agent.yaml").write_text("name: bot\nversion: 1\nroles:\n  inspector: exec /usr/bin/python3 bot.py\n")
        answer = self.play("--sandbox", "on", "--seat", "blue.inspector=./bot", environment={"PYTHONPATH": str(SOURCE / "agents/python")})
        self.assertEqual(next(seat["outcome"] for seat in answer["seats"] if seat["seat"] == "blue.inspector"), "FORFEIT_CRASH")
        tail = sqlite3.connect(self.folder / "s.db").execute("SELECT group_concat(stderr_tail) FROM seats").fetchone()[0]
        # Where this test's own folder is below /tmp, the way to the bot's directory is all that is seen of it.
        own = [self.folder.name] if self.folder.parent == pathlib.Path("/tmp") else []
        self.assertIn(f"home is /tmp and holds {own} beside ['agent.yaml', 'bot.py']", tail)
        self.assertIn("last words", tail)

    def test_a_tournament_of_boxed_programs_counts_every_match(self):
        for name in ("a", "b"):
            (self.folder / name).mkdir(mode=0o755)
            (self.folder / name / "agent.yaml").write_text(f"name: {name}\nversion: 1\nroles:\n  inspector: exec '{HAZE}' agent run inspector/direct\n  target: exec '{HAZE}' agent run target/sunlock\n")
        (self.folder / "short.yaml").write_text("base: encore\nname: short\nduration_s: 1800\n")
        (self.folder / "spec.yaml").write_text("name: boxed\nentries: [{path: ./a}, {path: ./b}]\nscenarios: [short.yaml]\nseeds: 2\n")
        self.haze("tournament", "run", "spec.yaml", "--sandbox", "on", "--db", "t.db")
        results = sqlite3.connect(self.folder / "t.db").execute("SELECT result, count(*) FROM attempts GROUP BY result").fetchall()
        self.assertEqual(sum(count for _, count in results), 4)
        self.assertLessEqual({result for result, _ in results}, {"WIN", "DRAW"})

    def test_the_snippet_of_the_page_plays_or_says_what_is_missing(self):
        page = (SOURCE / "docs/operate.md").read_text(encoding="utf-8")
        snippet = next(text for text in re.findall(r"^```sh\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL) if "--sandbox" in text)
        (self.folder / "haze").symlink_to(HAZE)
        done = subprocess.run(snippet, shell=True, cwd=self.folder, capture_output=True, text=True, check=False, env={**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"})
        if done.returncode == 5:
            self.assertIn("systemd-run", done.stderr)
        else:
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_cannot_be_boxed_is_refused(self):
        for words in (["--in-process"], ["--tcp"]):
            self.assertIn("--sandbox needs", self.haze("play", "encore", "--sandbox", "on", *words, code=2).stderr)
        without = self.haze("play", "encore", "--sandbox", "on", code=5, environment={"PATH": "/nowhere"})
        self.assertIn("apt-get install bubblewrap", without.stderr)


if __name__ == "__main__":
    if not shutil.which("bwrap") or subprocess.run(["bwrap", "--unshare-pid", "--unshare-net", "--ro-bind", "/", "/", "true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        print("skipped: bubblewrap makes no box here; haze doctor names the cure")
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=2)
