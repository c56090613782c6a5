"""The register held against itself and against its log, entry by entry: what an insider cannot put right.

Whoever holds the file may change any row, and drop the triggers that forbid it. What was signed, what a
record says of its own order, and what its values were committed to does not change with it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from habeas.custody import Keeping, ReadLeaf
from habeas.errors import NotRightError
from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.growing import Growing
from habeas.tlog.tree import leaf_hash
from habeas.web.custody.models import Entry, Log
from habeas.web.custody.projection import ERASING, differing
from habeas.web.custody.publishing import PublishedLog
from habeas.web.custody.store import leaf_of_row, sealed_of
from habeas.web.keyring.access import Keys, keys_of

_COLUMNS: dict[str, str | int | None] = {
    **dict.fromkeys(("event_id", "record_id", "kind", "establishment_id"), ""),
    "seq": 0,
    "occurred_at": None,
    "logged_at": None,
}
"""The columns of a row that repeat its leaf, and what stands there where the leaf says nothing."""
_AT_ONCE = 500


SAYS = {
    "leaf-hash-wrong": "the entry is not the one that was committed",
    "leaf-malformed": "the entry cannot be read",
    "column-differs": "the row says something else than the entry",
    "number-wrong": "the entry is not in its place in the log",
    "chain-broken": "the record does not go on here from its entry before",
    "time-went-back": "it is logged before the entry that stands before it",
    "key-missing": "the key of the record is gone, and no entry says that the record was erased",
    "value-missing": "a value that was entered is gone",
    "value-differs": "a value is not the one that was entered",
    "erasure-unfinished": "the record is erased, and its key is still there",
    "head-differs": "the log up to here is not the one that was signed",
    "head-not-ours": "the published head is not signed by the key of this log",
    "log-behind": "more entries were signed than there are",
    "record-view-differs": "the board shows the record otherwise than its entries do",
}
"""What each code means, for people."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an entry, by its number; without one, with the register as a whole."""

    code: str
    number: int | None = None
    record_id: str = ""

    def __str__(self) -> str:
        """In words, with its place."""
        where = self.record_id if self.number is None else f"entry {self.number}"
        return f"{where or 'the log'}: {SAYS[self.code]}"


def faults(step: Callable[[int], None] = lambda _count: None) -> Iterator[Fault]:
    """Everything that does not hold, in the order of the register. Reads all of it once.

    ``step`` is told after each piece how many entries were read.
    """
    for log in Log.objects.order_by("first"):
        yield from _Check(log).faults(step)
    yield from (Fault("record-view-differs", record_id=each) for each in differing())


class _Check:
    """One log read through."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.published = PublishedLog(log)
        self.heads: dict[int, bytes] = {}
        self.growing = Growing()
        self.last: dict[str, tuple[int, bytes]] = {}
        self.logged_at: datetime | None = None
        self.refilled = _refilled(log)
        self.erased = set(Entry.objects.filter(kind=ERASING).values_list("record_id", flat=True))

    def faults(self, step: Callable[[int], None]) -> Iterator[Fault]:
        try:
            notes = [
                note for note in (self.published.head(), self.published.signer.last()) if note is not None
            ]
        except NotRightError:
            yield Fault("head-not-ours")
            notes = []
        heads = [parse_checkpoint(note.text) for note in notes]
        self.heads = {head.size: head.root for head in heads}
        for rows in _pieces(self.log):
            keys = keys_of(row.record_id for row in rows)
            for row in rows:
                yield from (Fault(code, row.number, row.record_id) for code in self._of(row, keys))
            step(len(rows))
        told = _told_as_lost(self.log)
        yield from (Fault("log-behind") for size in self.heads if size > max(self.growing.size, told))

    def _of(self, row: Entry, keys: dict[str, Keys]) -> Iterator[str]:
        """The codes of what is wrong with an entry."""
        data = bytes(row.leaf)
        for _tile in self.growing.append(leaf_hash(data)):
            pass
        if leaf_hash(data) != bytes(row.leaf_hash):
            yield "leaf-hash-wrong"
        head = self.heads.get(self.growing.size)
        if head is not None and self.growing.checkpoint(self.log.origin).root != head:
            yield "head-differs"
        try:
            leaf = leaf_of_row(row)
        except NotRightError as fault:
            yield fault.code
            return
        yield from self._place(row, leaf)
        yield from self._values(row, leaf, keys.get(row.record_id, {}))

    def _place(self, row: Entry, leaf: ReadLeaf) -> Iterator[str]:
        said = leaf.event
        if any(getattr(row, name) != (getattr(said, name) or none) for name, none in _COLUMNS.items()):
            yield "column-differs"
        if row.number != self.log.first + self.growing.size - 1 or leaf.place.log != self.log.origin:
            yield "number-wrong"
        seq, before = self.last.get(row.record_id) or _before(self.log, row)
        if (leaf.place.seq, leaf.place.previous) != (seq + 1, before or None):
            yield "chain-broken"
        self.last[row.record_id] = (row.seq, bytes(row.leaf_hash))
        if self.logged_at is not None and leaf.place.logged_at < self.logged_at:
            yield "time-went-back"
        self.logged_at = leaf.place.logged_at

    def _values(self, row: Entry, leaf: ReadLeaf, keys: Keys) -> Iterator[str]:
        if row.record_id in self.erased:
            if keys:
                yield "erasure-unfinished"
            return
        if not keys.keys() >= {Keeping.COMMITTED, Keeping.SEALED}:
            yield "key-missing"
            return
        sealed = sealed_of(row)
        if sealed.keys() != leaf.commitments.keys() and not any(row.index in each for each in self.refilled):
            yield "value-missing"
        try:
            leaf.opened(sealed, keys)
        except NotRightError:
            yield "value-differs"


def _refilled(log: Log) -> list[range]:
    """The entries that came back from a mirror, without their values; the log itself says which."""
    rows = Entry.objects.filter(log=log, kind="log_refilled")
    told = [leaf_of_row(row).event.data for row in rows]
    return [range(each["first"], each["last"] + 1) for each in told]


def _told_as_lost(log: Log) -> int:
    """The size of the head of this log that a later one names in its first entry: what is gone is told."""
    openings = Entry.objects.filter(kind="log_opened", number__gte=log.first).exclude(log=log)
    heads = (str(leaf_of_row(row).event.data["before"]) for row in openings)
    named = [parse_checkpoint(f"{text}\n") for text, _, _ in (head.partition("\n\n") for head in heads)]
    return max((head.size for head in named if head.origin == log.origin), default=0)


def _pieces(log: Log) -> Iterator[list[Entry]]:
    piece: list[Entry] = []
    for row in Entry.objects.filter(log=log).order_by("number").iterator(_AT_ONCE):
        piece.append(row)
        if len(piece) == _AT_ONCE:
            yield piece
            piece = []
    if piece:
        yield piece


def _before(log: Log, row: Entry) -> tuple[int, bytes]:
    """The last leaf of a record in an earlier log."""
    earlier = Entry.objects.filter(record_id=row.record_id, number__lt=log.first).order_by("-seq").first()
    return (earlier.seq, bytes(earlier.leaf_hash)) if earlier else (0, b"")
