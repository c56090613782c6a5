"""What an earlier audit found is taken over where it can only be the same: the answer is a whole one's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.safeguards.nasty import BEGIN, register
from tests.safeguards.test_audit import whole

from habeas.custody import Event, Record
from habeas.custody.exchange import EVENTS, RECORDS, Form, event_row, record_row, write_rows
from habeas.safeguards import Rule, example_site
from habeas.safeguards.audit import Asked, chosen
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.by_duckdb_again import ByDuckDBAgain
from habeas.safeguards.ingest import ingest, open_cache
from habeas.safeguards.keeping import KeepingDuck, outlives

Events = Mapping[str, Sequence[Event]]


INSTANT = BEGIN + timedelta(hours=200)


def written(folder: Path, records: Iterable[Record], events: Events) -> Path:
    folder.mkdir(exist_ok=True)
    told = (event_row(one) for own in events.values() for one in own)
    for table, rows in ((RECORDS, map(record_row, records)), (EVENTS, told)):
        with (folder / f"{table.name}.jsonl").open("wb") as stream:
            write_rows(table, rows, stream, Form.JSONL)
    return folder


def first(seed: int, many: int) -> tuple[list[Record], dict[str, list[Event]]]:
    """A nasty register in which few records are of one person, and most begin and end."""
    records, events, _as_of = register(seed, many)
    rows = [one if at % 4 == 0 else replace(one, person_ref=None) for at, one in enumerate(records)]
    for one in (each for at, each in enumerate(rows) if at % 3):
        bounds = (("apprehended", BEGIN), ("released", BEGIN + timedelta(hours=170)))
        for seq, (kind, when) in enumerate(bounds, 50):
            name = f"{one.record_id}-{kind}"
            told = {"record_id": one.record_id, "event_id": name, "kind": kind, "seq": seq}
            events[one.record_id].append(Event(**told, occurred_at=when, recorded_at=when))
    return rows, events


def later(
    records: Sequence[Record], events: Events, seed: int
) -> tuple[list[Record], dict[str, list[Event]]]:
    """The same a while later: some records go on, some came, one is gone, one is somebody else's."""
    chance = Random(seed)  # noqa: S311 (nothing is kept secret by it)
    gone, moved, *others = chance.sample(range(len(records)), 8)
    found = {name: list(own) for name, own in events.items()}
    for at in others:
        own = found[records[at].record_id]
        last = max(own, key=lambda one: one.seq or 0)
        more = {"event_id": f"{last.event_id}-again", "seq": (last.seq or 0) + 1, "corrects": None}
        own.append(replace(last, **more))
    del found[records[gone].record_id]
    rows = [
        replace(one, person_ref="p-1") if at == moved else one for at, one in enumerate(records) if at != gone
    ]
    came, theirs = first(seed + 1_000, 3)
    return [*rows, *came], found | {one.record_id: theirs[one.record_id] for one in came}


def one_of_each(rules: Iterable[Rule]) -> list[Rule]:
    """A rule of each template and scope, and every one whose duty outlives custody."""
    found = {(type(one.template), one.scope, one.as_entered): one for one in rules}
    return [*found.values(), *(one for one in rules if outlives(one.template) and one not in found.values())]


RULES = tuple(one_of_each(chosen(None)))


def duck(cache: Path, as_of: datetime) -> KeepingDuck:
    """An engine that looks whether anything can be taken over."""
    asks = Asked(rules=RULES, as_of=as_of, site=example_site(), rule_set="jurisdiction")
    made = KeepingDuck(open_cache(cache), as_of, asks.site, cache=cache, asked=asks)
    made.prepare()
    return made


def audited(cache: Path, as_of: datetime, *, kept: bool) -> tuple[dict[str, Any], ByDuckDB]:
    asks = Asked(rules=RULES, as_of=as_of, site=example_site(), rule_set="jurisdiction")
    db = open_cache(cache)
    again = ByDuckDBAgain(asks, db, cache, each_verdict=True)
    found = again if kept else ByDuckDB(asks, db, each_verdict=True)
    return whole(asks, found), found


def test_a_second_audit_judges_what_changed_and_says_what_a_whole_one_says(tmp_path: Path) -> None:
    records, events = first(3, 40)
    cache = tmp_path / "cache"
    ingest(written(tmp_path / "register", records, events), cache)
    audited(cache, INSTANT, kept=True)
    records, events = later(records, events, 3)
    ingest(written(tmp_path / "register", records, events), cache)
    instant = INSTANT + timedelta(hours=30)
    said, found = audited(cache, instant, kept=True)
    assert said == audited(cache, instant, kept=False)[0]
    [[anew, every]] = found.rows("SELECT (SELECT COUNT(*) FROM anew), (SELECT COUNT(*) FROM record)")
    assert 8 < anew < every
    assert duck(cache, INSTANT).few is None
