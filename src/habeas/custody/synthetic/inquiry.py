"""The inquiry: the lawyer's visits, and interviews with breaks, recordings and who is present."""

from habeas.custody.synthetic.plan import MINUTE
from habeas.custody.synthetic.stay import Stay, said, text

AWAY = 100 * MINUTE
"""A lawyer who has longer than this to wait goes and comes again."""


def lawyer_comes(stay: Stay) -> None:
    """The first visit, with its consultation."""
    called = stay.first("lawyer_called")
    if stay.lawyer is None or called is None or called.at is None:
        return
    length = stay.chance.between(15, 45) * MINUTE
    wanted = called.at + stay.chance.between(30, 110) * MINUTE
    if stay.lawyer_after:
        wanted = stay.lawyer_after + stay.chance.between(10, 45) * MINUTE
        stay.end = max(stay.end, wanted + 4 * 60 * MINUTE)
    stay.take(wanted, length, "consultation")


def interviews(stay: Stay) -> None:
    """As many as the stay has room for."""
    chance = stay.chance
    consulted = any(what == "consultation" for _start, _over, what in stay.taken)
    if stay.basis not in ("criminal", "administrative") or (stay.lawyer and not consulted):
        return
    long = stay.end - stay.free > 10 * 60 * MINUTE
    most = (
        1 + chance.yes(0.5) + chance.yes(0.3) if stay.basis == "criminal" and long else int(chance.yes(0.7))
    )
    ready = max(
        [stay.free + chance.between(15, 150) * MINUTE]
        + [over + 5 * MINUTE for _start, over, what in stay.taken if what == "consultation"]
        + [
            each.at + 5 * MINUTE
            for each in stay.of("interpreter_arrived", "appropriate_adult_arrived")
            if each.at is not None
        ]
    )
    for _number in range(most):
        length = chance.between(25, 95) * MINUTE
        start = stay.take(ready, length, "interview", awake=True)
        if start is None:
            return
        interview(stay, start, length, present(stay))
        if chance.yes(0.03):
            _confronted(stay, start + length + 30 * MINUTE)
        ready = start + length + chance.between(60, 300) * MINUTE


def _confronted(stay: Stay, wanted: int) -> None:
    """With somebody else who is heard."""
    length = stay.chance.between(20, 40) * MINUTE
    start = stay.take(wanted, length, "confrontation", awake=True)
    if start is not None:
        who, span = stay.chance.one(stay.place.investigators), stay.span()
        stay.put("confrontation_started", start, by=who, span=span)
        stay.put("confrontation_ended", start + length, by=who, span=span)


def present(stay: Stay) -> list[str]:
    """Who is at an interview beside the police."""
    person = stay.person
    there = ["lawyer"] if stay.lawyer else []
    there += ["interpreter"] if person.interpreter else []
    return there + (["appropriate_adult"] if person.juvenile or person.vulnerable else [])


def interview(stay: Stay, start: int, length: int, there: list[str]) -> None:
    """One interview, recorded from its first to its last second, a long one with a break."""
    chance, place = stay.chance, stay.place
    who = sorted({chance.one(place.investigators) for _each in range(1 + chance.yes(0.5))})
    span, over = stay.span(), start + length
    medium = "video" if chance.yes(0.7) else "audio"
    began = text(interviewers=who, present=there, urgent=False)
    stay.put("interview_started", start, began, by=who[0], span=span)
    if length < 70 * MINUTE:
        recording(stay, start, over, medium, who[0])
    else:
        pause = start + length // 2 // MINUTE * MINUTE
        again = pause + chance.between(10, 16) * MINUTE
        recording(stay, start, pause, medium, who[0])
        between = stay.span()
        stay.put("interview_break_started", pause, by=who[0], span=between)
        stay.put("interview_break_ended", again, by=who[0], span=between)
        recording(stay, again, over, medium, who[0])
    stay.put("interview_ended", over, by=who[0], span=span)


def recording(stay: Stay, start: int, over: int, medium: str, by: str) -> None:
    """One file, with its hash."""
    span = stay.span()
    stay.put("recording_started", start, said(medium=medium), by=by, span=span, source="device")
    stopped = f'{{"sha256":"{stay.chance.bits(256):064x}"}}'
    stay.put("recording_stopped", over, stopped, by=by, span=span, source="device")


def lawyer_visits(stay: Stay) -> None:
    """Arrivals and departures around the consultation and the interviews; who waits too long goes."""
    if stay.lawyer is None:
        return
    visits: list[tuple[int, int]] = []
    for start, over, what in stay.taken:
        if what == "consultation":
            _consultation(stay, start, over)
        if what in ("consultation", "interview", "confrontation"):
            came = start - stay.chance.between(4, 9) * MINUTE
            if visits and came - visits[-1][1] < AWAY:
                visits[-1] = (visits[-1][0], over)
            else:
                visits.append((came, over))
    for number, (came, over) in enumerate(visits):
        span = stay.span()
        if number:
            stay.put("lawyer_called", came - 30 * MINUTE)
        stay.put("lawyer_arrived", came, by=stay.lawyer, span=span)
        stay.put("lawyer_left", over + 4 * MINUTE, by=stay.lawyer, span=span)


def _consultation(stay: Stay, start: int, over: int) -> None:
    span = stay.span()
    stay.put("consultation_started", start, said(private=True), by=stay.lawyer, span=span)
    stay.put("consultation_ended", over, by=stay.lawyer, span=span)
