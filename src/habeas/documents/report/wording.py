"""By its wording what a sentence asks: in the body's own words, or in those of who tells what others asked.

A report speaks itself (“recommends”); a compilation tells what was asked elsewhere (“recommended”). In a
report the past tense is history: “has recommended”, “previously recommended” ask for nothing new. The words
are in ``wording.toml``.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from habeas.documents.asks import AskKind

LANGUAGES = ("en", "fr")
"""Those in which it is known what asks."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What was found: the kind, the place of the words, and whether they ask by themselves."""

    kind: AskKind
    at: int
    end: int
    is_strong: bool = True


@dataclass(frozen=True, slots=True)
class _Form:
    kind: AskKind
    is_strong: bool
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms by language or voice, and what is history."""

    by_voice: Mapping[str, Sequence[_Form]]
    history: re.Pattern[str]


@cache
def _forms() -> _Forms:
    read = tomllib.loads(files("habeas.documents").joinpath("wording.toml").read_text("utf-8"))
    parts = dict[str, str]()
    for name, said in read["parts"].items():
        parts[name] = _filled(said, parts)
    voices = {
        voice: tuple(
            _Form(AskKind(each["kind"]), not each.get("weak", False), _pattern(each["any"], parts))
            for each in read[voice]
        )
        for voice in (*LANGUAGES, "told")
    }
    return _Forms(MappingProxyType(voices), _pattern(read["history"]["any"], parts))


def _pattern(said: Sequence[str], parts: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(_filled(each, parts) for each in said))


def _filled(said: Any, parts: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda found: parts[found[1]], str(said))


def wording_of(sentence: str, language: str | None, *, told: bool) -> Wording | None:
    """What a sentence asks by its first words that ask; strong ones go before weak ones."""
    forms = _forms()
    kept = forms.history.sub(lambda found: "·" * len(found[0]), sentence)
    found = [
        Wording(form.kind, match.start(), match.end(), form.is_strong)
        for form in forms.by_voice["fr" if language == "fr" else "told" if told else "en"]
        if (match := form.words.search(kept))
    ]
    # “Made an immediate observation … and requested”: what is asked at once goes before how it is asked.
    return min(
        found,
        key=lambda each: (not each.is_strong, each.kind is not AskKind.IMMEDIATE_OBSERVATION, each.at),
        default=None,
    )
