"""The signals of a register: asked of the plain evaluator, or of the tables that an audit made in DuckDB."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from habeas.safeguards.limits import Site
from habeas.safeguards.register import Stay
from habeas.safeguards.signals import sql
from habeas.safeguards.signals.plain import PARTS, Register
from habeas.safeguards.signals.shipped import shipped
from habeas.safeguards.signals.signal import End, Part, Signal, Signals, gathered, signalled
from habeas.safeguards.sql.codes import micros
from habeas.safeguards.thresholds import IDENTICAL, SMALLEST

SIGNALLED = {
    "signal": "SMALLINT",
    **dict.fromkeys(("station", "officer", "rid"), "INTEGER"),
    **dict.fromkeys(("n", "total", "times"), "BIGINT"),
}
"""The columns of the table ``signalled``; ``signal`` is the place in ``shipped``."""
OUTING = ("rid", "station", "taken_by", "later", "n")
"""Those of the table ``outing``."""
AskedSignals = Mapping[int, tuple[Signal, Mapping[str, int]]]
"""Signals by their place in ``shipped``, with the numbers that the site set for each."""


class Tables(Protocol):
    """An engine that has the stages of an audit."""

    def make(self, name: str, text: str, *, once: bool = False) -> None:
        """Make a table of a query."""

    def add(self, name: str, text: str) -> None:
        """Put the rows of a query into a table that was made."""

    def fetch(self, text: str) -> Sequence[tuple[Any, ...]]:
        """The rows of a query."""

    def recurring(self, name: str, text: str, least: int) -> None:
        """Make a table of the numbers (``number``) that a query finds so often at least."""

    def tell_of_acts(self, text: str, asked: AskedSignals) -> Collection[int]:
        """Make ``act`` of a query; those of which what they count of it is in ``signalled`` already."""


def plainly(stays: Sequence[Stay], as_of: datetime, site: Site) -> Signals:
    """By the plain meaning."""
    register = Register(stays, as_of)
    return _asked(site, lambda signal, numbers: gathered(signal, PARTS[signal.name](register, numbers)))


def leave(tables: Tables, as_of: datetime, site: Site) -> None:
    """Make ``signalled`` and ``outing``: what each record tells of signals by itself.

    Of a part of a register this is what ``by_tables`` asks of it.
    """
    tables.make("outing", sql.outing())
    _empty(tables, "signalled")
    asked = _numbered(site, alone=True)
    told = tables.tell_of_acts(sql.act(micros(as_of)), asked)
    for text in _queries({at: each for at, each in asked.items() if at not in told}, as_of):
        tables.add("signalled", text)


def told_by_records(as_of: datetime, site: Site) -> Iterator[str]:
    """The queries for what each record tells of signals by itself."""
    yield sql.outing()
    yield from _queries(_numbered(site, alone=True), as_of)


def by_tables(tables: Tables, as_of: datetime, site: Site, *, left: bool = False) -> Signals:
    """Over the stages of an audit, once they are made; they take ``entry``, ``actor`` and ``station`` too.

    ``left``: what ``leave`` makes is there already.
    """
    if not left:
        leave(tables, as_of, site)
    _look_beyond(tables, as_of, site)
    signals, found = tuple(shipped().values()), defaultdict[str, list[Part]](list)
    low = (at for at, each in enumerate(signals) if each.look is End.LOW)
    rows = tables.fetch(sql.summed(("signalled", "beyond"), low))
    for at, station, officer, count, of, first, times, most in rows:
        telling = int(most or 0) // sql.PLACES
        part = Part(station, officer, int(count), int(of), first, int(times), telling)
        found[signals[at].name].append(part)
    return _asked(site, lambda signal, _numbers: found[signal.name])


def _look_beyond(tables: Tables, as_of: datetime, site: Site) -> None:
    """Make ``beyond``: the same of the signals that look beyond a record, where each is told that counts."""
    tables.make("officer", sql.officer())
    tables.make("acting", sql.acting(micros(as_of)))
    if IDENTICAL in site.signals:
        tables.recurring("alike", sql.alike(), site.signals[IDENTICAL])
    _empty(tables, "beyond")
    for text in _queries(_numbered(site, alone=False), as_of):
        tables.add("beyond", text)


def _empty(tables: Tables, name: str) -> None:
    nothing = ", ".join(f"CAST(NULL AS {of}) AS {column}" for column, of in SIGNALLED.items())
    tables.make(name, f"SELECT {nothing} WHERE FALSE")


def _numbered(site: Site, *, alone: bool) -> AskedSignals:
    """The signals that look at one record alone, or the others, for which the site set all numbers."""
    every = ((at, each, each.numbers(site)) for at, each in enumerate(shipped().values()))
    return {
        at: (signal, numbers)
        for at, signal, numbers in every
        if numbers is not None and (signal.name in sql.OF_A_RECORD) is alone
    }


def _queries(asked: AskedSignals, as_of: datetime) -> Iterator[str]:
    """The queries of signals, as ``signalled`` has rows."""
    for at, (signal, numbers) in asked.items():
        query = sql.QUERIES[signal.name](numbers, micros(as_of))
        yield sql.numbered(at, sql.by_record(query, signal.measure))


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
