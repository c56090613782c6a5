"""Proposals as pages show them: what may have been asked before, with what speaks for it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from habeas.threads import LIKENESS_NAMES, RELATION_NAMES, Relation
from habeas.web.people.access import Reader
from habeas.web.reports.lists import where_asked
from habeas.web.reports.models import Ask
from habeas.web.shell.marks import own_words
from habeas.web.threads import access
from habeas.web.threads.models import AskLink

TOGETHER = 10
"""Asks of one document whose proposals are on one page; those answered make room for the next."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One proposal: ``model`` says the same sense; ``aside`` is the answer that set it aside before."""

    row: Ask
    where: str
    likeness: str
    referred: str
    words: str
    model: str
    aside: AskLink | None


@dataclass(frozen=True, slots=True)
class Offer:
    """What is proposed for one ask. ``ready`` says whether the part that compares is there at all.

    ``model`` is the name of the one that compared the sense; ``unread``, that it has yet to read some of it.
    """

    row: Ask
    where: str
    ready: bool
    offered: list[Offered]
    again: bool
    relations: list[tuple[str, str]]
    model: str
    unread: bool

    @property
    def open(self) -> list[Offered]:
        """Those that nobody answered yet."""
        return [one for one in self.offered if one.aside is None]


def offer(reader: Reader, ask: Ask, *, again: bool) -> Offer:
    """What is proposed for one ask; ``again`` takes in what was set aside."""
    return offers(reader, [ask], again=again)[0]


def offers(reader: Reader, asks: list[Ask], *, again: bool = False) -> list[Offer]:
    """What is proposed for each of ``asks``, which are of one Party."""
    found = access.proposed(reader, asks, again=again)
    aside = {(link.later_id, link.earlier_id): link for link in access.set_aside(reader, asks)}
    joining = [(one.value, _(RELATION_NAMES[one])) for one in Relation if one.joins]

    def offered(ask: Ask) -> list[Offered]:
        return [
            Offered(
                row=row,
                where=where_asked(reader, row) or str(row),
                likeness=_(LIKENESS_NAMES[one.likeness]),
                referred=_referred(one.reference.reference, one.reference.paragraphs)
                if one.reference
                else "",
                words=_(", ").join(" / ".join(dict.fromkeys(pair)) for pair in one.words),
                model=one.sense,
                aside=aside.get((ask.pk, row.pk)),
            )
            for row, one in (found.by_ask.get(ask.pk, []) if found else [])
        ]

    return [
        Offer(
            row=ask,
            where=where_asked(reader, ask) or str(ask),
            ready=found is not None,
            offered=offered(ask),
            again=again,
            relations=joining,
            model=found.model if found else "",
            unread=found is not None and found.unread,
        )
        for ask in asks
    ]


def _referred(reference: str, paragraphs: frozenset[str]) -> str:
    numbers = sorted(paragraphs, key=lambda one: [int(part) for part in one.split(".")])
    return own_words().listed((reference, *(f"§ {one}" for one in numbers)))
