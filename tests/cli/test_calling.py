"""The call itself: verbs, options, exit status, and one line for every error."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.shared import environment

import habeas as package
from habeas.cli.calling import VERBS

WITHOUT_DJANGO = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "gunicorn", "allauth"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Blocked())
from habeas.cli import main
sys.exit(main(sys.argv[1:]))
"""

REFUSED_CALLS = [
    ((), "call-refused: the following arguments are required: VERB"),
    (("lawn",), "call-refused: there is no verb “lawn”; perhaps “law” is meant"),
    (("inspect", "register"), "call-refused: there is no verb “inspect”"),
    (("--frob",), "call-refused: the following arguments are required: VERB"),
    (("law", "--frob"), "call-refused: unrecognized arguments: --frob"),
    (("law", "--cover"), "call-refused: unrecognized arguments: --cover"),
    (("law", "--format", "xml"), "call-refused: argument --format: “xml” is none of text, md"),
    (("law", "--data"), "call-refused: argument --data: expected one argument"),
    (("law", "ECPT#99(9)"), "law-unknown-reference: no provision is held at “ECPT#99(9)”"),
    (("law", "a\x1b[31mb#1\n2"), "law-unknown-reference: no provision is held at “a [31mb#1 2”"),
]


@pytest.mark.parametrize(("words", "line"), REFUSED_CALLS)
def test_a_refused_call_is_one_line_and_advice(habeas: Command, words: tuple[str, ...], line: str) -> None:
    done = habeas(*words)
    said = done.stderr.splitlines()
    assert (done.returncode, said[0], done.stdout) == (2, f"habeas: error: {line}", "")
    assert len(said) == 2
    assert said[1].startswith("habeas: advice: ")


def test_with_json_an_error_is_one_object(habeas: Command) -> None:
    for words in (("--json", "law", "ECPT#99"), ("law", "ECPT#99", "--json")):
        done = habeas.anew(*words)
        said = json.loads(done.stderr)
        assert done.returncode == 2
        assert said["schema"] == "habeas/error/1"
        assert (said["code"], said["where"]) == ("law-unknown-reference", None)
        assert "ECPT#99" in said["message"]


def test_version(habeas: Command) -> None:
    done = habeas.anew("--version")
    assert (done.returncode, done.stdout) == (0, f"habeas {package.__version__}\n")


def test_help_names_every_verb_and_each_has_an_example(habeas: Command) -> None:
    said = habeas("--help").stdout
    assert all(f"  {verb} " in said for verb in VERBS)
    for verb in VERBS:
        done = habeas.anew(verb, "--help")
        assert done.returncode == 0, done.stderr
        assert f"example:\n  habeas {verb}" in done.stdout


def test_the_law_needs_no_django_and_makes_no_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, "law", "ECPT#10(2)"],
        env=environment(tmp_path / "data"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Public statement" in done.stdout
    assert not (tmp_path / "data").exists()


def test_help_needs_no_django_and_a_verb_that_does_says_what_is_missing(tmp_path: Path) -> None:
    def call(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_DJANGO, *words],
            env=environment(tmp_path / "data"),
            capture_output=True,
            text=True,
            check=False,
        )

    assert call("--help").returncode == 0
    done = call("dossier", "Azerbaijan")
    assert done.returncode == 3
    assert done.stderr.startswith("habeas: error: part-missing: the Python package “django” is not installed")


def test_a_full_disk_is_said_in_words(habeas: Command) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123 (a device)
        done = subprocess.run(
            [sys.executable, "-m", "habeas", "law"],
            env=environment(habeas.data),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "habeas: error: disk-full: there is no room left on the disk"
    assert len(done.stderr.splitlines()) == 2


def test_a_reader_that_has_enough_is_no_error(habeas: Command) -> None:
    called = subprocess.Popen(
        [sys.executable, "-m", "habeas", "law", "--coverage"],
        env=environment(habeas.data),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert called.stdout is not None
    assert called.stderr is not None
    called.stdout.close()
    with called.stderr:
        assert called.stderr.read() == ""
    assert called.wait(60) == 0
