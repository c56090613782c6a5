"""From the files of a register to the form that the audit caches: read, sorted, numbered, written."""

import json
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from collections.abc import Mapping as Mapped
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from habeas.custody.exchange import EVENTS, RECORDS
from habeas.custody.records import BOOK
from habeas.errors import Phrase, RefusedError, Where
from habeas.language import N_
from habeas.safeguards.ingest import adding, books, events, findings, recordrows
from habeas.safeguards.ingest.cache import JUDGED, META, SCHEMA, Ingested, lying, marked, read_meta
from habeas.safeguards.ingest.engine import (
    MEMORY,
    any_of,
    connect,
    engine_fault,
    engine_version,
    is_full,
    is_of_files,
    text,
    unreadable,
)
from habeas.safeguards.ingest.faults import LEFT_OUT, REJECTED, Fault, Unreadable
from habeas.safeguards.ingest.fields import FIELDS
from habeas.safeguards.ingest.growing import content, divided
from habeas.safeguards.ingest.mapping import Mapping
from habeas.safeguards.ingest.pieces import AT_ONCE, PACKED, write_pieces
from habeas.safeguards.ingest.sources import LONGEST_LOOKED_THROUGH, Form, Source, fingerprint, sources
from habeas.safeguards.ingest.staging import Raw, Staging
from habeas.safeguards.ingest.texts import places
from habeas.safeguards.numbers import FIRST_OWN

Progress = Callable[[float, str], None]


def ingest(
    source: Path,
    into: Path,
    *,
    mapping: Mapping | None = None,
    progress: Progress | None = None,
    memory: str = MEMORY,
    threads: int | None = None,
    part: bool = False,
    at_once: int = AT_ONCE,
) -> Ingested:
    """Bring a register in; what was brought in of the same files is used as it is.

    ``part``: it is one of many, of which nothing may be left but rows that say nothing. ``at_once``: about
    how many entries are put in order at once.

    ``into`` becomes the cache, whole or not at all. Raises ``RefusedError`` where nothing of the files can be
    audited; what is wrong with single rows is in the table ``fault``.
    """
    found = sources(source, mapping)
    there = read_meta(into)
    parts = divided(found, there)
    seen = fingerprint(parts, mapping)
    if there is not None and there["sources"] == seen and there["engine"] == engine_version():
        return Ingested(into, there, reused=True)
    into.parent.mkdir(parents=True, exist_ok=True)
    told = progress or (lambda share, what: None)
    told(0.0, "reading")

    def bring_in(making: Callable[["_Making"], dict[str, Any]]) -> Ingested:
        with _work(into) as work, _undamaged(found):
            own = _Making(work, mapping, connect(work, memory, threads), told)
            meta = making(own) | {"synthetic": _is_synthetic(source)}
            if not (part or meta["events"] or meta["books"]["events"]):
                own.hold_anything(mapping)
            _put(work / "made", into, meta, work / "older")
        return Ingested(into, meta)

    came = adding.came(into, parts, seen)
    if came is not None:
        # What cannot be read of what lies there is read anew, and what is to be refused is there.
        with suppress(adding.ReadWhole, RefusedError, *unreadable()):
            return bring_in(lambda own: own.add(parts, seen, at_once, came))
    whole = seen if parts == found else fingerprint(found, mapping)
    return bring_in(lambda own: own.make(found, whole, at_once, part=part))


def _put(made: Path, into: Path, meta: dict[str, Any], older: Path) -> None:
    """Let what was made be the cache, with what audits found in the older one."""
    meta["files"] = lying(made)
    (made / META).write_text(json.dumps(meta, indent=1) + "\n", "utf-8")
    if into.exists():
        if (into / JUDGED).is_dir():
            (into / JUDGED).rename(made / JUDGED)
        into.rename(older)
    made.rename(into)


@contextmanager
def _work(into: Path) -> Iterator[Path]:
    work = Path(tempfile.mkdtemp(prefix=f".{into.name}-", dir=into.parent))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _undamaged(found: list[Source]) -> Iterator[None]:
    """Say of files that they are damaged: of Parquet it shows only where a row is read."""
    try:
        yield
    except engine_fault() as fault:
        if is_full(fault) or not is_of_files(fault):
            raise
        first = found[0].name if len(found) == 1 else found[0].name.partition("/")[0]
        where = next((one.name for one in found if str(one.path) in str(fault)), first)
        raise RefusedError(
            "register-unreadable",
            N_("a file is damaged, or holds something else than its ending says"),
            where=Where(where),
            advice=N_("HABEAS_TRACE=1 shows what DuckDB said of it, which may be what a row says."),
        ) from fault


