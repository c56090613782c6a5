"""What a text is about: the stems of its words, and the concepts of the field that they stand for.

Words by which something is asked (“continue its efforts to”), which every ask has, tell nothing of what is
asked, nor do the names in brackets of the States that asked it, nor the symbols of documents: they are left
out. Which words these are, and which words mean the same, is data: ``terms/<language>.toml``.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import snowballstemmer

LANGUAGES = ("en", "fr")
"""Of which the words of the field are known. Of any other, only the stems are compared."""

_CUT = 6
"""Letters that are compared of a word of a language that Snowball has no stemmer for."""
_SCRIPTS = {"CYRILLIC": "ru", "ARMENIAN": "hy", "GREEK": "el", "ARABIC": "ar", "GEORGIAN": "ka"}

_WORD = re.compile(r"[^\W_]+")
_ASKED_BY = re.compile(r"\s*\((?=[^()]*[a-z])(?:[^()]|\([^()]*\))*\)\s*(?=[;.]?\s*$|;)")
_SYMBOL = re.compile(r"\b[A-Z]{1,5}(?:/[\w.()-]+)+")


class Vocabulary:
    """One language: from a word to its stem, and from stems to concepts."""

    def __init__(self, language: str) -> None:
        said: Mapping[str, Any] = _said(language) if language in LANGUAGES else {}
        name = said.get("stemmer", "") or _said("stemmers").get(language, "")
        self._stemmer = snowballstemmer.stemmer(name) if name else None
        self._stems: dict[str, str] = {}
        self.common = frozenset(said.get("common", "").split())
        self._dropped = self.common | frozenset(self.stem(word) for word in said.get("asking", "").split())
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for concept, phrases in said.get("concepts", {}).items():
            for phrase in phrases:
                stems = tuple(map(self.stem, _WORD.findall(phrase)))
                self._phrases.setdefault(stems[0], []).append((stems, f"={concept}"))

    def stem(self, word: str) -> str:
        """The stem of one word in small letters."""
        found = self._stems.get(word)
        if found is None:
            found = self._stems[word] = self._stemmer.stemWord(word) if self._stemmer else word[:_CUT]
        return found

    def terms(self, words: list[str]) -> dict[str, str]:
        """Each stem and concept once, with the words that stand for it in the text."""
        stems = list(map(self.stem, words))
        found: dict[str, str] = {}
        for place, stem in enumerate(stems):
            word = words[place]
            if word not in self.common and stem not in self._dropped:
                found.setdefault(stem, word)
            for phrase, concept in self._phrases.get(stem, ()):
                end = place + len(phrase)
                if len(phrase) == 1 or tuple(stems[place:end]) == phrase:
                    found.setdefault(concept, word if len(phrase) == 1 else " ".join(words[place:end]))
        return found


def terms_of(words: list[str], language: str = "") -> dict[str, str]:
    """Stems and concepts of a text by its ``words_of``, each with the words that stand for it there.

    A concept begins with ``=``. Without ``language`` it is told by the commonest words of those languages
    whose words are known, else by the script.
    """
    return vocabulary(language.partition("-")[0].casefold() or told(words)).terms(words)


def words_of(text: str) -> list[str]:
    """The words of what is asked, in small letters: without who asked it and symbols of documents."""
    return _WORD.findall(plain(text).casefold().replace("i\u0307", "i"))


def plain(text: str) -> str:
    """What is asked, without who asked it and symbols of documents."""
    return _SYMBOL.sub(" ", _ASKED_BY.sub(" ", unicodedata.normalize("NFC", text)))


def told(words: list[str]) -> str:
    """The language that most of the common words are of."""
    own = set(words)
    counts = {code: len(own & vocabulary(code).common) for code in LANGUAGES}
    best = max(LANGUAGES, key=lambda code: counts[code])
    if counts[best] or not words:
        return best
    return next(_scripts(words), best)


def _scripts(words: list[str]) -> Iterator[str]:
    for word in words:
        script = unicodedata.name(word[0], "").partition(" ")[0]
        if script in _SCRIPTS:
            yield _SCRIPTS[script]


@cache
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of a language by its code of ISO 639-1."""
    return Vocabulary(language)


@cache
def _said(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / "terms" / f"{name}.toml").read_text("utf-8"))
