"""What an act of a visit says beyond its day and its note, in words; one function for each kind of act."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from habeas.clock import Edtf
from habeas.procedure.clocks import Answered, DueSet
from habeas.procedure.machine import SIDE_NAMES, Act
from habeas.procedure.visit import acts as said
from habeas.web.shell.marks import own_words
from habeas.web.visits.access import matter_name

Names = Mapping[str, str]
"""Names of places by their public ids."""


def details(act: Act, places: Names) -> tuple[str, ...]:
    """The parts of what is said, empty ones left out."""
    says = _SAYS.get(type(act))
    return tuple(filter(None, says(act, places))) if says else ()


def _decided(act: said.Decided, _places: Names) -> Iterator[str]:
    yield _(act.kind.value)
    yield _(said.DECIDER_NAMES[act.decider])


def _notified(act: said.Notified, places: Names) -> Iterator[str]:
    yield act.letter
    if act.first_day:
        last = _day(act.last_day) if act.last_day else "…"
        yield _("%(first)s to %(last)s") % {"first": _day(act.first_day), "last": last}
    if act.members:
        yield _("members: %(names)s") % {"names": own_words().listed(act.members)}
    if act.assisting:
        yield _("assisting: %(names)s") % {"names": own_words().listed(act.assisting)}
    named = [places[one] for one in act.places if one in places]
    yield _("places: %(names)s") % {"names": own_words().listed(named)} if named else _("no place is named")


def _represented(act: said.Represented, places: Names) -> Iterator[str]:
    yield _(said.GROUND_NAMES[act.ground])
    yield places.get(act.place, "") or _(said.AGAINST_NAMES[act.against])


def _consulted(act: said.Consulted, _places: Names) -> Iterator[str]:
    yield act.arrangement
    if act.person_moved:
        yield _("a person is moved to another place meanwhile")


def _by(act: said.Postponed | said.Cancelled, _places: Names) -> Iterator[str]:
    yield _("by: %(side)s") % {"side": _(SIDE_NAMES[act.by])}
    if isinstance(act, said.Postponed) and act.until:
        yield _("until %(day)s") % {"day": _day(act.until)}


def _started(act: said.Started, _places: Names) -> Iterator[str]:
    if act.assisting:
        yield _("assisting: %(names)s") % {"names": own_words().listed(act.assisting)}


def _immediate(act: said.ImmediateObservation, places: Names) -> Iterator[str]:
    yield _("number %(n)s") % {"n": act.number}
    yield places.get(act.place, "")
    yield act.demand


def _due(act: DueSet, _places: Names) -> Iterator[str]:
    yield from (matter_name(act.concerns), act.letter, _("by %(day)s") % {"day": _day(act.due)})


def _day(day: date) -> str:
    return own_words().date(Edtf.of(day))


_SAYS: Mapping[type[Act], Callable[[Any, Names], Iterator[str]]] = {
    said.RiskAssessed: lambda act, _places: iter([_(said.RISK_NAMES[act.outcome])]),
    said.Decided: _decided,
    said.Notified: _notified,
    said.NotificationAdded: _notified,
    said.Represented: _represented,
    said.Consulted: _consulted,
    said.PlaceSeen: lambda act, places: iter([places.get(act.place, "")]),
    said.AssistantObjected: lambda act, _places: iter([act.person]),
    said.Postponed: _by,
    said.Cancelled: _by,
    said.Started: _started,
    said.TalksHeld: lambda act, _places: iter([act.with_whom]),
    said.PreliminaryObservations: lambda act, _places: iter([act.letter or _("by word of mouth")]),
    said.ImmediateObservation: _immediate,
    DueSet: _due,
    Answered: lambda act, _places: iter([matter_name(act.concerns), act.letter]),
}
