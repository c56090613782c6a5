"""Who decides that it goes on, and how it ends."""

from habeas.custody.synthetic.intake import instant
from habeas.custody.synthetic.plan import HOUR, MINUTE, outages_within
from habeas.custody.synthetic.stay import Stay, said, text

ENDS = frozenset({"released", "bailed", "transferred_out", "left_premises", "escaped", "died"})
AFTERWARDS = frozenset({"video_preserved", "injury_reported_to_prosecutor", *ENDS})
"""What may happen when a stay is over."""


def decided(stay: Stay) -> None:
    """Reviews, prosecutor, extensions and charges of the stay, and its end."""
    chance = stay.chance
    if stay.basis == "criminal" and stay.place.type != "remand":
        if stay.place.british:
            _reviews(stay)
        elif stay.end - stay.free > 5 * HOUR and chance.yes(0.6):
            stay.put("prosecutor_seen", stay.free + chance.between(2, 5) * HOUR)
        _kept_longer(stay)
    _ended(stay)
    over = stay.end
    stay.entries = [
        each for each in stay.entries if each.at is None or each.at <= over or each.kind in AFTERWARDS
    ]


def _reviews(stay: Stay) -> None:
    """Within six hours and then within nine, as sections 40(3)(a) to (c) and 40(7) of PACE have it.

    What follows a review that was postponed is counted from when that was due.
    """
    chance, authorised = stay.chance, stay.first("detention_authorised")
    if authorised is None or authorised.at is None:
        return
    at, due = authorised.at + chance.between(300, 350) * MINUTE, authorised.at + 6 * HOUR
    by = said(by=stay.place.senior)
    while at < stay.end - 5 * MINUTE:
        # What puts a review off is written before that is due: on paper it would be typed in too late.
        if chance.yes(0.03) and not outages_within(stay.place.outages, at - HOUR, at + HOUR):
            later = at + chance.between(30, 60) * MINUTE
            why = text(reason="in interview", until=instant(later + 10 * MINUTE))
            stay.put("review_postponed", at, why, by=stay.place.senior)
            at = later
            if at >= stay.end - 5 * MINUTE:
                return
        stay.put("review_held", at, by, by=stay.place.senior)
        at, due = min(at, due) + chance.between(470, 525) * MINUTE, min(at, due) + 9 * HOUR


def _kept_longer(stay: Stay) -> None:
    """Charged, or kept on under an authority that came before the one in force ran out."""
    chance, held = stay.chance, stay.end - stay.arrived
    if held <= 23 * HOUR:
        if (_goes_to_prison(stay) or chance.yes(0.4)) and stay.end - stay.free > 2 * HOUR:
            stay.put("charged", stay.end - chance.between(20, 60) * MINUTE, said(**{"with": "an offence"}))
        return
    charged = stay.arrived + chance.between(10 * 60, 22 * 60) * MINUTE
    if (_goes_to_prison(stay) or chance.yes(0.5) or _cannot_be_extended(stay)) and charged > stay.free:
        stay.put("charged", charged, said(**{"with": "an offence"}))
        return
    first = stay.arrived + chance.between(20 * 60, 23 * 60) * MINUTE
    if first <= stay.free:
        first = stay.free + 5 * MINUTE
    by = "superintendent" if stay.place.british else "prosecutor"
    _extended(stay, first, 36, by)
    if held > 35 * HOUR:
        court = "magistrates" if stay.place.british else "court"
        _extended(stay, stay.arrived + chance.between(33 * 60, 35 * 60) * MINUTE, 96, court)


def _cannot_be_extended(stay: Stay) -> bool:
    """Whether an authority might be typed in only once it was needed, since the network is down."""
    within = stay.arrived + 19 * HOUR, stay.arrived + 37 * HOUR
    return bool(outages_within(stay.place.outages, *within))


def _extended(stay: Stay, at: int, hours: int, by: str) -> None:
    stay.put("extension_authorised", at, text(by=by, until=instant(stay.arrived + hours * HOUR)))


def _goes_to_prison(stay: Stay) -> bool:
    """Whether they are remanded to a place that has a record of them, having reached somebody."""
    judge = stay.first("judge_seen")
    return bool(
        stay.prison
        and judge
        and judge.data
        and "remanded" in judge.data
        and any(
            each.at is not None and each.at < stay.begun + 70 * HOUR
            for each in stay.of("third_party_notified", "lawyer_arrived", "consulate_notified")
        )
    )


def _ended(stay: Stay) -> None:
    chance, end = stay.chance, stay.end
    if chance.random() < 0.0003:
        stay.put("escaped", end)
        return
    if chance.random() < 0.00005:
        stay.put("died", end)
        return
    judge = stay.first("judge_seen")
    if stay.place.type == "remand":
        if chance.yes(0.3):
            stay.put("released", end)
        else:
            stay.put("transferred_out", end, said(to="prison"))
    elif stay.goes_to is not None:
        stay.put("transferred_out", end, said(to="police", where=stay.goes_to.id))
    elif stay.prison is not None and _goes_to_prison(stay):
        stay.goes_to = stay.prison
        stay.put("transferred_out", end, said(to="remand", where=stay.prison.id))
    elif judge and judge.data and "remanded" in judge.data:
        stay.put("transferred_out", end, said(to="remand"))
    elif stay.basis == "mental_health":
        stay.put("transferred_out", end, said(to="hospital"))
    elif stay.basis == "immigration" and chance.yes(0.4):
        stay.put("transferred_out", end, said(to="immigration"))
    else:
        stay.put("property_returned", end - 4 * MINUTE, said(signature="signed"))
        bailed = stay.place.british and stay.basis == "criminal" and chance.yes(0.4)
        stay.put("bailed" if bailed else "released", end)
