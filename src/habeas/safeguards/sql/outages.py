"""The outages that the books of stations tell of: the meaning of ``custody.outages``, for an engine's table.

There are few, and what is known of them changes with what is written later, a correction as well. So they are
paired when they are asked for, of what was written by then.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from habeas.custody.events import Event
from habeas.custody.outages import outages
from habeas.safeguards.ingest.recordrows import entry_of
from habeas.safeguards.sql.codes import micros

COLUMNS = {"station": "INTEGER", "began": "BIGINT", "ended": "BIGINT"}
"""Of the table ``outage``: the number of a station, and microseconds; no end while it lasts."""


def entries(as_of: int) -> str:
    """What was written of outages by an instant."""
    return f"""
SELECT o.record_id, o.event_id, o.kind, o.ts, o.wr, o.seq, o.corrects, o.station, o.span
FROM outage_entry AS o WHERE o.wr <= {as_of}"""


def paired(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, int, int | None]]:
    """The outages that rows of ``entries`` tell of, as ``COLUMNS`` has them, of each record by itself."""
    books: dict[str, list[Event]] = defaultdict(list)
    stations: dict[str, int | None] = {}
    for *entry, station, span in rows:
        one = entry_of(entry, span_id=span)
        books[one.record_id].append(one)
        stations[one.event_id] = station
    for book in books.values():
        for each in outages(book):
            station = stations[each.start.event_id]
            if station is not None:
                yield station, micros(each.began), None if each.ended is None else micros(each.ended)
