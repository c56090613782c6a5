"""What of a refusal is said in English still, where the reader's language is another."""

import re
from collections.abc import Iterator

from habeas.errors import HabeasError, Phrase
from habeas.language import words

_FILLED = re.compile(r"\{\w+\}")


def untold(error: HabeasError, language: str = "fr") -> list[str]:
    """The templates in the message and the advice of an error that this language has no words for."""
    say = words(language).say
    parts = [part for text in (error.message, error.advice) if text for part in _parts(text)]
    return [part for part in parts if re.search(r"[^\W\d_]", _FILLED.sub("", part)) and say(part) == part]


def _parts(text: object) -> Iterator[str]:
    if isinstance(text, Phrase):
        yield text.template
        for value in text.values.values():
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, Phrase):
                    yield from _parts(each)
    elif isinstance(text, str):
        yield text
