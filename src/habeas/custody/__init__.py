"""The custody register: kinds of event, one read strictly, the history of a record, a leaf of the log.

Nothing here knows a database, a clock or a rule: ``now`` and ``as_of`` are arguments, bytes come out.
"""

from habeas.custody.events import Event, event_from, needs_late_reason
from habeas.custody.history import STAYING, Stay, attributes, effective, lines, pairs, stay, written_by
from habeas.custody.ids import new_event_id
from habeas.custody.keys import Disclosure, RecordKey
from habeas.custody.kinds import Keeping, kinds, spans
from habeas.custody.leaf import Leaf, Place, ReadLeaf, blindings, leaf_of, read_leaf
from habeas.custody.records import Record, record_of, records_of

__all__ = [
    "STAYING",
    "Disclosure",
    "Event",
    "Keeping",
    "Leaf",
    "Place",
    "ReadLeaf",
    "Record",
    "RecordKey",
    "Stay",
    "attributes",
    "blindings",
    "effective",
    "event_from",
    "kinds",
    "leaf_of",
    "lines",
    "needs_late_reason",
    "new_event_id",
    "pairs",
    "read_leaf",
    "record_of",
    "records_of",
    "spans",
    "stay",
    "written_by",
]
