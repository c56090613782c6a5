"""The store: made where there is none, refused where its tables are of another version."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import Error

from habeas.errors import HabeasError, RefusedError, Where
from habeas.web.custody import rights as custody_rights
from habeas.web.custody import triggers as custody_triggers
from habeas.web.custody import wall
from habeas.web.custody.models import Entry
from habeas.web.journal import triggers as journal_triggers
from habeas.web.journal.models import JournalEntry

MIGRATE = (
    "Stop what is serving and run: habeas serve --migrate (it copies an embedded store first). "
    "Where another role owns the tables of PostgreSQL, as that one: habeas migrate --for ROLE."
)


def aliases() -> tuple[str, ...]:
    """The databases of this installation: those of the register only where its surface is on."""
    return ("default", "register", "keys") if "register" in settings.SURFACES else ("default",)


def file_of(alias: str) -> Path | None:
    """The file of an embedded store; ``None`` for PostgreSQL."""
    named = settings.DATABASES[alias]
    return Path(named["NAME"]) if named["ENGINE"].endswith("sqlite3") else None


def is_there(alias: str = "default") -> bool:
    """Whether there is a store with anything in it; makes none by asking."""
    path = file_of(alias)
    if path is not None and not (path.exists() and path.stat().st_size):
        return False
    return bool(connections[alias].introspection.table_names())


def pending(alias: str) -> list[str]:
    """Names of the migrations that the store has not seen yet (``people.0001_initial``)."""
    return _pending(MigrationExecutor(connections[alias]))


def from_the_future(alias: str) -> list[str]:
    """Names of migrations that the store has seen and this version of Habeas does not know."""
    return _from_the_future(MigrationExecutor(connections[alias]))


def _pending(executor: MigrationExecutor) -> list[str]:
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _from_the_future(executor: MigrationExecutor) -> list[str]:
    known = executor.loader.disk_migrations
    own = {label for label, _ in known}
    found = [key for key in executor.loader.applied_migrations if key[0] in own and key not in known]
    return sorted(f"{label}.{name}" for label, name in found)


def make_ready(*, make: bool) -> bool:
    """See that the store is there and of this version; return whether it was made just now.

    ``make`` makes one where there is none: a store that only reads must not appear by a slip in
    the name of a folder.
    """
    made = False
    for alias in aliases():
        if not is_there(alias):
            if not make:
                raise RefusedError(
                    "store-missing",
                    "there is no store here",
                    where=Where(str(settings.DATA)),
                    advice="Name its folder with --data DIR, or make one: habeas serve, demo or user add.",
                )
            make_tables(alias)
            made = True
        refuse_other_version(alias)
    return made


def refuse_other_version(alias: str) -> None:
    """Refuse a store that is older or newer than this version of Habeas."""
    seen = MigrationExecutor(connections[alias])
    if newer := _from_the_future(seen):
        raise RefusedError(
            "store-newer",
            f"the store was used with a newer version of Habeas ({newer[-1]})",
            advice="Use that version, or a copy of the store from before it.",
        )
    if waiting := _pending(seen):
        raise RefusedError(
            "store-unmigrated",
            f"the store is of an older version: {len(waiting)} migrations wait, the first is {waiting[0]}",
            advice=MIGRATE,
        )


def make_tables(alias: str) -> None:
    """Give an empty database the tables of this version, all of them or none.

    They are made as they are after the last migration, and every migration is entered as done: to go
    through all of them takes twenty times as long. A test holds both ways to the same tables and locks.
    """
    connection, entered = connections[alias], MigrationRecorder.Migration
    migrations = MigrationLoader(None)
    with connection.schema_editor() as editor:
        for model in migrations.project_state().apps.get_models():
            if router.allow_migrate_model(alias, model) and model._meta.can_migrate(connection):
                editor.create_model(model)
        for statement in locks(alias):
            editor.execute(statement)
        editor.create_model(entered)
        done = [entered(app=app, name=name) for app, name in migrations.disk_migrations]
        entered.objects.using(alias).bulk_create(done)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=alias)


def locks(alias: str) -> Iterator[str]:
    """The statements that lock what is only ever added to in this database."""
    locks_of = ((JournalEntry, journal_triggers), (Entry, custody_triggers), (Entry, custody_rights))
    for model, each in locks_of:
        if router.allow_migrate_model(alias, model):
            yield from each.install(connections[alias].vendor)


@wall.everything()
def migrate_after_copy() -> list[Path]:
    """Bring every database to this version; return the copies made of embedded ones that held something."""
    copies = []
    for alias in aliases():
        if not is_there(alias):
            make_tables(alias)
        elif pending(alias):
            if (path := file_of(alias)) is not None:
                copies.append(_copy(connections[alias], path))
            call_command("migrate", database=alias, interactive=False, verbosity=0)
    return copies


def _copy(connection: BaseDatabaseWrapper, path: Path) -> Path:
    """Copy a store that may be in use (``VACUUM INTO``: never the bytes of a live file)."""
    folder = path.parent / "before-migration"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{path.stem}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{path.suffix}"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])
    return target


# What the database says, in words -------------------------------------------------------------

_SAID = (
    (
        ("fatal:  database",),
        (
            "store-missing",
            "PostgreSQL runs, and has no database of the name in DATABASE_URL",
            "Make it with createdb --encoding UTF8 NAME, as the account that DATABASE_URL names.",
        ),
    ),
    (
        ("fatal:  role", "password authentication failed", "no pg_hba.conf entry"),
        (
            "store-away",
            "PostgreSQL runs, and does not let in the account that DATABASE_URL names",
            "See that the account and its password are right, and that pg_hba.conf lets it in from here.",
        ),
    ),
    (
        ("connection to server", "connection failed", "connection is closed", "could not translate"),
        (
            "store-away",
            "the database did not let us in",
            "See that PostgreSQL runs and that DATABASE_URL is right.",
        ),
    ),
    (
        ("no such table", "no such column", "does not exist", "undefinedtable"),
        ("store-unmigrated", "the store lacks tables or columns of this version", MIGRATE),
    ),
    (
        ("permission denied for", "must be owner of", "must have admin option"),
        (
            "store-forbidden",
            "PostgreSQL does not let the role of this process do that",
            "As the role that owns the tables: habeas migrate --for ROLE, which makes them and gives rights.",
        ),
    ),
    (
        ("locked", "busy", "deadlock", "could not serialize"),
        (
            "store-busy",
            "another process kept the store locked for too long",
            "Try again; habeas doctor says what waits.",
        ),
    ),
    (
        ("is full", "no space left", "diskfull"),
        (
            "disk-full",
            "there is no room left on the disk",
            "Make room and call again; nothing was written half.",
        ),
    ),
    (
        ("readonly", "read-only", "permission denied", "unable to open"),
        (
            "store-forbidden",
            "this account may not write to the store, or cannot open it",
            "Call habeas from the account that owns the data folder.",
        ),
    ),
    (
        ("malformed", "not a database", "corrupt"),
        (
            "store-damaged",
            "the file of the store is damaged",
            "Stop everything that uses it, keep a copy of it, and restore a backup.",
        ),
    ),
)
"""What the databases say, the first that fits, and our code, sentence and advice for it."""


def fault_in_words(fault: BaseException) -> HabeasError | None:
    """What a fault of the database means to people; ``None`` where it is none, or one of our own."""
    if not isinstance(fault, Error):
        return None
    text = str(fault).lower()
    for words, (code, message, advice) in _SAID:
        if any(word in text for word in words):
            return RefusedError(code, message, advice=advice)
    return None
