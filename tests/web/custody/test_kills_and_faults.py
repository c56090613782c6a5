"""The serving process is killed, its disk is full, read-only or broken: a clean answer, and nothing lost.

The register goes on from where it was after each, in one history: the next start finds what was acknowledged,
and the guard before the ledger finds what was signed.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from tests.web.custody.disk import CALLS, strace

from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.note import parse_note
from habeas.tlog.tree import Tree

LONG = hypothesis_settings.get_current_profile_name() == "torture"
KILLS = 200 if LONG else 2
KILLS_WHILE_PUBLISHING = 50 if LONG else 1


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A data folder with a register that has a few entries."""
    place = tmp_path_factory.mktemp("made") / "data"
    done = _program(place, "--events", "3", "--publish", "0.05").communicate()[0]
    assert "head 3" in done
    return place


@pytest.fixture
def folder(made, tmp_path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(made, tmp_path / "data")


def _program(folder: Path, *words: str, before: tuple[str, ...] = ()) -> "subprocess.Popen[str]":
    env = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    return subprocess.Popen(
        [*before, sys.executable, "-m", "tests.web.custody.load", str(folder), *words],
        env={**env, "HABEAS_DATA": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


class History:
    """Everything that was ever acknowledged and signed of a register."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, int] = {}
        self.heads: list[tuple[int, str]] = []
        self.refused: list[str] = []

    def hear(self, said: str) -> None:
        """Take up the lines of a run; the last one may be cut off."""
        for line in said[: said.rfind("\n") + 1].splitlines():
            match line.split():
                case ["ack", event_id, index]:
                    self.acknowledged[event_id] = int(index)
                case ["head", size, root]:
                    self.heads.append((int(size), root))
                case ["refused" | "unpublished", code]:
                    self.refused.append(code)

    def hold(self, folder: Path) -> None:
        """Hold what is in the folder against it."""
        with sqlite3.connect(folder / "register.sqlite3") as register:
            assert register.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = register.execute("SELECT number, event_id, leaf_hash FROM custody_entry ORDER BY number")
            entries = rows.fetchall()
        register.close()
        assert [row[0] for row in entries] == list(range(len(entries)))
        assert self.acknowledged.items() <= {row[1]: row[0] for row in entries}.items()
        tree = Tree()
        for row in entries:
            tree.append(row[2])
        signed = [
            parse_checkpoint(parse_note(path.read_bytes()).text)
            for path in (*folder.glob("register-log/*/checkpoint"), *folder.glob("register-keys/*.signed"))
        ]
        for size, root in (*self.heads, *((head.size, head.root.hex()) for head in signed)):
            assert size <= len(entries)
            assert tree.root(size).hex() == root


@pytest.mark.parametrize(
    ("kills", "publish"), [(KILLS, "0.3"), (KILLS_WHILE_PUBLISHING, "0.001")], ids=["load", "publishing"]
)
def test_a_process_killed_at_any_moment_loses_nothing(folder, kills, publish):
    chance, history = random.Random(kills), History()  # noqa: S311 (moments, no secrets)
    for left in reversed(range(kills)):
        program = _program(folder, "--events", "5000", "--threads", "6", "--publish", publish)
        assert program.stdout is not None
        said = program.stdout.readline()
        assert said == "open\n"
        while (
            not left and "ack" not in said and program.poll() is None
        ):  # on a slow machine even the last might come before any
            said += program.stdout.readline()
        time.sleep(chance.uniform(0, 0.6))
        program.send_signal(signal.SIGKILL)
        history.hear(said + program.communicate()[0])
    assert history.acknowledged
    history.hear(_program(folder, "--events", "2", "--publish", "0.05").communicate()[0])
    assert not history.refused
    history.hold(folder)


FAULTS = [
    ("pwrite64", "ENOSPC"),
    ("fsync,fdatasync", "EIO"),
    ("openat", "EROFS"),
    ("rename", "EIO"),
    ("pwrite64", "EIO"),
    ("ftruncate", "EIO"),
    ("unlink", "EIO"),
    ("write", "ENOSPC"),
]
MOMENTS = range(1, 9) if LONG else range(2, 3)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("call", "fault"), FAULTS if LONG else FAULTS[:3], ids=str)
def test_a_disk_that_fails_is_answered_and_the_register_goes_on_once_it_is_well(folder, call, fault, moment):
    history = History()
    history.hear(_broken(folder, call, fault, moment))
    assert history.refused or call not in ("pwrite64", "fsync,fdatasync")  # the others are called seldom
    well = _program(folder, "--events", "4", "--publish", "0.05").communicate()[0]
    assert "refused" not in well
    history.hear(well)
    history.hold(folder)


def _broken(folder: Path, call: str, fault: str, moment: int) -> str:
    """Run with a disk below the folder on which a call fails from a moment on."""
    files = [path for path in folder.rglob("*") if path.is_file() and "habeas.sqlite3" not in path.name]
    names = [str(path) for path in files]
    names += [f"{path}-wal" for path in names if path.endswith(".sqlite3")]
    only = [word for name in names for word in ("-P", name)]
    inject = f"inject={call}:error={fault}:when={moment * 3}+"
    command = (strace(), "-f", "-o", "/dev/null", *only, "-e", f"trace={CALLS}", "-e", inject)
    return _program(
        folder, "--events", "40", "--threads", "3", "--publish", "0.02", before=command
    ).communicate(timeout=120)[0]


def test_two_processes_do_not_write_one_register(folder):
    first = _program(folder, "--events", "4000", "--threads", "2")
    assert first.stdout is not None
    assert first.stdout.readline() == "open\n"
    second = _program(folder, "--events", "2").communicate()[0]
    assert second == "refused register-held\n"
    first.terminate()
    history = History()
    history.hear(first.communicate()[0])
    history.hold(folder)
