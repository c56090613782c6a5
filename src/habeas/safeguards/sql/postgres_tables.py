"""The tables of a register as they are exchanged, in PostgreSQL, as the tables that the rules are asked over.

``records`` and ``events`` of contract 2: instants as ``timestamptz``, truth as ``boolean``, ``data`` as
``text``, ``json`` or ``jsonb``. What is made of them are temporary tables. What is wrong with a row is taken
as ``ingest`` takes it: left out and counted where nothing can be said of it, else null.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from habeas.custody import kinds
from habeas.custody.history import ANNULLED, ATTRIBUTES
from habeas.custody.kinds import OWN, spans
from habeas.custody.outages import ELSEWHERE
from habeas.custody.records import BOOK
from habeas.safeguards.ingest.engine import any_of
from habeas.safeguards.ingest.engine import name as identifier
from habeas.safeguards.ingest.faults import Fault
from habeas.safeguards.ingest.fields import FIELDS, Storage, asked_of, column, speaking
from habeas.safeguards.numbers import FIRST_OWN, kind_codes
from habeas.safeguards.register import LONG_BEFORE
from habeas.safeguards.rule import law_in_sql
from habeas.safeguards.sql.postgres import Database
from habeas.safeguards.sql.postgres_columns import hold_columns
from habeas.safeguards.sql.query import literal

_INSTANT = (
    r"^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?"
    r"(Z|[+-](0\d|1[0-5]):[0-5]\d)$"
)
_ACTOR = "^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$"
_TOLD = ("establishment_type", "jurisdiction", "zone", "basis")
_ASKED = ("juvenile", "foreign_national", "vulnerable", "needs_interpreter")
_CHOICES = {name: of.of for name, of in kinds()[ATTRIBUTES[0]].fields.items() if of.of}
_BOOK = literal(f"{BOOK}%")
_ROW = "v.record_id <> '' AND v.kind <> '' AND v.recorded_at IS NOT NULL"
"""Whether anything can be said of a row ``v``."""
_SAYS = (
    *("record_id", "kind", "occurred_at", "recorded_at", "seq", "source", "establishment_id", "actor_id"),
    *("span_id", "corrects", "data"),
)
_SAID = f"CAST(hashtextextended(CAST(ROW({', '.join(f'v.{each}' for each in _SAYS)}) AS text), 0) AS text)"
"""All that an entry ``v`` says, by which one is known that has no id."""
_SAME = f"PARTITION BY v.event_id, CASE WHEN v.event_id IS NULL THEN {_SAID} END"
"""The entries that are one, but those of no time that have no id: each of them may have happened."""
_SLIP = f"v.recorded_at - v.occurred_at > INTERVAL '{LONG_BEFORE // timedelta(hours=1)} hours'"
_OCCURRED = f"CASE WHEN {_SLIP} THEN NULL ELSE v.occurred_at END"
"""When it happened, where that can be."""


def read_in_place(db: Database, schema: str | None = None) -> Mapping[str, int]:
    """Make the tables of the register in ``schema``, as it stands at one moment; what is wrong, counted.

    Without a schema it is the first of the connection's path that has the tables. Raises ``RefusedError``
    (``register-table-missing``, ``register-column-wrong``) where they are not as they have to be.
    """
    where = "" if schema is None else f"{identifier(schema)}."
    db.execute(b"BEGIN ISOLATION LEVEL REPEATABLE READ")
    hold_columns(db, where)
    for name, text in (*_names(where), *_rows(where)):
        db.execute(f"DROP TABLE IF EXISTS pg_temp.{name}".encode())
        db.execute(f"CREATE TEMP TABLE {name} AS {text}".encode())
        db.execute(f"ANALYZE pg_temp.{name}".encode())
    faults = " UNION ALL ".join(_faults(where))
    db.execute(b"DROP TABLE IF EXISTS pg_temp.fault")
    db.execute(f"CREATE TEMP TABLE fault AS {faults}".encode())
    counted = db.execute(b"SELECT code, COUNT(*) FROM fault GROUP BY code ORDER BY code").fetchall()
    db.execute(b"COMMIT")
    return dict(counted)


def _names(where: str) -> Iterator[tuple[str, str]]:
    """What numbers stand for."""
    codes = ", ".join(f"({literal(name)}, {at})" for name, at in kind_codes().items())
    yield (
        "kind_code",
        f"""
