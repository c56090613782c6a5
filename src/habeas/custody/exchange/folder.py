"""A folder with the two tables, or one table alone as a file; Parquet may be a folder of part files.

Or one file with both: the event log of process mining, ``register.xes`` or ``register.ocel``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import BinaryIO, TypeVar

from habeas.custody.events import Event
from habeas.custody.exchange import ocel, xes
from habeas.custody.exchange.forms import Form, read_events, read_records
from habeas.custody.exchange.tables import EVENTS, RECORDS, Table
from habeas.custody.records import Record
from habeas.errors import RefusedError, Where

Value = TypeVar("Value")
EVENT_LOGS: dict[str, ModuleType] = {".xes": xes, ".ocel": ocel}
"""Forms that hold both tables in one file, by its ending."""


def form_of(name: str) -> Form:
    """The form that the ending of a name tells. Raises ``register-form-unknown``."""
    ending = name.rpartition(".")[2].lower()
    try:
        return Form(ending)
    except ValueError:
        raise RefusedError(
            "register-form-unknown",
            f"“.{ending}” is no form of a table",
            where=Where(name),
            advice=f"The endings are {', '.join((*Form, *(each[1:] for each in EVENT_LOGS)))}.",
        ) from None


@dataclass(frozen=True, slots=True)
class Folder:
    """A register as files."""

    path: Path

    def events(self) -> Iterator[Event | RefusedError]:
        """Each event, or the refusal of its row. Raises ``register-table-missing`` and its like."""
        return self._each(EVENTS, read_events)

    def records(self) -> Iterator[Record | RefusedError]:
        """Each record as it stands, or the refusal of its row."""
        return self._each(RECORDS, read_records)

    def _each(
        self, table: Table, reading: Callable[[BinaryIO, Form, str], Iterator[Value | RefusedError]]
    ) -> Iterator[Value | RefusedError]:
        for path in self.files(table):
            name = str(path.relative_to(self.path.parent))
            with path.open("rb") as stream:
                if (both := EVENT_LOGS.get(path.suffix.lower())) is not None:
                    yield from (both.read_events if table is EVENTS else both.read_records)(stream, name)
                else:
                    yield from reading(stream, form_of(path.name), name)

    def files(self, table: Table) -> list[Path]:
        """The files of a table, in order."""
        if self.path.is_file():
            is_it = (
                self.path.suffix.lower() in EVENT_LOGS
                or self.path.name.partition(".")[0].lower() == table.name
            )
            found = [self.path] if is_it else []
        else:
            names = [*(f"{table.name}.{form}" for form in Form), *(f"register{each}" for each in EVENT_LOGS)]
            there = sorted(self.path.iterdir()) if self.path.is_dir() else []
            found = [each for name in names for each in there if each.name.lower() == name]
            found += [each for each in there if each.name.lower() == table.name and each.is_dir()]
        if not found:
            raise RefusedError(
                "register-table-missing",
                f"the table {table.name} is not there",
                where=Where(str(self.path)),
                advice=f"It is {table.name}.jsonl, {table.name}.csv or {table.name}.parquet in one folder, "
                f"a folder {table.name} of such files, or register.xes or register.ocel, which hold both "
                "tables.",
            )
        if len(found) > 1:
            raise RefusedError(
                "register-form-ambiguous",
                f"the table {table.name} is there as {' and '.join(each.name for each in found)}",
                where=Where(str(self.path)),
                advice="Keep one of them.",
            )
        (only,) = found
        if only.is_file():
            return [only]
        endings = {f".{form}" for form in Form} if only.name.lower() == table.name else {only.suffix.lower()}
        return sorted(each for each in only.iterdir() if each.suffix.lower() in endings)
