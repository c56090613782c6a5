"""The one door for making and destroying keys. What led to it stands in the register itself."""

from collections.abc import Collection

from django.db import connections, transaction

from habeas.custody import Keeping, RecordKey
from habeas.web.keyring.access import Keys
from habeas.web.keyring.models import WrappedKey
from habeas.web.keyring.wrapping import wrap


def make_keys(record_ids: Collection[str]) -> dict[str, Keys]:
    """Make and store the keys of new records; they are on the disk when this returns."""
    made = {
        record_id: {keeping: RecordKey.new() for keeping in (Keeping.COMMITTED, Keeping.SEALED)}
        for record_id in record_ids
    }
    rows = [
        WrappedKey(record_id=record_id, keeping=keeping.value, wrapped=wrap(key, record_id, keeping))
        for record_id, keys in made.items()
        for keeping, key in keys.items()
    ]
    with transaction.atomic(using="keys", durable=True):
        WrappedKey.objects.bulk_create(rows)
    return dict(made)


def destroy_keys(record_id: str) -> int:
    """Destroy the keys of a record for good; how many there were. The event must be committed before."""
    with transaction.atomic(using="keys", durable=True):
        gone, _each = WrappedKey.objects.filter(record_id=record_id).delete()
    _empty_write_ahead()
    return gone


def _empty_write_ahead() -> None:
    """Leave no earlier page of the file in its write-ahead log: the key stands in those, too.

    In the file itself SQLite overwrites what is deleted (``secure_delete`` in the settings).
    """
    connection = connections["keys"]
    if connection.vendor == "sqlite" and connection.get_autocommit():  # else it is not written yet
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
