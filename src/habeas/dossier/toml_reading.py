"""Reading a dossier's TOML: tables that know their line, and refuse what they do not know.

``tomllib`` gives no positions, so the line of a table is found by counting its headers;
a key's line is looked for below that header.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any, TypedDict, TypeVar

from habeas.clock import Edtf
from habeas.dossier.facts import Capacity, Certainty, Klass, Source, Voice
from habeas.errors import RefusedError, Where

HEADER = re.compile(r"^\s*\[{1,2}\s*([A-Za-z_]+)\s*\]{1,2}\s*(?:#.*)?$")
Value = TypeVar("Value")


class Shared(TypedDict):
    """The part of a fact that every table gives in the same words."""

    id: str
    source: Source
    pinpoint: str
    certainty: Certainty
    klass: Klass
    voice: Voice | None
    capacity: Capacity | None
    note: str


class Table:
    """One table of the file. Every key is taken once; :meth:`finish` refuses what is left."""

    def __init__(
        self, data: dict[str, Any], *, name: str, file: str, line: int, keys: dict[str, int]
    ) -> None:
        self._data = dict(data)
        self.name = name
        self._file = file
        self._line = line
        self._keys = keys

    def where(self, key: str | None = None) -> Where:
        """The place of ``key``, or of the table."""
        return Where(self._file, self._keys.get(key or "", self._line), key)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; without ``default`` it must be there and say something."""
        value = self._data.pop(key, default)
        if value is None or (default is None and value == ""):
            raise RefusedError("dossier-key-missing", f"[[{self.name}]] has no “{key}”", where=self.where())
        if not isinstance(value, str):
            raise self._wrong(key, "a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty where the key is not there."""
        value = self._data.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(key, "a list of texts")
        return tuple(value)

    def flag(self, key: str, default: bool | None = None) -> bool | None:  # noqa: FBT001 (three-valued)
        """``true`` or ``false``."""
        value = self._data.pop(key, default)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(key, "true or false")
        return value

    def number(self, key: str) -> int | None:
        """A whole number, not negative."""
        value = self._data.pop(key, None)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            raise self._wrong(key, "a whole number")
        return value

    def date(self, key: str) -> Edtf | None:
        """An EDTF date; blank or missing is ``None``."""
        text = self.text(key, "")
        return self.read(key, Edtf.parse, text) if text else None

    def word(self, key: str, kind: Callable[[str], Value], default: Value) -> Value:
        """A word of a closed vocabulary."""
        text = self.text(key, "")
        if not text:
            return default
        try:
            return kind(text)
        except ValueError:
            raise RefusedError(
                "dossier-word-unknown", f"“{text}” is not a {key} that is known", where=self.where(key)
            ) from None

    def read(self, key: str, reading: Callable[[str], Value], text: str) -> Value:
        """Apply ``reading`` and say where it refused."""
        try:
            return reading(text)
        except RefusedError as error:
            raise RefusedError(
                error.code, error.message, where=self.where(key), advice=error.advice
            ) from error

    def inner(self, key: str) -> "Table | None":
        """A table within this one."""
        value = self._data.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._wrong(key, "a table")
        return self._below(key, value)

    def inners(self, key: str) -> Iterator["Table"]:
        """The tables of a list within this one."""
        value = self._data.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self._wrong(key, "a list of tables")
        return (self._below(key, item) for item in value)

    def rest(self) -> dict[str, Any]:
        """Everything not taken yet, for tables whose keys are free."""
        rest, self._data = self._data, {}
        return rest

    def has(self, key: str) -> bool:
        """Whether ``key`` is there and not yet taken."""
        return key in self._data

    def finish(self) -> None:
        """Refuse keys that nobody took: a misspelt key is a fact lost."""
        if self._data:
            key = next(iter(self._data))
            raise RefusedError(
                "dossier-key-unknown",
                f"[[{self.name}]] does not know “{key}”",
                where=self.where(key),
                advice="The keys of each table are listed in docs/formats.md.",
            )

    def _below(self, key: str, data: dict[str, Any]) -> "Table":
        line = self._keys.get(key, self._line)
        return Table(data, name=f"{self.name}.{key}", file=self._file, line=line, keys={})

    def _wrong(self, key: str, wanted: str) -> RefusedError:
        return RefusedError("dossier-value-wrong", f"“{key}” is not {wanted}", where=self.where(key))


def read_tables(text: str, *, file: str) -> dict[str, list[Table]]:
    """Read TOML into its tables by name; ``[party]`` comes as a list of one.

    Raises ``RefusedError`` (``dossier-not-toml``, ``dossier-key-unknown``).
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        message = re.sub(r" \(at .*\)$", "", str(error))
        raise RefusedError(
            "dossier-not-toml", f"not TOML: {message}", where=Where(file, int(place[1]) if place else None)
        ) from error
    spots = _headers(text)
    tables: dict[str, list[Table]] = {}
    for name, value in data.items():
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, dict) for item in items):
            raise RefusedError(
                "dossier-key-unknown", f"“{name}” stands outside any table", where=Where(file, None, name)
            )
        lines = spots.get(name, [])
        tables[name] = [
            Table(item, name=name, file=file, line=line, keys=keys)
            for item, (line, keys) in zip(items, lines + [(1, {})] * len(items), strict=False)
        ]
    return tables


def _headers(text: str) -> dict[str, list[tuple[int, dict[str, int]]]]:
    """For each table name, the line of each header and the lines of the keys below it."""
    spots: dict[str, list[tuple[int, dict[str, int]]]] = {}
    keys: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(line):
            keys = {}
            spots.setdefault(header[1], []).append((number, keys))
        elif key := re.match(r"^([A-Za-z_]+)\s*=", line):
            keys.setdefault(key[1], number)
    return spots
