"""A signal: a statistic with its denominator, which says where a person should look, and no verdict.

Nothing here is a score. A signal says what it counts, out of what, and what it can and cannot mean; which
part of it belongs to which station and which officer is told beside it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from habeas.law import Provision
from habeas.law.shelf import provision
from habeas.safeguards.limits import Site
from habeas.safeguards.signals.chance import beyond_chance, tail

MOST = 3
"""So many stations, and so many officers, are named to be looked at first."""


class By(StrEnum):
    """Whose figure it is."""

    ALL = "all"
    STATION = "station"
    OFFICER = "officer"


class Measure(StrEnum):
    """What a figure is counted in."""

    ENTRIES = "entries"
    RECORDS = "records"
    SECONDS = "seconds"


class End(StrEnum):
    """Which end of the shares a person looks at first."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What is counted, out of what, and how it is to be read; all of it in English."""

    name: str
    counts: str
    of: str
    """Out of what; with ``counts`` it makes a sentence: “24 % of OF: COUNTS”."""
    may: str
    """What it can mean."""
    may_not: str
    """What it cannot mean, or what else can be behind it."""
    thresholds: tuple[str, ...] = ()
    """Numbers of the site without which it is not asked."""
    measure: Measure = Measure.ENTRIES
    look: End = End.HIGH
    by_officer: bool = False
    ref: str = ""
    """The standard behind it; none where the check is our own."""

    @property
    def source(self) -> Provision | None:
        """The standard behind it."""
        return provision(self.ref) if self.ref else None

    def telling(self, count: int, of: int) -> int:
        """How much is to be looked at, of so much out of so much: what was counted, or what was not."""
        return of - count if self.look is End.LOW else count

    def numbers(self, site: Site) -> Mapping[str, int] | None:
        """What the site set for it; ``None`` where it set not all."""
        found = {each: site.signals[each] for each in self.thresholds if each in site.signals}
        return found if len(found) == len(self.thresholds) else None


@dataclass(frozen=True, slots=True)
class Part:
    """What belongs to one station and one officer: so much, out of so much."""

    station: str | None
    officer: str | None
    count: int
    of: int
    """Time in microseconds."""
    record_id: str | None
    times: int = 1
    """Of how many entries or records that is."""
    telling: int = 0
    """How much of what is to be looked at lies in the record, of several in the one in which most does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """So much, out of so much: of all, of a station, or of an officer by pseudonym."""

    by: By
    name: str | None
    count: int
    of: int
    small: bool
    """Out of fewer than the site asks for: there is no share, and nothing to conclude."""
    record_id: str | None
    """The record to begin with: that in which most is to be looked at; of equals the first by id."""
    stands_out: bool = False
    """Whether its share lies beyond that of all by more than chance explains, at the end to be looked at."""

    @property
    def share(self) -> float | None:
        """How much of it, from 0 to 1; ``None`` where that would say nothing."""
        return None if self.small or not self.of else self.count / self.of

    def as_json(self) -> dict[str, Any]:
        """As ``habeas/audit/1`` has it."""
        return {
            "by": self.by.value,
            "name": self.name,
            "count": self.count,
            "of": self.of,
            "share": self.share,
            "small": self.small,
            "stands_out": self.stands_out,
            "record_id": self.record_id,
        }


@dataclass(frozen=True, slots=True)
class Signalled:
    """What came of one signal: the figure of all first, then of each station, then of each officer."""

    signal: Signal
    numbers: Mapping[str, int]
    """What the site set for it."""
    figures: tuple[Figure, ...]
    places: int = 0
    """How many stations were held against the share of all; those of few are not."""
    beyond: int = 0
    """How many of them stand out, where no more than the foremost are told."""

    @property
    def whole(self) -> Figure:
        """That of all."""
        return self.figures[0]

    def foremost(self) -> "Signalled":
        """The same with no figures but that of all and those of stations to be looked at first."""
        found = self.first(By.STATION, len(self.figures))
        return replace(self, figures=(self.whole, *found[:MOST]), beyond=len(found))

    def first(self, by: By, most: int = MOST) -> tuple[Figure, ...]:
        """Whose figures a person looks at first: by how much more, or less, there is than the share of all.

        A high share of little does not come before a somewhat lower one of much, and nobody is named whose
        share chance alone explains.
        """
        share = self.whole.count / self.whole.of if self.whole.of else 0
        sign = -1 if self.signal.look is End.LOW else 1
        beyond = {
            each: sign * (each.count - share * each.of)
            for each in self.figures
            if each.by is by and each.stands_out
        }
        found = sorted(
            (each for each, much in beyond.items() if much > 0),
            key=lambda each: (-beyond[each], each.name or ""),
        )
        return tuple(found[:most])

    def without(self, record_ids: Collection[str] | None = None) -> "Signalled":
        """The same without the names of some records; of all, where none are given."""
        figures = (
            replace(each, record_id=None) if record_ids is None or each.record_id in record_ids else each
            for each in self.figures
        )
        return replace(self, figures=tuple(figures))

    def as_json(self) -> dict[str, Any]:
        """As ``habeas/audit/1`` has it."""
        said = self.signal
        return {
            "signal": said.name,
            "counts": said.counts,
            "of": said.of,
            "may": said.may,
            "may_not": said.may_not,
            "measure": said.measure.value,
            "look": said.look.value,
            "source": said.ref or None,
            "thresholds": dict(self.numbers),
            "figures": [each.as_json() for each in self.figures],
        }


@dataclass(frozen=True, slots=True)
class Signals:
    """All that were asked, and which were not, since the site sets a threshold of theirs no number."""

    told: tuple[Signalled, ...] = ()
    without_threshold: tuple[str, ...] = ()

    def foremost(self) -> "Signals":
        """The same with no figures but those of all and of stations to be looked at first: no officer."""
        return replace(self, told=tuple(each.foremost() for each in self.told))

    def without(self, record_ids: Collection[str] | None = None) -> "Signals":
        """The same without the names of some records; of all, where none are given."""
        return replace(self, told=tuple(each.without(record_ids) for each in self.told))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every figure as the row of a table, by the names of ``COLUMNS``."""
        for one in self.told:
            for figure in one.figures:
                yield {"signal": one.signal.name, "measure": one.signal.measure.value, **figure.as_json()}


