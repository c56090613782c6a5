"""Ways to break the rules on telling somebody outside, on its delays and on waivers (safeguards.md 3)."""

from collections.abc import Callable

from habeas.custody.synthetic.intake import instant
from habeas.custody.synthetic.plan import HOUR, MINUTE
from habeas.custody.synthetic.planted import Change, british, late, of_an_adult, only, way, whole
from habeas.custody.synthetic.stay import Entry, Stay, said, text

T0 = ("apprehended",)
DELAY = "notification_delay_authorised"


def _undelayed(stay: Stay) -> bool:
    return stay.first(DELAY) is None


def _delayed(stay: Stay, at: int, over: int, **fields: object) -> Entry:
    """A delay of the notice, in due form but for what ``fields`` says of it; ``None`` leaves one out."""
    due: dict[str, object] = {
        "authorised_by": stay.place.senior,
        "reason": "others are still sought",
        "until": instant(over),
        **fields,
    }
    said_of_it = text(**{name: value for name, value in due.items() if value is not None})
    return stay.put(DELAY, at, said_of_it, by=stay.place.senior)


def _needlessly_delayed(of: Callable[[Stay], dict[str, object] | None]) -> Change:
    """A delay that was authorised and not used; what is wrong with it is that alone."""

    def change(stay: Stay) -> list[Entry] | None:
        fields, asked = of(stay), stay.first("notification_requested")
        if fields is None or asked is None or asked.at is None or not _undelayed(stay):
            return None
        return [_delayed(stay, asked.at + 2 * MINUTE, asked.at + 4 * HOUR, **fields)]

    return change


def _by_an_interviewer(stay: Stay) -> dict[str, object] | None:
    heard = stay.first("interview_started")
    return None if heard is None else {"authorised_by": heard.by}


def _told_after(least: int, most: int, since: str) -> Change:
    """Told after so many minutes, under a delay that was authorised in time and lasts an hour longer."""

    def change(stay: Stay) -> list[Entry] | None:
        start, asked, told = map(stay.first, (since, "notification_requested", "third_party_notified"))
        if start is None or asked is None or told is None or not (start.at and asked.at and told.at):
            return None
        at = start.at + stay.chance.between(least, most) * MINUTE
        if at > stay.end - 10 * MINUTE or stay.person.juvenile:
            return None
        stay.entries = [each for each in stay.entries if each.kind != DELAY]
        delay = _delayed(stay, asked.at + 5 * MINUTE, at + HOUR)
        told.at = at
        return [start, delay, told]

    return change


def _delayed_too_late(stay: Stay) -> list[Entry] | None:
    """The delay is authorised once the time has run out: it excuses nothing."""
    start, told = stay.first(*T0), stay.first("third_party_notified")
    if start is None or told is None or start.at is None or not _undelayed(stay):
        return None
    at = start.at + stay.chance.between(230, 400) * MINUTE
    if at > stay.end - 10 * MINUTE:
        return None
    told.at = at
    return [start, _delayed(stay, start.at + stay.chance.between(185, 220) * MINUTE, at + HOUR), told]


def _waived_too_late(stay: Stay) -> list[Entry] | None:
    """Told late, and a waiver that was written once the time had run out."""
    start, told = stay.first(*T0), stay.first("third_party_notified")
    if start is None or told is None or start.at is None or not _undelayed(stay):
        return None
    at = start.at + stay.chance.between(230, 400) * MINUTE
    if at > stay.end - 10 * MINUTE:
        return None
    told.at = at
    return [start, stay.put("notification_waived", start.at + stay.chance.between(185, 220) * MINUTE), told]


def _corrected(stay: Stay) -> list[Entry] | None:
    """Told late and written so; a correction says afterwards that it was in time."""
    start, told = stay.first(*T0), stay.first("third_party_notified")
    if start is None or told is None or not (start.at and told.at) or not _undelayed(stay):
        return None
    in_time, at = told.at, start.at + stay.chance.between(200, 400) * MINUTE
    if in_time > start.at + 170 * MINUTE or at > stay.end - 2 * HOUR:
        return None
    told.at = at
    right = stay.put(told.kind, in_time, told.data, by=told.by)
    right.says(why="wrong time")
    right.corrects = told
    right.recorded = (at + stay.chance.between(20, 90) * MINUTE) * 1_000_000 + stay.chance.bits(19)
    return [start, told, right]


def _after_three_days(stay: Stay) -> list[Entry] | None:
    """Nobody outside was told or came for three days, as was wished; then somebody is told."""
    start = stay.first(*T0)
    if start is None or start.at is None or stay.first("consulate_notified", "lawyer_arrived"):
        return None
    at = start.at + 72 * HOUR + stay.chance.between(20, 90) * MINUTE
    if at > stay.end - 10 * MINUTE or stay.first("third_party_notified", "guardian_notified"):
        return None
    stay.put("notification_requested", at - 10 * MINUTE, said(whom="a sibling"))
    return [start, stay.put("third_party_notified", at, said(whom="a sibling"))]


_WHOM = "notification_requested third_party_notified"
WAYS = (
    way(
        "notice.third-party-told",
        "told late",
        only(_undelayed, late("third_party_notified", T0, 200, 400)),
        needs=f"apprehended {_WHOM}",
    ),
    way(
        "notice.third-party-told",
        "told late, the delay authorised once the time had run out",
        _delayed_too_late,
        needs=f"apprehended {_WHOM}",
    ),
    way(
        "notice.third-party-told",
        "told late, the waiver written once the time had run out",
        only(of_an_adult, _waived_too_late),
        needs=f"apprehended {_WHOM}",
    ),
    way(
        "notice.third-party-told",
        "told late, and corrected afterwards to a time that was in time",
        _corrected,
        "met",
        needs=f"apprehended {_WHOM}",
        as_first_written="breached",
    ),
    way(
        "notice.relative-told",
        "told over 18 hours later, with a delay",
        only(whole, _told_after(18 * 60 + 20, 22 * 60, "apprehended")),
        needs=f"apprehended {_WHOM}",
    ),
    way(
        "notice.told-within-36h",
        "told over 36 hours later, with a delay",
        only(british, _told_after(36 * 60 + 20, 38 * 60, "arrived")),
        needs=f"apprehended arrived {_WHOM}",
        along="notice.relative-told",
    ),
    way(
        "notice.after-transfer",
        "told late after a transfer, with a delay",
        _told_after(190, 280, "transferred_in"),
        needs=f"transferred_in {_WHOM}",
    ),
    way(
        "notice.contact-within-days",
        "nobody outside reached for three days",
        only(whole, _after_three_days),
        needs="apprehended notification_waived",
    ),
    way(
        "notice.delay-has-grounds",
        "a delay without a reason",
        _needlessly_delayed(lambda _stay: {"reason": None}),
        "not_recorded",
        needs=_WHOM,
    ),
    way(
        "notice.delay-has-grounds",
        "a delay without an end",
        _needlessly_delayed(lambda _stay: {"until": None}),
        "not_recorded",
        needs=_WHOM,
    ),
    way(
        "notice.delay-authoriser-apart",
        "an interviewer authorised the delay",
        _needlessly_delayed(_by_an_interviewer),
        needs=f"interview_started {_WHOM}",
    ),
)
