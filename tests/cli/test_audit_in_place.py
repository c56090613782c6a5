"""``habeas audit postgresql://…``: a register judged where it lies, by a role that may only read it."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from tests.cli.conftest import Command, first_line
from tests.safeguards.nasty import register

from habeas.custody import Event, kinds
from habeas.custody.exchange import EVENTS, RECORDS, Folder, event_row, record_row, strictly
from habeas.custody.exchange.tables import Row, Table, Type, instant_text
from habeas.safeguards import example_site
from habeas.safeguards.audit import Asked, Plainly, chosen, document, instant

READER = "habeas_serving"
TYPES = {Type.TEXT: "text", Type.BOOL: "boolean", Type.WHOLE: "bigint", Type.INSTANT: "timestamptz"}
TOLD = ("records", "events", "last_written", "without_limit", "rules", "signals", "without_threshold")

pytestmark = pytest.mark.bothdbs


@pytest.fixture
def addresses() -> Iterator[tuple[str, str]]:
    """Where the owner of a new database reaches it, and where a role does that owns nothing."""
    url = urlsplit(os.environ["DATABASE_URL"])
    name = f"a_{os.getpid()}"
    with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        owner = url._replace(path=f"/{name}").geturl()
        yield owner, owner.replace(f"//{url.username}@", f"//{READER}@")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def put(db: psycopg.Connection, table: Table, rows: Iterator[Row]) -> None:
    columns = ", ".join(f"{each.name} {TYPES[each.type]}" for each in table.columns)
    db.execute(f"CREATE TABLE custody.{table.name} ({columns})")
    with db.cursor().copy(f"COPY custody.{table.name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(
                [
                    instant_text(value) if of.type is Type.INSTANT and value is not None else value
                    for of, value in zip(table.columns, row, strict=True)
                ]
            )


def no_such_day(events: Mapping[str, Sequence[Event]]) -> Event:
    """An entry with a delay until nobody knows when, as a database may have it."""
    return next(
        replace(one, data={**one.data, "until": "2026-02-30T10:00:00Z"})
        for own in events.values()
        for one in own
        if one.kind in kinds() and "until" in kinds()[one.kind].fields and "until" not in one.data
    )


def of_the_year_26(one: Event) -> Event:
    """The same, of what had the first number in its record two thousand years before."""
    if one.seq != 1 or one.occurred_at is None:
        return one
    return replace(one, occurred_at=one.occurred_at - timedelta(days=2000 * 365))


def test_whoever_may_only_read_audits_a_register_in_place(
    habeas: Command, addresses: tuple[str, str]
) -> None:
    owner, reader = addresses
    records, events, as_of = register(1, 50)
    call = ("audit", reader, "--schema", "custody", "--as-of", instant(as_of) or "")
    missing = habeas(*call)
    assert missing.returncode == 2
    assert first_line(missing).startswith("habeas: error: register-table-missing: ")

    undated = no_such_day(events)
    events = {record_id: [of_the_year_26(one) for one in own] for record_id, own in events.items()}
    every = [undated if one.event_id == undated.event_id else one for own in events.values() for one in own]
    with psycopg.connect(owner) as db:
        db.execute("CREATE SCHEMA custody")
        put(db, RECORDS, map(record_row, records))
        put(db, EVENTS, map(event_row, every))
        db.execute(f"GRANT USAGE ON SCHEMA custody TO {READER}")
    forbidden = habeas(*call)
    assert forbidden.returncode == 2
    assert first_line(forbidden).startswith("habeas: error: database-forbidden: ")

    with psycopg.connect(owner) as db:
        db.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA custody TO {READER}")
        db.execute(
            "INSERT INTO custody.events SELECT * FROM custody.events WHERE seq = 2 AND kind = 'charged'"
        )
        db.execute(
            "INSERT INTO custody.events (record_id, event_id, seq, recorded_at) VALUES ('r', 'e', 1, now())"
        )
    ended = habeas(*call, "--json", "--verdicts")
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["engine"] == "postgres"
    assert told["faults"]["row-without-kind"] == 1
    assert told["faults"]["occurred-at-out-of-range"] > 20
    [first] = [one for one in told["first_faults"] if one["code"] == "row-without-kind"]
    assert (first["file"], first["line"], first["record_id"], first["event_id"]) == ("events", None, "r", "e")
    twice = [one for one in told["first_faults"] if one["code"] == "event-id-twice"]
    assert 1 <= len(twice) == min(3, told["faults"]["event-id-twice"])
    assert "events, record r, entry e: kind\n" in habeas(*call).stdout

    asked = Asked(rules=chosen(None), as_of=as_of, site=example_site(), rule_set="jurisdiction")
    plain = Plainly(asked, records, events)
    said = json.loads(json.dumps(document(asked, plain, plain.told(), {})))
    assert {name: told[name] for name in TOLD} == {name: said[name] for name in TOLD}
    for name, rows in (("occasions", plain.occasions()), ("verdicts", plain.verdicts())):
        assert sorted(told[name], key=str) == sorted(map(dict, rows), key=str), name
    assert len(told["occasions"]) > 500

    with psycopg.connect(owner) as db:
        tables = (
            "SELECT COUNT(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'custody'::regnamespace"
        )
        assert db.execute(tables).fetchone() == (2,)


def test_entries_without_an_id_that_say_the_same_are_counted_once(
    habeas: Command, addresses: tuple[str, str]
) -> None:
    owner, _reader = addresses
    records, _events, as_of = register(1, 1)
    with psycopg.connect(owner) as db:
        db.execute("CREATE SCHEMA custody")
        put(db, RECORDS, map(record_row, records))
        put(db, EVENTS, iter(()))
        db.execute("""
            INSERT INTO custody.events (record_id, kind, occurred_at, recorded_at)
            SELECT 'r', 'checked', w, '2025-07-03T12:05:00Z' FROM unnest(ARRAY[
                '2025-07-03T12:00:00Z', '2025-07-03T12:00:00Z', '2025-07-03T12:00:01Z', NULL, NULL
            ]::timestamptz[]) AS w""")
    call = ("audit", owner, "--schema", "custody", "--as-of", instant(as_of) or "")
    ended = habeas(*call, "--json")
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["events"] == 4
    assert told["faults"]["event-twice"] == 1


def test_tables_of_another_form_are_refused_by_column_and_type(
    habeas: Command, addresses: tuple[str, str]
) -> None:
    owner, reader = addresses
    with psycopg.connect(owner) as db:
        db.execute("CREATE SCHEMA custody")
        db.execute("CREATE DOMAIN custody.word AS varchar(80)")
        put(db, RECORDS, iter(()))
        put(db, EVENTS, iter(()))
        db.execute("ALTER TABLE custody.records ALTER zone TYPE custody.word, DROP sex")
        db.execute(f"GRANT USAGE ON SCHEMA custody TO {READER}")
        db.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA custody TO {READER}")
    call = ("audit", reader, "--schema", "custody")
    assert habeas(*call).returncode == 0
    with psycopg.connect(owner) as db:
        db.execute("ALTER TABLE custody.events ALTER occurred_at TYPE timestamp, DROP corrects")
        db.execute("ALTER TABLE custody.events ALTER data TYPE jsonb USING NULL, ALTER seq TYPE text")
    assert first_line(habeas(*call)) == (
        "habeas: error: register-column-wrong: the table is not that of a register: seq is text, and "
        "has to be bigint; occurred_at is timestamp without time zone, and has to be timestamptz; "
        'corrects is missing (text) ("custody".events)'
    )
    with psycopg.connect(owner) as db:
        db.execute(
            "ALTER TABLE custody.records ALTER juvenile TYPE integer USING NULL, "
            "ALTER basis TYPE bytea USING NULL"
        )
    assert (
        "basis is bytea, and has to be text; juvenile is integer, and has to be boolean"
        in habeas(*call).stderr
    )


def moved(lists: Path) -> None:
    """Another list of the door, of which one station is written otherwise and another taken for its next."""
    for ending in ("csv", "toml"):
        said = (lists / f"door.{ending}").read_text("utf-8")
        said = said.replace("est-001", "EST-001").replace(",est-002,", ",est-003,")
        (lists / f"moved.{ending}").write_text(said, "utf-8")


def test_a_list_is_held_against_a_register_in_place_as_against_its_files(
    habeas: Command, addresses: tuple[str, str], tmp_path: Path
) -> None:
    made = tmp_path / "register"
    call = (
        "generate",
        "register",
        "--detentions",
        "300",
        "--seed",
        "3",
        "--breach-rate",
        "0.3",
        "--with-lists",
    )
    assert habeas(*call, "--out", str(made)).returncode == 0
    folder = Folder(made)
    with psycopg.connect(addresses[0]) as db:
        db.execute("CREATE SCHEMA custody")
        put(db, RECORDS, map(record_row, strictly(folder.records())))
        put(db, EVENTS, map(event_row, strictly(folder.events())))
        db.execute(f"GRANT USAGE ON SCHEMA custody TO {READER}")
        db.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA custody TO {READER}")
    moved(made / "lists")
    lists = [word for path in sorted((made / "lists").glob("*.csv")) for word in ("--against", str(path))]
    as_of = json.loads((made / "metadata.json").read_text("utf-8"))["as_of"]
    asked = ("--as-of", as_of, "--rules", "UN", *lists, "--json")
    ended = habeas("audit", addresses[1], "--schema", "custody", *asked)
    assert ended.returncode == 0, ended.stderr
    in_place, in_files = (
        json.loads(said)["against"] for said in (ended.stdout, habeas("audit", str(made), *asked).stdout)
    )
    assert [one["file"] for one in in_place] == sorted(path.name for path in (made / "lists").glob("*.csv"))
    assert sum(len(one["differences"]) for one in in_place) > 10
    [door] = [one for one in in_place if one["file"] == "moved.csv"]
    assert door["there"]["elsewhere"] > 10
    assert [(one["place"], one["near"]) for one in door["places_unknown"]] == [("EST-001", "est-001")]
    assert in_place == in_files


def test_an_address_where_nothing_answers_is_no_fault_of_the_call(habeas: Command) -> None:
    ended = habeas("audit", "postgresql://nobody:secret@127.0.0.1:1/none")
    assert ended.returncode == 3
    assert first_line(ended).startswith("habeas: error: database-unreachable: ")
    assert "secret" not in ended.stderr
    refused = habeas("audit", "postgresql://nobody@127.0.0.1:1/none", "--engine", "duckdb")
    assert (refused.returncode, first_line(refused)) == (
        2,
        "habeas: error: call-refused: --engine duckdb: the register is the address of a database",
    )
