"""The dossier as JSON: every field of every fact, dates as EDTF (``habeas/dossier/1``)."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from habeas import canonical
from habeas.clock import Edtf
from habeas.dossier.entries import Dossier
from habeas.dossier.facts import Fact


def dossier_json(dossier: Dossier, *, made_on: date) -> dict[str, Any]:
    """Return the dossier as JSON values. ``made_on`` is the day it was drawn up."""
    return {"schema": "habeas/dossier/1", "made_on": made_on.isoformat(), **_object(dossier)}


def fact_json(fact: Fact) -> dict[str, Any]:
    """One fact as JSON values, every field of it."""
    return _object(fact)


def fact_digest(fact: Fact) -> str:
    """SHA-256 of what a fact says, without its id and without the ids that it points at.

    Two facts of the same digest are the same fact: by it an import skips what is there.
    """
    plain = _object(fact)
    for name in ("id", "visits", "visit", "responds_to", "document", "points_at"):
        plain.pop(name, None)
    return canonical.digest(plain)


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
