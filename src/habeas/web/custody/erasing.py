"""A record erased: its keys destroyed once the register says so, with the provision and two persons.

Its recordings are sealed under these keys: they are unreadable from then on, and their files are deleted.
"""

from habeas.web.custody import wall
from habeas.web.custody.kept import delete_of
from habeas.web.custody.models import Entry
from habeas.web.custody.projection import ERASING
from habeas.web.keyring.access import records_with_keys
from habeas.web.keyring.actions import destroy_keys


@wall.everything()
def finish_erasures() -> int:
    """Destroy what keys and recordings are left of records that the register says are erased.

    How many records still had keys. The event is committed first: where the power failed between the two,
    keys and files go at the next start.
    """
    erased = set(Entry.objects.filter(kind=ERASING).values_list("record_id", flat=True))
    left = records_with_keys(erased)
    for record_id in left:
        destroy_keys(record_id)
    delete_of(erased)
    return len(left)
