"""Bodies by the names they go by, from ``bodies.toml``; a short name means a body only where one alone can be meant."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from habeas.documents.press.passages import Span
from habeas.documents.press.words import LIKE, any_of


@dataclass(frozen=True, slots=True)
class Body:
    """A body: its key, its name by language, and the short names it goes by once it was named."""

    key: str
    name: Mapping[str, str]
    short: frozenset[str]
    national: bool
    one_person: bool
    umbrella: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A body named in full or by its acronym, or an office (``office``) that speaks for it."""

    span: Span
    key: str
    office: bool = False


@dataclass(frozen=True)
class Bodies:
    """All of them, and the patterns that find them."""

    by_key: Mapping[str, Body]
    full: re.Pattern[str]
    exact: re.Pattern[str]
    short: re.Pattern[str]
    keys: Mapping[str, str]
    offices: Mapping[str, str]

    def named(self, plain: str, start: int = 0, end: int | None = None) -> Iterator[Named]:
        """What is named there without doubt, in order, the longest name each time."""
        last = len(plain) if end is None else end
        found = [
            Named(match.span(), *self._who(match[0]))
            for pattern in (self.full, self.exact)
            for match in pattern.finditer(plain, start, last)
        ]
        at = start
        for each in sorted(found, key=lambda one: (one.span[0], -one.span[1])):
            if each.span[0] >= at:
                at = each.span[1]
                yield each

    def _who(self, said: str) -> tuple[str, bool]:
        folded = _folded(said)
        key = self.keys.get(said) or self.keys.get(folded)
        return (key, False) if key else (self.offices[folded], True)


@cache
def parties() -> tuple[frozenset[str], frozenset[str]]:
    """The names of the Parties, and their adjectives, in small letters."""
    given = tomllib.loads(files(__package__).joinpath("parties.toml").read_text("utf-8"))["party"]
    return (
        frozenset(_folded(name) for each in given for name in each["names"]),
        frozenset(_folded(name) for each in given for name in each["adjectives"]),
    )


def _folded(name: str) -> str:
    return " ".join(name.translate(LIKE).lower().split())


@cache
def bodies() -> Bodies:
    """The bodies of ``bodies.toml``."""
    given = tomllib.loads(files(__package__).joinpath("bodies.toml").read_text("utf-8"))["body"]
    by_key = dict[str, Body]()
    keys, offices, acronyms, short = dict[str, str](), dict[str, str](), list[str](), set[str]()
    for each in given:
        key = each["key"]
        by_key[key] = Body(
            key,
            MappingProxyType(each["name"]),
            frozenset(each["short"]),
            each.get("national", False),
            each.get("one_person", False),
            each.get("umbrella", False),
        )
        keys |= {_folded(name): key for name in (*each["full"], *each.get("also", ()))}
        keys |= dict.fromkeys(each["acronyms"], key)
        offices |= {_folded(name): key for name in each.get("offices", ())}
        acronyms += each["acronyms"]
        short |= set(each["short"])
    acronym = set(acronyms)
    names = [name for name in keys if name not in acronym]
    return Bodies(
        MappingProxyType(by_key),
        re.compile(r"(?<![\w-])" + any_of([*names, *offices]) + r"(?![\w-])", re.IGNORECASE),
        re.compile(r"(?<![\w.-])" + any_of(acronyms) + r"(?![\w-])"),
        re.compile(r"(?<![\w-])" + any_of(short) + r"(?![\w-])", re.IGNORECASE),
        MappingProxyType(keys),
        MappingProxyType(offices),
    )
