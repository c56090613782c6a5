"""Before anything is appended: that the register still holds everything that was published of it.

A store put back from a backup may be shorter than the head that others have seen. To go on from there would
show two histories under one name, which witnesses would rightly call a rewritten log. So nothing is appended
until what is missing is brought back from a mirror, or a new log is opened that names the old head.
"""

import secrets

from django.conf import settings
from django.utils import timezone

from habeas.errors import HabeasError, NotRightError
from habeas.tlog.checkpoint import Checkpoint, parse_checkpoint
from habeas.tlog.growing import Growing
from habeas.tlog.note import Note
from habeas.tlog.reading import LogReader
from habeas.tlog.tiles import WIDTH
from habeas.web.custody import wall
from habeas.web.custody.erasing import finish_erasures
from habeas.web.custody.ledger import Ledger
from habeas.web.custody.models import Entry, Log
from habeas.web.custody.publishing import PublishedLog


@wall.everything()
def open_ledger() -> Ledger:
    """The ledger, once the register was found to hold what was published.

    Raises ``NotRightError``: ``register-behind`` or ``register-differs``.
    """
    log = current_log()
    ledger = Ledger(log)
    hold_published(PublishedLog(log), ledger.size)
    finish_erasures()
    return ledger


def current_log() -> Log:
    """The log that is written; opened where there is none yet, under the name of the settings."""
    log = Log.objects.order_by("first").last()
    if log is not None:
        return log
    origin = settings.LOG_ORIGIN or f"habeas/{secrets.token_hex(4)}"
    return Log.objects.create(origin=origin, first=0, opened_at=timezone.now())


def newest_head(published: PublishedLog) -> Note | None:
    """The longest head that was signed: a crash may have come between signing and publishing."""
    heads = [note for note in (published.head(), published.signer.last()) if note is not None]
    return max(heads, key=lambda note: parse_checkpoint(note.text).size, default=None)


def hold_published(published: PublishedLog, size: int) -> None:
    """Hold the register against the newest head of its log."""
    note = newest_head(published)
    if note is None:
        return
    head = parse_checkpoint(note.text)
    if size < head.size:
        raise NotRightError(
            "register-behind",
            f"the register has {size} entries, and {head.size} were signed: an older state was put back",
            advice="Nothing is taken until the entries are back: habeas register refill FOLDER-or-ADDRESS "
            "brings them from a mirror. If there is none: habeas register new-log NAME.",
        )
    if _last_leaves(published.log, head.size) != _signed_leaves(published, head):
        raise NotRightError(
            "register-differs",
            "the register does not hold what was signed of it",
            advice="Stop, keep the file as it is, and compare it with the mirror of the log.",
        )


def _last_leaves(log: Log, size: int) -> list[bytes]:
    """The hashes of the last tile of the register at a size."""
    first = (size - 1) // WIDTH * WIDTH if size else 0
    rows = Entry.objects.filter(number__gte=log.first + first, number__lt=log.first + size)
    return [bytes(each) for each in rows.order_by("number").values_list("leaf_hash", flat=True)]


def _signed_leaves(published: PublishedLog, head: Checkpoint) -> list[bytes]:
    """The same as it was signed: from the published tiles, else from the whole register."""
    last = (head.size - 1) // WIDTH
    try:
        return list(LogReader(published.fetch, head).tile(0, last)[: head.size - last * WIDTH])
    except HabeasError:  # the files are damaged or gone; they are made from the entries
        if _root_of(published.log, head.size) != head.root:
            return []
        return _last_leaves(published.log, head.size)


def _root_of(log: Log, size: int) -> bytes:
    growing = Growing()
    rows = Entry.objects.filter(number__gte=log.first, number__lt=log.first + size).order_by("number")
    for leaf in rows.values_list("leaf_hash", flat=True).iterator(2_000):
        for _tile in growing.append(bytes(leaf)):
            pass
    return growing.checkpoint(log.origin).root
