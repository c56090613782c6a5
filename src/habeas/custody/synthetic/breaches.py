"""Ways to break the rules on rights, health, the inquiry and the time in custody (names: safeguards.md 3)."""

import json

from habeas.custody.synthetic.inquiry import interview, present
from habeas.custody.synthetic.plan import HOUR, MINUTE
from habeas.custody.synthetic.planted import Change, late, only, other, way
from habeas.custody.synthetic.stay import Entry, Stay, said

T0 = ("apprehended",)
TOLD = ("rights_informed", "rights_leaflet_given", "rights_acknowledged", "rights_acknowledgement_refused")


def _held_once(stay: Stay) -> bool:
    """Whether the rights were told once, after the apprehension."""
    return stay.basis_first is None and stay.first("apprehended") is not None


def _undelayed(stay: Stay) -> bool:
    return stay.first("apprehended") is not None and stay.first("notification_delay_authorised") is None


def _no_amendment(stay: Stay) -> bool:
    return _held_once(stay) and stay.first("record_amended") is None


def _unhurt(stay: Stay) -> bool:
    return not stay.hurt


def _of_a_juvenile(stay: Stay) -> bool:
    return stay.person.juvenile


def _british(stay: Stay) -> bool:
    return stay.place.british


def _in_the_eu(stay: Stay) -> bool:
    return stay.place.jurisdiction == "EU"


def _unpostponed(stay: Stay) -> bool:
    return stay.first("review_postponed") is None


def _rights_never(stay: Stay) -> list[Entry] | None:
    start = stay.first("apprehended")
    if start is None:
        return None
    stay.entries = [each for each in stay.entries if each.kind not in TOLD]
    return [start]


