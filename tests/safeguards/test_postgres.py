"""In place, in a database that has a register, the rules say what the plain evaluator says."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from tests.safeguards.compared import by_engine, differences, plain
from tests.safeguards.nasty import register

from habeas.custody.exchange import EVENTS, RECORDS, event_row, record_row
from habeas.custody.exchange.tables import Row, Table, Type, instant_text
from habeas.safeguards import example_site, rules
from habeas.safeguards.sql.postgres import Postgres
from habeas.safeguards.sql.postgres_tables import read_in_place

SERVING = "habeas_serving"
TYPES = {Type.TEXT: "text", Type.BOOL: "boolean", Type.WHOLE: "bigint", Type.INSTANT: "timestamptz"}

pytestmark = pytest.mark.bothdbs


@pytest.fixture
def addresses() -> Iterator[tuple[str, str]]:
    """Where the owner of a new database reaches it, and where a role does that owns nothing."""
    url = urlsplit(os.environ["DATABASE_URL"])
    name = f"s_{os.getpid()}"
    with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        owner = url._replace(path=f"/{name}").geturl()
        yield owner, owner.replace(f"//{url.username}@", f"//{SERVING}@")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def put(db: psycopg.Connection, table: Table, rows: Iterator[Row]) -> None:
    columns = ", ".join(f"{each.name} {TYPES[each.type]}" for each in table.columns)
    db.execute(f"CREATE TABLE custody.{table.name} ({columns})")
    with db.cursor().copy(f"COPY custody.{table.name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(
                [
                    instant_text(value) if of.type is Type.INSTANT and value is not None else value
                    for of, value in zip(table.columns, row, strict=True)
                ]
            )


def test_whoever_may_only_read_audits_a_register_in_place(addresses: tuple[str, str]) -> None:
    owner, reader = addresses
    records, events, as_of = register(1, 80)
    with psycopg.connect(owner) as db:
        db.execute("CREATE SCHEMA custody")
        put(db, RECORDS, map(record_row, records))
        put(db, EVENTS, (event_row(one) for own in events.values() for one in own))
        db.execute(f"GRANT USAGE ON SCHEMA custody TO {SERVING}")
        db.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA custody TO {SERVING}")
    site, asked = example_site(), list(rules().values())
    with psycopg.connect(reader, autocommit=True) as db:
        numbered = read_in_place(db, "custody")
        found = by_engine(numbered, Postgres(db, as_of, site), asked)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            db.execute("DELETE FROM custody.events")
    said = plain(records, events, as_of, site, asked)
    assert differences(said, found) == []
    assert len(said) > 1_500
