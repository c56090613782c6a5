"""An audit told in one form, whichever engine found it."""

import json
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.safeguards.handmade import audited, four_records
from tests.safeguards.loaded import load
from tests.safeguards.nasty import register

from habeas.clock import parse_instant
from habeas.custody.exchange import (
    EVENTS,
    RECORDS,
    Folder,
    Form,
    event_row,
    record_row,
    strictly,
    write_rows,
)
from habeas.safeguards import Site, Verdict, example_site
from habeas.safeguards.audit import EVERY, Asked, Findings, Plainly, chosen, document
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.ingest import ingest, open_cache
from habeas.safeguards.ingest.faults import Fault

NAMED = [f"00000000-0000-7000-8000-00000000000{number}" for number in range(4)]


def asked(as_of: datetime, rule_set: str | None = None) -> Asked:
    return Asked(
        rules=chosen(rule_set), as_of=as_of, site=example_site(), rule_set=rule_set or "jurisdiction"
    )


def whole(asks: Asked, findings: Findings) -> dict[str, Any]:
    said = document(asks, findings, findings.told(), {})
    return said | {
        "engine": "",
        "occasions": sorted(findings.occasions(), key=str),
        "verdicts": sorted(findings.verdicts(), key=str),
    }


@pytest.mark.parametrize("seed", [22, 24, 160])
def test_nothing_hangs_on_the_order_of_rows(seed: int, tmp_path: Path) -> None:
    """Even where entries have no number and were written at once."""
    records, events, as_of = register(seed, 90)
    rows = [event_row(one) for own in events.values() for one in own]
    (tmp_path / "given").mkdir()
    for table, held in ((RECORDS, list(map(record_row, records))), (EVENTS, rows)):
        Random(seed).shuffle(held)  # noqa: S311 (nothing is kept secret by it)
        with (tmp_path / "given" / f"{table.name}.parquet").open("wb") as stream:
            write_rows(table, held, stream, Form.PARQUET)
    read = ingest(tmp_path / "given", tmp_path / "cache")
    asks = asked(as_of, EVERY)
    plain = whole(asks, Plainly(asks, records, events))
    found = whole(asks, ByDuckDB(asks, open_cache(read.folder), each_verdict=True))
    assert {name: found[name] for name in ("occasions", "verdicts")} == {
        name: plain[name] for name in ("occasions", "verdicts")
    }


@pytest.mark.parametrize("rule_set", [None, EVERY])
def test_every_engine_tells_the_same(rule_set: str | None) -> None:
    records, events, as_of = register(11, 60)
    asks = asked(as_of, rule_set)
    db = load(records, events).duckdb()
    plain = whole(asks, Plainly(asks, records, events))
    assert whole(asks, ByDuckDB(asks, db, each_verdict=True)) == plain
    assert plain["occasions"]
    for rule in plain["rules"]:
        assert sum(rule["records"].values()) <= plain["records"]


def test_a_record_of_which_nothing_was_written_yet_is_not_there() -> None:
    records, events, as_of = register(11, 60)
    by_then = {
        row.record_id: sum(one.recorded_at <= as_of for one in events[row.record_id]) for row in records
    }
    asks = asked(as_of, EVERY)
    found = whole(asks, ByDuckDB(asks, load(records, events).duckdb(), each_verdict=True))
    there = {record_id for record_id, many in by_then.items() if many}
    assert {row["record_id"] for row in found["verdicts"]} == there
    assert found["records"] == len(there) < len(records)
    assert found["events"] == sum(by_then.values())
    empty = ByDuckDB(asks, load(records, dict.fromkeys(events, ())).duckdb())
    assert empty.records == 60, "a row without any entry says that somebody was there"


def test_a_rule_without_a_limit_is_named_and_not_asked() -> None:
    records, events, as_of = register(11, 30)
    site = Site("a site that sets one limit", {"lawyer.called": 30})
    asks = Asked(rules=chosen("CoE"), as_of=as_of, site=site, rule_set="CoE")
    plain = whole(asks, Plainly(asks, records, events))
    found = ByDuckDB(asks, load(records, events).duckdb(), each_verdict=True)
    assert whole(asks, found) == plain
    asked_ = {rule["rule"] for rule in plain["rules"]}
    assert "lawyer.called" in asked_
    assert "lawyer.arrives" in plain["without_limit"]
    assert not asked_ & set(plain["without_limit"])


