"""The words that the rules go by, a file for each language: data, compiled once."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

LANGUAGES: Mapping[str, str] = MappingProxyType({"en": "english.toml", "fr": "french.toml"})

LIKE = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\n": " ", "\r": " "}
)
"""Characters that rules take for the same, one for one, so that offsets stay."""

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĻĽŁŃŅŇŌŐŒŘŚŞŠȘŢŤȚŪŮŰŹŻŽƏ"
LETTER = r"[^\W\d_]"


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these, the longest first, whose spaces may be any number of them."""
    longest_first = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " {1,3}") for word in longest_first) + ")"


@dataclass(frozen=True)
class Words:
    """The words of one language; the lists are those of its file."""

    language: str
    given: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        """What the file has under that name."""
        return self.given[name]

    def pattern(self, before: str, name: str, after: str = "", *, exact: bool = False) -> re.Pattern[str]:
        """The words under that name, between two pieces of pattern."""
        return re.compile(before + any_of(self.given[name]) + after, 0 if exact else re.IGNORECASE)


@cache
def words(language: str) -> Words:
    """The words of ``en`` or ``fr``."""
    text = files(__package__).joinpath(LANGUAGES[language]).read_text("utf-8")
    return Words(language, MappingProxyType(tomllib.loads(text)))


@cache
def function_words() -> Mapping[str, frozenset[str]]:
    """By language the little words that tell it."""
    return {language: frozenset(words(language)["function_words"]) for language in LANGUAGES}


_WORD = re.compile(LETTER + "+")
_SCRIPTS = (
    ("ka", re.compile("[ა-ჿ]")),
    ("hy", re.compile("[Ա-֏]")),
    ("el", re.compile("[Ͱ-Ͽ]")),
    ("ar", re.compile("[؀-ۿ]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", re.compile("[ыэъЫЭЪ]")),
    ("az", re.compile("[əƏ]")),
)
"""Letters that one language of the field has; what has none of them stays unnamed."""
_SAMPLE = 20_000


def language_of(text: str) -> str:
    """``en`` or ``fr`` by their little words, another by its letters, else ``und``."""
    sample = text[:_SAMPLE]
    for language, letters in _SCRIPTS:
        if len(letters.findall(sample)) * 50 > len(sample):
            return language
    found = [word.lower() for word in _WORD.findall(sample.translate(LIKE))]
    counted = {name: sum(word in little for word in found) for name, little in function_words().items()}
    best = max(counted, key=lambda name: counted[name])
    return best if counted[best] * 8 > len(found) and counted[best] > 3 else "und"
