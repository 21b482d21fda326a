#!/usr/bin/env python3
"""The Python SDK: by itself, in matches of the real program, and as README.md and docs/write_an_agent.md show it.

  python_test.py SOURCE HAZE PROTOC [unittest arguments]      exit code 77: this Python lacks grpc, nothing was tested
"""

import asyncio
import json
import os
import pathlib
import pty
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE, HAZE, PROTOC = (pathlib.Path(word).resolve() for word in sys.argv[1:4])
sys.path.insert(0, str(SOURCE / "agents" / "python"))
sys.dont_write_bytecode = True
try:
    import haze
    import haze.agents
    import haze.seats
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)
from google.protobuf import json_format  # noqa: E402: after the check for grpc

m = haze.messages


def blocks(page, language):
    """The fenced pieces of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", (SOURCE / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


class Sdk(unittest.TestCase):
    def turn(self, turn_id, handle="h", seat="blue.inspector"):
        return m.Turn(match_handle=handle, seat=seat, turn_id=turn_id, time_us=turn_id * haze.SECOND)

    def book(self, player):
        book = haze.seats.SeatBook(lambda briefing: haze.agents._Function(player))
        ready = book.hear(m.ArbiterMessage(seat_opened=m.SeatOpened(briefing=m.Briefing(match_handle="h", seat="blue.inspector"))))
        self.assertEqual(ready.seat_ready.match_handle, "h")
        return book

    def test_a_repeated_turn_gets_the_same_answer_without_asking_again(self):
        asked = []

        def player(turn):
            asked.append(turn.turn_id)
            return haze.burn([0, len(asked), 0])

        async def talk():
            book = self.book(player)
            first = await book.answer(self.turn(1))
            again = await book.answer(self.turn(1))
            second = await book.answer(self.turn(2))
            stale = await book.answer(self.turn(1))
            return first, again, second, stale

        first, again, second, stale = asyncio.run(talk())
        self.assertEqual(first.SerializeToString(), again.SerializeToString())
        self.assertEqual(second.decisions.decisions[0].orders[0].order_id, "burn 2")
        self.assertIsNone(stale)
        self.assertEqual(asked, [1, 2])

    def test_seats_think_at_the_same_time_where_the_policy_is_async(self):
        async def talk():
            both = asyncio.Event()
            waiting = []

            async def player(turn):
                waiting.append(turn.seat.name)
                if len(waiting) == 2:
                    both.set()
                await both.wait()  # one seat alone would wait for ever
                return haze.note("met")

            book = self.book(player)
            book.hear(m.ArbiterMessage(seat_opened=m.SeatOpened(briefing=m.Briefing(match_handle="h2", seat="red.target"))))
            return await asyncio.wait_for(asyncio.gather(book.answer(self.turn(1)), book.answer(self.turn(1, "h2", "red.target"))), 60)

        for answer in asyncio.run(talk()):
            self.assertEqual(answer.decisions.decisions[0].note, "met")

    def test_what_a_policy_may_answer(self):
        decision = haze.seats.decision_of([haze.point("sun"), [haze.downlink(until_us=5)], None, haze.wake(7, "detection"), haze.note("n")])
        self.assertEqual([order.WhichOneof("action") for order in decision.orders], ["point", "downlink"])
        self.assertEqual((decision.wake.time_us, decision.note), (7, "n"))
        with self.assertRaises(TypeError):
            haze.seats.decision_of("burn")
        with self.assertRaises(ValueError):
            haze.burn()
        with self.assertRaises(ValueError):
            haze.agent("pilot")

    def test_a_covariance_comes_back_as_it_was_claimed(self):
        full = [[100.0 * (i == j) + 0.25 * (i + j) for j in range(6)] for i in range(6)]
        claim = haze.claim("puma", time_us=1, r_eci_m=(1, 2, 3), v_eci_mps=(4, 5, 6), covariance=full)
        self.assertEqual([list(row) for row in haze.covariance(claim.estimate)], full)
        self.assertEqual(list(haze.vector(claim.estimate.v_eci_mps)), [4, 5, 6])

    def test_started_without_haze_it_says_what_to_do(self):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("HAZE_")}
        done = subprocess.run([sys.executable, "-c", blocks("README.md", "python")[0]], env={**clean, "PYTHONPATH": str(SOURCE / "agents/python")}, capture_output=True,
                              text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("haze play encore --seat", done.stderr)


    def test_a_python_without_grpc_is_told_what_to_install_and_for_whom(self):
        # Without `site` no package of the system's is found.
        done = subprocess.run([sys.executable, "-S", "-c", "import haze"], env={"PYTHONPATH": str(SOURCE / "agents/python")}, capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"{sys.executable} -m pip install grpcio protobuf", done.stderr)
        self.assertIn("apt-get install python3-grpcio python3-protobuf", done.stderr)
        self.assertNotIn("The above exception", done.stderr)


class Messages(unittest.TestCase):
    def test_are_what_protoc_makes_of_the_proto_files(self):
        version = subprocess.run([str(PROTOC), "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
        if not version.startswith("3.21."):
            self.skipTest(f"the modules are of protoc 3.21's line, this is {version}")
        done = subprocess.run([sys.executable, str(SOURCE / "agents/python/generate.py"), "--protoc", str(PROTOC), "--check"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Play(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haze-agents-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def play(self, text, *arguments, seat="blue.inspector"):
        """The answer of haze play with this program in a seat, which must have kept its manners."""
        (self.folder / "bot.py").write_text(text, encoding="utf-8")
        bot = f"{seat}=exec:'{sys.executable}' bot.py"
        environment = {**os.environ, "PYTHONPATH": str(SOURCE / "agents/python"), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run([str(HAZE), "play", "encore", "--db", "haze.db", "--json", "--seat", bot, *arguments], cwd=self.folder, env=environment, capture_output=True,
                              text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.stderr = done.stderr
        return json.loads(done.stdout)

    def outcome(self, answer, seat="blue.inspector"):
        return next(each["outcome"] for each in answer["seats"] if each["seat"] == seat)


class Match(Play):
    def test_the_readmes_bot_plays_a_match_to_its_end_twice_the_same(self):
        text = blocks("README.md", "python")[0]
        self.assertLessEqual(len([line for line in text.splitlines() if line.strip() and not line.startswith("#!")]), 10)
        first, second = self.play(text), self.play(text)
        self.assertEqual(self.outcome(first), "OK")
        self.assertIn(first["result"], ("WIN", "DRAW"))
        self.assertEqual(first["sim_duration_s"], 86400.0)
        self.assertEqual(first["digest"], second["digest"])
        self.assertIsNotNone(first["milestones"]["first_detection_s"], "the bot's search orders were carried out")

    def test_a_script_is_played_by_its_name(self):
        (self.folder / "bot.py").write_text(f"#!{sys.executable}\n" + blocks("README.md", "python")[0], encoding="utf-8")
        (self.folder / "bot.py").chmod(0o755)
        environment = {**os.environ, "PYTHONPATH": str(SOURCE / "agents/python"), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run([str(HAZE), "play", "encore", "--db", "haze.db", "--json", "--seat", "blue.inspector=./bot.py", "--set", "duration_s=3600"], cwd=self.folder,
                              env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.outcome(json.loads(done.stdout)), "OK")

    def test_a_script_that_does_not_find_the_package_is_told_where_it_is(self):
        (self.folder / "bot.py").write_text(blocks("README.md", "python")[0], encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run([str(HAZE), "play", "encore", "--db", "haze.db", "--seat", f"blue.inspector=exec:'{sys.executable}' -I bot.py"], cwd=self.folder, env=environment,
                              capture_output=True, text=True)
        path = re.search(r"export PYTHONPATH=(\S+),", done.stderr)
        self.assertTrue(path, done.stderr)
        self.assertTrue((pathlib.Path(path.group(1)) / "haze" / "__init__.py").exists())

    def test_an_error_of_the_policy_is_a_crash_and_its_traceback_is_shown(self):
        answer = self.play('import haze\n@haze.agent("inspector")\ndef play(turn):\n    raise ValueError("no idea")\nhaze.run()\n', "--set", "duration_s=3600")
        self.assertEqual(answer["result"], "FORFEIT_CRASH")
        self.assertIn("ValueError: no idea", self.stderr)


BREAKPOINT = """import haze

