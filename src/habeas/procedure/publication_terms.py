"""What a Party says under its terms of automatic publication, and what each of it needs."""

from datetime import date, timedelta

from habeas.language import N_
from habeas.law import cite
from habeas.procedure.machine import Act, Need
from habeas.procedure.publication_acts import (
    ObjectionLifted,
    OnTerms,
    PartyObjected,
    PartyPostponed,
    RegimeRanOut,
)

cite(
    "CPT-practice#automatic-publication",
    enforces="Automatic publication needs terms in force when it was sent, waits until they run out, and "
    "stops where the Party objected in time.",
)


def _terms_named(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, OnTerms) and bool(act.regime)


def _in_time(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, OnTerms) and act.sent_on <= act.on <= act.over_on


def _not_postponed_too_long(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, PartyPostponed) and act.until <= act.over_on + timedelta(days=act.longest_days)


def _window_over(before: tuple[Act, ...], act: Act) -> bool:
    if not isinstance(act, RegimeRanOut) or act.window_days < 0:
        return False
    return act.on > max(act.over_on, postponed_until(before) or act.over_on)


def _objected(before: tuple[Act, ...], _act: Act) -> bool:
    return objection_of(before) is not None


def _no_objection(before: tuple[Act, ...], act: Act) -> bool:
    return not _objected(before, act)


def objection_of(acts: tuple[Act, ...]) -> PartyObjected | None:
    """The objection of the Party, by standing acts; ``None`` where there is none, or it was taken back."""
    found = [act for act in acts if isinstance(act, (PartyObjected, ObjectionLifted))]
    return found[-1] if found and isinstance(found[-1], PartyObjected) else None


def postponed_until(acts: tuple[Act, ...]) -> date | None:
    """The last day to which the Party postponed, by standing acts; ``None`` where it did not."""
    return max((act.until for act in acts if isinstance(act, PartyPostponed)), default=None)


_TERMS = Need(
    _terms_named, "no-regime", N_("No terms of automatic publication cover this."), clause="ECPT#11(1)"
)
_IN_TIME = Need(
    _in_time,
    "not-in-time",
    N_("The Party's own terms let it object or postpone from the day of sending to the end of its time."),
    advice=N_("Look at the letter again, or at the terms. A letter that came too late stays in the file."),
)

OBJECTS = (
    _TERMS,
    _IN_TIME,
    Need(_no_objection, "objected-already", N_("The objection of the Party is recorded already.")),
)
LIFTS = (Need(_objected, "no-objection", N_("No objection of the Party stands.")),)
POSTPONES = (
    _TERMS,
    _IN_TIME,
    Need(
        _not_postponed_too_long,
        "postponed-too-long",
        N_("The Party's own terms know no postponement that is so long."),
        advice=N_("Look at the letter again, or at the terms."),
    ),
)
RUNS_OUT = (
    _TERMS,
    Need(_no_objection, "party-objected", N_("The Party objected: its terms do not open the document.")),
    Need(
        _window_over,
        "window-open",
        N_("The time in which the Party may object, or to which it postponed, is not over."),
    ),
)
