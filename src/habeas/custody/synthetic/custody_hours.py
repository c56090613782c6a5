"""The hours in custody: what they are taken to, when they sleep, and the cell between all that."""

from habeas.custody.synthetic.inquiry import interviews, lawyer_comes, lawyer_visits
from habeas.custody.synthetic.plan import DAY, HOUR, MINUTE
from habeas.custody.synthetic.stay import Fate, Stay, said

FINDINGS = ("no injuries", "a bruise on the left forearm", "reddened wrists")


def hours(stay: Stay) -> None:
    """Fill the stay from ``free`` to ``end``."""
    in_prison = stay.place.type == "remand"
    examination(stay)
    lawyer_comes(stay)
    if in_prison:
        taken_back(stay)
    else:
        _court(stay)
    _rests(stay)
    if not in_prison:
        interviews(stay)
    _outings(stay)
    lawyer_visits(stay)
    if not in_prison:
        _cells(stay)
    _meals(stay)
    _incidents(stay)


def examination(stay: Stay) -> None:
    """Whoever asks for a doctor or is admitted is examined."""
    chance, asked = stay.chance, stay.first("doctor_requested")
    admission = stay.place.type in {"holding_facility", "remand"} or stay.basis == "mental_health"
    if asked is None and not admission:
        return
    wanted = asked.at + chance.between(10, 45) * MINUTE if asked and asked.at else stay.free + 5 * MINUTE
    length = chance.between(8, 35) * MINUTE
    start = stay.take(wanted, length, "examination")
    if start is None:
        return
    doctor = examined(stay, start, start + length, asked=asked is not None)
    if stay.hurt and chance.yes(0.4):
        _injury(stay, start + length, doctor)


def examined(stay: Stay, start: int, over: int, *, asked: bool) -> str:
    """One examination, out of hearing and out of sight; who made it."""
    chance = stay.chance
    doctor, span = chance.one(stay.place.doctors), stay.span()
    apart = {"police_hearing": False, "police_sight": False, "sight_at_doctors_request": False}
    began = said(at_request=asked, **apart)
    stay.put("examination_started", start, began, by=doctor, span=span, source="doctor")
    fit = "fit" if chance.yes(0.9) else "fit with conditions"
    ended = said(findings=chance.one(FINDINGS), fit=fit)
    stay.put("examination_ended", over, ended, by=doctor, span=span, source="doctor")
    return doctor


def taken_back(stay: Stay) -> None:
    """From prison to the police for a day, and back: examined again, and somebody told of it again."""
    chance = stay.chance
    if stay.end - stay.free < 60 * HOUR or not chance.yes(0.5):
        return
    wanted = stay.local_midnight(stay.free) + DAY + chance.between(8 * 60, 10 * 60) * MINUTE
    away = chance.between(4 * 60, 7 * 60) * MINUTE
    out = stay.take(wanted, away, "police")
    if out is None:
        return
    back = out + away
    stay.put("transferred_out", out, said(to="police"))
    stay.put("transferred_in", back, said(**{"from": "police"}))
    if stay.first("notification_waived") is None:
        stay.put("third_party_notified", back + chance.between(15, 90) * MINUTE, said(whom="a parent"))
    length = chance.between(8, 25) * MINUTE
    start = stay.take(back + chance.between(40, 300) * MINUTE, length, "examination")
    if start is not None:
        examined(stay, start, start + length, asked=False)


def _injury(stay: Stay, at: int, doctor: str) -> None:
    grade = stay.chance.one(("not", "consistent", "consistent", "highly", "typical"))
    seen = said(
        consistency=grade,
        findings="reddened wrists",
        indicative=False,
        observations=f"assessed as: {grade}",
        statements="says that the handcuffs were tight",
    )
    stay.put("injury_recorded", at, seen, by=doctor, source="doctor")
    if grade != "not":
        told = at + stay.chance.between(20, 300) * MINUTE
        stay.put("injury_reported_to_prosecutor", told, by=doctor, source="doctor")