@haze.agent("inspector")
def play(turn):
    if turn.turn_id == 2:
        answer = 6 * 7
        breakpoint()
    return haze.wake(turn.time_us + 600 * haze.SECOND)

haze.run()
"""
THINKER = """import time
import haze

@haze.agent("inspector")
def play(turn):
    if turn.turn_id == 2:
        end = time.process_time() + 1.0
        while time.process_time() < end:
            pass
    return haze.wake(turn.time_us + 600 * haze.SECOND)

haze.run()
"""


class Debug(Play):
    def test_a_breakpoint_gives_a_prompt_on_the_terminal(self):
        (self.folder / "bot.py").write_text(BREAKPOINT, encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(SOURCE / "agents/python"), "PYTHONDONTWRITEBYTECODE": "1"}
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.execve(str(HAZE), [str(HAZE), "play", "encore", "--set", "duration_s=3600", "--debug", "--db", "haze.db", "--seat",
                                  f"blue.inspector=exec:'{sys.executable}' bot.py"], environment)
        self.addCleanup(os.close, terminal)
        seen = b""

        def until(word):
            nonlocal seen
            while word not in seen:
                try:
                    more = os.read(terminal, 4096)
                except OSError:  # the other end is closed
                    more = b""
                if not more:
                    self.fail(f"{word!r} never came:\n{seen.decode(errors='replace')}")
                seen += more
            seen = seen.split(word, 1)[1]

        until(b"(Pdb)")
        os.write(terminal, b"p f'it is {answer}'\n")
        until(b"'it is 42'")
        os.write(terminal, b"c\n")
        until(b"kept in haze.db")
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 0)

    def test_a_slow_policy_forfeits_without_and_plays_with_debug(self):
        limits = ("--set", "duration_s=3600", "--watchdog-s", "0.1")
        self.assertEqual(self.play(THINKER, *limits)["result"], "FORFEIT_TIMEOUT")
        self.assertEqual(self.outcome(self.play(THINKER, *limits, "--debug")), "OK")


class Samples(Play):
    FOLDER = SOURCE / "proto" / "samples"

    def test_both_forms_hold_the_same_message_of_todays_contract(self):
        files = sorted(self.FOLDER.glob("*.bin"))
        self.assertGreater(len(files), 10)
        for path in files:
            kind = m.ArbiterMessage if "_arbiter_" in path.name else m.AgentMessage
            read = json_format.Parse(path.with_suffix(".json").read_text(encoding="utf-8"), kind())  # refuses names that the contract lacks
            self.assertEqual(read, kind.FromString(path.read_bytes()), path)
            self.assertEqual(path.stem.split("_", 2)[2], read.WhichOneof("kind"))

    def test_todays_arbiter_holds_the_same_conversation(self):
        fresh = self.folder / "fresh"
        fresh.mkdir()
        text = (self.FOLDER / "record.py").read_text(encoding="utf-8").replace("sys.argv[1]", repr(str(fresh)))
        self.assertEqual(self.outcome(self.play(text, "--seed", "1", "--set", "duration_s=3600")), "OK")
        self.assertEqual(sorted(path.name for path in fresh.iterdir()), sorted(path.name for path in self.FOLDER.glob("[0-9]*")))


class Snippets(Play):
    def test_every_python_snippet_of_the_page_plays(self):

        programs = blocks("docs/write_an_agent.md", "python")
        self.assertGreaterEqual(len(programs), 3)
        for number, text in enumerate(programs, 1):
            with self.subTest(snippet=number):
                role = re.search(r'@haze\.agent\("(\w+)"', text).group(1)
                seat = {"inspector": "blue.inspector", "target": "red.target", "adversary": "red.adversary"}[role]
                answer = self.play(text, "--set", "duration_s=21600", seat=seat)
                self.assertEqual(self.outcome(answer, seat), "OK", text)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