SELECT k.name, k.code FROM (VALUES {codes}) AS k(name, code)
UNION ALL
SELECT o.kind, {FIRST_OWN} + row_number() OVER (ORDER BY o.kind) FROM (
  SELECT DISTINCT v.kind FROM {where}events AS v WHERE {_ROW} AND v.kind NOT IN {any_of(kind_codes())}
) AS o""",
    )
    records, events = f"{where}records AS v", f"{where}events AS v"
    stations = [f"SELECT v.establishment_id FROM {table}" for table in (records, f"{events} WHERE {_ROW}")]
    yield "station", _numbered(*stations)
    yield "actor", _numbered(f"SELECT v.actor_id FROM {events} WHERE {_ROW}")
    yield "person_number", _numbered(f"SELECT v.person_ref FROM {records}")
    ids = f"SELECT v.record_id FROM {events} WHERE {_ROW}", f"SELECT v.record_id FROM {records}"
    yield "record_number", _numbered(*ids, but=f"name LIKE {_BOOK}")


def _numbered(*of: str, but: str = "FALSE") -> str:
    return f"""
SELECT name, row_number() OVER (ORDER BY name COLLATE "C") - 1 AS number
FROM ({" UNION ALL ".join(of)}) AS n(name) WHERE name <> '' AND NOT {but} GROUP BY name"""


def _rows(where: str) -> Iterator[tuple[str, str]]:
    """The records, and the entries in their order, each once."""
    attributes = ", ".join(f"{_attribute(name)} AS {name}" for name in (*_TOLD, *_ASKED))
    # The station of each record whose row says none, as ``register.placed`` has it.
    yield (
        "first_place",
        f"""
SELECT DISTINCT ON (v.record_id) v.record_id, v.establishment_id FROM {where}events AS v
WHERE {_ROW} AND v.establishment_id <> '' AND NOT EXISTS (
  SELECT 1 FROM {where}records AS r WHERE r.record_id = v.record_id AND r.establishment_id <> ''
) AND NOT EXISTS (
  SELECT 1 FROM {where}events AS o WHERE o.event_id = v.event_id
  AND (o.recorded_at, COALESCE(o.seq, 0), o.record_id) < (v.recorded_at, COALESCE(v.seq, 0), v.record_id))
ORDER BY v.record_id, {_OCCURRED} NULLS LAST, COALESCE(v.seq, 0), v.establishment_id COLLATE "C"
""",
    )
    yield (
        "record",
        f"""
SELECT CAST(n.number AS INTEGER) AS rid, CAST(n.number AS INTEGER) AS place, n.name AS record_id,
  CAST(p.number AS INTEGER) AS person, p.name AS person_ref, CAST(s.number AS INTEGER) AS station,
  {attributes}
FROM record_number AS n LEFT JOIN (
  SELECT DISTINCT ON (record_id) * FROM {where}records ORDER BY record_id, person_ref
) AS r ON r.record_id = n.name
LEFT JOIN person_number AS p ON p.name = r.person_ref
LEFT JOIN first_place AS f ON f.record_id = n.name
LEFT JOIN station AS s ON s.name = COALESCE(NULLIF(r.establishment_id, ''), f.establishment_id)""",
    )
    yield (
        "said",
        f"""
SELECT row_number() OVER (
    ORDER BY w.rid, w.occurred_at NULLS LAST, w.seq, length(w.event_id), w.event_id COLLATE "C") - 1 AS e,
  w.rid, {_micros("w.occurred_at")} AS ts, {_micros("w.recorded_at")} AS wr, w.seq, w.kind,
  hashtextextended(w.span_id, 0) AS span, w.event_id, w.corrects,
  COALESCE(w.source IN {any_of(sorted(ELSEWHERE))}, FALSE) AS elsewhere,
  COALESCE(s.number, w.station) AS station, w.source, CAST(a.number AS INTEGER) AS actor,
  CASE WHEN jsonb_typeof(w.data) = 'object' THEN w.data END AS data
