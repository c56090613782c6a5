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
ACTED = {"station": "INTEGER", "officer": "INTEGER", "n": "BIGINT", "for_one": "BIGINT"}
"""Those of the table ``acted``."""
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

    def tell_of_signals(self, acts: str, acted: str, asked: AskedSignals) -> Collection[int]:
        """Put into ``signalled`` what it counts for itself: of which signals, it says.

        Of ``acts`` it makes ``act`` for the others. Into ``acted`` goes what that query asks of ``act``.
        """


def plainly(stays: Sequence[Stay], as_of: datetime, site: Site) -> Signals:
    """By the plain meaning."""
    register = Register(stays, as_of)
    return _asked(site, lambda signal, numbers: gathered(signal, PARTS[signal.name](register, numbers)))


def leave(tables: Tables, as_of: datetime, site: Site) -> None:
    """Make what each record tells of signals by itself, in ``signalled`` and ``outing``; and ``acted``."""
    tables.make("outing", sql.outing())
    _empty(tables, "signalled", SIGNALLED)
    _empty(tables, "acted", ACTED)
    asked = _numbered(site, alone=True)
    told = tables.tell_of_signals(sql.act(micros(as_of)), sql.acted("act"), asked)
    for text in _queries({at: each for at, each in asked.items() if at not in told}, as_of):
        tables.add("signalled", text)


def leave_sums(tables: Tables, as_of: datetime, site: Site) -> None:
    """Make ``outing``, ``acted`` and ``summed``: all that ``by_tables`` asks of a part of a register."""
    leave(tables, as_of, site)
    _sum(tables)


def take_over(tables: Tables, as_of: datetime) -> None:
    """Make the same of ``signalled`` and ``outing`` of a whole register, which are there."""
    tables.make("acted", sql.acted(f"({sql.act(micros(as_of))})"))
    _sum(tables)


def _sum(tables: Tables) -> None:
    tables.make("summed", sql.summed("signalled", _low()))


def _low() -> Iterator[int]:
    """The signals of which the low share is to be looked at."""
    return (at for at, each in enumerate(shipped().values()) if each.look is End.LOW)


def told_by_records(as_of: datetime, site: Site) -> Iterator[str]:
    """The queries for what each record tells of signals by itself."""
    yield sql.outing()
    yield from _queries(_numbered(site, alone=True), as_of)


def by_tables(tables: Tables, as_of: datetime, site: Site) -> Signals:
    """The signals of what ``leave_sums`` made of a register, or of each of its parts, and of all entries."""
    _look_beyond(tables, as_of, site)
    signals, found = tuple(shipped().values()), defaultdict[str, list[Part]](list)
    rows = tables.fetch(sql.named(("SELECT * FROM summed", sql.summed("beyond", _low()))))
    for at, station, officer, count, of, first, times, most in rows:
        telling = int(most or 0) // sql.PLACES
        part = Part(station, officer, int(count), int(of), first, int(times), telling)
        found[signals[at].name].append(part)
    return _asked(site, lambda signal, _numbers: found[signal.name])


def _look_beyond(tables: Tables, as_of: datetime, site: Site) -> None:
    """Make ``beyond``: the same of the signals that look beyond a record, where each is told that counts."""
    tables.make("officer", sql.officer())
    tables.make("acting", sql.ACTING)
    if IDENTICAL in site.signals:
        tables.recurring("alike", sql.alike(), site.signals[IDENTICAL])
    _empty(tables, "beyond", SIGNALLED)
    for text in _queries(_numbered(site, alone=False), as_of):
        tables.add("beyond", text)


def _empty(tables: Tables, name: str, columns: Mapping[str, str]) -> None:
    nothing = ", ".join(f"CAST(NULL AS {of}) AS {column}" for column, of in columns.items())
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
