"""The files of a register as tables of DuckDB: every cell as it stands, and where it stands."""

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from habeas.custody.exchange import EVENTS, RECORDS, Table
from habeas.errors import Phrase, RefusedError, Where
from habeas.language import N_
from habeas.safeguards.ingest import event_logs, events, recordrows
from habeas.safeguards.ingest.cells import ZONED_TYPES, Cells, distinct
from habeas.safeguards.ingest.engine import file_name, name, text, unreadable
from habeas.safeguards.ingest.faults import Fault, Unreadable
from habeas.safeguards.ingest.growing import write_end
from habeas.safeguards.ingest.mapping import Mapping, TableMapping
from habeas.safeguards.ingest.mending import LONGEST_LINE, Rows, mend
from habeas.safeguards.ingest.sources import Form, Source
from habeas.safeguards.ingest.texts import Readable, below, first_line, heading, in_utf8, lines_of, titles
from habeas.safeguards.workbooks import write_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """Rows of a table as they stand: SQL for them, for their place, and whether a row could be read."""

    source: Source
    sql: str
    cells: Cells
    file: str
    changed: str
    line: str = "NULL"
    readable: str = "true"
    path: Path | None = None
    """The text that was read, where the number of a row is not its line."""
    separator: str = ","
    lines: int = -1
    """How many lines the text has, where they all end alike."""
    above: int = 0
    """How many lines of titles the file has above what was read."""
    broken: Mapped[int, Unreadable] = field(default_factory=dict)
    """The lines of a CSV that were found to be no row before it was read, and why."""


