"""A register from files taken into the ledger: looked through first, then in order, ``recorded_at`` kept.

Nothing is taken while a row is refused. What the ledger itself refuses in the middle leaves what came before
it: the same files brought again pass over that, since an event that stands is not taken twice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path

from habeas.custody import Event
from habeas.custody.exchange import Folder
from habeas.custody.exchange.faults import MOST_FAULTS
from habeas.errors import HabeasError, RefusedError, Where
from habeas.web.custody import writing
from habeas.web.custody.actions import OF_THE_REGISTER, hold_kept
from habeas.web.custody.ledger import Submission

_AT_ONCE = 500


@dataclass(slots=True)
class Looked:
    """What files hold, before anything of them is taken."""

    events: int = 0
    records: set[str] = field(default_factory=set)
    of_the_register: int = 0
    """Events that tell of the other register itself, as of a record erased there: they are left out."""
    faults: list[RefusedError] = field(default_factory=list)


@dataclass(slots=True)
class Brought:
    """What became of them."""

    added: int = 0
    there: int = 0


def look(paths: Sequence[Path]) -> Looked:
    """Read everything once; each fault with its file and line."""
    looked, last = Looked(), dict[str, int]()
    for path in paths:
        for one in map(partial(_checked, last), Folder(path).events()):
            if isinstance(one, RefusedError):
                looked.faults.append(one)
                if len(looked.faults) > MOST_FAULTS:
                    raise one
                continue
            looked.events += 1
            looked.records.add(one.record_id)
            looked.of_the_register += one.kind in OF_THE_REGISTER
    return looked


def bring_in(paths: Sequence[Path], step: Callable[[int], None]) -> Brought:
    """Take everything; ``step`` is told how many events were gone through. Raises ``HabeasError``."""
    brought, pen = Brought(), writing.pen()
    events = events_of(paths)
    while chunk := tuple(islice(events, _AT_ONCE)):
        try:
            taken = pen.append(Submission(chunk, as_recorded=True))
        except HabeasError as fault:
            raise _with_count(fault, chunk, brought) from None
        again = sum(one.again for one in taken)
        brought.added += len(taken) - again
        brought.there += again
        step(len(chunk))
    return brought


def events_of(paths: Sequence[Path]) -> Iterator[Event]:
    """The events to be taken. Raises ``RefusedError`` where a file changed since it was looked through."""
    for path in paths:
        for one in Folder(path).events():
            if isinstance(one, RefusedError):
                raise one
            if one.kind not in OF_THE_REGISTER:
                yield one


def _checked(last: dict[str, int], one: Event | RefusedError) -> Event | RefusedError:
    """Hold an event to what the ledger takes: free text that a leaf can hold, records in their order."""
    if isinstance(one, RefusedError):
        return one
    where = Where(one.event_id)
    try:
        hold_kept(one)
    except RefusedError as refused:
        return refused
    if one.seq is not None:
        if one.seq <= last.get(one.record_id, 0):
            return RefusedError(
                "register-out-of-order",
                f"it is number {one.seq} of its record and comes after {last[one.record_id]}",
                where=where,
                advice="Sort the file by seq within each record.",
            )
        last[one.record_id] = one.seq
    return one


def _with_count(fault: HabeasError, chunk: Sequence[Event], brought: Brought) -> HabeasError:
    place = fault.where
    if place is not None and place.file == "events" and place.line is not None:
        fault.where = Where(chunk[place.line - 1].event_id)
    return stands_before(fault, brought.added + brought.there)


def stands_before(fault: HabeasError, count: int) -> HabeasError:
    """A fault that says how much was taken before it."""
    if count:
        fault.advice = f"{fault.advice or ''} {count} events before it stand; bring the same again.".strip()
    return fault
