"""How somebody comes into custody: taken, brought, entered, told of the rights, and asked what they want."""

from datetime import UTC, datetime

from habeas.custody.synthetic.plan import HOUR, MINUTE, outages_within
from habeas.custody.synthetic.stay import Fate, Stay, said, text

KIN = ("a parent", "a spouse", "a sibling", "a friend", "an employer")
MEANS = ("hands", "handcuffs", "spray", "baton")


def brought(stay: Stay, at: int) -> int:
    """From the apprehension to the door; returns when they are there."""
    chance, officer = stay.chance, stay.chance.one(stay.place.patrols)
    stay.begun = at
    stay.put("apprehended", at, by=officer, source="device")
    if chance.yes(0.04):
        _force(stay, at, officer)
    left = at + chance.between(2, 10) * MINUTE
    stay.arrived = left + chance.between(4, 22) * MINUTE
    span = stay.span()
    stay.put("transport_started", left, by=officer, span=span, source="device")
    stay.put("transport_ended", stay.arrived, by=officer, span=span, source="device")
    stay.put("arrived", stay.arrived)
    return stay.arrived


def _force(stay: Stay, at: int, officer: str) -> None:
    chance = stay.chance
    fields = {"by": [officer], "injury": chance.yes(0.3), "means": chance.one(MEANS), "reason": "resistance"}
    what = text(**fields)
    stay.hurt = True
    stay.put("force_used", at, what, by=officer, source="device")
    if chance.yes(0.4):
        span = stay.span()
        stay.put("restraint_applied", at, what, by=officer, span=span, source="device")
        stay.put("restraint_removed", at + 30 * MINUTE, by=officer, span=span)
    kept = at + chance.between(90, 900) * MINUTE
    stay.put("video_preserved", kept, by=stay.place.senior, source="system")


def received(stay: Stay, before: Stay, at: int) -> int:
    """From another establishment; returns when they are there."""
    span, officer = stay.span(), stay.chance.one(before.place.patrols)
    there = at + stay.chance.between(15, 70) * MINUTE
    stay.put("transport_started", at + 4 * MINUTE, by=officer, span=span, source="device")
    stay.put("transport_ended", there, by=officer, span=span, source="device")
    stay.put("transferred_in", there, said(**{"from": before.place.id}))
    stay.put("arrived", there)
    return there


def opened(stay: Stay, at: int) -> None:
    """The record; in some, what is not known yet is amended later."""
    person, place = stay.person, stay.place
    of_origin = {"foreign_national": person.foreign, "needs_interpreter": person.interpreter}
    known = {
        "basis": stay.basis_first or stay.basis,
        "establishment_type": place.type,
        "jurisdiction": place.jurisdiction,
        "juvenile": person.juvenile,
        "person_ref": person.ref,
        "sex": person.sex,
        "vulnerable": person.vulnerable,
        "zone": place.zone,
    }
    later = stay.chance.yes(0.04)
    stay.put("record_opened", at, text(**known, **({} if later else of_origin)))
    if later:
        stay.put("identified", at + 20 * MINUTE)
        stay.put("record_amended", at + 22 * MINUTE, said(**of_origin))


def taken_in(stay: Stay, at: int) -> int:
    """Record, search, property, authority to hold, risks, rights and choices; returns when that is over."""
    chance, place = stay.chance, stay.place
    at += chance.between(2, 8) * MINUTE
    opened(stay, at)
    rights = told(stay, at + chance.between(2, 10) * MINUTE)
    if place.type != "remand":
        stay.put(
            "detention_authorised",
            rights + 2 * MINUTE,
            said(authorised_by=place.senior, reason="to secure the inquiry"),
            by=place.senior,
        )
    _searched(stay, rights + 4 * MINUTE)
    stay.put(
        "property_recorded", rights + 8 * MINUTE, said(items="telephone, keys, money", signature="signed")
    )
    level = "rouse" if chance.yes(0.07) else "constant" if chance.yes(0.01) else "general"
    stay.put("risk_assessed", rights + 10 * MINUTE, said(level="low", observation=level))
    return choices(stay, rights + 11 * MINUTE)


def _searched(stay: Stay, at: int) -> None:
    if stay.chance.yes(0.05):
        officer = stay.place.senior
        how = said(authorised_by=officer, level="strip", reason="hidden objects", same_sex=True)
    else:
        how = said(level="pat_down", same_sex=True)
    stay.put("searched", at, how)


