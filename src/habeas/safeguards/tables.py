"""The tables of an audit as Parquet: its occasions, and the verdicts of records; looked through, compared."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from habeas.custody.exchange.tables import instant_of
from habeas.safeguards.against import COLUMNS as DIFFERENCE
from habeas.safeguards.audit import LENGTHS, OCCASION, Row, whole
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.ingest.engine import any_of, connect, file_name, name, of_files, put_rows, text
from habeas.safeguards.ingest.faults import FIRST, PLACE
from habeas.safeguards.sql.codes import NOT_APPLICABLE, REASONS, VERDICTS
from habeas.safeguards.verdict import Verdict
from habeas.safeguards.worded import INSTANT, is_beside, put_beside

AS_FILE = "(FORMAT parquet, COMPRESSION zstd)"
_LOOKING = "SET memory_limit = '512MB'; SET threads = 1;"
"""A page that looks through a table takes no more of the machine than this."""
_BATCH = 10_000
_NOT_OF = "NOT coalesce(list_contains(?, record_id), false)"
"""That a row is of none of some records."""


def write_occasions(found: ByDuckDB, stations: Sequence[str], path: Path) -> None:
    """Every occasion that is told, with where its record is; instants and lengths in microseconds."""
    told = "told AS t JOIN record AS r ON r.rid = t.rid JOIN stay AS y ON y.rid = t.rid"
    put_beside(found.db, found.asked, f"(SELECT t.rule, r.jurisdiction AS law, y.t0 FROM {told})")
    verdicts, reasons = _names(list(VERDICTS)), _names([None, *REASONS])
    ids = ", ".join(f"i_{name}.event_id AS {name}" for name in ("excused", "too_late"))
    joins = found.name_entries()
    found.db.execute(f"""
COPY (
  SELECT r.record_id, b.name AS rule, v.name AS verdict, w.name AS reason, t.since, t.until, t.due AS due_at,
    t.observed, t.n AS count, t.allowed, b.limit_by, b.source,
    list_filter([i_e_1.event_id, i_e_2.event_id, i_e_3.event_id], lambda x: x IS NOT NULL) AS evidence,
    {ids}, f.name AS as_first_written, s.name AS station, r.zone
  FROM {told} JOIN beside AS b ON {is_beside("r.jurisdiction", "y.t0")}
  JOIN {verdicts} AS v(code, name) ON v.code = t.verdict
  LEFT JOIN {reasons} AS w(code, name) ON w.code = t.reason
  LEFT JOIN {verdicts} AS f(code, name) ON f.code = t.first
  LEFT JOIN {_names(stations)} AS s(code, name) ON s.code = r.station {joins}
  ORDER BY t.rule, r.record_id, t.since, t.e_1
) TO {text(str(path))} {AS_FILE}""")


def write_verdicts(found: ByDuckDB, path: Path) -> None:
    """The verdict of each record and each rule that applies to it, of an audit made with ``each_verdict``."""
    rules, verdicts = _names([each.name for each in found.asked.rules]), _names(list(VERDICTS))
    found.db.execute(f"""
COPY (
  SELECT r.record_id, n.name AS rule, v.name AS verdict
  FROM verdict AS g JOIN record AS r ON r.rid = g.rid JOIN {rules} AS n(code, name) ON n.code = g.rule
  JOIN {verdicts} AS v(code, name) ON v.code = g.verdict
  WHERE g.verdict < {NOT_APPLICABLE} ORDER BY r.record_id, g.rule
) TO {text(str(path))} {AS_FILE}""")


def write_faults(found: ByDuckDB, path: Path, folder: str | None) -> None:
    """What is wrong with the register, place by place: by the names of files in their ``folder``.

    Without a folder, by record: of a register that was not brought as files.
    """
    place = "NULL::VARCHAR AS file, NULL::BIGINT AS line"
    if folder is not None:
        place = f"regexp_replace(file, '^' || regexp_escape({text(folder)}) || '/', '') AS file, line"
    found.db.execute(f"""
COPY (
  SELECT code, {place}, record_id, event_id, what FROM fault
  ORDER BY code, file, line, record_id, event_id, what
) TO {text(str(path))} {AS_FILE}""")


_DIFFERENCE = {
    **dict.fromkeys(DIFFERENCE, "VARCHAR"),
    **dict.fromkeys(("line", "group", "lacking"), "BIGINT"),
    "apart_s": "DOUBLE",
}


def write_differences(found: ByDuckDB, rows: Iterable[Row], path: Path) -> None:
    """What differs between the register and a list, by the names of ``against.COLUMNS``."""
    columns = {name(each): of for each, of in _DIFFERENCE.items()}
    put_rows(found.db, "difference", columns, ([row[each] for each in _DIFFERENCE] for row in rows))
    found.db.execute(f"COPY difference TO {text(str(path))} {AS_FILE}")


def differences_told(path: Path, without: Collection[str]) -> Iterator[Row]:
    """The same of such a table but for some records."""
    columns = ", ".join(map(name, DIFFERENCE))
    rows = _rows(path, f"SELECT {columns} FROM told WHERE {_NOT_OF}", [list(without)])
    return (dict(zip(DIFFERENCE, row, strict=True)) for row in rows)


def first_differences(
    path: Path, of: str, without: Collection[str], outcomes: Sequence[str], most: int
) -> list[tuple[Row, int]]:
    """The first ``most`` of each of the outcomes of the list ``of``, in their order.

    With each how many more there are of it.
    """
    columns = ", ".join(map(name, DIFFERENCE))
    rows = _rows(
        path,
        f"""
