#!/usr/bin/env python3
"""`haze agent check` finds each planted fault, by the check that is about it, and nothing in a well-behaved agent.

  agent_check_test.py SOURCE HAZE MANNERLESS_AGENT
"""

import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE, HAZE, AGENT = (pathlib.Path(word).resolve() for word in sys.argv[1:4])

# The fault, and the check that must fail.
FAULTS = {
    "forgets_its_token": "joins",
    "speaks_protocol_2": "joins",
    "hammers_the_door": "wrong_token",
    "invents_a_session": "attaches",
    "takes_no_seat": "opens_its_seat",
    "answers_twice": "answers_once",
    "counts_from_zero": "answers_every_turn",
    "names_another_seat": "answers_every_turn",
    "sleeps_at_turn_5": "answers_every_turn",
    "answers_with_a_book": "legal_form",
    "says_nan": "legal_form",
    "orders_without_end": "legal_form",
    "reads_one_of_a_batch": "batches",
    "dies_of_the_unknown": "unknown_fields",
    "dies_of_a_new_value": "unknown_values",
    "dies_of_a_ruling": "every_ruling",
    "changes_its_mind": "repeated_turn",
    "chatters": "answers_once",
    "stays_away": "reattach",
    "hoards_memory": "growth",
    "hoards_descriptors": "growth",
    "answers_the_dead": "game_over",
    "leaves_at_game_over": "game_over",
    "ignores_reset": "reset",
    "leaves_with_an_error": "goodbye",
    "never_leaves": "goodbye",
    "deaf_to_sigterm": "stop_signal",
}


def check(*words, environment=None):
    done = subprocess.run([HAZE, "agent", "check", "--json", *words], capture_output=True, text=True, env=environment, check=False)
    return done.returncode, json.loads(done.stdout)["roles"][0], done.stderr


class AgentCheck(unittest.TestCase):
    def test_a_well_behaved_agent_passes_every_check_in_five_seconds(self):
        code, role, errors = check("--", AGENT, "none")
        self.assertEqual([line for line in role["checks"] if not line["passed"] and not line["informative"]], [], errors)
        self.assertEqual(code, 0)
        print(f"a well-behaved agent: {role['wall_s']:.2f} s", flush=True)

    def test_each_planted_fault_is_found_by_its_check(self):
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for fault, (code, role, errors) in zip(FAULTS, pool.map(lambda fault: check("--", AGENT, fault), FAULTS)):
                with self.subTest(fault):
                    failed = [line["name"] for line in role["checks"] if not line["passed"] and not line["informative"]]
                    self.assertEqual(code, 1, errors)
                    self.assertIn(FAULTS[fault], failed)

    def test_every_check_names_a_section_of_the_protocol_page(self):
        headings = set(re.findall(r"^## (.*)$", (SOURCE / "docs/protocol.md").read_text(encoding="utf-8"), flags=re.MULTILINE))
        _, role, _ = check("--", AGENT, "none")
        self.assertLessEqual({line["section"] for line in role["checks"]}, headings)

    def test_the_shipped_policies_and_the_python_sdk_pass(self):
        code, role, errors = check("--role", "target", "--", HAZE, "agent", "run", "target/sunlock")
        self.assertEqual(code, 0, (role, errors))
        environment = {**os.environ, "PYTHONPATH": str(SOURCE / "agents/python"), "PYTHONDONTWRITEBYTECODE": "1"}
        if subprocess.run([sys.executable, "-c", "import grpc"], check=False, capture_output=True).returncode == 0:
            code, role, errors = check("--role", "inspector", "--", sys.executable, SOURCE / "tests/e2e/agents/scripted.py", environment=environment)
            self.assertEqual(code, 0, (role, errors))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]], verbosity=2)