class Staging:
    """Makes the files of a register into raw tables, and collects what is wrong with a file as a whole."""

    def __init__(self, connection: Any, work: Path, mapping: Mapping | None) -> None:
        self.connection, self.work, self.mapping = connection, work, mapping or Mapping()
        self.faults: list[tuple[Fault, str, str]] = []
        """Code, file, what."""
        self.columns: tuple[str, ...] = ()
        """What the entries of an event log have."""
        connection.execute("CREATE TABLE file (number INTEGER, path VARCHAR, name VARCHAR, changed BIGINT)")

    def raw(self, found: Sequence[Source], new: Collection[int] | None = None) -> Iterator[Raw]:
        """Each raw table; the part files of one in Parquet are one. ``new``: which files of entries alone."""
        for number, each in enumerate(found):
            row = [number, str(each.path), each.name, each.changed]
            self.connection.execute("INSERT INTO file VALUES (?, ?, ?, ?)", row)
        for table in (EVENTS, RECORDS):
            own = [
                (number, each)
                for number, each in enumerate(found)
                if each.table is table and (table is RECORDS or new is None or number in new)
            ]
            parts = [each for _number, each in own if each.form is Form.PARQUET]
            if parts:
                yield self._parquet(parts)
            for number, each in own:
                if each.form in (Form.XES, Form.OCEL):
                    yield from self._event_log(each, number)
                elif each.form is Form.XLSX:
                    yield self._sheet(each, number)
                elif each.form is not Form.PARQUET:
                    path = write_end(each, self.work / f"end-{number}") if each.begin else each.path
                    utf8 = self.work / f"utf8-{number}"
                    yield self._text(each, number, in_utf8(path, self.mapping, utf8, each.name))

    def _needed(self, source: Source) -> list[str]:
        """The columns that a mapping names, and without which nothing can be said."""
        said: TableMapping = getattr(self.mapping, source.table.name)
        return [each for name in _NEEDED[source.table.name] for each in said.columns.get(name, ())]

    def may_hide(self, raw: Raw, rows: int) -> bool:
        """Whether a row that was read, or one that was not, may be several; ``rows``: how many were read.

        Where there is a line for each, none can be. Else there are empty lines, or line breaks in cells.
        """
        run = self.connection.execute
        [[rejected]] = run(f"SELECT count(DISTINCT line) FROM rejected_{raw.file}").fetchall()
        if raw.lines == 1 + rows + rejected:
            return False
        of = Rows(raw.separator, len(raw.cells.types))
        if rejected or raw.path is None or of.alone(first_line(raw.path)) is None:
            return True
        cells = f"concat_ws('', {', '.join(map(raw.cells.name, raw.cells.types))})"
        breaks = f"SELECT EXISTS (FROM raw_{raw.file} WHERE regexp_matches({cells}, '[\\r\\n]'))"
        return bool(run(breaks).fetchall()[0][0])

    def mended(self, raw: Raw, path: Path) -> Raw:
        """The same rows of a CSV, read where nothing that is damaged goes beyond its line."""
        copy, headings = self.work / f"mended-{raw.file}", list(raw.cells.types)
        rows = Rows(raw.separator, len(headings))
        broken = mend(path, copy, rows, raw.separator, lambda said: self._any_row(raw, said))
        sql = _csv(copy, headings, raw.separator, int(raw.file))
        return replace(raw, sql=sql, path=copy, broken=broken)

    def _any_row(self, raw: Raw, said: Sequence[Sequence[str]]) -> bool:
        """Whether one names a record, says what happened and when that was written; or is one of records."""
        if not said:
            return False
        cells = ", ".join(f"unnest(?::VARCHAR[]) AS {raw.cells.name(each)}" for each in raw.cells.types)
        where = {"file": "0", "line": "0", "read": "true"}
        if raw.source.table is EVENTS:
            rows = events.typed(f"(SELECT {cells})", raw.cells, changed="0", **where)
            held = "record_id IS NOT NULL AND kind IS NOT NULL AND wr IS NOT NULL"
        else:
            rows = recordrows.typed(f"(SELECT {cells})", raw.cells, **where)
            held = "record_id IS NOT NULL AND wrong = ''"
        columns = [list(each) for each in zip(*said, strict=True)]
        return bool(self.connection.execute(f"FROM ({rows}) WHERE {held} LIMIT 1", columns).fetchall())

    def _cells(self, source: Source, types: dict[str, str], usual: TableMapping | None = None) -> Cells:
        said: TableMapping = getattr(self.mapping, source.table.name)
        if usual is not None and not said.columns:
            said = replace(said, columns=usual.columns)
        cells = Cells(types, said, self.mapping, guarded=source.form is Form.CSV and not self.mapping.text)
        if source.form is not Form.PARQUET:  # of which DuckDB says itself what it calls them
            cells = replace(cells, names=distinct(types))
        self._hold(source, cells)
        return cells

    def _hold(self, source: Source, cells: Cells) -> None:
        """Refuse a table that lacks what nothing can be said without; name what else it lacks."""
        own = [each for each in cells.types if each not in (_FILE, _ROW)]
        needed = _NEEDED[source.table.name]
        mapped = cells.table.columns
        for column in needed:
            if not cells.has(column):
                raise _lacks(column, mapped.get(column, ()), own[:40], Where(source.name, 1))
        if source.form in (Form.CSV, Form.PARQUET):
            lacking = [each for each in _wished(source.table) if not (cells.has(each) or each in mapped)]
            lacking += [each for own in mapped.values() for each in own if each not in cells.types]
            lacking += [each for each in cells.table.data.values() if each not in cells.types]
            self.faults += [(Fault.COLUMN_MISSING, source.name, each) for each in dict.fromkeys(lacking)]
        if not cells.table.columns and source.form is not Form.JSONL:
            strangers = [each for each in own if each not in source.table.names]
            self.faults += [(Fault.COLUMN_UNKNOWN, source.name, each) for each in strangers]
        if "recorded_at" in cells.table.defaults and source.table is EVENTS:
            self.faults.append((Fault.RECORDED_ASSUMED, source.name, "recorded_at"))

    def _parquet(self, parts: list[Source]) -> Raw:
        paths = ", ".join(file_name(each.path) for each in parts)
        sql = f"read_parquet([{paths}], union_by_name = true, filename = '{_FILE}', file_row_number = true)"
        try:
            own = self._own_names(paths)
            if _ROW in own.values():
                raise RefusedError(
                    "register-heading-wrong",
                    Phrase("no column of a file in Parquet may be called {name} here", name=_ROW),
                    where=Where(parts[0].name, None, _ROW),
                    advice=N_("Give it another name, or leave it out."),
                )
            described = self.connection.execute(f"DESCRIBE FROM {sql}").fetchall()
        except unreadable():
            raise RefusedError(
                "register-not-parquet",
                N_("the files are not readable as Parquet"),
                where=Where(parts[0].name if len(parts) == 1 else str(Path(parts[0].name).parent)),
            ) from None
        types = {own.get(each[0], str(each[0])): str(each[1]) for each in described}
        cells = replace(self._cells(parts[0], types), names={said: called for called, said in own.items()})
        self._hold_zones(parts[0], cells)
        return Raw(
            source=parts[0],
            sql=f"(SELECT p.*, f.number AS habeas_file, f.changed AS habeas_changed FROM {sql} p "
            f"JOIN file f ON f.path = p.{_FILE})",
            cells=cells,
            file="habeas_file",
            changed="habeas_changed",
            line=f"{_ROW} + 1",
        )

    def _own_names(self, paths: str) -> dict[str, str]:
        """What columns are called, by what DuckDB calls them, which knows no upper and lower case."""
        found = self.connection.execute(f"""
            SELECT file_name, name, num_children FROM parquet_schema([{paths}])""").fetchall()
        names = dict[str, str]()
        for file in dict.fromkeys(each[0] for each in found):
            rows = iter([each[1:] for each in found if each[0] == file])
            own = [_top(rows) for _column in range(next(rows)[1] or 0)]
            called = own
            if len({each.casefold() for each in own}) < len(own):
                described = f"DESCRIBE FROM read_parquet([{file_name(Path(file))}])"
                called = [row[0] for row in self.connection.execute(described).fetchall()]
            names |= dict(zip(called, own, strict=True))
        return names

    def _hold_zones(self, source: Source, cells: Cells) -> None:
        if source.table is not EVENTS or self.mapping.zone:
            return
        for column in ("occurred_at", "recorded_at"):
            kind = cells.types.get(column, "")
            if kind.startswith("TIMESTAMP") and kind not in ZONED_TYPES:
                raise RefusedError(
                    "register-column-wrong",
                    Phrase("the column holds {kind}, and an instant needs a zone", kind=kind),
                    where=Where(source.name, None, column),
                    advice=N_(
                        "Write timestamps in UTC, with UTC as their zone, or name the zone in a mapping."
                    ),
                )

    def _event_log(self, source: Source, number: int) -> Iterator[Raw]:
        folder = self.work / f"log-{number}"
        folder.mkdir()
        flat = event_logs.flatten(source.path, source.form, source.name, folder, self.mapping)
        self.columns = flat.columns
        self.faults += [(Fault.COLUMN_MISSING, source.name, each) for each in flat.lacking]
        self.connection.execute(
            "INSERT INTO fault SELECT ?, ?, unnest(?::BIGINT[]), NULL, unnest(?::VARCHAR[]), ?",
            [Fault.OF_SEVERAL, number, flat.several.numbers, flat.several.ids, flat.several.column],
        )
        for table in (EVENTS, RECORDS):
            if flat.files[table.name].stat().st_size:
                own = Source(table, source.path, Form.JSONL, source.name)
                usual = event_logs.usual(source.form, table)
                yield replace(self._text(own, number, Readable(flat.files[table.name]), usual), path=None)

    def _sheet(self, source: Source, number: int) -> Raw:
        said: TableMapping = getattr(self.mapping, source.table.name)
        copy = self.work / f"sheet-{number}"
        with copy.open("w", encoding="utf-8", newline="") as made:
            others = write_sheet(source.path, made, sheet=said.sheet, name=source.name)
        named = {self.mapping.events.sheet, self.mapping.records.sheet}
        self.faults += [(Fault.SHEET_UNREAD, source.name, each) for each in others if each not in named]
        return self._text(replace(source, form=Form.CSV), number, Readable(copy, separator=","))

    def _text(self, source: Source, number: int, given: Readable, usual: TableMapping | None = None) -> Raw:
        if given.assumed:
            self.faults.append((Fault.ENCODING_ASSUMED, source.name, given.assumed))
        separator, readable, above = ",", "true", 0
        if source.form is Form.CSV:
            said_separator = given.separator or self.mapping.separator
            above = titles(given.path, said_separator, self._needed(source))
            if above:
                given = Readable(below(given.path, above, self.work / f"below-{number}"))
            separator, headings = heading(given.path, said_separator, source.name)
            sql, types = _csv(given.path, headings, separator, number), dict.fromkeys(headings, "VARCHAR")
        else:
            said: TableMapping = getattr(self.mapping, source.table.name)
            mapped = [each for own in said.columns.values() for each in own] + list(said.data.values())
            names = mapped or [each for own in usual.columns.values() for each in own] if usual else mapped
            names = list(dict.fromkeys(names or source.table.names))
            sql, types = _json_lines(given.path, names), dict.fromkeys(names, "VARCHAR")
            readable = "coalesce(habeas_type = 'OBJECT', false)"
        cells = self._cells(source, types, usual)
        return Raw(
            source=source,
            sql=sql,
            cells=cells,
            file=str(number),
            changed=str(source.changed),
            readable=readable,
            path=given.path,
            separator=separator,
            lines=lines_of(given.path),
            above=above,
        )


