"""The signals of a register: asked of the plain evaluator, or of the tables that an audit made in DuckDB."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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

SIGNALLED = {
    "signal": "SMALLINT",
    **dict.fromkeys(("station", "officer", "rid"), "INTEGER"),
    **dict.fromkeys(("n", "total", "times"), "BIGINT"),
}
"""The columns of the table ``signalled``; ``signal`` is the place in ``shipped``."""


class Tables(Protocol):
    """An engine that has the stages of an audit."""

    def make(self, name: str, text: str, *, once: bool = False) -> None:
        """Make a table of a query."""

    def add(self, name: str, text: str) -> None:
        """Put the rows of a query into a table that was made."""

    def fetch(self, text: str) -> Sequence[tuple[Any, ...]]:
        """The rows of a query."""


def plainly(stays: Sequence[Stay], as_of: datetime, site: Site) -> Signals:
    """By the plain meaning."""
    register = Register(stays, as_of)
    return _asked(site, lambda signal, numbers: gathered(signal, PARTS[signal.name](register, numbers)))


def leave(tables: Tables, as_of: datetime, site: Site) -> None:
    """Make ``signalled``: what each record tells of those signals that look at one by itself.

    Of a part of a register this is what ``by_tables`` asks of it.
    """
    tables.make("act", sql.act(micros(as_of)))
    nothing = ", ".join(f"CAST(NULL AS {of}) AS {name}" for name, of in SIGNALLED.items())
    tables.make("signalled", f"SELECT {nothing} WHERE FALSE")
    for text in told_by_records(as_of, site):
        tables.add("signalled", text)


def told_by_records(as_of: datetime, site: Site) -> Iterator[str]:
    """The queries for what each record tells."""
    for at, signal in enumerate(shipped().values()):
        numbers = signal.numbers(site)
        if signal.name in sql.OF_A_RECORD and numbers is not None:
            yield sql.numbered(at, _by_record(signal, numbers, as_of))


def by_tables(tables: Tables, as_of: datetime, site: Site, *, left: bool = False) -> Signals:
    """Over the stages of an audit, once they are made; they take ``entry``, ``actor`` and ``station`` too.

    ``left``: the table ``signalled`` is there already (``leave``).
    """
    tables.make("act", sql.act(micros(as_of)))
    tables.make("officer", sql.officer())
    tables.make("outing", sql.outing())

    def parts(signal: Signal, numbers: Mapping[str, int]) -> Iterable[Part]:
        rows = _by_record(signal, numbers, as_of)
        if left and signal.name in sql.OF_A_RECORD:
            rows = sql.of_number(list(shipped()).index(signal.name))
        text = sql.summed(rows, signal.look)
        for station, officer, count, of, first, times, telling in tables.fetch(text):
            yield Part(station, officer, int(count), int(of), first, int(times), int(telling))

    return _asked(site, parts)


def _by_record(signal: Signal, numbers: Mapping[str, int], as_of: datetime) -> str:
    return sql.by_record(sql.QUERIES[signal.name](numbers, micros(as_of)))


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
