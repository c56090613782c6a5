"""What the books of stations say: of outages, and of nobody held."""

from pathlib import Path
from typing import Any

from habeas.custody import Event, spans
from habeas.custody.exchange.tables import microseconds
from habeas.custody.outages import outages
from habeas.custody.records import BOOK
from habeas.safeguards.ingest import recordrows
from habeas.safeguards.ingest.engine import any_of, text
from habeas.safeguards.ingest.pieces import PACKED

_OUTAGE = any_of(spans()["outage"])
_COLUMNS = "record_id, event_id, kind, ts, wr, seq, corrects, establishment_id, span, file, line"


def take_books(connection: Any, before: str = "") -> None:
    """Make ``book``: the entries of books, those that tell of outages, and what was annulled where one does.

    ``before`` is a table of those that were taken from files that came earlier.
    """
    earlier = f"FROM {before} UNION ALL BY NAME" if before else ""
    connection.execute(f"""
        CREATE TABLE book AS {earlier} SELECT {_COLUMNS} FROM typed
        WHERE NOT dropped AND (kind IN {_OUTAGE} OR kind = 'annulled' OR starts_with(record_id, {text(BOOK)}))
    """)
    connection.execute(f"""
        DELETE FROM book WHERE NOT starts_with(record_id, {text(BOOK)})
            AND record_id NOT IN (SELECT record_id FROM book WHERE kind IN {_OUTAGE})
    """)


def write_outages(connection: Any, made: Path) -> None:
    """Pair what ``book`` says of outages, as ``custody.outages`` does, and write both."""
    rows = connection.execute(f"""
        SELECT DISTINCT ON (event_id) record_id, event_id, kind, ts, wr, coalesce(seq, 0), corrects,
            establishment_id, CAST(span AS VARCHAR) FROM book
        WHERE kind IN {_OUTAGE} OR (
            kind = 'annulled' AND record_id IN (SELECT record_id FROM book WHERE kind IN {_OUTAGE}))
        ORDER BY event_id, file, line
    """).fetchall()
    by_station: dict[str | None, list[Event]] = {}
    where = {row[1]: row[7] for row in rows}
    for row in rows:
        station = row[7] if row[2] != "annulled" else where.get(row[6], row[7])
        by_station.setdefault(station, []).append(
            recordrows.entry_of(row[:7], establishment_id=row[7], span_id=row[8])
        )
    numbers = dict(connection.execute("SELECT name, number FROM station").fetchall())
    found = [
        (
            None if station is None else numbers[station],
            microseconds(one.began),
            None if one.ended is None else microseconds(one.ended),
            microseconds(one.start.recorded_at),
            None if one.end is None else microseconds(one.end.recorded_at),
        )
        for station, own in by_station.items()
        for one in outages(own)
    ]
    columns = ("station", "began", "ended", "wr", "ended_wr")
    lists = ", ".join(f"unnest(?::BIGINT[]) AS {each}" for each in columns)
    connection.execute(
        f"CREATE TABLE outage AS SELECT {lists}",
        [[row[place] for row in found] for place in range(len(columns))],
    )
    connection.execute(f"""
        COPY (SELECT * REPLACE (CAST(station AS INTEGER) AS station) FROM outage ORDER BY ALL)
        TO {text(str(made / "outage.parquet"))} ({PACKED})""")
    connection.execute(f"COPY book TO {text(str(made / 'book.parquet'))} ({PACKED})")
