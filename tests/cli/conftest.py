"""Runs the real command in a process of its own, on a data folder of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


def environment(data: Path, **more: str) -> dict[str, str]:
    """That of the caller without any setting of Habeas, and with this data folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HABEAS_", "DJANGO_")) and not name.endswith("DATABASE_URL")
    }
    return {**kept, "HABEAS_DATA": str(data), "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1", **more}


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
