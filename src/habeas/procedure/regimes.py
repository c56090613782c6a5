"""Automatic publication: the terms on which a Party agreed in advance, and what rests on them.

Each Party has its own terms, and they change. What was sent on a day is under those in force on that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from habeas.language import N_
from habeas.law import cite
from habeas.procedure.machine import ForbiddenError
from habeas.procedure.publication import OnTerms

Said = TypeVar("Said", bound=OnTerms)

cite(
    "CPT-practice#automatic-publication-ukraine",
    enforces="Window, longest postponement and kinds of document are each Party's own; none is a default.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """One set of terms. ``until`` is its last day; ``kinds`` are those of documents that it covers."""

    name: str
    since: date
    until: date | None = None
    window_days: int
    longest_days: int
    kinds: frozenset[str]

    def covers(self, kind: str, sent_on: date) -> bool:
        """Whether a document of that kind, sent on that day, is under these terms."""
        last = self.until or date.max
        return kind in self.kinds and self.since <= sent_on <= last

    def objection_until(self, sent_on: date) -> date:
        """The last day on which the Party may object to what was sent on that day."""
        return sent_on + timedelta(days=self.window_days)


def covering(regimes: Iterable[Regime], *, kind: str, sent_on: date) -> Regime | None:
    """The terms that a document of that kind, sent on that day, is under: of several the latest."""
    found = [regime for regime in regimes if regime.covers(kind, sent_on)]
    return max(found, key=lambda regime: regime.since, default=None)


def on_terms(regimes: Iterable[Regime], act: Said, *, kind: str) -> Said:
    """The act with the terms that covered the document on the day it was sent, whatever it said of them.

    Raises ``ForbiddenError`` (``no-regime``) where none did.
    """
    terms = covering(regimes, kind=kind, sent_on=act.sent_on)
    if terms is None:
        raise ForbiddenError(
            "no-regime",
            N_("No terms of automatic publication in force on that day cover a document of this kind."),
            clause="ECPT#11(1)",
            advice=N_("Enter the terms of the Party first, with their source."),
        )
    return replace(act, window_days=terms.window_days, longest_days=terms.longest_days, regime=terms.name)
