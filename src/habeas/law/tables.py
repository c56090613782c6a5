"""Strict reading of TOML tables: every fault is named with its file and line.

A table is read key by key; a key that nobody asked for is refused at the end, so that a
misspelt one is never passed over in silence.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

from habeas.errors import RefusedError, Where

Choice = TypeVar("Choice", bound=StrEnum)


def read_toml(path: Path) -> tuple[dict[str, object], list[str]]:
    """Read ``path`` and return its document and its lines; ``law-file-unreadable`` if it is not TOML."""
    try:
        text = path.read_bytes().decode("utf-8")
        return tomllib.loads(text), text.splitlines()
    except UnicodeDecodeError as fault:
        raise RefusedError(
            "law-file-unreadable", f"not UTF-8 at byte {fault.start}", where=Where(path.name)
        ) from None
    except tomllib.TOMLDecodeError as fault:
        told = re.search(r"at line (\d+)", str(fault))
        line = int(told.group(1)) if told else None
        raise RefusedError(
            "law-file-unreadable", f"not TOML: {fault}", where=Where(path.name, line)
        ) from None


@dataclass(slots=True)
class Table:
    """One table of a file. ``line`` is where it begins; ``rest`` is what was not yet asked for."""

    file: str
    line: int
    lines: list[str]
    rest: dict[str, object]

    def where(self, key: str | None = None) -> Where:
        """The line of ``key`` in this table, else the line where the table begins."""
        if key is not None:
            for number, text in enumerate(self.lines[self.line - 1 :], start=self.line):
                if number > self.line and text.startswith("["):
                    break
                if re.match(rf"{re.escape(key)}\s*=", text):
                    return Where(self.file, number)
        return Where(self.file, self.line)

    def refuse(
        self, code: str, message: str, key: str | None = None, *, advice: str | None = None
    ) -> NoReturn:
        """Raise ``RefusedError`` at ``key``."""
        raise RefusedError(code, message, where=self.where(key), advice=advice)

    def text(self, key: str) -> str:
        """A text that must be there."""
        found = self.optional_text(key)
        if found is None:
            self.refuse("law-missing-key", f"“{key}” is missing")
        return found

    def optional_text(self, key: str) -> str | None:
        """A text that may be absent, but not empty."""
        value = self.rest.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, str):
            self.refuse("law-wrong-type", f"“{key}” is not a text", key)
        if not value.strip() or value != value.strip():
            self.refuse("law-empty-text", f"“{key}” is empty or has blanks around it", key)
        return value

    def optional_texts(self, key: str) -> tuple[str, ...]:
        """A list of at least two different texts, or absent."""
        value = self.rest.pop(key, None)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            self.refuse("law-wrong-type", f"“{key}” is not a list of texts", key)
        if len(set(value)) < max(2, len(value)):
            self.refuse("law-wrong-type", f"“{key}” needs two items or more, none of them twice", key)
        return tuple(value)

    def flag(self, key: str) -> bool:
        """True or false, which must be said."""
        found = self.optional_flag(key)
        if found is None:
            self.refuse("law-missing-key", f"“{key}” is missing")
        return found

    def optional_flag(self, key: str) -> bool | None:
        """True, false or absent."""
        value = self.rest.pop(key, None)
        if value is not None and not isinstance(value, bool):
            self.refuse("law-wrong-type", f"“{key}” is neither true nor false", key)
        return value

    def whole(self, key: str) -> int | None:
        """A whole number above zero, or absent; a float is refused, for it is never exact."""
        value = self.rest.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.refuse("law-wrong-type", f"“{key}” is not a whole number above zero", key)
        return value

    def day(self, key: str) -> date | None:
        """A day without a time, or absent."""
        value = self.rest.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.refuse(
                "law-bad-date",
                f"“{key}” is not a day",
                key,
                advice="Write it bare, as 2002-03-01, without quotes.",
            )
        return value

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of the values of ``kind``; absent only where there is a default."""
        value = self.optional_text(key)
        if value is None and default is not None:
            return default
        known = [str(each) for each in kind]
        if value not in known:
            self.refuse("law-unknown-value", f"“{key}” must be one of {', '.join(known)}", key)
        return kind(value)

    def done(self) -> None:
        """Refuse what was not asked for."""
        for key in self.rest:
            self.refuse("law-unknown-key", f"“{key}” is not a key of this table", key)


def tables(file: str, document: Mapping[str, object], lines: list[str], name: str) -> list[Table]:
    """The tables ``[[name]]`` of a document, each with the line where it begins."""
    found = document.get(name, [])
    starts = [number for number, text in enumerate(lines, start=1) if text.strip() == f"[[{name}]]"]
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise RefusedError("law-wrong-type", f"“{name}” is not a list of tables", where=Where(file))
    if len(starts) != len(found):
        raise RefusedError(
            "law-wrong-type", f"write “{name}” as [[{name}]], each on a line of its own", where=Where(file)
        )
    return [Table(file, line, lines, dict(each)) for line, each in zip(starts, found, strict=True)]
