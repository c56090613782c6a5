"""Whether anything can come of a list, asked before a register is judged beside it."""

from collections import deque
from pathlib import Path

from habeas.errors import RefusedError, Where
from habeas.language import N_
from habeas.safeguards.against.listing import Listing
from habeas.safeguards.against.rows import Item, items, read_rows
from habeas.safeguards.against.wording import REMEDIES


def hold_usable(path: Path, listing: Listing) -> None:
    """Read a list to its end, and refuse it where it cannot be read or no row can be used.

    Of a list without such a row everything in the register would be told as missing in it. Raises
    ``RefusedError`` (``list-nothing-read``) with the first line and what to do about it.
    """
    rows = read_rows(path, listing)
    first = None
    for one in items(rows, listing):
        if isinstance(one, Item):
            deque(rows, maxlen=0)
            return
        first = first or one
    raise RefusedError(
        "list-nothing-read",
        N_("No row of the list can be held against a register."),
        where=Where(str(path), None if first is None else first.line),
        advice=N_("It has no row.") if first is None else REMEDIES[first.fault],
    )
