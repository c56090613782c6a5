"""A mapping: which columns and words of a foreign file say what the contract says, as a TOML file.

zone = "Europe/Paris"          # of times, and of records, that name none
time = "%d/%m/%Y %H:%M"        # how times are written; else ISO 8601
[events]
file = "movements.csv"         # or a pattern; else the tables of a register
sheet = "2025"                 # of a workbook; else the first with anything in it
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

from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from habeas.custody.exchange import EVENTS, RECORDS
from habeas.custody.kinds import is_kind
from habeas.errors import Phrase, RefusedError, Where
from habeas.safeguards.ingest.fields import FIELDS
from habeas.safeguards.strict import Table, read_table

SAME_AS_OCCURRED = "=occurred_at"
"""The default of ``recorded_at`` that assumes that each entry was written when it happened."""
_NONE: Mapped[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMapping:
    """Of one table: its files, which columns hold what the contract names, what else is taken."""

    file: str = ""
    sheet: str = ""
    """Of a workbook."""
    columns: Mapped[str, tuple[str, ...]] = field(default_factory=lambda: _NONE)
    defaults: Mapped[str, str] = field(default_factory=lambda: _NONE)
    data: Mapped[str, str] = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How a foreign file is read."""

    text: str = ""
    name: str = ""
    """Of the file that says so."""
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
    said = read_table(text, file, _refused)
    yes_no = said.table("words")
    found = Mapping(
        text=text,
        name=file,
        zone=said.zone("zone"),
        time=said.several("time"),
        encoding=said.encoding("encoding"),
        separator=said.separator("separator"),
        events=_table(said.table("events"), EVENTS.names),
        records=_table(said.table("records"), RECORDS.names),
        kinds=_kinds(said),
        yes=yes_no.several("yes"),
        no=yes_no.several("no"),
    )
    said.hold_read()
    if not found.zone and any("%z" not in each for each in found.time):
        raise said.wrong("time", Phrase("times written so name no zone: {key} has to", key="zone"))
    return found


def misfit(mapping: Mapping, table: str, key: str, why: Phrase) -> RefusedError:
    """What a column, a field or a sheet that a mapping names by a key is refused with, as no file has it."""
    said = read_table(mapping.text, mapping.name, _misfit).table(table)
    own = next((each for each in map(said.table, ("columns", "data")) if key in each.said), said)
    return own.wrong(key, why)


def _table(said: Table, names: tuple[str, ...]) -> TableMapping:
    return TableMapping(
        file=_pattern(said),
        sheet=said.word("sheet"),
        columns=said.lists("columns", names),
        defaults=said.words("defaults", names),
        data=said.words("data", tuple(FIELDS)),
    )


def _pattern(said: Table) -> str:
    """A name or a pattern of files, which leads nowhere but into the folder of the register."""
    pattern = said.word("file")
    parts = PurePosixPath(pattern).parts
    strange = {"/", ".."} & set(parts) or any("**" in part and part != "**" for part in parts)
    if pattern and (strange or not parts or not pattern.isprintable()):
        raise said.wrong(
            "file", Phrase("“{name}” is no name of files in the folder of the register", name=pattern)
        )
    return pattern


def _kinds(said: Table) -> Mapped[str, str]:
    found = said.words("kinds")
    for word, kind in found.items():
        if kind and not is_kind(kind):
            raise said.table("kinds").wrong(word, Phrase("there is no kind of event “{name}”", name=kind))
    return found


def _misfit(why: str, where: Where) -> RefusedError:
    return RefusedError(
        "mapping-misfit", Phrase("the mapping does not fit the file: {why}", why=why), where=where
    )


def _refused(why: str, where: Where) -> RefusedError:
    return RefusedError(
        "mapping-unreadable",
        Phrase("the mapping cannot be read: {why}", why=why),
        where=where,
        advice=Phrase("{file} tells what stands in a mapping.", file="docs/register.md"),
    )
