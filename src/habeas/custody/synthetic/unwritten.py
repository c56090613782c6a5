"""What was not written: a time, an end or a field taken out of a stay that kept the rules.

It is taken out of the rows once they are written, so that the rest of the register is, byte for byte, what it
is without. What an audit says otherwise of it is what is listed, and nothing else.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from habeas.custody.exchange.tables import Row
from habeas.custody.synthetic.chance import Chance
from habeas.custody.synthetic.plan import DAY, HOUR
from habeas.custody.synthetic.planted import Planted
from habeas.custody.synthetic.stay import Entry, Stay

_ID, _SEQ, _OCCURRED, _DATA = 1, 2, 4, 14
"""Places in a row of ``events``."""
_UNTIMED = ("register.written-after", "register.written-promptly")
"""What asks of each entry how long after what happened it was written."""


class Missing(StrEnum):
    """What is not there."""

    TIME = "time"
    END = "end"
    FIELD = "field"


Fits = Callable[[Stay, Entry], bool]
"""Whether an entry of a stay is one of which the rules say what is expected."""


def _any(_stay: Stay, _entry: Entry) -> bool:
    return True


def _from_outside(stay: Stay, _entry: Entry) -> bool:
    """Whether the record knows when it began: it was not taken over from another place."""
    begun = stay.first("apprehended")
    return begun is not None and begun.at is not None


def _asked_at_a_station(stay: Stay, _entry: Entry) -> bool:
    """Whether an adult's own wish alone made a doctor due, and the hours for that passed in custody."""
    others = ("hospital_returned_from", "transferred_in", "force_used", "restraint_applied")
    asked = stay.first("doctor_requested")
    if asked is None or asked.at is None or stay.first(*others) is not None or stay.person.juvenile:
        return False
    return stay.place.type == "police_station" and asked.at + 3 * HOUR < stay.end


def _remanded_for_long(stay: Stay, entry: Entry) -> bool:
    """Whether a judge sent to prison who was held, in all, beyond the hours in which one is to be seen."""
    after, remanded = stay.followed_by, '"outcome":"remanded"' in (entry.data or "")
    return remanded and after is not None and after.end > stay.begun + 2 * DAY


def _of_a_juvenile(stay: Stay, entry: Entry) -> bool:
    return stay.person.juvenile and _from_outside(stay, entry)


def _within_a_day(stay: Stay, entry: Entry) -> int | None:
    """The day of the stay, from 0, in which it began, where that was a full one."""
    arrived, started = stay.first("arrived", "transferred_in"), _start(stay, entry)
    if arrived is None or arrived.at is None or started is None:
        return None
    day = (started - arrived.at) // DAY
    return day if arrived.at + (day + 1) * DAY <= stay.end else None


def _start(stay: Stay, entry: Entry) -> int | None:
    return next((each.at for each in stay.entries if each.span == entry.span and each is not entry), None)


def _on_a_day_out(stay: Stay, entry: Entry) -> bool:
    """Whether the hour in the open is asked of the day: of each full one but the first."""
    return bool(_within_a_day(stay, entry))


def _heard_after(stay: Stay, entry: Entry) -> bool:
    started = _start(stay, entry) or 0
    return any((each.at or 0) > started for each in stay.of("interview_started"))


def _only_rest(stay: Stay, entry: Entry) -> bool:
    """Whether the rest of a full day is this one, and nobody was interviewed after it began."""
    return stay.place.british and _within_a_day(stay, entry) is not None and not _heard_after(stay, entry)


def _rest_before_an_interview(stay: Stay, entry: Entry) -> bool:
    return _heard_after(stay, entry) and not (stay.place.british and _within_a_day(stay, entry) is not None)


def _interview_alone(stay: Stay, _entry: Entry) -> bool:
    """Whether nothing else is asked of an interview than how long it was and that it was recorded."""
    rested = stay.first("rest_started") is not None
    return not (rested or stay.lawyer or stay.person.juvenile or stay.place.british)


