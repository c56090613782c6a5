"""The kinds of event of a register and the fields of each, read from ``kinds.toml`` (contract 3)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

OWN = "x_"
"""How the kinds begin that a site adds of its own; what their fields are is the site's to say."""
_OF_OWN = re.compile(OWN + "[a-z][a-z0-9_]{0,59}")


class Keeping(StrEnum):
    """How a value is kept, and what the destruction of the record's key does to it."""

    PUBLIC = "public"
    """In the leaf itself; names nobody, and stays."""
    COMMITTED = "committed"
    """A commitment in the leaf, the value sealed beside it: nobody reads it any more."""
    SEALED = "sealed"
    """As committed, and under a key that the station does not hold."""


class Type(StrEnum):
    """What a value is."""

    TEXT = "text"
    BOOL = "bool"
    NUMBER = "number"
    """Whole, from 1."""
    INSTANT = "instant"
    DATE = "date"
    """As far as it is known, in EDTF: 1990-02-03, 1990-02, 1990."""
    ACTOR = "actor"
    ACTORS = "actors"
    SHA256 = "sha256"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind; ``of`` are the values of a choice."""

    name: str
    type: Type
    keep: Keeping
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of event: its group, its fields, and which span it starts or ends."""

    name: str
    group: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    starts: str = ""
    ends: str = ""


def is_kind(name: str) -> bool:
    """Whether a register may have entries of this kind: of contract 3, or a site's own."""
    return name in kinds() or _OF_OWN.fullmatch(name) is not None


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its name."""
    data = tomllib.loads((files("habeas.custody") / "kinds.toml").read_text("utf-8"))
    common = _fields(data["common"])
    starts = {start: span for span, (start, _end) in data["spans"].items()}
    ends = {end: span for span, (_start, end) in data["spans"].items()}
    own = dict(data["fields"])
    own["record_amended"] = own["record_opened"]  # it says anew what opening said
    found = {
        name: Kind(
            name,
            group,
            MappingProxyType(common | _fields(own.get(name, {}))),
            starts.get(name, ""),
            ends.get(name, ""),
        )
        for group, names in data["groups"].items()
        for name in names
    }
    if strangers := set(own) - set(found):
        raise ValueError(f"fields of kinds that are none: {sorted(strangers)}")
    return MappingProxyType(found)


@cache
def spans() -> Mapping[str, tuple[str, str]]:
    """For each span the kinds that start and end it."""
    data = tomllib.loads((files("habeas.custody") / "kinds.toml").read_text("utf-8"))
    return MappingProxyType({name: (start, end) for name, (start, end) in data["spans"].items()})


def _fields(entries: Mapping[str, Mapping[str, object]]) -> dict[str, Field]:
    return {
        name: Field(name, Type(said["type"]), Keeping(said["keep"]), tuple(said.get("of", ())))  # type: ignore[arg-type]
        for name, said in entries.items()
    }
