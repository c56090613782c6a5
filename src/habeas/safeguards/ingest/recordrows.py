"""The table ``records`` as SQL: what is known of each stay, from its row or projected from its entries."""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from habeas.custody import Event, effective, kinds
from habeas.custody.exchange.tables import RECORDS, Type, instant_of
from habeas.custody.history import ATTRIBUTES
from habeas.safeguards.ingest.cells import Cells
from habeas.safeguards.ingest.engine import any_of

PROJECTED = tuple(each for each in RECORDS.columns if each.name not in ("record_id", "establishment_id"))
_CHOICES = {name: field.of for name, field in kinds()[ATTRIBUTES[0]].fields.items() if field.of}


def typed(raw: str, cells: Cells, *, file: str, line: str, read: str) -> str:
    """The query for the rows of a raw table: each attribute held to its column, and which are not."""
    said = ", ".join(
        f"{cells.yes(each.name) if each.type is Type.BOOL else cells.text(each.name)} AS {each.name}, "
        f"{cells.text(each.name)} IS NOT NULL AS {each.name}_said"
        for each in PROJECTED
    )
    return _held(
        f"""SELECT {file} AS file, {line} AS line, {read} AS readable, {cells.text("record_id")} AS record_id,
            {cells.text("establishment_id")} AS establishment_id, {said} FROM {raw}"""
    )


def _held(said: str) -> str:
    names = ", ".join(each.name for each in PROJECTED)
    held = ", ".join(f"{_value(each.name, each.type)} AS {each.name}" for each in PROJECTED)
    wrong = " || ".join(
        f"CASE WHEN {each.name}_said AND {each.name} IS NULL THEN '|{each.name}' ELSE '' END"
        for each in PROJECTED
    )
    return f"""SELECT file, line, readable, record_id, establishment_id, {names}, {wrong} AS wrong
        FROM (SELECT * REPLACE ({held}) FROM ({said}))"""


def _value(column: str, type_: Type) -> str:
    if type_ is Type.BOOL:
        return column
    if column == "zone":
        return f"CASE WHEN zone IN {_zones()} THEN zone END"
    if column in _CHOICES:
        return f"CASE WHEN {column} IN {any_of(_CHOICES[column])} THEN {column} END"
    return f"CASE WHEN length({column}) <= 8000 THEN {column} END"


@cache
def _zones() -> str:
    return any_of(sorted(available_timezones()))


def project(connection: Any) -> None:
    """Make ``record_row`` of what the entries of ``typed`` say of their records, where there is no table."""
    connection.execute(f"""
        CREATE TEMP TABLE attribute_entry AS
        SELECT record_id, event_id, kind, ts, wr, coalesce(seq, 0) AS seq, file, line, establishment_id, data
        FROM typed WHERE kind IN {any_of(ATTRIBUTES)} AND NOT dropped AND NOT starts_with(record_id, 'book:')
    """)
    connection.execute(f"""
        CREATE TEMP TABLE opened_at AS
        SELECT record_id, arg_min_null(establishment_id, (seq, file, line)) AS establishment_id
        FROM attribute_entry WHERE kind = '{ATTRIBUTES[0]}' GROUP BY record_id
    """)
    _leave_what_stands(connection)
    said = ", ".join(
        f"arg_max({_of_json(each.name, each.type)}, (seq, file, line)) AS {each.name}, "
        f"coalesce(bool_or(data ->> '$.{each.name}' IS NOT NULL), false) AS {each.name}_said"
        for each in PROJECTED
    )
    projected = _held(f"""
        SELECT any_value(file) AS file, any_value(line) AS line, true AS readable, record_id,
            NULL AS establishment_id, {said}
        FROM attribute_entry GROUP BY record_id""")
    connection.execute(f"""
        CREATE TABLE record_row AS
        SELECT projected.* REPLACE (opened_at.establishment_id AS establishment_id)
        FROM ({projected}) projected LEFT JOIN opened_at USING (record_id)
        UNION ALL BY NAME
        SELECT *, '' AS wrong, true AS readable FROM opened_at
        WHERE record_id NOT IN (SELECT record_id FROM attribute_entry)
    """)


def _of_json(column: str, type_: Type) -> str:
    if type_ is Type.BOOL:
        return f"CASE data -> '$.{column}' WHEN 'true' THEN true WHEN 'false' THEN false END"
    return f"nullif(data ->> '$.{column}', '')"


def _leave_what_stands(connection: Any) -> None:
    """Take out of ``attribute_entry`` what was corrected or annulled; few records have such an entry."""
    connection.execute("""
        CREATE TEMP TABLE corrected AS
        SELECT record_id, event_id, kind, ts, wr, seq, corrects FROM typed
        WHERE corrects IS NOT NULL AND NOT dropped AND NOT starts_with(record_id, 'book:')
    """)
    rows = connection.execute("""
        WITH own AS (
            SELECT DISTINCT c.record_id FROM corrected c JOIN attribute_entry a
            ON a.record_id = c.record_id AND (a.event_id = c.corrects OR a.event_id = c.event_id))
        SELECT record_id, event_id, kind, ts, wr, seq, NULL
        FROM attribute_entry SEMI JOIN own USING (record_id)
        WHERE event_id NOT IN (SELECT event_id FROM corrected)
        UNION ALL
        SELECT record_id, event_id, kind, ts, wr, coalesce(seq, 0), corrects FROM corrected SEMI JOIN own
        USING (record_id) ORDER BY 1
    """).fetchall()
    entries: dict[str, list[Event]] = {}
    for row in rows:
        entries.setdefault(row[0], []).append(entry_of(row))
    struck = [each for own in entries.values() for each in _struck(own)]
    if struck:
        connection.execute(
            "CREATE TEMP TABLE struck AS SELECT unnest(?) AS record_id, unnest(?) AS event_id",
            [[one.record_id for one in struck], [one.event_id for one in struck]],
        )
        connection.execute("""
            DELETE FROM attribute_entry USING struck
            WHERE attribute_entry.record_id = struck.record_id AND attribute_entry.event_id = struck.event_id
        """)


def _struck(own: list[Event]) -> list[Event]:
    standing = effective(own)
    return [one for one in own if one.kind in ATTRIBUTES and one not in standing]


def entry_of(row: Any, **more: Any) -> Event:
    """An entry as the history of a record needs it: who, when, which number, what it corrects."""
    record_id, event_id, kind, ts, wr, seq, corrects = row
    return Event(
        record_id=record_id,
        event_id=event_id,
        kind=kind,
        occurred_at=None if ts is None else instant_of(ts),
        recorded_at=instant_of(wr),
        seq=seq or None,
        corrects=corrects,
        **more,
    )
