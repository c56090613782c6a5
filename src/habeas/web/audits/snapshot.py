"""The register that is kept here, as an audit reads it: what the rules ask, and nothing else of it.

No name, no date of birth and no text that somebody wrote leaves the register: of a reason stays that there is
one. The files lie in the work folder of the audit and go with it, so that an erasure reaches everything.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from habeas.custody import Event, Keeping, records_of
from habeas.custody.exchange import EVENTS, RECORDS, Form, event_row, record_row, write_rows
from habeas.custody.exchange.tables import Row
from habeas.durable import make_folder
from habeas.safeguards.ingest.fields import only_asked
from habeas.web.custody import wall
from habeas.web.custody.access import every_event

_AT_ONCE = 100_000
_OPENED = frozenset({Keeping.COMMITTED})


@wall.everything()
def write_snapshot(folder: Path, step: Callable[[], None], *, synthetic: bool) -> None:
    """Write both tables as Parquet; ``step`` is called now and then, and may stop it by what it raises.

    ``synthetic``: that its people are invented is said beside them, and so on every report.
    """
    make_folder(folder)
    (folder / "metadata.json").write_text(json.dumps({"synthetic": synthetic}), "utf-8")
    parts = _Parts(folder / f"{EVENTS.name}.parquet", step)
    records = list(records_of(parts.passing(every_event(_OPENED))))
    with (folder / f"{RECORDS.name}.parquet").open("xb") as stream:
        write_rows(RECORDS, map(record_row, records), stream, Form.PARQUET)


class _Parts:
    """The table of entries, in parts."""

    def __init__(self, folder: Path, step: Callable[[], None]) -> None:
        folder.mkdir(mode=0o700)
        self._folder, self._step = folder, step
        self._rows: list[Row] = []
        self._number = 0

    def passing(self, events: Iterator[Event]) -> Iterator[Event]:
        """Write what passes."""
        for event in events:
            yield event
            self._rows.append(event_row(replace(event, data=only_asked(event.data))))
            if len(self._rows) == _AT_ONCE:
                self._write()
        self._write()

    def _write(self) -> None:
        self._step()
        with (self._folder / f"part-{self._number:05}.parquet").open("xb") as stream:
            write_rows(EVENTS, self._rows, stream, Form.PARQUET)
        self._rows, self._number = [], self._number + 1
