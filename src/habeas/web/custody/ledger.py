"""The ledger: events in, numbered leaves committed. One writer at a time; ``writing`` sees to that.

The commit is the act: what is answered before it is nothing, what is answered after it is on the disk. An
event that comes again gets the answer that it had, and another under the same id is refused.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import transaction

from habeas.clock.instants import require_aware
from habeas.custody import Event, Keeping, Place, RecordKey, blindings, leaf_of, read_leaf
from habeas.custody.history import ANNULLED
from habeas.errors import HabeasError, RefusedError, Where
from habeas.language import N_
from habeas.web.custody import wall
from habeas.web.custody.holding import hold_written_now
from habeas.web.custody.models import Entry, Log, Record
from habeas.web.custody.projection import ERASING, project
from habeas.web.custody.store import insert, last_leaves, last_number, sealed_text, standing
from habeas.web.keyring.access import Keys, keys_of
from habeas.web.keyring.actions import make_keys

CLOCK_SLACK = timedelta(seconds=5)
"""How far a clock may be set back, as time servers do, before the ledger takes nothing more."""
_KEPT = 20_000
"""Records whose last leaf and keys are kept at hand."""
_AT_ONCE = 500
"""Values in one query."""


@dataclass(frozen=True, slots=True)
class Submission:
    """Events that are taken together or not at all."""

    events: tuple[Event, ...]
    as_recorded: bool = False
    """Whether ``recorded_at`` stands as given: for a register taken in from elsewhere or from paper alone."""


@dataclass(frozen=True, slots=True)
class Appended:
    """What the ledger answers: where the event stands for good."""

    event_id: str
    record_id: str
    index: int
    seq: int
    leaf_hash: bytes
    logged_at: datetime
    again: bool = False
    """Whether it stood there before this call."""


Outcome: TypeAlias = list[Appended] | HabeasError


@dataclass(frozen=True, slots=True)
class _Head:
    """The last leaf of a record."""

    seq: int = 0
    leaf_hash: bytes | None = None


@dataclass(slots=True)
class _Draft:
    """What is about to be committed, and what it stands on."""

    now: datetime
    known: dict[str, Entry]
    """By event id: entries that stand, and those of this draft."""
    blindings: Iterator[bytes]
    """One for each event, never used twice."""
    heads: dict[str, _Head] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    erased: set[str] = field(default_factory=set)
    """The records that are erased by it: nothing more is taken for them."""

    def add(self, entry: Entry) -> None:
        """Take up one more."""
        self.entries.append(entry)
        self.known[entry.event_id] = entry
        self.heads[entry.record_id] = _Head(entry.seq, bytes(entry.leaf_hash))
        if entry.kind == ERASING:
            self.erased.add(entry.record_id)

    def drop(self, count: int, heads: Mapping[str, _Head]) -> None:
        """Go back to ``count`` entries and to the heads that there were then."""
        for entry in self.entries[count:]:
            del self.known[entry.event_id]
            self.heads.pop(entry.record_id, None)
            if entry.kind == ERASING:
                self.erased.discard(entry.record_id)
        del self.entries[count:]
        self.heads.update(heads)


class Ledger:
    """The end of the log, and what has to be known to go on with it."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self._heads: OrderedDict[str, _Head] = OrderedDict()
        self._keys: OrderedDict[str, Keys] = OrderedDict()
        self._next = 0
        self._last: datetime | None = None
        self._read_end()

    @property
    def size(self) -> int:
        """How many entries the log has."""
        return self._next - self.log.first

    @wall.everything()
    def append(self, batch: Sequence[Submission], now: datetime) -> list[Outcome]:
        """Take submissions in one commit; the answer to each in its place.

        What the database itself refuses (full, read-only, gone) is raised for all, and nothing is taken.
        """
        count = sum(len(submission.events) for submission in batch)
        draft = _Draft(self._hold_clock(require_aware(now)), _known(batch), blindings(count))
        self._fetch(one.record_id for submission in batch for one in submission.events)
        outcomes = [self._drafted(submission, draft) for submission in batch]
        if draft.entries:
            self._commit(draft.entries)
            self._next += len(draft.entries)
            self._last = draft.now
            self._heads.update(draft.heads)
            for record_id in draft.erased:
                del self._keys[record_id]  # destroyed in a moment; until then nothing is sealed with them
        return outcomes

    # One submission ------------------------------------------------------------------------

    def _drafted(self, submission: Submission, draft: _Draft) -> Outcome:
        """Add all events of a submission to the draft, or none and why."""
        count = len(draft.entries)
        heads = {
            one.record_id: draft.heads[one.record_id]
            for one in submission.events
            if one.record_id in draft.heads
        }
        answers = list[Appended]()
        try:
            for event in submission.events:
                answers.append(self._taken(event, submission, draft))
        except HabeasError as refusal:
            refusal.where = refusal.where or place_of(len(answers))
            draft.drop(count, heads)
            return refusal
        return answers

    def _taken(self, event: Event, submission: Submission, draft: _Draft) -> Appended:
        if event.record_id in draft.erased:
            raise _erased()
        before = draft.known.get(event.event_id)
        if before is not None:
            return self._again(event, before, submission)
        if not submission.as_recorded:
            event = replace(event, recorded_at=draft.now)
            hold_written_now(event, draft.entries)
        head = draft.heads.get(event.record_id) or self._heads[event.record_id]
        place = Place(
            log=self.log.origin,
            seq=head.seq + 1,
            previous=head.leaf_hash,
            logged_at=draft.now,
            corrects=_corrected(event, draft.known),
        )
        entry = self._entry(event, place, self._next + len(draft.entries), next(draft.blindings))
        draft.add(entry)
        return _answer(entry)

    def _entry(self, event: Event, place: Place, number: int, blinding: bytes) -> Entry:
        leaf = leaf_of(event, place, self._keys_of(event.record_id), blinding=blinding)
        return Entry(
            number=number,
            log=self.log,
            event_id=event.event_id,
            record_id=event.record_id,
            seq=place.seq,
            kind=event.kind,
            occurred_at=event.occurred_at,
            logged_at=place.logged_at,
            establishment_id=event.establishment_id or "",
            leaf=leaf.data,
            leaf_hash=leaf.hash,
            sealed=sealed_text(leaf.sealed),
        )

    def _again(self, event: Event, before: Entry, submission: Submission) -> Appended:
        """The answer that an event had; ``event-id-taken`` where it says anything else now."""
        stood = read_leaf(bytes(before.leaf))
        if not submission.as_recorded:
            event = replace(event, recorded_at=stood.event.recorded_at)
        if before.record_id == event.record_id:
            said = leaf_of(event, stood.place, self._keys_of(event.record_id), blinding=stood.blinding)
            if said.data == bytes(before.leaf):
                return replace(_answer(before), again=True)
        raise RefusedError(
            "event-id-taken",
            f"the register holds another event under the id {event.event_id}",
            advice="Send what was sent before, or give the new event an id of its own.",
        )

    def _keys_of(self, record_id: str) -> dict[Keeping, RecordKey]:
        keys = self._keys.get(record_id)
        if not keys:
            raise _erased()
        return dict(keys)

    # The store ---------------------------------------------------------------------------------

    def _commit(self, taken: Sequence[Entry]) -> None:
        """Write all of them, in the places that they were given."""
        try:
            with transaction.atomic(using="register", durable=True):
                self._hold_place()
                insert(taken)
                project(taken)
        except Exception:
            # Nothing is certain now but what the store says itself.
            self._heads.clear()
            self._keys.clear()
            self._read_end()
            raise

    def _hold_place(self) -> None:
        if _next_number() != self._next:
            raise RefusedError(
                "register-written-by-another",
                N_("something else wrote to the register: nothing was taken"),
                advice=N_("Only one process may write. Stop the others and send it again."),
            )

    @wall.everything()
    def _read_end(self) -> None:
        self._next = _next_number()
        last = Entry.objects.filter(number=self._next - 1).first()
        self._last = last.logged_at if last else None

    def _hold_clock(self, now: datetime) -> datetime:
        """The instant to log at: never before the last one."""
        if self._last is None or now >= self._last:
            return now
        if self._last - now > CLOCK_SLACK:
            raise RefusedError(
                "clock-set-back",
                N_("the clock of this machine is behind the last entry of the register: nothing is taken"),
                advice=N_(
                    "Set the clock right. If the last entry was made with a wrong clock, wait until then."
                ),
            )
        return self._last

    def _fetch(self, record_ids: Iterable[str]) -> None:
        """Have the last leaf and the keys of each record at hand, and make keys for new ones."""
        wanted = set(record_ids)
        unknown = sorted(wanted - self._heads.keys())
        for first in range(0, len(unknown), _AT_ONCE):
            self._heads.update(_heads(unknown[first : first + _AT_ONCE]))
        missing = sorted(wanted - self._keys.keys())
        for first in range(0, len(missing), _AT_ONCE):
            some = missing[first : first + _AT_ONCE]
            erased = Record.objects.filter(record_id__in=some, erased=True)
            self._keys.update(keys_of(set(some) - set(erased.values_list("record_id", flat=True))))
        new = [one for one in missing if one not in self._keys and self._heads[one].seq == 0]
        if new:
            self._keys.update(make_keys(new))
        for kept in (self._heads, self._keys):
            for record_id in wanted & kept.keys():
                kept.move_to_end(record_id)
            while len(kept) > max(_KEPT, len(wanted)):
                kept.popitem(last=False)


