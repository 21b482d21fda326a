#!/usr/bin/env python3
"""`haze serve`: a lobby, tokens, metrics, TLS, what is refused as unsafe; every shell snippet of docs/operate.md runs.

  serve_test.py SOURCE HAZE NODE [unittest arguments]      NODE: a directory with the Node SDK in node_modules (tests/e2e/agents makes it)
"""

import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import urllib.request

SOURCE, HAZE = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
NODE = pathlib.Path(sys.argv[3]).resolve() if (pathlib.Path(sys.argv[3]) / "node_modules/haze").is_dir() else None
PAGE = (SOURCE / "docs/operate.md").read_text(encoding="utf-8")
SHELL = re.findall(r"^```sh\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
POLICIES = {"blue.inspector": "inspector/direct", "red.target": "target/sunlock", "red.adversary": "adversary/idle"}


class Serve(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haze-serve-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def serve(self, *words):
        """A server at a port of its own choice, and the lines that it says until its first table is open."""
        server = subprocess.Popen([HAZE, "serve", "encore", "--set", "duration_s=3600", "--listen", "127.0.0.1:0", "--db", "s.db", *words], cwd=self.folder, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (server.kill(), server.communicate()))
        said = []
        for line in server.stdout:
            said.append(line)
            if line.startswith("table "):
                break
        self.assertTrue(said and said[-1].startswith("table 1 open"), said)
        address = next(line for line in said if line.startswith("listening on ")).split()[-1]
        return server, address, "".join(said)

    def seats(self, table="1"):
        return sorted(path.name[: -len(".token")] for path in (self.folder / "tokens" / table).glob("*.token"))

    def play(self, address, more=None, table="1", commands=None):
        agents = []
        for seat in self.seats(table):
            environment = {**os.environ, "HAZE_ADDRESS": address, "HAZE_TOKEN_FILE": str(self.folder / "tokens" / table / f"{seat}.token"), **(more or {}),
                           "PYTHONPATH": str(SOURCE / "agents/python")}
            agents.append(subprocess.Popen(commands[seat] if commands else [HAZE, "agent", "run", POLICIES[seat]], env=environment, stderr=subprocess.PIPE, text=True))
            self.addCleanup(agents[-1].kill)
        return [(agent.communicate(timeout=60)[1], agent.returncode) for agent in agents]

    def test_matches_start_when_their_seats_are_filled_and_the_next_has_new_tokens(self):
        server, address, _ = self.serve("--matches", "2")
        tokens = {path.read_text() for path in (self.folder / "tokens/1").iterdir()}
        self.assertEqual({path.stat().st_mode & 0o777 for path in (self.folder / "tokens/1").iterdir()}, {0o600})
        self.assertEqual([code for _, code in self.play(address)], [0, 0, 0])
        over = server.stdout.readline()
        self.assertIn("table 1 over: ", over)
        self.assertIn(json.loads(over.split(": ", 1)[1])["result"], ("WIN", "DRAW"))
        self.assertIn("table 1 open", server.stdout.readline())
        self.assertFalse(tokens & {path.read_text() for path in (self.folder / "tokens/1").iterdir()})
        self.assertEqual([code for _, code in self.play(address)], [0, 0, 0])
        self.assertEqual(server.wait(timeout=30), 0)
        digests = [row[0] for row in sqlite3.connect(self.folder / "s.db").execute("SELECT digest FROM attempts JOIN identities USING (identity) ORDER BY seed")]
        self.assertEqual(len(digests), 2)
        for seed, digest in enumerate(digests, 1):
            words = [f"--seat={seat}={policy}" for seat, policy in POLICIES.items() if seat in self.seats()]
            done = subprocess.run([HAZE, "play", "encore", "--set", "duration_s=3600", "--seed", str(seed), "--in-process", "--json", "--db", "p.db", *words], cwd=self.folder,
                                  capture_output=True, text=True, check=True)
            self.assertEqual(json.loads(done.stdout)["digest"], digest, "remote agents play the same match to the bit")

    def test_stopping_ends_open_tables_and_leaves_a_closed_store(self):
        server, _, said = self.serve("--metrics", "127.0.0.1:0")
        metrics = re.search(r"http://\S+", said).group(0)
        text = urllib.request.urlopen(metrics, timeout=10).read().decode()
        self.assertIn("haze_matches_open 1\n", text)
        documented = set(re.findall(r"`(haze_\w+)`", PAGE))
        self.assertLessEqual(documented, set(re.findall(r"^(haze_\w+) ", text, flags=re.MULTILINE)))
        self.assertEqual(urllib.request.urlopen(metrics.replace("/metrics", "/healthz"), timeout=10).read(), b"ok\n")
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.wait(timeout=30), 0)
        self.assertEqual([row[0] for row in sqlite3.connect(self.folder / "s.db").execute("SELECT result FROM attempts")], ["VOID_ARBITER"])
        self.assertFalse((self.folder / "s.db-wal").exists())

    def test_what_is_unsafe_or_wrong_is_refused_with_the_reason(self):
        (self.folder / "bad.pem").write_text("no certificate")
        self.certify("one")
        self.certify("other")
        for words, code, reason in (
            (["--listen", "0.0.0.0:0"], 5, "--insecure-network"),
            (["--listen", "[::]:0"], 5, "--insecure-network"),
            (["--listen", "127.example.org:7411"], 5, "--insecure-network"),
            (["--metrics", "0.0.0.0:0"], 5, "only addresses of this machine"),
            (["--metrics", "nonsense"], 2, "HOST:PORT"),
            (["--metrics", "127.0.0.1:x"], 2, "HOST:PORT, the port from 0 (the system chooses) to 65535"),
            (["--metrics", "127.0.0.1:70000"], 2, "HOST:PORT, the port from 0 (the system chooses) to 65535"),
            (["--listen", "127.0.0.1:70000"], 2, "cannot listen"),
            (["--tls-client-ca", "one.pem"], 2, "take TLS"),
            (["--tls-cert", "one.pem"], 2, "a certificate and its key"),
            (["--tls-cert", "none.pem", "--tls-key", "one.key"], 2, "none.pem cannot be read"),
            (["--tls-cert", "bad.pem", "--tls-key", "one.key"], 2, "no certificate"),
            (["--tls-cert", "one.pem", "--tls-key", "bad.pem"], 2, "no key"),
            (["--tls-cert", "one.pem", "--tls-key", "other.key"], 2, "do not belong together"),
            (["--tls-cert", "one.pem", "--tls-key", "one.key", "--tls-client-ca", "bad.pem"], 2, "no certificate"),
        ):
            done = subprocess.run([HAZE, "serve", "--db", "s.db", *words], cwd=self.folder, capture_output=True, text=True, check=False, timeout=60)
            self.assertEqual((words, done.returncode), (words, code), done.stderr)
            self.assertIn(reason, done.stderr)
        self.assertFalse((self.folder / "s.db").exists(), "a server that was refused leaves nothing")

    def certify(self, name):
        """NAME.pem and NAME.key, by the page's own command."""
        command = next(snippet for snippet in SHELL if "openssl" in snippet).replace("key.pem", f"{name}.key").replace("cert.pem", f"{name}.pem")
        subprocess.run(command, shell=True, cwd=self.folder, check=True, stderr=subprocess.DEVNULL)

    def test_with_tls_agents_show_the_certificate_that_is_asked_for_or_stay_outside(self):
        self.certify("ours")
        self.certify("theirs")
        pem = {name: str(self.folder / file) for name, file in (("HAZE_TLS_CA", "ours.pem"), ("HAZE_TLS_CERT", "ours.pem"), ("HAZE_TLS_KEY", "ours.key"))}
        server, address, _ = self.serve("--matches", "1", "--tls-cert", "ours.pem", "--tls-key", "ours.key", "--tls-client-ca", "ours.pem")
        # Who speaks plainly, trusts somebody else, shows nothing or shows another's certificate does not even reach the tokens.
        for words in ([], ["--cacert", "theirs.pem"], ["--cacert", "ours.pem"], ["--cacert", "ours.pem", "--cert", "theirs.pem", "--key", "theirs.key"]):
            scheme = "https" if words else "http"
            done = subprocess.run(["curl", "--silent", "--http2-prior-knowledge", "--tlsv1.2", "--tls-max", "1.2", "--max-time", "20", *words, f"{scheme}://{address}/"], cwd=self.folder, capture_output=True,
                                  check=False)
            self.assertNotEqual(done.returncode, 0, words)
        self.assertEqual([code for _, code in self.play(address, pem)], [0, 0, 0])
        self.assertEqual(server.wait(timeout=30), 0)

    def languages(self):
        """A program of each language for its seat, or the test is skipped."""
        if subprocess.run([sys.executable, "-c", "import grpc"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
            self.skipTest(f"{sys.executable} has no grpc: apt-get install python3-grpcio python3-protobuf")
        if not NODE:
            self.skipTest("the Node package is not installed in the build: ctest -R e2e_agents.Node does it")
        python, node = self.folder / "bot.py", NODE / "served.mjs"
        python.write_text("import haze\n\n@haze.agent('inspector')\ndef policy(turn):\n    return None\n\nif __name__ == '__main__':\n    haze.run()\n")
        node.write_text("import * as haze from 'haze';\nhaze.agent('target', () => null);\nhaze.run();\n")
        return {"blue.inspector": [sys.executable, python], "red.target": ["node", node], "red.adversary": [HAZE, "agent", "run", "adversary/idle"]}

    def test_a_wrong_token_ends_agents_of_every_language_at_once_with_the_reason(self):
        commands = self.languages()
        server, address, _ = self.serve("--matches", "1")
        right = {path: path.read_text() for path in (self.folder / "tokens/1").iterdir()}
        for path in right:
            path.write_text("0" * 64)
        for said, code in self.play(address, commands=commands):
            self.assertEqual(code, 5, said)
            self.assertIn("NOT_ADMITTED", said)
        for path, token in right.items():
            path.write_text(token)
        self.assertEqual([code for _, code in self.play(address, commands=commands)], [0, 0, 0])
        self.assertEqual(server.wait(timeout=30), 0)

    def test_the_three_languages_of_agents_come_by_tls(self):
        commands = self.languages()
        self.certify("ours")
        pem = {name: str(self.folder / file) for name, file in (("HAZE_TLS_CA", "ours.pem"), ("HAZE_TLS_CERT", "ours.pem"), ("HAZE_TLS_KEY", "ours.key"))}
        for client_ca in ([], ["--tls-client-ca", "ours.pem"]):
            server, address, _ = self.serve("--matches", "1", "--tls-cert", "ours.pem", "--tls-key", "ours.key", *client_ca)
            trust = pem if client_ca else {"HAZE_TLS_CA": pem["HAZE_TLS_CA"]}
            self.assertEqual([code for _, code in self.play(address, trust, commands=commands)], [0, 0, 0])
            self.assertEqual(server.wait(timeout=30), 0)

    def test_the_service_of_the_page_starts_with_options_that_exist(self):
        unit = re.search(r"^```ini\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL).group(1)
        words = re.search(r"^ExecStart=/usr/bin/haze (.*)$", unit, flags=re.MULTILINE).group(1).replace("7411", "0").replace("7412", "0").replace("/var/lib/haze", str(self.folder)).split()
        server = subprocess.Popen([HAZE, *words], cwd=self.folder, stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (server.kill(), server.communicate()))
        said = [server.stdout.readline() for _ in range(3)]
        self.assertTrue(said[2].startswith("table 1 open"), said)
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.wait(timeout=30), 0)

    def test_the_snippets_of_the_page_play_a_match(self):
        bin_folder = self.folder / "bin"
        bin_folder.mkdir()
        (bin_folder / "haze").symlink_to(HAZE)
        environment = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}"}
        words = next(snippet for snippet in SHELL if snippet.startswith("haze serve"))
        # The page's ports may be taken on this machine: the system chooses.
        server = subprocess.Popen(words.replace("127.0.0.1:7411", "127.0.0.1:0").replace("127.0.0.1:7412", "127.0.0.1:0").replace("haze serve", "exec haze serve"), shell=True,
                                  cwd=self.folder, env=environment, stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (server.kill(), server.communicate()))
        metrics, address = server.stdout.readline().split()[-1], server.stdout.readline().split()[-1]
        self.assertIn("table 1 open", server.stdout.readline())
        port = re.search(r":(\d+)/metrics", metrics).group(1)
        for snippet in SHELL:
            if snippet.startswith("curl") and shutil.which("curl"):
                done = subprocess.run(snippet.replace("7412", port), shell=True, capture_output=True, text=True, check=True)
                self.assertIn("haze_turns_total", done.stdout)
        agents = next(snippet for snippet in SHELL if snippet.startswith("HAZE_ADDRESS"))
        self.assertEqual(sorted(re.findall(r"tokens/1/(\S+)\.token", agents)), self.seats())
        subprocess.run(agents.replace("127.0.0.1:7411", address), shell=True, cwd=self.folder, env=environment, check=True, timeout=200)
        self.assertIn('"result"', server.stdout.read())
        self.assertEqual(server.wait(timeout=30), 0)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
