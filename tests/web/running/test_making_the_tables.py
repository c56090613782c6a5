"""An empty database is given its tables at once; they are those that all migrations lead to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from habeas.web.journal.triggers import TABLES
from habeas.web.running import stores

pytestmark = [pytest.mark.bothdbs, pytest.mark.django_db]

POSTGRESQL = (
    """SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity,
              character_maximum_length FROM information_schema.columns
       WHERE table_schema = current_schema()""",
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = current_schema()::regnamespace""",
    """SELECT tablename, indexname, replace(indexdef, current_schema(), '') FROM pg_indexes
       WHERE schemaname = current_schema()""",
    """SELECT event_object_table, trigger_name, event_manipulation, action_timing, action_statement
       FROM information_schema.triggers WHERE trigger_schema = current_schema()""",
    """SELECT tgrelid::regclass::text, tgname, tgtype FROM pg_trigger
       JOIN pg_class ON pg_class.oid = tgrelid
       WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace""",
)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Callable[[str], BaseDatabaseWrapper]]:
    """Databases with nothing in them, beside that of the tests, by name."""
    made = []

    def one(name: str) -> BaseDatabaseWrapper:
        connection = connections["default"].copy()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE SCHEMA {name}")
            connection.close()
            connection.settings_dict["OPTIONS"] = {"options": f"-c search_path={name}"}
        else:
            connection.settings_dict["NAME"] = tmp_path / f"{name}.sqlite3"
        made.append((name, connection))
        return connection

    yield one
    for name, connection in made:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"DROP SCHEMA {name} CASCADE")
        connection.close()


@contextmanager
def as_default(connection: BaseDatabaseWrapper) -> Iterator[None]:
    kept = connections["default"]
    connections["default"] = connection
    try:
        yield
    finally:
        connections["default"] = kept


def parts(table: str | None) -> list[str]:
    """What a statement of SQLite declares, in no order: columns stand as they came in."""
    depth, found = 0, [""]
    for sign in (table or "").partition("(")[2][:-1]:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and not depth:
            found.append("")
        else:
            found[-1] += sign
    return sorted(part.strip() for part in found)


def held(connection: BaseDatabaseWrapper) -> dict[str, object]:
    """All that is in a database: tables, locks, and what is written when they are made."""
    with connection.cursor() as cursor:

        def rows(question: str) -> list[tuple[object, ...]]:
            cursor.execute(question)
            return sorted(cursor.fetchall(), key=repr)

        written = {
            "entered": rows("SELECT app, name FROM django_migrations"),
            "kinds": rows("SELECT app_label, model FROM django_content_type"),
            "permissions": rows(
                "SELECT app_label, model, codename FROM auth_permission p "
                "JOIN django_content_type k ON k.id = p.content_type_id"
            ),
        }
        if connection.vendor == "postgresql":
            return written | {question: rows(question) for question in POSTGRESQL}
        made = rows("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        return written | {str(name): parts(str(sql)) if what == "table" else sql for what, name, sql in made}


def test_it_is_the_same_as_after_all_migrations(empty) -> None:
    at_once, step_by_step = empty("at_once"), empty("step_by_step")
    with as_default(at_once):
        stores.make_tables("default")
        assert stores.pending("default") == []
    with as_default(step_by_step):
        call_command("migrate", interactive=False, verbosity=0)
    new, old = held(at_once), held(step_by_step)
    assert sorted(new) == sorted(old)
    for name in new:
        assert new[name] == old[name]
    assert all(name in repr(new) for name in TABLES)
