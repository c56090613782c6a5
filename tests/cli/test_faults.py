"""Faults of the machine and of Habeas itself, as people and scripts see them."""

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.shared import environment

from habeas.cli import law as verb
from habeas.cli import main
from habeas.cli.faults import in_words

FAULTS = [
    (
        FileNotFoundError(errno.ENOENT, "", "a.toml"),
        "error: file-missing: there is no such file or folder (a.toml)",
    ),
    (
        PermissionError(errno.EACCES, "", "a.toml"),
        "error: file-forbidden: this account may not read or write here (a.toml)",
    ),
    (OSError(errno.ENOSPC, ""), "error: disk-full: there is no room left on the disk"),
    (OSError(errno.EDQUOT, "", "a"), "error: disk-full: there is no room left on the disk (a)"),
    (
        OSError(errno.EROFS, os.strerror(errno.EROFS), "a"),
        "error: machine-refused: the machine refused: Read-only file system (a)",
    ),
    (KeyboardInterrupt(), "error: interrupted: stopped before the end, and nothing was written half"),
]


@pytest.mark.parametrize(("fault", "line"), FAULTS, ids=[line.split(":")[1].strip() for _, line in FAULTS])
def test_a_fault_of_the_machine_in_words(fault: BaseException, line: str) -> None:
    assert in_words(fault).line() == line


def test_a_missing_part_is_named() -> None:
    error = in_words(ModuleNotFoundError("No module named 'typst'", name="typst"))
    assert (error.code, error.exit_status) == ("part-missing", 3)
    assert "“typst”" in error.message


def test_a_fault_of_our_own_shows_no_traces_and_none_of_its_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_args: object) -> int:
        raise KeyError("a name that nobody should paste")

    monkeypatch.setattr(verb, "run", broken)
    assert main(["law"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert said[0].startswith(
        "habeas: error: internal: Habeas met a fault of its own, KeyError (habeas/cli/calling.py:"
    )
    assert "HABEAS_TRACE=1" in said[1]
    monkeypatch.setenv("HABEAS_TRACE", "1")
    assert main(["law"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_ends_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(verb, "run", interrupted)
    assert main(["law"]) == 2
    assert capsys.readouterr().err.startswith("habeas: error: interrupted: ")


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM])
def number(request: pytest.FixtureRequest) -> Iterator[signal.Signals]:
    """One that is not passed over: a shell has what it runs in the background pass Ctrl-C over."""
    found = signal.signal(request.param, signal.SIG_DFL)
    yield request.param
    signal.signal(request.param, found)


def test_an_interruption_is_told_as_one_though_a_library_tells_of_it_as_a_fault(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_args: object) -> int:
        try:
            signal.raise_signal(number)
        except KeyboardInterrupt:
            raise RuntimeError("Query interrupted") from None
        return 0

    monkeypatch.setattr(verb, "run", interrupted)
    before = signal.getsignal(number)
    assert main(["law"]) == 2
    assert capsys.readouterr().err.startswith("habeas: error: interrupted: ")
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("verb_name", ["audit", "generate"])
def test_a_command_that_is_told_to_end_leaves_nothing(verb_name: str, tmp_path: Path) -> None:
    own, register = tmp_path / "own", tmp_path / "events.csv"
    own.mkdir()
    if verb_name == "audit":
        row = "1,checked,2025-07-03T10:00:00Z\n"
        register.write_text("record_id,kind,recorded_at\n" + row * 100_000, "utf-8")
        words = ("audit", str(register))
    else:
        words = ("generate", "register", "--detentions", "60000", "--seed", "7", "--out", str(own / "made"))
    process = subprocess.Popen(
        [sys.executable, "-m", "habeas", *words],
        env=environment(tmp_path / "data", TMPDIR=str(own)),
        stderr=subprocess.PIPE,
        text=True,
    )
    while process.poll() is None and not any(own.iterdir()):
        time.sleep(0.05)
    process.terminate()
    _out, err = process.communicate()
    assert "\nhabeas: error: interrupted: " in f"\n{err}"  # one that is only beginning may say more
    assert process.returncode == 2
    assert not list(own.iterdir())
