"""A mapping: which columns and words of a foreign file say what the contract says, as a TOML file.

zone = "Europe/Paris"          # of times that name none
time = "%d/%m/%Y %H:%M"        # how times are written; else ISO 8601
[events]
file = "movements.csv"         # or a pattern; else the tables of a register
[events.columns]
record_id = "N° écrou"
occurred_at = ["Date", "Heure"]
[events.defaults]
recorded_at = "=occurred_at"   # assumed, and said so
[events.data]
urgent = "Urgence"
[kinds]
"Entrée" = "arrived"
"Divers" = ""                  # passed over
[words]
yes = ["oui"]
no = ["non"]
"""

import re
import tomllib
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from habeas.custody import kinds
from habeas.custody.exchange import EVENTS, RECORDS
from habeas.custody.kinds import OWN
from habeas.errors import RefusedError, Where
from habeas.safeguards.ingest.fields import FIELDS

SAME_AS_OCCURRED = "=occurred_at"
"""The default of ``recorded_at`` that assumes that each entry was written when it happened."""
_NONE: Mapped[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """Of one table: its files, which columns hold what the contract names, what else is taken."""

    file: str = ""
    columns: Mapped[str, tuple[str, ...]] = field(default_factory=lambda: _NONE)
    defaults: Mapped[str, str] = field(default_factory=lambda: _NONE)
    data: Mapped[str, str] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How a foreign file is read."""

    text: str = ""
    zone: str = ""
    time: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    events: TableMapping = field(default_factory=TableMapping)
    records: TableMapping = field(default_factory=TableMapping)
    kinds: Mapped[str, str] = field(default_factory=lambda: _NONE)
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


def read_mapping(text: str, *, file: str) -> Mapping:
    """Read a mapping. Raises ``RefusedError`` (``mapping-unreadable``) with the line."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        at = re.search(r"line (\d+)", str(fault))
        last = len(text.splitlines())
        raise _refused(str(fault), file, int(at[1]) if at else last) from None
    reading = _Reading(said, text, file)
    found = Mapping(
        text=text,
        zone=reading.one("zone"),
        time=reading.several("time"),
        encoding=reading.one("encoding"),
        separator=reading.one("separator"),
        events=reading.table("events", EVENTS.names),
        records=reading.table("records", RECORDS.names),
        kinds=reading.texts("kinds"),
        yes=reading.inner("words").several("yes"),
        no=reading.inner("words").several("no"),
    )
    reading.hold_known({"zone", "time", "encoding", "separator", "events", "records", "kinds", "words"})
    reading.inner("words").hold_known({"yes", "no"})
    reading.hold(found)
    return found


class _Reading:
    """A table of the file, and where it stands."""

    def __init__(self, said: Mapped[str, Any], text: str, file: str, within: str = "") -> None:
        self.said, self.text, self.file, self.within = said, text, file, within

    def wrong(self, why: str, key: str = "") -> RefusedError:
        return _refused(why, self.file, _line(self.text, self.within, key))

    def one(self, key: str) -> str:
        value = self.said.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(f"{key} is not a text", key)
        return value

    def several(self, key: str) -> tuple[str, ...]:
        value = self.said.get(key, [])
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(each, str) and each for each in found):
            raise self.wrong(f"{key} is not a text or a list of texts", key)
        return tuple(found)

    def inner(self, key: str) -> "_Reading":
        value = self.said.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(f"{key} is not a table", key)
        return _Reading(value, self.text, self.file, f"{self.within}.{key}" if self.within else key)

    def texts(self, key: str) -> Mapped[str, str]:
        inner = self.inner(key)
        return MappingProxyType({name: inner.one(name) for name in inner.said})

    def table(self, key: str, names: tuple[str, ...]) -> TableMapping:
        inner = self.inner(key)
        inner.hold_known({"file", "columns", "defaults", "data"})
        columns = inner.inner("columns")
        columns.hold_known(set(names))
        inner.inner("defaults").hold_known(set(names))
        inner.inner("data").hold_known(set(FIELDS))
        return TableMapping(
            file=inner.one("file"),
            columns=MappingProxyType({name: columns.several(name) for name in columns.said}),
            defaults=inner.texts("defaults"),
            data=inner.texts("data"),
        )

    def hold_known(self, known: set[str]) -> None:
        """Refuse what nobody asks for: a word that does nothing is a mistake of who wrote it."""
        for key in self.said:
            if key not in known:
                raise self.wrong(f"“{key}” means nothing here; it may be {', '.join(sorted(known))}", key)

    def hold(self, found: Mapping) -> None:
        """Refuse kinds, zones and separators that are none."""
        for word, kind in found.kinds.items():
            if kind and kind not in kinds() and not kind.startswith(OWN):
                raise self.inner("kinds").wrong(f"there is no kind of event “{kind}”", word)
        if found.zone:
            try:
                ZoneInfo(found.zone)
            except (KeyError, ValueError, OSError):
                raise self.wrong(f"there is no time zone “{found.zone}”", "zone") from None
        if not found.zone and any("%z" not in each for each in found.time):
            raise self.wrong("times written so name no zone: zone has to", "time")
        if len(found.separator) > 1:
            raise self.wrong("a separator is one character", "separator")
        if found.encoding:
            try:
                "".encode(found.encoding)
            except LookupError:
                raise self.wrong(f"there is no encoding “{found.encoding}”", "encoding") from None


def _line(text: str, within: str, key: str) -> int | None:
    """The line of a key in a table, as near as can be found."""
    heading, at = "", None
    for number, line in enumerate(text.splitlines(), 1):
        if found := re.match(r"\s*\[+\s*([\w.]+)\s*\]+", line):
            heading = found[1]
            at = number if heading == within else at
        elif heading == within and re.match(rf"""\s*(["']?){re.escape(key)}\1\s*=""", line):
            return number
    return at


def _refused(why: str, file: str, line: int | None) -> RefusedError:
    return RefusedError(
        "mapping-unreadable",
        f"the mapping cannot be read: {why}",
        where=Where(file, line),
        advice="docs/register.md tells what stands in a mapping.",
    )
