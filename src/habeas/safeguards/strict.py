"""Files of TOML that people write, read strictly: whatever is wrong in one is refused with its line."""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from habeas.errors import Phrase, RefusedError, Where, meant
from habeas.language import N_

MOST = 52_596_000
"""A hundred years in minutes: what is longer is a slip, and leads out of the years that can be written."""
Refused = Callable[[str, Where], RefusedError]
"""What a kind of file is refused with: why, and where."""


def read_table(text: str, file: str, refused: Refused) -> "Table":
    """The whole of a file. Raises what ``refused`` makes where it is no TOML."""
    try:
        said = tomllib.loads(text.removeprefix("\ufeff"))  # which editors of Windows put before a text
    except ValueError as fault:  # of Python itself where a number has thousands of digits
        at = re.search(r"\(at line (\d+), column (\d+)\)$", str(fault))
        no: str = next((no for begins, no in _NO_TOML.items() if re.match(begins, str(fault))), _NONE)
        column = Phrase(", in column {column}", column=int(at[2])) if at else ""
        line = int(at[1]) if at else max(1, len(text.splitlines()))
        raise refused(Phrase.of([Phrase(no), column]), Where(file, line)) from None
    return Table(said, text, file, refused)


_NONE = N_("something is not written as TOML has it")
_NO_TOML: Mapping[str, str] = MappingProxyType(
    {
        "Invalid statement": N_(
            "a line is neither “key = value” nor “[table]”; other letters than a to z need quotation marks"
        ),
        "Expected '=' after": N_("after a key there is no “=”"),
        "Invalid value": N_(
            "after “=” there is no value that TOML knows: a text needs straight quotation marks"
        ),
        "Expected newline": N_("something follows a value that belongs into a line of its own"),
        'Unterminated string|Expected "|Illegal character': N_(
            "a text is not closed by a quotation mark, or has a sign in it that may not stand there"
        ),
        "Unescaped|Escaped": N_("in a text a backslash needs another before it"),
        "Unclosed|Expected ']": N_("a bracket is not closed, or a comma is missing before this"),
        "Cannot|Duplicate": N_("a key or a table is there twice"),
        "Exceeds": N_("a number is too long"),
    }
)
"""What Python's reader of TOML says of a file, by how it begins, and what we say of it."""


def listed(name: str, known: Collection[str]) -> Phrase:
    """What may be meant by a name that is none of those known, and which those are if they are few."""
    may = Phrase("; it may be {known}", known=tuple(known)) if 0 < len(known) <= _FEW else ""
    return Phrase.of([meant(get_close_matches(name, known, n=1)), may])


def means_nothing(key: str, known: Collection[str]) -> Phrase:
    """What is said of a word that does nothing where it stands."""
    return Phrase("“{key}” means nothing here; it may be {known}", key=key, known=tuple(known))


