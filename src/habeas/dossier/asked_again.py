"""What was asked again: the threads of a dossier, and where each stands on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from habeas.dossier.entries import Ask, Dossier
from habeas.language import Words
from habeas.threads import (
    SCALE,
    Assessed,
    Item,
    Link,
    Relation,
    Standing,
    Thread,
    standing,
    threads,
)


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand that was made more than once; ``asks`` are its wordings, in the order of the thread."""

    thread: Thread
    asks: tuple[Ask, ...]
    standing: Standing | None
    closed: bool
    """Whether the last assessment closes it and it was not made again since."""


def demands(dossier: Dossier, as_of: date) -> tuple[Demand, ...]:
    """The demands that were made more than once, by when they were first made."""
    asks = {ask.id: ask for ask in dossier.asks}
    found = threads(map(_item, dossier.asks), _links(dossier))
    made = [
        Assessed(id=one.id, ask=one.ask, degree=one.degree, date=one.date, place=place)
        for place, one in enumerate(dossier.assessments)
    ]
    closing = {degree.code for degree in (*SCALE, *dossier.scale) if degree.closes}
    told = []
    for thread in found:
        if thread.asked > 1:
            now = standing(thread, made, as_of)
            closed = now is not None and now.assessed.degree in closing and not now.asked_since
            told.append(Demand(thread, tuple(asks[item.id] for item in thread.items), now, closed))
    return tuple(told)


def degree_name(dossier: Dossier, code: str, words: Words) -> str:
    """A degree of the scale in the language of ``words``; its code where the dossier does not know it."""
    for degree in (*SCALE, *dossier.scale):
        if degree.code == code:
            return degree.names.get(words.language) or words.say(degree.name)
    return code


def _item(ask: Ask) -> Item:
    return Item(id=ask.id, party="", date=ask.date, places=frozenset(ask.places))


def _links(dossier: Dossier) -> Iterable[Link]:
    return (
        Link(later=one.later, earlier=one.earlier, relation=Relation(one.relation)) for one in dossier.links
    )
