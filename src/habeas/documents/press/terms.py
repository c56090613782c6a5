"""What stands in quotation marks and is nobody's words: words of a law, names, titles, terms and doubts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from habeas.documents.press.mentions import SPEAKERS, Kind, Mention, is_place
from habeas.documents.press.passages import Span
from habeas.documents.press.words import any_of, words

_MORE_THAN_A_NAME = 6
"""Words that no term has."""
_OF_A_NAME = 4
"""Words of what people call a thing."""
_LONG_WORD = 4
_STOPS = tuple(".,?!…")
_ARTICLE = re.compile(r"(?:the|l[ea]|les) |l'", re.IGNORECASE)
_APPOSED = re.compile(r"(?:\w,|\b(?:of|in|into|from|at|dans|de)) (?:the|le|la|l'|les) ?\Z")
_SPEAKING = SPEAKERS | {Kind.PRONOUN, Kind.DOCUMENT}


@dataclass(frozen=True)
class Terms:
    """The patterns of a language, by what they show."""

    law: re.Pattern[str]
    called: re.Pattern[str]
    they_call: re.Pattern[str]
    by_nobody: re.Pattern[str]
    works: re.Pattern[str]
    article_before: re.Pattern[str]
    noun_behind: re.Pattern[str]

    def is_name(self, lead: str, inner: str, follows: str) -> bool:
        """“The wing, the “golden ward” of many speeches, …”: what a thing is called."""
        if self.called.search(lead) or _is_title(inner):
            return True
        capital = inner[:1].isupper()
        short = len(inner.split()) <= _OF_A_NAME
        if short and (capital or _ARTICLE.match(inner)) and self.they_call.search(lead):
            return True
        if capital and not inner.endswith(_STOPS) and self.works.search(lead):
            return True
        return len(inner.split()) < _OF_A_NAME and follows == " " and bool(_APPOSED.search(lead))

    def is_term(self, said: str, sentence: Span, outer: Span, inner: str, found: Sequence[Mention]) -> bool:
        """A term or a doubt, in a sentence that tells of no speech.

        What may be somebody's stands apart in its sentence (“the cells are “unfit for use””), what is only
        named or doubted stands in a noun phrase (“the “quiet room””, “a “safe” place”).
        """
        if len(inner[:200].split()) >= _MORE_THAN_A_NAME:
            return False
        named = inner[:1].isupper() and not inner.endswith(_STOPS)
        before = self.article_before.search(said, sentence[0], outer[0])
        behind = None if inner.endswith(_STOPS) else self.noun_behind.match(said, outer[1], sentence[1])
        in_phrase = bool(before or behind)
        return named or in_phrase or not any(may_speak(said, each) for each in found)


def may_speak(said: str, mention: Mention) -> bool:
    """Whether words may be somebody's who is mentioned."""
    return mention.kind in _SPEAKING and not is_place(said, mention)


@cache
def terms(language: str) -> Terms:
    """The patterns of ``en`` or ``fr``."""
    known = words(language)
    function = any_of([*known["no_verbs"], *known["prepositions"], *known["joints"], *known["no_nouns"]])
    return Terms(
        re.compile(known["law"], re.IGNORECASE),
        re.compile(
            rf"(?<!\bse )(?<!\best )(?<!\ba )(?<!\bont )(?<!avait ){any_of(known['so_called'])}[\s,:]*\Z",
            re.IGNORECASE,
        ),  # “se dit « inquiet »” is said, “le mur, dit « du nord »” is a name
        re.compile(known["they_call"]),
        re.compile(known["called"]),
        re.compile(rf"\b{any_of(known['works'])},? \Z", re.IGNORECASE),
        re.compile(rf"(?<![\w-]){any_of(known['articles'])} ?\Z", re.IGNORECASE),
        re.compile(rf" (?!(?:{function}|[a-z]+ly)(?![\w-]))[a-zà-ÿ]"),
    )


def _is_title(inner: str) -> bool:
    """“The Longest Corridor”: all its longer words begin with a capital."""
    long = [word for word in re.findall(r"[^\W\d_]+", inner) if len(word) >= _LONG_WORD]
    return len(long) > 1 and all(word[0].isupper() for word in long)