SELECT {columns}, COUNT(*) OVER (PARTITION BY outcome) - {most:d} FROM told WHERE {_NOT_OF} AND list = ?
QUALIFY row_number() OVER (PARTITION BY outcome ORDER BY line, here_at, event_id) <= {most:d}
ORDER BY list_position(?, outcome), line, here_at, event_id""",
        [list(without), of, list(outcomes)],
    )
    return [(dict(zip(DIFFERENCE, row, strict=True)), max(more, 0)) for *row, more in rows]


def occasions_told(path: Path, chosen: "Chosen") -> Iterator[Row]:
    """The occasions that are looked for, by the names of ``OCCASION``.

    An audit of before 30 November 2026 did not keep by whom a limit was set, nor the source: they are empty.
    """
    since, until, due = (INSTANT.format(each) for each in ("since", "until", "due_at"))
    asked, values = _asked(chosen)
    kept = "FROM told UNION ALL BY NAME SELECT NULL::VARCHAR AS limit_by, NULL::VARCHAR AS source WHERE FALSE"
    rows = _rows(
        path,
        f"""
SELECT record_id, rule, verdict, reason, {since}, {until}, {due}, observed / 1e6, count, allowed / 1e6,
  limit_by, evidence, excused, too_late, as_first_written, source FROM ({kept}) WHERE {asked}""",
        values,
    )
    for row in rows:
        said = dict(zip(OCCASION, row, strict=True))
        for each in LENGTHS:
            said[each] = None if said[each] is None else whole(said[each])
        yield said


def faults_told(path: Path, without: Collection[str]) -> Iterator[Row]:
    """Every place of what is wrong with the register, by the names of ``PLACE``; none of some records."""
    query = f"SELECT {', '.join(PLACE)} FROM told WHERE {_NOT_OF}"
    return (dict(zip(PLACE, row, strict=True)) for row in _rows(path, query, [list(without)]))


def _rows(path: Path, query: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """What a query over a table as ``told`` finds, a part at a time: of occasions there are millions."""
    with _table(path) as table:
        found = table.execute(query, values)
        while rows := found.fetchmany(_BATCH):
            yield from rows


def first_faults(path: Path, without: Collection[str] = ()) -> list[dict[str, Any]]:
    """The first places of each kind, by the names of ``PLACE``; none of some records."""
    with _table(path) as table:
        rows = table.execute(
            f"""
SELECT {", ".join(PLACE)} FROM told WHERE {_NOT_OF}
QUALIFY row_number() OVER (PARTITION BY code ORDER BY file, line, record_id, event_id, what) <= {FIRST}
ORDER BY code, file, line, record_id, event_id, what""",
            [list(without)],
        ).fetchall()
    return [dict(zip(PLACE, row, strict=True)) for row in rows]


def _names(names: Sequence[str | None]) -> str:
    listed = ", ".join(f"({at}, {'NULL' if name is None else text(name)})" for at, name in enumerate(names))
    return f"(VALUES {listed or '(-1, NULL)'})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which occasions are looked for; empty is any."""

    rule: str = ""
    verdict: str = ""
    station: str = ""
    without: Collection[str] = field(default=())
    """Records that are passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One occasion as the table has it."""

    row: int
    """Its number in the table."""
    record_id: str
    rule: str
    verdict: Verdict
    station: str
    zone: str
    since: datetime | None
    until: datetime | None
    due_at: datetime | None
    observed: timedelta | None
    allowed: timedelta | None
    count: int | None
    excused: bool
    excused_too_late: bool
    as_first_written: Verdict | None


_SHOWN = (
    "row, record_id, rule, verdict, station, zone, since, until, due_at, observed, allowed, count, "
    "excused IS NOT NULL, too_late IS NOT NULL, as_first_written"
)


def looked_through(path: Path, chosen: Chosen, *, first: int, most: int) -> tuple[int, list[Found]]:
    """How many occasions are as they are looked for, and some of them from ``first`` on."""
    with _occasions(path) as table:
        asked, values = _asked(chosen)
        [[count]] = table.execute(f"SELECT COUNT(*) FROM told WHERE {asked}", values).fetchall()
        rows = table.execute(
            f"SELECT {_SHOWN} FROM told WHERE {asked} "
            "ORDER BY rule, station, since NULLS LAST, record_id LIMIT ? OFFSET ?",
            [*values, most, first],
        ).fetchall()
    return int(count), [_found(row) for row in rows]


