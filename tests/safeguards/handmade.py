"""A register small enough to be counted by hand, as files that an audit reads."""

import csv
import json
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

from habeas.clock import parse_instant
from habeas.safeguards import Site, example_site
from habeas.safeguards.audit import Asked, Told, chosen
from habeas.safeguards.by_cache import ByCache
from habeas.safeguards.ingest import Ingested, ingest

RECORDS = (
    *("record_id", "person_ref", "establishment_id", "establishment_type", "jurisdiction", "zone", "basis"),
    *("juvenile", "foreign_national", "vulnerable", "needs_interpreter", "sex"),
)
EVENTS = (
    *("record_id", "event_id", "seq", "kind", "occurred_at", "recorded_at", "source", "establishment_id"),
    *("actor_id", "data"),
)
CANARIES = ("canary-in-a-note", "canary-of-an-officer", "canary-of-a-person")
"""What an entry says, who wrote it and whose it is: no figure and no report has them."""
Entry = tuple[str, str]
"""When, as ``2026-03-01T10:00`` or nothing, and what."""


def write(
    folder: Path,
    records: Mapping[str, Mapping[str, str]],
    entries: Mapping[str, Sequence[Entry]],
    sources: Mapping[str, str] = {},
) -> Path:
    """Write a register as CSV: each entry at the desk when it happened, if ``sources`` says nothing else."""
    folder.mkdir(parents=True)
    said, who = json.dumps({"note": CANARIES[0]}), CANARIES[1]
    with (folder / "records.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.DictWriter(out, RECORDS)
        rows.writeheader()
        for record_id, row in records.items():
            usual = {
                "person_ref": f"{CANARIES[2]}-{record_id}",
                "establishment_type": "police_station",
                "zone": "Europe/Paris",
                "basis": "criminal",
            }
            rows.writerow(
                usual | {"jurisdiction": "CoE", "juvenile": "false"} | row | {"record_id": record_id}
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
                    (record_id, event_id, seq, kind, at, written, sources.get(kind, "desk"), where, who, said)
                )
    return folder


RULES = ("rights.informed-at-outset", "doctor.when-asked", "judge.seen-in-time", "juvenile.apart-from-adults")


def in_this_process(_each: int) -> Executor:
    """Where the parts of an audit are judged that is no test of its processes."""
    return ThreadPoolExecutor(1)


def audited(
    folder: Path,
    as_of: str,
    site: Site | None = None,
    *,
    kept: bool = False,
    rules: Sequence[str] = RULES,
) -> tuple[ByCache, list[Told], Ingested]:
    """An audit of a few rules, all of them asked; ``kept``: what an earlier one found is taken over."""
    read = ingest(folder, folder.with_name("cache"))
    own = tuple(rule for rule in chosen(None) if rule.name in rules)
    asked = Asked(rules=own, as_of=parse_instant(as_of), site=site or example_site(), rule_set="jurisdiction")
    found = ByCache(asked, read.folder, in_this_process, by_place=True, keep=kept)
    return found, list(found.told()), read


def four_records(folder: Path) -> Path:
    """Four records of two stations, as somebody would write them down.

    ``a1`` is told of the rights after half an hour, ``a2`` after two hours; of ``b1`` nobody wrote it, and
    nobody wrote when ``b2`` was apprehended. ``a1`` asks for a doctor, who comes after an hour.
    """
    return write(
        folder,
        {
            "a1": {"establishment_id": "A"},
            "a2": {"establishment_id": "A", "juvenile": "true", "jurisdiction": "Atlantis"},
            "b1": {"establishment_id": "B", "juvenile": ""},
            "b2": {"establishment_id": "B"},
        },
        {
            "a1": [
                ("2026-01-31T23:30", "apprehended"),
                ("2026-02-01T00:00", "rights_informed"),
                ("2026-02-01T08:00", "doctor_requested"),
                ("2026-02-01T09:00", "examination_started"),
                ("2026-02-01T09:20", "examination_ended"),
                ("2026-02-01T12:00", "released"),
            ],
            "a2": [
                ("2026-02-03T10:00", "apprehended"),
                ("2026-02-03T12:00", "rights_informed"),
                ("2026-02-04T12:00", "released"),
            ],
            "b1": [("2026-02-05T10:00", "apprehended"), ("2026-02-05T15:00", "released")],
            "b2": [("2026-02-06T10:00", "arrived"), ("2026-02-06T10:10", "rights_informed")],
            "book:B": [("2026-02-07T01:00", "outage_started"), ("2026-02-07T03:30", "outage_ended")],
        },
        sources={"examination_started": "doctor", "examination_ended": "doctor", "released": "paper"},
    )
