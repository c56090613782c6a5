"""The one door to the keys of records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from habeas.custody import Keeping, RecordKey
from habeas.web.keyring.models import WrappedKey
from habeas.web.keyring.wrapping import unwrap

Keys = Mapping[Keeping, RecordKey]
"""What opens a record; empty where it was erased."""


def keys_of(record_ids: Iterable[str], keepings: Iterable[Keeping] = tuple(Keeping)) -> dict[str, Keys]:
    """The keys of records, those of the keepings asked for; a record without any is left out."""
    rows = WrappedKey.objects.filter(record_id__in=set(record_ids), keeping__in=list(keepings))
    found: dict[str, dict[Keeping, RecordKey]] = defaultdict(dict)
    for row in rows:
        keeping = Keeping(row.keeping)
        found[row.record_id][keeping] = unwrap(bytes(row.wrapped), row.record_id, keeping)
    return dict(found)


def records_with_keys(record_ids: Iterable[str]) -> set[str]:
    """Those of the records that still have keys."""
    rows = WrappedKey.objects.filter(record_id__in=set(record_ids))
    return set(rows.values_list("record_id", flat=True))
