"""A register as files (contract 2): the tables ``records`` and ``events`` as JSON lines, CSV or Parquet.

Bytes come in and rows go out one by one, or the other way; nothing holds a whole table. What is read is an
``Event``, a ``Record`` or the refusal of one row with its file and line, so that a reader may stop at the
first fault (``strictly``) or show them all (``sorted_out``).
"""

from habeas.custody.exchange.faults import sorted_out, strictly
from habeas.custody.exchange.folder import Folder, form_of
from habeas.custody.exchange.forms import (
    Form,
    read_events,
    read_records,
    write_events,
    write_records,
    write_rows,
)
from habeas.custody.exchange.rows import event_row, record_row
from habeas.custody.exchange.tables import EVENTS, RECORDS, Row, Table

__all__ = [
    "EVENTS",
    "RECORDS",
    "Folder",
    "Form",
    "Row",
    "Table",
    "event_row",
    "form_of",
    "read_events",
    "read_records",
    "record_row",
    "sorted_out",
    "strictly",
    "write_events",
    "write_records",
    "write_rows",
]