def _lawyer_called_late(stay: Stay) -> list[Entry] | None:
    asked, called, came = map(stay.first, ("lawyer_requested", "lawyer_called", "lawyer_arrived"))
    if asked is None or called is None or came is None or not (asked.at and called.at and came.at):
        return None
    if came.at - asked.at < 45 * MINUTE:
        return None
    called.at = asked.at + stay.chance.between(35, (came.at - asked.at) // MINUTE - 5) * MINUTE
    return [asked, called]


def _lawyer_late(stay: Stay) -> list[Entry] | None:
    """The first visit put off as a whole, where no interview lies in it or before its new end."""
    asked, came, gone = map(stay.first, ("lawyer_requested", "lawyer_arrived", "lawyer_left"))
    if asked is None or came is None or gone is None or not (asked.at and came.at and gone.at):
        return None
    off = asked.at + stay.chance.between(200, 400) * MINUTE - came.at
    heard = stay.first("interview_started")
    if gone.at + off > min(stay.end - 10 * MINUTE, (heard.at or 0) if heard else stay.end):
        return None
    visit = stay.of("consultation_started", "consultation_ended")[:2]
    for each in (came, gone, *visit):
        each.at = (each.at or 0) + off
    return [asked, came]


def _without(whom: str) -> Change:
    def change(stay: Stay) -> list[Entry] | None:
        for entry in stay.of("interview_started"):
            there = json.loads(entry.data or "{}")["present"]
            if whom in there:
                entry.says(present=[each for each in there if each != whom])
                return [entry]
        return None

    return change


def _recording_begins_late(stay: Stay) -> list[Entry] | None:
    began, stopped = stay.first("recording_started"), stay.first("recording_stopped")
    if began is None or stopped is None or not (began.at and stopped.at):
        return None
    if stopped.at - began.at < 20 * MINUTE:
        return None
    began.at += stay.chance.between(6, 15) * MINUTE
    return [each for each in (stay.first("interview_started"), began) if each]


def _unrecorded(stay: Stay) -> list[Entry] | None:
    heard = stay.of("interview_started")
    if len(heard) != 1:
        return None
    stay.entries = [each for each in stay.entries if not each.kind.startswith("recording_")]
    return heard


def _three_interviewers(stay: Stay) -> list[Entry] | None:
    entry = stay.first("interview_started")
    if entry is None or len(stay.place.investigators) < 3:
        return None
    entry.says(interviewers=sorted(stay.place.investigators[:3]))
    return [entry]


def _interview_too_long(stay: Stay) -> list[Entry] | None:
    """The last interview goes on, where nothing follows for long enough; nobody looks into an empty cell."""
    over = stay.of("interview_ended")
    began = stay.of("interview_started")
    if not over or began[-1].at is None or over[-1].at is None:
        return None
    old, new = over[-1].at, began[-1].at + stay.chance.between(150, 190) * MINUTE
    following = [start for start, _over, _what in stay.taken if start >= old]
    if (
        new
        > min([*following, *(start for start, _over in stay.rests if start >= old), stay.end]) - 30 * MINUTE
    ):
        return None
    empty = ("checked", "roused", "meal_offered", "drink_offered")
    stay.entries = [
        each
        for each in stay.entries
        if not (each.kind in empty and old <= (each.at or 0) <= new + 4 * MINUTE)
    ]
    for each in stay.of("interview_ended", "recording_stopped", "cell_entered", "lawyer_left"):
        if each.at is not None and old <= each.at <= old + 5 * MINUTE:
            each.at += new - old
    return [began[-1], over[-1]]


def _at_night(stay: Stay) -> list[Entry] | None:
    if not stay.rests or stay.lawyer or stay.person.juvenile or stay.person.vulnerable:
        return None
    start = stay.rests[0][0] + stay.chance.between(60, 200) * MINUTE
    before = len(stay.entries)
    interview(stay, start, 35 * MINUTE, present(stay))
    rest = stay.first("rest_started")
    return [each for each in (rest, stay.entries[before]) if each]


def _short_rest(stay: Stay) -> list[Entry] | None:
    """The only rest of the first day is cut short."""
    first = [rest for rest in stay.rests if rest[0] < stay.arrived + 24 * HOUR]
    if len(first) != 1 or stay.end < stay.arrived + 25 * HOUR:
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


def _judge_late(stay: Stay) -> list[Entry] | None:
    """The way to court and all that follows is put off."""
    left, seen = stay.first("court_left_for"), stay.first("judge_seen")
    if left is None or seen is None or not (left.at and seen.at) or stay.first("apprehended") is None:
        return None
    off = stay.begun + stay.chance.between(49 * 60, 56 * 60) * MINUTE - seen.at
    start = left.at
    for each in stay.entries:
        if each.at is not None and each.at >= start:
            each.at += off
    stay.end += off
    return [each for each in (stay.first("apprehended"), seen) if each]


def _unauthorised(stay: Stay) -> list[Entry] | None:
    if stay.end - stay.arrived < 24 * HOUR + 30 * MINUTE or stay.basis != "criminal" or stay.goes_to:
        return None
    stay.entries = [each for each in stay.entries if each.kind not in ("charged", "extension_authorised")]
    return [each for each in (stay.first("arrived"),) if each]


def _told_consulate(stay: Stay) -> list[Entry] | None:
    waived = stay.first("consulate_waived")
    if waived is None or waived.at is None or waived.at + 40 * MINUTE > stay.end:
        return None
    return [waived, stay.put("consulate_notified", waived.at + 30 * MINUTE)]


def _kept_too_late(stay: Stay) -> list[Entry] | None:
    cause, kept = stay.first("force_used", "complaint_made"), stay.of("video_preserved")
    if cause is None or cause.at is None or len(kept) != 1:
        return None
    kept[0].at = cause.at + stay.chance.between(25 * 60, 40 * 60) * MINUTE
    return [cause, *kept]


def _injury_late(stay: Stay) -> list[Entry] | None:
    found, told = stay.first("injury_recorded"), stay.first("injury_reported_to_prosecutor")
    if found is None or told is None or found.at is None:
        return None
    told.at = found.at + stay.chance.between(25 * 60, 60 * 60) * MINUTE
    return [found, told]


def _strip(stay: Stay) -> list[Entry] | None:
    entry = stay.first("searched")
    if entry is None:
        return None
    entry.data = said(authorised_by=stay.place.senior, level="strip", reason="hidden objects", same_sex=False)
    return [entry]


_with_adults = other("cell_entered", with_adults=True)
EXAMINED = ("examination_ended", "injury_recorded", "injury_reported_to_prosecutor")
WAYS = (
    way(
        "rights.informed-at-outset",
        "rights told late",
        only(_held_once, late("rights_informed", T0, 70, 170, *TOLD[1:])),
    ),
    way("rights.informed-at-outset", "rights never told", _rights_never, "not_recorded"),
    way("notice.third-party-told", "told late", only(_undelayed, late("third_party_notified", T0, 200, 400))),
    way(
        "notice.delay-has-grounds",
        "a delay without a reason",
        other("notification_delay_authorised", reason=None),
        "not_recorded",
    ),
    way("lawyer.called", "the lawyer called late", _lawyer_called_late),
    way("lawyer.arrives", "the lawyer came late", _lawyer_late),
    way(
        "lawyer.consultation-private",
        "not alone with the lawyer",
        other("consultation_started", private=False),
    ),
    way("lawyer.present-throughout", "heard without the lawyer", _without("lawyer")),
    way(
        "doctor.when-asked",
        "the doctor came late",
        only(_unhurt, late("examination_started", ("doctor_requested",), 140, 300, *EXAMINED)),
    ),
    way("doctor.out-of-hearing", "police heard it", other("examination_started", police_hearing=True)),
    way("doctor.out-of-sight", "police saw it", other("examination_started", police_sight=True)),
    way("doctor.injury-to-prosecutor", "an injury reported late", _injury_late),
    way("interview.recorded-throughout", "the recording began late", _recording_begins_late),
    way("interview.recorded-throughout", "not recorded", _unrecorded, "not_recorded"),
    way("interview.two-interviewers-at-most", "three interviewers", _three_interviewers),
    way("interview.not-too-long", "over two hours without a break", _interview_too_long),
    way("interview.not-in-rest", "heard in the night's rest", _at_night),
    way(
        "interpreter.at-interview", "heard without an interpreter", only(_in_the_eu, _without("interpreter"))
    ),
    way("juvenile.adult-told", "told late", late("guardian_notified", T0, 140, 300)),
    way(
        "juvenile.adult-at-interview",
        "heard alone",
        only(_of_a_juvenile, _without("appropriate_adult")),
    ),
    way(
        "juvenile.apart-from-adults",
        "with adults",
        only(_of_a_juvenile, _with_adults),
    ),
    way("foreigner.consulate-only-on-wish", "the consulate told against the wish", _told_consulate),
    way("search.strip-authorised", "stripped by the other sex", _strip),
    way("video.preserved-on-complaint", "video kept late", _kept_too_late),
    way("record.opened", "the record opened late", only(_no_amendment, late("record_opened", T0, 65, 110))),
    way("judge.seen-in-time", "the judge seen late", _judge_late),
    way("custody.24h", "held over 24 hours without authority", only(_british, _unauthorised)),
    way(
        "review.on-time",
        "the first review late",
        only(_unpostponed, late("review_held", ("detention_authorised",), 390, 460)),
    ),
    way("rest.8h-in-24h", "the only rest cut short", only(_british, _short_rest)),
    way("check.hourly", "over an hour without a look", only(_british, _unseen(kind="checked", over=65))),
    way("check.half-hourly-roused", "over half an hour without rousing", _unseen(kind="roused", over=35)),
)