def _court(stay: Stay) -> None:
    """Who is held for long for an offence sees a judge within two days."""
    chance, late = stay.chance, stay.fate is Fate.REMAND_LATE
    if stay.basis != "criminal" or stay.end - stay.begun < 26 * HOUR or _without_judge(stay):
        return
    length = chance.between(90, 240) * MINUTE
    wanted = _day_in_court(stay)
    stay.end = max(stay.end, wanted + length + HOUR)
    start = stay.take(wanted, length, "court")
    if start is None:
        return
    span = stay.span()
    remanded = late or (chance.yes(0.6) and not stay.lawyer_after)
    stay.put("court_left_for", start, span=span)
    seen = said(outcome="remanded" if remanded else "released")
    stay.put("judge_seen", start + length // 2, seen)
    stay.put("court_returned_from", start + length, span=span)
    kept = chance.between(25, 29) if late else chance.between(2, 20)
    stay.end = start + length + (kept * HOUR if remanded else chance.between(30, 90) * MINUTE)
    if stay.lawyer_after:
        stay.end = max(stay.end, *(over + 15 * MINUTE for _start, over, _what in stay.taken))


def _without_judge(stay: Stay) -> bool:
    return stay.fate in {Fate.JUVENILE_FOR_LONG, Fate.JUVENILE_FOR_LONG_IN_TWO_PLACES}


def _day_in_court(stay: Stay) -> int:
    """A morning after the first night; too late where that is what goes wrong."""
    chance = stay.chance
    if stay.fate is Fate.JUDGE_LATE:
        return stay.begun + chance.between(49 * 60, 55 * 60) * MINUTE
    if stay.fate is Fate.JUVENILE_JUDGE_LATE:
        return stay.begun + chance.between(25 * 60, 27 * 60) * MINUTE
    day = stay.local_midnight(stay.begun + 16 * HOUR)
    wanted = day + chance.between(9 * 60, 13 * 60) * MINUTE
    return wanted if wanted >= stay.begun + 16 * HOUR else wanted + DAY


def _rests(stay: Stay) -> None:
    """A night of eight hours or more wherever one fits whole; a shorter one is not called a rest."""
    chance = stay.chance
    midnight = stay.local_midnight(stay.free) - DAY
    while midnight < stay.end:
        start = max(midnight + 22 * HOUR + chance.between(30, 70) * MINUTE, stay.free + 5 * MINUTE)
        length = 8 * HOUR + chance.between(5, 60) * MINUTE
        for begun, over, _what in stay.taken:
            if begun - 10 * MINUTE < start + length and over > start - 10 * MINUTE:
                start = over + 15 * MINUTE
        if start <= midnight + 30 * HOUR and start + length < stay.end - 10 * MINUTE:
            stay.rests.append((start, start + length))
            span = stay.span()
            stay.put("rest_started", start, span=span)
            stay.put("rest_ended", start + length, span=span)
        midnight += DAY


def _outings(stay: Stay) -> None:
    chance = stay.chance
    if stay.basis == "criminal" and chance.yes(0.4):
        start = stay.take(stay.free + chance.between(20, 240) * MINUTE, 15 * MINUTE, "samples", awake=True)
        if start is not None:
            stay.put("samples_taken", start + 5 * MINUTE)
    if chance.yes(0.02):
        _hospital(stay)
    midnight = stay.local_midnight(stay.free)
    for day in range(1, (stay.end - midnight) // DAY + 1):
        wanted = midnight + day * DAY + chance.one((10, 15)) * HOUR + chance.between(0, 50) * MINUTE
        length = chance.between(60, 75) * MINUTE
        start = stay.take(wanted, length, "exercise", awake=True)
        if start is not None:
            span = stay.span()
            stay.put("exercise_started", start, span=span)
            stay.put("exercise_ended", start + length, span=span)


def _hospital(stay: Stay) -> None:
    chance, length = stay.chance, stay.chance.between(90, 240) * MINUTE
    start = stay.take(stay.free + chance.between(60, 400) * MINUTE, length, "hospital", awake=True)
    if start is not None:
        span = stay.span()
        stay.put("hospital_left_for", start, said(purpose="treatment", questioned=False), span=span)
        stay.put("hospital_returned_from", start + length, span=span)


def _cells(stay: Stay) -> None:
    chance = stay.chance
    fields: dict[str, object] = {"cell": f"C{chance.between(1, 12)}"}
    if stay.person.juvenile:
        fields["with_adults"] = False
    cell, pace = said(**fields), _pace(stay)
    at = stay.free
    for start, over, what in [*stay.taken, (stay.end - 4 * MINUTE, stay.end, "leaving")]:
        left = start - 2 * MINUTE
        if left - at >= 5 * MINUTE:
            span = stay.span()
            stay.put("cell_entered", at, cell, span=span)
            if pace:
                _checks(stay, at, left, pace)
            _taken_from_cell(stay, left, what, span)
        at = over + 3 * MINUTE


def _taken_from_cell(stay: Stay, at: int, what: str, span: str) -> None:
    if what in {"interview", "confrontation"}:
        stay.put(
            "cell_left", at, said(purpose=what, taken_by=stay.chance.one(stay.place.investigators)), span=span
        )
    else:
        stay.put("cell_left", at, said(purpose=what), span=span)


def _pace(stay: Stay) -> tuple[str, int, int] | None:
    """Kind and least and most minutes between looks into the cell; the British limits are 30 and 60."""
    if stay.place.type == "immigration":
        return None
    if not stay.place.british:
        return "checked", 60, 115
    risk = stay.first("risk_assessed")
    if stay.person.vulnerable or (risk and risk.data and '"rouse"' in risk.data):
        return "roused", 20, 28
    return "checked", 38, 57


def _checks(stay: Stay, start: int, over: int, pace: tuple[str, int, int]) -> None:
    kind, least, most = pace
    source = "device" if stay.place.weight >= 3 else "desk"
    at = start + stay.chance.between(least, most) * MINUTE
    while at < over:
        stay.put(kind, at, source=source)
        at += stay.chance.between(least, most) * MINUTE


def _meals(stay: Stay) -> None:
    chance = stay.chance
    midnight = stay.local_midnight(stay.free)
    away = sorted([*stay.rests, *((start, over) for start, over, _what in stay.taken)])
    while midnight < stay.end:
        for hour, minute in ((8, 0), (13, 0), (18, 30)):
            at = midnight + hour * HOUR + (minute + chance.between(0, 25)) * MINUTE
            for start, over in away:
                if start <= at <= over:
                    at = over + 8 * MINUTE
            if stay.free < at < stay.end - 10 * MINUTE:
                stay.put("meal_offered", at)
                if chance.yes(0.5):
                    _drink(stay, at + chance.between(40, 150) * MINUTE)
        midnight += DAY


def _drink(stay: Stay, at: int) -> None:
    """A drink, but to nobody who was taken to the police meanwhile: here nothing happens until the return."""
    if not any(start <= at <= over for start, over, what in stay.taken if what == "police"):
        stay.put("drink_offered", at)


def _incidents(stay: Stay) -> None:
    chance, length = stay.chance, (stay.end - stay.free) // MINUTE
    if length < 60:
        return
    if chance.yes(0.01):
        at = stay.free + chance.between(10, length - 30) * MINUTE
        words = said(text="says that an officer shouted and pushed")
        stay.put("complaint_made", at, words, by=stay.person.ref, source="person")
        kept = at + chance.between(60, 1_100) * MINUTE
        stay.put("video_preserved", kept, by=stay.place.senior, source="system")
    if chance.yes(0.02):
        stay.put("arrested_further", stay.free + chance.between(10, length - 30) * MINUTE)
    if chance.yes(0.003):
        at = stay.free + chance.between(10, length - 30) * MINUTE
        stay.put("self_harm", at)
        stay.put("risk_assessed", at + 6 * MINUTE, said(level="high", observation="constant"))
