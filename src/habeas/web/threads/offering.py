"""Proposals on the page of a thread: what may have been asked before, with what speaks for it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from habeas.threads import LIKENESS_NAMES, RELATION_NAMES, Relation
from habeas.web.people.access import Reader
from habeas.web.reports.lists import where_asked
from habeas.web.reports.models import Ask
from habeas.web.threads import access
from habeas.web.threads.models import AskLink


@dataclass(frozen=True, slots=True)
class Offered:
    """One proposal: ``aside`` is the answer by which it was set aside before."""

    row: Ask
    where: str
    likeness: str
    referred: str
    words: str
    aside: AskLink | None


@dataclass(frozen=True, slots=True)
class Offer:
    """What is proposed for one ask. ``ready`` says whether the part that compares is there at all."""

    ready: bool
    offered: list[Offered]
    again: bool
    relations: list[tuple[str, str]]

    @property
    def open(self) -> list[Offered]:
        """Those that nobody answered yet."""
        return [one for one in self.offered if one.aside is None]


def offer(reader: Reader, ask: Ask, *, again: bool) -> Offer:
    """Draw up what is proposed; ``again`` takes in what was set aside."""
    found = access.proposed(reader, ask, again=again)
    said = access.links_for(reader).filter(later=ask, relation=Relation.NONE.value, withdrawn_why="")
    aside = {link.earlier_id: link for link in said}
    offered = [
        Offered(
            row=row,
            where=where_asked(reader, row),
            likeness=_(LIKENESS_NAMES[one.likeness]),
            referred=_referred(one.reference.reference, one.reference.paragraphs) if one.reference else "",
            words=_(", ").join(" / ".join(dict.fromkeys(pair)) for pair in one.words),
            aside=aside.get(row.pk),
        )
        for row, one in found or []
    ]
    joining = [(one.value, _(RELATION_NAMES[one])) for one in Relation if one.joins]
    return Offer(ready=found is not None, offered=offered, again=again, relations=joining)


def _referred(reference: str, paragraphs: frozenset[str]) -> str:
    numbers = sorted(paragraphs, key=lambda one: [int(part) for part in one.split(".")])
    return ", ".join((reference, *(f"§ {one}" for one in numbers)))
