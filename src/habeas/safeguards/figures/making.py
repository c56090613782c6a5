"""The figures of an audit from the tables that it left: each of them in one pass of the engine."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Any

from habeas.law import Status
from habeas.safeguards.audit import Asked, Told, ranks_told, seconds
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.figures.beside import disputed, in_the_record_before
from habeas.safeguards.figures.holes import cannot_show, gaps, kinds_of_places, people, silences
from habeas.safeguards.figures.incidents import deaths, incidents
from habeas.safeguards.figures.lasting import with_lengths
from habeas.safeguards.figures.measures import measures_of
from habeas.safeguards.figures.pulling import pulled
from habeas.safeguards.figures.values import (
    Cited,
    Counts,
    Figures,
    Limited,
    Line,
    RuleFigures,
    Sourced,
    Standing,
)
from habeas.safeguards.figures.withholding import VERDICTS as CELLS
from habeas.safeguards.figures.withholding import Counted, withheld_together
from habeas.safeguards.ingest import Ingested
from habeas.safeguards.rule import Rule, sets_of
from habeas.safeguards.sql.codes import REASONS, VERDICTS
from habeas.safeguards.verdict import Reason, Verdict

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_VERDICT = {at: each.value for each, at in VERDICTS.items()}
_REASON = {at: each.value for each, at in REASONS.items()}
_NO_OCCASION = (Reason.NO_REQUEST, Reason.NONE)


def figures_of(found: ByDuckDB, told: Sequence[Told], read: Ingested) -> Figures:
    """The figures of an audit that was made ``by_place``, once all of its rules were asked."""
    if not found.by_place:
        raise ValueError("the audit was not made by_place")
    asked = found.asked
    names: Sequence[str] = read.meta["stations"]
    since, until, stations = found.rows(
        "SELECT MIN(COALESCE(t0, began)), MAX(COALESCE(t0, began)), COUNT(DISTINCT station) FROM stay"
    )[0]
    rules = _rules(found, told, names)
    return Figures(
        as_of=asked.as_of,
        rule_set=asked.rule_set,
        site=asked.site.name,
        fewest=asked.site.fewest,
        synthetic=bool(read.meta.get("synthetic")),
        records=found.records,
        events=found.events,
        since=_at(since),
        until=_at(until),
        stations=stations,
        cannot_show=cannot_show(found, rules, read),
        rules=rules,
        silences=silences(found, names),
        gaps=gaps(found),
        pulled=pulled(found, told, standing),
        incidents=incidents(found),
        deaths=deaths(found),
        people=people(found),
        kinds_of_places=kinds_of_places(found),
        signals=found.signals().foremost(),
    )


def standing(rule: Rule, jurisdiction: str | None) -> Standing:
    """What a rule rests on for a record of a jurisdiction."""
    if any(each.site for each in rule.limits.values()):
        return Standing.SITE
    source = rule.source_in(jurisdiction or "")
    binds = source.status is Status.BINDING and source.jurisdiction in {jurisdiction, *sets_of(jurisdiction)}
    return Standing.BINDING if binds else Standing.SOFT


def _rules(found: ByDuckDB, told: Sequence[Told], names: Sequence[str]) -> tuple[RuleFigures, ...]:
    """One scan of the table ``tally``, which holds a row for each place, month and verdict."""
    counted: dict[int, _Counted] = defaultdict(_Counted)
    for rule, *row in found.rows(
        "SELECT rule, station, month, jurisdiction, mark, excused, too_late, changed, n FROM tally"
    ):
        counted[rule].add(tuple(row))
    numbers = {rule.name: at for at, rule in enumerate(found.asked.rules)}
    disagree, elsewhere = disputed(found), in_the_record_before(found)
    stations = {at: _named(at, names) for own in counted.values() for at in own.by_station}
    months = {at: _month(at) for own in counted.values() for at in own.by_month}
    asked = {numbers[one.rule.name]: one for one in told if sum(one.records.values())}
    fewest = found.asked.site.fewest
    by_station = _lines({at: counted[at].by_station for at in asked}, stations, fewest)
    by_month = _lines({at: counted[at].by_month for at in asked}, months, fewest)
    figures = {
        at: _figures(
            one,
            counted[at],
            found.asked,
            by_station=by_station[at],
            by_month=by_month[at],
            disagree=disagree[at],
            elsewhere=elsewhere[at],
        )
        for at, one in asked.items()
    }
    return with_lengths(found, figures, stations, months)


def _figures(
    one: Told,
    counted: "_Counted",
    asked: Asked,
    *,
    by_station: tuple[Line, ...],
    by_month: tuple[Line, ...],
    disagree: Mapping[str | None, int],
    elsewhere: int,
) -> RuleFigures:
    rule = one.rule
    median, p90 = ranks_told(one.measured, seconds(one.median), seconds(one.p90))
    return RuleFigures(
        rule=rule.name,
        title=rule.title,
        says=rule.says,
        as_entered=rule.as_entered,
        counts=_counts(counted.whole),
        sources=_sources(rule, counted.by_law, disagree),
        limits=_limits(rule, asked, sorted(each for each in counted.by_month if each)),
        not_applicable={each.value: counted.reasons[each] for each in Reason if counted.reasons[each]},
        no_occasion={each.value: one.reasons[each] for each in _NO_OCCASION if one.reasons.get(each)},
        records={each.value: one.records.get(each, 0) for each in Verdict},
        excused=counted.excused,
        excused_too_late=counted.too_late,
        changed_since=counted.changed,
        median_s=median,
        p90_s=p90,
        by_station=by_station,
        by_month=by_month,
        measures=measures_of(rule),
        in_record_before=elsewhere,
    )


class _Counted:
    """The rows of ``tally`` of one rule, added up."""

    def __init__(self) -> None:
        self.whole, self.reasons = Counter[str](), Counter[str]()
        self.by_station = defaultdict[int | None, Counter[str]](Counter)
        self.by_month = defaultdict[int | None, Counter[str]](Counter)
        self.by_law = defaultdict[str | None, Counter[str]](Counter)
        self.excused = self.too_late = self.changed = 0

    def add(self, row: tuple[Any, ...]) -> None:
        station, month, law, mark, excused, too_late, changed, n = row
        self.excused += n * excused
        self.too_late += n * too_late
        self.changed += n * changed
        verdict = _VERDICT[mark % 10]
        if verdict == Verdict.NOT_APPLICABLE:
            self.reasons[_REASON[mark // 10]] += n
            return
        for of in (self.whole, self.by_station[station], self.by_month[month], self.by_law[law]):
            of[verdict] += n


def _named(station: int | None, names: Sequence[str]) -> str:
    return "" if station is None else names[station]


def _month(month: int | None) -> str:
    return f"{month // 100}-{month % 100:02}" if month else ""


def _counts(by_verdict: Mapping[str, int]) -> Counts:
    return Counts(**{name: by_verdict.get(name, 0) for name in CELLS})


def _lines(
    counted: Mapping[int, Mapping[int | None, Mapping[str, int]]],
    names: Mapping[int | None, str],
    fewest: int,
) -> dict[int, tuple[Line, ...]]:
    """The lines of each rule by places or months, each of which has its name."""
    tables = {
        rule: sorted((Counted(names[at], _counts(own)) for at, own in lines.items()), key=attrgetter("name"))
        for rule, lines in counted.items()
    }
    return withheld_together(tables, fewest)


def _sources(
    rule: Rule, by_law: Mapping[str | None, Mapping[str, int]], disagree: Mapping[str | None, int]
) -> tuple[Sourced, ...]:
    """The sources by which the occasions were judged, those of most occasions first."""
    found = dict[tuple[str, Standing, bool], tuple[int, int, int]]()
    for law, own in (by_law or {rule.source.jurisdiction: {}}).items():
        source = rule.source_in(law or "")
        key = source.ref, standing(rule, law), source.verified and source.pinpoint_verified
        breached, of, two = found.get(key, (0, 0, 0))
        found[key] = (
            *(breached + own.get(Verdict.BREACHED, 0), of + _counts(own).of),
            two + disagree.get(law, 0),
        )
    brought = {
        each.ref: Cited(pinpoint=each.pinpoint, title=each.title, address=each.address or "")
        for each in (rule.source, *rule.also)
        if not each.held
    }
    sources = [
        Sourced(
            ref=ref,
            standing=stands,
            verified=verified,
            breached=breached,
            of=of,
            disputed=two,
            cited=brought.get(ref),
        )
        for (ref, stands, verified), (breached, of, two) in found.items()
    ]
    return tuple(sorted(sources, key=lambda each: (-each.of, each.ref)))


def _limits(rule: Rule, asked: Asked, months: Sequence[int]) -> tuple[Limited, ...]:
    """The limits that held on the days of the register, each once."""
    days = [date(each // 100, each % 100, 1) for each in months] or [asked.as_of.date()]
    found: dict[Limited, None] = {}
    for day in days:
        for each in (rule.limits_on(day, asked.site) or {}).values():
            window = None if each.window is None else int(each.window.total_seconds())
            length = int(each.length.total_seconds()) if each.length or not each.count else None
            found[Limited(by=each.by, seconds=length, count=each.count or None, window_s=window)] = None
    return tuple(found)


def _at(micros: int | None) -> datetime | None:
    return None if micros is None else _EPOCH + timedelta(microseconds=micros)
