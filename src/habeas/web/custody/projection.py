"""Boards' view of each record, kept beside the entries and made anew from them at any time."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from habeas.custody import STAYING, Keeping, stay
from habeas.custody.history import ANNULLED
from habeas.web.custody.models import Entry, Record
from habeas.web.custody.store import events_of
from habeas.web.keyring.access import Keys, keys_of

ERASING = "key_destroyed"
_TOLD_BY = STAYING | {ANNULLED, ERASING}
_TOLD = ("establishment_id", "person", "opened_at", "ended_at", "ended_by", "erased")
_AT_ONCE = 500


def project(entries: Iterable[Entry]) -> None:
    """Bring the projection of the records of new entries up to date, in their transaction."""
    touched = {entry.record_id for entry in entries if entry.kind in _TOLD_BY or entry.seq == 1}
    for some in _pieces(sorted(touched)):
        _store(_made(some))


def rebuild() -> int:
    """Make every projection anew; how many records there are."""
    with transaction.atomic(using="register"):
        Record.objects.all().delete()
        record_ids = _every_record()
        for some in _pieces(record_ids):
            _store(_made(some))
    return len(record_ids)


def differing() -> Iterator[str]:
    """The records whose projection is not the one that their entries make, or that have no entry."""
    record_ids = _every_record()
    for some in _pieces(record_ids):
        kept = Record.objects.in_bulk(some)
        for made in _made(some):
            stood = kept.get(made.record_id)
            if stood is None or any(getattr(stood, name) != getattr(made, name) for name in _TOLD):
                yield made.record_id
    known = set(record_ids)
    yield from (each for each in Record.objects.values_list("record_id", flat=True) if each not in known)


def _every_record() -> list[str]:
    return list(Entry.objects.filter(seq=1).order_by("number").values_list("record_id", flat=True))


def _pieces(record_ids: list[str]) -> Iterator[list[str]]:
    yield from (record_ids[first : first + _AT_ONCE] for first in range(0, len(record_ids), _AT_ONCE))


def _made(record_ids: list[str]) -> list[Record]:
    """The projections of records, from their entries."""
    keys = keys_of(record_ids, [Keeping.COMMITTED])
    rows: dict[str, list[Entry]] = {record_id: [] for record_id in record_ids}
    for row in Entry.objects.filter(record_id__in=record_ids, kind__in=_TOLD_BY).order_by("number"):
        rows[row.record_id].append(row)
    return [_of(record_id, own, keys) for record_id, own in rows.items()]


def _of(record_id: str, rows: list[Entry], keys: dict[str, Keys]) -> Record:
    told = stay(events_of(rows, keys))
    erased = any(row.kind == ERASING for row in rows)
    return Record(
        record_id=record_id,
        establishment_id=told.establishment_id or "",
        person="" if erased else told.person_ref or "",
        opened_at=told.opened_at,
        ended_at=told.ended_at,
        ended_by=told.ended_by or "",
        erased=erased,
    )


def _store(made: list[Record]) -> None:
    Record.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["record_id"], update_fields=list(_TOLD)
    )
