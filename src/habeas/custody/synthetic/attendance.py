"""Who was called or invited and came: told whether free to leave, heard, and gone again or arrested."""

from habeas.custody.synthetic.inquiry import interview
from habeas.custody.synthetic.intake import opened, told
from habeas.custody.synthetic.plan import MINUTE
from habeas.custody.synthetic.stay import Stay, said


def attended(stay: Stay, at: int) -> int | None:
    """Somebody comes by themselves; returns when they are arrested, ``None`` where they leave."""
    chance = stay.chance
    stay.begun = stay.arrived = at
    stay.put("attended", at, said(told_free_to_leave=True))
    at += chance.between(2, 8) * MINUTE
    arrested = chance.yes(0.06)
    stay.basis_first, stay.basis = "attendance", "criminal" if arrested else "attendance"
    opened(stay, at)
    at = told(stay, at + chance.between(1, 8) * MINUTE)
    stay.put("notification_waived", at + MINUTE)
    stay.put("lawyer_waived", at + MINUTE)
    stay.put("doctor_waived", at + 2 * MINUTE)
    start = at + chance.between(5, 50) * MINUTE
    length = chance.between(20, 80) * MINUTE
    interview(stay, start, length, ["interpreter"] if stay.person.interpreter else [])
    over = start + length + chance.between(3, 25) * MINUTE
    if not arrested:
        stay.end = over
        stay.put("left_premises", over)
        return None
    stay.begun = stay.arrived = over
    stay.put("apprehended", over, by=chance.one(stay.place.investigators))
    stay.put("record_amended", over + 2 * MINUTE, said(basis="criminal"))
    return over + 2 * MINUTE


def arrested_here(stay: Stay, at: int) -> int:
    """What follows an arrest in the building: rights anew, authority to hold; returns when that is over."""
    at = told(stay, at + stay.chance.between(2, 12) * MINUTE)
    stay.put(
        "detention_authorised",
        at,
        said(authorised_by=stay.place.senior, reason="suspected of an offence"),
        by=stay.place.senior,
    )
    stay.put("searched", at + 4 * MINUTE, said(level="pat_down", same_sex=True))
    stay.put("property_recorded", at + 8 * MINUTE, said(items="telephone, keys", signature="signed"))
    stay.put("risk_assessed", at + 10 * MINUTE, said(level="low", observation="general"))
    return at + 11 * MINUTE
