"""How long it took by place and by month: of a line the ranks that are told of the whole.

Of what was kept and of what was not a length is known, and of nothing else. A line has lengths where both
counts are shown and are in all as many as may be told: beside a limit, lengths would say something of counts
that are withheld.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from habeas.safeguards.audit import ranks_told, seconds
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.figures.values import Line, RuleFigures
from habeas.safeguards.ingest.engine import put_rows
from habeas.safeguards.summing import ranked

Names = Mapping[int | None, str]
"""What lines are called, by the number of a station or month; ``None`` is where none is known."""
_LINE = {"rule": "SMALLINT", "place": "INTEGER", "line": "INTEGER"}
_NOWHERE = -1


def with_lengths(
    found: ByDuckDB, rules: Mapping[int, RuleFigures], stations: Names, months: Names
) -> tuple[RuleFigures, ...]:
    """The figures of rules, by their numbers, with the lengths of their lines."""
    timed = {at: one for at, one in rules.items() if one.median_s is not None}
    by_station = _lines(found, "station", stations, {at: one.by_station for at, one in timed.items()})
    by_month = _lines(found, "month", months, {at: one.by_month for at, one in timed.items()})
    return tuple(
        replace(one, by_station=by_station[at], by_month=by_month[at]) if at in timed else one
        for at, one in rules.items()
    )


def _lines(
    found: ByDuckDB, column: str, names: Names, lines: Mapping[int, Sequence[Line]]
) -> Mapping[int, tuple[Line, ...]]:
    fewest = found.asked.site.fewest
    own = {rule: [replace(one, measured=_measured(one, fewest)) for one in of] for rule, of in lines.items()}
    put_rows(found.db, "line", _LINE, _places(names, own))
    lengths = f"""
SELECT d.rule, d.line, l.observed AS length, l.n
FROM length AS l JOIN line AS d ON d.rule = l.rule AND d.place = COALESCE(l.{column}, {_NOWHERE})"""
    ranks = {(rule, at): of for rule, at, *of in found.rows(ranked(lengths, "rule, line"))}
    return {
        rule: tuple(_with(one, *ranks[rule, at]) if one.measured else one for at, one in enumerate(of))
        for rule, of in own.items()
    }


def _measured(line: Line, fewest: int) -> int | None:
    """Of how many the lengths are; ``None`` where that is withheld."""
    if line.met is None or line.breached is None:
        return None
    measured = line.met + line.breached
    return None if 0 < measured < fewest else measured


def _places(names: Names, lines: Mapping[int, Sequence[Line]]) -> Iterator[tuple[int, int, int]]:
    """Of each rule and place the line to which its lengths belong, where these are told."""
    for rule, own in lines.items():
        at = {one.name: number for number, one in enumerate(own)}
        for place, name in names.items():
            number = at.get(name, at.get(None))
            if number is not None and own[number].measured:
                yield rule, _NOWHERE if place is None else place, number


def _with(line: Line, median: int, p90: int) -> Line:
    half, nine_tenths = (seconds(timedelta(microseconds=each)) for each in (median, p90))
    median_s, p90_s = ranks_told(line.measured or 0, half, nine_tenths)
    return replace(line, median_s=median_s, p90_s=p90_s)