FROM (
  SELECT r.rid, r.station, {_OCCURRED} AS occurred_at, v.recorded_at, COALESCE(v.seq, 0) AS seq,
    v.kind, v.span_id,
    CAST(v.event_id AS text) AS event_id, CAST(v.corrects AS text) AS corrects, v.source,
    v.actor_id, v.establishment_id, CAST(v.data AS jsonb) AS data,
    row_number() OVER ({_SAME} ORDER BY v.recorded_at, v.seq, v.record_id) AS nth
  FROM {where}events AS v JOIN record AS r ON r.record_id = v.record_id WHERE {_ROW}
) AS w LEFT JOIN station AS s ON s.name = w.establishment_id
LEFT JOIN actor AS a ON a.name = w.actor_id
WHERE w.nth = 1 OR (w.event_id IS NULL AND w.occurred_at IS NULL)""",
    )
    yield "event_id", "SELECT e, COALESCE(event_id, '') AS event_id FROM said"
    yield (
        "entry",
        """
SELECT v.e, v.rid, v.ts, v.wr, CAST(v.seq AS BIGINT) AS seq, CAST(k.code AS SMALLINT) AS kind, v.span,
  CASE WHEN v.corrects IS NOT NULL THEN COALESCE(c.e, -1) END AS fixes, v.elsewhere,
  CAST(v.station AS INTEGER) AS station, v.source, v.actor
FROM said AS v JOIN kind_code AS k ON k.name = v.kind
LEFT JOIN said AS c ON c.rid = v.rid AND c.event_id = v.corrects""",
    )
    told = f"SELECT v.record_id FROM {where}events AS v WHERE v.kind IN {any_of(spans()['outage'])}"
    yield (
        "outage_entry",
        f"""
SELECT DISTINCT ON (2) v.record_id, COALESCE(CAST(v.event_id AS text), {_SAID}) AS event_id, v.kind,
  {_micros(_OCCURRED)} AS ts, {_micros("v.recorded_at")} AS wr, COALESCE(v.seq, 0) AS seq,
  CAST(v.corrects AS text) AS corrects, CAST(s.number AS INTEGER) AS station, v.span_id AS span
FROM {where}events AS v LEFT JOIN station AS s ON s.name = v.establishment_id
WHERE {_ROW} AND v.kind IN {any_of((*spans()["outage"], ANNULLED))} AND v.record_id IN ({told})
ORDER BY 2, v.recorded_at, v.seq, v.record_id""",
    )
    fields = ", ".join(f"{_held(name)} AS {column(name)}" for name in FIELDS)
    yield (
        "spoken",
        f"""
