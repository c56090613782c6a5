"""Ways to break the rules on doctors, injuries, searches, force and complaints (safeguards.md 3)."""

from collections.abc import Callable

from habeas.custody.synthetic.plan import DAY, MINUTE
from habeas.custody.synthetic.planted import Change, in_the_eu, of_a_juvenile, only, other, put_off, way
from habeas.custody.synthetic.stay import Entry, Stay, said

EXAMINED = ("examination_started", "examination_ended", "injury_recorded", "injury_reported_to_prosecutor")


def _unhurt(stay: Stay) -> bool:
    return not stay.hurt


def _unasked(stay: Stay) -> bool:
    return not stay.hurt and stay.first("doctor_requested") is None


def _on_admission(stay: Stay) -> bool:
    return stay.place.type == "holding_facility" and _unasked(stay)


def _in_prison(stay: Stay) -> bool:
    return stay.place.type == "remand" and _unasked(stay)


def _examined_at(stay: Stay, at: int) -> Entry | None:
    """Put the only examination off until then, and what was found in it; ``None`` where that does not fit."""
    found = stay.of("examination_started")
    if len(found) != 1 or found[0].at is None or at <= found[0].at:
        return None
    old, off = found[0].at, at - found[0].at
    length = next((over - start for start, over, what in stay.taken if what == "examination"), 0)
    if at + length > stay.end - 10 * MINUTE:
        return None
    apart = (each for each in stay.taken if each[2] != "examination")
    if any(start < at + length and at < over for start, over, _what in apart):
        return None
    heard = (each.at or 0 for each in stay.of("interview_started"))
    if stay.person.juvenile and in_the_eu(stay) and any(old <= each <= at for each in heard):
        return None
    put_off(stay.of(*EXAMINED), off)
    return found[0]


def _examined_late(since: str, when: Callable[[Stay, int], int | None]) -> Change:
    """The examination put off until a time reckoned from an entry."""

    def change(stay: Stay) -> list[Entry] | None:
        start = stay.first(since)
        if start is None or start.at is None:
            return None
        at = when(stay, start.at)
        examined = None if at is None else _examined_at(stay, at)
        return None if examined is None else [start, examined]

    return change


def _hours_later(stay: Stay, since: int) -> int:
    return since + stay.chance.between(140, 300) * MINUTE


def _a_day_later(stay: Stay, since: int) -> int:
    return since + DAY + stay.chance.between(10, 180) * MINUTE