@dataclass(frozen=True, slots=True, eq=False)
class Hole:
    """Something that is not written of one entry, and the rules that cannot be shown to be kept then."""

    missing: Missing
    kind: str
    rule: str
    along: tuple[str, ...] = ()
    fits: Fits = _any
    name: str = ""
    """Of a field."""

    @property
    def what(self) -> str:
        """In words."""
        match self.missing:
            case Missing.TIME:
                return f"the time of {self.kind} was not written"
            case Missing.END:
                return f"no entry {self.kind} was written"
        return f"{self.name} of {self.kind} was not written"


def _time(kind: str, rule: str, fits: Fits = _any) -> Hole:
    return Hole(Missing.TIME, kind, rule, _UNTIMED, fits)


def _field(kind: str, name: str, rule: str, fits: Fits = _any) -> Hole:
    return Hole(Missing.FIELD, kind, rule, (), fits, name)


HOLES = (
    _time("rights_informed", "rights.informed-at-outset", _from_outside),
    _time("lawyer_called", "lawyer.called"),
    _time("guardian_notified", "juvenile.adult-told", _of_a_juvenile),
    _time("injury_reported_to_prosecutor", "doctor.injury-to-prosecutor"),
    _time("video_preserved", "video.preserved-on-complaint"),
    _time("examination_started", "doctor.when-asked", _asked_at_a_station),
    Hole(
        Missing.TIME,
        "judge_seen",
        "judge.seen-in-time",
        ("judge.remand-moved", *_UNTIMED),
        _remanded_for_long,
    ),
    Hole(Missing.END, "recording_stopped", "interview.recorded-throughout"),
    Hole(
        Missing.END,
        "interview_ended",
        "interview.not-too-long",
        ("interview.recorded-throughout",),
        _interview_alone,
    ),
    Hole(Missing.END, "exercise_ended", "custody.outdoor-hour", (), _on_a_day_out),
    Hole(Missing.END, "rest_ended", "rest.8h-in-24h", (), _only_rest),
    Hole(Missing.END, "rest_ended", "interview.not-in-rest", (), _rest_before_an_interview),
    _field("consultation_started", "private", "lawyer.consultation-private"),
    _field("examination_started", "police_hearing", "doctor.out-of-hearing"),
    _field("examination_started", "police_sight", "doctor.out-of-sight"),
    _field("cell_entered", "with_adults", "juvenile.apart-from-adults", _of_a_juvenile),
)


def take_out(stay: Stay, rows: list[Row], used: Counter[Hole], chance: Chance) -> Iterator[Planted]:
    """Take out of the rows of a stay what was used least so far and fits; what an audit should say of it."""
    for hole in sorted(HOLES, key=lambda hole: (used[hole], chance.random())):
        found = stay.of(hole.kind)
        if len(found) == 1 and hole.fits(stay, found[0]) and (entries := _taken(stay, rows, hole, found[0])):
            used[hole] += 1
            yield Planted(hole.rule, "not_recorded", hole.what, entries, hole.along, missing=hole.missing)
            if hole.missing is Missing.END:
                yield Planted("register.closed-pairs", "breached", hole.what, entries, missing=hole.missing)
            return


def _taken(stay: Stay, rows: list[Row], hole: Hole, entry: Entry) -> list[Entry]:
    """The entries that show it; none, and no change, where something else rests on the entry."""
    at = next((at for at, row in enumerate(rows) if row[_ID] == entry.id), None)
    if at is None or entry.corrects or any(each.corrects is entry for each in stay.entries):
        return []
    row = list(rows[at])
    match hole.missing:
        case Missing.TIME:
            row[_OCCURRED] = None
        case Missing.FIELD:
            said = json.loads(str(row[_DATA] or "{}"))
            if said.pop(hole.name, None) is None:
                return []
            row[_DATA] = json.dumps(said, sort_keys=True, separators=(",", ":")) if said else None
        case Missing.END:
            del rows[at]
            for place in range(at, len(rows)):
                rows[place] = (*rows[place][:_SEQ], int(rows[place][_SEQ] or 0) - 1, *rows[place][_SEQ + 1 :])
            return [each for each in stay.entries if each.span == entry.span and each is not entry]
    rows[at] = tuple(row)
    return [entry]
