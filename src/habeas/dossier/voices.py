"""The voices side by side: what the State, the body and others said on one occasion.

Statements that lie close in time speak of the same thing more often than statements that
share a word; so an occasion is a run of statements with no gap of more than ``GAP``
days. Nothing is matched by the machine beyond that, and nobody's words are merged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from habeas.clock import Edtf
from habeas.dossier.entries import Ask, Statement
from habeas.dossier.facts import Voice

GAP = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Statements around one time, by voice; each in the order of their dates.

    ``asked`` is what the body had asked and a statement of the State says that it speaks about.
    """

    when: Edtf | None
    state: tuple[Statement, ...]
    body: tuple[Statement, ...]
    asked: tuple[Ask, ...]
    others: tuple[Statement, ...]


def occasions(statements: tuple[Statement, ...], asks: Iterable[Ask] = ()) -> tuple[Occasion, ...]:
    """Return the occasions, the latest first; statements without a date make the last one."""
    dated = sorted(
        (item for item in statements if item.date),
        key=lambda item: item.date.sort_key() if item.date else (date.max, date.max),
    )
    runs: list[list[Statement]] = []
    end: date | None = None
    for item in dated:
        start = (item.date and item.date.earliest) or date.min
        if end is None or start - end > GAP:
            runs.append([])
            end = None
        runs[-1].append(item)
        latest = (item.date and item.date.latest) or start
        end = latest if end is None else max(end, latest)
    undated = [item for item in statements if not item.date]
    by_id = {ask.id: ask for ask in asks}
    found = [_occasion(run, by_id) for run in reversed(runs)]
    return (*found, _occasion(undated, by_id)) if undated else tuple(found)


def _occasion(run: list[Statement], asks: Mapping[str, Ask]) -> Occasion:
    pointed = dict.fromkeys(one for item in run for one in item.points_at if one in asks)
    return Occasion(
        when=_around([item.date for item in run if item.date]),
        state=tuple(item for item in run if item.spoken_by is Voice.STATE),
        body=tuple(item for item in run if item.spoken_by is Voice.BODY),
        asked=tuple(asks[one] for one in pointed),
        others=tuple(item for item in run if item.spoken_by not in (Voice.STATE, Voice.BODY)),
    )


def _around(dates: list[Edtf]) -> Edtf | None:
    """The time that the statements fill: their day, else their month, else from month to month."""
    earliest = [when.earliest for when in dates if when.earliest]
    latest = [when.latest for when in dates if when.latest]
    if not earliest or not latest:
        return None
    first, last = min(earliest), max(latest)
    if first == last:
        return Edtf.of(first)
    start, end = f"{first:%Y-%m}", f"{last:%Y-%m}"
    return Edtf.parse(start if start == end else f"{start}/{end}")
