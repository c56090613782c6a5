"""The words that the rules go by, a file for each language: data, compiled once."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from types import MappingProxyType
from typing import Any

from habeas.documents.press.conjugation import conjugated

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "english.toml", "fr": "french.toml"})

VERBS: Mapping[str, str] = MappingProxyType({"en": "english_verbs.toml", "fr": "french_verbs.toml"})

LIKE = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\t": " ",
        "\n": " ",
        "\r": " ",
    }
)
"""Characters that rules take for the same, one for one, so that offsets stay."""

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĻĽŁŃŅŇŌŐŒŘŚŞŠȘŢŤȚŪŮŰŹŻŽƏ"
LETTER = r"[^\W\d_]"


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these, the longest first, whose spaces may be any number of them."""
    longest_first = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " {1,3}") for word in longest_first) + ")"


@dataclass(frozen=True, eq=False)
class Words:
    """The words of one language; the lists are those of its file."""

    language: str
    given: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """What the file has under that name."""
        return self.given[name]

    @cache  # noqa: B019 (as many as there are languages)
    def pattern(self, before: str, name: str, after: str = "", *, exact: bool = False) -> re.Pattern[str]:
        """The words under that name, between two pieces of pattern."""
        return re.compile(before + any_of(self.given[name]) + after, 0 if exact else re.IGNORECASE)


@cache
def words(language: str) -> Words:
    """The words of ``en`` or ``fr``, with the forms of the verbs of saying."""
    given = {**_file(LANGUAGES[language]), **_verbs(language, _file(VERBS[language]))}
    return Words(language, MappingProxyType(given))


def _file(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


def _verbs(language: str, given: Mapping[str, Any]) -> dict[str, list[str]]:
    """By what they need beside them the forms in which they stand; ``several`` are those of “they”."""
    forms: dict[str, list[str]] = {
        "says": [*given["says_as_they_stand"]],
        "acts": [*given["acts_as_they_stand"]],
        "only_with_words": [],
        "several": [],
        "participles": [*given["participles_beside"]],
    }
    for kind, needs in product(("says", "acts"), ("", "_with_words")):
        for verb in given[f"{kind}{needs}"]:
            found = conjugated(language, verb, given["irregular"])
            forms[kind] += found.one
            forms["several"] += found.several
            forms["only_with_words" if needs else "participles"] += (
                (*found.one, *found.several) if needs else (found.doing,)
            )
    by_itself = {*given["says_as_they_stand"], *given["acts_as_they_stand"]}
    return {**forms, "only_with_words": [each for each in forms["only_with_words"] if each not in by_itself]}


def one_of(known: Words, name: str) -> re.Pattern[str]:
    """Any of the words under a name, each whole: “I” in “I'm”, “j'” in “j'en”."""
    return known.pattern(r"(?<![\w'-])", name, r"(?:(?<=')|(?!\w))")
