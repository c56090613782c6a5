"""Checks of the register: its locks, its log, its keys and its witnesses."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connections

from habeas.tlog.checkpoint import parse_checkpoint
from habeas.web.custody import cosigning, kept
from habeas.web.custody.guard import hold_published
from habeas.web.custody.models import Entry, Log
from habeas.web.custody.publishing import PublishedLog
from habeas.web.custody.triggers import TABLES
from habeas.web.keyring.wrapping import FOLDER
from habeas.web.offline.access import gaps
from habeas.web.running import folder, stores
from habeas.web.running.findings import Finding, right, warning, wrong
from habeas.web.stations.models import Device

LONGEST_UNSIGNED = timedelta(minutes=2)
"""A serving process signs within one minute; twice that, and nobody signs."""
LONGEST_UNSEEN = timedelta(hours=24)
"""How old the last signature of a witness may be."""
LONGEST_BACKUP = timedelta(days=35)
"""How long a copy of the keys may be kept (security.md 1.2)."""
BACKUPS = "backups"


def locked() -> Iterator[Finding]:
    """Whether the tables refuse to be changed."""
    connection = connections["register"]
    where = "sqlite_master WHERE type = 'trigger'" if connection.vendor == "sqlite" else "pg_trigger"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {where}")  # noqa: S608 (our own names)
        found = {row[0] for row in cursor.fetchall()}
    what = ("_refuse_update", "_refuse_delete") if connection.vendor == "sqlite" else ("_refuse",)
    wanted = ["custody_entry_next", *(f"{table}{each}" for table in TABLES for each in what)]
    gone = [name for name in wanted if name not in found]
    if gone:
        yield wrong(
            "register-locks",
            f"missing: {', '.join(gone)}",
            "Somebody took them away. Keep the file as it is, and compare it with the mirror of the log.",
        )
    else:
        yield right("register-locks", "entries can only be added")


def guarded() -> Iterator[Finding]:
    """Whether the register holds what was signed of it, and all of it is signed by now."""
    log = Log.objects.order_by("first").last()
    if log is None:
        yield right("register-log", "nothing is entered yet")
        return
    published = PublishedLog(log)
    rows = Entry.objects.filter(number__gte=log.first)
    size = rows.count()
    hold_published(published, size)
    head = published.head()
    signed = 0 if head is None else parse_checkpoint(head.text).size
    first = rows.filter(number__gte=log.first + signed).order_by("number").first()
    late = first is not None and datetime.now(UTC) - first.logged_at > LONGEST_UNSIGNED
    said = f"{size} entries, {signed} of them signed"
    if late:
        yield warning("register-log", said, "Start habeas serve, which signs within a minute.")
    else:
        yield right("register-log", said)


def clock() -> Iterator[Finding]:
    """Whether the clock is not behind the last entry: nothing is taken then."""
    last = Entry.objects.order_by("number").last()
    if last is not None and last.logged_at > datetime.now(UTC):
        yield wrong(
            "register-clock", "the clock is behind the last entry", "Set the clock of this machine right."
        )
    else:
        yield right("register-clock", "not behind the last entry")


def keys() -> Iterator[Finding]:
    """Whether the keys of the register are for this account alone."""
    place = Path(settings.DATA) / FOLDER
    if not place.is_dir():
        yield right("register-keys", "none was made yet")
        return
    open_ = [path.name for path in (place, *place.iterdir()) if folder.open_to_others(path)]
    if open_:
        yield wrong(
            "register-keys",
            f"other accounts of this machine can read {', '.join(open_)}",
            f"chmod -R go= {place}",
        )
    else:
        yield right("register-keys", str(place))


def recordings() -> Iterator[Finding]:
    """Whether the recordings that entries name are there and open, and whether any lies there unnamed.

    The middle of a recording is held against its SHA-256 when it is taken out: that takes as long as it is.
    """
    gone, strays = kept.missing(), kept.unnamed()
    if gone:
        yield wrong(
            "register-recordings",
            f"{len(gone)} recordings are not there, or were changed or cut off: entries {_some(gone)}",
            f"Bring the folder {Path(settings.DATA) / kept.FOLDER} back from its copy.",
        )
    if strays:
        yield warning(
            "register-recordings",
            f"{len(strays)} files of recordings are named by no entry",
            "The night's housekeeping deletes them: habeas serve runs it.",
        )
    if not gone and not strays:
        yield right("register-recordings", "what entries name is there")


def _some(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (", …" if len(numbers) > 10 else "")


def old_keys() -> Iterator[Finding]:
    """Whether a copy of the keys lies here longer than it may: what was erased would come back with it.

    Copies in the data folder and in its folder ``backups`` are seen; others are the administrator's to find.
    """
    place, live = Path(settings.DATA), stores.file_of("keys")
    now, days = datetime.now(UTC), LONGEST_BACKUP.days
    old = [
        path
        for path in (*place.glob("*keys*"), *(place / BACKUPS).rglob("*keys*"))
        if path.is_file()
        and not (live and path.parent == live.parent and path.name.startswith(live.name + "-"))
        and path != live
        and now - datetime.fromtimestamp(path.stat().st_mtime, UTC) > LONGEST_BACKUP
    ]
    if old:
        yield warning(
            "register-old-keys",
            f"copies of the keys are older than {days} days: {', '.join(map(str, sorted(old)))}",
            "Destroy them: with such a copy a record that was erased is read again.",
        )
    else:
        yield right("register-old-keys", f"no copy in the data folder is older than {days} days")


def witnesses() -> Iterator[Finding]:
    """Whether somebody else signs that the log only grew, and when each did so last."""
    named = cosigning.policy()
    if named is None or not named.witnesses:
        yield warning(
            "register-witnesses",
            "no witness is named: who holds the key of the log could show two histories",
            f"Put a policy with witnesses into {Path(settings.DATA) / cosigning.POLICY} (docs/witness.md).",
        )
        return
    log = Log.objects.order_by("first").last()
    answers = {} if log is None else cosigning.answers(PublishedLog(log))
    for name in (each.decode("utf-8", "replace") for each in named.witnesses):
        answer = answers.get(name)
        if answer is None or answer.signed_at is None:
            said = f"{name} has not signed yet" + (f": {answer.outcome} {answer.said}" if answer else "")
            yield warning("register-witnesses", said, "See that it runs and that the address is right.")
        elif datetime.now(UTC) - datetime.fromisoformat(answer.signed_at) > LONGEST_UNSEEN:
            yield warning(
                "register-witnesses", f"{name} signed last at {answer.signed_at}", "See that it runs."
            )
        else:
            yield right("register-witnesses", f"{name} signed last at {answer.signed_at}")


def queues() -> Iterator[Finding]:
    """Whether of the queues of browsers every entry came."""
    found = gaps(Device.objects.exclude(public_key=None))
    missing = sum(gap.count for gap in found)
    if missing:
        machines = ", ".join(gap.device.device_id for gap in found)
        yield warning(
            "register-queues",
            f"{missing} entries of queues did not come, though later ones did: {machines}",
            "Look under “Without network” of the station, and ask there what became of them.",
        )
    else:
        yield right("register-queues", "of the queues of browsers nothing is missing")
