"""The course of a stay, for its picture and its paper: stretches and moments in lanes, and what is missing.

Nothing is added to what is written: a start without an end stays one, and a gap is said to be one, of writing
or of recording. It judges nobody: whether there should have been an entry is asked by ``safeguards``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from habeas.clock import require_aware
from habeas.custody.events import Event
from habeas.custody.history import ENDINGS, Line, Span, lines, ordered, pairs
from habeas.custody.kinds import kinds, spans

SILENT_AFTER = timedelta(hours=2)
"""From when on it is said that nothing is written (a number of ours: nobody should be alone for longer)."""
_TO_THE_END = frozenset({"lawyer", "cell"})
"""Spans that run to the end of the stay where no end is written (``kinds.toml``)."""
OTHER = "other"

LANES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "place": (
            *(
                "cell",
                "transport",
                "hospital",
                "court",
                "exercise",
                "attended",
                "left_premises",
                "apprehended",
            ),
            *("arrived", "transferred_out", "transferred_in", "arrested_further", "bailed", "released"),
            *("escaped", "died"),
        ),
        "interview": ("interview", "interview_break", "confrontation", "samples_taken"),
        "recording": ("recording", "recording_fault", "video_preserved"),
        "rights": (
            *(
                "rights_informed",
                "rights_leaflet_given",
                "rights_acknowledged",
                "rights_acknowledgement_refused",
            ),
            *(
                "interpreter_requested",
                "interpreter_arrived",
                "notification_requested",
                "notification_waived",
            ),
            *("notification_tried", "third_party_notified", "notification_delay_authorised"),
            *("consulate_requested", "consulate_waived", "consulate_notified", "guardian_notified"),
            *("appropriate_adult_called", "appropriate_adult_arrived", "complaint_made"),
        ),
        "lawyer": (
            *("lawyer", "consultation", "lawyer_requested", "lawyer_waived", "lawyer_called"),
            "lawyer_delay_authorised",
        ),
        "doctor": (
            *("examination", "doctor_requested", "doctor_waived", "injury_recorded"),
            *("injury_reported_to_prosecutor", "risk_assessed", "self_harm"),
        ),
        "rest": ("rest", "meal_offered", "drink_offered"),
        "checks": ("restraint", "checked", "roused", "searched", "force_used"),
    }
)
"""By lane the spans and kinds in it, the most telling first; every other kind is in ``OTHER``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A span as it is drawn, from ``begins`` to ``stops``; an end that nobody wrote is ``None`` in it."""

    span: Span
    begins: datetime
    stops: datetime
    running: bool = False
    """Whether it has not ended, as far as is written and the person still being held."""

    @property
    def written(self) -> tuple[Event, ...]:
        """The one or two entries that tell of it."""
        return tuple(one for one in (self.span.start, self.span.end) if one is not None)

    @property
    def start_missing(self) -> bool:
        """Whether no start is written, or one without its time."""
        return self.span.start is None or self.span.start.occurred_at is None

    @property
    def end_missing(self) -> bool:
        """Whether no end is written, or one without its time, though it should have ended."""
        return not self.running and (self.span.end is None or self.span.end.occurred_at is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch of time in which something is not: nothing written, or an interview not recorded."""

    begins: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        """How long."""
        return self.ends - self.begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Everything that stands of a record, each entry once: in a stretch, as a moment, or without a time."""

    begins: datetime | None
    ends: datetime | None
    """When the stay ended, else the instant of looking; both ``None`` where no time is known."""
    ended: bool
    stretches: Mapping[str, tuple[Stretch, ...]]
    moments: Mapping[str, tuple[Event, ...]]
    timeless: tuple[Event, ...]
    not_standing: tuple[Line, ...]
    """What was corrected or struck: not drawn, and listed."""
    unrecorded: tuple[Gap, ...]
    silent: tuple[Gap, ...]

    @property
    def lanes(self) -> tuple[str, ...]:
        """Every lane, in order; also those that hold nothing."""
        return (*LANES, OTHER)

    def incomplete(self) -> Iterator[Stretch]:
        """The stretches of which a start or an end is missing, in order of time."""
        every = [one for lane in self.lanes for one in self.stretches[lane]]
        yield from sorted(
            (one for one in every if one.start_missing or one.end_missing), key=lambda one: one.begins
        )


def lane_of(kind: str) -> str:
    """The lane of a kind of event."""
    known = kinds().get(kind)
    names = {kind, known.starts, known.ends} if known else {kind}
    return next((lane for lane, own in LANES.items() if names & set(own)), OTHER)


def course_of(events: Iterable[Event], *, as_of: datetime) -> Course:
    """The course of one record as it stands. ``as_of`` is the instant of looking."""
    found, _faults = lines(events)
    standing = ordered(line.stands for line in found if line.stands is not None)
    timed = [one for one in standing if one.occurred_at is not None]
    ends, ended = _end(timed, require_aware(as_of))
    stretches = [
        each for name in spans() if name != "outage" for each in _stretches(standing, name, ends, ended=ended)
    ]
    told = {one.event_id for each in stretches for one in each.written}
    moments = [one for one in timed if one.event_id not in told]
    by_lane = (*LANES, OTHER)
    return Course(
        begins=timed[0].occurred_at if timed else None,
        ends=ends if timed else None,
        ended=ended,
        stretches=MappingProxyType(
            {
                lane: tuple(one for one in stretches if lane_of(one.written[0].kind) == lane)
                for lane in by_lane
            }
        ),
        moments=MappingProxyType(
            {lane: tuple(one for one in moments if lane_of(one.kind) == lane) for lane in by_lane}
        ),
        timeless=tuple(one for one in standing if one.occurred_at is None and one.event_id not in told),
        not_standing=tuple(line for line in found if line.stands is None or line.replaced),
        unrecorded=tuple(_unrecorded(stretches)),
        silent=tuple(_silent(timed, ends)),
    )


def _end(timed: Sequence[Event], as_of: datetime) -> tuple[datetime, bool]:
    """Until when a record tells, and whether the stay ended: somebody may come in again after an ending."""
    staying = [
        one for one in timed if one.kind in ENDINGS or one.kind in ("arrived", "transferred_in", "attended")
    ]
    last = max((_at(one) for one in timed), default=as_of)
    if staying and staying[-1].kind in ENDINGS:
        return last, True
    return max(last, as_of), False


def _at(event: Event) -> datetime:
    return event.occurred_at or event.recorded_at


def _stretches(standing: Sequence[Event], name: str, ends: datetime, *, ended: bool) -> Iterator[Stretch]:
    found = [span for span in pairs(standing, name) if _timed(span)]
    starts = [_at(span.start) for span in found if span.start is not None and span.start.occurred_at]
    for span in found:
        start = span.start.occurred_at if span.start else None
        end = span.end.occurred_at if span.end else None
        if start is not None and end is not None:
            yield Stretch(span=span, begins=min(start, end), stops=max(start, end))
        elif start is not None:
            after = any(other > start for other in starts)
            running = span.end is None and not ended and not after
            goes_on = running or (name in _TO_THE_END and span.end is None and not after)
            yield Stretch(
                span=span, begins=start, stops=max(start, ends) if goes_on else start, running=running
            )
        elif end is not None:
            yield Stretch(span=span, begins=end, stops=end)


def _timed(span: Span) -> bool:
    return any(one is not None and one.occurred_at is not None for one in (span.start, span.end))


# What is missing --------------------------------------------------------------------------------


def _unrecorded(stretches: Sequence[Stretch]) -> Iterator[Gap]:
    """Interviews less their breaks, where no recording ran. What is not known is no gap.

    A recording whose end nobody wrote may have run on: until the next one of which something is known.
    """
    covered = [
        (one.begins, one.stops)
        for one in stretches
        if one.span.name == "interview_break" and not one.end_missing
    ]
    recordings = [one for one in stretches if one.span.name == "recording"]
    covered += [_perhaps(one, recordings) for one in recordings]
    for one in stretches:
        if one.span.name == "interview" and not one.start_missing and not one.end_missing:
            yield from (
                Gap(begins=begins, ends=ends) for begins, ends in _less(one.begins, one.stops, covered)
            )


def _perhaps(one: Stretch, recordings: Sequence[Stretch]) -> tuple[datetime, datetime]:
    """From when to when a recording may have run."""
    begins, stops = one.begins, one.stops
    if one.end_missing:
        stops = min((each.begins for each in recordings if each.begins > one.begins), default=_NEVER)
    if one.start_missing:
        begins = max((each.stops for each in recordings if each.stops < one.stops), default=_EVER)
    return begins, stops


_EVER = datetime.fromisoformat("0001-01-02T00:00:00+00:00")
_NEVER = datetime.fromisoformat("9999-12-30T00:00:00+00:00")


def _less(
    begins: datetime, ends: datetime, covered: Iterable[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """What of a stretch is left where others cover it."""
    at = begins
    for first, last in sorted(covered):
        if min(first, ends) > at:
            yield at, min(first, ends)
        at = max(at, last)
        if at >= ends:
            return
    if at < ends:
        yield at, ends


def _silent(timed: Sequence[Event], ends: datetime) -> Iterator[Gap]:
    """Between which instants nothing is written that happened."""
    instants = [_at(one) for one in timed]
    for before, after in zip(instants, [*instants[1:], ends], strict=False):
        if after - before > SILENT_AFTER:
            yield Gap(begins=before, ends=after)
