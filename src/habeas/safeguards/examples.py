"""Cases of each rule as a lawyer reads them: what a record says, and what the rule says of it.

They are files beside the rules, one for each (``cases/``). A line of ``events`` is when it happened, what,
and what it says; then, where that matters, its span, where it was written, its number (0: it has none), when
it was written and which line it corrects::

    10:00 lawyer_delay_authorised {"until": "15:00"} written 10:20
    +1d 09:30 interview_started span a on paper
    -- annulled written 11:00 corrects 2

``--`` is an entry of which nobody wrote when it happened. Times are those of the zone and count from the day
of the case. What a case expects comes from the specification and was never taken from the code.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from habeas.custody import Event, Record
from habeas.custody.events import event_as_exchanged
from habeas.custody.kinds import Type, kinds
from habeas.custody.outages import Outage
from habeas.safeguards.case import Case
from habeas.safeguards.custody import Custody, custodies
from habeas.safeguards.limits import Site
from habeas.safeguards.rule import Rule, Scope
from habeas.safeguards.verdict import Occasion, Verdict

DAY = date(2026, 5, 4)
"""The day of a case that names none."""
_TIME = r"(?:\+\d+d )?\d\d:\d\d(?::\d\d)?"
_LINE = re.compile(
    rf"(?P<at>--|{_TIME}) (?P<kind>\w+)(?: (?P<data>\{{.*\}}))?(?: span (?P<span>\w+))?"
    rf"(?: on (?P<source>\w+))?(?: numbered (?P<number>\d+))?(?: written (?P<written>{_TIME}))?"
    r"(?: corrects (?P<corrects>\d+))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a case, in its parts; empty where it does not say."""

    at: str
    """Empty where nobody wrote when it happened."""
    kind: str
    data: Mapping[str, Any]
    span: str
    source: str
    number: str
    written: str
    corrects: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A case, and the verdict of each occasion; what else is expected is said of the first."""

    rule: str
    says: str
    as_of: str
    verdicts: tuple[Verdict, ...]
    records: tuple[tuple[str, ...], ...]
    """The lines of each record; more than one where a person is held in several places."""
    attributes: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    day: date = DAY
    zone: str = "UTC"
    outages: tuple[str, ...] = ()
    reason: str | None = None
    observed: timedelta | None = None
    due: str | None = None
    excused_by: str | None = None
    too_late: str | None = None
    as_first_written: Verdict | None = None

    def lines(self) -> list[list[Line]]:
        """The lines of each record, in their parts."""
        return [[self._line(line) for line in own] for own in self.records]

    def instant(self, said: str) -> datetime:
        """``10:00``, ``10:00:01`` or ``+1d 10:00`` in the zone of the case."""
        days, clock = re.fullmatch(r"(?:\+(\d+)d )?([\d:]+)", said).groups()  # type: ignore[union-attr]
        wall = datetime.combine(self.day, time.fromisoformat(clock)) + timedelta(days=int(days or 0))
        return wall.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def cases(self) -> list[Case]:
        """Each record as a rule sees it."""
        instant, out = self.instant(self.as_of), [self._outage(said) for said in self.outages]
        return [
            Case(
                [self._event(line, place, number) for number, line in enumerate(lines, 1)],
                instant,
                out,
                record=Record(record_id=_record(place), zone=self.zone, **self.attributes),
            )
            for place, lines in enumerate(self.records, 1)
        ]

    def judged(self, rule: Rule, site: Site) -> tuple[Occasion, ...]:
        """What the rule says of it; over the whole of the first custody, where that is its scope."""
        found = self.cases()
        if rule.scope is Scope.STAY:
            return rule.judge(found[0], site)
        return rule.judge(Custody(next(custodies(found))), site)

    def _line(self, said: str) -> Line:
        found = _LINE.fullmatch(said)
        if found is None:
            raise ValueError(f"{self.rule}: no entry: {said}")
        parts = {name: value or "" for name, value in found.groupdict().items()}
        data = json.loads(parts.pop("data") or "{}")
        at = parts.pop("at")
        return Line(at="" if at == "--" else at, data=data, **parts)

    def _event(self, said: str, record: int, place: int) -> Event:
        line = self._line(said)
        happened = self.instant(line.at) if line.at else None
        written = self.instant(line.written) if line.written else happened
        return event_as_exchanged(
            {
                "record_id": _record(record),
                "event_id": _id(record, place),
                "seq": (int(line.number) or None) if line.number else place,
                "kind": line.kind,
                "occurred_at": happened,
                "recorded_at": written or self.instant(self.as_of),
                "source": line.source or None,
                "span_id": line.span or None,
                "corrects": _id(record, int(line.corrects)) if line.corrects else None,
                "data": self._data(line.kind, line.data),
            }
        )

    def _data(self, kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
        fields = kinds()[kind].fields
        return {
            name: self.instant(value).isoformat() if fields[name].type is Type.INSTANT else value
            for name, value in said.items()
        }

    def _outage(self, said: str) -> Outage:
        began, ended = said.split(" to ")
        start = self._event(f"{began} outage_started", 0, 1)
        return Outage(start=start, end=None, began=self.instant(began), ended=self.instant(ended))


def _record(place: int) -> str:
    return f"record-{place}"


def _id(record: int, place: int) -> str:
    return f"00000000-0000-7000-8000-{record:06}{place:06}"


@cache
def examples() -> Mapping[str, Sequence[Example]]:
    """The cases of each rule by its name, in the order of the files."""
    folder = files("habeas.safeguards") / "cases"
    return MappingProxyType(
        {
            path.name.removesuffix(".toml"): tuple(_read(path.name, path.read_text("utf-8")))
            for path in sorted(folder.iterdir(), key=lambda each: each.name)
        }
    )


def _read(file: str, text: str) -> Iterator[Example]:
    for said in tomllib.loads(text)["case"]:
        case = dict(said)
        verdicts = case.pop("verdicts", None) or [case.pop("verdict")]
        records = case.pop("records", None) or [case.pop("events")]
        if "observed_minutes" in case:
            case["observed"] = timedelta(minutes=case.pop("observed_minutes"))
        if "as_first_written" in case:
            case["as_first_written"] = Verdict(case["as_first_written"])
        yield Example(
            rule=file.removesuffix(".toml"),
            verdicts=tuple(map(Verdict, verdicts)),
            records=tuple(map(tuple, records)),
            **case,
        )
