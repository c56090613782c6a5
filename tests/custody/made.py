"""A generated register as a reader of its files has it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from habeas.custody import Event, Record, records_of
from habeas.custody.exchange import EVENTS, Form, read_events, record_row, strictly, write_rows
from habeas.custody.synthetic import Made


@dataclass(frozen=True)
class Register:
    made: Made
    records: Sequence[Record]
    events: dict[str, list[Event]]


def read(made: Made) -> Register:
    """As a reader of the files has it."""
    stream = io.BytesIO()
    write_rows(EVENTS, made.events, stream, Form.JSONL)
    stream.seek(0)
    events: dict[str, list[Event]] = {}
    for one in strictly(read_events(stream, Form.JSONL, "events.jsonl")):
        events.setdefault(one.record_id, []).append(one)
    records = list(records_of(one for own in events.values() for one in own))
    assert [record_row(record) for record in records] == made.records
    return Register(made, records, events)
