"""The day of a record as pictures: its course, mapped to lanes, one picture for each day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from habeas.custody import Event
from habeas.custody.course import Course, course_of
from habeas.custody.events import LATE_AFTER
from habeas.custody.outages import Outage
from habeas.custody.stretches import Gap, Stretch
from habeas.custody.wording import SPAN_NAMES
from habeas.language import N_
from habeas.pictures import day as drawing
from habeas.pictures.glyphs import Shape, Tone
from habeas.pictures.hours import MOST_WINDOWS, Window, calendar_days, days_from
from habeas.web.custodydesk.access import Opened
from habeas.web.custodydesk.showing import kind_name, lasting, lasting_exactly, moment
from habeas.web.custodydesk.times import local
from habeas.web.shell.marks import own_words

WIDE, NARROW = 960, 380
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

LEGEND = N_(
    "Each number is an entry of the table. Where a beginning or an end is not written, the edge is torn; "
    "what goes on is pointed; hollow is what was written more than 15 minutes after; hatched is an interview "
    "that was not recorded."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One day: its heading, and its picture in two widths."""

    heading: str
    summary: str
    wide: str
    narrow: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A record drawn: the days, the course that they show, and numbers of the entries by event."""

    course: Course
    numbers: dict[str, int]
    days: tuple[Drawn, ...]
    cut: bool
    """Whether the stay is longer than what is drawn."""


def days_of(opened: Opened, outages: Sequence[Outage], at: datetime, *, by_calendar: bool) -> Days:
    """Draw a record day by day, by the calendar of its station or from the arrival on."""
    course = course_of(opened.events, as_of=at)
    numbers = {
        one.event_id: line.first.seq or 0
        for line in opened.lines
        for one in (line.first, *line.replaced, *((line.stands,) if line.stands else ()))
    }
    if course.begins is None or course.ends is None:
        return Days(course=course, numbers=numbers, days=(), cut=False)
    windows = (calendar_days if by_calendar else days_from)(course.begins, course.ends, opened.station.zone)
    made = _Drawing(opened, course, numbers, tuple(outages), at, by_calendar=by_calendar)
    days = tuple(made.day(window, place) for place, window in enumerate(windows, 1))
    cut = len(windows) == MOST_WINDOWS and windows[-1].end <= course.ends
    return Days(course=course, numbers=numbers, days=days, cut=cut)


class _Drawing:
    """What is drawn of one record, the same for each day."""

    def __init__(
        self,
        opened: Opened,
        course: Course,
        numbers: Mapping[str, int],
        outages: tuple[Outage, ...],
        at: datetime,
        *,
        by_calendar: bool,
    ) -> None:
        self.by_calendar = by_calendar
        self.zone, self.numbers = opened.station.zone, numbers
        self.lanes = [self.lane(name, course) for name in course.lanes]
        self.shades = [self.shade(one, at) for one in outages]

    def day(self, window: Window, place: int) -> Drawn:
        begins, ends = local(window.start, self.zone), local(window.end, self.zone)
        heading = (
            own_words().date(begins.date())
            if self.by_calendar
            else _("%(from)s to %(until)s") % {"from": moment(begins), "until": moment(ends)}
        )
        title = _("The record from %(from)s to %(until)s") % {"from": moment(begins), "until": moment(ends)}
        summary = self.summary(window)
        wide, narrow = (
            drawing.day(
                self.lanes,
                window,
                shades=self.shades,
                words=own_words(),
                width=width,
                title=title,
                summary=summary,
                prefix=f"day{place}{kind}",
            )
            for width, kind in ((WIDE, "w"), (NARROW, "n"))
        )
        return Drawn(heading=heading, summary=summary, wide=wide, narrow=narrow)

    def summary(self, window: Window) -> str:
        """What the picture shows, for who does not see it; the table beneath has every entry."""
        told = []
        for lane in self.lanes:
            stretches = [one.title for one in lane.stretches if one.touches(window)]
            count = sum(window.holds(one.at) for one in lane.moments)
            said = [*stretches, *([_("%(count)s entries") % {"count": count}] if count else [])]
            told.append(f"{lane.title}: {'; '.join(said) or _('nothing written')}")
        return ". ".join(told)

    def lane(self, name: str, course: Course) -> drawing.DayLane:
        title, shape, tone = LANE_NAMES[name]
        gaps = course.unrecorded if name == "recording" else ()
        return drawing.DayLane(
            title=_(title),
            stretches=tuple(self.stretch(one, tone) for one in course.stretches[name]),
            moments=tuple(self.moment(one, shape, tone) for one in course.moments[name]),
            missing=tuple(self.gap(one) for one in gaps),
        )

    def moment(self, event: Event, shape: Shape, tone: Tone) -> drawing.Moment:
        assert event.occurred_at is not None  # noqa: S101 (a moment has its time, for the type checker)
        return drawing.Moment(
            at=event.occurred_at,
            number=self.numbers[event.event_id],
            shape=shape,
            tone=tone,
            title=self.told(event),
            late=_is_late(event),
        )

    def stretch(self, one: Stretch, tone: Tone) -> drawing.Stretch:
        start, end = one.span.start, one.span.end
        name = _(SPAN_NAMES[one.span.name])
        ends = [self.told(each) for each in one.written]
        ends += [_("no beginning is written")] if one.start_missing else []
        ends += [_("no end is written")] if one.end_missing else []
        ends += [_("goes on")] if one.running else []
        return drawing.Stretch(
            begins=one.begins,
            stops=one.stops,
            first=self.numbers[start.event_id] if start and not one.start_missing else None,
            last=self.numbers[end.event_id] if end and end.occurred_at else None,
            tone=tone,
            label=name,
            title=f"{name}: {'; '.join(ends)}",
            running=one.running,
            late=(start is not None and _is_late(start), end is not None and _is_late(end)),
        )

    def told(self, event: Event) -> str:
        """An entry in a few words, with both its times."""
        happened = (
            f"{local(event.occurred_at, self.zone):%H:%M}" if event.occurred_at else _("time not known")
        )
        written = moment(local(event.recorded_at, self.zone))
        said = _("%(number)s %(kind)s %(happened)s, written %(written)s") % {
            "number": self.numbers[event.event_id],
            "kind": kind_name(event.kind),
            "happened": happened,
            "written": written,
        }
        if event.late is None or not _is_late(event):
            return said
        return f"{said}, {_('%(length)s after') % {'length': lasting(event.late)}}"

    def gap(self, gap: Gap) -> drawing.Missing:
        length = lasting_exactly(gap.length)
        return drawing.Missing(
            begins=gap.begins,
            ends=gap.ends,
            label=length,
            title=_("interview not recorded for %(length)s") % {"length": length},
        )

    def shade(self, one: Outage, at: datetime) -> drawing.Shade:
        values = {"from": moment(local(one.began, self.zone))}
        said = _("the register could not be reached from %(from)s on") % values
        if one.ended is not None:
            values["until"] = moment(local(one.ended, self.zone))
            said = _("the register could not be reached from %(from)s to %(until)s") % values
        return drawing.Shade(begins=one.began, ends=one.ended or at, label=_("outage"), title=said)


def _is_late(event: Event) -> bool:
    return event.late is not None and event.late > LATE_AFTER
