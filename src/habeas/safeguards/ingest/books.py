"""What the books of stations say: of outages, and of nobody held."""

from pathlib import Path
from typing import Any

from habeas.custody import spans
from habeas.custody.records import BOOK
from habeas.safeguards.ingest.engine import any_of, text
from habeas.safeguards.ingest.pieces import PACKED

_OUTAGE = any_of(spans()["outage"])
_COLUMNS = "record_id, event_id, kind, ts, wr, seq, corrects, establishment_id, span, file, line"
_NAMED = """CASE WHEN ts IS NULL THEN concat_ws(':', file, line) ELSE
    concat('row:', hash(record_id, kind, ts, wr, seq, corrects, establishment_id, span)) END"""
"""By what an entry is known that has no id: where it has a time, by all that it says."""


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


def write_books(connection: Any, made: Path) -> None:
    """Write what ``book`` holds, and of it ``outage_entry``: what is told of outages, each entry once."""
    connection.execute(f"""
        CREATE TABLE outage_entry AS
        SELECT DISTINCT ON (event_id) record_id, event_id, kind, ts, wr, seq, corrects, station, span FROM (
            SELECT book.* REPLACE (
                    coalesce(event_id, {_NAMED}) AS event_id, coalesce(seq, 0) AS seq,
                    CAST(span AS VARCHAR) AS span),
                CAST(station.number AS INTEGER) AS station
            FROM book LEFT JOIN station ON station.name = establishment_id
            WHERE kind IN {_OUTAGE} OR (
                kind = 'annulled' AND record_id IN (SELECT record_id FROM book WHERE kind IN {_OUTAGE})))
        ORDER BY event_id, file, line
    """)
    for each in ("outage_entry", "book"):
        connection.execute(
            f"COPY (FROM {each} ORDER BY ALL) TO {text(str(made / f'{each}.parquet'))} ({PACKED})"
        )
