#!/usr/bin/env python3
"""A person in a seat, through a pseudo-terminal: what is typed is what is ordered, and the record says who decided.

  human_test.py HAZE
"""

import json
import os
import pathlib
import pty
import select
import subprocess
import sys
import tempfile
import time
import unittest

HAZE = pathlib.Path(sys.argv[1]).resolve()


class Terminal:
    """A program on a pseudo-terminal of its own."""

    def __init__(self, folder, *words):
        self.text = ""
        self.master, slave = pty.openpty()
        # A session of its own with this terminal as the controlling one, as a shell would start it.
        self.process = subprocess.Popen(["setsid", "--ctty", "--wait", *map(str, words)], cwd=folder, stdin=slave, stdout=subprocess.PIPE, stderr=slave)
        os.close(slave)

    def wait_for(self, words, limit_s=60.0):
        """Reads until `words` have come since the last call; what came before them."""
        end = time.monotonic() + limit_s
        while words not in self.text:
            ready, _, _ = select.select([self.master], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"{words!r} did not come; there is: {self.text!r}")
            try:
                self.text += os.read(self.master, 65536).decode(errors="replace")
            except OSError:
                raise AssertionError(f"the terminal closed before {words!r}; there is: {self.text!r}") from None
        before, _, self.text = self.text.partition(words)
        return before

    def type(self, line):
        os.write(self.master, (line + "\n").encode())

    def answer(self):
        out, _ = self.process.communicate(timeout=120)
        os.close(self.master)
        return self.process.returncode, out.decode()


class Human(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haze-human-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_a_person_types_orders_and_the_record_says_who_decided(self):
        terminal = Terminal(self.folder, HAZE, "play", "encore", "--set", "duration_s=21600", "--seat", "red.target=human", "--json", "--db", "h.db")
        terminal.wait_for("red.target> ")
        terminal.type("help")
        self.assertIn("suggest POLICY", terminal.wait_for("red.target> "))
        terminal.type("fly away")
        self.assertIn("is not understood", terminal.wait_for("red.target> "))
        terminal.type("hold soon")
        self.assertIn("no length of time", terminal.wait_for("red.target> "))
        terminal.type("suggest sunlock")
        self.assertIn("target/sunlock would give", terminal.wait_for("red.target> "))
        terminal.type("point sun")
        self.assertIn("ordered: point 1", terminal.wait_for("red.target> "))
        terminal.type("hold 1h")
        terminal.wait_for("red.target> ")
        terminal.type("suggest passive")
        terminal.wait_for("red.target> ")
        terminal.type("take")  # sleeps to the end
        terminal.wait_for("over: ")
        code, out = terminal.answer()
        self.assertEqual(code, 0, out)
        answer = json.loads(out)
        self.assertEqual([seat["outcome"] for seat in answer["seats"]], ["OK"] * 3)
        self.assertEqual({seat["seat"]: seat["policy"] for seat in answer["seats"]}["red.target"], "human")
        notes = self.notes()
        self.assertRegex(notes, r"red\.target: human\n")
        self.assertIn("red.target: human, as target/passive suggested", notes)

    def test_without_input_the_seat_is_held_and_the_record_says_so(self):
        done = subprocess.run([HAZE, "play", "encore", "--set", "duration_s=3600", "--seat", "red.target=human", "--db", "h.db"], cwd=self.folder, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("holding for the rest of the match", done.stderr)
        self.assertIn("no human any more: held", self.notes())

    def notes(self):
        return subprocess.run([HAZE, "show", "last", "--notes", "--db", "h.db"], cwd=self.folder, capture_output=True, text=True, check=True).stdout

    def test_a_person_does_not_play_in_process(self):
        done = subprocess.run([HAZE, "play", "encore", "--in-process", "--seat", "red.target=human", "--db", "h.db"], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 6)
        self.assertIn("does not play --in-process", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)