SELECT x.e, x.rid, x.ts, x.wr, x.kind, x.span, x.fixes, {fields}
FROM entry AS x JOIN said AS v ON v.e = x.e WHERE v.kind IN {any_of(sorted(speaking()))}""",
    )


def _faults(where: str) -> Iterator[str]:
    """The rows that were left out, and why; and those that say what is not known."""
    events, records = f"{where}events AS v", f"{where}records AS v"
    taken = f"{events} JOIN record AS r ON r.record_id = v.record_id WHERE {_ROW}"
    named = f"{records} JOIN record_number AS n ON n.name = v.record_id"
    yield _fault(Fault.RECORD_MISSING, "'record_id'", f"{events} WHERE COALESCE(v.record_id, '') = ''")
    yield _fault(Fault.KIND_MISSING, "'kind'", f"{events} WHERE COALESCE(v.kind, '') = ''")
    yield _fault(Fault.RECORDED_MISSING, "'recorded_at'", f"{events} WHERE v.recorded_at IS NULL")
    again = f"""(
  SELECT v.record_id, v.event_id, {_OCCURRED} AS occurred_at, row_number() OVER (
    {_SAME} ORDER BY v.recorded_at, v.seq, v.record_id) AS nth FROM {taken}
) AS v WHERE v.nth > 1"""
    yield _fault(Fault.ID_TAKEN, "'event_id'", f"{again} AND v.event_id IS NOT NULL")
    yield _fault(Fault.TWICE, "'event_id'", f"{again} AND v.event_id IS NULL AND v.occurred_at IS NOT NULL")
    yield _fault(Fault.OCCURRED_LONG_BEFORE, "'occurred_at'", f"{taken} AND {_SLIP}")
    unknown = f"""(
  SELECT r.record_id, s.event_id, s.kind FROM said AS s JOIN record AS r ON r.rid = s.rid
  JOIN kind_code AS k ON k.name = s.kind
  WHERE k.code >= {FIRST_OWN} AND NOT starts_with(k.name, '{OWN}')
) AS v"""
    yield _fault(Fault.KIND_UNKNOWN, "v.kind", unknown)
    twice = f"""(
  SELECT v.record_id, row_number() OVER (PARTITION BY v.record_id) AS nth FROM {named}
) AS v WHERE v.nth > 1"""
    yield _fault(Fault.RECORD_TWICE, "'record_id'", twice, table="records")
    without = f"""(
  SELECT n.name AS record_id FROM record_number AS n
  WHERE NOT EXISTS (SELECT 1 FROM {records} WHERE v.record_id = n.name)
) AS v"""
    yield _fault(Fault.RECORD_WITHOUT_ROW, "'record_id'", without, table="records")
    yield _fault(Fault.ZONE_MISSING, "'zone'", "record AS v WHERE COALESCE(v.zone, '') = ''", table="records")


def _fault(fault: Fault, shown: str, rows: str, *, table: str = "events") -> str:
    """Rows ``v`` as the table ``fault`` has them: a table of a database has no lines."""
    entry = "CAST(v.event_id AS text)" if table == "events" else "CAST(NULL AS text)"
    return f"""
SELECT '{fault}' AS code, '{table}' AS file, CAST(NULL AS bigint) AS line, v.record_id, {entry} AS event_id,
  {shown} AS what FROM {rows}"""


def _attribute(name: str) -> str:
    if name == "jurisdiction":
        return law_in_sql(f"r.{name}", _attribute("basis"))
    if name not in _CHOICES:
        return f"r.{name}"
    return f"CASE WHEN r.{name} IN {any_of(_CHOICES[name])} THEN r.{name} END"


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
    match FIELDS[name]:
        case Storage.BOOL:
            return f"CASE WHEN {type_} = 'boolean' THEN CAST({plain} AS BOOLEAN) END"
        case Storage.ONE:
            held = f"{plain} IN {any_of(of)}" if of else f"btrim({plain}) <> ''"
            return f"CASE WHEN {type_} = 'string' AND {held} THEN {plain} END"
        case Storage.INSTANT:
            instant = _micros(f"CAST({plain} AS timestamptz)")
            month = f"to_date(left({plain}, 7), 'YYYY-MM')"
            day = f"substr({plain}, 9, 2) <= to_char({month} + INTERVAL '1 month - 1 day', 'DD')"
            return f"""CASE WHEN {type_} = 'string' AND {plain} ~ '{_INSTANT}'
  THEN CASE WHEN {day} THEN {instant} END END"""
        case Storage.LIST:
            held = f"i.one IN {any_of(of)}" if of else f"i.one ~ '{_ACTOR}'"
            joined = "'|' || COALESCE(string_agg(i.one || '|', '' ORDER BY i.at), '')"
            return f"""CASE WHEN {type_} = 'array' THEN (
  SELECT CASE WHEN COALESCE(bool_and(COALESCE({held}, FALSE)), TRUE) THEN {joined} END
  FROM (SELECT o.one, MIN(o.at) AS at FROM jsonb_array_elements_text({found}) WITH ORDINALITY AS o(one, at)
    GROUP BY o.one) AS i) END"""
        case _:
            return f"COALESCE({type_} = 'string' AND btrim({plain}) <> '', FALSE)"
