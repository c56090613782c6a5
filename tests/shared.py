"""What is dear to make, and made once for all the workers of a run: each takes a copy.

Where ``HABEAS_TEST_SHARED`` names a folder, also for the runs that follow (``tools/test/stages.py``).

The first that asks makes it, another that asks meanwhile waits. What fails leaves nothing behind,
so that the next one tries again and tells the fault too.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src"


def environment(data: Path, **more: str) -> dict[str, str]:
    """That of the caller without any setting of Habeas, and with this data folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HABEAS_", "DJANGO_")) and not name.endswith("DATABASE_URL")
    }
    return {**kept, "HABEAS_DATA": str(data), "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1", **more}


def once(temporary: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder or file that ``make`` makes at the path it is given."""
    base = Path(os.environ.get("HABEAS_TEST_SHARED") or temporary.getbasetemp())
    if "PYTEST_XDIST_WORKER" in os.environ and "HABEAS_TEST_SHARED" not in os.environ:
        base = base.parent  # that of a worker lies in that of the run
    made, begun = base / f"shared-{name}", base / f"begun-{name}"
    with (base / f"lock-{name}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            begun.mkdir(exist_ok=True)
            make(begun / name)
            (begun / name).rename(made)
    return made


def demo(temporary: pytest.TempPathFactory) -> Path:
    """A data folder with the demo in it, to be copied."""
    return once(temporary, "demo", _make_demo)


def _make_demo(folder: Path) -> None:
    """Make it, and carry out its audits: each copy that is served would else do so anew."""
    _called(folder, "-m", "habeas", "demo", "--no-serve")
    carry_out = "from habeas.web.audits.jobs import carry_out_audits; carry_out_audits.call()"
    _called(folder, "-c", f"from habeas.web.entry import start; start(None); {carry_out}")


def empty_installation(temporary: pytest.TempPathFactory) -> Path:
    """A data folder with an empty store, to be copied."""
    make = "from habeas.web.entry import open_store; open_store(None, make=True)"
    return once(temporary, "installation", lambda folder: _called(folder, "-c", make))


def _called(data: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, *words], env=environment(data), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