def place_of(position: int) -> Where:
    """How a refusal names one of several events that were handed in together; the first is ``events:1``."""
    return Where("events", position + 1)


def _known(batch: Sequence[Submission]) -> dict[str, Entry]:
    """By event id the entries that the events may repeat or correct."""
    events = [one for submission in batch for one in submission.events]
    ids = sorted({one.event_id for one in events} | {one.corrects for one in events if one.corrects})
    found: dict[str, Entry] = {}
    for first in range(0, len(ids), _AT_ONCE):
        found.update(standing(ids[first : first + _AT_ONCE]))
    return found


def _heads(record_ids: Sequence[str]) -> dict[str, _Head]:
    """The last leaf of each record; that of a new one is none."""
    known = last_leaves(record_ids)
    return {one: _Head(*known[one]) if one in known else _Head() for one in record_ids}


def _corrected(event: Event, known: Mapping[str, Entry]) -> tuple[int, bytes] | None:
    """Place and leaf of what an event corrects, which has to stand in the same record."""
    if event.corrects is None:
        return None
    entry = known.get(event.corrects)
    if entry is None or entry.record_id != event.record_id:
        raise RefusedError(
            "event-corrects-unknown", "it corrects an event that does not stand in this record"
        )
    if event.kind not in (entry.kind, ANNULLED) and entry.kind != ANNULLED:
        raise RefusedError(
            "event-corrects-another-kind",
            f"it is {event.kind} and corrects {entry.kind}",
            advice="Annul the one, and enter the other.",
        )
    return entry.index, bytes(entry.leaf_hash)


def _answer(entry: Entry) -> Appended:
    return Appended(
        event_id=entry.event_id,
        record_id=entry.record_id,
        index=entry.index,
        seq=entry.seq,
        leaf_hash=bytes(entry.leaf_hash),
        logged_at=entry.logged_at,
    )


def _erased() -> RefusedError:
    return RefusedError(
        "record-erased", N_("this record was erased: nothing can be added to it, or held against it")
    )


def _next_number() -> int:
    last = last_number()
    return 0 if last is None else last + 1
