"""A rule as one canonical SQL text, over tables that ``stages`` made."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from habeas.law import limit_series
from habeas.safeguards.guard import AnyOf as AnyGuard
from habeas.safeguards.guard import Attribute as Known
from habeas.safeguards.guard import Earlier, Guard, Held
from habeas.safeguards.limits import Limit, LimitOf, Site
from habeas.safeguards.rule import Rule
from habeas.safeguards.sql.blocks import at_least, continuous, total
from habeas.safeguards.sql.clocks import cadence, clock
from habeas.safeguards.sql.codes import MET, NOT_APPLICABLE, NOT_RECORDED, micros
from habeas.safeguards.sql.combined import excused, whole
from habeas.safeguards.sql.covering import cover, exclude, max_duration, max_gap, min_gap
from habeas.safeguards.sql.entries import (
    apart,
    at_most,
    attribute,
    before,
    closed_pairs,
    exists,
    in_order,
    nothing_after_end,
    numbered,
    written,
)
from habeas.safeguards.sql.query import COLUMNS, NO_OCCASION, NULL, UNCONCERNED, Query, literal, matches
from habeas.safeguards.sql.stages import MAIN, Tables, in_set
from habeas.safeguards.sql.within import within
from habeas.safeguards.templates.attribute import Apart, Attribute
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.cadence import Cadence
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import AllOf, AnyOf, Excused, Template
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap
from habeas.safeguards.templates.order import Before, NothingAfterEnd
from habeas.safeguards.templates.presence import AtMost, Exists
from habeas.safeguards.templates.sequence import ClosedPairs, InOrder, Numbered, Written
from habeas.safeguards.templates.within import Within

_DAY = micros(timedelta(days=1))
_EPOCH = date(1970, 1, 1)
_COMPILERS: Mapping[type, Callable[[Query, Any], str]] = {
    Within: within,
    Exists: exists,
    AtMost: at_most,
    AtLeast: at_least,
    Total: total,
    Before: before,
    NothingAfterEnd: nothing_after_end,
    Cover: cover,
    Exclude: exclude,
    MaxDuration: max_duration,
    MinGap: min_gap,
    MaxGap: max_gap,
    Cadence: cadence,
    Continuous: continuous,
    Clock: clock,
    Attribute: attribute,
    Apart: apart,
    Numbered: numbered,
    InOrder: in_order,
    ClosedPairs: closed_pairs,
}


@dataclass(frozen=True, slots=True)
class Over:
    """Over what a rule is asked: tables, the stays of them that count, and how a custody is lost."""

    tables: Tables
    where: str = "TRUE"
    """A condition on the stay ``y``."""
    lost: str = "FALSE"


def compile_rule(rule: Rule, over: Over, as_of: int, site: Site, *, every_set: bool = False) -> str:
    """The occasions of a rule as SQL: one row for each, with the columns of ``query.COLUMNS``.

    With ``every_set`` the jurisdiction of a record is not asked.
    """
    limits = limit_columns(rule, as_of, site)
    held = {name: each if each.isdigit() else f"y.l_{name}" for name, each in limits.items()}
    q = Query(over.tables, as_of, windows_of(rule), held, over.lost)
    chosen = ["TRUE" if every_set else f"y.{in_set(rule.set)}", over.where]
    chosen += [f"({expression}) IS NOT NULL" for expression in limits.values()]
    columns = "".join(f", {expression} AS l_{name}" for name, expression in limits.items())
    where = " AND ".join(each for each in chosen if each != "TRUE") or "TRUE"
    q.parts.append(("who", f"SELECT y.*{columns} FROM {over.tables.stay} AS y WHERE {where}"))
    found = _compiled(q, rule.template, limited=bool(rule.limits))
    return q.text(_guarded(q, rule.guards, found))


def over_stays(rule: Rule, as_of: datetime, site: Site) -> str:
    """The canonical text of a rule over the stays of a register, as it is shown to people."""
    return compile_rule(rule, Over(MAIN), micros(as_of), site)


def limit_columns(rule: Rule, as_of: int, site: Site) -> dict[str, str]:
    """Each limit of a rule as an expression of the stay ``y``, null where there is none on the day of T0."""
    day = f"CAST(FLOOR(COALESCE(y.t0, {as_of}) / {_DAY}.0) AS BIGINT)"
    return {name: _limit(each, site, day) for name, each in rule.limits.items()}


def windows_of(rule: Rule) -> dict[str, int]:
    """The period in which each limit of a rule counts, in microseconds."""
    return {name: _window(each) for name, each in rule.limits.items()}


def _compiled(q: Query, template: Template, *, limited: bool) -> str:
    if isinstance(template, Written):
        return written(q, template, limited=limited)
    if isinstance(template, Excused):
        return excused(q, template, _compiled(q, template.inner, limited=limited))
    if isinstance(template, AllOf | AnyOf):
        parts = [_compiled(q, part, limited=limited) for part in template.parts]
        return whole(q, parts, best=isinstance(template, AnyOf))
    return _COMPILERS[type(template)](q, template)


def _limit(of: LimitOf, site: Site, day: str) -> str:
    """A limit as an expression of the day of T0, in microseconds or as a number; null where there is none."""
    if of.site or of.own is not None:
        found = of.on(_EPOCH, site)
        return NULL if found is None else str(_value(found))
    series = limit_series(of.law)
    edges = sorted({edge for each in series for edge in _edges(each.in_force_from, each.in_force_until)})
    if not edges:
        return _said(of.on(_EPOCH, site))
    cases = [
        f"WHEN {day} < {(edge - _EPOCH).days} THEN {_said(of.on(edge - timedelta(days=1), site))}"
        for edge in edges
    ]
    return f"CASE {' '.join(cases)} ELSE {_said(of.on(edges[-1], site))} END"


def _edges(since: date | None, until: date | None) -> Iterable[date]:
    if since is not None:
        yield since
    if until is not None:
        yield until + timedelta(days=1)


def _said(limit: Limit | None) -> str:
    return NULL if limit is None else str(_value(limit))


def _value(limit: Limit) -> int:
    return limit.count or micros(limit.length)


def _window(of: LimitOf) -> int:
    if of.own is not None and of.own.window is not None:
        return micros(of.own.window)
    hours = (
        next((each.window_hours for each in limit_series(of.law) if each.window_hours), 24) if of.law else 24
    )
    return micros(timedelta(hours=hours))


def _guarded(q: Query, guards: Iterable[Guard], found: str) -> str:
    """The occasions with the guards of the rule: asked of each that there is."""
    joins: list[str] = []
    asked = [_guard(q, guard, joins) for guard in guards]
    if not asked:
        return f"SELECT {', '.join(COLUMNS)} FROM {found}"
    answers = ", ".join(f"{each} AS guard_{at}" for at, each in enumerate(asked))
    held = q.add(
        "held", f"SELECT o.*, {answers} FROM {found} AS o JOIN who AS y ON y.rid = o.rid {' '.join(joins)}"
    )
    there = f"o.mark NOT IN ({', '.join(map(str, NO_OCCASION))})"
    no = f"{there} AND ({' OR '.join(f'o.guard_{at} = 0' for at in range(len(asked)))})"
    unasked = " OR ".join(f"o.guard_{at} IS NULL" for at in range(len(asked)))
    unknown = f"o.mark < {NOT_APPLICABLE} AND o.mark <> {MET} AND ({unasked})"
    kept = ("rid", "key", "since", "ev1", "ev2", "ev3", "times")
    mark = f"CASE WHEN {no} THEN {UNCONCERNED} WHEN {unknown} THEN {NOT_RECORDED} ELSE o.mark END AS mark"
    listed = ",\n  ".join(
        mark
        if name == "mark"
        else f"o.{name}"
        if name in kept
        else f"CASE WHEN {no} THEN NULL ELSE o.{name} END AS {name}"
        for name in COLUMNS
    )
    return f"SELECT\n  {listed}\nFROM {held} AS o"


def known(guard: Known) -> str:
    """Whether a stay ``y`` has an attribute, as 1, 0 or null."""
    column = f"y.{guard.name}"
    values = ", ".join(map(literal, guard.values))
    return f"CASE WHEN {column} IS NULL THEN NULL WHEN {column} IN ({values}) THEN 1 ELSE 0 END"


def _guard(q: Query, guard: Guard, joins: list[str]) -> str:
    """A guard as 1, 0 or null, of the stay ``y`` and the occasion ``o``; with what it has to join."""
    match guard:
        case Held():
            return "CASE WHEN y.held THEN 1 ELSE 0 END"
        case Known():
            return known(guard)
        case Earlier():
            there = q.add(
                "earlier",
                f"""
SELECT v.rid, MIN(v.ts) AS ts, MAX(CASE WHEN v.ts IS NULL THEN 1 ELSE 0 END) AS timeless
FROM {q.events(guard.pattern)} AS v JOIN who AS y ON y.rid = v.rid WHERE {matches((guard.pattern,))}
GROUP BY v.rid
""",
            )
            joins.append(f"LEFT JOIN {there} ON {there}.rid = o.rid")
            unknown = f"{there}.timeless = 1 OR ({there}.rid IS NOT NULL AND o.since IS NULL)"
            return f"CASE WHEN {there}.ts <= o.since THEN 1 WHEN {unknown} THEN NULL ELSE 0 END"
        case AnyGuard():
            parts = [_guard(q, part, joins) for part in guard.parts]
            yes = " OR ".join(f"({part}) = 1" for part in parts)
            unknown = " OR ".join(f"({part}) IS NULL" for part in parts)
            return f"CASE WHEN {yes} THEN 1 WHEN {unknown} THEN NULL ELSE 0 END"
    raise TypeError(f"no guard that can be compiled: {guard!r}")
