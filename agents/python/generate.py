#!/usr/bin/env python3
"""Writes haze/messages from proto/: the modules that protoc makes, with imports inside the package.

  generate.py [--protoc PROTOC]            writes them
  generate.py [--protoc PROTOC] --check    exit 1 when what is there is not what protoc makes from the present proto files
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROTO = HERE.parent.parent / "proto"
FILES = ["geometry", "order", "turn", "arbiter_service"]


def generate(protoc):
    """File name -> text."""
    with tempfile.TemporaryDirectory(prefix="haze-messages-") as folder:
        names = [f"haze/agent/v1/{name}.proto" for name in FILES]
        subprocess.run([protoc, "-I", str(PROTO), f"--python_out={folder}", f"--pyi_out={folder}", *names], check=True)
        made = {}
        for path in sorted(pathlib.Path(folder, "haze/agent/v1").iterdir()):
            text = path.read_text(encoding="utf-8")
            # haze.agent is the decorator, so the modules cannot live at haze.agent.v1.
            made[path.name] = re.sub(r"^from haze\.agent\.v1 import", "from . import", text, flags=re.MULTILINE)
        return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--protoc", default="protoc")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    made = generate(options.protoc)
    folder = HERE / "haze" / "messages"
    stale = [name for name, text in made.items() if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text]
    if options.check:
        for name in stale:
            print(f"agents/python/haze/messages/{name} is not what protoc makes from proto/; run agents/python/generate.py")
        return 1 if stale else 0
    for name in stale:
        (folder / name).write_text(made[name], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
