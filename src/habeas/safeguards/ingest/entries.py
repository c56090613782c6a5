"""The entries as the cached form has them: names as numbers, in order, each once, corrections by number."""

from pathlib import Path
from typing import Any

from habeas.custody.outages import ELSEWHERE
from habeas.custody.records import BOOK
from habeas.safeguards.ingest.cells import Cells
from habeas.safeguards.ingest.engine import any_of, of_files, text
from habeas.safeguards.ingest.faults import Fault
from habeas.safeguards.ingest.fields import (
    FIELDS,
    SQL_TYPES,
    Storage,
    asked_of,
    column,
    speaking,
)
from habeas.safeguards.ingest.mapping import Mapping, TableMapping
from habeas.safeguards.numbers import FIRST_OWN, kind_codes

_CONTRACT = Cells({}, TableMapping(), Mapping())
_ACTOR = r"[A-Za-z0-9][A-Za-z0-9._:-]{0,119}"


def number_names(connection: Any, at_once: int) -> dict[int, int]:
    """Make the dictionaries: of kinds, records, stations, persons, actors; each piece and its first record.

    Records are numbered so that those of a person lie together; ``place`` is theirs in the order of the ids,
    ``piece`` the number of the piece with its entries. Each piece has about as many entries ``at_once``.
    """
    known = ", ".join(f"({code}, {text(kind)})" for kind, code in kind_codes().items())
    connection.execute(f"CREATE TABLE kind AS FROM (VALUES {known}) AS k(code, name)")
    connection.execute(f"""
        INSERT INTO kind SELECT {FIRST_OWN} - 1 + row_number() OVER (ORDER BY kind), kind
        FROM (SELECT DISTINCT kind FROM typed WHERE NOT dropped AND kind NOT IN (SELECT name FROM kind))
    """)
    connection.execute(f"""
        CREATE TABLE named AS
        SELECT row_number() OVER by_person - 1 AS rid, row_number() OVER (ORDER BY record_id) - 1 AS place,
            record_id, sum(entries) OVER by_person - entries AS before FROM (
            SELECT record_id, coalesce(entries, 0) AS entries, CASE WHEN person_ref IS NULL THEN record_id
                ELSE min(record_id) OVER (PARTITION BY person_ref) END AS first_of_person
            FROM (SELECT record_id, count(*) AS entries FROM typed WHERE NOT dropped GROUP BY record_id)
            FULL JOIN record_row USING (record_id)
            WHERE NOT starts_with(record_id, {text(BOOK)}))
        WINDOW by_person AS (ORDER BY first_of_person, record_id)
    """)
    held = connection.execute("SELECT coalesce(max(before), 0) + 1 FROM named").fetchone()[0]
    pieces = max(1, round(held / at_once))
    connection.execute("""
        CREATE TABLE station AS SELECT row_number() OVER (ORDER BY name) - 1 AS number, name FROM (
            SELECT establishment_id AS name FROM typed WHERE NOT dropped
            UNION SELECT establishment_id FROM record_row) WHERE name IS NOT NULL
    """)
    connection.execute("""
        CREATE TABLE person AS SELECT row_number() OVER (ORDER BY name) - 1 AS number, name
        FROM (SELECT DISTINCT person_ref AS name FROM record_row WHERE person_ref IS NOT NULL)
    """)
    connection.execute("""
        CREATE TABLE actor AS SELECT CAST(row_number() OVER (ORDER BY name) - 1 AS INTEGER) AS number, name
        FROM (SELECT DISTINCT actor_id AS name FROM typed WHERE NOT dropped AND actor_id IS NOT NULL)
    """)
    place_by_entries(
        connection,
        "SELECT record_id, establishment_id, ts, seq FROM typed ANTI JOIN again USING (file, line) "
        "WHERE NOT dropped",
    )
    connection.execute(f"""
        CREATE TABLE record AS
        SELECT CAST(n.rid AS INTEGER) AS rid, n.record_id, CAST(n.place AS INTEGER) AS place,
            CAST(n.before * {pieces} // {held} AS INTEGER) AS piece,
            CAST(p.number AS INTEGER) AS person, p.name AS person_ref, CAST(s.number AS INTEGER) AS station,
            r.* EXCLUDE (record_id, person_ref, file, line, readable, wrong)
        FROM named n LEFT JOIN record_row r USING (record_id) LEFT JOIN person p ON p.name = r.person_ref
        LEFT JOIN first_place USING (record_id)
        LEFT JOIN station s ON s.name = coalesce(r.establishment_id, first_place.establishment_id)
    """)
    found = connection.execute("SELECT piece, min(rid) FROM record GROUP BY piece ORDER BY piece").fetchall()
    return dict(found) or {0: 0}


