"""Ways to break the rules on the hours in custody: looks, rest, meals, reviews, length (safeguards.md 3)."""

import json

from habeas.custody.synthetic.intake import instant
from habeas.custody.synthetic.plan import DAY, HOUR, MINUTE
from habeas.custody.synthetic.planted import (
    Change,
    british,
    late,
    of_a_juvenile,
    only,
    other,
    way,
    whole,
)
from habeas.custody.synthetic.stay import Entry, Stay, text


def _short_rest(stay: Stay) -> list[Entry] | None:
    """The only rest of the first day is cut short."""
    first = [rest for rest in stay.rests if rest[0] < stay.arrived + 24 * HOUR]
    if len(first) != 1 or stay.end < stay.arrived + 25 * HOUR or stay.first("transferred_in"):
        return None
    if stay.first("arrived") is None:
        return None
    began = next(each for each in stay.of("rest_started") if each.at == first[0][0])
    over = next(each for each in stay.of("rest_ended") if each.span == began.span)
    over.at = first[0][1] - stay.chance.between(120, 280) * MINUTE
    return [began, over]


def _unseen(*, kind: str, over: int) -> Change:
    """Looks into the cell left out until the gap is longer than allowed."""

    def change(stay: Stay) -> list[Entry] | None:
        looks = stay.of(kind)
        for before, gone, after in zip(looks, looks[1:], looks[2:], strict=False):
            between = (after.at or 0) - (before.at or 0)
            bounds = stay.of("cell_entered", "cell_left")
            apart = any((before.at or 0) < (each.at or 0) < (after.at or 0) for each in bounds)
            if not apart and between > over * MINUTE:
                stay.entries.remove(gone)
                return [before, after]
        return None

    return change


def _full_days(stay: Stay) -> int:
    """How many full days since the arrival it has."""
    came = stay.first("arrived", "transferred_in")
    return 0 if came is None or came.at is None else (stay.end - came.at) // DAY


def _within(stay: Stay, kinds: str, day: int) -> list[Entry]:
    """Entries of some kinds within a full day since the arrival, in the order of time."""
    came = stay.first("arrived", "transferred_in")
    start = (came.at if came else None) or 0
    found = [
        each
        for each in stay.of(*kinds.split())
        if start + day * DAY <= (each.at or 0) < start + (day + 1) * DAY
    ]
    return sorted(found, key=lambda each: each.at or 0)


def _meals_left(left: int) -> Change:
    """So many meals are left of a full day's."""

    def change(stay: Stay) -> list[Entry] | None:
        days = _full_days(stay)
        if not days:
            return None
        meals = _within(stay, "meal_offered", stay.chance.between(0, days - 1))
        if len(meals) <= left:
            return None
        gone = meals[left:]
        stay.entries = [each for each in stay.entries if each not in gone]
        return [*stay.of("arrived")[:1], *meals[:left]]

    return change


def _indoors(stay: Stay) -> list[Entry] | None:
    """A day after the first without exercise."""
    days = _full_days(stay)
    if days < 2:
        return None
    out = _within(stay, "exercise_started exercise_ended", stay.chance.between(1, days - 1))
    spans = {each.span for each in out}
    stay.entries = [each for each in stay.entries if each.span is None or each.span not in spans]
    return stay.of("arrived")[:1]


def _held_for_over(stay: Stay, hours: int) -> bool:
    over = stay.arrived + hours * HOUR + 30 * MINUTE
    return british(stay) and whole(stay) and stay.basis == "criminal" and stay.end > over


def _unauthorised(stay: Stay) -> list[Entry] | None:
    if not _held_for_over(stay, 24) or stay.first("hospital_left_for"):
        return None
    stay.entries = [each for each in stay.entries if each.kind not in ("charged", "extension_authorised")]
    return stay.of("arrived")[:1]


def _extended_too_late(stay: Stay) -> list[Entry] | None:
    first = stay.first("extension_authorised")
    if first is None or not _held_for_over(stay, 26) or stay.first("hospital_left_for", "charged"):
        return None
    first.at = stay.arrived + 24 * HOUR + stay.chance.between(10, 70) * MINUTE
    return [*stay.of("arrived")[:1], first]


