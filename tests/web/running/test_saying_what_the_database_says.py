"""What a database says in its own words is told in ours, with what to do."""

import pytest
from django.db.utils import OperationalError, ProgrammingError

from habeas.web.running.stores import fault_in_words

SAID = [
    # As PostgreSQL says it, through psycopg.
    (
        (
            'connection failed: connection to server on socket "/run/pg/.s.PGSQL.5432" failed: '
            'FATAL:  database "main" does not exist'
        ),
        "store-missing",
        "createdb",
    ),
    (
        (
            'connection failed: connection to server at "127.0.0.1", port 5432 failed: '
            'FATAL:  password authentication failed for user "habeas"'
        ),
        "store-away",
        "password",
    ),
    (
        (
            'connection failed: connection to server at "127.0.0.1", port 5432 failed: '
            'FATAL:  role "habeas" does not exist'
        ),
        "store-away",
        "account",
    ),
    (
        'connection failed: connection to server at "127.0.0.1", port 5432 failed: Connection refused',
        "store-away",
        "PostgreSQL runs",
    ),
    ('relation "people_user" does not exist', "store-unmigrated", "--migrate"),
    # As SQLite says it.
    ("no such table: people_user", "store-unmigrated", "--migrate"),
    ("database is locked", "store-busy", "Try again"),
    ("attempt to write a readonly database", "store-forbidden", "account"),
]


@pytest.mark.parametrize(("text", "code", "advice"), SAID)
def test_a_fault_of_the_database_says_what_to_do(text: str, code: str, advice: str) -> None:
    fault = fault_in_words(OperationalError(text))
    assert fault is not None
    assert fault.code == code
    assert advice in fault.advice
    assert "FATAL" not in str(fault)


def test_a_fault_that_nobody_foresaw_stays_what_it_is() -> None:
    assert fault_in_words(ProgrammingError("a fault of the programmer")) is None
    assert fault_in_words(ValueError("database is locked")) is None
