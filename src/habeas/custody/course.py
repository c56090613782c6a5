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
from habeas.custody.history import Line, lines, ordered
from habeas.custody.kinds import kinds, spans
from habeas.custody.recordings import coverage
from habeas.custody.stretches import Gap, Stretch, at_of, end_of, stretches_of

SILENT_AFTER = timedelta(hours=2)
"""From when on it is said that nothing is written (a number of ours: nobody should be alone for longer)."""
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
    ends, ended = end_of(timed, require_aware(as_of))
    stretches = [
        each
        for name in spans()
        if name != "outage"
        for each in stretches_of(standing, name, ends, ended=ended)
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
        unrecorded=tuple(gap for one in coverage(standing, ends, ended=ended) for gap in one.gaps),
        silent=tuple(_silent(timed, ends)),
    )


def _silent(timed: Sequence[Event], ends: datetime) -> Iterator[Gap]:
    """Between which instants nothing is written that happened."""
    instants = [at_of(one) for one in timed]
    for before, after in zip(instants, [*instants[1:], ends], strict=False):
        if after - before > SILENT_AFTER:
            yield Gap(begins=before, ends=after)
