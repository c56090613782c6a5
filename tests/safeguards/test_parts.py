"""A large register is judged in parts of whole persons, and what comes of it is what comes of the whole."""

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from tests.safeguards.handmade import in_this_process
from tests.safeguards.test_audit import asked, whole
from tests.safeguards.test_keeping import written
from tests.safeguards.test_signals import peopled

from habeas.apart.processors import processors
from habeas.safeguards.by_cache import ByCache
from habeas.safeguards.figures import figures_of
from habeas.safeguards.ingest import Ingested, ingest, open_cache
from habeas.safeguards.parts import ENTRIES, Pool, parts_of


def brought_in(folder: Path, seed: int, many: int) -> tuple[Ingested, datetime]:
    records, events, as_of = peopled(seed, many)
    return ingest(written(folder / "register", records, events), folder / "cache"), as_of


def all_of(
    read: Ingested, as_of: datetime, pool: Pool = in_this_process, entries: int = ENTRIES
) -> dict[str, Any]:
    """An audit with everything that is told of it, and its figures."""
    how = {"each_verdict": True, "by_place": True, "entries": entries}
    found = ByCache(asked(as_of), read.folder, pool, **how)
    said = whole(found.asked, found)
    return said | {"figures": figures_of(found, list(found.told()), read), "parts": len(found.parts)}


def test_every_record_is_in_one_part_and_a_person_in_no_two(tmp_path: Path) -> None:
    read, _as_of = brought_in(tmp_path, 8, 80)
    db = open_cache(read.folder)
    parts = parts_of(db, entries=100)
    assert len(parts) > 5
    assert [rid for part in parts for rid in part] == list(range(read.meta["records"]))
    of = {rid: at for at, part in enumerate(parts) for rid in part}
    persons: dict[int, set[int]] = {}
    for rid, person in db.execute("SELECT rid, person FROM record WHERE person IS NOT NULL").fetchall():
        persons.setdefault(person, set()).add(of[rid])
    assert all(len(own) == 1 for own in persons.values())


def test_a_register_without_a_record_is_one_part(tmp_path: Path) -> None:
    read, as_of = brought_in(tmp_path, 8, 0)
    assert parts_of(open_cache(read.folder), entries=1) == [range(0)]
    assert all_of(read, as_of)["records"] == 0


def test_parts_say_what_the_whole_says(tmp_path: Path) -> None:
    read, as_of = brought_in(tmp_path, 9, 120)
    told = all_of(read, as_of)
    assert told.pop("parts") == 1
    for entries, pool in ((300, in_this_process), (400, processors)):
        parted = all_of(read, as_of, pool, entries)
        assert parted.pop("parts") > 2
        assert parted == told
    assert not list(read.folder.glob(".parts-*")), "what the parts left goes with the audit"


def test_records_are_parted_whatever_their_number() -> None:
    db = duckdb.connect()
    numbered = "(20_000_000 + r)::INTEGER AS rid, r::INTEGER AS person, 1 AS entries"
    db.execute(f"CREATE TABLE record AS SELECT {numbered} FROM range(300) AS t(r)")
    found = parts_of(db, 1)
    assert found[0].start == 0
    assert found[-1].stop == 20_000_300
    assert [one.stop for one in found[:-1]] == [one.start for one in found[1:]]
