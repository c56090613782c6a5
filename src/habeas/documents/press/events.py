"""Proposals for the dossier: what the writer tells, in a sentence of its own, to have happened on a date."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from habeas.documents.press.bodies import bodies
from habeas.documents.press.dates import Dated, dates
from habeas.documents.press.mentions import Kind
from habeas.documents.press.passages import Span
from habeas.documents.press.statements import Sentence
from habeas.documents.press.words import Words, any_of

_LEADS = ("on", "in", "le", "en", "du", "")
_NOWADAYS = re.compile(r"(?:today|aujourd'hui)\Z", re.IGNORECASE)
_OF = re.compile(r"\b(?:years?|report|visit|law|act|the|du|de) \Z")
_WITHIN = re.compile(
    r"\b(?:who|which|that|where|when|whose|after|before|because|since|while|although"
    r"|qui|que|dont|où|après|avant|lorsque|quand|parce)\b[^,;]*\Z",
    re.IGNORECASE,
)
"""What stands before a date that belongs to a clause within: “a man who was found last year”."""
_NEAR = 200
"""Characters before a date in which the clause that it belongs to begins."""
_SHORTEST = 3
"""Words without a capital: a heading, or the place and day before the first sentence, is no event."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, in the words of the text, when (EDTF), and the bodies and persons named there."""

    date: str
    title: str
    actors: tuple[str, ...]
    span: Span


def events_of(
    said: str, text: str, told: Sequence[Sentence], published: date | None, known: Words
) -> Iterator[Event]:
    """The dated facts of the sentences in which nobody says anything, in order."""
    met = re.compile(known["met"], re.IGNORECASE)
    ours = re.compile(r"(?<![\w'])" + any_of(known["we"]) + r"(?!\w)", re.IGNORECASE)
    before: Sentence | None = None
    for one in told:
        years = _other_year(said, one, before, published)
        before = one
        if one.quoted or any(each.speech for each in one.sayings):
            continue
        if met.search(said, *one.span) or ours.search(said, *one.span):
            continue
        found = [
            each
            for each in dates(said, one.span, published, known, years_before=years)
            if each.edtf
            and _tells(each, said)
            and not _WITHIN.search(said, max(one.span[0], each.span[0] - _NEAR), each.span[0])
        ]
        plain = [word for word in said[slice(*one.span)].split() if word[0].islower()]
        if found and len(plain) >= _SHORTEST and said[one.span[1] - 1] in ".!…":
            yield Event(
                found[0].edtf or "", " ".join(text[slice(*one.span)].split()), _actors(one, known), one.span
            )


def _tells(each: Dated, said: str) -> bool:
    """Not “since 2029”, nor “the report of 2016”: a date on which, not to or from which."""
    leads = each.lead in _LEADS or (each.lead == "from" and "/" in (each.edtf or ""))
    return (
        leads
        and not _NOWADAYS.search(said[slice(*each.span)])
        and not _OF.search(said[max(0, each.span[0] - 8) : each.span[0]])
    )


def _other_year(said: str, one: Sentence, before: Sentence | None, published: date | None) -> bool:
    """Whether the paragraph has begun to tell of another year, so that “in June” may be June of that one."""
    if published is None or before is None or before.paragraph != one.paragraph:
        return False
    years = re.findall(r"\b(?:19|20)\d\d\b", said[slice(*before.span)])
    return any(int(year) != published.year for year in years)


def _actors(one: Sentence, known: Words) -> tuple[str, ...]:
    names = dict[str, None]()
    for each in one.mentions:
        if each.kind is Kind.BODY and each.key:
            names[bodies().by_key[each.key].name[known.language]] = None
        elif each.kind is Kind.ORGANISATION or (each.kind is Kind.NAME and " " in each.said):
            names[each.said] = None
    return tuple(names)
