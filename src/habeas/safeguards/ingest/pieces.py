"""The entries of a register a piece after the other: put in order, looked through, written.

What is held at once, and what lies on the disk beside what is written, is one piece, however large the
register is.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from habeas.safeguards.ingest import entries, findings
from habeas.safeguards.ingest.cache import KINDS_TOGETHER, marked, piece_of
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
    "event_id": f"{PACKED}, COMPRESSION_LEVEL 1",
}


def write_pieces(
    connection: Any, work: Path, made: Path, at_once: int, tell: Callable[[float], None]
) -> list[int]:
    """Write the tables that lie in pieces: the number of the first record in each piece.

    Makes the dictionaries, ``fault`` of what is wrong with the entries that stand, and ``counted``: how many
    entries each record has, and what they say as one number.
    """
    pieces = entries.number_names(connection, at_once)
    tell(_NAMED)
    apart = work / "apart"
    entries.number(connection, apart, len(pieces))
    entries.find_again(connection)
    tell(_NUMBERED)
    connection.execute("CREATE TABLE counted (rid INTEGER, entries BIGINT, own HUGEINT)")
    connection.execute("CREATE TABLE unknown (file INTEGER, line BIGINT, corrects VARCHAR)")
    for table in entries.COLUMNS:
        (made / f"{table}.parquet").mkdir()
    for at, piece in enumerate(pieces):
        own = apart / f"piece={piece}"
        rows = of_folder(own) if len(pieces) > 1 else "numbered"
        entries.sort(connection, rows)
        shutil.rmtree(own, ignore_errors=True)
        _look_through(connection)
        _write(connection, made, at)
        tell(_NUMBERED + (1 - _NUMBERED) * (at + 1) / len(pieces))
    findings.of_corrections_elsewhere(connection, of_folder(made / "event_id.parquet"))
    return list(pieces.values())


_NAMED, _NUMBERED = 0.1, 0.4
"""The share of the work that is done once there are names, and once the entries are numbered."""


def _look_through(connection: Any) -> None:
    entries.number_corrections(connection)
    entries.take_what_is_said(connection)
    for step in (
        *(findings.of_rows, findings.of_fields, findings.of_numbers),
        *(findings.of_corrections, findings.of_spans),
    ):
        step(connection)


def _write(connection: Any, made: Path, number: int) -> None:
    """Write ``sorted`` and ``spoken``, numbered on from the entries of the pieces before."""
    before = connection.execute("SELECT coalesce(sum(entries), 0) FROM counted").fetchone()[0]
    fixes = f"CASE WHEN fixes < 0 THEN fixes ELSE fixes + {before} END AS fixes"
    by_record = f"(SELECT rowid + {before} AS e, * REPLACE ({fixes}) FROM sorted)"
    rows = {
        "entry": by_record,
        "entry_by_kind": f"{by_record} ORDER BY kind, e",
        "spoken": f"(SELECT * REPLACE (e + {before} AS e, {fixes}) FROM spoken)",
        "event_id": by_record,
    }
    for table, columns in entries.COLUMNS.items():
        order = "kind, rid, ts, seq" if table in KINDS_TOGETHER else "rid, ts, seq"
        connection.execute(f"""COPY (SELECT {columns} FROM {rows[table]})
            TO {text(str(piece_of(made, table, number)))} ({_OPTIONS[table]}, {marked(order)})""")
    # Each entry by its place in the record, from 1: two that are equal do not make up for each other.
    content = "content::HUGEINT"
    connection.execute(f"""
        INSERT INTO counted
        SELECT rid, count(*), sum({content} * (rowid + 1)) - min(rowid) * sum({content})
        FROM sorted GROUP BY rid
    """)
