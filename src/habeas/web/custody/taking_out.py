"""The register as files: every entry of every log, in order, with the values that may leave."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from habeas.custody import Event, Keeping, records_of
from habeas.custody.exchange import EVENTS, RECORDS, Form, event_row, ocel, record_row, write_rows, xes
from habeas.custody.exchange.losses import Loss
from habeas.custody.exchange.tables import Row, Table
from habeas.errors import RefusedError, Where
from habeas.web.custody.access import every_event
from habeas.web.custody.actions import note_export
from habeas.web.custody.models import Entry, Record

ONE_FILE = {"xes": xes.write, "ocel": ocel.write}
"""Forms that are one file: what they cannot keep is told."""
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class TakenOut:
    """How much left, and what did not."""

    events: int
    records: int
    erased: int
    losses: tuple[Loss, ...] = ()


def take_out(folder: Path, form: str, *, sealed: bool, step: Callable[[int], None]) -> TakenOut:
    """Write it into a new folder, as two tables or as one file of events; the journal says that it left.

    ``sealed`` lets out what doctors wrote and what was complained of. What was erased is nowhere any more.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError("file-exists", "a new or empty folder is needed here", where=Where(str(folder)))
    keepings = frozenset(Keeping) if sealed else frozenset(Keeping) - {Keeping.SEALED}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    note_export(form, Entry.objects.count(), sealed=sealed)
    erased = Record.objects.filter(erased=True).count()
    records = list(records_of(every_event(keepings)))
    if form in ONE_FILE:
        events = _Counted(every_event(keepings, by_record=True), step)
        with _private(folder / f"register.{form}").open("wb") as stream:
            losses = ONE_FILE[form](records, events, stream)
        return TakenOut(events.count, len(records), erased, tuple(losses))
    events = _Counted(every_event(keepings), step)
    _write(folder, EVENTS, Form(form), map(event_row, events))
    _write(folder, RECORDS, Form(form), map(record_row, records))
    return TakenOut(events.count, len(records), erased)


class _Counted:
    """Events on their way out."""

    def __init__(self, events: Iterator[Event], step: Callable[[int], None]) -> None:
        self._events, self._step, self.count = events, step, 0

    def __iter__(self) -> Iterator[Event]:
        for event in self._events:
            self._step(1)
            self.count += 1
            yield event


def _private(path: Path) -> Path:
    path.touch(mode=0o600)
    return path


def _write(folder: Path, table: Table, form: Form, rows: Iterator[Row]) -> None:
    """Write a table as a file, Parquet as a folder of parts."""
    target, part = folder / f"{table.name}.{form}", 0
    if form is Form.PARQUET:
        target.mkdir(mode=0o700)
    while (some := list(islice(rows, _AT_ONCE))) or part == 0:
        path = target / f"part-{part:05}.parquet" if form is Form.PARQUET else target
        with _private(path).open("ab") as stream:
            write_rows(table, some, stream, form, first=part == 0)
        part += 1