_NEEDED = {EVENTS.name: ("record_id", "kind", "recorded_at"), RECORDS.name: ("record_id",)}
"""Columns without which nothing can be said."""
_FILE, _ROW = "habeas_path", "file_row_number"


def _top(rows: Iterator[tuple[str, int | None]]) -> str:
    """The name of a column of Parquet; what is within it is passed over."""
    name, within = next(rows)
    for _each in range(within or 0):
        _top(rows)
    return name


def _wished(table: Table) -> tuple[str, ...]:
    return ("event_id", "seq", "occurred_at") if table is EVENTS else ("jurisdiction",)


def _csv(path: Path, headings: list[str], separator: str, number: int) -> str:
    names = distinct(headings)
    columns = ", ".join(f"{text(names.get(each, each))}: 'VARCHAR'" for each in headings)
    return f"""read_csv({file_name(path)}, auto_detect = false, header = true, columns = {{{columns}}},
        delim = {text(separator)}, quote = '"', escape = '"', ignore_errors = true, store_rejects = true,
        rejects_table = 'rejected_{number}', rejects_scan = 'scanned_{number}', rejects_limit = 0,
        max_line_size = {LONGEST_LINE}, strict_mode = true)"""


def _json_lines(path: Path, names: list[str]) -> str:
    alike = distinct(names)
    form = "{" + ", ".join(f'"{_quoted(each)}": "VARCHAR"' for each in names if each not in alike) + "}"
    parts = ", ".join(
        f"json_extract_string(json, {text(_path(each))}) AS {name(alike[each])}"
        if each in alike
        else f"said[{text(each)}] AS {name(each)}"
        for each in names
    )
    return f"""(SELECT habeas_type, {parts} FROM (
        SELECT json_type(json) AS habeas_type, json_transform(json, {text(form)}) AS said, json
        FROM read_ndjson_objects({file_name(path)}, ignore_errors = true,
            maximum_object_size = {LONGEST_LINE})))"""


def _path(key: str) -> str:
    return f'$."{_quoted(key)}"'


def _quoted(key: str) -> str:
    return key.replace("\\", "\\\\").replace('"', '\\"')


def _lacks(column: str, mapped: Sequence[str], own: Sequence[str], where: Where) -> RefusedError:
    """What a table is refused with that lacks a column, or those that a mapping takes for it."""
    why = Phrase("the column {name} is missing", name=column)
    if mapped:
        headings = " ".join(f"“{each}”" for each in mapped)
        why = Phrase(
            "the column {headings}, which the mapping takes for {name}, is missing",
            headings=headings,
            name=column,
        )
    return RefusedError(
        "register-heading-wrong",
        why,
        where=where,
        advice=Phrase(
            "A mapping says which column of a foreign file holds it, or what is to be assumed ({file}). "
            "The columns of this one are {columns}.",
            file="docs/register.md",
            columns=tuple(own),
        ),
    )
