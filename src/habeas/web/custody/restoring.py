"""After a restore that lost entries which were published: bring them back, or go on under a new name."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from habeas.custody import event_from, new_event_id, read_leaf
from habeas.errors import NotRightError, RefusedError
from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.keys import opened
from habeas.tlog.note import parse_note
from habeas.tlog.reading import Fetch, LogReader
from habeas.tlog.tiles import CHECKPOINT, WIDTH
from habeas.tlog.tree import leaf_hash
from habeas.web.custody.access import log_name
from habeas.web.custody.guard import current_log, hold_published, newest_head
from habeas.web.custody.ledger import Appended, Ledger, Submission
from habeas.web.custody.models import Entry, Log
from habeas.web.custody.projection import project
from habeas.web.custody.publishing import PublishedLog
from habeas.web.custody.store import insert, sealed_text

_AT_ONCE = 4 * WIDTH


def refill(fetch: Fetch) -> int:
    """Bring back from a mirror the entries that the register lost; how many.

    The mirror has whole leaves and no values: what lay sealed beside them is lost where the backup had it
    not, and pages say so. Raises ``NotRightError`` where the mirror is not of this log, or goes less far.
    """
    log = current_log()
    published = PublishedLog(log)
    ledger = Ledger(log)
    note = parse_note(fetch(CHECKPOINT))
    opened(note, [published.signer.verifier])
    reader = LogReader(fetch, parse_checkpoint(note.text))
    known = newest_head(published)
    needed = parse_checkpoint(known.text) if known else None
    if needed and (reader.checkpoint.size < needed.size or reader.root_at(needed.size) != needed.root):
        raise NotRightError(
            "mirror-behind",
            f"the mirror has {reader.checkpoint.size} entries, and {needed.size} were signed",
            advice="Ask the witnesses whether one has more. If nobody has: habeas register new-log NAME.",
        )
    back = [_entry(log, index, leaf) for index, leaf in _missing(reader, ledger.size)]
    with transaction.atomic(using="register", durable=True):
        for first in range(0, len(back), _AT_ONCE):
            insert(back[first : first + _AT_ONCE])
        project(back)
        hold_published(published, ledger.size + len(back))
    if back:
        told = {"first": back[0].index, "last": back[-1].index}
        _say_of_itself(log, "log_refilled", told)
    return len(back)


def open_next_log(origin: str) -> Appended:
    """Go on under a new name; its first entry names the last head of the log that was lost."""
    log = current_log()
    known = newest_head(PublishedLog(log))
    if known is None:
        raise RefusedError("log-nothing-lost", "nothing of this log was ever signed: it goes on as it is")
    taken = [*Log.objects.values_list("origin", flat=True), parse_checkpoint(known.text).origin]
    if log_name(origin) in map(log_name, taken):
        raise RefusedError("log-name-taken", "a log has one name for ever: choose another")
    last = Entry.objects.order_by("number").last()
    first = 0 if last is None else last.number + 1
    opened_log = Log.objects.create(
        origin=origin, first=first, opened_at=timezone.now(), before=bytes(known).decode()
    )
    return _say_of_itself(opened_log, "log_opened", {"before": bytes(known).decode()})


def _say_of_itself(log: Log, kind: str, data: Mapping[str, str | int]) -> Appended:
    """Enter in a log what befell it."""
    now = timezone.now()
    said = {
        "record_id": "book:log",
        "event_id": new_event_id(now),
        "kind": kind,
        "occurred_at": now.isoformat(),
        "source": "system",
        "data": data,
    }
    [answer] = Ledger(log).append([Submission((event_from(said, now=now),))], now)
    if isinstance(answer, list):
        return answer[0]
    raise answer


def _missing(reader: LogReader, size: int) -> "list[tuple[int, bytes]]":
    found = []
    for number in range(size // WIDTH, reader.bundles):
        for place, leaf in enumerate(reader.bundle(number), number * WIDTH):
            if place >= size:
                found.append((place, leaf))
    return found


def _entry(log: Log, index: int, leaf: bytes) -> Entry:
    event = read_leaf(leaf).event
    return Entry(
        number=log.first + index,
        log=log,
        event_id=event.event_id,
        record_id=event.record_id,
        seq=event.seq or 0,
        kind=event.kind,
        occurred_at=event.occurred_at,
        logged_at=event.logged_at or event.recorded_at,
        establishment_id=event.establishment_id or "",
        leaf=leaf,
        leaf_hash=leaf_hash(leaf),
        sealed=sealed_text({}),
    )
