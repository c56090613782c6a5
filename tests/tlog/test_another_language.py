"""Our logs before a verifier in Go that others wrote (golang.org/x/mod): it takes them, and none altered.

It needs the Go that ``make matrix`` installs: 250 MB, which no other test does.
"""

import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.tlog.logs import LATTICE, LOG, SECOND, WITNESS, entries, written

GO = Path(os.environ["HABEAS_TEST_GO"])
"""The folder of Go: ``bin/go`` is in it, and x/mod among what its own commands are made of."""
MODULE = """module judge
go 1.25
require golang.org/x/mod v0.0.0
replace golang.org/x/mod => ./mod
"""
SIZES = (0, 1, 2, 255, 256, 257, 511, 513, 4_097, 65_537)
TAMPERINGS = 200

Judge = Callable[[Path], "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    folder = tmp_path_factory.mktemp("judge")
    shutil.copy(Path(__file__).parent / "judge" / "main.go", folder)
    shutil.copytree(GO / "src" / "cmd" / "vendor" / "golang.org" / "x" / "mod", folder / "mod")
    (folder / "mod" / "go.mod").write_text("module golang.org/x/mod\ngo 1.25\n")
    (folder / "go.mod").write_text(MODULE)
    env = {"GOROOT": str(GO), "GOCACHE": str(folder / "cache"), "GOPROXY": "off", "GOTOOLCHAIN": "local"}
    build = [str(GO / "bin" / "go"), "build", "-o", "judge", "."]
    subprocess.run(build, cwd=folder, env=os.environ | env, check=True, timeout=300)

    def judged(log: Path) -> "subprocess.CompletedProcess[str]":
        call = [str(folder / "judge"), str(log), str(LOG.verifier)]
        return subprocess.run(call, capture_output=True, text=True, check=False, timeout=120)

    return judged


@pytest.mark.parametrize("size", SIZES)
def test_it_takes_what_we_write(judge: Judge, tmp_path: Path, size: int) -> None:
    written(tmp_path, entries(size), WITNESS, SECOND, LATTICE)
    assert judge(tmp_path).stdout == f"accepted {size}\n"


def test_it_refuses_a_bit_changed_anywhere(judge: Judge, tmp_path: Path) -> None:
    written(tmp_path, entries(600))
    chance = random.Random(4)  # noqa: S311 (the same tamperings in every run)
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    for _ in range(TAMPERINGS):
        file = chance.choice(files)
        data = file.read_bytes()
        at = chance.randrange(len(data))
        file.write_bytes(data[:at] + bytes((data[at] ^ 1 << chance.randrange(8),)) + data[at + 1 :])
        assert judge(tmp_path).returncode == 1, (file, at)
        file.write_bytes(data)
    assert judge(tmp_path).returncode == 0
