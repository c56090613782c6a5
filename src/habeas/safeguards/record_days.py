"""A custody record drawn day by day: its course in lanes, and what a rule found in it drawn in.

The same picture on a page, in print and in a report: who looks at it sees what is written, what is not, and,
where rules were asked, from when time ran, when it was over and how long it went on.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from habeas.custody import Event
from habeas.custody.course import Course, course_of
from habeas.custody.events import LATE_AFTER
from habeas.custody.kinds import OWN
from habeas.custody.outages import Outage
from habeas.custody.stretches import Gap, Stretch
from habeas.custody.wording import KIND_NAMES, SPAN_NAMES
from habeas.language import N_, Words
from habeas.pictures import day as drawing
from habeas.pictures.findings import Finding
from habeas.pictures.glyphs import Shape, Tone
from habeas.pictures.hours import Window, calendar_days, days_from

LANE_NAMES: Mapping[str, tuple[str, Shape, Tone]] = {
    "place": (N_("Place"), Shape.FLAG, Tone.NEUTRAL),
    "interview": (N_("Interview"), Shape.CIRCLE, Tone.STATE),
    "recording": (N_("Recording"), Shape.CIRCLE, Tone.ACCENT),
    "rights": (N_("Rights and who is told"), Shape.SQUARE, Tone.BODY),
    "lawyer": (N_("Lawyer"), Shape.DIAMOND, Tone.OTHER),
    "doctor": (N_("Doctor and injuries"), Shape.CROSS, Tone.BODY),
    "rest": (N_("Rest and food"), Shape.TRIANGLE, Tone.NEUTRAL),
    "checks": (N_("Checks and force"), Shape.BAR, Tone.STATE),
    "other": (N_("Decisions and other"), Shape.CIRCLE, Tone.NEUTRAL),
}
MOST_DAYS = 31
"""Days that are drawn of one stay: nobody is in the hands of the police for longer, and a page has an end."""
LEGEND = N_(
    "Each number is an entry of the table. Where a beginning or an end is not written, the edge is torn; "
    "what goes on is pointed; hollow is what was written more than 15 minutes after; hatched is an interview "
    "that was not recorded."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One day: its heading, what it shows in words, and its picture in each width that was asked for."""

    window: Window
    heading: str
    summary: str
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A record drawn: the course that it shows, and its days."""

    course: Course
    days: tuple[Drawn, ...]
    left_out: int
    """How many of its days are not drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """How a record is looked at: by whose clocks, at which instant, in which language."""

    zone: str
    at: datetime
    words: Words
    numbers: Mapping[str, int]
    """The number of each entry by its id."""
    by_calendar: bool = True
    """By the days of the calendar, or from the beginning on."""
    widths: tuple[int, ...] = (960,)
    prefix: str = "day"
    empty_lanes: bool = True
    """Whether a lane is drawn in which a day has nothing."""
    ringed: Collection[str] = ()
    """The ids of the entries by which a rule is broken."""


def days_of(
    events: Sequence[Event],
    looking: Looking,
    *,
    outages: Sequence[Outage] = (),
    findings: Sequence[Finding] = (),
    silent: Gap | None = None,
    among: Callable[[Sequence[Window]], Sequence[Window]] = lambda windows: windows[:MOST_DAYS],
) -> Days:
    """Draw a record day by day; ``among`` chooses which of its days.

    ``silent``: from when on nobody wrote anything more, though it is drawn further.
    """
    course = course_of(events, as_of=looking.at)
    if course.begins is None or course.ends is None:
        return Days(course=course, days=(), left_out=0)
    windows = (calendar_days if looking.by_calendar else days_from)(course.begins, course.ends, looking.zone)
    made = _Drawing(course, looking, outages, findings, silent)
    days = tuple(made.day(window, place) for place, window in enumerate(among(windows), 1))
    return Days(course=course, days=days, left_out=len(windows) - len(days))


