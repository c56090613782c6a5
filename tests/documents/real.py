"""The real lists, where they lie beside the checkout: skipped by name elsewhere, failing on CI."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def real(name: str) -> Path:
    """The file of that name; skips, or fails with ``CI=true``, where it is missing."""
    path = SHARED / name
    if not path.exists():
        reason = f"../shared/data/{name} is not there"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def beginning_of(path: Path, rows: int) -> bytes:
    """A list's heading and first rows, as they lie there; none of its cells breaks a line."""
    return b"".join(path.read_bytes().splitlines(keepends=True)[: rows + 1])