def occasion_in(path: Path, row: int) -> Found | None:
    """The occasion of a row."""
    with _occasions(path) as table:
        rows = table.execute(f"SELECT {_SHOWN} FROM told WHERE row = ?", [row]).fetchall()
    return _found(rows[0]) if rows else None


def stations_in(path: Path) -> list[str]:
    """The stations of the occasions that are told."""
    with _table(path) as table:
        rows = table.execute("SELECT DISTINCT station FROM told WHERE station IS NOT NULL ORDER BY 1")
        return [name for (name,) in rows.fetchall()]


def names_any(path: Path, record_ids: Collection[str]) -> bool:
    """Whether a table has a row of one of some records."""
    if not record_ids:
        return False
    with _table(path) as table:
        found = table.execute(f"SELECT 1 FROM told WHERE record_id IN {any_of(record_ids)} LIMIT 1")
        return bool(found.fetchall())


def drop_rows(path: Path, record_ids: Collection[str]) -> None:
    """Write a table anew without the rows of some records."""
    rewrite(path, f"FROM told WHERE (record_id IN {any_of(record_ids)}) IS NOT TRUE")


def rewrite(path: Path, rows: str) -> None:
    """Write a table anew, of what a query over it as ``told`` finds."""
    beside = path.with_name(f".{path.name}")
    with _table(path) as table:
        table.execute(f"COPY ({rows}) TO {text(str(beside))} {AS_FILE}")
    beside.replace(path)


def looking() -> Any:
    """A connection to look through tables; it takes little of the machine."""
    connection = connect()
    connection.execute(_LOOKING)
    return connection


def _table(path: Path) -> Any:
    connection = looking()
    connection.execute(f"CREATE VIEW told AS FROM {of_files([path])}")
    return connection


def _occasions(path: Path) -> Any:
    """The table of occasions, each with the number of its row."""
    connection = looking()
    rows = f"read_parquet([{file_name(path)}], file_row_number = true)"
    connection.execute(f"CREATE VIEW told AS SELECT * RENAME (file_row_number AS row) FROM {rows}")
    return connection


def _asked(chosen: Chosen) -> tuple[str, list[Any]]:
    named = {"rule": chosen.rule, "verdict": chosen.verdict, "station": chosen.station}
    parts: list[tuple[str, list[Any]]] = [(f"{name} = ?", [value]) for name, value in named.items() if value]
    if chosen.without:
        parts.append(("NOT list_contains(?, record_id)", [list(chosen.without)]))
    return " AND ".join(part for part, _ in parts) or "TRUE", [one for _, own in parts for one in own]


def _found(row: tuple[Any, ...]) -> Found:
    number, record_id, rule, verdict, station, zone, since, until, due_at, observed, allowed, *rest = row
    count, excused, too_late, first = rest
    return Found(
        row=number,
        record_id=record_id,
        rule=rule,
        verdict=Verdict(verdict),
        station=station or "",
        zone=zone or "UTC",
        since=_at(since),
        until=_at(until),
        due_at=_at(due_at),
        observed=None if observed is None else timedelta(microseconds=observed),
        allowed=None if allowed is None else timedelta(microseconds=allowed),
        count=count,
        excused=excused,
        excused_too_late=too_late,
        as_first_written=None if first is None else Verdict(first),
    )


def _at(value: int | None) -> datetime | None:
    return None if value is None else instant_of(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Of one rule: how many records went from one verdict to another; ``None`` is that it did not apply."""

    rule: str
    before: str | None
    after: str | None
    records: int
    first: tuple[str, ...]
    """The first of these records; none where the verdict stayed."""


def steps_between(older: Path, newer: Path, *, most: int, rule: str | None = None) -> list[Step]:
    """What became of the verdict of each record and rule between two audits; those that stayed count too.

    Of one ``rule`` alone where it is given; at ``most`` so many records are named of a step.
    """
    asked = "" if rule is None else f"WHERE rule = {text(rule)}"
    was, now = (f"(FROM {of_files([path])} {asked})" for path in (older, newer))
    with looking() as connection:
        rows = connection.execute(f"""
SELECT COALESCE(a.rule, b.rule) AS rule, a.verdict, b.verdict, COUNT(*),
  MIN(COALESCE(a.record_id, b.record_id), {most:d}) FILTER (WHERE a.verdict IS DISTINCT FROM b.verdict)
FROM {was} AS a FULL JOIN {now} AS b ON b.record_id = a.record_id AND b.rule = a.rule
GROUP BY 1, 2, 3 ORDER BY 1, 2 NULLS FIRST, 3 NULLS LAST""").fetchall()
    return [
        Step(rule=rule, before=was, after=now, records=count, first=tuple(first or ()))
        for rule, was, now, count, first in rows
    ]
