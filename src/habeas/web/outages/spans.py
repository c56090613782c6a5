"""Which start an end on paper belongs to: the one that ran in that record when it was written."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from habeas.custody import pairs
from habeas.custody.kinds import kinds
from habeas.web.outages.access import Held


def with_spans(entries: Iterable[Mapping[str, Any]], held: Mapping[str, Held]) -> list[dict[str, Any]]:
    """The lines of a sheet with the span that each starts or ends, where there is one."""
    open_: dict[tuple[str, str], list[tuple[datetime, str]]] = {}
    found = []
    for one in sorted(entries, key=lambda each: each["when"]):
        kind, record_id = kinds()[one["kind"]], one["record_id"]
        name = kind.starts or kind.ends
        span_id = None
        if name:
            key = (record_id, name)
            if key not in open_:
                open_[key] = _running(held[record_id], name)
            if kind.starts:
                span_id = one["event_id"]
                open_[key].append((one["when"], span_id))
            else:
                before = [each for each in open_[key] if each[0] <= one["when"]]
                if before:
                    open_[key].remove(before[-1])
                    span_id = before[-1][1]
        found.append({**one, "span_id": span_id})
    return sorted(found, key=lambda each: each["line"])


def _running(one: Held, name: str) -> list[tuple[datetime, str]]:
    """The spans of a name in a record that have a start and no end."""
    return [
        (span.start.occurred_at, span.start.span_id)
        for span in pairs(list(one.standing), name)
        if span.start and not span.end and span.start.occurred_at and span.start.span_id
    ]
