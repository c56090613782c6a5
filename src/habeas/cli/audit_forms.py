"""The forms in which an audit is told: words for a person, JSON for a program, a table of its occasions."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from habeas.cli import audit_signals as signals
from habeas.cli.english import EN
from habeas.documents.tables.out import csv_parts
from habeas.errors import PartMissingError, RefusedError, Where
from habeas.safeguards import Verdict
from habeas.safeguards.audit import OCCASION, Asked, Findings, Row, Told, as_cells, ended_at, instant
from habeas.safeguards.figures import Each
from habeas.safeguards.report.saying import counted
from habeas.safeguards.report.wrong import wrong

REPORTS = (".html", ".pdf", ".docx")
"""Forms of the report, for people."""
TABLES = (".csv", ".parquet")
FORMS = (".json", *TABLES, *REPORTS)
_SHARES = (Verdict.MET, Verdict.BREACHED, Verdict.NOT_RECORDED, Verdict.PENDING)
_BATCH = 100_000


def hold(out: str | None, forms: tuple[str, ...] = FORMS, option: str = "--out") -> None:
    """Refuse a file of a form that is none, before anything is read."""
    if out is not None and not out.endswith(forms):
        raise RefusedError(
            "call-refused",
            f"{option} cannot be written in the form that its name tells",
            where=Where(out),
            advice=f"End its name in {', '.join(forms[:-1])} or {forms[-1]}.",
        )


def is_report(out: str | None) -> bool:
    """Whether a file is to be a report."""
    return out is not None and out.endswith(REPORTS)


def beside(out: str, option: str = "--out") -> tuple[str, ...]:
    """The files that an audit writes beside one that is named.

    Of a report its hash, its figures and its occasions; of a table the summary, the signals, and what
    differs from lists.
    """
    stem, _, ending = out.rpartition(".")
    if option != "--out" or out.endswith(".json"):
        return ()
    if is_report(out):
        return f"{out}.sha256", f"{stem}.figures.json", f"{stem}.occasions.parquet"
    return f"{stem}.summary.json", f"{stem}.signals.{ending}", f"{stem}.against.{ending}"


def as_json(said: Mapping[str, Any], findings: Findings | None, *, verdicts: bool) -> Iterator[bytes]:
    """One JSON object, written as it comes, since its occasions can be millions."""
    yield json.dumps(said, ensure_ascii=False, indent=1).encode()[:-2]
    if findings is not None:
        yield b',\n "occasions": ['
        yield from _listed(findings.occasions())
        yield b"]"
        if verdicts:
            yield b',\n "verdicts": ['
            yield from _listed(findings.verdicts())
            yield b"]"
    yield b"\n}\n"


def _listed(rows: Iterable[Row]) -> Iterator[bytes]:
    before = b"\n  "
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False).encode()
        before = b",\n  "


def occasions_as_table(path: str, findings: Findings) -> Iterator[bytes]:
    """Every occasion in the form that the name of its file tells."""
    return as_commas(findings.occasions()) if path.endswith(".csv") else occasions_as_parquet(findings)


def as_table(path: str, rows: Iterable[Row], columns: Sequence[str]) -> Iterator[bytes]:
    """A table in the form that the name of its file tells: one of ``TABLES``."""
    return as_commas(rows, columns) if path.endswith(".csv") else as_parquet(rows, columns)


def as_commas(rows: Iterable[Row], columns: Sequence[str] = OCCASION) -> Iterator[bytes]:
    """A table as CSV, in which no cell runs; the entries of an occasion stand in one, with spaces between."""
    return csv_parts(columns, (as_cells(row, columns) for row in rows), mark=False)


def as_parquet(rows: Iterable[Row], columns: Sequence[str] = OCCASION) -> Iterator[bytes]:
    """The same as Parquet; needs the extra ``audit``."""
    pa = _arrow()
    schema = _schema(pa, columns)
    yield _written(pa, schema, (pa.Table.from_pylist(batch, schema=schema) for batch in _batches(rows)))


def occasions_as_parquet(findings: Findings) -> Iterator[bytes]:
    """Every occasion as Parquet: by whole columns where the engine has them so."""
    from habeas.safeguards.by_engine import ByEngine  # noqa: PLC0415 (a heavy part)

    if not isinstance(findings, ByEngine):
        yield from as_parquet(findings.occasions())
        return
    pa = _arrow()
    schema = _schema(pa, OCCASION)
    batches = findings.occasion_batches(_BATCH)
    yield _written(pa, schema, (pa.Table.from_batches([batch]).cast(schema) for batch in batches))


def _arrow() -> Any:
    try:
        import pyarrow as pa  # noqa: PLC0415 (a heavy part)
        import pyarrow.parquet  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise PartMissingError(
            "part-missing",
            "the Python package “pyarrow” is not installed (Parquet)",
            advice="Install it with: pip install 'habeas[audit]'.",
        ) from fault
    return pa


def _schema(pa: Any, columns: Sequence[str]) -> Any:
    types = dict.fromkeys(("observed_s", "limit_s", "share", "apart_s"), pa.float64())
    types |= dict.fromkeys(("count", "of", "line", "group", "lacking"), pa.int64())
    types |= dict.fromkeys(("small", "stands_out"), pa.bool_()) | {"evidence": pa.list_(pa.string())}
    return pa.schema([(name, types.get(name, pa.string())) for name in columns])


def _written(pa: Any, schema: Any, tables: Iterable[Any]) -> bytes:
    written = io.BytesIO()
    with pa.parquet.ParquetWriter(written, schema, compression="zstd") as writer:
        for table in tables:
            writer.write_table(table)
    return written.getvalue()


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


def in_words(
    asked: Asked, findings: Findings, told: Sequence[Told], said: Mapping[str, Any]
) -> Iterator[str]:
    """What a person reads, line by line: first what the register cannot show, then each safeguard's shares.

    ``said`` is the same as a program reads it.
    """
    yield f"{_read(findings)}, judged as of {instant(asked.as_of)}"
    yield from _not_counted(said.get("not_counted"))
    yield f"limits where the sources give none: {asked.site.name}"
    if said.get("synthetic"):
        yield "SYNTHETIC: nobody in this register is real"
    yield from silent_since(asked, findings)
    yield ""
    yield "What this register cannot show"
    yield from _not_shown(asked, told, said)
    yield ""
    yield "Of the occasions that each safeguard applies to (missed: law that binds was not kept, a standard"
    yield "not met, or a limit of the site passed; what a safeguard rests on is told by “habeas rule NAME”)"
    yield f"  {'kept':>10} {'missed':>10} {'not recorded':>12} {'pending':>10} {'of':>9}  safeguard"
    for one in told:
        yield from _shares(one)
    yield ""
    yield from signals.in_words(findings.signals())


def _read(findings: Findings) -> str:
    numbers = ((findings.records, Each.RECORD), (findings.events, Each.ENTRY))
    return ", ".join(counted(number, each, EN) for number, each in numbers)


def _not_counted(beside: Mapping[str, int] | None) -> Iterator[str]:
    """What a register holds that is no record of a person, or was not there yet."""
    if beside is None:
        yield "  of people; the books of stations tell of outages, and are not counted"
        return
    books, entries = beside["books"], counted(beside["entries_of_books"], Each.ENTRY, EN)
    if books:
        named = EN.count("{n} book of a station", "{n} books of stations", books)
        yield f"  of people; not counted: {named} with {entries}, which tell of outages"
    after = [
        counted(beside[name], each, EN)
        for name, each in (("records_after", Each.RECORD), ("entries_after", Each.ENTRY))
        if beside[name]
    ]
    if after:
        yield f"  not counted, since written after that instant: {', '.join(after)}"


def silent_since(asked: Asked, findings: Findings) -> Iterator[str]:
    """That the register ended long before the instant it is judged at, and what to type to judge it then."""
    last = ended_at(findings.last_written, asked.as_of)
    if last is not None:
        length = EN.length(asked.as_of - last)
        yield f"THE LAST ENTRY IS {length} BEFORE THE INSTANT OF THIS AUDIT ({instant(last)})"
        yield "  what was open then is judged on silence: who was held counts as held all that time"
        yield f"  to judge it as of its last entry: --as-of {instant(last)}"


def _not_shown(asked: Asked, told: Sequence[Told], said: Mapping[str, Any]) -> Iterator[str]:
    of_custody = [one for one in told if not one.rule.as_entered]
    whole = sum(_applies(one) for one in of_custody)
    unwritten = sum(one.occasions.get(Verdict.NOT_RECORDED, 0) for one in of_custody)
    if whole:
        are = "is" if unwritten == 1 else "are"
        of = counted(whole, Each.OCCASION, EN)
        yield f"  {unwritten:>11,}  of {of} {are} not recorded: no breach, and not kept either"
    else:
        yield "  no safeguard over custody was asked, or none has an occasion: this says nothing of it"
    yield from _wrong(said.get("faults", {}), said["first_faults"])
    for name in sorted(asked.without_limit):
        yield f"  not asked, since the site sets no limit: {name}"


def _wrong(faults: Mapping[str, int], first: Sequence[Row]) -> Iterator[str]:
    """What is wrong with the files, and where it is first."""
    found = list(wrong(faults, first, EN))
    for one in found:
        yield f"  {one.count:>11,}  {one.name} ({one.fault})"
        yield from (f"  {'':>11}    {place}" for place in one.places)
        if one.more:
            yield f"  {'':>11}    and {one.more:,} more"
    if any(one.more for one in found):
        yield f"  {'':>11}  each place of all of these: --faults FILE.csv"


def _applies(one: Told) -> int:
    return sum(count for verdict, count in one.occasions.items() if verdict is not Verdict.NOT_APPLICABLE)


def _shares(one: Told) -> Iterator[str]:
    whole = _applies(one)
    if whole:
        kept, not_kept, unwritten, pending = (
            EN.percent(one.occasions.get(each, 0), whole) for each in _SHARES
        )
        yield f"  {kept:>10} {not_kept:>10} {unwritten:>12} {pending:>10} {whole:>9,}  {one.rule.name}"
