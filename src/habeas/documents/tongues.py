"""The language of a text, among those of the States in the Council of Europe and of the United Nations.

A short text is not told: in a document it counts as being in the language of most of it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from habeas.documents.paragraphs import ReadText

LANGUAGES = (
    *("ar", "az", "bg", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu"),
    *("hy", "is", "it", "ka", "lb", "lt", "lv", "mk", "mt", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl"),
    *("sq", "sr", "sv", "tr", "uk", "zh"),
)
SHORTEST = 40
"""Letters of a text that is told."""


@cache
def _identifier() -> LanguageIdentifier:
    found = LanguageIdentifier.from_model_file(MODEL_FILE)
    found.set_languages(list(LANGUAGES))
    return found


def language_of(text: str) -> str | None:
    """The code of ISO 639-1; ``None`` for a text too short to tell."""
    if sum(map(str.isalpha, text)) < SHORTEST:
        return None
    return str(_identifier().classify(text)[0])


def with_languages(read: ReadText) -> ReadText:
    """The document with the language of each paragraph, and its own: that of most of its letters."""
    told = [language_of(each.text) for each in read.paragraphs]
    own = _most(zip(told, (len(each.text) for each in read.paragraphs), strict=True)) or language_of(
        read.text
    )
    paragraphs = [
        replace(each, language=language or own) for each, language in zip(read.paragraphs, told, strict=True)
    ]
    return replace(read, paragraphs=tuple(paragraphs), language=own)


def _most(said: Iterable[tuple[str | None, int]]) -> str | None:
    counted = Counter[str]()
    for language, length in said:
        if language:
            counted[language] += length
    return max(counted, key=lambda each: counted[each]) if counted else None
