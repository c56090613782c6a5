"""Bodies and Parties by the names they go by, from ``bodies.toml`` and ``parties.toml``."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from habeas.documents.press.passages import Span
from habeas.documents.press.words import any_of


@dataclass(frozen=True, slots=True)
class Body:
    """A body: its key, its name by language, and the short names it goes by once it was named."""

    key: str
    name: Mapping[str, str]
    short: frozenset[str]
    national: bool
    one_person: bool
    umbrella: bool
    voice: str


@dataclass(frozen=True, slots=True)
class Meant:
    """The body that is meant where another is named: “the Committee against Torture (CPT)”."""

    key: str
    before: re.Pattern[str]
    behind: re.Pattern[str]

    def here(self, plain: str, named: Span) -> bool:
        """Whether what stands right before or behind the name says so."""
        start, end = named
        return bool(self.behind.match(plain, end) or self.before.search(plain, max(0, start - 40), start))


@dataclass(frozen=True, slots=True)
class Named:
    """A body named in full or by its acronym, or an office (``office``) that speaks for it."""

    span: Span
    key: str
    office: bool = False


@dataclass(frozen=True)
class Bodies:
    """All of them; ``by_first_word`` are their names by the word that they begin with, the longest first."""

    by_key: Mapping[str, Body]
    by_first_word: Mapping[str, tuple[tuple[re.Pattern[str], str, bool], ...]]
    short: re.Pattern[str]
    meant: Mapping[str, Meant]

    def named(self, plain: str, start: int = 0, end: int | None = None) -> Iterator[Named]:
        """What is named there without doubt, in order, the longest name each time."""
        last, at = len(plain) if end is None else end, start
        for word in _WORD.finditer(plain, start, last):
            if word.start() < at:
                continue
            for pattern, key, office in self.by_first_word.get(word[0].lower(), ()):
                if found := pattern.match(plain, word.start(), last):
                    at = found.end()
                    other = self.meant.get(key)
                    meant = other.key if other and other.here(plain, found.span()) else key
                    yield Named(found.span(), meant, office)
                    break


_WORD = re.compile(r"(?<![\w.-])[^\W\d_]+")


@cache
def _parties() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    given = tomllib.loads(files(__package__).joinpath("parties.toml").read_text("utf-8"))["party"]
    return tuple(
        (frozenset(map(str.lower, each["names"])), frozenset(map(str.lower, each["adjectives"])))
        for each in given
    )


@cache
def parties() -> tuple[frozenset[str], frozenset[str]]:
    """The names of the Parties, and their adjectives, in small letters."""
    names, adjectives = zip(*_parties(), strict=True)
    return frozenset().union(*names), frozenset().union(*adjectives)


def words_for(party: str) -> frozenset[str]:
    """A Party's name with the other names and adjectives that are known for it, in small letters."""
    known = (names | adjectives for names, adjectives in _parties() if party.lower() in names)
    return frozenset({party.lower()}).union(*known)


@cache
def bodies() -> Bodies:
    """The bodies of ``bodies.toml``."""
    given = tomllib.loads(files(__package__).joinpath("bodies.toml").read_text("utf-8"))["body"]
    by_key, short, names = dict[str, Body](), set[str](), list[tuple[str, str, bool, re.RegexFlag]]()
    meant = dict[str, Meant]()
    for each in given:
        key = each["key"]
        by_key[key] = Body(
            key,
            MappingProxyType(each["name"]),
            frozenset(each["short"]),
            each.get("national", False),
            each.get("one_person", False),
            each.get("umbrella", False),
            each.get("voice", "other"),
        )
        names += [(name, key, False, re.IGNORECASE) for name in (*each["full"], *each.get("also", ()))]
        names += [(name, key, False, re.NOFLAG) for name in each["acronyms"]]
        names += [(name, key, True, re.IGNORECASE) for name in each.get("offices", ())]
        short |= set(each["short"])
        if said := each.get("meant"):
            before, behind = re.compile(rf"(?:{said['before']})\Z"), re.compile("|".join(said["behind"]))
            meant[said["instead_of"]] = Meant(key, before, behind)
    by_first_word = dict[str, list[tuple[re.Pattern[str], str, bool]]]()
    for name, key, office, flag in sorted(names, key=lambda one: -len(one[0])):
        first = _WORD.match(name)
        if first:
            pattern = re.compile(any_of([name]) + r"(?![\w-])", flag)
            by_first_word.setdefault(first[0].lower(), []).append((pattern, key, office))
    return Bodies(
        MappingProxyType(by_key),
        MappingProxyType({word: tuple(each) for word, each in by_first_word.items()}),
        re.compile(r"(?<![\w-])" + any_of(short) + r"(?![\w-])", re.IGNORECASE),
        MappingProxyType(meant),
    )