def _beyond_the_cap(stay: Stay) -> list[Entry] | None:
    """A superintendent lets it go on for longer than a superintendent may."""
    found = stay.of("extension_authorised")
    if not found or not _held_for_over(stay, 36) or stay.first("hospital_left_for", "charged"):
        return None
    stay.entries = [each for each in stay.entries if each not in found[1:]]
    found[0].data = text(by="superintendent", until=instant(stay.end + 2 * HOUR))
    return [*stay.of("arrived")[:1], found[0]]


def _review_late(number: int) -> Change:
    """A review later than nine hours after the one before it, and before the next."""

    def change(stay: Stay) -> list[Entry] | None:
        held = stay.of("review_held")
        if len(held) <= number or stay.first("review_postponed") is not None:
            return None
        before, own = held[number - 1], held[number]
        at = (before.at or 0) + stay.chance.between(550, 600) * MINUTE
        following = held[number + 1].at if len(held) > number + 1 else stay.end
        if at + 20 * MINUTE > (following or 0):
            return None
        own.at = at
        return [before, own]

    return change


def _postponed_without_reason(stay: Stay) -> list[Entry] | None:
    held = stay.first("review_held")
    if held is None or held.at is None or stay.first("review_postponed") is not None:
        return None
    until = text(until=instant(held.at + 30 * MINUTE))
    return [stay.put("review_postponed", held.at - 20 * MINUTE, until, by=stay.place.senior)]


def _reviewed_by_an_interviewer(stay: Stay) -> list[Entry] | None:
    held, heard = stay.of("review_held"), stay.first("interview_started")
    if not held or heard is None:
        return None
    held[-1].says(by=json.loads(heard.data or "{}")["interviewers"][0])
    return [heard, held[-1]]


def _unpostponed(stay: Stay) -> bool:
    return stay.first("review_postponed") is None


_EXTENDED = "arrived extension_authorised"
WAYS = (
    way(
        "juvenile.apart-from-adults",
        "with adults",
        only(of_a_juvenile, other("cell_entered", with_adults=True)),
        needs="cell_entered",
    ),
    way("custody.24h", "held over 24 hours without authority", _unauthorised, needs="arrived"),
    way("custody.24h", "extended once the 24 hours had run out", _extended_too_late, needs=_EXTENDED),
    way("custody.24h", "extended beyond what a superintendent may", _beyond_the_cap, needs=_EXTENDED),
    way(
        "custody.meal-each-day",
        "no meal for a day",
        _meals_left(0),
        "not_recorded",
        needs="arrived meal_offered",
    ),
    way(
        "meal.three-a-day",
        "two meals in a day",
        only(british, _meals_left(2)),
        "not_recorded",
        needs="arrived meal_offered",
    ),
    way("custody.outdoor-hour", "a day indoors", _indoors, "not_recorded", needs="arrived"),
    way(
        "review.on-time",
        "the first review late",
        only(_unpostponed, late("review_held", ("detention_authorised",), 390, 460)),
        needs="detention_authorised review_held",
    ),
    way("review.on-time", "the second review late", _review_late(1), needs="review_held"),
    way("review.on-time", "the third review late", _review_late(2), needs="review_held"),
    way(
        "review.postponement-has-grounds",
        "a review postponed without a reason",
        _postponed_without_reason,
        "not_recorded",
        needs="review_held",
    ),
    way(
        "review.by-somebody-apart",
        "an interviewer held the review",
        _reviewed_by_an_interviewer,
        needs="review_held interview_started",
    ),
    way("rest.8h-in-24h", "the only rest cut short", only(british, _short_rest), needs="rest_started"),
    way(
        "check.hourly",
        "over an hour without a look",
        only(british, _unseen(kind="checked", over=65)),
        needs="checked",
    ),
    way(
        "check.half-hourly-roused",
        "over half an hour without rousing",
        _unseen(kind="roused", over=35),
        needs="roused",
    ),
)
