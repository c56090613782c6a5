"""Checks of the store, on live connections: what is set is read back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Max
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from habeas.errors import HabeasError, PartMissingError, RefusedError
from habeas.web.journal.models import JournalEntry
from habeas.web.running import stores
from habeas.web.running.findings import Finding, right, warning, wrong
from habeas.web.search import kept
from habeas.web.threads import sensing

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "cell_size_check": 1,
    "temp_store": 2,
    "secure_delete": 1,
    "busy_timeout": 20000,
}
"""What each connection to an embedded store must answer (security: a trigger that does not recurse
lets ``INSERT OR REPLACE`` past the journal's lock; a deleted key is overwritten)."""
LEAST_POSTGRESQL = 150000


def is_there() -> Iterator[Finding]:
    """Whether there is a store, and which."""
    for alias in stores.aliases():
        path = stores.file_of(alias)
        said = str(path) if path else "PostgreSQL"
        if stores.is_there(alias):
            yield right(f"store-{alias}", said)
        else:
            yield wrong(
                f"store-{alias}",
                f"there is nothing in it yet ({said})",
                "Make it with habeas demo or habeas serve.",
            )


def settings_held() -> Iterator[Finding]:
    """Whether each store keeps what it is told, read back on a live connection."""
    for alias in stores.aliases():
        if not stores.is_there(alias):
            continue
        connection = connections[alias]
        look = _pragmas if connection.vendor == "sqlite" else _postgresql
        yield from look(connection, f"settings-{alias}")


def _pragmas(connection: BaseDatabaseWrapper, check: str) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    off = [f"{name} is {found[name]}, not {value}" for name, value in PRAGMAS.items() if found[name] != value]
    if off:
        yield wrong(check, "; ".join(off), "Put SQLITE_OPTIONS in the settings back as shipped.")
    else:
        yield right(check, ", ".join(f"{name} {value}" for name, value in found.items()))


def undamaged() -> Iterator[Finding]:
    """Whether SQLite finds its own file whole (``quick_check``: pages and their order, not indexes)."""
    for alias in stores.aliases():
        if stores.file_of(alias) is None or not stores.is_there(alias):
            continue
        with connections[alias].cursor() as cursor:
            said = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said == "ok":
            yield right(f"file-{alias}", "SQLite finds it whole")
        else:
            yield wrong(
                f"file-{alias}",
                "SQLite finds the file damaged",
                "Stop everything that uses it, keep a copy of it, and restore a backup.",
            )


def _postgresql(connection: BaseDatabaseWrapper, check: str) -> Iterator[Finding]:
    names = ("server_version_num", "fsync", "synchronous_commit")
    with connection.cursor() as cursor:
        found = {}
        for name in names:
            cursor.execute(f"SHOW {name}")
            found[name] = cursor.fetchone()[0]
    said = ", ".join(f"{name} {value}" for name, value in found.items())
    if int(found["server_version_num"]) < LEAST_POSTGRESQL:
        yield wrong(check, said, "Use PostgreSQL 15 or newer.")
    elif "off" in (found["fsync"], found["synchronous_commit"]):
        yield wrong(check, said, "Switch fsync and synchronous_commit on: an entry may be lost otherwise.")
    else:
        yield right(check, said)


def migrations() -> Iterator[Finding]:
    """Whether the tables are of this version."""
    for alias in stores.aliases():
        if not stores.is_there(alias):
            continue
        check = f"migrations-{alias}"
        if newer := stores.from_the_future(alias):
            yield wrong(check, f"used with a newer version of Habeas ({newer[-1]})", "Use that version.")
        elif waiting := stores.pending(alias):
            yield wrong(check, f"{len(waiting)} wait, the first is {waiting[0]}", stores.MIGRATE)
        else:
            yield right(check, "none waits")


def jobs() -> Iterator[Finding]:
    """Whether jobs are done, and none has failed."""
    late = timezone.now() - timedelta(hours=1)
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    waiting = ready.exclude(run_after__gt=late).filter(enqueued_at__lt=late).count()
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count()
    if failed:
        yield warning(
            "jobs", f"{failed} failed", "The reason is kept with each; they are put away after 14 days."
        )
    elif waiting:
        yield warning(
            "jobs", f"{waiting} wait for more than an hour", "Start habeas serve: it runs the job workers."
        )
    else:
        yield right("jobs", "none failed, none late")


def search() -> Iterator[Finding]:
    """Whether the search index is there, whole, and takes in what is written."""
    check = "search"
    try:
        count = kept.counted()
    except PartMissingError as missing:
        yield warning(check, missing.message, missing.advice or "")
        return
    except RefusedError as fault:
        told = warning if fault.code == "index-missing" else wrong
        yield told(check, fault.message, fault.advice or "")
        return
    late = kept.late(timezone.now() - timedelta(minutes=10))
    if late:
        advice = "Start habeas serve, whose job workers take them in, or run habeas index."
        yield warning(check, f"{late} changes wait to be taken in for more than ten minutes", advice)
    else:
        yield right(check, f"{count} items can be found")


def sense() -> Iterator[Finding]:
    """Where what was asked is compared by sense: whether the model is there, and is the one that is known."""
    if not settings.SENSE:
        return
    try:
        from habeas.threads.sense import model  # noqa: PLC0415 (a part that may be missing)

        model.checked()
        sensing.kept().of(())
    except ImportError as fault:
        yield wrong("sense", f"the part {fault.name} is missing", "pip install habeas[reading]")
    except HabeasError as fault:
        yield wrong("sense", fault.message, fault.advice or "")
    else:
        yield right("sense", f"{model.NAME}, as it is known")


def latest_written() -> datetime | None:
    """When the newest entry of the journal was written; ``None`` where there is none."""
    if not stores.is_there() or stores.pending("default"):
        return None
    latest: datetime | None = JournalEntry.objects.aggregate(latest=Max("at"))["latest"]
    return latest
