"""The tables of a register as they are exchanged, in PostgreSQL, as the tables that the rules are asked over.

``records`` and ``events`` of contract 2 lie in a schema: instants as ``timestamptz``, truth as ``boolean``,
``data`` as ``text`` or ``jsonb``. What is made of them are temporary tables. A value that is not as its kind
has it is null, as in ``ingest``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from habeas.custody import Event
from habeas.custody.kinds import spans
from habeas.custody.outages import ELSEWHERE, outages
from habeas.custody.records import BOOK
from habeas.safeguards.ingest.fields import FIELDS, Storage, asked_of, column
from habeas.safeguards.sql.codes import FIRST_OWN, kind_codes, micros
from habeas.safeguards.sql.query import literal

_INSTANT = r"^\d{4}-(0\d|1[0-2])-[0-3]\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)$"
_ACTOR = "^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$"


@dataclass(frozen=True, slots=True)
class Numbered:
    """What the numbers of an audit stand for."""

    event_ids: Sequence[str]
    """By the number of an entry."""
    record_ids: Sequence[str]
    """By the number of a record."""


def read_in_place(db: psycopg.Connection[Any], schema: str) -> Numbered:
    """Make the tables of the register in ``schema``, all as they stand at one moment."""
    with db.transaction():
        db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        where = sql.Identifier(schema).as_string(db)
        for name, text in _tables(where):
            db.execute(f"DROP TABLE IF EXISTS pg_temp.{name}".encode())
            db.execute(f"CREATE TEMP TABLE {name} AS {text}".encode())
            db.execute(f"ANALYZE {name}".encode())
        _put_outages(db, where)
        return Numbered(
            [row[0] for row in db.execute("SELECT event_id FROM event_id ORDER BY e")],
            [row[0] for row in db.execute("SELECT record_id FROM record ORDER BY rid")],
        )


def _tables(schema: str) -> list[tuple[str, str]]:
    codes = ", ".join(f"({literal(name)}, {at})" for name, at in kind_codes().items())
    book = literal(f"{BOOK}%")
    fields = ", ".join(f"{_held(name)} AS {column(name)}" for name in FIELDS)
    elsewhere = ", ".join(map(literal, sorted(ELSEWHERE)))
    return [
        (
            "kind_code",
            f"""
SELECT v.name, v.code FROM (VALUES {codes}) AS v(name, code)
UNION ALL
SELECT o.kind, {FIRST_OWN} + row_number() OVER (ORDER BY o.kind) FROM (
  SELECT DISTINCT kind FROM {schema}.events WHERE kind NOT IN ({", ".join(map(literal, kind_codes()))})
) AS o""",
        ),
        ("station_number", _numbers(schema, "establishment_id", ("events", "records"), "TRUE")),
        ("person_number", _numbers(schema, "person_ref", ("records",), "TRUE")),
        ("record_number", _numbers(schema, "record_id", ("events", "records"), f"record_id NOT LIKE {book}")),
        (
            "record",
            f"""
SELECT CAST(n.number AS INTEGER) AS rid, n.name AS record_id, CAST(p.number AS INTEGER) AS person,
  CAST(s.number AS INTEGER) AS station, r.establishment_type, r.jurisdiction, r.zone, r.basis,
  r.juvenile, r.foreign_national, r.vulnerable, r.needs_interpreter
FROM record_number AS n LEFT JOIN {schema}.records AS r ON r.record_id = n.name
LEFT JOIN person_number AS p ON p.name = r.person_ref
LEFT JOIN station_number AS s ON s.name = r.establishment_id""",
        ),
        (
            "said",
            f"""
SELECT row_number() OVER (
    ORDER BY r.rid, v.occurred_at NULLS LAST, COALESCE(v.seq, 0), v.event_id) - 1 AS e,
  r.rid, {_micros("v.occurred_at")} AS ts, {_micros("v.recorded_at")} AS wr, COALESCE(v.seq, 0) AS seq,
  v.kind, hashtextextended(v.span_id, 0) AS span, v.event_id, v.corrects,
  COALESCE(v.source IN ({elsewhere}), FALSE) AS elsewhere, COALESCE(s.number, r.station) AS station,
  CAST(v.data AS jsonb) AS data
FROM {schema}.events AS v JOIN record AS r ON r.record_id = v.record_id
LEFT JOIN station_number AS s ON s.name = v.establishment_id""",
        ),
        ("event_id", "SELECT e, event_id FROM said"),
        (
            "entry",
            f"""
SELECT v.e, v.rid, v.ts, v.wr, CAST(v.seq AS BIGINT) AS seq, CAST(k.code AS SMALLINT) AS kind, v.span,
  CASE WHEN v.corrects IS NOT NULL THEN COALESCE(c.e, -1) END AS fixes, v.elsewhere,
  CAST(v.station AS INTEGER) AS station, {fields}
