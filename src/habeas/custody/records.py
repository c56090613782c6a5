"""The row of ``records`` (contract 2): what a record says of its stay, projected from its events."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from habeas.custody.events import Event
from habeas.custody.history import ATTRIBUTES, attributes

BOOK = "book:"
"""How the id of a station's own book begins: handovers and outages, which belong to no person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One stay of one person; ``None`` is "not recorded"."""

    record_id: str
    person_ref: str | None = None
    establishment_id: str | None = None
    establishment_type: str | None = None
    jurisdiction: str | None = None
    zone: str | None = None
    basis: str | None = None
    juvenile: bool | None = None
    foreign_national: bool | None = None
    vulnerable: bool | None = None
    needs_interpreter: bool | None = None
    sex: str | None = None


PROJECTED = tuple(name for name in Record.__slots__ if name not in ("record_id", "establishment_id"))


def record_of(record_id: str, events: Iterable[Event]) -> Record:
    """The row of one record. Where nothing was opened, nothing is guessed."""
    own = sorted((one for one in events if one.record_id == record_id), key=lambda one: one.seq or 0)
    said = attributes(own)
    opened = next((one for one in own if one.kind == ATTRIBUTES[0]), None)
    return Record(
        record_id=record_id,
        establishment_id=opened.establishment_id if opened else None,
        **{name: said.get(name) for name in PROJECTED},
    )


def records_of(events: Iterable[Event]) -> Iterator[Record]:
    """The table ``records`` of a register, in the order in which its records begin.

    Events may come in any order. Only what projects is kept in memory: openings, amendments, corrections.
    """
    kept: dict[str, list[Event]] = {}
    for one in events:
        own = kept.setdefault(one.record_id, [])
        if one.kind in ATTRIBUTES or one.corrects is not None:
            own.append(one)
    for record_id, own in kept.items():
        yield record_of(record_id, own)
