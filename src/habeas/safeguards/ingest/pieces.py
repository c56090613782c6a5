"""The entries of a register a piece after the other: put in order, looked through, written.

What is held at once, and what lies on the disk beside what is written, is one piece, however large the
register is.
"""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from habeas.safeguards.ingest import entries, findings
from habeas.safeguards.ingest.cache import AS_READ, KINDS_TOGETHER, marked, piece_of
from habeas.safeguards.ingest.engine import QUICK, of_folder, text

AT_ONCE = 4_000_000
"""How many entries a piece has, about: so many are sorted in the memory that DuckDB is given."""
PACKED = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 500000"
_BY_RECORD, _BY_KIND = (f"{QUICK}, ROW_GROUP_SIZE {rows}" for rows in (500_000, 122_880))
"""What lies by kind is read a kind at a time, in smaller groups."""
_OPTIONS = {
    "entry": _BY_RECORD,
    "entry_by_kind": _BY_KIND,
    "spoken": _BY_KIND,
    **dict.fromkeys(("event_id", "as_read"), f"{PACKED}, COMPRESSION_LEVEL 1"),
}
COUNTED = "rid INTEGER, entries BIGINT, own HUGEINT, base BIGINT, digest UBIGINT"
"""Of each record how many entries it has, what they say as one number, the first of them, and what a record
is known by again that has not changed since it was read."""


def write_pieces(
    connection: Any,
    work: Path,
    made: Path,
    at_once: int,
    tell: Callable[[float], None],
    *,
    part: bool = False,
) -> list[int]:
    """Write the tables that lie in pieces: the number of the first record in each piece.

    Makes the dictionaries, ``fault`` of what is wrong with the entries that stand, and ``counted``. Of a
    ``part`` of a register, to which nothing is added, there is no ``as_read``.
    """
    entries.find_again(connection)
    pieces = entries.number_names(connection, at_once)
    entries.tell_again(connection)
    tell(_NAMED)
    apart = work / "apart"
    entries.number(connection, apart, len(pieces))
    tell(_NUMBERED)
    tables = [table for table in entries.COLUMNS if not (part and table == AS_READ)]
    begin(connection)
    for table in tables:
        (made / f"{table}.parquet").mkdir()
    before = 0
    for at, piece in enumerate(pieces):
        own = apart / f"piece={piece}"
        rows = of_folder(own) if len(pieces) > 1 else "numbered"
        put_in_order(connection, rows)
        shutil.rmtree(own, ignore_errors=True)
        before += write(connection, made, at, before, tables)
        tell(_NUMBERED + (1 - _NUMBERED) * (at + 1) / len(pieces))
    findings.of_corrections_elsewhere(connection, of_folder(made / "event_id.parquet"))
    return list(pieces.values())


_NAMED, _NUMBERED = 0.1, 0.4
"""The share of the work that is done once there are names, and once the entries are numbered."""


def begin(connection: Any) -> None:
    """Make what each piece adds to."""
    connection.execute(f"CREATE TABLE counted ({COUNTED})")
    connection.execute("CREATE TABLE unknown (file INTEGER, line BIGINT, corrects VARCHAR)")


def put_in_order(connection: Any, rows: str) -> None:
    """Make ``sorted`` and ``spoken`` of the rows of one piece of ``numbered``; find what is wrong there."""
    entries.sort(connection, rows)
    entries.leave_equal(connection)
    entries.number_corrections(connection)
    entries.take_what_is_said(connection)
    for step in (
        *(findings.of_rows, findings.of_fields, findings.of_numbers),
        *(findings.of_corrections, findings.of_spans),
    ):
        step(connection)


def write(connection: Any, made: Path, number: int, before: int, tables: Iterable[str]) -> int:
    """Write ``sorted`` and ``spoken``, numbered on from so many ``before``; how many they are."""
    fixes = f"CASE WHEN fixes < 0 THEN fixes ELSE fixes + {before} END AS fixes"
    by_record = f"(SELECT rowid + {before} AS e, * REPLACE ({fixes}) FROM sorted)"
    rows = {
        "entry_by_kind": f"{by_record} ORDER BY kind, e",
        "spoken": f"(SELECT * REPLACE (e + {before} AS e, {fixes}) FROM spoken)",
    }
    for table in tables:
        order = "kind, rid, ts, seq" if table in KINDS_TOGETHER else "rid, ts, seq"
        connection.execute(f"""COPY (SELECT {entries.COLUMNS[table]} FROM {rows.get(table, by_record)})
            TO {text(str(piece_of(made, table, number)))} ({_OPTIONS[table]}, {marked(order)})""")
    # Each entry by its place in the record, from 1: two that are equal do not make up for each other.
    content = "content::HUGEINT"
    connection.execute(f"""
        INSERT INTO counted
        SELECT rid, count(*), sum({content} * (rowid + 1)) - min(rowid) * sum({content}),
            min(rowid) + {before}, NULL
        FROM sorted GROUP BY rid
    """)
    return int(connection.execute("SELECT count(*) FROM sorted").fetchone()[0])
