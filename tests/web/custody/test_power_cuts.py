"""The power is cut: what was acknowledged is there, what was signed is there, and nothing is torn.

The real ledger runs under strace; disks as they may be after a cut at any moment are made from the trace.
With a weaker setting of SQLite the same test loses entries, so that it is known to see a loss.
"""

import os
import random
import sqlite3
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from tests.web.custody.disk import Disk, calls, traced
from tests.web.custody.load import WEAKER

from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.note import parse_note
from habeas.tlog.tree import Tree

LONG = hypothesis_settings.get_current_profile_name() == "torture"
CUTS = 2_000 if LONG else 150
EVENTS = 400 if LONG else 120


class Found:
    """What a disk held after a cut."""

    def __init__(self, image: dict[str, bytes], folder: Path) -> None:
        for name in ("register.sqlite3", "register.sqlite3-wal", "keys.sqlite3", "keys.sqlite3-wal"):
            path = folder / name
            path.unlink(missing_ok=True)
            if name in image:
                path.write_bytes(image[name])
        (folder / "register.sqlite3-shm").unlink(missing_ok=True)
        (folder / "keys.sqlite3-shm").unlink(missing_ok=True)
        self.torn = False
        try:
            self._read(folder)
        except sqlite3.DatabaseError:
            self.torn, self.entries, self.records, self.keys = True, [], set(), set()
        self.heads = [
            parse_checkpoint(parse_note(data).text)
            for path, data in image.items()
            if path.endswith((".signed", "/checkpoint"))
        ]

    def _read(self, folder: Path) -> None:
        with sqlite3.connect(folder / "register.sqlite3") as register:
            [(state,)] = register.execute("PRAGMA integrity_check").fetchall()
            rows = "SELECT number, event_id, leaf_hash, record_id FROM custody_entry ORDER BY number"
            entries = register.execute(rows).fetchall()
        register.close()
        with sqlite3.connect(folder / "keys.sqlite3") as keys:
            self.keys = {row[0] for row in keys.execute("SELECT record_id FROM keyring_wrappedkey")}
        keys.close()
        self.torn = state != "ok" or [row[0] for row in entries] != list(range(len(entries)))
        self.entries = [(event_id, leaf_hash) for _number, event_id, leaf_hash, _record in entries]
        self.records = {row[3] for row in entries}


@pytest.fixture(scope="module")
def cuts(tmp_path_factory):
    """Make the register of a run, and what was found and should be found after cuts of its power."""

    def make(count: int, **env: str) -> list[tuple[Found, dict[str, int]]]:
        place = tmp_path_factory.mktemp("power")
        folder, image = place / "data", place / "image"
        image.mkdir()
        before = {**os.environ, "HABEAS_DATA": str(folder), **env}
        before.pop("REGISTER_DATABASE_URL", None)
        before.pop("KEYS_DATABASE_URL", None)
        before.pop("DATABASE_URL", None)
        program = ["-m", "tests.web.custody.load", str(folder), "--threads", "4", "--publish", "0.1"]
        traced([*program, "--events", "4"], place / "first", env=before)  # a register that is there already
        disk = Disk(folder)
        traced([*program, "--events", str(EVENTS)], place / "trace", env=before)
        asked = list(calls(place / "trace", folder))
        chance = random.Random(20261128)  # noqa: S311 (the same cuts on every machine)
        moments = sorted(chance.choices(range(len(asked)), k=count))
        found, acknowledged = [], dict[str, int]()
        for moment, call in enumerate(asked):
            while moments and moments[0] == moment:
                moments.pop(0)
                found.append((Found(disk.after(chance), image), dict(acknowledged)))
            disk.take(call)
            if call.said.startswith("ack "):
                _ack, event_id, index = call.said.split()
                acknowledged[event_id] = int(index)
        return found

    return make


def test_nothing_that_was_acknowledged_or_signed_is_lost(cuts):
    found = cuts(CUTS)
    assert len(found) == CUTS
    assert max(len(acknowledged) for _each, acknowledged in found) > EVENTS // 2
    longest = max((each.entries for each, _acknowledged in found), key=len)
    tree = Tree()
    for _event_id, leaf_hash in longest:
        tree.append(leaf_hash)
    for each, acknowledged in found:
        assert not each.torn
        assert each.entries == longest[: len(each.entries)]  # one history, whatever the cut
        places = {event_id: index for index, (event_id, _leaf_hash) in enumerate(each.entries)}
        assert acknowledged.items() <= places.items()
        assert each.records <= each.keys  # what is written is read again
        for head in each.heads:
            assert head.size <= len(each.entries)
            assert head.root == tree.root(head.size)


def test_a_weaker_setting_is_seen_to_lose(cuts):
    lost = 0
    for each, acknowledged in cuts(60, **{WEAKER: "NORMAL"}):
        places = {event_id for event_id, _leaf_hash in each.entries}
        lost += bool(acknowledged.keys() - places)
    assert lost > 6