def place_by_entries(connection: Any, entries: str) -> None:
    """Make ``first_place``: the station of each record whose row says none, by what its ``entries`` say.

    It is that of the first of them that names one, as ``register.placed`` has it.
    """
    connection.execute(f"""
        CREATE TABLE first_place AS
        SELECT record_id, first(establishment_id ORDER BY ts NULLS LAST, coalesce(seq, 0), establishment_id)
            AS establishment_id
        FROM ({entries}) WHERE establishment_id IS NOT NULL AND record_id NOT IN (
            SELECT record_id FROM record_row WHERE record_id IS NOT NULL AND establishment_id IS NOT NULL)
        GROUP BY record_id
    """)


def numbered(typed: str = "typed") -> str:
    """The query for the entries of ``typed`` by the numbers of what they name."""
    return f"""
        SELECT r.rid, r.piece, t.ts, t.wr, coalesce(t.seq, 0) AS seq, CAST(k.code AS SMALLINT) AS kind,
            t.span, CAST(NULL AS BIGINT) AS fixes,
            coalesce(t.source IN {any_of(sorted(ELSEWHERE))}, false) AS elsewhere,
            CAST(coalesce(s.number, r.station) AS INTEGER) AS station,
            CAST(s.number AS INTEGER) AS own_station, t.corrects,
            coalesce(t.event_id, concat('row:', f.name, ':', t.line)) AS event_id,
            t.page, a.number AS actor, t.source, t.data, t.content, t.bad, t.file, t.line
        FROM {typed} t JOIN record r USING (record_id) JOIN kind k ON k.name = t.kind
        JOIN file f ON f.number = t.file
        LEFT JOIN station s ON s.name = t.establishment_id LEFT JOIN actor a ON a.name = t.actor_id
        WHERE NOT t.dropped"""