_FEW = 20
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates: by these a text reads otherwise than it is written."""


class Table:
    """A table of the file, which knows where it stands and what was read of it."""

    def __init__(
        self, said: Mapping[str, Any], text: str, file: str, refused: Refused, path: tuple[str, ...] = ()
    ) -> None:
        self.said, self.text, self.file, self.refused, self.path = said, text, file, refused, path
        self.read: set[str] = set()
        self.inner: list[Table] = []
        self.faults: list[tuple[int, Phrase]] = []
        """What is wrong so far in the whole file, each with its line."""

    def get(self, key: str, type_: type, default: Any = None) -> Any:
        """A value of a type; ``default`` where it is not there."""
        self.read.add(key)
        value = self.said.get(key, default)
        strange = not isinstance(value, type_) or (type_ is int and isinstance(value, bool))
        if value is not default and strange:
            raise self.wrong(
                key, Phrase("{key} is not what it has to be: {what}", key=key, what=_TYPES[type_])
            )
        return value

    def need(self, key: str, type_: type) -> Any:
        """A value that must be there."""
        if key not in self.said:
            raise self.wrong(
                "",
                Phrase("{key} is missing in {table}", key=key, table=f"[{self.path[-1]}]")
                if self.path
                else Phrase("{key} is missing", key=key),
            )
        return self.get(key, type_)

    def word(self, key: str, usual: str = "") -> str:
        """A text."""
        return str(self.get(key, str, usual))

    def filled(self, key: str) -> str:
        """A text that must be there and say something, in the order in which a person reads it."""
        text = str(self.need(key, str))
        if not text.strip():
            self.note(key, Phrase("{key} is empty", key=key))
        if _TURNS.search(text):
            no = Phrase("{key} holds a sign that nobody sees, and that turns the order of letters", key=key)
            self.note(key, no)
        return text

    def whole(self, key: str, least: int, usual: int | None = None, most: int = MOST) -> int:
        """A whole number, from the least that it can be to the most that can be reckoned with."""
        value = self.get(key, object, usual)
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            no = Phrase(
                "{key}: {value} is no whole number from {least}", key=key, value=repr(value), least=least
            )
            raise self.wrong(key, no)
        if value > most:
            raise self.wrong(
                key, Phrase("{key}: {value} is more than {most}", key=key, value=repr(value), most=most)
            )
        return value

    def several(self, key: str) -> tuple[str, ...]:
        """A text or a list of them; none where it is not there."""
        value = self.get(key, object, [])
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(each, str) and each for each in found):
            raise self.wrong(key, Phrase("{key} is not a text or a list of texts", key=key))
        return tuple(found)

    def words(self, key: str, names: Sequence[str] | None = None) -> Mapping[str, str]:
        """A table of texts, which may have these names, or any."""
        inner = self.table(key)
        found = {name: inner.word(name) for name in names or inner.said}
        return MappingProxyType({name: found[name] for name in inner.said if name in found})

    def lists(self, key: str, names: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The same of texts or lists of them."""
        inner = self.table(key)
        found = {name: inner.several(name) for name in names}
        return MappingProxyType({name: found[name] for name in inner.said if name in found})

    def zone(self, key: str) -> str:
        """The name of a time zone, or nothing."""
        name = self.word(key)
        try:
            if name:
                ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise self.wrong(key, Phrase("there is no time zone “{name}”", name=name)) from None
        return name

    def encoding(self, key: str, usual: str = "") -> str:
        """The name of how a text is encoded, or nothing."""
        name = self.word(key, usual)
        try:
            if name:
                "".encode(name)
        except LookupError:
            raise self.wrong(key, Phrase("there is no encoding “{name}”", name=name)) from None
        return name

    def separator(self, key: str) -> str:
        """What stands between two cells, or nothing."""
        sign = self.word(key)
        if len(sign) > 1:
            raise self.wrong(key, Phrase("a separator is one character"))
        return sign

    def table(self, key: str) -> "Table":
        """A table within it; empty where it is not there."""
        return self._within(key, self.get(key, dict, {}))

    def tables(self, key: str) -> "list[Table]":
        """The tables of a list."""
        found = self.get(key, list, [])
        if not all(isinstance(one, dict) for one in found):
            raise self.wrong(key, Phrase("{key} is not what it has to be: {what}", key=key, what=_TABLES))
        return [self._within(key, one) for one in found]

    def _within(self, key: str, said: Mapping[str, Any]) -> "Table":
        found = Table(said, self.text, self.file, self.refused, (*self.path, key))
        found.faults = self.faults
        self.inner.append(found)
        return found

    def hold_read(self) -> None:
        """Refuse what is wrong, and what nobody asked for: a word that does nothing is a mistake."""
        self.note_unread()
        if self.faults:
            raise self._all()

    def note_unread(self) -> None:
        """Note each word that nobody asked for, here and within."""
        for key in self.said:
            if key not in self.read:
                self.note(key, means_nothing(key, sorted(self.read)))
        for one in self.inner:
            one.note_unread()

    def note(self, key: str, why: Phrase) -> None:
        """Keep what is wrong with a value until the rest is read, so that all of it is told at once."""
        self.faults.append((_line(self.text, key, self.path), why))

    def wrong(self, key: str, why: Phrase) -> RefusedError:
        """What is wrong, with the line at which it stands as near as can be found, and all noted so far."""
        self.note(key, why)
        return self._all()

    def _all(self) -> RefusedError:
        (line, why), *others = dict.fromkeys(sorted(self.faults, key=lambda each: each[0]))
        more = (Phrase("; and in line {at}: {also}", at=at, also=also) for at, also in others)
        return self.refused(Phrase.of([why, *more]), Where(self.file, line))


_TYPES: Mapping[type, Phrase] = MappingProxyType(
    {
        str: Phrase("a text"),
        bool: Phrase("true or false"),
        int: Phrase("a whole number"),
        list: Phrase("a list"),
        dict: Phrase("a table"),
    }
)
_TABLES = Phrase("a list of tables")


def _line(text: str, key: str, path: Sequence[str]) -> int:
    lines = text.splitlines()
    begin = 0
    if path:
        header = re.compile(rf"\s*\[+\s*{re.escape('.'.join(path))}\s*\]+|\s*{re.escape(path[-1])}\s*=")
        begin = next((at for at, one in enumerate(lines) if header.match(one)), 0)
    if not key:
        return begin + 1
    own_header = re.escape(".".join((*path, key)))
    own = re.compile(rf"""(.*[\s{{,])?(["']?){re.escape(key)}\2\s*=|\s*\[+\s*{own_header}\s*\]+""")
    return next((at + 1 for at in range(begin, len(lines)) if own.match(lines[at])), begin + 1)
