"""An audit: rules asked over a register at an instant, and what came of it (``habeas/audit/1``).

What an engine finds is told in one form, whichever engine it was: for each rule how many records and how
many occasions have which verdict, and every occasion that is not plainly met or not applicable.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Protocol

from habeas.custody import Event, Record
from habeas.custody.course import SILENT_AFTER
from habeas.errors import Phrase, RefusedError
from habeas.language import N_
from habeas.safeguards.ingest import FIRST
from habeas.safeguards.limits import Site
from habeas.safeguards.reading import rules as shipped
from habeas.safeguards.register import Stay, stays, whole_custodies
from habeas.safeguards.rule import TAKES, Rule, Scope, sets_of
from habeas.safeguards.signals import Signals, plainly
from habeas.safeguards.site import JOINED
from habeas.safeguards.templates.within import Within
from habeas.safeguards.verdict import Occasion, Reason, Verdict, gravest

SCHEMA = "habeas/audit/1"
EVERY = "all"
"""The set of every rule, whatever the jurisdiction of a record."""
OCCASION = (
    *("record_id", "rule", "verdict", "reason", "since", "until", "due_at", "observed_s", "count", "limit_s"),
    *("limit_by", "evidence", "excused_by", "excuse_too_late", "as_first_written", "source"),
)
"""What is told of an occasion."""
LENGTHS = ("observed_s", "limit_s")
"""Those of them that are lengths in seconds."""
_ENOUGH = 10
"""Of fewer, nine tenths are no less than all: it would be the length of one, the longest."""
_LATE = SILENT_AFTER
"""For longer than this nobody wrote anything in the whole register: what was open then may be over."""
_FARTHEST = 100
"""Years after the last entry at which a register can be judged: each day of who is still held is judged."""
Row = Mapping[str, Any]
Cell = str | int | float | None
Tell = Callable[[float], None]
"""Hears how much of the whole was done."""


def untold(_share: float) -> None:
    """Nobody asks how much was done."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an audit asks: which rules, at which instant, by whose limits."""

    rules: Sequence[Rule]
    as_of: datetime
    site: Site
    rule_set: str
    """How the rules were chosen, as the call said it."""

    @property
    def every_set(self) -> bool:
        """Whether the jurisdiction of a record is not asked."""
        return self.rule_set == EVERY

    @cached_property
    def without_limit(self) -> frozenset[str]:
        """Rules that are not asked, since the site sets them no limit."""
        day = self.as_of.date()
        return frozenset(each.name for each in self.rules if each.limits_on(day, self.site) is None)

    def hold_near(self, last: datetime | None) -> None:
        """Refuse an instant too long after ``last``, after which nothing was written."""
        if last is not None and self.as_of - last > _FARTHEST * timedelta(days=365):
            raise RefusedError(
                "as-of-far",
                Phrase(
                    "the instant of the audit, {as_of}, is more than {years} years after {last}, and nothing "
                    "is written of that time",
                    as_of=instant(self.as_of),
                    years=_FARTHEST,
                    last=instant(last),
                ),
                advice=N_("Choose an instant soon after the last entry."),
            )

    def holds(self, rule: Rule, jurisdiction: str | None) -> bool:
        """Whether a rule holds for a record of a jurisdiction."""
        return self.every_set or rule.set in sets_of(jurisdiction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of one rule."""

    rule: Rule
    records: Mapping[Verdict, int]
    """How many records have which verdict: that of their gravest occasion."""
    reasons: Mapping[Reason, int] = field(default_factory=dict)
    """Of those that it does not apply to, why."""
    occasions: Mapping[Verdict, int]
    median: timedelta | None = None
    p90: timedelta | None = None

    @property
    def measured(self) -> int:
        """Of how many occasions it is known how long it took, where that is measured at all."""
        return sum(self.occasions.get(each, 0) for each in (Verdict.MET, Verdict.BREACHED))

    def as_json(self) -> dict[str, Any]:
        """As ``habeas/audit/1`` has it."""
        median, p90 = ranks_told(self.measured, seconds(self.median), seconds(self.p90))
        return {
            "rule": self.rule.name,
            "records": {each.value: self.records.get(each, 0) for each in Verdict},
            "reasons": {each.value: self.reasons[each] for each in Reason if self.reasons.get(each)},
            "occasions": sum(self.occasions.values()),
            "occasions_by_verdict": {each.value: self.occasions.get(each, 0) for each in Verdict},
            "median_s": median,
            "p90_s": p90,
        }


class Findings(Protocol):
    """What an engine found: asked once for each rule, in order."""

    engine: str

    @property
    def records(self) -> int:
        """How many records there were at the instant."""

    @property
    def events(self) -> int:
        """How many entries there were."""

    @property
    def last_written(self) -> datetime | None:
        """When the last of these was written."""

    def told(self, tell: Tell = untold) -> Iterator[Told]:
        """What came of each rule, as soon as it is known."""

    def occasions(self) -> Iterator[Row]:
        """Every occasion that is not plainly met or not applicable, by the names of ``OCCASION``."""

    def verdicts(self) -> Iterator[Row]:
        """One verdict for each record and each rule that holds for it."""

    def wrong(self, most: int | None = None) -> Iterator[Row]:
        """What is wrong with the register, and where, by the names of ``ingest.PLACE``.

        All of it, or of each kind the first ``most`` places.
        """

    def signals(self) -> Signals:
        """Statistics with their denominator, and no verdicts, once ``told`` is at its end."""


def chosen(name: str | None, own: Sequence[Rule] = ()) -> tuple[Rule, ...]:
    """The rules of a set with every set that it takes; all that there are where none is named.

    With ``own``, rules of a file, those alone.
    """
    if own:
        return tuple(own)
    every = tuple(shipped().values())
    if name is None or name == EVERY:
        return every
    taken = sets_of(name) if name in TAKES else frozenset({name})
    return tuple(each for each in every if each.set in taken)


def document(
    asked: Asked,
    findings: Findings,
    told: Iterable[Told],
    more: Mapping[str, Any],
    *,
    names_records: bool = True,
) -> dict[str, Any]:
    """All of it but the occasions and the verdicts, which are many; ``more`` is what a shell knows beside.

    Without ``names_records`` it tells no place of a fault, and no record of a signal: it may be kept when a
    record is erased.
    """
    rules = [each.as_json() for each in told]
    signals = findings.signals() if names_records else findings.signals().without()
    first = list(findings.wrong(FIRST)) if names_records and more.get("faults") else []
    return {
        "schema": SCHEMA,
        "as_of": instant(asked.as_of),
        "rule_set": asked.rule_set,
        "engine": findings.engine,
        "site": asked.site.name,
        "records": findings.records,
        "events": findings.events,
        "last_written": instant(findings.last_written),
        "without_limit": sorted(asked.without_limit),
        **more,
        **({"first_faults": first} if names_records else {}),
        "rules": rules,
        "signals": [each.as_json() for each in signals.told],
        "without_threshold": list(signals.without_threshold),
    }


def ended_at(last: datetime | None, as_of: datetime) -> datetime | None:
    """When a register ended, with its ``last`` entry, where that was so long before to be worth a word."""
    return last if last is not None and as_of - last > _LATE else None


def is_told(one: Occasion) -> bool:
    """Whether an occasion is told: it is not plainly met or not applicable."""
    if one.verdict in (Verdict.BREACHED, Verdict.NOT_RECORDED, Verdict.PENDING):
        return True
    return any(each is not None for each in (one.excused_by, one.excuse_too_late, one.as_first_written))


def rank(values: Sequence[timedelta], share: float) -> timedelta | None:
    """The least value that at least a share of them does not exceed."""
    ordered = sorted(values)
    wanted = share * len(ordered)
    return next((one for at, one in enumerate(ordered, 1) if at >= wanted), None)


def instant(value: datetime | None) -> str | None:
    """An instant as the contract writes it."""
    return None if value is None else value.isoformat(timespec="microseconds").replace("+00:00", "Z")


def ranks_told(
    measured: int, median: float | None, p90: float | None, fewest: int = 1
) -> tuple[float | None, float | None]:
    """The median and the 90th percentile of so many lengths, as far as they may be told.

    Of fewer than ``fewest`` neither is; of fewer than ten the 90th percentile is not.
    """
    return median if measured >= fewest else None, p90 if measured >= max(fewest, _ENOUGH) else None


def seconds(value: timedelta | None) -> float | None:
    """A length in seconds; whole where it is."""
    return None if value is None else whole(value.total_seconds())


def whole(value: float) -> float:
    """A number, without a fraction where it has none."""
    return int(value) if value.is_integer() else value


def as_cells(row: Row, columns: Sequence[str]) -> list[Cell]:
    """A row of a table as the cells of a sheet; the entries of an occasion stand in one, spaces between."""
    return [_cell(row[name]) for name in columns]


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(value) if isinstance(value, list) else value


class Plainly:
    """The findings of the plain evaluator (``reference``), which holds the register in memory."""

    engine = "reference"

    def __init__(
        self, asked: Asked, records: Sequence[Record], events: Mapping[str, Sequence[Event]]
    ) -> None:
        self.asked = asked
        self.stays = list(stays(records, events, asked.as_of))
        self.records = len(self.stays)
        self.events = sum(len(one.case.entries) for one in self.stays)
        written = (one.recorded_at for stay in self.stays for one in stay.case.entries)
        self.last_written = max(written, default=None)
        self._occasions: list[Row] = []
        self._verdicts: list[Row] = []

    def told(self, tell: Tell = untold) -> Iterator[Told]:
        """What came of each rule."""
        joined = self.asked.site.limit(JOINED)
        whole = list(whole_custodies(self.stays, joined) if joined else whole_custodies(self.stays))
        for at, rule in enumerate(self.asked.rules):
            tell(at / len(self.asked.rules))
            if rule.name in self.asked.without_limit:
                continue
            if rule.scope is Scope.CUSTODY:
                units = [
                    (one.first, rule.judge(one.case, self.asked.site))
                    for one in whole
                    if self._holds(rule, one.first)
                ]
                units += [(other, ()) for one in whole for other in one.others if self._holds(rule, other)]
            else:
                units = [
                    (one, rule.judge(one.case, self.asked.site))
                    for one in self.stays
                    if self._holds(rule, one)
                ]
            yield self._told(rule, units)

    def _holds(self, rule: Rule, stay: Stay) -> bool:
        return self.asked.holds(rule, stay.record.jurisdiction)

    def _told(self, rule: Rule, units: Sequence[tuple[Stay, Sequence[Occasion]]]) -> Told:
        records, reasons, occasions = Counter[Verdict](), Counter[Reason](), Counter[Verdict]()
        lengths: list[timedelta] = []
        for stay, found in units:
            verdict = gravest(found)
            records[verdict] += 1
            if verdict is Verdict.NOT_APPLICABLE:
                reasons[
                    min(
                        (one.reason for one in found if one.reason),
                        key=list(Reason).index,
                        default=Reason.NONE,
                    )
                ] += 1
            real = [one for one in found if one.reason not in (Reason.NONE, Reason.NO_REQUEST)]
            occasions.update(one.verdict for one in real)
            lengths += [
                one.observed
                for one in real
                if one.observed is not None and one.verdict in (Verdict.MET, Verdict.BREACHED)
            ]
            self._verdicts.append(
                {"record_id": stay.record.record_id, "rule": rule.name, "verdict": verdict.value}
            )
            self._occasions += [_row(rule, stay, one) for one in real if is_told(one)]
        timed = isinstance(rule.template, Within)
        return Told(
            rule=rule,
            records=records,
            reasons=reasons,
            occasions=occasions,
            median=rank(lengths, 0.5) if timed else None,
            p90=rank(lengths, 0.9) if timed else None,
        )

    def occasions(self) -> Iterator[Row]:
        """Every occasion that is told, once ``told`` is at its end."""
        return iter(self._occasions)

    def verdicts(self) -> Iterator[Row]:
        """One verdict for each record and rule."""
        return iter(self._verdicts)

    def wrong(self, most: int | None = None) -> Iterator[Row]:
        """Nothing: a register in which anything is wrong is refused, with its file and line."""
        return iter(())

    def signals(self) -> Signals:
        """Its signals by their plain meaning."""
        return self._signals

    @cached_property
    def _signals(self) -> Signals:
        return plainly(self.stays, self.asked.as_of, self.asked.site)


def _row(rule: Rule, stay: Stay, one: Occasion) -> Row:
    return {
        "record_id": stay.record.record_id,
        "rule": rule.name,
        "verdict": one.verdict.value,
        "reason": None if one.reason is None else one.reason.value,
        "since": instant(one.since),
        "until": instant(one.until),
        "due_at": instant(one.due_at),
        "observed_s": seconds(one.observed),
        "count": one.count,
        "limit_s": seconds(one.limit),
        "limit_by": one.limit_by or None,
        "evidence": [each.event_id for each in one.evidence],
        "excused_by": None if one.excused_by is None else one.excused_by.event_id,
        "excuse_too_late": None if one.excuse_too_late is None else one.excuse_too_late.event_id,
        "as_first_written": None if one.as_first_written is None else one.as_first_written.value,
        "source": rule.source_in(stay.record.jurisdiction or "").ref,
    }