def told(stay: Stay, at: int) -> int:
    """The rights, in a language and on paper, and the signature; returns when that is over."""
    chance, language = stay.chance, stay.person.language
    stay.put("rights_informed", at, said(in_writing=False, language=language))
    at += chance.between(1, 4) * MINUTE
    stay.put("rights_leaflet_given", at, said(language=language))
    at += chance.between(1, 5) * MINUTE
    if chance.yes(0.04):
        stay.put("rights_acknowledgement_refused", at, said(signature="refused"))
    else:
        stay.put("rights_acknowledged", at, said(signature="signed"))
    return at


def choices(stay: Stay, at: int) -> int:
    """Who is told, a lawyer, a doctor, an interpreter, the consulate, an adult; returns when that is over."""
    chance, person = stay.chance, stay.person
    _who_is_told(stay, at)
    if person.interpreter:
        stay.put("interpreter_requested", at)
        stay.put("interpreter_arrived", at + chance.between(25, 75) * MINUTE)
    if person.juvenile or person.vulnerable:
        stay.put("appropriate_adult_called", at + 3 * MINUTE)
        stay.put("appropriate_adult_arrived", at + chance.between(25, 80) * MINUTE)
    if person.foreign:
        _consulate(stay, at + 2 * MINUTE)
    _lawyer(stay, at + 3 * MINUTE)
    if stay.hurt or chance.yes(0.5 if person.vulnerable else 0.12):
        stay.put("doctor_requested", at + 4 * MINUTE)
    else:
        stay.put("doctor_waived", at + 4 * MINUTE)
    return at + chance.between(8, 20) * MINUTE


def _who_is_told(stay: Stay, at: int) -> None:
    chance = stay.chance
    if stay.person.juvenile:
        heard = at + chance.between(5, 35) * MINUTE
        stay.put("notification_requested", at, said(whom="a parent"))
        stay.put("guardian_notified", heard, said(whom="a parent"))
        stay.put("third_party_notified", heard, said(whom="a parent"))
    elif chance.yes(0.42):
        stay.put("notification_waived", at)
    else:
        _wish_to_tell(stay, at)


def _wish_to_tell(stay: Stay, at: int) -> None:
    chance, whom = stay.chance, said(whom=stay.chance.one(KIN))
    stay.put("notification_requested", at, whom)
    if chance.yes(0.03) and stay.first("transferred_in") is None and _can_be_written(stay, at):
        until = at + 5 * HOUR
        stay.put(
            "notification_delay_authorised",
            at + 5 * MINUTE,
            text(authorised_by=stay.place.senior, reason="others are still sought", until=instant(until)),
            by=stay.place.senior,
        )
        stay.put("third_party_notified", until - 20 * MINUTE, whom)
        return
    if chance.yes(0.2):
        stay.put("notification_tried", at + 3 * MINUTE, whom)
    stay.put("third_party_notified", at + chance.between(5, 60) * MINUTE, whom)


def _consulate(stay: Stay, at: int) -> None:
    if stay.chance.yes(0.7):
        stay.put("consulate_waived", at)
    else:
        stay.put("consulate_requested", at)
        stay.put("consulate_notified", at + stay.chance.between(20, 200) * MINUTE)


def _lawyer(stay: Stay, at: int) -> None:
    chance = stay.chance
    share = {"criminal": 0.5, "administrative": 0.15}.get(stay.basis, 0.3)
    at_last = stay.fate is Fate.LAWYER_AT_LAST
    if not (stay.person.juvenile or at_last or chance.yes(share)):
        stay.put("lawyer_waived", at)
        return
    stay.lawyer = chance.one(stay.place.lawyers)
    stay.put("lawyer_requested", at, said(whom="of own choice" if chance.yes(0.4) else "on duty"))
    stay.put("lawyer_called", at + chance.between(2, 20) * MINUTE)
    held_off = stay.basis == "criminal" and not stay.person.juvenile and chance.yes(0.02)
    if at_last or (held_off and _can_be_written(stay, at)):
        _held_off(stay, at, stay.arrived + 39 * HOUR if at_last else at + 6 * HOUR)


def _can_be_written(stay: Stay, at: int) -> bool:
    """Whether a delay is in the register before what it delays is due: it counts for nothing else."""
    return not outages_within(stay.place.outages, at, at + 3 * HOUR)


def _held_off(stay: Stay, at: int, until: int) -> None:
    """The lawyer is let in some two hours before the delay that was authorised ends."""
    why = text(authorised_by=stay.place.senior, reason="others are still sought", until=instant(until))
    stay.put("lawyer_delay_authorised", at + 5 * MINUTE, why, by=stay.place.senior)
    stay.lawyer_after = until - 150 * MINUTE


def instant(at: int) -> str:
    """An instant as ``data`` has it."""
    return datetime.fromtimestamp(at, UTC).isoformat().removesuffix("+00:00") + "Z"