def test_a_set_narrows_and_all_widens() -> None:
    names = {
        name: {rule.name for rule in chosen(name)} for name in (None, EVERY, "CoE", "GB-EAW", "register")
    }
    assert names[None] == names[EVERY]
    assert names["register"] < names["CoE"] < names["GB-EAW"] < names[EVERY]


def test_what_was_not_recorded_is_never_told_as_a_breach() -> None:
    records, events, as_of = register(12, 40)
    asks = asked(as_of)
    findings = Plainly(asks, records, dict.fromkeys(events, ()))
    for told in findings.told():
        assert not told.records.get(Verdict.BREACHED), told.rule.name


def test_a_release_that_corrects_an_entry_which_is_not_there_is_a_release(tmp_path: Path) -> None:
    """Its row was lost: who was released the same day was not held for nine."""
    came = {"record_id": "r", "kind": "apprehended", "occurred_at": "2026-03-01T10:00:00Z"}
    left = {"record_id": "r", "kind": "released", "occurred_at": "2026-03-01T15:00:00Z"}
    entries = [
        came | {"event_id": NAMED[0], "recorded_at": "2026-03-01T10:01:00Z"},
        {**came, "kind": "record_opened", "event_id": NAMED[1], "recorded_at": "2026-03-01T10:02:00Z"}
        | {"data": {"juvenile": True, "basis": "criminal"}},
        left | {"event_id": NAMED[2], "recorded_at": "2026-03-01T15:01:00Z", "corrects": NAMED[3]},
    ]
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "events.jsonl").write_text("".join(json.dumps(one) + "\n" for one in entries), "utf-8")
    found, told, read = audited(folder, "2026-03-10T00:00:00Z", rules=["juvenile.no-more-than-24h"])
    assert read.faults[Fault.CORRECTS_UNKNOWN] == 1
    assert told[0].records == {Verdict.MET: 1}
    [occasion] = found.occasions()
    assert (occasion["verdict"], occasion["as_first_written"]) == (Verdict.MET, Verdict.BREACHED)


def test_a_year_that_cannot_be_is_no_time(tmp_path: Path) -> None:
    """Held since the year 26, somebody would have missed two million meals."""
    entries = [
        {"kind": "apprehended", "occurred_at": "0026-03-01T10:00:00Z"},
        {"kind": "arrived", "occurred_at": "2026-03-01T10:30:00Z"},
        {"kind": "released", "occurred_at": "2026-03-03T15:00:00Z"},
    ]
    usual = {"record_id": "r", "recorded_at": "2026-03-03T15:00:00Z", "source": "desk"}
    rows = [
        usual | one | {"event_id": name, "seq": at}
        for at, (name, one) in enumerate(zip(NAMED, entries, strict=False), 1)
    ]
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "events.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows), "utf-8")
    (folder / "records.jsonl").write_text(json.dumps({"record_id": "r", "jurisdiction": "GB-EAW"}), "utf-8")
    read = ingest(folder, tmp_path / "cache")
    assert read.faults[Fault.OCCURRED_LONG_BEFORE] == 1
    given = Folder(folder)
    asks = asked(parse_instant("2026-03-10T00:00:00Z"), EVERY)
    plain = whole(asks, Plainly(asks, list(strictly(given.records())), {"r": list(strictly(given.events()))}))
    found = whole(asks, ByDuckDB(asks, open_cache(read.folder), each_verdict=True))
    assert {**found, "faults": {}, "first": []} == {**plain, "faults": {}, "first": []}
    meals = [one for one in found["occasions"] if one["rule"] == "custody.meal-each-day"]
    assert len(meals) == 2


def test_where_the_files_are_wrong_the_first_places_stand_beside_the_counts_unless_records_are_unnamed(
    tmp_path: Path,
) -> None:
    found, told, read = audited(four_records(tmp_path / "register"), "2026-02-07T10:00:00Z")
    counts = dict(read.faults)
    named = document(found.asked, found, told, {"faults": counts})
    unknown = [one for one in named["first_faults"] if one["code"] == "jurisdiction-unknown"]
    assert [(one["record_id"], one["what"]) for one in unknown] == [("a2", "Atlantis")]
    unnamed = document(found.asked, found, told, {"faults": counts}, names_records=False)
    assert unnamed["faults"] == named["faults"]
    assert "first_faults" not in unnamed
    assert not any("'a2'" in str(part) for part in unnamed.values())
    assert document(found.asked, found, told, {})["first_faults"] == []
