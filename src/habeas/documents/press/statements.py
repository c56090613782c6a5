"""Who said what: each quote and each passage of reported speech, with its source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from habeas.documents.press.cast import Cast, Source
from habeas.documents.press.clauses import main_clause
from habeas.documents.press.introductions import introduce, introduce_someone, write
from habeas.documents.press.mentions import PERSONS, SPEAKERS, Kind, Mention, mentions
from habeas.documents.press.moments import Moments
from habeas.documents.press.passages import HIDDEN, Span
from habeas.documents.press.quotes import Quote
from habeas.documents.press.runs import run_from
from habeas.documents.press.sayings import Saying, sayings, words_first
from habeas.documents.press.sources import source_of
from habeas.documents.press.terms import may_speak, terms
from habeas.documents.press.words import Words, any_of

_HEAD = 30
"""How far from the beginning of a clause its subject may be mentioned."""
_WORD = re.compile(r"\w")
_AND_TO = re.compile(r"(?:Et|Puis|Avant) (?:de |d')[a-zà-ÿ]+(?:er|ir|re)\b")
"""French: “Et de conclure que …”."""
_THEN_ADDS = re.compile(
    r"(?:avant de|avant d'|pour|puis|before|and|et)(?: |(?<='))[a-zà-ÿ]+(?:er|ir|re|ant|ing) ?: ?\Z"
)
"""“…, sighs NAME before adding: “…””."""
_JOINED = re.compile(r"[,;] (?:although|though|but|while|and|whereas|mais|et|tandis que|alors que) \Z")
"""Where what one says ends, and the clause of another saying begins."""
_SPEAKING = (SPEAKERS - {Kind.GROUP}) | {Kind.PRONOUN}


Told = Sequence[tuple[Saying, Source | None]]
"""The sayings of a sentence, each with its source."""


class Mode(StrEnum):
    """How it was said: whole sentences in quotation marks, some words in them, or retold."""

    DIRECT = "direct"
    PARTIAL = "partial"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. ``inner`` is who, within it, is said to say it; ``context`` the sentence around it."""

    mode: Mode
    span: Span
    context: Span
    paragraph: int
    source: Source | None = None
    inner: str | None = None
    date: str | None = None
    unclosed: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the rules saw it; without ``sayings`` it may tell of an event."""

    span: Span
    paragraph: int
    mentions: tuple[Mention, ...]
    sayings: tuple[Saying, ...]
    quoted: bool


@dataclass
class Reader:
    """Reads the sentences of a text in order, with the cast that they introduce."""

    plain: str
    said: str
    words: Words
    cast: Cast
    published: date | None

    def __post_init__(self) -> None:
        known = self.words
        self._terms = terms(known.language)
        self._moments = Moments(self.said, known, self.published)
        that = (
            f"(?:[a-z]+(?:ed|s) )?{any_of(known['that'][:1])} " if known.language == "en" else "(?:que |qu')"
        )
        self._and_that = re.compile(rf"[^.;:{HIDDEN}]{{0,40}}?,? {any_of(known['and'])} {that}")
        self._feels = re.compile(rf",? (?:{known['feels']}) (?:\w+ ){{0,2}}\Z")
        self._feelings = re.compile(rf"(?:[\w-]+ ){{0,2}}(?:{known['feelings']})\b", re.IGNORECASE)
        self._and_adds = re.compile(known["and_adds"], re.IGNORECASE)
        self._first_words = dict[Span, int | None]()
        self.last: tuple[Source, int] | None = None
        """Who spoke last, and in which paragraph, told or not."""

    def sentence(self, span: Span, paragraph: int) -> Sentence:
        """Its mentions and sayings; what it names is known from here on."""
        found = mentions(self.said, span, self.words, self.cast.acronyms)
        introduce(self.said, span, found, self.cast)
        return Sentence(
            span, paragraph, tuple(found), tuple(sayings(self.said, span, found, self.words)), quoted=False
        )

    def statements(self, one: Sentence, quotes: Sequence[Quote]) -> list[Statement]:
        """What is said in a sentence, in order; a quote that nobody is named for has no source yet."""
        told = self._sources(one)
        if not told:
            introduce_someone(self.said, one.span, one.mentions, self.cast)
        if told and (speaks := told[-1][1] if not told[0][0].that else told[0][1]):
            self.last = speaks, one.paragraph
        found, used, meant = list[Statement](), set[int](), list[Quote]()
        for quote in quotes:
            if self._of_law(one, quote, told) or (
                self._is_name(one, quote) and not self._by_verb(quote, told)
            ):
                continue
            meant.append(quote)
            which, inner = _saying_of(quote, told, self.said)
            source = told[which][1] if which is not None else self._led(one, quote) or self._felt(one, quote)
            unled = which is None and source is None
            if unled and self._is_term(one, quote):
                continue
            before = found[-1] if len(meant) > 1 and found else None
            mode = self._mode(one, quote, before)
            if unled:
                source = self._whose(one, quote) if mode is Mode.PARTIAL else self._then(one, quote)
            when = None
            if which is not None:
                used.add(which)
                when = self._when(one, told[which][0], told)
            place = quote.inner, one.span, one.paragraph
            found.append(Statement(mode, *place, source, inner, when, quote.unclosed))
        return sorted([*found, *self._reported(one, meant, told, used)], key=lambda each: each.span)

    # Sources ----------------------------------------------------------------------------------------

    def _sources(self, one: Sentence) -> list[tuple[Saying, Source | None]]:
        """Each saying with its source; one without a subject has that of the one before or the sentence's."""
        told = list[tuple[Saying, Source | None]]()
        for saying in one.sayings:
            if saying.subject:
                source = self._source(one, saying.subject)
                if source and source.organisation:
                    write(self.said, one.span, one.mentions, source, self.cast)
            elif told:
                source = told[-1][1]
            else:
                source = self._subject_of_sentence(one)
                if source is None:
                    continue
            told.append((saying, source))
        if len(told) > 1 and told[0][0].that and (first := told[0][1]) and first.person:
            self.cast.person(first)  # “she” in the next sentence is who spoke, not who was spoken of
        return told

    def who(self, one: Sentence, mention: Mention) -> Source | None:
        """The person, by name or role, that a sentence begins with."""
        source = self._source(one, (mention,))
        return source if source and (source.person or mention.kind is Kind.ROLE) else None

    def _subject_of_sentence(self, one: Sentence) -> Source | None:
        """“The Office did not reply, but stated”: what the sentence began with."""
        first = one.mentions[0] if one.mentions else None
        if first is None or first.span[0] - one.span[0] > 12:
            return None
        return self._source(one, (first,))

    def _led(self, one: Sentence, quote: Quote) -> Source | None:
        """“A guard has an answer: “…””: whoever a sentence begins with says what follows its colon.

        “From NAME: “…””: or who stands right before it. “The report is grim: cells “…”, food “…””: what a
        document says.
        """
        lead = self.said[one.span[0] : quote.outer[0]].rstrip()
        if _AND_TO.match(lead) and self.last:
            return replace(self.last[0], level=0.5)
        if ":" not in lead or not one.mentions:
            return None
        run = self._subject(one, quote.outer[0])
        if run and run[0].kind is Kind.DOCUMENT and lead.index(":") < (lead + HIDDEN).index(HIDDEN):
            return self._source(one, run)
        if not lead.endswith(":") or HIDDEN in lead:
            return None
        if not run or run[0].kind not in _SPEAKING:
            run = self._run_to(one, one.span[0] + len(lead[:-1].rstrip()))
        return self._source(one, run)

    def _subject(self, one: Sentence, end: int) -> tuple[Mention, ...]:
        """The mentions that the main clause of a sentence begins with, before a place in it."""
        begin = main_clause(self.said, one.span, self.words.language)
        at = next((at for at, each in enumerate(one.mentions) if each.span[0] >= begin), None)
        if at is None or one.mentions[at].span[0] - begin > _HEAD or one.mentions[at].span[1] > end:
            return ()
        return self._run(one, at)

    def _run(self, one: Sentence, at: int) -> tuple[Mention, ...]:
        return run_from(self.said, at, one.span, one.mentions, self.words)

    def _run_to(self, one: Sentence, end: int) -> tuple[Mention, ...]:
        """The mentions that stand together before a place."""
        runs = (self._run(one, at) for at in range(len(one.mentions)))
        return next((run for run in runs if run and run[-1].span[1] == end), ())

    def _source(self, one: Sentence, run: Sequence[Mention]) -> Source | None:
        return source_of(self.said, run, one.span, one.mentions, self.cast) if run else None

    def _whose(self, one: Sentence, quote: Quote) -> Source | None:
        """Whose some words are in a sentence that tells of no speech: its subject's."""
        run = self._subject(one, quote.outer[0])
        if not run or not any(may_speak(self.said, each) for each in run):
            return None
        return _taken(self._source(one, run))

    def _then(self, one: Sentence, quote: Quote) -> Source | None:
        """““…” is all that NAME would say”: who is named first behind words that a sentence begins with."""
        after = [at for at, each in enumerate(one.mentions) if each.span[0] >= quote.outer[1]]
        if quote.outer[0] > one.span[0] or not after or HIDDEN in self.said[quote.outer[1] : one.span[1]]:
            return None
        run = self._run(one, after[0])
        near = run and run[0].kind in PERSONS and run[0].span[0] - quote.outer[1] <= _HEAD
        return _taken(self._source(one, run)) if near else None

    def _felt(self, one: Sentence, quote: Quote) -> Source | None:
        """“The Committee is “seriously concerned””: what is felt is told by who feels it."""
        felt = self._feels.search(self.said, max(one.span[0], quote.outer[0] - 40), quote.outer[0])
        if felt is None or not self._feelings.match(self.plain, *quote.inner):
            return None
        return self._source(one, self._run_to(one, felt.start()))

    # Quotes -----------------------------------------------------------------------------------------

    def first_word(self, span: Span) -> int | None:
        """Where the writer's own words begin in a sentence; ``None`` where all of it is quoted."""
        if span not in self._first_words:
            adds = self._and_adds.match(self.said, *span)
            quoted = adds and HIDDEN in self.said[adds.end() : adds.end() + 1]
            found = _WORD.search(self.said, adds.end() if adds and quoted else span[0], span[1])
            self._first_words[span] = found.start() if found else None
        return self._first_words[span]

    def _of_law(self, one: Sentence, quote: Quote, told: Told) -> bool:
        """“Article 3 provides that “…””: unless somebody says so."""
        law = self._terms.law.search(self.said, one.span[0], quote.outer[0])
        return law is not None and not any(each[0].speech and each[0].verb[0] < law.start() for each in told)

    def _is_name(self, one: Sentence, quote: Quote) -> bool:
        lead = self.said[max(one.span[0], quote.outer[0] - 30) : quote.outer[0]]
        follows = self.said[quote.outer[1] : quote.outer[1] + 1]
        return self._terms.is_name(lead, self.plain[slice(*quote.inner)], follows)

    def _is_term(self, one: Sentence, quote: Quote) -> bool:
        if self._terms.by_nobody.search(self.said, one.span[0], quote.outer[0]):
            return True
        inner = self.plain[slice(*quote.inner)]
        apart = self.first_word(one.span) is None
        return not apart and self._terms.is_term(self.said, one.span, quote.outer, inner, one.mentions)

    def _by_verb(self, quote: Quote, told: Told) -> bool:
        """“NAME dit « ne plus dormir »”: not “the wall, dit « du nord »”."""
        return any(
            saying.subject
            and saying.verb[1] == quote.outer[0] - 1
            and self.said[saying.subject[-1].span[1] : saying.verb[0]] in (" ", ", ")
            and saying.subject[-1].kind in _SPEAKING
            and saying.form == "dit"
            for saying, _source in told
        )

    def _mode(self, one: Sentence, quote: Quote, before: Statement | None) -> Mode:
        inner = self.plain[slice(*quote.inner)]
        lead = self.said[max(one.span[0], quote.outer[0] - 20) : quote.outer[0]].rstrip()
        first = self.first_word(one.span)
        follows = self.said[quote.outer[1] : quote.outer[1] + 3].lstrip()
        begins = inner[:1].isupper() or not inner[:1].isalpha()
        ends = (
            inner.rstrip("”’\"'» ").endswith((".", ",", "?", "!", "…"))
            or follows[:1] in (",", ".", "")
            or quote.unclosed
        )
        if before and before.mode is Mode.DIRECT and lead.endswith((",", ":")):
            return Mode.DIRECT
        at_head = first is None or first > quote.outer[0]
        opened = at_head or lead.endswith((",", ":"))
        whole = begins and (ends or lead.endswith(":")) and (" " in inner or at_head)
        if not lead and follows and not ends:
            return Mode.PARTIAL
        spoken = bool(re.search(r"\b(?:said|says|told|dit|déclaré)\Z", lead))
        return Mode.DIRECT if whole and (opened or spoken) else Mode.PARTIAL

    # Reported speech --------------------------------------------------------------------------------

    def _reported(
        self,
        one: Sentence,
        quotes: Sequence[Quote],
        told: Told,
        used: set[int],
    ) -> Iterator[Statement]:
        if self.plain[one.span[1] - 1 : one.span[1]] == "?" or not told:
            return
        if self._terms.law.search(self.said, *one.span) and not any(each[0].that for each in told):
            return
        if not quotes:
            telling = [each for each in told if each[0].speech and self._content(one, each[0]) >= 12]
            closing = [
                each for each in telling[1:] if not each[0].that and words_first(self.said, one.span, each[0])
            ]
            told_of = next(iter(closing or telling), None)
            if told_of is not None and (told_of[1] or told_of[0].subject):
                outer, inner = told_of, _inner(told, told_of)
                when = self._when(one, outer[0], told)
                yield Statement(Mode.REPORTED, one.span, one.span, one.paragraph, outer[1], inner, when)
            return
        yield from self._goes_on(one, quotes, told, used)
        for at, (saying, source) in enumerate(told):
            end = told[at + 1][0].span[0] if at + 1 < len(told) and told[at + 1][0].span[0] else one.span[1]
            end = max(saying.verb[1], end)
            piece = (saying.verb[1], end)
            apart = not any(piece[0] <= quote.outer[0] < piece[1] for quote in quotes)
            last = saying.that or not saying.subject or saying.verb[0] > quotes[-1].outer[0]
            last = last or (saying.speech and bool(_JOINED.search(self.said, *piece)))
            after = at not in used and not saying.inverted and apart and last
            if (
                after
                and source
                and not saying.according
                and len(f"{saying.form} {self.said[slice(*piece)]}".split()) >= 4
                and self._tells(saying)
            ):
                start = saying.verb[0] if not saying.subject else saying.span[0]
                yield Statement(
                    Mode.REPORTED,
                    (start, end),
                    one.span,
                    one.paragraph,
                    source,
                    None,
                    self._when(one, saying, told),
                )

    def _goes_on(
        self,
        one: Sentence,
        quotes: Sequence[Quote],
        told: Told,
        used: set[int],
    ) -> Iterator[Statement]:
        """“… that it was “grave” and that the Minister would be told”: what follows the quote is reported."""
        start = quotes[-1].outer[1]
        more = self._and_that.match(self.said, start, one.span[1])
        if more is None or len(used) != 1 or any(each[0].verb[0] >= start for each in told):
            return
        saying, source = told[min(used)]
        if source and not saying.according and saying.verb[1] <= quotes[-1].outer[0]:
            end = one.span[1] - (self.said[one.span[1] - 1] in ".!…")
            when = self._when(one, saying, told)
            yield Statement(Mode.REPORTED, (more.end(), end), one.span, one.paragraph, source, None, when)

    def _when(self, one: Sentence, saying: Saying, told: Told) -> str | None:
        return self._moments.of(one.span, saying, [each for each, _source in told])

    @staticmethod
    def _tells(saying: Saying) -> bool:
        return saying.speech or not saying.subject

    def _content(self, one: Sentence, saying: Saying) -> int:
        """How much is told beside who tells it."""
        if self.said[saying.verb[1] : one.span[1]] == ":":
            return 0  # the words follow in another paragraph
        told = one.span[1] - one.span[0] - (saying.span[1] - saying.span[0])
        return told + (len(saying.form) if " " in saying.form else 0)  # “declined to comment” tells it all


