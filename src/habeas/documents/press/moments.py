"""When something was said: a date at the head of its sentence or beside the verb, none within the words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from habeas.documents.press.dates import Dated, dates
from habeas.documents.press.passages import HIDDEN, Span
from habeas.documents.press.sayings import Saying, words_first
from habeas.documents.press.words import Words, any_of

_ON = ("", "on", "le", "in", "en", "earlier")
"""Before a date on which somebody speaks: not “since Monday”."""
_DAY = re.compile(r" (?:(?:on|le) )?[\w']{3,12}(?: \d{1,2})?\b| in a [\w ]{3,40}")
_WHOM = re.compile(
    r" (?:(?:an?|the|his|her|its|their) (?:[\w'-]+ ){1,3}?|[\w'-]+ )"
    r"on (?:\w+day|\d{1,2} \w+|[A-Z]\w+ \d{1,2})\b"
)
"""“Told | the court on Monday | they had …”."""
_DONE = re.compile(r"\b(?!publish|releas|issu|post|broadcast)[a-z]+ed \Z")
_TO_SUBJECT = re.compile(r",? ?(?:[Tt]he |an? |its |his |her |their |l[ea] |l'|les )?(?:[^\W\d_][\w'-]* )?")
"""Between a date at the head of a sentence and its subject."""
_OF_OTHERS = re.compile(
    r"\A(?! (?:in|at|during|via|on|to|dans|lors|à)\b).*\b(?:[a-z]+ed|made|sent|held|given|built) \Z"
)
"""A participle before a date, with no “in a statement” before it."""


@dataclass
class Moments:
    """Finds them in the skeleton of a text."""

    said: str
    words: Words
    published: date | None

    def __post_init__(self) -> None:
        known = self.words
        elsewhere = rf"\b(?:{known['elsewhere']})\b"
        self._of_saying = re.compile(rf"(?:(?!{elsewhere})[^;:(]){{0,160}}")
        self._leads_in = re.compile(
            rf"(?:(?:{known['heads']})\b(?:(?!{elsewhere})[^,]){{0,50}} )?", re.IGNORECASE
        )
        self._nowadays = re.compile(known["nowadays"])
        self._tells_what = re.compile(
            rf"\b{any_of([*known['that'], 'to', 'who', 'which', 'qui', 'de'])}\b|{HIDDEN}|:"
        )

    def of(self, span: Span, saying: Saying, told: Sequence[Saying]) -> str | None:
        """When one of the sayings of a sentence was said, where one date alone may tell."""
        if saying.according:
            return None
        after = max(saying.verb[1], saying.span[1] if saying.inverted else 0)
        zones = [(after, self._zone_end(span, saying, told))]
        leads = told[0] is saying and bool(saying.subject) and not saying.inverted
        if leads:
            zones.append((saying.subject[-1].span[1], saying.verb[0]))
        if saying.inverted and saying.subject:  # “…”, said on Monday NAME
            zones.append((saying.verb[1], saying.subject[0].span[0]))
        found = [
            each
            for zone in zones
            for each in dates(self.said, zone, self.published, self.words)
            if each.lead in _ON and self._of_saying.fullmatch(self.said, zone[0], each.span[0])
            if self._may_date(saying, zone, each)
        ]
        found += self._at_head(span, saying) if leads else ()
        return found[0].edtf if len({each.edtf for each in found}) == 1 else None

    def _may_date(self, saying: Saying, zone: Span, each: Dated) -> bool:
        """Not “condemned Monday's raid”, nor “rejected the figures released on Monday”."""
        start, end = each.span
        if self.said.startswith("'s", end) or _OF_OTHERS.search(self.said[zone[0] : start]):
            return False
        return " " in saying.form or not self._nowadays.fullmatch(self.said, start, end)

    def _at_head(self, span: Span, saying: Saying) -> list[Dated]:
        """At the head of a sentence: “On Monday the …”, “Speaking to reporters on Monday, …”."""
        zone = span[0], saying.span[0]
        return [
            each
            for each in dates(self.said, zone, self.published, self.words)
            if each.lead in _ON
            and self._leads_in.fullmatch(self.said, zone[0], each.span[0])
            and not _DONE.search(self.said, zone[0], each.span[0])
            and _TO_SUBJECT.fullmatch(self.said, each.span[1], zone[1])
        ]

    def _zone_end(self, span: Span, saying: Saying, told: Sequence[Saying]) -> int:
        """Where what was said begins, after the verb; right away, unless a day stands beside it."""
        start, end = saying.verb[1], span[1]
        for other in told:
            if other.verb[0] > start:
                end = min(end, other.span[0] or other.verb[0])
        after = self.said[start:end]
        if stop := self._tells_what.search(after):
            return start + stop.start()
        if saying.inverted or words_first(self.said, span, saying):
            return end
        whom = _WHOM.match(after) if saying.form in self.words["tells_whom"] else None
        beside = whom or _DAY.match(after)
        return start + (beside.end() if beside else 0)
