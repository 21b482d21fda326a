#!/usr/bin/env python3
"""Agents of three languages in the real program: the Node SDK, one plan with one digest, all of them in one match.

  languages_test.py SOURCE HAZE WORK CPP_AGENT [unittest arguments]      exit code 77: npm, Node or Python's grpc is missing, nothing was tested

The Node package is installed by its lock file into WORK, once for each lock file.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE, HAZE, WORK, CPP_AGENT = (pathlib.Path(word).resolve() for word in sys.argv[1:5])
HERE = SOURCE / "tests" / "e2e" / "agents"
sys.dont_write_bytecode = True


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def install():
    """WORK as a user's directory: node_modules/haze with what it needs."""
    if not shutil.which("npm") or not shutil.which("node"):
        skip("npm or node is missing: apt-get install nodejs npm")
    package = WORK / "node_modules" / "haze"
    lock = hashlib.sha256((SOURCE / "agents/node/package-lock.json").read_bytes()).hexdigest()
    mark = WORK / "lock-hash"
    if not mark.exists() or mark.read_text(encoding="ascii") != lock:
        shutil.rmtree(WORK, ignore_errors=True)
    package.mkdir(parents=True, exist_ok=True)
    for path in (SOURCE / "agents/node").iterdir():
        if path.is_file():
            shutil.copy(path, package)
    shutil.copytree(SOURCE / "proto/haze", package / "proto/haze", dirs_exist_ok=True)
    if not mark.exists():
        done = subprocess.run(["npm", "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"], cwd=package, capture_output=True, text=True)
        if done.returncode != 0:
            skip("npm install failed:\n" + done.stdout + done.stderr)
        mark.write_text(lock, encoding="ascii")