def _saying_of(quote: Quote, told: Told, said: str) -> tuple[int | None, str | None]:
    """Which saying a quote belongs to; where one stands within another's “that”, the outer one."""
    before = [at for at, (saying, _source) in enumerate(told) if saying.verb[1] <= quote.outer[0]]
    if before:
        at = before[-1]
        if len(before) > 1:
            outer, inner = told[before[-2]], told[at]
            nested = (
                outer[0].that and inner[0].subject and HIDDEN not in said[outer[0].verb[1] : inner[0].verb[0]]
            )
            apart = re.search(
                r"[;,] (?:but|and|while|mais|et|tandis)\b", said[outer[0].verb[1] : inner[0].verb[0]]
            )
            if nested and not apart:
                return before[-2], inner[1].speaker if inner[1] else None
        between = said[max(told[at][0].span[1], told[at][0].verb[1]) : quote.outer[0]]
        beyond = HIDDEN not in between and len(between.split()) > 3 and not quote.goes_on
        beyond = beyond and not _THEN_ADDS.search(between)
        if told[at][0].inverted and beyond:
            return None, None  # “…”, said NAME of what others call “…”
        return at, None
    for at, (saying, _source) in enumerate(told):
        start = saying.span[0] if saying.subject else saying.verb[0]
        if start >= quote.outer[1] and start - quote.outer[1] <= 160:
            return at, None
    return None, None


def _inner(told: Told, outer: tuple[Saying, Source | None]) -> str | None:
    """Who is said to say it, within what another says."""
    for saying, source in told:
        if (
            saying.verb[0] > outer[0].verb[1]
            and saying.subject
            and saying.speech
            and source
            and source.speaker != (outer[1] and outer[1].speaker)
        ):
            return source.speaker
    return None


def _taken(source: Source | None) -> Source | None:
    """Taken from the build of the sentence: no verb says that they speak."""
    return replace(source, level=0.5) if source else None
