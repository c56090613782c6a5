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
from habeas.documents.press.words import Words, one_of

_LEADS = ("on", "in", "le", "en", "du", "", "the end of", "end of", "late", "early", "mid", "fin", "début")
_NOWADAYS = re.compile(r"(?:today|aujourd'hui)\Z", re.IGNORECASE)
_OF = re.compile(r"\b(?:years?|report|visit|law|act|the|du|de|rapport|visite|loi|décret|arrêt|jugement) \Z")
_SET = re.compile(r"\b(?:set|scheduled|planned|fixed|fixée?s?|prévue?s?|reportée?s?|convoquée?s?) \Z")
_TIME_OF_DAY = re.compile(r"\b(?:morning|afternoon|evening) \Z")
_SEASON = re.compile(r"-2[1-4]\Z")
_WITHIN = re.compile(
    r"\b(?:who|which|(?-i:that)(?! (?:effect|end|day|year|date|time|purpose|month|week)\b)"
    r"|where|when|whose|after|because"
    r"|before(?! (?:the|an?) (?:[a-z]+ ){0,2}(?:court|judge|tribunal|panel|parliament)\b)"
    r"|since|while|although"
    r"|following|despite|amid|about|whether|if|suite à|malgré|qui|que|dont|où|après|avant|lorsque"
    r"|quand|parce)\b[^,;]*\Z",
    re.IGNORECASE,
)
"""What stands before a date that belongs to a clause within: “a man who was found last year”."""
_DONE = re.compile(
    r"(?P<apart>, )?\b(?:[a-z]+ed|held|found|taken|seen|shot|sent|made|brought|built|known|written"
    r"|[a-zà-ÿ]+(?:ée?s?|ise?s?|ite?s?|ues?|erte?s?))(?: [a-zà-ÿ]+){0,2} \Z"
)
_GOES_ON = re.compile(
    r" (?:was|were|has|had|have|is|are|will|would|said|says|died|told"
    r"|est|sont|a|ont|avait|avaient|était|étaient|sera|seront|[a-z]+ed)\b"
)
"""Before and after a date: it belongs to the participle before it, where a verb comes after it."""
_BORN = re.compile(
    r"\b(?:born|turn(?:s|ed)? \d\d|(?:be|is|was) \d\d on|née?s? (?:le|en)|fêt\w+ ses)\b", re.IGNORECASE
)
_BY = re.compile(r" (?:by|par|in|dans|on|sur) ")
_IS = re.compile(
    r"\b(?:is|was|were|been|be|est|sont|été|était|étaient|a|ont|avait|has|had|have)(?: \w+)? ?\Z"
)
_ENDS = re.compile(
    r" (?:and|et) (?:will |is to )?(?:end(?:s|ed)?|close[sd]?|finish(?:es|ed)?"
    r"|s'ach(?:ève|èvera|evait|eva)|(?:se |s'est )termin\w+|pren(?:d|dra) fin|a pris fin)(?: \w+){0,2} \Z",
    re.IGNORECASE,
)
"""Between two dates, of which the first is when something began."""
_NEAR = 200
"""Characters before a date in which the clause that it belongs to begins."""
_SHORTEST = 2
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
    heard = re.compile(known["heard"], re.IGNORECASE)
    silent = re.compile(known["silence"])
    will = re.compile(known["will"])
    ours = one_of(known, "we")
    before: Sentence | None = None
    for one in told:
        years, that = _other_year(said, one, before, published)
        before = one
        if one.quoted or any(each.speech for each in one.sayings):
            continue
        if _BORN.search(said, *one.span) or silent.search(said, *one.span):
            continue
        if heard.search(said, *one.span) or (
            ours.search(said, *one.span) and not will.search(said, *one.span)
        ):
            continue
        found = [
            each
            for each in dates(said, one.span, published, known, years_before=years, that_year=that)
            if _tells(each, said) and not _within(said, one.span, each)
        ]
        plain = [word for word in said[slice(*one.span)].split() if word[0].islower()]
        when = _when(said, found)
        if when and len(plain) >= _SHORTEST and said[one.span[1] - 1] in ".!…":
            yield Event(when, " ".join(text[slice(*one.span)].split()), _actors(one, known), one.span)


def _when(said: str, found: Sequence[Dated]) -> str | None:
    """The first date; of “began on 9 December and ends tomorrow” both, and neither of the days alone."""
    if not found:
        return None
    first, last = found[0], found[min(1, len(found) - 1)]
    if not _ENDS.match(said[first.span[1] : last.span[0]]):
        return first.edtf
    return f"{first.edtf}/{last.edtf}" if first.edtf and last.edtf else None


def _tells(each: Dated, said: str) -> bool:
    """Not “since 2029”, nor “the report of 2016”: a date on which, not to or from which."""
    before = said[max(0, each.span[0] - 30) : each.span[0]]
    leads = bool(
        each.lead in _LEADS
        or (each.lead == "from" and ("/" in (each.edtf or "") or each.ahead))
        or (each.lead in ("for", "au") and each.ahead and _SET.search(before))
        or (each.lead == "of" and _TIME_OF_DAY.search(before))
        or (each.lead == "au" and _SEASON.search(each.edtf or "") and not said.startswith(",", each.span[1]))
    )
    return (
        leads
        and not _NOWADAYS.search(said[slice(*each.span)])
        and (
            each.lead in ("on", "le")
            or each.ahead
            or not _OF.search(said[max(0, each.span[0] - 8) : each.span[0]])
        )
    )


def _within(said: str, span: Span, each: Dated) -> bool:
    """Whether a date belongs to a clause, or to a participle: “a man arrested on Monday died”."""
    if _WITHIN.search(said, max(span[0], each.span[0] - _NEAR), each.span[0]):
        return True
    done = _DONE.search(said, max(span[0], each.span[0] - 40), each.span[0])
    if done is None:
        return False
    by = _BY.match(said, each.span[1]) and not _IS.search(said, span[0], done.start())
    return bool(by or _GOES_ON.match(said, each.span[1]) or (done["apart"] and said[each.span[1]] == ","))


def _other_year(
    said: str, one: Sentence, before: Sentence | None, published: date | None
) -> tuple[bool, int | None]:
    """Whether the paragraph has begun to tell of another year, so that “in June” may be June of that one.

    And the only year of the sentence before, which “that year” is.
    """
    if before is None or before.paragraph != one.paragraph:
        return False, None
    years = {int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", said[slice(*before.span)])}
    other = published is not None and any(year != published.year for year in years)
    return other, next(iter(years)) if len(years) == 1 else None


def _actors(one: Sentence, known: Words) -> tuple[str, ...]:
    names = dict[str, None]()
    for each in one.mentions:
        if each.kind is Kind.BODY and each.key:
            names[bodies().by_key[each.key].name[known.language]] = None
        elif each.kind is Kind.ORGANISATION or (each.kind is Kind.NAME and " " in each.said):
            names[each.said] = None
    return tuple(names)
