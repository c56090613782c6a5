"""Words of a text, made even, and what they are forms of.

Which languages have a dictionary of forms is what simplemma has of those spoken in the Council of Europe's
work: Azerbaijani and others have none, and are found as they are written or by pieces of a word.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import simplemma

_WORD = re.compile(
    r"(?:[^\W_]|(?<=[\u0400-\u04ff])['’ʼ](?=[\u0400-\u04ff])|[\u0300-\u036f\u064b-\u065f\u0670])+"
)
"""Letters and digits; an apostrophe belongs to a word in Cyrillic, and parts two in Latin."""
_EVEN = str.maketrans({"ı": "i", "ə": "e", "’": "'", "ʼ": "'", "ـ": None})

LANGUAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"latin": ("en", "fr", "tr"), "cyrillic": ("ru", "uk"), "georgian": ("ka",), "armenian": ("hy",)}
)
"""The languages whose forms are known, by script."""
WITH_FORMS = frozenset(language for some in LANGUAGES.values() for language in some)
_SCRIPTS = (("cyrillic", "Ѐ", "ӿ"), ("armenian", "԰", "֏"), ("georgian", "Ⴀ", "ჿ"), ("georgian", "Ა", "Ჿ"))
_OFTEN: Mapping[str, str] = MappingProxyType(
    {
        "en": "the of and to in that is be for with by on should are have was not",
        "fr": "le la les des et de du une que dans pour par sur est qui au aux ne pas",
        "tr": "ve bir bu için ile olarak da de olan göre daha veya gibi her",
        "az": "və bu üçün ilə bir olan də da edir olunur görə onun deyil",
        "de": "der die das und den von zu mit ist dem nicht ein eine für",
        "es": "el los las y del que en una por con para se su al",
    }
)
"""Words that a text of some length in a language has."""
_SAID_OFTEN = {language: frozenset(words.split()) for language, words in _OFTEN.items()}
_ONLY: Mapping[str, frozenset[str]] = MappingProxyType(
    {"az": frozenset("ə"), "uk": frozenset("іїєґ"), "ru": frozenset("ыэёъ")}
)
"""Letters that one language has and its neighbour has not."""
PIECE = 3
"""Letters of a piece of a word."""
LEAST = 4
"""Letters of a word that is also looked for by its pieces, at least."""


class Word(NamedTuple):
    """A word as it stands in a text, from ``start`` to ``end``, and made even."""

    start: int
    end: int
    even: str


def even(word: str) -> str:
    """The word without case and accents, so that it is found however it is typed."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_EVEN))
    if plain.isascii():
        return plain
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_EVEN)


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in order."""
    for found in _WORD.finditer(text):
        if folded := _even(found.group()):
            yield Word(found.start(), found.end(), folded)


_even = lru_cache(maxsize=100_000)(even)


def script_of(word: str) -> str:
    """The script of a word by its first letter; what is none of the others is taken as Latin."""
    first = word[0]
    return next((name for name, low, high in _SCRIPTS if low <= first <= high), "latin")


def languages_of(text: str) -> frozenset[str]:
    """The languages in which the words of a text may be, of those whose forms are known.

    By letters that only one has and by words that are said often; where neither tells, by script. None
    for Latin script where the text is plainly in another language.
    """
    lowered = text.lower()
    letters = set(lowered)
    found: set[str] = set()
    scripts = {script_of(match.group()) for match in _WORD.finditer(lowered)}
    if "cyrillic" in scripts:
        told = {language for language in LANGUAGES["cyrillic"] if letters & _ONLY[language]}
        found |= told or set(LANGUAGES["cyrillic"])
    for script in scripts & {"georgian", "armenian"}:
        found |= set(LANGUAGES[script])
    if "latin" in scripts:
        found |= _in_latin(lowered, letters)
    return frozenset(found)


def _in_latin(lowered: str, letters: set[str]) -> set[str]:
    if letters & _ONLY["az"]:
        return set()
    said = Counter(
        language
        for word in re.findall(r"\w+", lowered)
        for language, own in _SAID_OFTEN.items()
        if word in own
    )
    if not said:
        return {"en", "fr"}
    most = max(said.values())
    return {language for language, times in said.items() if times == most} & set(LANGUAGES["latin"])


@lru_cache(maxsize=200_000)
def lemmas(word: str, languages: frozenset[str]) -> tuple[str, ...]:
    """What ``word`` (as written) may be a form of, each with its language before it: ``en:right``."""
    lowered = word.lower()
    own = (language for language in LANGUAGES[script_of(lowered)] if language in languages)
    return tuple(f"{language}:{even(simplemma.lemmatize(lowered, lang=language))}" for language in own)


@lru_cache(maxsize=20_000)
def known(word: str, languages: frozenset[str]) -> bool:
    """Whether a dictionary of one of the languages has the word."""
    lowered = word.lower()
    own = (language for language in LANGUAGES[script_of(lowered)] if language in languages)
    return any(simplemma.is_known(lowered, lang=language) for language in own)


def pieces(folded: str) -> list[str]:
    """The word by three letters at a time, each a letter on: ``tor ort rtu tur ure``."""
    return [folded[at : at + PIECE] for at in range(max(1, len(folded) - PIECE + 1))]


def stump(folded: str) -> str:
    """The first three fifths of a word, which most of its forms and of the spellings of a name share."""
    return folded[: max(LEAST, -(-len(folded) * 3 // 5))]


def every_lemma(text: str, languages: frozenset[str]) -> Iterator[str]:
    """The lemmas of every word of a text, in each of these languages that its script may be."""
    for found in _WORD.finditer(text):
        yield from lemmas(found.group(), languages)