def _is_synthetic(source: Path) -> bool:
    try:
        said = json.loads((source / "metadata.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and said.get("synthetic") is True


_READ, _IN_ORDER = 0.3, 0.95
"""How far it is once the files are read, and once the entries lie in order."""


class _Making:
    """One register on its way into the cached form."""

    def __init__(self, work: Path, mapping: Mapping | None, connection: Any, progress: Progress) -> None:
        self.work, self.progress, self.connection = work, progress, connection
        self.staging = Staging(self.connection, work, mapping)
        self.raws: list[Raw] = []
        self.names: list[str] = []
        self.beyond: dict[int, int | None] = {}
        """Of each file of entries, by how much the line of a row is beyond its number."""
        self.rows: dict[int, int | None] = {}
        """And how many rows it has, where that is always the same."""
        (work / "made").mkdir()
        self.connection.execute("""CREATE TABLE fault (
            code VARCHAR, file INTEGER, line BIGINT, rid INTEGER, event_id VARCHAR, what VARCHAR)""")

    def make(
        self, found: list[Source], seen: list[dict[str, Any]], at_once: int, *, part: bool
    ) -> dict[str, Any]:
        """Every step, and what the cache says of itself."""
        tabled = self._read(found)
        self.progress(_READ, "numbering")
        if not tabled:
            recordrows.project(self.connection)
        begins = write_pieces(
            self.connection,
            self.work,
            self.work / "made",
            at_once,
            lambda share: self.progress(_READ + (_IN_ORDER - _READ) * share, "sorting"),
            part=part,
        )
        books.take_books(self.connection)
        self.connection.execute("CREATE TABLE gone (rid INTEGER)")
        return self._write_rest(seen, begins, tabled=tabled)

    def add(
        self, found: Sequence[Source], seen: list[dict[str, Any]], at_once: int, came: adding.Came
    ) -> dict[str, Any]:
        """The same, of the files of entries that came, beside what was brought in (``adding``)."""
        self._read(found, came.new)
        self._hold_columns(came.said)
        more = adding.Adding(self.connection, came, self.work / "made", at_once)
        self._hold_ends(more)
        more.look()
        self.progress(_READ, "numbering")
        begins = more.bring_in()
        books.take_books(self.connection, "was_book")
        return self._write_rest(seen, begins, tabled=True, was=came.said)

    def _write_rest(
        self,
        seen: list[dict[str, Any]],
        begins: list[int],
        *,
        tabled: bool,
        was: Mapped[str, Any] | None = None,
    ) -> dict[str, Any]:
        """What is not in pieces, and what the cache says of itself."""
        findings.of_rows_aside(self.connection)
        findings.of_records(self.connection, tabled=tabled)
        if not self.staging.mapping.zone:
            findings.of_zones(self.connection)
        self.progress(_IN_ORDER, "writing")
        self._write_records()
        books.write_books(self.connection, self.work / "made")
        self._write_faults(was)
        self.progress(1.0, "done")
        return self._meta(seen, begins, tabled=tabled, was=was)

    def hold_anything(self, mapping: Mapping | None) -> None:
        """Refuse a register of which every row was left out, by the fault of most of them."""
        first = self.connection.execute(f"""
            SELECT code, min_by(file, line), min(line) FROM told
            WHERE code IN {any_of(sorted(LEFT_OUT))} AND code <> '{Fault.PASSED_OVER}'
            GROUP BY code ORDER BY count(*) DESC, code LIMIT 1""").fetchone()
        if first is None:
            return
        code, file, line = first
        has_lines = any(raw.path is not None for raw in self.raws if raw.source.name == file)
        columns = tuple(self.staging.columns)
        had = [" ", Phrase("Its entries have: {columns}.", columns=columns)] if columns else []
        advice = (
            N_("A mapping says how it is read ({file}).")
            if mapping is None
            else N_("The mapping does not fit it ({file}).")
        )
        raise RefusedError(
            "register-nothing-read",
            Phrase("no entry of it can be audited, mostly for {code}", code=code),
            where=Where(file, line if has_lines else None),
            advice=Phrase.of([Phrase(advice, file="docs/register.md"), *had]),
        )

    def _read(self, found: Sequence[Source], new: Collection[int] | None = None) -> bool:
        """Make ``typed`` and, where there is a table of records, ``record_row``; whether there is one.

        ``new``: the places of the only files of entries that are read, which are few.
        """
        run = self.connection.execute
        parts: dict[str, list[str]] = {EVENTS.name: [], RECORDS.name: []}
        self.names = [each.name for each in found if each.table is EVENTS]
        self.beyond = dict.fromkeys(range(len(self.names)) if new is None else new, 0)
        self.rows = dict.fromkeys(self.beyond)
        for number, raw in enumerate(self.staging.raw(found, new)):
            table, is_text = raw.source.table, raw.line == "NULL"
            placed = self._in_order(raw) if is_text else raw
            self.raws.append(placed)
            if table is EVENTS and is_text:
                self.beyond[int(raw.file)], self.rows[int(raw.file)] = self._beyond(placed)
            where = {"file": placed.file, "line": placed.line, "read": placed.readable}
            if table is EVENTS:
                query = events.typed(placed.sql, placed.cells, changed=placed.changed, **where)
            else:
                query = recordrows.typed(placed.sql, placed.cells, **where)
            if is_text:
                run(f"CREATE TABLE staged_{number} AS {query}")
                run(f"DROP TABLE raw_{raw.file}")
                query = f"SELECT * FROM staged_{number}"
            parts[table.name].append(query)
        if not parts[EVENTS.name]:
            run(f"CREATE TABLE typed ({events.TYPED})")
        else:
            made = "VIEW" if new is None else "TABLE"
            run(f"CREATE {made} typed AS {' UNION ALL BY NAME '.join(parts[EVENTS.name])}")
        if not parts[RECORDS.name]:
            self.staging.faults.append((Fault.TABLE_MISSING, "", RECORDS.name))
            return False
        run(f"CREATE TABLE every_row AS {' UNION ALL BY NAME '.join(parts[RECORDS.name])}")
        run("""
            CREATE TABLE record_row AS SELECT * FROM every_row WHERE record_id IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY file, line) = 1
        """)
        # A table of movements says the same of a person in each of its rows: that is no fault.
        said = (each.name for each in RECORDS.columns if each.name != "record_id")
        otherwise = " OR ".join(
            f"e.{name} <> k.{name} OR (e.{name} IS NOT NULL AND k.{name} IS NULL"
            f" AND NOT contains(k.wrong || '|', '|{name}|'))"
            for name in said
        )
        run(f"""
            INSERT INTO fault SELECT CASE WHEN NOT readable THEN '{Fault.ROW_UNREADABLE}'
                WHEN record_id IS NULL THEN '{Fault.RECORD_MISSING}' ELSE '{Fault.RECORD_TWICE}' END,
                file, line, NULL, NULL, CASE WHEN readable THEN 'record_id' ELSE '{Unreadable.NO_OBJECT}' END
            FROM every_row e ANTI JOIN record_row USING (file, line)
            WHERE NOT readable OR record_id IS NULL OR EXISTS (
                FROM record_row k WHERE k.record_id = e.record_id AND ({otherwise}))
        """)
        return True

    def _write_records(self) -> None:
        run, made = self.connection.execute, self.work / "made"
        run(f"""COPY (FROM actor ORDER BY number)
            TO {text(str(made / "actor.parquet"))} ({PACKED})""")
        digested = [each.name for each in RECORDS.columns if each.name != "person_ref"]
        run(f"""COPY (
            SELECT r.* EXCLUDE (piece), coalesce(c.entries, 0) AS entries, coalesce(c.base, 0) AS base,
                coalesce(c.digest, hash(c.own, c.entries, {", ".join(f"r.{each}" for each in digested)}))
                    AS digest
            FROM record r LEFT JOIN counted c USING (rid) ORDER BY r.rid)
            TO {text(str(made / "record.parquet"))} ({PACKED}, {marked("rid")})""")
        run(f"COPY (FROM gone ORDER BY rid) TO {text(str(made / 'gone.parquet'))} ({PACKED})")

    def _write_faults(self, was: Mapped[str, Any] | None) -> None:
        run = self.connection.execute
        lines: dict[int, int | None] = {} if was is None else dict(enumerate(was["beyond"]))
        for raw in self.raws:
            if raw.source.begin:
                lines[int(raw.file)] = self.beyond[int(raw.file)]
            elif raw.path is not None:
                self._find_lines(raw, raw.path)
                if raw.above:
                    run("UPDATE fault SET line = line + ? WHERE file = ?", [raw.above, int(raw.file)])
        for number, beyond in lines.items():
            run("UPDATE fault SET line = line + ? WHERE file = ?", [beyond, number])
        findings.tell_once(self.connection)
        kept = ""
        if was is not None:
            kept = """UNION ALL SELECT k.code, k.file, k.line, k.record_id, r.rid, k.event_id, k.what
                FROM kept k LEFT JOIN record r USING (record_id)"""
        run(f"""CREATE TABLE told AS
            SELECT t.code, f.name AS file, t.line, r.record_id, t.rid, t.event_id, t.what
            FROM fault t LEFT JOIN file f ON f.number = t.file LEFT JOIN record r ON r.rid = t.rid {kept}""")
        for code, file, what in dict.fromkeys(self.staging.faults):
            run("INSERT INTO told VALUES (?, ?, NULL, NULL, NULL, NULL, ?)", [code, file or None, what])
        run(f"""COPY (FROM told ORDER BY code, file, line, record_id, what)
            TO {text(str(self.work / "made" / "fault.parquet"))} ({PACKED})""")

    def _in_order(self, raw: Raw) -> Raw:
        """The rows of a text as a table, which keeps their order; what is made of them may not.

        A CSV in which one row may be several, or whose lines do not all end alike, is mended and read again.
        """
        run, held = self.connection.execute, f"raw_{raw.file}"
        is_csv = raw.source.form is Form.CSV
        try:
            run(f"CREATE TABLE {held} AS SELECT * FROM {raw.sql}")
        except unreadable():
            if not is_csv:
                raise
            hides = True
        else:
            [[rows]] = run(f"SELECT count(*) FROM {held}").fetchall()
            hides = is_csv and self.staging.may_hide(raw, rows)
        if hides and raw.path is not None:
            raw = self.staging.mended(raw, raw.path)
            for each in ("raw", "rejected", "scanned"):
                run(f"DROP TABLE IF EXISTS {each}_{raw.file}")
            run(f"CREATE TABLE {held} AS SELECT * FROM {raw.sql}")
        number = f"rowid + {raw.source.before + 1}"
        return replace(raw, sql=f"(SELECT *, {number} AS habeas_line FROM {held})", line="habeas_line")

    def _find_lines(self, raw: Raw, path: Path) -> None:
        """Turn numbers of rows into lines of the file, and tell of the rows that were not read."""
        run, is_csv = self.connection.execute, raw.source.form is Form.CSV
        rejected = (
            f"SELECT line, min(error_type::VARCHAR) FROM rejected_{raw.file} GROUP BY line ORDER BY line"
        )
        why = dict(run(rejected).fetchall()) if is_csv else {}
        broken = {line: line for line in why}
        wanted = {
            row[0] for row in run(f"SELECT DISTINCT line FROM fault WHERE file = {raw.file}").fetchall()
        }
        if not (wanted or broken or raw.broken):
            return
        lines = {row: row + is_csv for row in wanted if row is not None}
        if path.stat().st_size <= LONGEST_LOOKED_THROUGH:
            row = 0
            for place, line in places(path, raw.source.form, raw.separator):
                if place in broken:
                    broken[place] = line
                    continue
                row += 1
                if row in wanted:
                    lines[row] = line
        run(
            "CREATE OR REPLACE TEMP TABLE found AS "
            "SELECT unnest(?::BIGINT[]) AS row, unnest(?::BIGINT[]) AS line",
            [list(lines), list(lines.values())],
        )
        run(
            f"UPDATE fault SET line = found.line FROM found "
            f"WHERE file = {raw.file} AND fault.line = found.row"
        )
        run(
            f"INSERT INTO fault SELECT '{Fault.ROW_UNREADABLE}', {raw.file}, "
            "unnest(?::BIGINT[]), NULL, NULL, unnest(?::VARCHAR[])",
            [
                [*raw.broken, *broken.values()],
                [*raw.broken.values(), *(REJECTED.get(why[place], "") for place in broken)],
            ],
        )

    def _hold_columns(self, was: Mapped[str, Any]) -> None:
        """Hold that parts in Parquet have the columns of those that were there, whose faults are told."""
        columns, parts = self._columns(), [raw for raw in self.raws if _is_parquet(raw)]
        if columns and was["columns"]:
            if columns != was["columns"]:
                raise adding.ReadWhole
            names = {raw.source.name for raw in parts}
            self.staging.faults = [each for each in self.staging.faults if each[1] not in names]

    def _hold_ends(self, more: adding.Adding) -> None:
        """Hold that the end of a text that grew says of file and lines what was said of the rest of it."""
        for raw in self.raws:
            if raw.source.begin:
                name, told = raw.source.name, self.staging.faults
                if self.beyond[int(raw.file)] is None or not more.is_told(name, told):
                    raise adding.ReadWhole
                self.staging.faults = [each for each in told if each[1] != name]

    def _columns(self) -> dict[str, str]:
        return next((dict(raw.cells.types) for raw in self.raws if _is_parquet(raw)), {})

    def _beyond(self, raw: Raw) -> tuple[int | None, int | None]:
        """By how much the line of each row is beyond its number, and how many rows there are.

        Nothing where it is not always the same.
        """
        is_csv = raw.source.form is Form.CSV
        [[rows]] = self.connection.execute(f"SELECT count(*) FROM raw_{raw.file}").fetchall()
        is_long = raw.path is not None and raw.path.stat().st_size > LONGEST_LOOKED_THROUGH
        if raw.path is None or raw.above or not (is_long or raw.lines == rows + is_csv):
            return None, None
        return int(is_csv), rows

    def _for_adding(self, was: Mapped[str, Any] | None) -> dict[str, Any]:
        """What is to be known once something is added."""
        own = {
            "beyond": list(self.beyond.values()),
            "rows": list(self.rows.values()),
            "contents": [self._content(number) for number in self.rows],
            "columns": self._columns(),
            "names": self.names,
        }
        if was is None:
            return own | {"added_times": 0, "added_entries": 0}
        [[entries]] = self.connection.execute("SELECT count(*) FROM numbered").fetchall()
        return {
            "names": self.names,
            "beyond": was["beyond"] + own["beyond"],
            "rows": was["rows"] + own["rows"],
            "contents": was["contents"] + own["contents"],
            "columns": was["columns"] or own["columns"],
            "added_times": was["added_times"] + 1,
            "added_entries": was["added_entries"] + entries,
        }

    def _content(self, number: int) -> str | None:
        """By what the last file of entries is known again that may grow."""
        own = [raw.source for raw in self.raws if raw.file == str(number)]
        is_last = number + 1 == len(self.names)
        return content(own[0]) if is_last and self.rows[number] is not None else None

    def _meta(
        self,
        seen: list[dict[str, Any]],
        begins: list[int],
        *,
        tabled: bool,
        was: Mapped[str, Any] | None,
    ) -> dict[str, Any]:
        run = self.connection.execute
        records, held = run("""
            SELECT (SELECT count(*) FROM record), (SELECT coalesce(sum(entries), 0) FROM counted)
        """).fetchone()
        of_books = f"FROM book WHERE starts_with(record_id, '{BOOK}')"
        books = run(f"SELECT count(DISTINCT record_id), count(*) {of_books}").fetchone()
        others = f"SELECT code, name FROM kind WHERE code >= {FIRST_OWN} ORDER BY code"
        left_out = f"SELECT count(*) FROM told WHERE code IN {any_of(sorted(LEFT_OUT))}"
        return {
            "schema": SCHEMA,
            "fields": list(FIELDS),
            "engine": engine_version(),
            "sources": seen,
            "zone": self.staging.mapping.zone,
            "records": records,
            "events": int(held),
            "begins": begins,
            "books": {"records": books[0], "events": books[1]},
            "records_table": tabled,
            "stations": [row[0] for row in run("SELECT name FROM station ORDER BY number").fetchall()],
            "kinds": {str(code): kind for code, kind in run(others).fetchall()},
            "left_out": run(left_out).fetchone()[0],
            "faults": dict(run("SELECT code, count(*) FROM told GROUP BY code ORDER BY code").fetchall()),
            **self._for_adding(was),
        }


def _is_parquet(raw: Raw) -> bool:
    return raw.source.table is EVENTS and raw.source.form is Form.PARQUET
