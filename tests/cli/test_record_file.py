"""``habeas register check``: a record's file is checked without a register, and what that shows is said."""

import json

import pytest
from tests.cli.conftest import Command, first_line
from tests.custody.test_recordfile import WHOLE, entries
from tests.tlog.logs import LOG, WITNESS

from habeas.cli.record_file import MORE, NONE_BETWEEN, PART, UNPROVEN
from habeas.custody.recordfile import write_file


@pytest.fixture
def command(tmp_path):
    """No installation is there."""
    return Command(tmp_path / "nothing")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "record.jsonl"
    path.write_bytes(WHOLE)
    return path


def flat(text: str) -> str:
    return " ".join(text.split())


def test_it_says_what_was_checked_and_what_that_shows(command, file):
    done = command("register", "check", str(file), "--vkey", str(LOG.verifier))
    assert done.returncode == 0, done.stderr
    assert "4 entries of the record r-1" in done.stdout
    assert "4 of 4 entries" in done.stdout
    assert NONE_BETWEEN in flat(done.stdout)
    assert MORE in flat(done.stdout).partition("This does not show")[2]
    assert not command.data.exists()


def test_it_gives_the_events_to_programs(command, file):
    done = command("--json", "register", "check", str(file), "--vkey", str(LOG.verifier))
    told = json.loads(done.stdout)
    assert told["schema"] == "habeas/record-check/1"
    assert next(one["kind"] for one in told["entries"]) == "record_opened"
    assert told["entries"][0]["data"]["name"] == "Zebra Finch"
    assert all(one["proven"] and not one["closed"] for one in told["entries"])


def test_a_part_and_what_no_head_covers_are_said_to_be_that(command, tmp_path):
    one = entries(opens=frozenset({"name"}))[0]
    path = tmp_path / "part.jsonl"
    path.write_bytes(write_file("r-1", [one], keys=[], part=True))
    said = flat(command("register", "check", str(path), "--vkey", str(LOG.verifier)).stdout)
    assert PART in said
    assert 'name: "Zebra Finch"' in said
    assert NONE_BETWEEN not in said
    assert "1 is open and as entered, 1 closed" in said
    lines = WHOLE.decode().split("\n")
    last = {**json.loads(lines[4]), "proof": None}
    path.write_text("\n".join([*lines[:4], json.dumps(last, sort_keys=True, separators=(",", ":")), ""]))
    assert UNPROVEN in flat(command("register", "check", str(path), "--vkey", str(LOG.verifier)).stdout)


def test_a_changed_file_another_key_and_no_key_are_refused(command, file):
    file.write_bytes(WHOLE.replace(b"Zebra Finch", b"Zebra Fink!"))
    done = command("register", "check", str(file), "--vkey", str(LOG.verifier))
    assert done.returncode == 1
    assert first_line(done).startswith("habeas: error: record-value-not-committed: line 2")
    assert command("register", "check", str(file)).returncode == 2
    assert command("register", "check", str(file), "--vkey", str(WITNESS.verifier)).returncode == 2
