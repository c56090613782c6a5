"""What must be there before a step of a visit: conditions on the history so far and the act."""

from habeas.procedure.clocks import Answered, DueSet, deadlines
from habeas.procedure.machine import Act
from habeas.procedure.visit import acts as said
from habeas.procedure.visit.duties import delegation, of_a_mechanism, owed


def says_why(_before: tuple[Act, ...], act: Act) -> bool:
    """Whether the act says why."""
    return bool(act.note.strip())


def ad_hoc_where_urgent(_before: tuple[Act, ...], act: Act) -> bool:
    """Whether the Bureau decides no more than an ad hoc visit."""
    return isinstance(act, said.Decided) and (
        act.decider is not said.Decider.BUREAU or act.kind is said.Kind.AD_HOC
    )


def days_in_order(_before: tuple[Act, ...], act: Act) -> bool:
    """Whether the last day, where both are given, is not before the first."""
    if not isinstance(act, (said.Notified, said.NotificationAdded)):
        return False
    first, last = act.first_day, act.last_day
    return first is None or last is None or first <= last


def under_the_convention(before: tuple[Act, ...], _act: Act) -> bool:
    """Whether the visit rests on the Convention."""
    return not of_a_mechanism(before)


def place_named(_before: tuple[Act, ...], act: Act) -> bool:
    """Whether a representation is against the time, or names the place that it is against."""
    return isinstance(act, said.Represented) and (act.against is said.Against.TIME) != bool(act.place)


def represented(before: tuple[Act, ...], _act: Act) -> bool:
    """Whether a representation stands before a visit that is yet to take place."""
    return bool(owed(before))


def arranged(_before: tuple[Act, ...], act: Act) -> bool:
    """Whether a consultation says what it came to."""
    return isinstance(act, said.Consulted) and bool(act.arrangement.strip())


def _folded(names: tuple[str, ...]) -> set[str]:
    return {" ".join(name.split()).casefold() for name in names}


def assists(before: tuple[Act, ...], act: Act) -> bool:
    """Whether the person was named to the Government as assisting, and is no member."""
    members, assisting = delegation(before)
    if not isinstance(act, said.AssistantObjected):
        return False
    person = _folded((act.person,))
    return person <= _folded(assisting) and not person & _folded(members)


def all_named(before: tuple[Act, ...], act: Act) -> bool:
    """Whether everybody who assists was named to the Government."""
    if not isinstance(act, said.Started):
        return False
    _members, assisting = delegation(before)
    return of_a_mechanism(before) or _folded(act.assisting) <= _folded(assisting)


def none_objected(before: tuple[Act, ...], act: Act) -> bool:
    """Whether nobody assists to whom the Party objected."""
    objected = tuple(one.person for one in before if isinstance(one, said.AssistantObjected))
    return isinstance(act, said.Started) and not _folded(objected) & _folded(act.assisting)


def notified(before: tuple[Act, ...], _act: Act) -> bool:
    """Whether the Government was notified, where the mandate asks for it."""
    return of_a_mechanism(before) or any(isinstance(one, said.Notified) for one in before)


def next_number(before: tuple[Act, ...], act: Act) -> bool:
    """Whether an immediate observation has the next number, and says what it demands."""
    made = sum(isinstance(one, said.ImmediateObservation) for one in before)
    return isinstance(act, said.ImmediateObservation) and act.number == made + 1 and bool(act.demand.strip())


def of_an_observation(before: tuple[Act, ...], act: Act) -> bool:
    """Whether the matter is an observation made in this visit."""
    made = {
        one.matter
        for one in before
        if isinstance(one, (said.ImmediateObservation, said.PreliminaryObservations))
    }
    return isinstance(act, (DueSet, Answered)) and act.concerns in made


def not_yet_answered(before: tuple[Act, ...], act: Act) -> bool:
    """Whether the matter was not answered yet."""
    met = {one.concerns for one in deadlines(before) if one.met_on}
    return isinstance(act, DueSet) and act.concerns not in met
