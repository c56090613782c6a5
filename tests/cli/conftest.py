"""Runs the command in a process of its own, on a data folder of its own."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests import shared
from tests.shared import environment

collect_ignore = (
    [] if "DATABASE_URL" in os.environ else ["test_audit_in_place.py", "test_two_roles.py"]
)  # SQLite has no roles, and no address
collect_ignore += [] if "HABEAS_TEST_SPARK" in os.environ else ["test_audit_cluster.py"]  # it takes a minute
_dividing: list["subprocess.Popen[str]"] = []


@dataclass(frozen=True)
class Command:
    """Calls ``habeas`` on one data folder."""

    data: Path

    def __call__(
        self, *words: str, env: Mapping[str, str] | None = None, cwd: Path | None = None, given: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        """In a process that had most of its modules before (see ``divided.py``), ``given`` its input."""
        with TemporaryDirectory() as folder:
            came, out, err = Path(folder, "in"), Path(folder, "out"), Path(folder, "err")
            came.write_text(given, "utf-8")
            out.touch()
            err.touch()
            said = {"env": {**environment(self.data), **(env or {})}, "cwd": str(cwd or Path.cwd())}
            call = json.dumps(said | {"words": words, "in": str(came), "out": str(out), "err": str(err)})
            (process,) = _dividing
            print(call, file=process.stdin, flush=True)
            status = int(process.stdout.readline())
            return subprocess.CompletedProcess(words, status, out.read_text("utf-8"), err.read_text("utf-8"))

    def anew(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """As from a shell."""
        return subprocess.run(
            [sys.executable, "-m", "habeas", *words],
            env=environment(self.data),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture(autouse=True, scope="session")
def _divide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The process that those of the calls divide from."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("divided.py"))],
        env=environment(tmp_path_factory.mktemp("divided")),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    _dividing.append(process)
    yield
    _dividing.remove(process)
    process.communicate()


@pytest.fixture
def habeas(tmp_path: Path) -> Command:
    return Command(tmp_path / "data")


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared.demo(tmp_path_factory)


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared.empty_installation(tmp_path_factory)


@pytest.fixture
def demo(demo_template: Path, tmp_path: Path) -> Command:
    """The command on a demo of its own."""
    return Command(Path(shutil.copytree(demo_template, tmp_path / "demo")))


@pytest.fixture
def installation(empty_template: Path, tmp_path: Path) -> Command:
    """The command on an empty store of its own."""
    return Command(Path(shutil.copytree(empty_template, tmp_path / "installation")))


def journal(data: Path) -> list[str]:
    """What the journal of a store says was done, oldest first."""
    with closing(sqlite3.connect(data / "habeas.sqlite3")) as store:
        return [row[0] for row in store.execute("SELECT action FROM journal_journalentry ORDER BY number")]


def first_line(done: "subprocess.CompletedProcess[str]") -> str:
    """The error line of a refused call."""
    return next((line for line in done.stderr.splitlines() if line.startswith("habeas: error:")), done.stderr)