class _Drawing:
    """What is drawn of one record, the same for each day."""

    def __init__(
        self,
        course: Course,
        looking: Looking,
        outages: Sequence[Outage],
        findings: Sequence[Finding],
        silent: Gap | None,
    ) -> None:
        self.looking, self.words, self.say = looking, looking.words, looking.words.say
        self.lanes = [self.lane(name, course) for name in course.lanes]
        self.shades = [self.shade(one) for one in outages]
        if silent is not None:
            self.shades.append(self.silence(silent))
        self.findings = tuple(findings)

    def day(self, window: Window, place: int) -> Drawn:
        begins, ends = (self.moment(each) for each in (window.start, window.end))
        heading = self.say("{start} to {end}", start=begins, end=ends)
        if self.looking.by_calendar:
            heading = self.words.date(window.local(window.start).date())
        summary = self.summary(window)
        lanes = [one for one in self.lanes if self.looking.empty_lanes or _holds(one, window)]
        return Drawn(
            window=window,
            heading=heading,
            summary=summary,
            pictures=tuple(
                drawing.day(
                    lanes,
                    window,
                    shades=self.shades,
                    findings=self.findings,
                    words=self.words,
                    width=width,
                    title=self.say("The record from {start} to {end}", start=begins, end=ends),
                    summary=summary,
                    prefix=f"{self.looking.prefix}{place}w{at}",
                )
                for at, width in enumerate(self.looking.widths)
            ),
        )

    def moment(self, at: datetime) -> str:
        return self.words.moment(at.astimezone(ZoneInfo(self.looking.zone)))

    def summary(self, window: Window) -> str:
        """What the picture shows, for who does not see it; the table beneath has every entry."""
        told = [one.title for one in self.findings if one.touches(window)]
        told += [one.title for one in self.shades if one.begins < window.end and one.ends > window.start]
        for lane in self.lanes:
            stretches = [one.title for one in lane.stretches if one.touches(window)]
            count = sum(window.holds(one.at) for one in lane.moments)
            said = [*stretches, *([self.words.count("{n} entry", "{n} entries", count)] if count else [])]
            told.append(f"{lane.title}: {'; '.join(said) or self.say('nothing written')}")
        return ". ".join(told)

    def lane(self, name: str, course: Course) -> drawing.DayLane:
        title, shape, tone = LANE_NAMES[name]
        gaps = course.unrecorded if name == "recording" else ()
        return drawing.DayLane(
            title=self.say(title),
            stretches=tuple(self.stretch(one, tone) for one in course.stretches[name]),
            moments=tuple(self.mark(one, shape, tone) for one in course.moments[name]),
            missing=tuple(self.gap(one) for one in gaps),
        )

    def mark(self, event: Event, shape: Shape, tone: Tone) -> drawing.Moment:
        assert event.occurred_at is not None  # noqa: S101 (a moment has its time, for the type checker)
        return drawing.Moment(
            at=event.occurred_at,
            number=self.looking.numbers[event.event_id],
            shape=shape,
            tone=tone,
            title=self.told(event),
            late=_is_late(event),
            ringed=self.rings(event),
        )

    def stretch(self, one: Stretch, tone: Tone) -> drawing.Stretch:
        start, end = one.span.start, one.span.end
        name = self.say(SPAN_NAMES[one.span.name])
        ends = [self.told(each) for each in one.written]
        ends += [self.say("no beginning is written")] if one.start_missing else []
        ends += [self.say("no end is written")] if one.end_missing else []
        ends += [self.say("goes on")] if one.running else []
        numbers = self.looking.numbers
        return drawing.Stretch(
            begins=one.begins,
            stops=one.stops,
            first=numbers[start.event_id] if start and not one.start_missing else None,
            last=numbers[end.event_id] if end and end.occurred_at else None,
            tone=tone,
            label=name,
            title=f"{name}: {'; '.join(ends)}",
            running=one.running,
            late=(start is not None and _is_late(start), end is not None and _is_late(end)),
            ringed=(self.rings(start), self.rings(end)),
        )

    def rings(self, event: Event | None) -> bool:
        return event is not None and event.event_id in self.looking.ringed

    def told(self, event: Event) -> str:
        """An entry in a few words, with both its times."""
        place = ZoneInfo(self.looking.zone)
        happened = self.say("time not known")
        if event.occurred_at is not None:
            happened = f"{event.occurred_at.astimezone(place):%H:%M}"
        said = self.say(
            "{number} {kind} {happened}, written {written}",
            number=self.looking.numbers[event.event_id],
            kind=kind_name(event.kind, self.words),
            happened=happened,
            written=self.moment(event.recorded_at),
        )
        if event.late is None or not _is_late(event):
            return said
        length = self.words.length(event.late, exactly=False)
        return f"{said}, {self.say('{length} after', length=length)}"

    def gap(self, gap: Gap) -> drawing.Missing:
        length = self.words.length(gap.length)
        return drawing.Missing(
            begins=gap.begins,
            ends=gap.ends,
            label=length,
            title=self.say("interview not recorded for {length}", length=length),
        )

    def shade(self, one: Outage) -> drawing.Shade:
        began = self.moment(one.began)
        said = self.say("the register could not be reached from {start} on", start=began)
        if one.ended is not None:
            ended = self.moment(one.ended)
            said = self.say("the register could not be reached from {start} to {end}", start=began, end=ended)
        return drawing.Shade(
            begins=one.began, ends=one.ended or self.looking.at, label=self.say("outage"), title=said
        )

    def silence(self, one: Gap) -> drawing.Shade:
        since = self.moment(one.begins)
        said = self.say("from {start} on nobody wrote anything more until the audit", start=since)
        label = self.say("nobody wrote anything more")
        return drawing.Shade(begins=one.begins, ends=one.ends, label=label, title=said)


def kind_name(kind: str, words: Words) -> str:
    """A kind in words; one of a site's own by its name."""
    return words.say(KIND_NAMES[kind]) if kind in KIND_NAMES else kind.removeprefix(OWN).replace("_", " ")


def _is_late(event: Event) -> bool:
    return event.late is not None and event.late > LATE_AFTER


def _holds(lane: drawing.DayLane, window: Window) -> bool:
    return any(one.touches(window) for one in lane.stretches) or any(
        window.holds(one.at) for one in lane.moments
    )
