"""Rows of the register as events, read from their leaves."""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connections
from django.db.models import Max

from habeas.custody import Event, ReadLeaf, read_leaf
from habeas.web.custody.models import Entry
from habeas.web.keyring.access import Keys


def leaf_of_row(row: Entry) -> ReadLeaf:
    """The leaf of a row. Raises ``NotRightError`` (``leaf-malformed``)."""
    return read_leaf(bytes(row.leaf))


def event_of(row: Entry, keys: Keys) -> Event:
    """The event of a row, with the values that ``keys`` open."""
    return leaf_of_row(row).opened(sealed_of(row), keys)


def sealed_of(row: Entry) -> dict[str, bytes]:
    """By field what lies sealed beside the leaf of a row."""
    return {name: base64.b64decode(value) for name, value in json.loads(row.sealed).items()}


def sealed_text(sealed: Mapping[str, bytes]) -> str:
    """What lies sealed beside a leaf, as the row keeps it."""
    return json.dumps({name: base64.b64encode(value).decode() for name, value in sealed.items()})


def last_leaves(record_ids: Sequence[str]) -> dict[str, tuple[int, bytes]]:
    """Of each record that has one, the number in the record and the hash of its last leaf."""
    last = Entry.objects.filter(record_id__in=record_ids).values("record_id").annotate(last=Max("number"))
    rows = Entry.objects.filter(number__in=last.values("last")).values_list("record_id", "seq", "leaf_hash")
    return {record_id: (seq, bytes(leaf_hash)) for record_id, seq, leaf_hash in rows}


def last_number() -> int | None:
    """The number of the last entry, asked at each commit: to ask the ORM takes longer than the commit."""
    with connections["register"].cursor() as cursor:
        cursor.execute(f"SELECT MAX(number) FROM {Entry._meta.db_table}")  # noqa: S608 (our own name)
        last: int | None = cursor.fetchone()[0]
    return last


def standing(event_ids: Sequence[str]) -> dict[str, Entry]:
    """By event id the entries that stand. Mostly none does, and then the ORM is not asked."""
    marks = ", ".join(["%s"] * len(event_ids))
    with connections["register"].cursor() as cursor:
        cursor.execute(
            f"SELECT event_id FROM {Entry._meta.db_table} WHERE event_id IN ({marks})",  # noqa: S608
            event_ids,
        )
        found = [event_id for (event_id,) in cursor.fetchall()]
    if not found:
        return {}
    return {row.event_id: row for row in Entry.objects.filter(event_id__in=found).select_related("log")}


def insert(entries: Sequence[Entry]) -> None:
    """Add entries in one statement made once: a row of the ORM costs more than all that the ledger does."""
    connection = connections["register"]
    columns = list(Entry._meta.concrete_fields)
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in columns)
    marks = ", ".join(["%s"] * len(columns))
    as_instant = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {Entry._meta.db_table} ({names}) VALUES ({marks})",  # noqa: S608 (our own names)
            [
                [
                    as_instant(value) if isinstance(value, datetime) else value
                    for value in (getattr(entry, field.attname) for field in columns)
                ]
                for entry in entries
            ],
        )


def events_of(rows: Iterable[Entry], keys: dict[str, Keys]) -> list[Event]:
    """The events of rows of any records, each with the keys of its record."""
    return [event_of(row, keys.get(row.record_id, {})) for row in rows]
