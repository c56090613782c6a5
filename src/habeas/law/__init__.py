"""The law that Habeas enforces: instruments, provisions, dated limits.

One TOML file per instrument in ``instruments/``, each provision in our own words with
its pinpoint, status and whether its passage was read. A module that enforces a
provision cites it by its reference, so that an unknown one fails at import and a search
for ``ECPT#10(2)`` finds the code.
"""

from habeas.law.provisions import Basis, Instrument, Limit, Provision, Sense, Source, Status
from habeas.law.references import Reference
from habeas.law.shelf import (
    UnknownReferenceError,
    cite,
    instrument,
    instruments,
    limit,
    limit_series,
    limits,
    provision,
    provisions,
    provisions_at,
    provisions_under,
    source,
)

__all__ = [
    "Basis",
    "Instrument",
    "Limit",
    "Provision",
    "Reference",
    "Sense",
    "Source",
    "Status",
    "UnknownReferenceError",
    "cite",
    "instrument",
    "instruments",
    "limit",
    "limit_series",
    "limits",
    "provision",
    "provisions",
    "provisions_at",
    "provisions_under",
    "source",
]
