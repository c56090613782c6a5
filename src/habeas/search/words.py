"""Words of a text, made even, and what they are forms of.

Which languages have a dictionary of forms is what simplemma has of those spoken in the Council of Europe's
work: Azerbaijani and others have none, and are found as they are written or by pieces of a word.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
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
_SAID_IN = {
    word: tuple(language for language, words in _OFTEN.items() if word in words.split())
    for all_of_one in _OFTEN.values()
    for word in all_of_one.split()
}
_ONLY: Mapping[str, frozenset[str]] = MappingProxyType(
    {"az": frozenset("ə"), "uk": frozenset("іїєґ"), "ru": frozenset("ыэёъ")}
)
"""Letters that one language has and its neighbour has not."""
GAP = "¶"
"""Stands between two texts, and between two words in pieces, so that no passage crosses it."""
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
    return _languages(_WORD.findall(text))


def _languages(words: Iterable[str]) -> frozenset[str]:
    lowered = [word.lower() for word in words]
    scripts = {_script(word) for word in lowered}
    letters = set("".join(lowered))
    found: set[str] = set()
    if "cyrillic" in scripts:
        told = {language for language in LANGUAGES["cyrillic"] if letters & _ONLY[language]}
        found |= told or set(LANGUAGES["cyrillic"])
    for script in scripts & {"georgian", "armenian"}:
        found |= set(LANGUAGES[script])
    if "latin" in scripts and not letters & _ONLY["az"]:
        found |= _in_latin(lowered)
    return frozenset(found)


def _in_latin(lowered: Iterable[str]) -> set[str]:
    said = Counter(language for word in lowered for language in _SAID_IN.get(word, ()))
    if not said:
        return {"en", "fr"}
    most = max(said.values())
    return {language for language, times in said.items() if times == most} & set(LANGUAGES["latin"])


_script = lru_cache(maxsize=100_000)(script_of)


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


class Terms(NamedTuple):
    """A text as an index has it, each a string with spaces between."""

    body: str
    """Its words, made even."""
    lemmas: str
    pieces: str
    languages: frozenset[str]


def terms_of(text: str, languages: frozenset[str] | None = None) -> Terms:
    """What an index holds of a text, in these languages where they are known."""
    words = _WORD.findall(text)
    own = _languages(words) if languages is None else languages
    folded = [_even(word) for word in words]
    return Terms(
        body=" ".join(folded),
        lemmas=" ".join(_lemma_terms(word, own) for word in words),
        pieces=" ".join(map(_piece_terms, folded)),
        languages=own,
    )


@lru_cache(maxsize=200_000)
def _lemma_terms(word: str, languages: frozenset[str]) -> str:
    return " ".join(lemmas(word, languages))


@lru_cache(maxsize=100_000)
def _piece_terms(folded: str) -> str:
    return " ".join((*pieces(folded), GAP))
