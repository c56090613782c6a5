"""The signals of a register: asked of the plain evaluator, or of the tables that an audit made in DuckDB."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from habeas.safeguards.limits import Site
from habeas.safeguards.register import Stay
from habeas.safeguards.signals import sql
from habeas.safeguards.signals.plain import PARTS, Register
from habeas.safeguards.signals.shipped import shipped
from habeas.safeguards.signals.signal import Part, Signal, Signals, gathered, signalled
from habeas.safeguards.sql.codes import micros
from habeas.safeguards.thresholds import SMALLEST


class Tables(Protocol):
    """An engine that has the stages of an audit."""

    def make(self, name: str, text: str, *, once: bool = False) -> None:
        """Make a table of a query."""

    def fetch(self, text: str) -> Sequence[tuple[Any, ...]]:
        """The rows of a query."""


def plainly(stays: Sequence[Stay], as_of: datetime, site: Site) -> Signals:
    """By the plain meaning."""
    register = Register(stays, as_of)
    return _asked(site, lambda signal, numbers: gathered(signal, PARTS[signal.name](register, numbers)))


def by_tables(tables: Tables, as_of: datetime, site: Site) -> Signals:
    """Over the stages of an audit, once they are made; they take ``entry``, ``actor`` and ``station`` too."""
    tables.make("act", sql.act(micros(as_of)))
    tables.make("officer", sql.officer())
    tables.make("outing", sql.outing())

    def parts(signal: Signal, numbers: Mapping[str, int]) -> Iterable[Part]:
        text = sql.summed(sql.QUERIES[signal.name](numbers, micros(as_of)), signal.look)
        for station, officer, count, of, first, times, telling in tables.fetch(text):
            yield Part(station, officer, int(count), int(of), first, int(times), int(telling))

    return _asked(site, parts)


def _asked(site: Site, parts: Callable[[Signal, Mapping[str, int]], Iterable[Part]]) -> Signals:
    smallest = site.signals.get(SMALLEST, 1)
    told, without = [], []
    for signal in shipped().values():
        numbers = signal.numbers(site)
        if numbers is None:
            without.append(signal.name)
        else:
            told.append(signalled(signal, numbers, smallest, parts(signal, numbers)))
    return Signals(tuple(told), tuple(without))
