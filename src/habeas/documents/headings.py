"""The words by which columns and set values are known: ``words.toml``, in several languages."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from habeas.documents.folding import folded


class Target(StrEnum):
    """What the rows of a list are."""

    ASKS = "asks"
    PLACES = "places"


@cache
def _words() -> Mapping[str, Any]:
    text = files("habeas.documents").joinpath("words.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def _known(target: Target) -> Mapping[str, str]:
    return _turned(_words()["headings"][target.value])


@cache
def set_words(name: str) -> Mapping[str, str]:
    """Folded word to value, of ``position``, ``ask_kind`` or ``place_kind``."""
    return _turned(_words()[name])


def _turned(table: Mapping[str, list[str]]) -> Mapping[str, str]:
    """Folded word to key; the key itself is a word, and of two claims the earlier counts."""
    known: dict[str, str] = {}
    for key, words in table.items():
        for word in (key, *words):
            known.setdefault(folded(word), key)
    return MappingProxyType(known)


def fields(target: Target) -> tuple[str, ...]:
    """The fields that a column may be mapped to, in the order in which they are shown."""
    return tuple(_words()["headings"][target.value])


def field_of(word: str, target: Target) -> str | None:
    """The field that a folded heading is known for."""
    return _known(target).get(word)


def known_headings(target: Target) -> Mapping[str, str]:
    """Folded heading to field."""
    return _known(target)


def is_known_heading(word: str) -> bool:
    """Whether a folded text is a heading known for any target."""
    return any(word in _known(target) for target in Target)
