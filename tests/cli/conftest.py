"""Runs the real command in a process of its own, on a data folder of its own."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests import shared
from tests.shared import environment


@dataclass(frozen=True)
class Command:
    """Calls ``habeas`` on one data folder."""

    data: Path

    def __call__(
        self, *words: str, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "habeas", *words],
            env={**environment(self.data), **(env or {})},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


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
