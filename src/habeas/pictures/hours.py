"""Hours of a day as the clocks of a place show them: a day of summer time's end has 25, its beginning 23."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from habeas.clock import require_aware
from habeas.pictures.svg import text_width

HOUR_SIZE = 11.0
"""Size of the hours' text in user units."""
LONGEST = 3_660
"""Days that are told apart of one stay, ten years: what is longer has a wrong time, and a page has an end."""
_QUARTER = timedelta(minutes=15)
_STEPS = (1, 2, 3, 4, 6, 12)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time that one picture shows: ``start`` is in it, ``end`` is not."""

    start: datetime
    end: datetime
    zone: str

    def __post_init__(self) -> None:
        if require_aware(self.end) <= require_aware(self.start):
            raise ValueError("a window ends after it starts")

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start

    def holds(self, when: datetime) -> bool:
        """Whether an instant lies in it."""
        return self.start <= when < self.end

    def local(self, when: datetime) -> datetime:
        """An instant as the clocks of the place show it."""
        return when.astimezone(ZoneInfo(self.zone))


def calendar_days(begins: datetime, ends: datetime, zone: str) -> list[Window]:
    """The days of the place that a stay touches, from midnight to midnight, the first first."""
    place = ZoneInfo(zone)
    day = require_aware(begins).astimezone(place).date()
    last = require_aware(ends).astimezone(place).date()
    found = list[Window]()
    while day <= last and len(found) < LONGEST:
        after = day + timedelta(days=1)
        found.append(Window(_midnight(day, place), _midnight(after, place), zone))
        day = after
    return found


def _midnight(day: object, place: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), place).astimezone(UTC)  # type: ignore[arg-type]


def days_from(begins: datetime, ends: datetime, zone: str) -> list[Window]:
    """Stretches of 24 hours from the beginning of a stay until its end is shown, the first first."""
    start, found = require_aware(begins).astimezone(UTC), list[Window]()
    while start <= ends and len(found) < LONGEST:
        found.append(Window(start, start + timedelta(hours=24), zone))
        start += timedelta(hours=24)
    return found


@dataclass(frozen=True, slots=True)
class Hour:
    """One line of the axis: ``label`` is empty between two labelled ones, ``midnight`` begins a day."""

    at: datetime
    x: float
    label: str
    midnight: bool


@dataclass(frozen=True, slots=True)
class HourScale:
    """Instants to user units: the window fills ``left`` to ``right``, an hour as wide as any other."""

    window: Window
    left: float
    right: float

    def x(self, when: datetime) -> float:
        """Where an instant is, kept within the plot."""
        share = (when - self.window.start) / self.window.length
        return min(self.right, max(self.left, self.left + share * (self.right - self.left)))


def hours(scale: HourScale) -> list[Hour]:
    """The full hours of the clocks of the place, labelled as closely as they keep clear of each other."""
    instants = list(_full_hours(scale.window))
    pitch = (scale.right - scale.left) / (scale.window.length / timedelta(hours=1))
    taken = text_width("00:00", HOUR_SIZE)
    step = next((step for step in _STEPS if step * pitch >= taken + 10), 12)
    found, free = list[Hour](), scale.left
    for at in instants:
        local, x = scale.window.local(at), scale.x(at)
        fits = x - taken / 2 >= free and x + taken / 2 <= scale.right
        label = f"{local:%H:%M}" if local.hour % step == 0 and fits else ""
        free = x + taken / 2 + 4 if label else free
        found.append(Hour(at, x, label, midnight=local.hour == 0))
    return found


def _full_hours(window: Window) -> Iterator[datetime]:
    """By quarters, since zones lie quarters of an hour apart, and one shifts by half an hour."""
    at = window.start.replace(minute=0, second=0, microsecond=0)
    while at < window.end:
        if at >= window.start and window.local(at).minute == 0:
            yield at
        at += _QUARTER
