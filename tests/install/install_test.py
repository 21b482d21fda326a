#!/usr/bin/env python3
"""Installs the build, moves the prefix elsewhere, builds agents/template against it alone and plays a match with the installed program.

  install_test.py SOURCE BUILD CMAKE CXX SANITIZE
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE, BUILD = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
CMAKE, CXX, SANITIZE = sys.argv[3:6]


class Installed(unittest.TestCase):
    def run_all(self, *command, **more):
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **more)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def test_template_plays_against_a_moved_prefix(self):
        with tempfile.TemporaryDirectory(prefix="haze-install-") as name:
            folder = pathlib.Path(name)
            self.run_all(CMAKE, "--install", BUILD, "--prefix", folder / "first")
            (folder / "first").rename(folder / "moved")
            prefix = folder / "moved"
            # Nothing that a user builds against may name the place where it was built.
            for path in prefix.glob("lib*/**/*.cmake"):
                self.assertNotIn(str(SOURCE), path.read_text(encoding="utf-8"), path)
                self.assertNotIn(str(folder / "first"), path.read_text(encoding="utf-8"), path)

            agent = folder / "agent"
            shutil.copytree(SOURCE / "agents" / "template", agent)
            flags = ["-DCMAKE_CXX_FLAGS=-fsanitize=" + SANITIZE] if SANITIZE else []
            self.run_all(CMAKE, "-S", agent, "-B", agent / "build", f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_COMPILER={CXX}", *flags)
            self.run_all(CMAKE, "--build", agent / "build")
            lines = (agent / "look_around.cc").read_text(encoding="utf-8").splitlines()
            self.assertLessEqual(len(lines), 25)
            page = (SOURCE / "docs" / "write_an_agent.md").read_text(encoding="utf-8")
            self.assertIn("```cpp\n" + "\n".join(lines) + "\n```", page, "the page shows what is built here")
            self.assertIn("```cmake\n" + (agent / "CMakeLists.txt").read_text(encoding="utf-8") + "```", page)

            # The page's own commands, with the match cut short by a program of the same name in front.
            commands = next(text for text in re.findall(r"^```sh\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL) if "CMAKE_PREFIX_PATH" in text)
            shutil.rmtree(agent / "build")
            commands = commands.replace("cmake -B", f"'{CMAKE}' -DCMAKE_CXX_COMPILER='{CXX}' {' '.join(flags)} -B").replace("cmake --build", f"'{CMAKE}' --build")
            commands = commands.replace("play encore", "play encore --set duration_s=21600 --db page.db")
            self.run_all("sh", "-ec", commands, cwd=agent, env={**os.environ, "PREFIX": str(prefix), "HAZE_SCENARIOS": str(prefix / "share" / "haze" / "scenarios")})

            scenarios = {**os.environ, "HAZE_SCENARIOS": str(prefix / "share" / "haze" / "scenarios")}
            answer = json.loads(self.run_all(prefix / "bin" / "haze", "play", "encore", "--set", "duration_s=21600", "--db", "haze.db", "--json", "--seat",
                                             f"blue.inspector={agent}", cwd=folder, env=scenarios))
            self.assertEqual([seat["outcome"] for seat in answer["seats"]], ["OK"] * 3)
            self.assertIsNotNone(answer["milestones"]["first_detection_s"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
