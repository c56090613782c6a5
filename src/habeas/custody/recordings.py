"""Interviews held against their recordings: which parts nobody recorded, breaks taken off.

Source: CPT, 12th General Report, paragraph 36 (electronic recording of interviews); PACE 1984, Code F (the
recording runs throughout, and faults are noted). What is not known is no gap: a recording whose end nobody
wrote may have run on until the next one of which something is known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from habeas.clock import require_aware
from habeas.clock.intervals import Piece, minus
from habeas.custody.events import Event
from habeas.custody.history import effective
from habeas.custody.stretches import Gap, Stretch, at_of, end_of, stretches_of

_EVER = datetime(1, 1, 2, tzinfo=UTC)
_NEVER = datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """One interview, and the parts of it that no recording covers."""

    stretch: Stretch
    gaps: tuple[Gap, ...]

    @property
    def known(self) -> bool:
        """Whether beginning and end are written, or it still goes on: else nothing can be said of it."""
        return not (self.stretch.start_missing or self.stretch.end_missing)

    @property
    def unrecorded(self) -> timedelta:
        """How much of it was not recorded, all parts together."""
        return sum((one.length for one in self.gaps), timedelta())


def interviews(events: Iterable[Event], *, as_of: datetime) -> tuple[Interview, ...]:
    """The interviews of a record, in order. ``as_of`` is the instant of looking."""
    standing = effective(events)
    ends, ended = end_of([one for one in standing if one.occurred_at is not None], require_aware(as_of))
    return tuple(coverage(standing, ends, ended=ended))


def coverage(standing: Sequence[Event], ends: datetime, *, ended: bool) -> Iterator[Interview]:
    """The same of events that stand, in the order of time; ``ends`` and ``ended`` as ``end_of`` says."""

    def found(name: str) -> list[Stretch]:
        return list(stretches_of(standing, name, ends, ended=ended))

    breaks = [(one.begins, one.stops) for one in found("interview_break") if not one.end_missing]
    faults = [one for one in standing if one.kind == "recording_fault" and one.occurred_at is not None]
    recorded = _recorded(found("recording"), faults)
    for one in found("interview"):
        whole = Interview(stretch=one, gaps=())
        if whole.known:
            left = minus([(one.begins, one.stops)], [*breaks, *recorded])
            whole = Interview(stretch=one, gaps=tuple(Gap(begins=first, ends=last) for first, last in left))
        yield whole


def _recorded(recordings: Sequence[Stretch], faults: Iterable[Event]) -> list[Piece]:
    """When recordings ran or may have run; each up to the first fault that is surely its own."""
    ran = [_perhaps(one, recordings) for one in recordings]
    for fault in faults:
        for place in _struck_by(fault, recordings, ran):
            begins, _stops = ran[place]
            ran[place] = begins, at_of(fault)
    return ran


def _perhaps(one: Stretch, recordings: Sequence[Stretch]) -> Piece:
    """From when to when a recording may have run."""
    begins, stops = one.begins, one.stops
    if one.end_missing:
        stops = min((each.begins for each in recordings if each.begins > one.begins), default=_NEVER)
    if one.start_missing:
        begins = max((each.stops for each in recordings if each.stops < one.stops), default=_EVER)
    return begins, stops


def _struck_by(fault: Event, recordings: Sequence[Stretch], ran: Sequence[Piece]) -> list[int]:
    """Which recording a fault ends: the one that it names, else the only one that ran then.

    Where two ran and it names neither, the other may have gone on. One whose beginning nobody wrote may
    have begun after the fault.
    """
    running = [
        place
        for place, (begins, stops) in enumerate(ran)
        if _begun_before(fault, recordings[place], begins) and at_of(fault) < stops
    ]
    named = [
        place
        for place in running
        if fault.span_id and any(one.span_id == fault.span_id for one in recordings[place].written)
    ]
    own = named or (running if len(running) == 1 else [])
    return [place for place in own if not recordings[place].start_missing]


def _begun_before(fault: Event, recording: Stretch, begins: datetime) -> bool:
    """Whether a recording ran before a fault: within one minute the order of the entries tells."""
    first = recording.written[0].seq or 0
    return (begins, first) < (at_of(fault), fault.seq or 0)
