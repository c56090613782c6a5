"""The dossier as JSON: every field of every fact, dates as EDTF (``habeas/dossier/1``)."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from habeas import canonical
from habeas.clock import Edtf
from habeas.dossier.entries import AskLink, Assessment, Claim, Dossier, Figure, Succession
from habeas.dossier.facts import Fact

POINTERS = (
    "visits", "visit", "responds_to", "document", "documents", "points_at", "places", "ask",
    "later", "earlier", "predecessor", "successor",
)  # fmt: skip
"""Fields that hold ids of other facts, which a file and the store name each in their own way."""


def dossier_json(dossier: Dossier, *, made_on: date) -> dict[str, Any]:
    """Return the dossier as JSON values. ``made_on`` is the day it was drawn up."""
    return {"schema": "habeas/dossier/1", "made_on": made_on.isoformat(), **_object(dossier)}


def fact_json(fact: Fact) -> dict[str, Any]:
    """One fact as JSON values, every field of it."""
    return _object(fact)


def fact_digest(fact: Fact) -> str:
    """SHA-256 of what a fact says, without its id and without the ids that it points at."""
    plain = _object(fact)
    for name in ("id", *POINTERS):
        plain.pop(name, None)
    return canonical.digest(plain)


def digests(dossier: Dossier) -> dict[str, str]:
    """By id, the digest of each fact: two facts of the same one are the same fact, in a file or the store.

    What says little by itself (“no information, as of 2023”) is told apart by what it hangs on.
    """
    rows = [item for field in dataclasses.fields(dossier) for item in _listed(getattr(dossier, field.name))]
    values = [value for row in rows if isinstance(row, Figure) for value in row.values]
    plain = {fact.id: fact_digest(fact) for fact in (*rows, *values) if isinstance(fact, Fact)}
    return plain | {
        row.id: canonical.digest([plain[row.id], *(plain.get(one, "") for one in _hangs_on(row))])
        for row in rows
        if isinstance(row, Fact) and _hangs_on(row)
    }


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


def _hangs_on(fact: Fact) -> tuple[str, ...]:
    match fact:
        case Claim() | Assessment():
            return (fact.ask,)
        case AskLink():
            return (fact.later, fact.earlier)
        case Succession():
            return (fact.predecessor, fact.successor)
    return ()


def _object(record: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(record, field.name)) for field in dataclasses.fields(record)}


def _plain(value: Any) -> Any:
    match value:
        case Edtf():
            return value.text
        case StrEnum():
            return value.value
        case tuple():
            return [_plain(item) for item in value]
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case _ if dataclasses.is_dataclass(value):
            return _object(value)
    return value
