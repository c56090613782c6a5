"""A register as files brought into the form that the audit caches, and what is wrong with the files.

Files of the contract in any form, event logs, and files that nobody has cleaned, which a mapping explains.
``ingest`` first says what is wrong, keeps what can be audited, and counts the rest. DuckDB reads (extra
``audit``); nothing is imported of it before it is needed.
"""

from habeas.safeguards.ingest.build import ingest
from habeas.safeguards.ingest.cache import Ingested, is_cache, open_cache, touched
from habeas.safeguards.ingest.faults import FIRST, KEPT_WITHOUT, LEFT_OUT, PLACE, Fault, Unreadable
from habeas.safeguards.ingest.fields import FIELDS, Storage
from habeas.safeguards.ingest.mapping import Mapping, read_mapping

__all__ = [
    "FIELDS",
    "FIRST",
    "KEPT_WITHOUT",
    "LEFT_OUT",
    "PLACE",
    "Fault",
    "Ingested",
    "Mapping",
    "Storage",
    "Unreadable",
    "ingest",
    "is_cache",
    "open_cache",
    "read_mapping",
    "touched",
]
