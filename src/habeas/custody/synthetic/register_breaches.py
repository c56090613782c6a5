"""Ways to break what a register owes: written promptly, in order, with every number, and closed."""

from habeas.custody.synthetic.plan import HOUR, MINUTE
from habeas.custody.synthetic.planted import way
from habeas.custody.synthetic.stay import Entry, Stay

SECOND = 1_000_000
ANY = ("searched", "checked", "cell_entered", "risk_assessed", "property_recorded", "third_party_notified")


def _one(stay: Stay, *kinds: str) -> Entry | None:
    found = [each for each in stay.of(*kinds) if each.recorded is None and each.at is not None]
    return stay.chance.one(found) if found else None


def _written_late(stay: Stay) -> list[Entry] | None:
    """Hours late, and so after something that happened over an hour later."""
    entry = _one(stay, *ANY)
    if entry is None or entry.at is None:
        return None
    at = entry.at + stay.chance.between(90, 500) * MINUTE
    if not any(entry.at + 61 * MINUTE < (each.at or 0) < at - 10 * MINUTE for each in stay.entries):
        return None
    entry.recorded = at * SECOND + stay.chance.bits(21)
    return [entry]


def _written_before(stay: Stay) -> list[Entry] | None:
    entry = _one(stay, "checked", "roused", "meal_offered")
    if entry is None or entry.at is None:
        return None
    entry.recorded = (entry.at - stay.chance.between(8, 40) * MINUTE) * SECOND + stay.chance.bits(21)
    return [entry]


def _number_missing(stay: Stay) -> list[Entry] | None:
    entry = _one(stay, "drink_offered", "meal_offered", "searched")
    if entry is None or (entry.at or 0) > stay.end - 10 * MINUTE:  # of the last one no number would be missed
        return None
    stay.left_out = entry
    return stay.of("record_opened")


def _inserted(stay: Stay) -> list[Entry] | None:
    entry = _one(stay, *ANY)
    if entry is None or entry.at is None or entry.at > stay.end - 2 * HOUR:
        return None
    stay.put_last = entry
    return [entry]


def _never_ended(stay: Stay) -> list[Entry] | None:
    entry = _one(stay, "consultation_ended", "examination_ended", "exercise_ended")
    if entry is None:
        return None
    stay.entries.remove(entry)
    return [each for each in stay.entries if each.span == entry.span]


def _after_the_end(stay: Stay) -> list[Entry] | None:
    ends = stay.of("released", "bailed", "left_premises")
    if not ends:
        return None
    return [*ends, stay.put("meal_offered", stay.end + stay.chance.between(20, 120) * MINUTE)]


WAYS = (
    way(
        "register.written-promptly",
        "written late, and no reason",
        _written_late,
        along="register.in-order",
    ),
    way("register.written-after", "written before it happened", _written_before),
    way("register.numbered", "a number is missing", _number_missing),
    way("register.in-order", "put in afterwards, dated back", _inserted),
    way("register.closed-pairs", "an end is missing", _never_ended),
    way("register.nothing-after-end", "something after the end", _after_the_end),
)
