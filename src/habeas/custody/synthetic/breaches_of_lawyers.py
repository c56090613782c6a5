"""Ways to break the rules on the lawyer (safeguards.md 3)."""

import json
from collections.abc import Callable

from habeas.custody.synthetic.inquiry import interview
from habeas.custody.synthetic.intake import instant
from habeas.custody.synthetic.plan import HOUR, MINUTE
from habeas.custody.synthetic.planted import (
    Change,
    in_the_eu,
    of_a_juvenile,
    of_an_adult,
    only,
    other,
    put_off,
    way,
)
from habeas.custody.synthetic.stay import Entry, Stay, text

DELAY = "lawyer_delay_authorised"
LOOKS = ("checked", "roused")


def _undelayed(stay: Stay) -> bool:
    return stay.first(DELAY) is None


def _adult_undelayed(stay: Stay) -> bool:
    """Whether nothing excuses an interview without the lawyer."""
    return of_an_adult(stay) and _undelayed(stay)


def _called_late(stay: Stay) -> list[Entry] | None:
    asked, called, came = map(stay.first, ("lawyer_requested", "lawyer_called", "lawyer_arrived"))
    if asked is None or called is None or came is None or not (asked.at and called.at and came.at):
        return None
    if came.at - asked.at < 45 * MINUTE:
        return None
    called.at = asked.at + stay.chance.between(35, (came.at - asked.at) // MINUTE - 5) * MINUTE
    return [asked, called]


def _comes_late(stay: Stay) -> list[Entry] | None:
    """The first visit put off as a whole, where no interview lies in it or before its new end."""
    asked, came, gone = map(stay.first, ("lawyer_requested", "lawyer_arrived", "lawyer_left"))
    if asked is None or came is None or gone is None or not (asked.at and came.at and gone.at):
        return None
    off = asked.at + stay.chance.between(250, 400) * MINUTE - came.at
    heard = stay.first("interview_started")
    if off <= 0 or gone.at + off > min(stay.end - 10 * MINUTE, (heard.at or 0) if heard else stay.end):
        return None
    put_off([came, gone, *stay.of("consultation_started", "consultation_ended")[:2]], off)
    return [asked, came]


def _delayed_too_late(stay: Stay) -> list[Entry] | None:
    """The lawyer came late, and the delay is authorised once the time had run out."""
    late = _comes_late(stay)
    if late is None:
        return None
    asked, came = late
    at = (asked.at or 0) + stay.chance.between(185, 230) * MINUTE
    return [asked, _delayed(stay, at, (came.at or 0) + HOUR), came]


def _delayed(stay: Stay, at: int, until: int, reason: str | None = "others are still sought") -> Entry:
    fields = {"authorised_by": stay.place.senior, "reason": reason, "until": instant(until)}
    said_of_it = text(**{name: value for name, value in fields.items() if value is not None})
    return stay.put(DELAY, at, said_of_it, by=stay.place.senior)


def _delayed_without_reason(stay: Stay) -> list[Entry] | None:
    asked = stay.first("lawyer_requested")
    if asked is None or asked.at is None or not _undelayed(stay):
        return None
    return [_delayed(stay, asked.at + MINUTE, asked.at + 2 * HOUR, reason=None)]


def without(whom: str) -> Change:
    """At the first interview at which somebody was, they are not said to have been."""

    def change(stay: Stay) -> list[Entry] | None:
        for entry in stay.of("interview_started"):
            there = json.loads(entry.data or "{}")["present"]
            if whom in there:
                entry.says(present=[each for each in there if each != whom])
                return [entry]
        return None

    return change


def _waived_at(minutes: Callable[[Stay], int]) -> Change:
    """At the first interview no lawyer was, and a waiver is written so many minutes after its start."""

    def change(stay: Stay) -> list[Entry] | None:
        alone = without("lawyer")(stay)
        if alone is None or alone[0].at is None:
            return None
        return [*alone, stay.put("lawyer_waived", alone[0].at + minutes(stay) * MINUTE)]

    return change


def _heard_before(stay: Stay) -> list[Entry] | None:
    """A short interview as soon as they were taken in, before the lawyer who was asked for is there."""
    came, person = stay.first("lawyer_arrived"), stay.person
    if came is None or came.at is None or person.interpreter or person.juvenile or person.vulnerable:
        return None
    start, length = stay.free + 6 * MINUTE, 20 * MINUTE
    over = start + length
    if over + 15 * MINUTE > came.at or any(begun < over and start < end for begun, end, _ in stay.taken):
        return None
    if any(begun < over and start < end for begun, end in stay.rests) or not _undelayed(stay):
        return None
    before = len(stay.entries)
    interview(stay, start, length, [])
    heard = stay.entries[before]
    _into_the_cell_after(stay, over)
    return [heard, came]


def _into_the_cell_after(stay: Stay, over: int) -> None:
    """The first time in the cell begins after this."""
    cell = stay.first("cell_entered")
    gone = next((each for each in stay.of("cell_left") if cell and each.span == cell.span), None)
    if cell is None or gone is None or (cell.at or 0) >= over:
        return
    dropped: list[Entry] = [each for each in stay.of(*LOOKS) if (each.at or 0) <= over + 3 * MINUTE]
    cell.at = over + 3 * MINUTE
    if (gone.at or 0) < cell.at + 5 * MINUTE:
        dropped += [cell, gone]
    stay.entries = [each for each in stay.entries if each not in dropped]


def _consulted_after(stay: Stay) -> list[Entry] | None:
    """The lawyer comes straight to the interview, and speaks with the person once it is over."""
    began, ended = stay.first("consultation_started"), stay.first("consultation_ended")
    heard, over = stay.first("interview_started"), stay.first("interview_ended")
    if began is None or ended is None or heard is None or over is None or not _undelayed(stay):
        return None
    visit = next(
        (each for each in stay.of("lawyer_left") if (each.at or 0) - (over.at or 0) == 4 * MINUTE), None
    )
    if visit is None or not (began.at and ended.at and heard.at and over.at) or began.at > heard.at:
        return None
    length = ended.at - began.at
    if not goes_on(stay, over.at, over.at + length + 2 * MINUTE, "cell_entered", "lawyer_left"):
        return None
    began.at, ended.at = over.at + MINUTE, over.at + MINUTE + length
    return [heard, began]


def goes_on(stay: Stay, old: int, new: int, *kinds: str) -> bool:
    """Let what comes at ``old`` come at ``new``, if nothing follows for long enough; whether it fits.

    Nobody looks into an empty cell meanwhile.
    """
    following = [start for start, _over, _what in stay.taken if start >= old]
    following += [start for start, _over in stay.rests if start >= old]
    if new > min([*following, stay.end]) - 30 * MINUTE:
        return False
    empty = (*LOOKS, "meal_offered", "drink_offered")
    stay.entries = [
        each
        for each in stay.entries
        if not (each.kind in empty and old <= (each.at or 0) <= new + 4 * MINUTE)
    ]
    put_off(
        [each for each in stay.of(*kinds) if each.at is not None and old <= each.at <= old + 5 * MINUTE],
        new - old,
    )
    return True


def _leaves_the_confrontation(stay: Stay) -> list[Entry] | None:
    began, over = stay.first("confrontation_started"), stay.first("confrontation_ended")
    if began is None or over is None or not (began.at and over.at):
        return None
    gone = next((each for each in stay.of("lawyer_left") if each.at == over.at + 4 * MINUTE), None)
    if gone is None:
        return None
    gone.at = began.at + (over.at - began.at) // 2 // MINUTE * MINUTE
    return [began, gone]


_VISIT = "lawyer_requested lawyer_arrived"
_HEARD = f"{_VISIT} interview_started"
WAYS = (
    way("lawyer.called", "the lawyer called late", _called_late, needs=_VISIT),
    way("lawyer.arrives", "the lawyer came late", only(_undelayed, _comes_late), needs=_VISIT),
    way(
        "lawyer.arrives",
        "the lawyer came late, the delay authorised once the time had run out",
        only(_undelayed, _delayed_too_late),
        needs=_VISIT,
    ),
    way(
        "lawyer.consultation-private",
        "not alone with the lawyer",
        other("consultation_started", private=False),
        needs="consultation_started",
    ),
    way(
        "lawyer.consultation-before-interview",
        "heard before the consultation",
        only(in_the_eu, _consulted_after),
        needs=f"{_HEARD} consultation_started",
    ),
    way(
        "lawyer.before-interview",
        "heard before the lawyer came",
        only(in_the_eu, _heard_before),
        needs=_VISIT,
        along="lawyer.present-throughout lawyer.consultation-before-interview",
    ),
    way(
        "lawyer.present-throughout",
        "heard without the lawyer",
        only(_adult_undelayed, without("lawyer")),
        needs=_HEARD,
    ),
    way(
        "lawyer.present-throughout",
        "heard without the lawyer, the waiver written once it had begun",
        only(_adult_undelayed, _waived_at(lambda stay: stay.chance.between(5, 20))),
        needs=_HEARD,
    ),
    way(
        "juvenile.lawyer-at-interview",
        "a juvenile heard without the lawyer",
        only(of_a_juvenile, without("lawyer")),
        needs=_HEARD,
        along="lawyer.present-throughout",
    ),
    way(
        "juvenile.lawyer-at-interview",
        "a juvenile let to waive the lawyer",
        only(of_a_juvenile, _waived_at(lambda stay: -stay.chance.between(8, 12))),
        needs=_HEARD,
    ),
    way(
        "lawyer.at-confrontation",
        "the lawyer gone before the end of a confrontation",
        only(in_the_eu, _leaves_the_confrontation),
        needs=f"{_VISIT} confrontation_started",
    ),
    way(
        "lawyer.delay-has-grounds",
        "a delay of the lawyer without a reason",
        only(in_the_eu, _delayed_without_reason),
        "not_recorded",
        needs=_VISIT,
    ),
)
