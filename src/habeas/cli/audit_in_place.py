"""The connection to a register in a PostgreSQL, and what can go wrong with it in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from habeas.errors import HabeasError, PartMissingError, RefusedError, Where

OLDEST = 15
_RIGHTS = "The role needs TEMPORARY on the database, USAGE on the schema and SELECT on records and events."


@contextmanager
def connection(address: str) -> Iterator["psycopg.Connection[Any]"]:
    """A connection that runs one statement a transaction, and whose faults are told in words."""
    where = Where(_shown(address))
    try:
        with psycopg.connect(address, autocommit=True, prepare_threshold=None, connect_timeout=10) as db:
            if db.info.server_version < OLDEST * 10_000:
                raise PartMissingError(
                    "part-missing", f"PostgreSQL {OLDEST} or later is needed here", where=where
                )
            db.execute("SET TimeZone = 'UTC'")
            yield db
    except psycopg.Error as fault:
        raise _in_words(fault, where) from fault


def _shown(address: str) -> str:
    """An address without a password, and without anything else that it may hold."""
    try:
        said = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        return "the address"
    return f"{said.get('dbname', '')} at {said.get('host', 'localhost')}"


def _in_words(fault: psycopg.Error, where: Where) -> HabeasError:
    """What a fault of the database means. Its own text is left out where it may hold what a row says."""
    match fault:
        case psycopg.errors.InsufficientPrivilege():
            return RefusedError(
                "database-forbidden", "this role may not audit here", where=where, advice=_RIGHTS
            )
        case psycopg.errors.DiskFull() | psycopg.errors.ConfigurationLimitExceeded():
            return RefusedError(
                "disk-full",
                "the database has no room for the tables of the audit",
                where=where,
                advice="They take as much as the register; temp_file_limit and the disk bound them.",
            )
        case psycopg.DataError():
            return RefusedError(
                "register-unreadable",
                f"a value is not what its column is to hold ({fault.sqlstate})",
                where=where,
                advice="data is a JSON object, or nothing.",
            )
        case psycopg.OperationalError():
            return PartMissingError(
                "database-unreachable",
                f"the database does not answer, or ended the audit ({fault.sqlstate or 'no connection'})",
                where=where,
                advice="Look at the address, the network and pg_hba.conf; a password belongs into ~/.pgpass.",
            )
    return RefusedError(
        "database-refused",
        f"the database refused the audit ({fault.sqlstate or type(fault).__name__})",
        where=where,
    )
