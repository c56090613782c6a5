"""Numbered sheets of paper that a station keeps ready for an outage, and what became of each.

A line of a sheet is one entry, and its id follows from station, sheet and line: the register itself refuses
to take a line twice. Sheets lie in one pile and are used in turn, so that one passed over is missing.
"""

import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from habeas.custody.events import Event
from habeas.custody.history import effective

LINES = 12
"""Lines of a sheet."""
MOST_AT_ONCE = 100
"""Sheets that are issued together."""
KINDS = (
    *("rights_informed", "rights_leaflet_given", "lawyer_requested", "lawyer_waived", "lawyer_called"),
    *("lawyer_arrived", "lawyer_left", "consultation_started", "consultation_ended"),
    *("notification_requested", "notification_waived", "third_party_notified", "interpreter_requested"),
    *("interpreter_arrived", "doctor_requested", "doctor_waived", "examination_started", "cell_entered"),
    *("cell_left", "checked", "roused", "meal_offered", "drink_offered", "exercise_started"),
    *("exercise_ended", "rest_started", "rest_ended", "interview_started", "interview_break_started"),
    *("interview_break_ended", "interview_ended", "recording_started", "recording_stopped"),
    *("property_recorded", "property_returned", "released", "left_premises"),
)
"""What a line of a sheet may tell; what needs more words has a form of its own at the desk."""
_PLACE = re.compile(r"sheet ([1-9][0-9]{0,8}), line ([1-9][0-9]?)")
_LINES_OF_STATIONS = uuid.UUID("019ac9a8-3c1e-7b52-9d6f-0b6f4f0e3a11")


class State(StrEnum):
    """What became of a sheet."""

    READY = "ready"
    """In the pile: no sheet after it was used."""
    TYPED = "typed"
    CANCELLED = "cancelled"
    MISSING = "missing"
    """Passed over: a sheet after it was used or cancelled."""
    STRANGE = "strange"
    """Typed in, and never issued."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: the lines that were typed in, and why it was cancelled where it was."""

    number: int
    state: State
    lines: tuple[int, ...] = ()
    cancelled: Event | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Sheets that were issued together."""

    event: Event
    first: int
    last: int


def page_of(sheet: int, line: int) -> str:
    """How an entry names the line of paper that it comes from."""
    return f"sheet {sheet}, line {line}"


def place_on(page: str | None) -> tuple[int, int] | None:
    """Sheet and line that an entry names; ``None`` where it names another paper."""
    found = _PLACE.fullmatch(page or "")
    return (int(found[1]), int(found[2])) if found else None


def line_id(station: str, sheet: int, line: int) -> str:
    """The id of the entry that a line of a sheet is typed in as."""
    return str(uuid.uuid5(_LINES_OF_STATIONS, f"{station}/{sheet}/{line}"))


def issue_id(station: str, first: int) -> str:
    """The id of the entry that sheets are issued by: no number is issued twice."""
    return str(uuid.uuid5(_LINES_OF_STATIONS, f"{station}/issue/{first}"))


def issues(book: Iterable[Event]) -> tuple[Issue, ...]:
    """The issues that stand, the first first."""
    standing = (one for one in effective(book) if one.kind == "sheets_issued")
    found = (Issue(one, one.data["first_sheet"], one.data["last_sheet"]) for one in standing)
    return tuple(sorted(found, key=lambda one: one.first))


def next_number(book: Iterable[Event]) -> int:
    """The number of the next sheet; those of an issue that was struck are not given again."""
    return max((one.data["last_sheet"] for one in book if one.kind == "sheets_issued"), default=0) + 1


def cancelled(book: Iterable[Event]) -> Mapping[int, Event]:
    """The cancellations that stand, by sheet."""
    return {one.data["sheet"]: one for one in effective(book) if one.kind == "sheet_cancelled"}


def account(book: Collection[Event], typed: Mapping[int, Collection[int]]) -> tuple[Sheet, ...]:
    """What became of each sheet. ``typed`` are by sheet the lines that stand in the register."""
    issued = {number for one in issues(book) for number in range(one.first, one.last + 1)}
    struck = cancelled(book)
    gone = {number for number, lines in typed.items() if lines} | struck.keys()
    furthest = max(gone, default=0)

    def state(number: int) -> State:
        if typed.get(number):
            return State.TYPED if number in issued else State.STRANGE
        if number in struck:
            return State.CANCELLED
        return State.MISSING if number < furthest else State.READY

    return tuple(
        Sheet(
            number=number,
            state=state(number),
            lines=tuple(sorted(typed.get(number, ()))),
            cancelled=struck.get(number),
        )
        for number in sorted(issued | gone)
    )