def _late_after_force_alone(stay: Stay, since: int) -> int | None:
    """Over two hours after the force, and within two hours of the request."""
    asked = stay.first("doctor_requested")
    if asked is None or asked.at is None or asked.at - since < 15 * MINUTE:
        return None
    return since + stay.chance.between(122, (asked.at - since) // MINUTE + 118) * MINUTE


def _not_examined(stay: Stay) -> list[Entry] | None:
    over = stay.arrived + DAY
    if stay.first("transferred_in") is not None or stay.end < over + 5 * MINUTE:
        return None
    stay.entries = [each for each in stay.entries if each.kind not in EXAMINED]
    return stay.of("arrived")


def _examined_late_on_return(stay: Stay) -> list[Entry] | None:
    """Taken into prison a second time: the examination after it comes over a day later."""
    back, examined = stay.of("transferred_in"), stay.of("examination_started")
    if len(back) != 2 or len(examined) != 2 or (examined[1].at or 0) < (back[1].at or 0):
        return None
    ended = next(each for each in stay.of("examination_ended") if each.span == examined[1].span)
    at = (back[1].at or 0) + DAY + stay.chance.between(10, 180) * MINUTE
    if stay.place.type != "remand" or at > stay.end - 60 * MINUTE:
        return None
    put_off([ended, examined[1]], at - (examined[1].at or 0))
    return [back[1], examined[1]]


def _heard_before_the_doctor(stay: Stay) -> list[Entry] | None:
    """A juvenile is examined once the last interview is over, and was not before."""
    heard, over = stay.first("interview_started"), stay.of("interview_ended")
    if heard is None or not over or over[-1].at is None or stay.first("examination_started"):
        return None
    at, length = over[-1].at + 25 * MINUTE, stay.chance.between(8, 20) * MINUTE
    if at + length > stay.end - 10 * MINUTE:
        return None
    doctor, span = stay.chance.one(stay.place.doctors), stay.span()
    apart = said(at_request=False, police_hearing=False, police_sight=False, sight_at_doctors_request=False)
    began = stay.put("examination_started", at, apart, by=doctor, span=span, source="doctor")
    found = said(findings="no injuries", fit="fit")
    stay.put("examination_ended", at + length, found, by=doctor, span=span, source="doctor")
    return [heard, began]


def _kept_too_late(stay: Stay) -> list[Entry] | None:
    cause, kept = stay.first("force_used", "complaint_made"), stay.of("video_preserved")
    if cause is None or cause.at is None or len(kept) != 1:
        return None
    kept[0].at = cause.at + stay.chance.between(25 * 60, 40 * 60) * MINUTE
    return [cause, *kept]


def _reported_late(stay: Stay) -> list[Entry] | None:
    found, told = stay.first("injury_recorded"), stay.first("injury_reported_to_prosecutor")
    if found is None or told is None or found.at is None:
        return None
    told.at = found.at + stay.chance.between(25 * 60, 60 * 60) * MINUTE
    return [found, told]


def _strip(**fields: object) -> Change:
    """A strip search in due form but for what ``fields`` says of it; ``None`` leaves one out."""

    def change(stay: Stay) -> list[Entry] | None:
        entry = stay.first("searched")
        if entry is None:
            return None
        due = {"authorised_by": stay.place.senior, "reason": "hidden objects", "same_sex": True}
        entry.says(level="strip", **{**due, **fields})
        return [entry]

    return change


_DONE = "examination_started examination_ended"
WAYS = (
    way(
        "doctor.when-asked",
        "the doctor came late",
        only(_unhurt, _examined_late("doctor_requested", _hours_later)),
        needs=f"doctor_requested {_DONE}",
    ),
    way(
        "doctor.after-force",
        "examined late after force",
        _examined_late("force_used", _late_after_force_alone),
        needs=f"force_used doctor_requested {_DONE}",
    ),
    way(
        "doctor.on-admission",
        "examined over a day after arrival",
        only(_on_admission, _examined_late("arrived", _a_day_later)),
        needs=f"arrived {_DONE}",
    ),
    way(
        "doctor.on-admission",
        "not examined on admission",
        only(_on_admission, _not_examined),
        "not_recorded",
        needs=f"arrived {_DONE}",
    ),
    way(
        "doctor.on-admission",
        "examined over a day after reception in prison",
        only(_in_prison, _examined_late("arrived", _a_day_later)),
        needs=f"transferred_in arrived {_DONE}",
        along="doctor.on-return",
    ),
    way(
        "doctor.on-return",
        "examined over a day after the return to prison",
        _examined_late_on_return,
        needs=f"transferred_in {_DONE}",
    ),
    way(
        "doctor.out-of-hearing",
        "police heard it",
        other("examination_started", police_hearing=True),
        needs=_DONE,
    ),
    way("doctor.out-of-sight", "police saw it", other("examination_started", police_sight=True), needs=_DONE),
    way(
        "doctor.injury-to-prosecutor",
        "an injury reported late",
        _reported_late,
        needs="injury_reported_to_prosecutor",
    ),
    way(
        "juvenile.examined-before-interview",
        "a juvenile heard first and examined then",
        only(lambda stay: of_a_juvenile(stay) and in_the_eu(stay), _heard_before_the_doctor),
        needs="interview_ended",
    ),
    way("video.preserved-on-complaint", "video kept late", _kept_too_late, needs="video_preserved"),
    way("search.strip-authorised", "stripped by the other sex", _strip(same_sex=False), needs="searched"),
    way(
        "search.strip-authorised",
        "stripped, and nobody is said to have authorised it",
        _strip(authorised_by=None),
        "not_recorded",
        needs="searched",
    ),
)
