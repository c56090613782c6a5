"""Boards' view of each record, kept beside the entries and made anew from them at any time."""

from collections.abc import Iterable

from django.db import transaction

from habeas.custody import STAYING, Keeping, stay
from habeas.custody.history import ANNULLED
from habeas.web.custody.models import Entry, Record
from habeas.web.custody.store import events_of
from habeas.web.keyring.access import keys_of

ERASING = "key_destroyed"
_TOLD_BY = STAYING | {ANNULLED, ERASING}
_AT_ONCE = 500


def project(entries: Iterable[Entry]) -> None:
    """Bring the projection of the records of new entries up to date, in their transaction."""
    touched = {entry.record_id for entry in entries if entry.kind in _TOLD_BY or entry.seq == 1}
    _write_all(sorted(touched))


def rebuild() -> int:
    """Make every projection anew; how many records there are."""
    with transaction.atomic(using="register"):
        Record.objects.all().delete()
        record_ids = list(Entry.objects.filter(seq=1).order_by("number").values_list("record_id", flat=True))
        _write_all(record_ids)
    return len(record_ids)


def _write_all(record_ids: list[str]) -> None:
    for first in range(0, len(record_ids), _AT_ONCE):
        _write(record_ids[first : first + _AT_ONCE])


def _write(record_ids: Iterable[str]) -> None:
    wanted = list(record_ids)
    keys = keys_of(wanted, [Keeping.COMMITTED])
    rows: dict[str, list[Entry]] = {record_id: [] for record_id in wanted}
    for row in Entry.objects.filter(record_id__in=wanted, kind__in=_TOLD_BY).order_by("number"):
        rows[row.record_id].append(row)
    made = []
    for record_id, own in rows.items():
        told = stay(events_of(own, keys))
        erased = any(row.kind == ERASING for row in own)
        made.append(
            Record(
                record_id=record_id,
                establishment_id=told.establishment_id or "",
                person="" if erased else told.person_ref or "",
                opened_at=told.opened_at,
                ended_at=told.ended_at,
                ended_by=told.ended_by or "",
                erased=erased,
            )
        )
    Record.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["record_id"],
        update_fields=["establishment_id", "person", "opened_at", "ended_at", "ended_by", "erased"],
    )
