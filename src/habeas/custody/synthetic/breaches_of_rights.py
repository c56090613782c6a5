"""Ways to break the rules on rights, the record, foreigners and juveniles' adults (safeguards.md 3)."""

from habeas.custody.synthetic.plan import DAY, MINUTE
from habeas.custody.synthetic.planted import Change, british, in_the_eu, late, only, way
from habeas.custody.synthetic.stay import Entry, Stay

T0 = ("apprehended",)
TOLD = ("rights_informed", "rights_leaflet_given", "rights_acknowledged", "rights_acknowledgement_refused")


def _held_once(stay: Stay) -> bool:
    """Whether the rights were told once, after the apprehension."""
    return stay.basis_first is None


def _long_enough(stay: Stay) -> bool:
    """Whether it goes on past what may pass until the rights are given in writing."""
    taken = stay.first(*T0)
    return taken is not None and taken.at is not None and stay.end > taken.at + 190 * MINUTE


def _no_amendment(stay: Stay) -> bool:
    return _held_once(stay) and stay.first("record_amended") is None


def _never(*kinds: str) -> Change:
    """Entries of these kinds are not there."""

    def change(stay: Stay) -> list[Entry] | None:
        stay.entries = [each for each in stay.entries if each.kind not in kinds]
        return stay.of("record_opened")

    return change


def _told_consulate(stay: Stay) -> list[Entry] | None:
    waived = stay.first("consulate_waived")
    if waived is None or waived.at is None or waived.at + 40 * MINUTE > stay.end:
        return None
    return [waived, stay.put("consulate_notified", waived.at + 30 * MINUTE)]


def _told_consulate_unasked(stay: Stay) -> list[Entry] | None:
    told = _told_consulate(stay)
    if told is None:
        return None
    stay.entries.remove(told[0])
    return told[1:]


def _told_consulate_once_taken_back(stay: Stay) -> list[Entry] | None:
    asked, told = stay.first("consulate_requested"), stay.first("consulate_notified")
    if asked is None or told is None or asked.at is None or told.at is None or told.at > stay.end:
        return None
    back = stay.put("consulate_waived", told.at - stay.chance.between(3, 15) * MINUTE)
    return [asked, back, told]


def _consulate_asked_for(stay: Stay) -> Entry | None:
    """The wish that somebody has who is held for over a day in the Union, or comes to have."""
    wish = stay.first("consulate_requested", "consulate_waived")
    if wish is None or wish.at is None or wish.at + DAY + 60 * MINUTE > stay.end or not in_the_eu(stay):
        return None
    wish.kind = "consulate_requested"
    stay.entries = [each for each in stay.entries if each.kind != "consulate_notified"]
    return wish


def _consulate_late(stay: Stay) -> list[Entry] | None:
    wish = _consulate_asked_for(stay)
    if wish is None:
        return None
    return [wish, stay.put("consulate_notified", (wish.at or 0) + DAY + stay.chance.between(5, 45) * MINUTE)]


def _consulate_never(stay: Stay) -> list[Entry] | None:
    wish = _consulate_asked_for(stay)
    return None if wish is None else [wish]


def _adult_called_late(stay: Stay) -> list[Entry] | None:
    """Called too late, where the adult then comes before the first interview."""
    called, came, arrived = map(
        stay.first, ("appropriate_adult_called", "appropriate_adult_arrived", "arrived")
    )
    if called is None or came is None or arrived is None or not (called.at and came.at and arrived.at):
        return None
    at = arrived.at + stay.chance.between(130, 200) * MINUTE
    there = at + came.at - called.at
    heard = stay.first("interview_started")
    if there > min(stay.end - 10 * MINUTE, (heard.at or 0) if heard else stay.end):
        return None
    called.at, came.at = at, there
    return [arrived, called]


WAYS = (
    way(
        "rights.informed-at-outset",
        "rights told late",
        only(_held_once, late("rights_informed", T0, 70, 170, *TOLD[1:])),
        needs="apprehended rights_informed",
    ),
    way(
        "rights.informed-at-outset",
        "rights never told",
        only(_long_enough, _never(*TOLD)),
        "not_recorded",
        needs="apprehended",
        along="rights.leaflet-given rights.acknowledged",
    ),
    way(
        "rights.leaflet-given",
        "the notice of rights given late",
        only(_held_once, late("rights_leaflet_given", T0, 190, 330)),
        needs="apprehended rights_leaflet_given",
    ),
    way(
        "rights.leaflet-given",
        "no notice of rights given",
        only(_long_enough, _never("rights_leaflet_given")),
        "not_recorded",
        needs="apprehended rights_leaflet_given",
    ),
    way(
        "record.opened",
        "the record opened late",
        only(_no_amendment, late("record_opened", T0, 65, 110)),
        needs="apprehended",
    ),
    way(
        "foreigner.consulate-only-on-wish",
        "the consulate told against the wish",
        _told_consulate,
        needs="consulate_waived",
    ),
    way(
        "foreigner.consulate-only-on-wish",
        "the consulate told once the wish was taken back",
        _told_consulate_once_taken_back,
        needs="consulate_requested consulate_notified",
    ),
    way(
        "foreigner.consulate-only-on-wish",
        "the consulate told, and no wish written",
        _told_consulate_unasked,
        "not_recorded",
        needs="consulate_waived",
    ),
    way("foreigner.consulate-on-wish", "the consulate told over a day later", _consulate_late),
    way("foreigner.consulate-on-wish", "the consulate never told", _consulate_never, "not_recorded"),
    way(
        "juvenile.adult-told",
        "told late",
        late("guardian_notified", T0, 140, 300),
        needs="apprehended guardian_notified",
    ),
    way(
        "vulnerable.appropriate-adult-called",
        "called late",
        only(british, _adult_called_late),
        needs="appropriate_adult_called appropriate_adult_arrived arrived",
    ),
)
