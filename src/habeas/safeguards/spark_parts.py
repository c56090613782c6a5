"""A part of a register in a cluster, judged by itself: all records of the persons in it.

A part is brought in and judged as a whole register is, by the same engine: what is told here is only how it
comes and how what was found goes back. Nothing of it stays on the machine of the worker.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from habeas.custody.exchange import EVENTS, RECORDS
from habeas.safeguards.audit import Asked, instant
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.ingest import Fault, ingest, open_cache
from habeas.safeguards.ingest.engine import text
from habeas.safeguards.summing import counts

SAID = pa.schema(
    [
        ("what", pa.string()),
        ("rule", pa.int32()),
        ("record_id", pa.string()),
        ("at", pa.int64()),
        ("n", pa.int64()),
        ("said", pa.string()),
    ]
)
"""What a part gives back: rows of one table."""
AS_DDL = "what string, rule int, record_id string, at bigint, n bigint, said string"
"""The same as Spark has it."""
PART, OCCASION, VERDICT, LENGTH = "part", "occasion", "verdict", "length"
FAULT, SHARED = "fault", "shared fault"
"""What a row is: of the part as a whole, an occasion, a verdict, how often a length was measured, something
that is wrong, or that is wrong in each part alike."""
OF_COLUMNS = frozenset({Fault.COLUMN_MISSING, Fault.COLUMN_UNKNOWN})
"""What is wrong with the tables, and so the same in each part."""
_BOOKS = "books.parquet"
_ROWS = 10_000
Row = tuple[str, int | None, str | None, int | None, int | None, str | None]


@dataclass(frozen=True)
class Work:
    """What a worker does with its part."""

    asked: Asked
    each_verdict: bool
    books: pa.Table
    """What the books of all stations say of outages."""
    memory: str
    threads: int

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Judge a part: rows with the columns ``records`` and ``events``, of which one is null."""
        with TemporaryDirectory(prefix="habeas-part-") as here:
            folder = Path(here)
            if self._laid_down(batches, folder):
                yield from _in_batches(self._judged(folder))

    def _laid_down(self, batches: Iterable[pa.RecordBatch], folder: Path) -> bool:
        """Write a part as the files of a register; whether there was anything of it."""
        writers: dict[str, pq.ParquetWriter] = {}
        for table in (RECORDS, EVENTS):
            (folder / f"{table.name}.parquet").mkdir()
        try:
            for batch in batches:
                for table in (RECORDS, EVENTS):
                    rows = batch.column(table.name)
                    own = pa.RecordBatch.from_struct_array(rows.filter(rows.is_valid()))
                    if table.name not in writers:
                        where = folder / f"{table.name}.parquet" / "part.parquet"
                        writers[table.name] = pq.ParquetWriter(where, own.schema, compression="lz4")
                    writers[table.name].write_batch(own)
        finally:
            for each in writers.values():
                each.close()
        if writers:
            pq.write_table(self.books, folder / f"{EVENTS.name}.parquet" / _BOOKS)
        return bool(writers)

    def _judged(self, folder: Path) -> Iterator[Row]:
        cache = folder / "cache"
        ingest(folder, cache, memory=self.memory, threads=self.threads, part=True)
        db = open_cache(cache)
        db.execute(f"SET memory_limit = {text(self.memory)}")
        db.execute(f"SET threads = {self.threads}")
        db.execute(f"SET temp_directory = {text(str(folder / 'spilled'))}")
        found = ByDuckDB(self.asked, db, each_verdict=self.each_verdict, each_length=True)
        told = {one.rule.name: counts(one) for one in found.told()}
        faults, of_books = _faults(db)
        part = {
            "records": found.records,
            "events": found.events,
            "last_written": instant(found.last_written),
            "faults": faults,
            "of_books": of_books,
            "told": told,
        }
        yield PART, None, None, None, None, json.dumps(part)
        for rule, observed, n in found.rows("SELECT rule, observed, n FROM length"):
            yield LENGTH, rule, None, observed, n, None
        for each in found.wrong():
            yield _wrong(each), None, each["record_id"], None, None, json.dumps(_without_line(each))
        number = {rule.name: at for at, rule in enumerate(self.asked.rules)}
        for at, row in enumerate(found.occasions()):
            yield OCCASION, number[row["rule"]], row["record_id"], at, None, json.dumps(row)
        if self.each_verdict:
            for at, row in enumerate(found.verdicts()):
                yield VERDICT, number[row["rule"]], row["record_id"], at, None, json.dumps(row)


def _wrong(fault: Mapping[str, Any]) -> str:
    """Whether something is wrong in this part alone."""
    everywhere = fault["code"] in OF_COLUMNS or _of_books(fault["file"])
    return SHARED if everywhere else FAULT


def _without_line(fault: Mapping[str, Any]) -> Mapping[str, Any]:
    """It with the table in place of the file: rows come to a part from anywhere."""
    table = None if fault["file"] is None else fault["file"].split("/")[1].removesuffix(".parquet")
    return {**fault, "file": table, "line": None}


def _of_books(file: str | None) -> bool:
    return file is not None and file.endswith(_BOOKS)


def _faults(db: Any) -> tuple[dict[str, int], dict[str, int]]:
    """What is wrong with the rows of a part, and with the books, which every part has."""
    own, books = Counter[str](), Counter[str]()
    for code, file, n in db.execute("SELECT code, file, COUNT(*) FROM fault GROUP BY ALL").fetchall():
        (books if _of_books(file) else own)[code] += n
    return dict(own), dict(books)


def faults_of(parts: Sequence[Mapping[str, Any]]) -> Mapping[str, int]:
    """What is wrong with a register, of what was said of its parts."""
    found = Counter[str]()
    for part in parts:
        for code, n in part["faults"].items():
            found[code] = max(found[code], n) if code in OF_COLUMNS else found[code] + n
    if parts:
        found.update({code: n for code, n in parts[0]["of_books"].items() if code not in OF_COLUMNS})
    return dict(found)


def _in_batches(rows: Iterable[Row]) -> Iterator[pa.RecordBatch]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _ROWS:
            yield _batch(batch)
            batch = []
    if batch:
        yield _batch(batch)


def _batch(rows: Sequence[Row]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, of.type) for column, of in zip(columns, SAID, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=SAID)
