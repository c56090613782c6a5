"""DuckDB as the reader: bounded in memory, spilling beside what it writes, asking no network."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from habeas.durable import NO_ROOM
from habeas.errors import PartMissingError

MEMORY = "2GB"
_AT_ONCE = 50_000
"""So many rows are put into a table at once."""
QUICK = "FORMAT parquet, COMPRESSION lz4, PARQUET_VERSION v2"
"""What is read often: differences of what rises, as small as by zstd and read in half the time."""


def _part() -> Any:
    try:
        import duckdb  # noqa: PLC0415 (a heavy part that few verbs need)
    except ModuleNotFoundError as fault:
        raise PartMissingError(
            "part-missing",
            "the Python package “duckdb” is not installed (audits)",
            advice="Install it with: pip install 'habeas[audit]'.",
        ) from fault
    return duckdb


def connect(work: Path | None = None, memory: str = MEMORY, threads: int | None = None) -> Any:
    """A connection; with ``work``, its tables and what does not fit into memory lie in that folder.

    ``threads``: how many processors it may take, all of them where nothing is said.
    """
    connection = _part().connect(":memory:" if work is None else str(work / "work.duckdb"))
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET enable_progress_bar = false")
    if threads is not None:
        connection.execute(f"SET threads = {threads}")
    if work is not None:
        bound(connection, work, memory)
        # What lies there an hour is packed for speed, not for size.
        connection.execute("SET disabled_compression_methods = 'fsst,dict_fsst,zstd'")
    return connection


def bound(connection: Any, folder: Path, memory: str) -> None:
    """Hold a connection to so much memory; what does not fit lies in a folder of its own in another one."""
    connection.execute(f"SET memory_limit = {text(memory)}")
    connection.execute(f"SET temp_directory = {text(str(folder / 'spilled'))}")


def engine_version() -> str:
    """Which DuckDB this is; what it hashed, another version may hash to something else."""
    return f"duckdb {_part().__version__}"


def unreadable() -> tuple[type[Exception], ...]:
    """What DuckDB raises for files that are damaged, or not what they claim to be."""
    duckdb = _part()
    return (
        duckdb.IOException,
        duckdb.InvalidInputException,
        duckdb.ConversionException,
        duckdb.SerializationException,
    )


def engine_fault() -> type[Exception]:
    """Whatever DuckDB raises."""
    found: type[Exception] = _part().Error
    return found


def is_of_files(fault: Exception) -> bool:
    """Whether DuckDB says that a file is not as it has to be; for pages of Parquet it has no exception."""
    return isinstance(fault, unreadable()) or type(fault) is engine_fault()


def is_full(fault: BaseException) -> bool:
    """Whether DuckDB found no room on the disk, for which it has no exception of its own."""
    return isinstance(fault, _part().Error) and any(os.strerror(each) in str(fault) for each in NO_ROOM)


def file_name(file: Path) -> str:
    """A file that is read, as SQL has it: by its name, which may look like a pattern of names."""
    return text(re.sub(r"([*?\[])", r"[\1]", str(file)))


def of_files(files: Iterable[Path]) -> str:
    """Files of Parquet as SQL reads them."""
    return f"read_parquet([{', '.join(map(file_name, files))}])"


def of_folder(folder: Path) -> str:
    """All files of a folder, in order of their names."""
    return of_files(sorted(folder.iterdir()))


def text(value: str) -> str:
    """A text as SQL has it."""
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """A name of a column as SQL has it."""
    return '"' + value.replace('"', '""') + '"'


def put_rows(connection: Any, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """Put rows into a new temporary table; a column at a time, for row by row takes DuckDB long."""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} ({', '.join(f'{each} {of}' for each, of in columns.items())})"
    )
    lists = ", ".join(f"unnest(?::{of}[])" for of in columns.values())
    left = iter(rows)
    while part := list(islice(left, _AT_ONCE)):
        connection.execute(
            f"INSERT INTO {table} SELECT {lists}", [list(each) for each in zip(*part, strict=True)]
        )


def any_of(values: object) -> str:
    """Texts as the list of an ``IN``."""
    return f"({', '.join(text(str(each)) for each in values)})"  # type: ignore[attr-defined]
