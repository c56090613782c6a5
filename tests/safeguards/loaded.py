"""A small register in the tables that an engine reads, straight from its events."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from habeas.clock.instants import parse_instant
from habeas.custody import Event, Record
from habeas.custody.outages import outages
from habeas.custody.records import BOOK
from habeas.safeguards.sql.codes import kind_codes, micros

BOOLS = (
    *("urgent", "in_writing", "private", "police_hearing", "police_sight", "sight_at_doctors_request"),
    *("indicative", "same_sex", "with_adults", "questioned"),
)
TEXTS = ("consistency", "level", "outcome", "observation", "to", "by", "authorised_by")
LISTS = ("present", "interviewers")
SAID = ("reason", "urgent_reason")


def load(
    records: Iterable[Record], events: Mapping[str, Sequence[Event]]
) -> tuple[Any, list[Event], list[str]]:
    """The connection; the events by their ``e``; the records by their ``rid``."""
    db = duckdb.connect()
    known = sorted(
        (one for one in records if not one.record_id.startswith(BOOK)), key=lambda one: one.record_id
    )
    rids = {one.record_id: at for at, one in enumerate(known)}
    persons: dict[str, int] = {}
    stations: dict[str | None, int] = {}
    numbered = sorted(
        (one for own in events.values() for one in own if one.record_id in rids),
        key=lambda one: (
            rids[one.record_id],
            one.occurred_at is None,
            one.occurred_at.timestamp() if one.occurred_at else 0,
            micros(one.occurred_at) if one.occurred_at else 0,
            one.seq,
            one.event_id,
        ),
    )
    by_id = {(one.record_id, one.event_id): e for e, one in enumerate(numbered)}
    fields = [f"f_{name} BOOLEAN" for name in BOOLS] + [f"f_{name} VARCHAR" for name in (*TEXTS, *LISTS)]
    fields += [f"f_{name}_said BOOLEAN" for name in SAID] + ["f_until BIGINT"]
    db.execute(
        "CREATE TABLE entry (e BIGINT, rid INTEGER, ts BIGINT, wr BIGINT, seq BIGINT, kind SMALLINT, span BIGINT, "
        f"fixes BIGINT, elsewhere BOOLEAN, station INTEGER, {', '.join(fields)})"
    )
    spans: dict[str, int] = {}
    codes = dict(kind_codes())
    rows = []
    for e, one in enumerate(numbered):
        station = one.establishment_id or known[rids[one.record_id]].establishment_id
        data = one.data
        rows.append(
            (
                e,
                rids[one.record_id],
                micros(one.occurred_at) if one.occurred_at else None,
                micros(one.recorded_at),
                one.seq,
                codes.setdefault(one.kind, 1000 + len(codes)),
                spans.setdefault(one.span_id, len(spans)) if one.span_id else None,
                None if one.corrects is None else by_id.get((one.record_id, one.corrects), -1),
                one.source in ("paper", "device"),
                stations.setdefault(station, len(stations)) if station else None,
                *(data.get(name) for name in (*BOOLS, *TEXTS)),
                *(
                    None
                    if data.get(name) is None
                    else "|" + "".join(f"{each}|" for each in dict.fromkeys(data[name]))
                    for name in LISTS
                ),
                *(bool(data.get(name)) for name in SAID),
                micros(parse_instant(data["until"])) if data.get("until") else None,
            )
        )
    if rows:
        db.executemany(f"INSERT INTO entry VALUES ({', '.join('?' * len(rows[0]))})", rows)
    db.execute(
        "CREATE TABLE record (rid INTEGER, record_id VARCHAR, person INTEGER, station INTEGER, establishment_type VARCHAR, "
        "jurisdiction VARCHAR, zone VARCHAR, basis VARCHAR, juvenile BOOLEAN, foreign_national BOOLEAN, "
        "vulnerable BOOLEAN, needs_interpreter BOOLEAN)"
    )
    for at, one in enumerate(known):
        person = persons.setdefault(one.person_ref, len(persons)) if one.person_ref else None
        station = stations.setdefault(one.establishment_id, len(stations)) if one.establishment_id else None
        db.execute(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                at,
                one.record_id,
                person,
                station,
                one.establishment_type,
                one.jurisdiction,
                one.zone,
                one.basis,
                one.juvenile,
                one.foreign_national,
                one.vulnerable,
                one.needs_interpreter,
            ),
        )
    db.execute("CREATE TABLE outage (station INTEGER, began BIGINT, ended BIGINT)")
    by_station: dict[str | None, list[Event]] = {}
    for own in events.values():
        for one in own:
            if one.kind in ("outage_started", "outage_ended"):
                by_station.setdefault(one.establishment_id, []).append(one)
    for station, own in by_station.items():
        for each in outages(own):
            if station in stations:
                db.execute(
                    "INSERT INTO outage VALUES (?, ?, ?)",
                    (stations[station], micros(each.began), micros(each.ended) if each.ended else None),
                )
    return db, numbered, [one.record_id for one in known]
