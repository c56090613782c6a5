"""A record erased: its keys destroyed once the register says so, with the provision and two persons."""

from habeas.web.custody import wall
from habeas.web.custody.models import Entry
from habeas.web.custody.projection import ERASING
from habeas.web.keyring.access import records_with_keys
from habeas.web.keyring.actions import destroy_keys


@wall.everything()
def finish_erasures() -> int:
    """Destroy what keys are left of records that the register says are erased; how many records.

    The event is committed first: where the power failed between the two, the keys go at the next start.
    """
    erased = Entry.objects.filter(kind=ERASING).values_list("record_id", flat=True)
    left = records_with_keys(set(erased))
    for record_id in left:
        destroy_keys(record_id)
    return len(left)
