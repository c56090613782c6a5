"""The plain meaning of each signal, over a register in memory: engines are held to it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from habeas.clock.intervals import length, overlap, union
from habeas.custody import Event
from habeas.safeguards import thresholds
from habeas.safeguards.case import Case
from habeas.safeguards.custody import began
from habeas.safeguards.register import Stay
from habeas.safeguards.signals import kinds
from habeas.safeguards.signals.signal import Part
from habeas.safeguards.sql.codes import micros

Numbers = Mapping[str, int]
_MINUTE = 60_000_000


class Act:
    """An entry that stands, where it was made, and by whom where that is an officer."""

    def __init__(self, stay: Stay, event: Event) -> None:
        self.event, self.kind, self.at = event, event.kind, event.occurred_at
        self.record_id, self.source = stay.record.record_id, event.source or ""
        self.station = event.establishment_id or stay.record.establishment_id
        self.officer = None if self.source in kinds.NOT_OFFICERS else event.actor_id

    def part(self, counted: bool) -> Part:  # noqa: FBT001 (it is the one thing that is said)
        """One entry, counted or not."""
        return _part(self.station, self.officer, self.record_id, counted)


class Register:
    """What the signals ask of a register, made once for all of them."""

    def __init__(self, stays: Sequence[Stay], as_of: datetime) -> None:
        self.stays, self.as_of = sorted(stays, key=lambda stay: stay.record.record_id), as_of
        self.acts = [Act(stay, event) for stay in self.stays for event in stay.case.events]
        self.timed = [each for each in self.acts if each.at is not None]
        self.persons: dict[str, list[Stay]] = defaultdict(list)
        for stay in self.stays:
            if stay.record.person_ref:
                self.persons[stay.record.person_ref].append(stay)

    @cached_property
    def investigators(self) -> frozenset[str]:
        """Everybody who led an interview of the register."""
        return frozenset(
            each
            for act in self.acts
            if act.kind == "interview_started"
            for each in act.event.data.get("interviewers") or ()
        )

    def later(self, stay: Stay, within: timedelta | None = None) -> list[tuple[datetime, Stay]]:
        """The stays of the same person that began at its end or later, and when."""
        end = stay.case.over_at
        if stay.case.is_open or end is None or not stay.record.person_ref:
            return []
        found = (
            (began(each.case), each) for each in self.persons[stay.record.person_ref] if each is not stay
        )
        return [
            (at, each)
            for at, each in found
            if at is not None and at >= end and (within is None or at - end <= within)
        ]


def _part(station: str | None, officer: str | None, record_id: str, counted: bool) -> Part:  # noqa: FBT001
    return Part(station, officer, int(counted), 1, record_id)


def _of(stay: Stay, counted: bool) -> Part:  # noqa: FBT001
    return _part(stay.record.establishment_id, None, stay.record.record_id, counted)


def _rounded(register: Register, numbers: Numbers) -> Iterator[Part]:
    unit = numbers[thresholds.ROUNDED] * _MINUTE
    for act in register.timed:
        if act.at is not None and act.source not in kinds.NOT_TIMED_BY_HAND:
            yield act.part(micros(act.at) % unit == 0)


def _identical(register: Register, numbers: Numbers) -> Iterator[Part]:
    asked = [
        each for each in register.timed if each.station is not None and each.kind not in kinds.DONE_FOR_ALL
    ]
    records = defaultdict(set)
    for act in asked:
        records[act.station, act.kind, act.at].add(act.record_id)
    for act in asked:
        yield act.part(len(records[act.station, act.kind, act.at]) >= numbers[thresholds.IDENTICAL])


def _minute(at: datetime) -> int:
    return micros(at) // _MINUTE


def _bundled(register: Register, numbers: Numbers) -> Iterator[Part]:
    asked = [
        (act, (act.record_id, _minute(act.at)))
        for act in register.timed
        if act.at is not None and act.kind in kinds.ABOUT_RIGHTS
    ]
    times = Counter(minute for _act, minute in asked)
    for act, minute in asked:
        yield act.part(times[minute] >= numbers[thresholds.BUNDLED])


def _written_up(register: Register, numbers: Numbers) -> Iterator[Part]:
    minutes: dict[tuple[str, int], list[datetime]] = defaultdict(list)
    asked = [each for each in register.timed if each.source != "paper"]
    for act in asked:
        if act.at is not None:
            minutes[act.record_id, _minute(act.event.recorded_at)].append(act.at)
    spread = timedelta(minutes=numbers[thresholds.WRITTEN_UP_SPREAD])
    for act in asked:
        times = minutes[act.record_id, _minute(act.event.recorded_at)]
        yield act.part(len(times) >= numbers[thresholds.WRITTEN_UP] and max(times) - min(times) >= spread)


def _two_places(register: Register, numbers: Numbers) -> Iterator[Part]:
    near = timedelta(minutes=numbers[thresholds.TWO_PLACES])
    last: dict[str, tuple[datetime, str]] = {}
    for act in sorted(register.timed, key=lambda each: (each.at is None, each.at)):
        if act.at is None or act.station is None or act.officer is None:
            continue
        if act.officer in last:
            was, before = last[act.officer]
            yield act.part(act.station != before and act.at - was <= near)
        last[act.officer] = act.at, act.station


def _not_by_police(register: Register, _numbers: Numbers) -> Iterator[Part]:
    for act in register.acts:
        if act.source:
            part = act.part(act.source in kinds.BESIDE_THE_POLICE)
            yield Part(part.station, None, part.count, part.of, part.record_id)


def _outings(register: Register) -> Iterator[tuple[bool, Part]]:
    """Whether an interview was before it, and the part."""
    for stay in register.stays:
        case = stay.case
        for place, one in enumerate(case.events):
            taken_by = one.data.get("taken_by")
            if one.kind != "cell_left" or one.occurred_at is None or taken_by not in register.investigators:
                continue
            back = _returned(case, place)
            if back is None or back < one.occurred_at:
                continue
            before = any(
                each.occurred_at is not None and each.occurred_at < one.occurred_at
                for each in case.of("interview_started")
            )
            station = one.establishment_id or stay.record.establishment_id
            nothing = not _accounted(case, one.occurred_at, back)
            yield before, _part(station, taken_by, stay.record.record_id, nothing)


def _returned(case: Case, place: int) -> datetime | None:
    entered = (each.occurred_at for each in case.events[place + 1 :] if each.kind == "cell_entered")
    back = next((each for each in entered if each is not None), None)
    return back if back is not None or case.is_open else case.over_at


def _accounted(case: Case, since: datetime, until: datetime) -> bool:
    return any(
        each.occurred_at is None or since <= each.occurred_at <= until
        for each in case.of(*kinds.ACCOUNTS_FOR)
    )


def _out(register: Register, _numbers: Numbers) -> Iterator[Part]:
    return (part for _before, part in _outings(register))


def _out_before_interview(register: Register, _numbers: Numbers) -> Iterator[Part]:
    return (part for before, part in _outings(register) if not before)


def _unaccounted(register: Register, _numbers: Numbers) -> Iterator[Part]:
    for stay in register.stays:
        case, start = stay.case, stay.case.t0
        since, until = start.at, case.over_at
        if not case.held or start.latest or since is None or until is None or until <= since:
            continue
        pieces = [each.known for name in kinds.WHERE for each in case.stretches(name)]
        known = length(overlap((since, until), union(each for each in pieces if each is not None)))
        unknown = micros(until - since - known)
        yield Part(stay.record.establishment_id, None, unknown, micros(until - since), stay.record.record_id)


def _held_again(register: Register, numbers: Numbers) -> Iterator[Part]:
    soon = timedelta(minutes=numbers[thresholds.AGAIN])
    for stay in register.stays:
        end = stay.case.end
        if end is None or end.kind not in kinds.FREED or end.occurred_at is None:
            continue
        if stay.record.person_ref and end.occurred_at + soon <= register.as_of:
            yield _of(stay, any(each.case.held for _at, each in register.later(stay, soon)))


def _became_criminal(register: Register, numbers: Numbers) -> Iterator[Part]:
    soon = timedelta(minutes=numbers[thresholds.AGAIN])
    for stay in register.stays:
        said = [each.data.get("basis") for each in stay.case.of("record_opened", "record_amended")]
        bases = [*(each for each in said if each), stay.record.basis]
        if bases[0] == "administrative":
            after = any(each.record.basis == "criminal" for _at, each in register.later(stay, soon))
            yield _of(stay, "criminal" in bases or after)


def _back_to_police(register: Register, _numbers: Numbers) -> Iterator[Part]:
    for stay in register.stays:
        end = stay.case.end
        if end is None or end.kind != "transferred_out" or end.data.get("to") not in kinds.PRISONS:
            continue
        if end.occurred_at is None or not stay.record.person_ref:
            continue
        later = register.later(stay)
        first = min((at for at, _each in later), default=None)
        types = {each.record.establishment_type for at, each in later if at == first}
        yield _of(stay, bool(types & kinds.WITH_THE_POLICE))


def _waived(name: str) -> Callable[[Register, Numbers], Iterator[Part]]:
    asked, waived = kinds.ANSWERS[name]

    def parts(register: Register, _numbers: Numbers) -> Iterator[Part]:
        for stay in register.stays:
            given = stay.case.of(asked, waived)
            timed = [each for each in given if each.occurred_at is not None]
            if given:
                last = (timed or given)[-1]
                yield Act(stay, last).part(last.kind == waived)

    return parts


def _asked_for(name: str) -> Callable[[Register, Numbers], Iterator[Part]]:
    def parts(register: Register, _numbers: Numbers) -> Iterator[Part]:
        for stay in register.stays:
            if stay.case.held:
                yield _of(stay, bool(stay.case.of(kinds.REQUESTS[name])))

    return parts


PARTS: Mapping[str, Callable[[Register, Numbers], Iterator[Part]]] = {
    "times.rounded": _rounded,
    "times.identical": _identical,
    "entries.bundled": _bundled,
    "entries.written-up": _written_up,
    "officer.two-places": _two_places,
    "entries.not-by-police": _not_by_police,
    "cell.out-with-investigator": _out,
    "cell.out-before-first-interview": _out_before_interview,
    "time.unaccounted": _unaccounted,
    "release.held-again": _held_again,
    "basis.became-criminal": _became_criminal,
    "prison.back-to-police": _back_to_police,
    **{name: _waived(name) for name in kinds.ANSWERS},
    **{name: _asked_for(name) for name in kinds.REQUESTS},
}
