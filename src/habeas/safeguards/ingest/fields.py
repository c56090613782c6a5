"""Which fields of ``data`` the rules ask, and how the cached form holds each (safeguards.md 4)."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from habeas.custody import kinds
from habeas.custody.kinds import Field, Type


class Storage(StrEnum):
    """How a field is held; what is not said is null."""

    BOOL = "bool"
    ONE = "one"
    """A choice, a text or an actor, as it stands."""
    INSTANT = "instant"
    """Microseconds since 1970 in UTC."""
    LIST = "list"
    """``|a|b|`` in its order, nothing twice; an empty list is ``|``."""
    SAID = "said"
    """Only whether something is said: true or false, never null."""


FIELDS: Mapping[str, Storage] = MappingProxyType(
    {
        **dict.fromkeys(
            ("urgent", "in_writing", "private", "police_hearing", "police_sight"),
            Storage.BOOL,
        ),
        **dict.fromkeys(
            ("sight_at_doctors_request", "indicative", "same_sex", "with_adults", "questioned"),
            Storage.BOOL,
        ),
        **dict.fromkeys(
            ("consistency", "level", "outcome", "observation", "to", "by", "purpose", "basis"),
            Storage.ONE,
        ),
        **dict.fromkeys(("authorised_by", "medium", "taken_by"), Storage.ONE),
        "until": Storage.INSTANT,
        **dict.fromkeys(("present", "interviewers"), Storage.LIST),
        **dict.fromkeys(("reason", "urgent_reason"), Storage.SAID),
    }
)
"""Every field that a rule or a signal asks. One that asks another adds it here."""

_HELD = {
    Storage.BOOL: {Type.BOOL},
    Storage.ONE: {Type.CHOICE, Type.TEXT, Type.ACTOR},
    Storage.INSTANT: {Type.INSTANT},
    Storage.LIST: {Type.ACTORS, Type.CHOICES},
    Storage.SAID: {Type.TEXT},
}
SQL_TYPES = {
    Storage.BOOL: "BOOLEAN",
    Storage.ONE: "VARCHAR",
    Storage.INSTANT: "BIGINT",
    Storage.LIST: "VARCHAR",
    Storage.SAID: "BOOLEAN",
}


@cache
def speaking() -> frozenset[str]:
    """The kinds of which an entry can say something that a rule asks."""
    return frozenset(kind for name in FIELDS for kind in asked_of(name))


def column(name: str) -> str:
    """The column of a field in ``entry``."""
    return f"f_{name}_said" if FIELDS[name] is Storage.SAID else f"f_{name}"


@cache
def asked_of(name: str) -> Mapping[str, Field]:
    """The kinds that have a field in the way in which it is held, and what it is there."""
    held = _HELD[FIELDS[name]]
    return MappingProxyType(
        {
            kind.name: kind.fields[name]
            for kind in kinds().values()
            if name in kind.fields and kind.fields[name].type in held
        }
    )


def only_asked(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the rules ask of the fields of an entry, and nothing else; of a reason only that there is one."""
    return {
        name: ("said" if FIELDS[name] is Storage.SAID and value else value)
        for name, value in data.items()
        if name in FIELDS
    }
