"""Processes for the command that have imported already what every call imports.

    python tests/cli/divided.py

Each line that comes in is a call; a process divides off for it, with an environment, a folder, words
and files for what it is given and what it says, and its status is printed. Nothing of ``habeas.web`` is
imported before, as settings are read from the environment once: each call reads its own.
"""

import gc
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from habeas.cli import main as command

WHOLE_PRODUCT = """
import sys
from habeas.web import entry
entry.start(None)
from habeas.web.running import bringing_in, demo, doctor, dossiers, taking_out
print("\\n".join(sys.modules))
"""


def names() -> list[str]:
    """Modules of the product and of its parts, but for those that read settings."""
    said = subprocess.run([sys.executable, "-c", WHOLE_PRODUCT], capture_output=True, text=True, check=True)
    return [name for name in said.stdout.split() if not name.startswith("habeas.web")]


def import_what_can_be(modules: Iterable[str]) -> None:
    """Import each; what asks for settings waits until there are some."""
    for name in modules:
        with suppress(Exception):
            importlib.import_module(name)


def become(call: dict[str, Any]) -> None:
    """Be the process that was asked for."""
    os.environ.clear()
    os.environ.update(call["env"])
    os.chdir(call["cwd"])
    for descriptor, path in enumerate((call["in"], call["out"], call["err"])):
        opened = os.open(path, os.O_RDWR)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.argv = ["habeas", *call["words"]]


def main() -> None:
    """Answer calls until there are no more."""
    import_what_can_be(names())
    gc.freeze()
    for line in sys.stdin:
        if os.fork() == 0:
            become(json.loads(line))
            status = command()
            sys.stderr.flush()
            os._exit(status)  # to put away what was imported before takes longer than most calls
        print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)


if __name__ == "__main__":
    main()
