"""A press text read: title, language, who said what and when, and what happened on which day.

Everything is a proposal beside its own words; a person accepts. What is not told stays ``None``.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from habeas.documents.paragraphs import ReadText
from habeas.documents.press.bodies import bodies
from habeas.documents.press.cast import Cast, Source
from habeas.documents.press.dates import dates
from habeas.documents.press.events import Event, events_of
from habeas.documents.press.interviews import Interview, interview
from habeas.documents.press.introductions import introduce
from habeas.documents.press.mentions import PERSONS, Kind, Mention, mentions, titled
from habeas.documents.press.passages import (
    LONGEST_SENTENCE,
    Passages,
    Span,
    divided,
    sentences,
    skeleton,
)
from habeas.documents.press.phrases import aside_in, verb_of
from habeas.documents.press.quotes import Quote, parted, quotes
from habeas.documents.press.statements import Mode, Reader, Sentence, Statement
from habeas.documents.press.words import LANGUAGES, UPPER, Words, any_of, words
from habeas.documents.tongues import language_of

SCHEMA = "habeas/press/1"

_SAMPLE = 20_000
_FEW = 10
"""Words of a sentence between two pieces of what one person says."""
_TITLE = 60
"""Characters in quotation marks that may be the name of a thing; more are words of somebody."""
_DAY = r"(?:\w+ \d{1,2}(?:, \d{4})?|(?:le )?\d{1,2}(?:er)? \w+(?: \d{4})?)"
_DATELINE = re.compile(
    rf"[^\W\d_][^()\n]{{1,60}}\([^()\n]{{2,40}}\) ?[-–—:] "
    rf"|[{UPPER}][\w .'-]{{1,30}}, {_DAY} ?[:–—-] |[{UPPER} -]{{3,30}} ?[:–—] "
)
"""Place, day and agency before the first sentence."""


@dataclass(frozen=True, slots=True)
class Press:
    """What was read of a text."""

    text: str
    title: str | None
    language: str | None
    published: date | None
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    warnings: tuple[tuple[str, str], ...]


def read_press(text: str, *, published: date | None = None, language: str | None = None) -> Press:
    """Read a press text; what depends on the day of publication stays open without it."""
    passages = divided(text)
    title = text[slice(*passages.title)] if passages.title else None
    language = language or language_of(text)
    if language not in LANGUAGES:
        which = (
            f"in a language that has no rules here ({language})"
            if language
            else "too short to tell its language"
        )
        return Press(
            text,
            title,
            language,
            published,
            (),
            (),
            (("language-not-read", f"the text is {which}: it is kept as text"),),
        )
    return _Reading(passages, words(language), published).press(title)


class _Reading:
    """One text on its way through the rules."""

    def __init__(self, passages: Passages, known: Words, published: date | None) -> None:
        self.passages, self.words, self.published = passages, known, published
        self.talk = interview(passages, known)
        apart = (
            {answer.paragraph for answer in self.talk.answers} | self.talk.questions
            if self.talk
            else set[int]()
        )
        self.apart = apart
        self.quotes = [each for each in quotes(passages) if each.paragraph not in apart]
        if aside := aside_in(known):
            self.quotes = parted(self.quotes, passages, aside)
        self.said = skeleton(passages, [each.outer for each in self.quotes])
        self.cast = Cast(known)
        self.reader = Reader(passages.plain, self.said, known, self.cast, published)
        self.statements = list[Statement]()
        self.sentences = list[Sentence]()
        self.held: Sentence | None = None
        """The sentence that tells when an interview was held."""
        self.unread = 0

    def press(self, title: str | None) -> Press:
        self._hear()
        by_paragraph = dict[int, list[Quote]]()
        for quote in self.quotes:
            by_paragraph.setdefault(quote.paragraph, []).append(quote)
        for number, span in enumerate(self.passages.paragraphs):
            if self.talk and number in self.apart:
                self.statements += self._answers(self.talk, number)
            else:
                self._paragraph(number, span, by_paragraph.get(number, []))
        self._carry_back()
        told = [each for each in self.sentences if each is not self.held]
        events = tuple(events_of(self.said, self.passages.text, told, self.published, self.words))
        return Press(
            self.passages.text,
            title,
            self.words.language,
            self.published,
            tuple(self.statements),
            events,
            tuple(self._warnings(title)),
        )

    def _hear(self) -> None:
        """The bodies that are named, and names in full anywhere: what a short one may mean."""
        for span in self.passages.paragraphs:
            for named in bodies().named(self.passages.plain, *span):
                if not named.office:
                    self.cast.meet(named.key, named.span[0])
            for start in range(span[0], span[1], LONGEST_SENTENCE):
                part = start, min(span[1], start + LONGEST_SENTENCE)
                self._hear_names(mentions(self.said, part, self.words))
        if self.passages.title:
            self._hear_title(self.passages.title)

    def _hear_names(self, found: Sequence[Mention]) -> None:
        for each in found:
            name, _gender = titled(each, self.words)
            if each.kind is Kind.NAME and " " in name:
                self.cast.hear(name)

    def _hear_title(self, title: Span) -> None:
        """A title introduces nobody, but for who issued the text: “Statement by the Ministry of …”."""
        plain = self.passages.plain
        found = mentions(plain, title, self.words)
        self._hear_names(found)
        issued = re.compile(any_of(self.words["issued"]) + r" (?:of|by|from|du|de la|de) ", re.IGNORECASE)
        if by := issued.search(plain, *title):
            issuers = [
                each.key
                for each in bodies().named(plain, by.end(), title[1])
                if not each.office or each.key in self.words["one_with_office"]  # “by the Ombudsman”
            ]
            self.cast.issuer = self.cast.of_body(issuers[0]) if issuers else None
            after = [each for each in found if each.span[0] >= by.end()]
            introduce(plain, (by.end(), title[1]), after, self.cast)

    # Paragraphs -------------------------------------------------------------------------------------

    def _paragraph(self, number: int, span: Span, found: Sequence[Quote]) -> None:
        dateline = _DATELINE.match(self.said, *span) if number < 3 else None
        begin = dateline.end() if dateline else span[0]
        begun = len(self.statements)
        for part in sentences(self.said, self.passages, (begin, span[1]), self.words, verb_of(self.words)):
            one = self.reader.sentence(part, number)
            inside = [each for each in found if part[0] <= each.outer[0] < part[1]]
            told = self.reader.statements(one, inside)
            quoted = any(each.mode is not Mode.REPORTED for each in told)
            long = any(each.inner[1] - each.inner[0] > _TITLE for each in inside)
            self.sentences.append(replace(one, quoted=quoted or long))
            self.statements += [self._carried(each) for each in told]
        self._carry_within(begun)
        self._head_of(begun)

    def _carried(self, one: Statement) -> Statement:
        """A sentence that is only a quote goes on with who spoke before it."""
        if one.source or one.mode is Mode.REPORTED or not self._alone(one):
            return one
        before = self.sentences[-2] if len(self.sentences) > 1 else None
        if before and before.paragraph == one.paragraph and (beat := self._pauses(before)):
            self.reader.last = beat, one.paragraph
            return replace(one, source=replace(beat, level=0.5))
        last = self.reader.last
        if before and self.said.endswith("?", *before.span) and len(self.sentences) > 2:
            before = self.sentences[-3]  # the writer asks, and the same person goes on
        if (
            last is None
            or before is None
            or not (before.sayings or before.quoted)
            or last[1] < one.paragraph - 1
        ):
            return one
        self.reader.last = last[0], one.paragraph
        spoken = self.statements[-1] if self.statements else None
        when = spoken.date if spoken and spoken.source and spoken.source.speaker == last[0].speaker else None
        return replace(one, source=replace(last[0], level=0.5), date=when)

    def _pauses(self, one: Sentence) -> Source | None:
        """“Ida Moe lowers her voice. “…””: a few words on whoever speaks before and after them."""
        first = one.mentions[0] if one.mentions else None
        short = len(self.said[slice(*one.span)].split()) <= _FEW
        if one.sayings or one.quoted or not short or first is None or first.span[0] > one.span[0] + 4:
            return None
        others = any(each.kind is Kind.NAME for each in one.mentions[1:])
        if others or first.kind not in PERSONS:
            return None
        return self.reader.who(one, first)

    def _head_of(self, begun: int) -> None:
        """““We waited.” Ida Moe, a baker, pours tea”: who is told of after a quote that heads a paragraph."""
        one = self.statements[begun] if begun < len(self.statements) else None
        if one is None or one.source or one.mode is not Mode.DIRECT or not self._alone(one):
            return
        after = next((each for each in self.sentences if each.span[0] >= one.context[1]), None)
        first = after.mentions[0] if after and after.mentions else None
        if after is None or first is None or after.paragraph != one.paragraph or after.quoted:
            return
        told = " " in first.said or self.said.startswith(",", first.span[1])  # “Awa, 22, speaks softly”
        if first.kind is Kind.NAME and first.span[0] == after.span[0] and told:
            source = self.reader.who(after, first)
            self.statements[begun] = replace(one, source=source and replace(source, level=0.5))

    def _alone(self, one: Statement) -> bool:
        return self.reader.first_word(one.context) is None

    def _carry_within(self, begun: int) -> None:
        """A quote at the head of a paragraph belongs to who is named after it there."""
        for at in range(len(self.statements) - 2, begun - 1, -1):
            one, after = self.statements[at], self.statements[at + 1]
            if (
                one.mode is not Mode.REPORTED
                and self._alone(one)
                and after.source
                and after.mode is not Mode.REPORTED
            ):
                follows = not self._alone(after) or (one.source is None)
                earlier = any(each.source and not self._alone(each) for each in self.statements[begun:at])
                if follows and not earlier:
                    self.statements[at] = replace(
                        one, source=replace(after.source, level=0.5), date=after.date
                    )

    def _carry_back(self) -> None:
        """A quote that is not closed goes on in the next paragraph, and so does its speaker."""
        for at in range(len(self.statements) - 2, -1, -1):
            one, after = self.statements[at], self.statements[at + 1]
            goes_on = (
                one.unclosed and after.paragraph == one.paragraph + 1 and after.mode is not Mode.REPORTED
            )
            named_after = one.source is None or (self._alone(one) and not self._alone(after))
            if goes_on and named_after and after.source:
                when = one.date or after.date
                self.statements[at] = replace(one, source=replace(after.source, level=0.5), date=when)

    # Interviews -------------------------------------------------------------------------------------

    def _answers(self, talk: Interview, number: int) -> Iterator[Statement]:
        for answer in talk.answers:
            if answer.paragraph == number:
                source = self._who_answers(answer.label)
                yield Statement(
                    Mode.DIRECT,
                    answer.span,
                    self.passages.paragraphs[number],
                    number,
                    source,
                    None,
                    self._met(talk),
                )

    def _who_answers(self, label: str | None) -> Source | None:
        if label and label.lower() not in self.words["answer_labels"]:
            return self.cast.person(Source(label, level=1.0))
        heard = self._introduced()
        told = {each: Source(each) for each in self.cast.heard() if each in heard} | self.cast.known
        known = max(
            told.values(),
            key=lambda each: (
                bool(each.name and each.name in self._title()),
                heard.count(each.name or "\n"),
                bool(each.role),
            ),
            default=None,
        )
        return self.cast.person(replace(known, level=0.5)) if known else None

    def _title(self) -> str:
        return self.passages.plain[slice(*self.passages.title)] if self.passages.title else ""

    def _introduced(self) -> str:
        """The sentences before the first question: a line without an end tells who asks."""
        first = self.talk.first if self.talk else 0
        before = (self.passages.plain[slice(*span)] for span in self.passages.paragraphs[:first])
        return "\n".join(each for each in before if each.endswith((".", "!", "?", ":", "…")))

    def _met(self, talk: Interview) -> str | None:
        """When it was held, where the paragraphs before the first question tell."""
        met = re.compile(self.words["met_there"], re.IGNORECASE)
        for one in self.sentences:
            if one.paragraph < talk.first and met.search(self.said, *one.span):
                found = dates(self.said, one.span, self.published, self.words)
                if len(found) == 1 and found[0].lead in ("on", "le", ""):
                    self.held = one
                    return found[0].edtf
        return None

    # What a person has to look at -------------------------------------------------------------------

    def _warnings(self, title: str | None) -> Iterator[tuple[str, str]]:
        if self.published is None:
            yield (
                "published-unknown",
                "dates that depend on the day of publication stay open until it is given",
            )
        for short in self.cast.ambiguous:
            yield (
                "short-name-ambiguous",
                f"“{short}” may mean more than one body named before: it is left open",
            )
        if self.passages.title:
            named = {
                each.key
                for each in bodies().named(self.passages.plain, *self.passages.title)
                if not each.office
            }
            for key in sorted(named - set(self.cast.bodies_named)):
                if not (bodies().by_key[key].national or bodies().by_key[key].umbrella):
                    name = self.cast.name_of(bodies().by_key[key])
                    yield "title-names-another", f"the title names the {name}, the text does not"
        if any(each.unclosed and not self._goes_on(each) for each in self.statements):
            yield "quote-unclosed", "a quote is opened and not closed"

    def _goes_on(self, one: Statement) -> bool:
        return any(
            each.paragraph == one.paragraph + 1 and each.mode is not Mode.REPORTED for each in self.statements
        )


def speakers_of(read: ReadText) -> list[str]:
    """Who is quoted by name, in order: a text that quotes nobody is no press text."""
    press = read_press(read.text[:_SAMPLE], language=read.language)
    return [
        each.source.name
        for each in press.statements
        if each.mode is Mode.DIRECT and each.source and each.source.name
    ]


# As JSON --------------------------------------------------------------------------------------------


def press_json(read: ReadText, published: date | None) -> dict[str, Any]:
    """What a document says as a press text, as ``contracts.md`` 4 has it; offsets are in its text."""
    press = read_press(read.text, published=published, language=read.language)
    pages = [(each.span[0], each.page) for each in read.paragraphs if each.page is not None]
    return {
        "schema": SCHEMA,
        "published": press.published.isoformat() if press.published else None,
        "language": press.language,
        "title": press.title,
        "text": press.text,
        "statements": [_statement_json(each, press.text, pages) for each in press.statements],
        "events": [
            {"date": each.date, "title": each.title, "actors": list(each.actors), "span": list(each.span)}
            for each in press.events
        ],
        "warnings": [{"code": code, "message": message, "page": None} for code, message in press.warnings],
    }


def _statement_json(one: Statement, text: str, pages: Sequence[tuple[int, int]]) -> dict[str, Any]:
    source = one.source
    at = bisect_right(pages, (one.span[0], sys.maxsize))
    return {
        "speaker": source.speaker if source else None,
        "role": source.role if source else None,
        "organisation": source.organisation if source else None,
        "body": source.key if source else None,
        "voice": bodies().by_key[source.key].voice if source and source.key else None,
        "inner": one.inner,
        "mode": one.mode.value,
        "quote": None if one.mode is Mode.REPORTED else text[slice(*one.span)],
        "span": list(one.span),
        "context": list(one.context),
        "page": pages[at - 1][1] if at else None,
        "date": one.date,
        "confidence": source.level if source and source.speaker else 0.0,
    }
