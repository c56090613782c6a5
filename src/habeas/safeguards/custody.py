"""Custody is longer than a stay: the records of one person that follow each other (safeguards.md 1)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Self

from habeas.custody import Event
from habeas.custody.events import EPOCH
from habeas.custody.history import BEGINNINGS as RECORDED
from habeas.custody.history import JOINED_WITHIN
from habeas.safeguards.case import Case, Start, Stretch

BEGINNINGS = frozenset({*RECORDED, "apprehended"})
"""What says that somebody was there."""


class Custody(Case):
    """Stays of one person, each after the other: the start of the first, the end of the last."""

    def __init__(self, stays: Sequence[Case]) -> None:
        super().__init__((), stays[0].as_of, stays[0].outages)
        self.stays = stays
        self.firsts = {key: first for stay in stays for key, first in stay.firsts.items()}
        self.events = sorted(
            (one for stay in stays for one in stay.events),
            key=lambda one: (one.occurred_at is None, one.occurred_at or EPOCH),
        )

    @property
    def lost(self) -> bool:
        """Whether the last stay ended in a transfer, and no record says where to."""
        end = self.stays[-1].end
        return end is not None and end.kind == "transferred_out"

    def _without(self, late_after: timedelta) -> Self | None:
        found = [stay.as_first_written(late_after) for stay in self.stays]
        if not any(found):
            return None
        return type(self)([each or stay for each, stay in zip(found, self.stays, strict=True)])

    @cached_property
    def attributes(self) -> Mapping[str, Any]:
        """Those of the first stay."""
        return self.stays[0].attributes

    @cached_property
    def t0(self) -> Start:
        """That of the first stay."""
        return self.stays[0].t0

    @cached_property
    def arrived(self) -> Start:
        """That of the first stay."""
        return self.stays[0].arrived

    @cached_property
    def end(self) -> Event | None:
        """That of the last stay."""
        return self.stays[-1].end

    def stretches(self, span: str) -> list[Stretch]:
        """Those of each stay."""
        return [each for stay in self.stays for each in stay.stretches(span)]


def custodies(stays: Iterable[Case], joined_within: timedelta = JOINED_WITHIN) -> Iterator[Sequence[Case]]:
    """The stays of one person, in the order in which they began, by the custody that they belong to."""
    chain: list[Case] = []
    for stay in sorted(stays, key=lambda each: began(each) or EPOCH):
        if chain and not _follows(chain[-1], stay, joined_within):
            yield chain
            chain = []
        chain = [*chain, stay]
    if chain:
        yield chain


def _follows(before: Case, stay: Case, joined_within: timedelta) -> bool:
    end, start = before.end, began(stay)
    if end is None or end.kind != "transferred_out" or end.occurred_at is None or start is None:
        return False
    return start - end.occurred_at <= joined_within


def began(stay: Case) -> datetime | None:
    """When a stay began: the earliest that says that somebody was there."""
    return min((one.occurred_at for one in stay.of(*BEGINNINGS) if one.occurred_at), default=None)
