"""Which places have a line of their own under a safeguard, and which stand out."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from habeas.safeguards.figures import Figures, Line, RuleFigures, Standing
from habeas.safeguards.report.saying import by_example
from habeas.safeguards.signals.chance import beyond_chance, tail

LINES = 12
"""So many places of a rule are shown; the figures beside the report have all."""


def stations_shown(one: RuleFigures) -> list[Line]:
    """The places with most that was not kept or not recorded, where there are many; the worst first."""
    lines = one.by_station
    if len(lines) <= LINES:
        return list(lines)
    worst = sorted(lines, key=lambda one: -((one.breached or 0) + (one.not_recorded or 0)) / (one.of or 1))
    return worst[:LINES]


def asked(figures: Figures) -> tuple[RuleFigures, ...]:
    """The safeguards over custody; of a register of which no others were asked, those of the register."""
    return figures.of_custody or figures.rules


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A place of which more was missed under a safeguard than chance explains."""

    rule: RuleFigures
    line: Line
    likely: float
    """How likely so much is by chance."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of holding the places against each other."""

    places: int
    """How many were looked at: where there is but one, there is nothing to hold it against."""
    beyond: tuple[Outstanding, ...] = ()
    """Those that stand out, the least likely first."""

    @property
    def shown(self) -> Mapping[str, list[Outstanding]]:
        """Those that have a line below, by the safeguard."""
        found = defaultdict[str, list[Outstanding]](list)
        for one in self.beyond:
            if one.line in stations_shown(one.rule):
                found[one.rule.rule].append(one)
        return found


def compared(figures: Figures) -> Compared:
    """Hold every place of which counts are shown against chance, but what is over an example."""
    looked_at = [
        Outstanding(one, line, tail(line.breached, line.of, one.counts.breached / one.counts.of))
        for one in asked(figures)
        if not (Standing.SITE in one.standings and by_example(figures))
        for line in one.by_station
        if line.name and line.breached is not None and line.of
    ]
    places = len({one.line.name for one in looked_at})
    if places < 2:
        return Compared(places)
    stands_out = beyond_chance([one.likely for one in looked_at])
    found = [one for one, beyond in zip(looked_at, stands_out, strict=True) if beyond]
    return Compared(
        places, tuple(sorted(found, key=lambda one: (one.likely, one.line.name or "", one.rule.rule)))
    )
