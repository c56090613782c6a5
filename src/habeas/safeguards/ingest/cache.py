"""The cached form of a register (safeguards.md 4): its files, what it was made of, and how it is opened."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from habeas.errors import RefusedError, Where
from habeas.safeguards.ingest.engine import MEMORY, bound, connect, of_files, text
from habeas.safeguards.ingest.fields import FIELDS
from habeas.safeguards.numbers import kind_codes
from habeas.safeguards.rule import law_in_sql

SCHEMA = "habeas/audit-cache/16"
META = "meta.json"
JUDGED = "judged"
"""The folder in a cache with what an audit of it found (``safeguards.keeping``)."""
TABLES = ("entry", "entry_by_kind", "spoken", "event_id", "actor", "record", "outage_entry", "fault", "gone")
AS_READ = "as_read"
TO_ADD = (*TABLES, AS_READ, "book")
"""What a register needs so that what is added to it can be read alone (``ingest.adding``)."""
BY_KIND = "entry_by_kind"
"""What kernels do not read."""
OF_RECORDS = frozenset({"entry", BY_KIND, "spoken", "record"})
"""Those of them whose rows say which record they are of."""
IN_PIECES = frozenset({"entry", BY_KIND, "spoken", "event_id", AS_READ})
"""Those that lie in pieces of records, one after the other: ``begins`` in what the cache says of itself is
the number of the first record in each. Where one was put in order once more in a later piece, its number in
the earlier one is ``gone``, and what lies there of it is not seen."""
KINDS_TOGETHER = frozenset({BY_KIND, "spoken"})
"""Those of which a piece lies a kind after the other."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """A register as an audit reads it."""

    folder: Path
    meta: Mapping[str, Any]
    reused: bool = False
    """The files had not changed since: nothing was read again."""

    @property
    def faults(self) -> Mapping[str, int]:
        """How often each thing is wrong with the files."""
        return MappingProxyType(dict(self.meta["faults"]))


def read_meta(folder: Path, tables: Sequence[str] = TABLES) -> dict[str, Any] | None:
    """What a cache says of itself; ``None`` where there is none of this version with these tables whole."""
    try:
        said = json.loads((folder / META).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if not (_is_said(said) and said["schema"] == SCHEMA and said["fields"] == list(FIELDS)):
        return None
    own = {
        each: {name: length for name, length in said["files"].items() if Path(name).parts[:1] == (each,)}
        for each in (f"{table}.parquet" for table in tables)
    }
    there = all(_length(folder / name) == length for files in own.values() for name, length in files.items())
    return said if there and all(own.values()) else None


_SAID: Mapping[str, type] = MappingProxyType(
    {
        **dict.fromkeys(("schema", "engine", "zone"), str),
        **dict.fromkeys(
            ("fields", "sources", "begins", "stations", "beyond", "rows", "contents", "names"), list
        ),
        **dict.fromkeys(("files", "kinds", "faults", "books", "columns"), dict),
        **dict.fromkeys(("records", "events", "left_out", "added_times", "added_entries"), int),
        "records_table": bool,
    }
)
"""What a cache of this version says of itself, whatever register it is of."""


def _is_said(said: object) -> bool:
    if not isinstance(said, dict) or not all(isinstance(said.get(name), of) for name, of in _SAID.items()):
        return False
    names, codes = [*said["stations"], *said["kinds"].values()], [*said["kinds"]]
    return (
        bool(said["begins"])
        and all(isinstance(each, int) for each in said["begins"])
        and all(isinstance(each, dict) for each in said["sources"])
        and all(isinstance(each, str) for each in names)
        and all(each.isdecimal() for each in codes)
    )


def lying(folder: Path) -> dict[str, int]:
    """Each file in a folder with its length in bytes: a cache takes nothing of what is gone or cut off."""
    files = (each for each in sorted(folder.rglob("*")) if each.is_file())
    return {str(each.relative_to(folder)): each.stat().st_size for each in files}


def _length(file: Path) -> int | None:
    return file.stat().st_size if file.is_file() else None


def marked(order: str) -> str:
    """What a file of a cache says of itself: the version, and by what its rows are in order."""
    return f"KV_METADATA {{habeas_schema: {text(SCHEMA)}, habeas_order: '{order}'}}"


def piece_of(folder: Path, table: str, number: int) -> Path:
    """The file of one piece of a table."""
    return folder / f"{table}.parquet" / f"part-{number:05}.parquet"


def of_table(folder: Path, table: str, begins: Sequence[int], records: range | None = None) -> str:
    """The files of a table as SQL: of one that lies in pieces, those with any of these records."""
    if table not in IN_PIECES:
        return of_files([folder / f"{table}.parquet"])
    ends = [*begins[1:], None]
    own = [
        piece_of(folder, table, number)
        for number, (first, end) in enumerate(zip(begins, ends, strict=True))
        if records is None or (first < records.stop and (end is None or end > records.start))
    ]
    return of_files(own or [piece_of(folder, table, 0)])


def is_cache(folder: Path) -> bool:
    """Whether what is there may be replaced: nothing, an empty folder, or a cache of any version."""
    try:
        return not any(folder.iterdir()) or "habeas/audit-cache/" in (folder / META).read_text("utf-8")
    except FileNotFoundError:
        return not folder.exists()
    except (OSError, ValueError):
        return False


def open_cache(
    folder: Path, memory: str = MEMORY, records: range | None = None, only: Path | None = None
) -> Any:
    """A connection with a view for each table, under its name; nothing is loaded yet.

    ``records``: the numbers of the only ones that are to be seen; ``only``: a table of those among them
    (``rid``), which are few, so that what lies of them is taken out once.
    What does not fit into ``memory`` is put beside the tables while the connection lasts.
    Beside them stands the table ``kind_code``: the number of each kind, a site's own too.

    Raises ``RefusedError`` (``audit-cache-missing``) where there is none.
    """
    meta = read_meta(folder)
    if meta is None:
        raise RefusedError(
            "audit-cache-missing", "there is no register that was brought in", where=Where(str(folder))
        )
    connection = connect()
    bound(connection, folder, memory)
    # An audit asks hundreds of questions of the same files; what stands at the end of each is read once.
    connection.execute("SET parquet_metadata_cache = true")
    for each in TABLES:
        files, which, made = of_table(folder, each, meta["begins"], records), "", "VIEW"
        if each in IN_PIECES and meta["added_times"] and only is None:
            files += f" ANTI JOIN {of_files([folder / 'gone.parquet'])} AS gone USING (rid)"
        if records is not None and each in OF_RECORDS:
            which = f"WHERE rid >= {records.start} AND rid < {records.stop}"
            if only is not None:
                which += f" AND rid IN (SELECT rid FROM {of_files([only])})"
                made = "VIEW" if each == BY_KIND else "TABLE"
        if each == "record":  # as rules ask it: of a record, the law that is asked of it, and its zone
            law = law_in_sql("jurisdiction", "basis")
            zone = f"coalesce(zone, nullif({text(meta['zone'])}, ''))"
            files = f"(SELECT * REPLACE ({law} AS jurisdiction, {zone} AS zone) FROM {files})"
        connection.execute(f"CREATE {made} {each} AS FROM {files} {which}")
    codes = {**kind_codes(), **{name: int(code) for code, name in meta["kinds"].items()}}
    rows = ", ".join(f"({text(name)}, {code})" for name, code in codes.items())
    connection.execute(f"CREATE TABLE kind_code AS FROM (VALUES {rows}) AS k(name, code)")
    names = ", ".join(f"({number}, {text(name)})" for number, name in enumerate(meta["stations"]))
    rows = f"(VALUES {names or '(0, NULL)'}) AS s(number, name)"
    connection.execute(f"CREATE VIEW station AS FROM {rows} WHERE name IS NOT NULL")
    return connection


def touched(older: Path, newer: Path) -> list[int]:
    """The records (``rid`` in the newer cache) that are to be judged anew, in order.

    These are the records of which an entry or the row changed or came, all stays of a person of whom one did,
    and every record with an entry at a station whose outages changed. Of caches by different versions: all.
    Of the older one, what it says of itself, its records and outages are enough.
    """
    before, after = read_meta(older, ("record", "outage_entry")), read_meta(newer)
    connection = open_cache(newer)
    if before is None or after is None or before["engine"] != after["engine"]:
        return [row[0] for row in connection.execute("SELECT rid FROM record ORDER BY rid").fetchall()]
    old = {each: of_files([older / f"{each}.parquet"]) for each in ("record", "outage_entry")}
    stations = {side: ", ".join(map(text, said["stations"])) for side, said in (("b", before), ("a", after))}
    return [
        row[0]
        for row in connection.execute(f"""
            WITH was AS (SELECT [{stations["b"]}]::VARCHAR[] AS names),
            now AS (SELECT [{stations["a"]}]::VARCHAR[] AS names),
            told_then AS (SELECT * REPLACE (names[station + 1] AS station) FROM {old["outage_entry"]}, was),
            told_now AS (SELECT * REPLACE (names[station + 1] AS station) FROM outage_entry, now),
            other AS (
                (FROM told_then EXCEPT FROM told_now) UNION (FROM told_now EXCEPT FROM told_then)),
            changed AS (SELECT DISTINCT list_position(now.names, station) - 1 AS station
                FROM (FROM told_then UNION FROM told_now) SEMI JOIN other USING (record_id), now
                WHERE station IS NOT NULL),
            own AS (
                SELECT n.rid, n.person FROM record n LEFT JOIN {old["record"]} o USING (record_id)
                WHERE o.digest IS NULL OR o.digest <> n.digest
                UNION
                SELECT r.rid, r.person FROM record r WHERE (SELECT count(*) FROM changed) > 0 AND (
                    r.station IN (SELECT station FROM changed)
                    OR r.rid IN (SELECT rid FROM entry WHERE station IN (SELECT station FROM changed))))
            SELECT rid FROM own UNION
            SELECT rid FROM record WHERE person IN (SELECT person FROM own) ORDER BY 1
        """).fetchall()
    ]