class Play(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haze-languages-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def play(self, *arguments):
        environment = {**os.environ, "PYTHONPATH": str(SOURCE / "agents/python"), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run([str(HAZE), "play", "encore", "--db", "haze.db", "--json", *arguments], cwd=self.folder, env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        answer = json.loads(done.stdout)
        self.assertEqual([seat["outcome"] for seat in answer["seats"]], ["OK"] * len(answer["seats"]), done.stdout)
        return answer

    def script(self, name, text):
        """A program that a user would have beside node_modules."""
        (WORK / name).write_text(text, encoding="utf-8")
        return str(WORK / name)


TARGET = """
import * as haze from 'haze';
haze.agent('target', (turn) => (turn.first ? haze.point('sun', {id: 'sunlock'}) : null));
haze.run();
"""


class Node(Play):
    def test_every_javascript_snippet_of_the_page_plays(self):
        snippets = re.findall(r"^```js\n(.*?)^```$", (SOURCE / "docs/write_an_agent.md").read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        self.assertGreaterEqual(len(snippets), 1)
        for text in snippets:
            role = re.search(r"haze\.agent\('(\w+)'", text).group(1)
            seat = {"inspector": "blue.inspector", "target": "red.target"}[role]
            self.play("--set", "duration_s=21600", "--seat", f"{seat}={self.script('snippet.mjs', text)}")

    def test_a_repeated_turn_gets_the_same_answer_without_asking_again_and_numbers_arrive_whole(self):
        done = subprocess.run(["node", "unit.mjs", str(SOURCE / "proto/samples")], cwd=WORK, capture_output=True, text=True) if self.script("unit.mjs", UNIT) else None
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


UNIT = """
import assert from 'node:assert/strict';
import fs from 'node:fs';
import * as haze from 'haze';
let asked = 0;
const book = new haze.SeatBook(() => ({decide: () => haze.burn({dv_rtn_mps: [0, ++asked, 0]})}));
book.hear({seat_opened: {briefing: {match_handle: 'h', seat: 's'}}});
const turn = (turn_id) => ({match_handle: 'h', seat: 's', turn_id});
const [first, again, second, stale] = await Promise.all([1, 1, 2, 1].map((id) => book.answer(turn(id))));
assert.deepEqual(first, again);
assert.equal(second.decisions.decisions[0].orders[0].order_id, 'burn 2');
assert.equal(stale, null);
assert.equal(asked, 2);
assert.throws(() => haze.agent('pilot', () => null), RangeError);
assert.throws(() => haze.decisionOf('burn'), TypeError);
const {encode, decode} = haze.codec('ArbiterMessage');
const briefing = decode(encode({seat_opened: {briefing: {agent_seed: '18446744073709551615', duration_us: 86400000000}}})).seat_opened.briefing;
assert.equal(briefing.agent_seed, 18446744073709551615n);
assert.equal(briefing.duration_us, 86400000000);
for (const file of fs.readdirSync(process.argv[2]).filter((name) => name.endsWith('.bin'))) {
  const form = haze.codec(file.includes('_arbiter_') ? 'ArbiterMessage' : 'AgentMessage');
  const bytes = fs.readFileSync(`${process.argv[2]}/${file}`);
  assert.deepEqual(form.decode(form.encode(form.decode(bytes))), form.decode(bytes), file);
}
"""


class Pages(Play):
    """docs/write_an_agent.md: every shell snippet but the one of an installed prefix (tests/install), as it stands, in a directory like the one it speaks of."""

    def blocks(self, language):
        return re.findall(rf"^```{language}\n(.*?)^```$", (SOURCE / "docs/write_an_agent.md").read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)

    def setUp(self):
        super().setUp()
        for name in ("agents", "scenarios"):
            (self.folder / name).symlink_to(SOURCE / name)
        (self.folder / "build/release").mkdir(parents=True)
        # In front of the program: the page's matches are long.
        haze = self.folder / "build/release/haze"
        haze.write_text(f'#!/bin/sh\n[ "$1" = play ] && exec \'{HAZE}\' "$@" --set duration_s=21600\nexec \'{HAZE}\' "$@"\n', encoding="utf-8")
        haze.chmod(0o755)
        bot = next(text for text in self.blocks("python") if '"inspector"' in text)
        (self.folder / "bot.py").write_text(bot, encoding="utf-8")
        (self.folder / "my_program").write_text(f"#!{sys.executable}\n{bot}", encoding="utf-8")
        (self.folder / "my_program").chmod(0o755)
        (self.folder / "bot.mjs").write_text(self.blocks("js")[0], encoding="utf-8")

    def test_every_shell_snippet_runs(self):
        snippets = [text for text in self.blocks("sh") if "CMAKE_PREFIX_PATH" not in text]
        self.assertEqual(len(snippets), 6)
        environment = {**os.environ, "HAZE": str(self.folder), "PYTHONPATH": str(SOURCE / "agents/python"), "PYTHONDONTWRITEBYTECODE": "1", "HAZE_DB": str(self.folder / "haze.db"),
                       "PATH": f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"}
        for text in snippets:
            with self.subTest(snippet=text):
                if "npm" in text:
                    # Packed and installed by the set-up already, from the same files; a registry is asked once, not twice.
                    (self.folder / "node_modules").symlink_to(WORK / "node_modules")
                    text = text.splitlines()[1]
                own = dict(environment)
                if "pip install" in text:
                    # What is installed must be what is found; and pip builds beside the sources, which are not ours to litter.
                    if subprocess.run(["/usr/bin/python3", "-c", "import ensurepip, setuptools, wheel, grpc"], capture_output=True, check=False).returncode != 0:
                        print("not run, python3-setuptools, python3-wheel or python3-venv is missing:", text)
                        continue
                    del own["PYTHONPATH"]
                    (self.folder / "agents").unlink()
                    shutil.copytree(SOURCE / "agents" / "python", self.folder / "agents" / "python", ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
                typed = "hold 6h\n" * 50 if "human" in text else ""
                done = subprocess.run(["sh", "-ec", text], cwd=self.folder, env=own, capture_output=True, text=True, input=typed, timeout=120, check=False)
                self.assertEqual(done.returncode, 0, text + done.stdout + done.stderr)
                if "play" in text:
                    self.assertNotIn("FORFEIT", done.stdout, text)

    def test_every_reason_that_the_server_gives_is_in_the_contract(self):
        page = (SOURCE / "proto/README.md").read_text(encoding="utf-8")
        reasons = set()
        for path in (SOURCE / "arbiter/server").glob("*.[ch]*"):
            reasons |= set(re.findall(r'Fault\(grpc::StatusCode::\w+,\s*"([A-Z_]+)"', path.read_text(encoding="utf-8")))
        self.assertGreater(len(reasons), 10)
        self.assertEqual(sorted(reason for reason in reasons if f"`{reason}`" not in page), [])


class Languages(Play):
    def scripted(self):
        return {"C++": f"exec:{CPP_AGENT}", "Python": f"exec:'{sys.executable}' '{HERE}/scripted.py'", "Node": self.script("scripted.mjs", (HERE / "scripted.mjs").read_text(encoding="utf-8"))}

    def test_one_plan_gives_one_digest_in_three_languages(self):
        digests = {language: self.play("--set", "duration_s=21600", "--seat", f"blue.inspector={player}")["digest"] for language, player in self.scripted().items()}
        self.assertEqual(len(set(digests.values())), 1, digests)
        self.assertNotEqual(self.play("--set", "duration_s=21600", "--seat", "blue.inspector=direct")["digest"], digests["C++"])

    def test_three_languages_play_in_one_match(self):
        answer = self.play("--set", "duration_s=21600", "--seat", f"blue.inspector={self.scripted()['Python']}", "--seat", f"red.target={self.script('target.mjs', TARGET)}")
        self.assertEqual(answer["result"] in ("WIN", "DRAW"), True)
        self.assertEqual(len({seat["pid"] for seat in answer["seats"]}), 3)
        # The third seat is C++'s: the shipped policy. Its Node neighbour is the shipped sunlock in other words, and the record cannot tell them apart.
        same = self.play("--set", "duration_s=21600", "--seat", f"blue.inspector={self.scripted()['C++']}", "--seat", "red.target=sunlock")
        self.assertEqual(answer["digest"], same["digest"])


if __name__ == "__main__":
    try:
        import grpc  # noqa: F401
    except ImportError:
        skip(f"{sys.executable} has no grpc: apt-get install python3-grpcio python3-protobuf")
    install()
    unittest.main(argv=[sys.argv[0], *sys.argv[5:]], verbosity=2)