FROM said AS v JOIN kind_code AS k ON k.name = v.kind
LEFT JOIN said AS c ON c.rid = v.rid AND c.event_id = v.corrects""",
        ),
    ]


def _numbers(schema: str, name: str, tables: tuple[str, ...], which: str) -> str:
    every = " UNION ".join(f"SELECT {name} AS name FROM {schema}.{table} WHERE {which}" for table in tables)
    return f"""
SELECT name, row_number() OVER (ORDER BY name COLLATE "C") - 1 AS number
FROM (SELECT DISTINCT name FROM ({every}) AS n WHERE name IS NOT NULL) AS d"""


def _micros(instant: str) -> str:
    return f"CAST(EXTRACT(EPOCH FROM {instant}) * 1000000 AS BIGINT)"


def _held(name: str) -> str:
    """A field as an engine has it, for each kind that has it so."""
    by_choices: dict[tuple[str, ...], list[str]] = {}
    for kind, said in asked_of(name).items():
        by_choices.setdefault(said.of, []).append(literal(kind))
    cases = " ".join(
        f"WHEN v.kind IN ({', '.join(own)}) THEN {_read(name, of)}" for of, own in by_choices.items()
    )
    return f"CASE {cases} {'ELSE FALSE ' if FIELDS[name] is Storage.SAID else ''}END"


def _read(name: str, of: tuple[str, ...]) -> str:
    """A field of ``data``, null where it is of another type or none of what may be chosen."""
    found, plain, type_ = (
        f"v.data -> '{name}'",
        f"v.data ->> '{name}'",
        f"jsonb_typeof(v.data -> '{name}')",
    )
    chosen = f"({', '.join(map(literal, of))})"
    match FIELDS[name]:
        case Storage.BOOL:
            return f"CASE WHEN {type_} = 'boolean' THEN CAST({plain} AS BOOLEAN) END"
        case Storage.ONE:
            held = f"{plain} IN {chosen}" if of else f"btrim({plain}) <> ''"
            return f"CASE WHEN {type_} = 'string' AND {held} THEN {plain} END"
        case Storage.INSTANT:
            instant = _micros(f"CAST({plain} AS timestamptz)")
            return f"CASE WHEN {type_} = 'string' AND {plain} ~ '{_INSTANT}' THEN {instant} END"
        case Storage.LIST:
            held = f"i.one IN {chosen}" if of else f"i.one ~ '{_ACTOR}'"
            joined = "'|' || COALESCE(string_agg(i.one || '|', '' ORDER BY i.at), '')"
            return f"""CASE WHEN {type_} = 'array' THEN (
  SELECT CASE WHEN COALESCE(bool_and({held}), TRUE) THEN {joined} END
  FROM (SELECT o.one, MIN(o.at) AS at FROM jsonb_array_elements_text({found}) WITH ORDINALITY AS o(one, at)
    GROUP BY o.one) AS i) END"""
        case _:
            return f"COALESCE({type_} = 'string' AND btrim({plain}) <> '', FALSE)"


def _put_outages(db: psycopg.Connection[Any], schema: str) -> None:
    """Pair what the books of stations say of outages, as ``custody.outages`` does."""
    start, end = spans()["outage"]
    ours = f"({literal(start)}, {literal(end)})"
    found = db.execute(
        f"""
SELECT v.record_id, v.event_id, v.kind, v.occurred_at, v.recorded_at, v.seq, v.corrects, v.span_id,
  v.establishment_id, n.number
FROM {schema}.events AS v LEFT JOIN {schema}.events AS c ON c.event_id = v.corrects
LEFT JOIN station_number AS n ON n.name = COALESCE(c.establishment_id, v.establishment_id)
WHERE v.kind IN {ours} OR (v.kind = 'annulled' AND c.kind IN {ours})""".encode()
    )
    books: dict[int | None, list[Event]] = {}
    names = ("record_id", "event_id", "kind", "occurred_at", "recorded_at", "seq", "corrects", "span_id")
    for *said, station, number in found:
        own = Event(**dict(zip(names, said, strict=True)), establishment_id=station)
        books.setdefault(number, []).append(own)
    db.execute("DROP TABLE IF EXISTS pg_temp.outage")
    db.execute("CREATE TEMP TABLE outage (station INTEGER, began BIGINT, ended BIGINT)")
    with db.cursor().copy("COPY outage FROM STDIN") as copy:
        for number, book in books.items():
            for one in outages(book):
                copy.write_row((number, micros(one.began), None if one.ended is None else micros(one.ended)))
