"""The tables of records that are drawn, kept as files beside an audit: any of its records can be opened."""

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq

from habeas.durable import put
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.fingerprint import of_rule
from habeas.safeguards.ingest import Ingested
from habeas.safeguards.ingest.engine import of_files, text
from habeas.safeguards.report.records import OF_A_RECORD, TABLES, Rows, make_tables
from habeas.safeguards.rule import Rule
from habeas.safeguards.sql.query import literal
from habeas.safeguards.tables import AS_FILE, drop_rows, looking, names_any, rewrite

_RULES = "rules.json"
_OF_BEFORE = ("before", "kinds_before")


def write_records(found: ByDuckDB, read: Ingested, folder: Path, more: Collection[str]) -> None:
    """Keep every record of which an occasion is told, and some ``more``, in a folder that is made for it."""
    make_tables(found, read, f"r.rid IN (SELECT rid FROM told) OR r.record_id IN ({_listed(more)})")
    folder.mkdir(mode=0o700)
    for table in TABLES:
        found.db.execute(f"COPY {table} TO {text(str(folder / f'{table}.parquet'))} {AS_FILE}")
    said = {rule.name: of_rule(rule) for rule in found.asked.rules}
    put(folder / _RULES, json.dumps(said, indent=1).encode())


def is_kept(folder: Path) -> bool:
    """Whether all of it is there: audits of before kept none, or less of each record."""
    records, *others = (folder / f"{table}.parquet" for table in TABLES)
    if not all(path.is_file() for path in (folder / _RULES, records, *others)):
        return False
    return set(OF_A_RECORD) <= set(pq.read_schema(records).names)


@contextmanager
def open_records(folder: Path) -> Iterator[Rows]:
    """The tables that were kept, to be asked for some records."""
    with looking() as connection:
        for table in TABLES:
            connection.execute(f"CREATE VIEW {table} AS FROM {of_files([folder / f'{table}.parquet'])}")
        yield lambda query: connection.execute(query).fetchall()


def unchanged(folder: Path, rules: Mapping[str, Rule]) -> frozenset[str]:
    """The rules that still say what they said when the tables were made."""
    said = json.loads((folder / _RULES).read_text("utf-8"))
    return frozenset(name for name, rule in rules.items() if said.get(name) == of_rule(rule))


def numbers_of(rows: Rows, record_ids: Collection[str]) -> dict[str, int]:
    """The numbers by which records that are kept are opened."""
    return dict(rows(f"SELECT record_id, rid FROM drawn_record WHERE record_id IN ({_listed(record_ids)})"))


def id_of(rows: Rows, number: int) -> str | None:
    """The id of the record of a number."""
    found = rows(f"SELECT record_id FROM drawn_record WHERE rid = {number:d}")
    return found[0][0] if found else None


def drop_records(folder: Path, record_ids: Collection[str]) -> bool:
    """Write the tables anew without some records; whether any of them was there."""
    if not record_ids or not is_kept(folder):
        return False
    paths = [folder / f"{table}.parquet" for table in TABLES]
    named = [path for path in paths if names_any(path, record_ids)]
    for path in named:
        drop_rows(path, record_ids)
    # What goes on from one of them says so no longer.
    is_before = f"before IN ({_listed(record_ids)})"
    with open_records(folder) as rows:
        goes_on = bool(rows(f"SELECT 1 FROM drawn_record WHERE {is_before} LIMIT 1"))
    if goes_on:
        less = ", ".join(f"CASE WHEN {is_before} THEN NULL ELSE {name} END AS {name}" for name in _OF_BEFORE)
        rewrite(paths[0], f"SELECT * REPLACE ({less}) FROM told")
    return bool(named) or goes_on


def _listed(record_ids: Collection[str]) -> str:
    return ", ".join(map(literal, record_ids)) or "NULL"
