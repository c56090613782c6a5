"""What somebody asks for, in words: AND, OR, NOT, brackets, quoted passages, and beginnings of words.

Words beside each other must all be there. AND, OR and NOT count where they are in capitals, so that
“and” is a word like any other. A question that cannot be read is refused with what to do about it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from habeas.errors import RefusedError
from habeas.language import N_
from habeas.search.words import Word, words_of

LONGEST = 400
"""Letters of a question, at most."""
MOST_WORDS = 40
LEAST_BEGINNING = 3
"""Letters before a star, at least: fewer would be half of the dictionary."""

_TOKEN = re.compile(r"\s*(?:(?P<quoted>[\"“”«»„])|(?P<bracket>[()])|(?P<plain>[^\s()\"“”«»„]+))")
_CLOSING = re.compile(r"[\"“”«»]")


@dataclass(frozen=True, slots=True)
class Term:
    """One word as it was typed; ``begins`` stands for every word that begins so."""

    text: str
    even: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand beside each other, as they are written."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All of these."""

    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these."""

    parts: "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Without:
    """Not this; only ever beside something that is wanted."""

    part: "Part"


Part: TypeAlias = Term | Passage | Every | Either | Without


@dataclass(frozen=True, slots=True)
class Query:
    """A question that was read."""

    wanted: Part

    def terms(self) -> Iterator[Term | Passage]:
        """What is looked for, without what is not wanted: for marking it where it was found."""
        yield from _terms(self.wanted)


def _terms(part: Part) -> Iterator[Term | Passage]:
    match part:
        case Term() | Passage():
            yield part
        case Every() | Either():
            for one in part.parts:
                yield from _terms(one)


def read_query(text: str) -> Query:
    """Read a question; ``RefusedError`` says what is wrong with it and what to do."""
    if len(text) > LONGEST:
        raise RefusedError(
            "search-too-long",
            N_("the search is too long"),
            advice=N_("Use at most 400 letters and 40 words."),
        )
    reading = _Reading(list(_tokens(text)))
    if not reading.tokens:
        raise RefusedError(
            "search-empty", N_("there is no word in the search"), advice=N_("Type at least one word.")
        )
    wanted = reading.either()
    if reading.tokens[reading.at :]:
        raise _brackets()
    _refuse_only_not(wanted)
    return Query(wanted)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> Iterator[_Token]:
    at, count = 0, 0
    while (found := _TOKEN.match(text, at)) is not None:
        at = found.end()
        if found["quoted"]:
            closing = _CLOSING.search(text, at)
            if closing is None:
                raise RefusedError(
                    "search-quote-open",
                    N_("a quoted passage has no end"),
                    advice=N_("Close it with a second quotation mark, or leave out the first."),
                )
            yield _Token("passage", text[at : closing.start()])
            count += len(list(words_of(text[at : closing.start()])))
            at = closing.end()
        elif found["bracket"]:
            yield _Token(found["bracket"], "")
        else:
            kind = found["plain"] if found["plain"] in ("AND", "OR", "NOT") else "word"
            if kind == "word":
                count += len(list(words_of(found["plain"])))
            yield _Token(kind, found["plain"])
        if count > MOST_WORDS:
            raise RefusedError(
                "search-too-long",
                N_("the search is too long"),
                advice=N_("Use at most 400 letters and 40 words."),
            )


def _brackets() -> RefusedError:
    return RefusedError(
        "search-brackets",
        N_("a bracket has no counterpart"),
        advice=N_("Write as many “(” as “)”, or leave them out."),
    )


class _Reading:
    """Goes through the tokens from left to right; OR binds least, NOT most."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.depth = 0

    def _next(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def either(self) -> Part:
        parts = [self._every()]
        while self._next() == "OR":
            self.at += 1
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _every(self) -> Part:
        parts = [self._one()]
        while self._next() not in ("", "OR", ")"):
            if self._next() == "AND":
                self.at += 1
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _one(self) -> Part:
        kind = self._next()
        if kind in ("", ")", "AND", "OR"):
            raise RefusedError(
                "search-operator",
                N_("AND, OR and NOT need a word on each side that they join"),
                advice=N_(
                    "Add the word that is missing, or write “and”, “or”, “not” small to look for them."
                ),
            )
        token = self.tokens[self.at]
        self.at += 1
        if kind == "NOT":
            return Without(self._one())
        if kind == "(":
            return self._bracket()
        return _read_word(token)

    def _bracket(self) -> Part:
        self.depth += 1
        if self._next() == ")":
            raise RefusedError(
                "search-operator", N_("there is nothing between two brackets"), advice=N_("Leave them out.")
            )
        inside = self.either()
        if self._next() != ")":
            raise _brackets()
        self.at += 1
        return inside


def _read_word(token: _Token) -> Part:
    text = token.text
    if token.kind == "word" and text.startswith("-") and len(text) > 1:
        return Without(_read_word(_Token("word", text[1:])))
    found = list(words_of(text))
    if not found:
        raise RefusedError(
            "search-empty",
            N_("a part of the search has neither letters nor digits"),
            advice=N_("Leave it out, or write the word that is meant."),
        )
    if token.kind == "word" and text.endswith("*"):
        return _beginning(text, found)
    if len(found) > 1:
        return Passage(tuple(word.even for word in found))
    only = found[0]
    if token.kind == "passage":
        return Passage((only.even,))
    return Term(text[only.start : only.end], only.even)


def _beginning(text: str, found: list[Word]) -> Part:
    if len(found) > 1 or len(found[0].even) < LEAST_BEGINNING:
        raise RefusedError(
            "search-beginning",
            N_("a star stands for the rest of one word, after three letters at least"),
            advice=N_("Write more of the word before the star."),
        )
    return Term(text[found[0].start : found[0].end], found[0].even, begins=True)


def _refuse_only_not(part: Part) -> None:
    """Refuse what asks for everything but something, in any of its brackets."""
    match part:
        case Without():
            raise RefusedError(
                "search-only-not",
                N_("the search says only what is not wanted"),
                advice=N_("Add a word that is wanted beside NOT."),
            )
        case Every():
            if all(isinstance(one, Without) for one in part.parts):
                _refuse_only_not(part.parts[0])
            for one in part.parts:
                _refuse_only_not(one.part if isinstance(one, Without) else one)
        case Either():
            for one in part.parts:
                _refuse_only_not(one)
