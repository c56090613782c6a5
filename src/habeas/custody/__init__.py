"""The custody register: kinds of event, one read strictly, the history of a record, a leaf of the log.

Nothing here knows a database, a clock or a rule: ``now`` and ``as_of`` are arguments, bytes come out.
"""

from habeas.custody.events import Event, event_from, needs_late_reason
from habeas.custody.history import attributes, effective, lines, pairs, written_by
from habeas.custody.keys import Disclosure, RecordKey
from habeas.custody.kinds import Keeping, kinds, spans
from habeas.custody.leaf import Leaf, Place, leaf_of
from habeas.custody.records import Record, record_of, records_of

__all__ = [
    "Disclosure",
    "Event",
    "Keeping",
    "Leaf",
    "Place",
    "Record",
    "RecordKey",
    "attributes",
    "effective",
    "event_from",
    "kinds",
    "leaf_of",
    "lines",
    "needs_late_reason",
    "pairs",
    "record_of",
    "records_of",
    "spans",
    "written_by",
]
