"""A register small enough to be counted by hand, as files that an audit reads."""

import csv
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

RECORDS = (
    *("record_id", "person_ref", "establishment_id", "establishment_type", "jurisdiction", "zone", "basis"),
    *("juvenile", "foreign_national", "vulnerable", "needs_interpreter", "sex"),
)
EVENTS = ("record_id", "event_id", "seq", "kind", "occurred_at", "recorded_at", "source", "establishment_id")
Entry = tuple[str, str]
"""When, as ``2026-03-01T10:00`` or nothing, and what."""


def write(
    folder: Path,
    records: Mapping[str, Mapping[str, str]],
    entries: Mapping[str, Sequence[Entry]],
    sources: Mapping[str, str] = {},
) -> Path:
    """Write a register as CSV: each entry is written when it happened, at the desk if ``sources`` says
    nothing else of its kind."""
    folder.mkdir()
    with (folder / "records.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.DictWriter(out, RECORDS)
        rows.writeheader()
        for record_id, said in records.items():
            usual = {"establishment_type": "police_station", "zone": "Europe/Paris", "basis": "criminal"}
            rows.writerow(
                usual | {"jurisdiction": "CoE", "juvenile": "false"} | said | {"record_id": record_id}
            )
    with (folder / "events.csv").open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(EVENTS)
        for record_id, own in entries.items():
            for seq, (when, kind) in enumerate(own, 1):
                at = f"{when}:00Z" if when else ""
                written = at or f"{own[0][0]}:00Z"
                where = records.get(record_id, {}).get("establishment_id", record_id.removeprefix("book:"))
                event_id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{record_id}/{seq}"))
                lines.writerow(
                    (record_id, event_id, seq, kind, at, written, sources.get(kind, "desk"), where)
                )
    return folder