COLUMNS = ("signal", "measure", "by", "name", "count", "of", "share", "small", "stands_out", "record_id")
"""What a row of figures has."""


_NO_RECORD = (0, "")


def gathered(signal: Signal, parts: Iterable[Part]) -> Iterator[Part]:
    """Parts of one record, station and officer put together, with how telling that record is."""
    sums: dict[tuple[str | None, str | None, str | None], list[int]] = {}
    for part in parts:
        own = sums.setdefault((part.station, part.officer, part.record_id), [0, 0, 0])
        for at, more in enumerate((part.count, part.of, part.times)):
            own[at] += more
    for (station, officer, record_id), (count, of, times) in sums.items():
        yield Part(station, officer, count, of, record_id, times, signal.telling(count, of))


def signalled(signal: Signal, numbers: Mapping[str, int], smallest: int, parts: Iterable[Part]) -> Signalled:
    """The figures of a signal, from its parts."""
    sums: dict[tuple[By, str | None], list[Any]] = {(By.ALL, None): [0, 0, 0, _NO_RECORD]}
    for part in parts:
        whose: list[tuple[By, str | None]] = [(By.ALL, None)]
        if part.station is not None:
            whose.append((By.STATION, part.station))
        if part.officer is not None and signal.by_officer:
            whose.append((By.OFFICER, part.officer))
        for key in whose:
            own = sums.setdefault(key, [0, 0, 0, _NO_RECORD])
            own[0] += part.count
            own[1] += part.of
            own[2] += part.times
            if part.telling:
                own[3] = min(own[3], (-part.telling, part.record_id or ""))
    standing_out, places = _standing_out(signal, sums, smallest)
    order = list(By)
    # Of a whole country's time the microseconds are more than JSON can tell everybody exactly.
    unit = 1_000_000 if signal.measure is Measure.SECONDS else 1
    figures = (
        Figure(
            by=by,
            name=name,
            count=count // unit,
            of=of // unit,
            small=times < smallest,
            record_id=first or None,
            stands_out=(by, name) in standing_out,
        )
        for (by, name), (count, of, times, (_, first)) in sorted(
            sums.items(), key=lambda each: (order.index(each[0][0]), each[0][1] or "")
        )
    )
    return Signalled(signal, numbers, tuple(figures), places)


def _standing_out(
    signal: Signal, sums: Mapping[tuple[By, str | None], Sequence[Any]], smallest: int
) -> tuple[Collection[tuple[By, str | None]], int]:
    """Who stands out among the stations, and among the officers; and how many stations were looked at.

    Of a time, what is drawn from is how many stretches it is made of: each of them is all or nothing at most.
    """
    count, of, _times, _record = sums[By.ALL, None]
    share = count / of if of else 0.0
    found, places = set[tuple[By, str | None]](), 0
    for by in (By.STATION, By.OFFICER):
        own = {key: each for key, each in sums.items() if key[0] is by and each[1] and each[2] >= smallest}
        if signal.look is End.LOW:
            tails = [tail(_of(each[1] - each[0], each), each[2], 1 - share) for each in own.values()]
        else:
            tails = [tail(_of(each[0], each), each[2], share) for each in own.values()]
        found |= {key for key, is_beyond in zip(own, beyond_chance(tails), strict=True) if is_beyond}
        places = len(own) if by is By.STATION else places
    return found, places


def _of(count: int, own: Sequence[Any]) -> int:
    """A part as so many of the times of which its whole is made."""
    return int(count * own[2] // own[1])