def number(connection: Any, folder: Path, pieces: int) -> None:
    """Make ``numbered`` of ``typed``; where there are many ``pieces``, each lies in a folder by itself.

    They are written once, and what is sorted at once is one of them, however large the register is.
    """
    rows = numbered()
    if pieces > 1:
        connection.execute(f"SET partitioned_write_max_open_files = {pieces}")
        # Rows that wait for their file take a gigabyte with as many as usual, and each file holds a group.
        connection.execute("SET partitioned_write_flush_threshold = 5000")
        group = max(2_048, 500_000 // pieces)
        connection.execute(f"""
            COPY ({rows}) TO {text(str(folder))}
            (FORMAT parquet, COMPRESSION lz4, PARTITION_BY (piece), ROW_GROUP_SIZE {group})
        """)
        rows = f"FROM {of_files(sorted(folder.glob('*/*.parquet')))}"
    connection.execute(f"CREATE VIEW numbered AS {rows}")


def find_again(connection: Any) -> None:
    """Make ``again``: the entries whose id came before in the files, the same or another thing under its id.

    They are left out, wherever in the register they are.
    """
    said = f"typed WHERE NOT dropped AND event_id IS NOT NULL AND NOT starts_with(record_id, {text(BOOK)})"
    connection.execute(f"""
        CREATE TABLE taken AS SELECT hash(event_id) AS id FROM {said} GROUP BY id HAVING count(*) > 1
    """)
    connection.execute(f"""
        CREATE TABLE again AS
        SELECT record_id, event_id, file, line, content = first(content) OVER same AS equal
        FROM {said} AND hash(event_id) IN (FROM taken)
        WINDOW same AS (PARTITION BY event_id ORDER BY file, line)
        QUALIFY row_number() OVER same > 1
    """)


def tell_again(connection: Any) -> None:
    """Tell of the entries that are left out because their id came before."""
    connection.execute(f"""
        INSERT INTO fault SELECT CASE WHEN equal THEN '{Fault.TWICE}' ELSE '{Fault.ID_TAKEN}' END,
            file, line, rid, event_id, 'event_id' FROM again JOIN record USING (record_id)
    """)


def sort(connection: Any, rows: str) -> None:
    """Make ``sorted`` of the rows of ``numbered`` of one piece: ``rowid`` is the place of an entry in it.

    It is the order of ``custody.history``, in which nothing hangs on the order of rows in files.
    """
    connection.execute(f"""
        CREATE OR REPLACE TABLE sorted AS SELECT * FROM {rows} ANTI JOIN again USING (file, line)
        ORDER BY rid, ts NULLS LAST, seq, length(event_id), event_id
    """)


def leave_equal(connection: Any) -> None:
    """Leave each entry out of ``sorted`` of which another, further up in the files, says all the same; tell.

    Those with an id of their own are out already (``again``). Without a time it may have happened twice.
    """
    connection.execute("""
        CREATE OR REPLACE TABLE equal AS
        WITH several AS (
            SELECT rid, ts, content FROM sorted WHERE starts_with(event_id, 'row:') AND ts IS NOT NULL
            GROUP BY ALL HAVING count(*) > 1)
        SELECT s.rowid AS e FROM sorted s SEMI JOIN several USING (rid, ts, content)
        QUALIFY row_number() OVER (PARTITION BY rid, ts, content ORDER BY file, line) > 1
    """)
    [[any_equal]] = connection.execute("SELECT EXISTS (FROM equal)").fetchall()
    if any_equal:
        connection.execute(f"""
            INSERT INTO fault SELECT '{Fault.TWICE}', file, line, rid, event_id, 'event_id'
            FROM sorted SEMI JOIN equal ON e = sorted.rowid
        """)
        connection.execute("""
            CREATE OR REPLACE TABLE sorted AS
            SELECT * FROM sorted ANTI JOIN equal ON e = sorted.rowid ORDER BY sorted.rowid
        """)


def number_corrections(connection: Any) -> None:
    """Say of each correction which entry of its record it names, −1 where none."""
    connection.execute("""
        CREATE OR REPLACE TABLE correction AS
        SELECT c.e, coalesce(t.rowid, -1) AS fixes
        FROM (SELECT rowid AS e, rid, corrects FROM sorted WHERE corrects IS NOT NULL) c
        LEFT JOIN sorted t ON t.rid = c.rid AND t.event_id = c.corrects
    """)
    connection.execute("UPDATE sorted SET fixes = c.fixes FROM correction c WHERE sorted.rowid = c.e")


COLUMNS = {
    "entry": "e, rid, ts, wr, seq, kind, span, fixes, elsewhere, station, source, actor",
    "entry_by_kind": "e, rid, ts, wr, kind, span, fixes",
    "spoken": ", ".join(("e", "rid", "ts", "wr", "kind", "span", "fixes", *map(column, FIELDS))),
    "event_id": "e, rid, event_id, page",
    "as_read": "e, rid, file, line, own_station, corrects, content, bad, data",
}
"""What the tables have that lie in pieces: ``entry_by_kind`` is what rules ask of events, ``as_read`` what
else a row said, so that its record can be put in order once more with what is added to it."""


def take_what_is_said(connection: Any) -> None:
    """Make ``spoken`` of ``sorted``: the entries of the kinds that say something, a kind after the other.

    Most entries of a register say the same as another: what they say is read once.
    """
    codes = ", ".join(str(kind_codes()[kind]) for kind in sorted(speaking()))
    fields = ", ".join(f"{value(field)} AS {column(field)}" for field in FIELDS)
    wrongs = ", ".join(f"CASE WHEN {wrong(field)} THEN '{field}' END" for field in FIELDS)
    connection.execute(f"""
        CREATE OR REPLACE TABLE say AS
        SELECT *, list_filter([{wrongs}], lambda one: one IS NOT NULL) AS wrong FROM (
            SELECT *, {fields} FROM (
                SELECT DISTINCT kind, data FROM sorted WHERE kind IN ({codes}) AND data IS NOT NULL))
    """)
    said = ", ".join(
        f"coalesce(s.{column(field)}, false) AS {column(field)}"
        if FIELDS[field] is Storage.SAID
        else f"s.{column(field)}"
        for field in FIELDS
    )
    connection.execute(f"""
        CREATE OR REPLACE TABLE spoken AS
        SELECT t.rowid AS e, t.rid, t.ts, t.wr, t.kind, t.span, t.fixes, {said},
            t.event_id, t.file, t.line, s.wrong
        FROM sorted t LEFT JOIN say s ON s.kind = t.kind AND s.data = t.data
        WHERE t.kind IN ({codes}) ORDER BY t.kind, t.rowid
    """)


def value(field: str) -> str:
    """A field of ``data`` as it is held; null where it is not said, or not as its kind has it."""
    absent = "false" if FIELDS[field] is Storage.SAID else f"CAST(NULL AS {SQL_TYPES[FIELDS[field]]})"
    cases = " ".join(f"WHEN kind IN ({codes}) THEN {_read(field, of)}" for of, codes in _by_choices(field))
    return f"CASE {cases} ELSE {absent} END"


def wrong(field: str) -> str:
    """Whether a field is said, and not as its kind has it: asked where nothing is held of it."""
    codes = ", ".join(str(kind_codes()[kind]) for kind in asked_of(field))
    nothing = f"NOT {column(field)}" if FIELDS[field] is Storage.SAID else f"{column(field)} IS NULL"
    return f"CASE WHEN kind IN ({codes}) AND {nothing} THEN (data -> '$.{field}') <> 'null' ELSE false END"


def _by_choices(field: str) -> list[tuple[tuple[str, ...], str]]:
    """The kinds that have a field, by what may be chosen."""
    found: dict[tuple[str, ...], list[str]] = {}
    for kind, said in asked_of(field).items():
        found.setdefault(said.of, []).append(str(kind_codes()[kind]))
    return [(of, ", ".join(own)) for of, own in found.items()]


def _read(field: str, of: tuple[str, ...]) -> str:
    found = f"(data -> '$.{field}')"
    plain = f"(data ->> '$.{field}')"
    match FIELDS[field]:
        case Storage.BOOL:
            return f"CASE {found} WHEN 'true' THEN true WHEN 'false' THEN false END"
        case Storage.ONE:
            held = f" AND {plain} IN {any_of(of)}" if of else f" AND trim({plain}) <> ''"
            return f"CASE WHEN json_type({found}) = 'VARCHAR'{held} THEN {plain} END"
        case Storage.INSTANT:
            return f"CASE WHEN json_type({found}) = 'VARCHAR' THEN {_CONTRACT.instant_of(plain)} END"
        case Storage.LIST:
            each = f"one IN {any_of(of)}" if of else f"regexp_full_match(one, '{_ACTOR}')"
            items = f"from_json({found}, '[\"VARCHAR\"]')"
            unfit = f"len(list_filter({items}, lambda one: NOT coalesce({each}, false)))"
            once = f"list_filter({items}, lambda one, i: list_position({items}, one) = i)"
            said = f"concat('|', array_to_string(list_transform({once}, lambda one: one || '|'), ''))"
            return f"CASE WHEN json_type({found}) = 'ARRAY' AND {unfit} = 0 THEN {said} END"
        case _:
            return f"coalesce(json_type({found}) = 'VARCHAR' AND trim({plain}) <> '', false)"
