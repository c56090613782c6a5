"""Ways to break the rules on interviews (safeguards.md 3)."""

from habeas.custody.synthetic.breaches_of_lawyers import goes_on, without
from habeas.custody.synthetic.inquiry import interview, present
from habeas.custody.synthetic.plan import MINUTE
from habeas.custody.synthetic.planted import Change, british, in_the_eu, of_a_juvenile, only, other, way
from habeas.custody.synthetic.stay import Entry, Stay

_ENDS = ("interview_ended", "recording_stopped", "cell_entered", "lawyer_left")


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


def _last(stay: Stay) -> tuple[Entry, Entry, Entry | None] | None:
    """The last interview: its start, its end, and the start of its break."""
    began, over = stay.of("interview_started"), stay.of("interview_ended")
    if not began or not over or began[-1].span != over[-1].span:
        return None
    first = began[-1].at or 0
    pauses = (each for each in stay.of("interview_break_started") if (each.at or 0) > first)
    return began[-1], over[-1], next(pauses, None)


def _too_long(stay: Stay) -> list[Entry] | None:
    """The last interview goes on, where nothing follows for long enough."""
    last = _last(stay)
    if last is None or (last[2] is not None and british(stay)) or stay.first("attended"):
        return None
    began, over, _pause = last
    new = (began.at or 0) + stay.chance.between(150, 190) * MINUTE
    return [began, over] if goes_on(stay, over.at or 0, new, *_ENDS) else None


def _no_break_for_long(stay: Stay) -> list[Entry] | None:
    """The last interview has one break, and goes on for over two hours after it."""
    last = _last(stay)
    if last is None or (pause := last[2]) is None or stay.first("attended"):
        return None
    began, over, _pause = last
    new = (pause.at or 0) + stay.chance.between(140, 170) * MINUTE
    return [began, pause, over] if goes_on(stay, over.at or 0, new, *_ENDS) else None


def _at_night(stay: Stay) -> list[Entry] | None:
    if not stay.rests or stay.lawyer or stay.person.juvenile or stay.person.vulnerable:
        return None
    start = stay.rests[0][0] + stay.chance.between(60, 200) * MINUTE
    before = len(stay.entries)
    interview(stay, start, 35 * MINUTE, present(stay))
    rest = stay.first("rest_started")
    return [each for each in (rest, stay.entries[before]) if each]


def _two_on_end(stay: Stay) -> list[Entry] | None:
    """A break becomes the end of one interview and the start of the next, some minutes later."""
    for pause in stay.of("interview_break_started"):
        again = next(each for each in stay.of("interview_break_ended") if each.span == pause.span)
        began = [each for each in stay.of("interview_started") if (each.at or 0) < (pause.at or 0)]
        if not began or (again.at or 0) - (pause.at or 0) >= 15 * MINUTE:
            continue
        first, span = began[-1], pause.span
        over = next(each for each in stay.of("interview_ended") if each.span == first.span)
        pause.kind, pause.span = "interview_ended", first.span
        again.kind, again.data, over.span = "interview_started", first.data, span
        return [pause, again]
    return None


def _unnamed(field: str) -> Change:
    return other("interview_started", **{field: None})


WAYS = (
    way(
        "interview.recorded-throughout",
        "the recording began late",
        _recording_begins_late,
        needs="recording_started",
    ),
    way(
        "interview.recorded-throughout",
        "not recorded",
        _unrecorded,
        "not_recorded",
        needs="interview_started",
    ),
    way(
        "interview.two-interviewers-at-most",
        "three interviewers",
        _three_interviewers,
        needs="interview_started",
    ),
    way("interview.not-too-long", "over two hours without a break", _too_long, needs="interview_ended"),
    way(
        "interview.broken-every-two-hours",
        "over two hours from the break to the end",
        only(british, _no_break_for_long),
        needs="interview_break_started",
        along="interview.not-too-long",
    ),
    way("interview.not-in-rest", "heard in the night's rest", _at_night, needs="rest_started"),
    way(
        "interview.pause-between",
        "heard again within a quarter of an hour",
        _two_on_end,
        needs="interview_break_started",
    ),
    way(
        "interview.who-was-there",
        "nobody is said to have held it",
        _unnamed("interviewers"),
        "not_recorded",
        needs="interview_started",
        along="interview.two-interviewers-at-most",
    ),
    way(
        "interpreter.at-interview",
        "heard without an interpreter",
        only(in_the_eu, without("interpreter")),
        needs="interview_started interpreter_arrived",
    ),
    way(
        "juvenile.adult-at-interview",
        "heard alone",
        only(of_a_juvenile, without("appropriate_adult")),
        needs="interview_started",
    ),
)
