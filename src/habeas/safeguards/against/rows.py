"""The rows of a list, one after the other: what each says, and at which line one cannot be used."""

import csv
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple, TextIO
from zoneinfo import ZoneInfo

from habeas.errors import PartMissingError, Phrase, RefusedError, Where, meant
from habeas.language import N_
from habeas.safeguards import workbooks
from habeas.safeguards.against.listing import AT, SIDES, Listing
from habeas.safeguards.headings import SEPARATORS, TOP, tops

Said = tuple[int, Mapping[str, Any]]
"""A row with its line: of Parquet its number."""
_WORKBOOK = b"PK\x03\x04"
"""How an archive begins, as .xlsx and .ods are."""
_NEAR = 0.7
"""How like a column that is named a heading is written, so that its row is taken for that of the headings."""
_NOON, _HALF_A_DAY = time(12), timedelta(hours=12)
_HOURS = ("%H", "%I", "%X", "%c")
"""What tells the hour in a form of times."""


class Fault(StrEnum):
    """Why a row, or one of its times, is not compared."""

    TIME_UNREADABLE = "time-unreadable"
    TIME_MISSING = "time-missing"
    TIME_WITHOUT_ZONE = "time-without-zone"
    """Neither it nor the list names a zone."""
    TIME_WITHOUT_HOUR = "time-without-hour"
    """It is a day, and the tolerance is less than half a day."""
    TIME_OUTSIDE = "time-outside"
    PLACE_OUTSIDE = "place-outside"
    PLACE_UNKNOWN = "place-unknown"
    """Nothing but place and time is said, and no record and no entry of the register has the place."""
    WHAT_UNKNOWN = "what-unknown"
    NOTHING_TO_MATCH_BY = "nothing-to-match-by"
    TWICE = "twice"
    """The list has the same of the same person or record before."""


@dataclass(frozen=True, slots=True)
class Item:
    """One time of a row of the list."""

    line: int
    side: str
    at: datetime
    record: str | None
    person: str | None
    place: str | None
    day: bool = False
    """Whether it says a day alone, of which ``at`` is the noon."""
    repeated: bool = False
    """Whether clocks were put back over it, so that it came twice; ``at`` is the later one."""

    @property
    def keyed(self) -> bool:
        """Whether it names somebody."""
        return self.record is not None or self.person is not None


@dataclass(frozen=True, slots=True)
class Unusable:
    """A row, or one of its times, of which nothing can be said, and why."""

    line: int
    fault: Fault
    what: str


class _When(NamedTuple):
    at: datetime
    """In UTC."""
    day: bool
    repeated: bool


def read_rows(path: Path, listing: Listing) -> Iterator[Said]:
    """The rows of a file as they stand. Raises ``RefusedError`` where it is no list."""
    forms = {
        **dict.fromkeys((".csv", ".tsv", ".txt"), _commas),
        **dict.fromkeys((f".{each}" for each in workbooks.ENDINGS), _sheet),
        ".jsonl": _lines,
        ".parquet": _parquet,
    }
    form = forms.get(path.suffix.lower())
    if form is None:
        raise RefusedError(
            "against-form-unknown",
            Phrase(
                "“{ending}” is no form of a list; the endings are {known}",
                ending=path.suffix,
                known=tuple(forms),
            ),
            where=Where(str(path)),
        )
    if form is not _sheet:
        _hold_bytes(path)
    try:
        yield from form(path, listing)
    except UnicodeError:
        raise _unreadable(
            path,
            Phrase("the list is no text in {encoding}", encoding=listing.encoding.removesuffix("-sig")),
            Phrase(
                "Name its encoding in the file beside it, as {example}.",
                example=f'encoding = "{_encoding(path)}"',
            ),
        ) from None


def _hold_bytes(path: Path) -> None:
    """Refuse a file without anything in it, and one of a spreadsheet program that has another's ending."""
    with path.open("rb") as stream:
        head = stream.read(len(_WORKBOOK))
    if not head:
        raise _unreadable(path, N_("the list is empty"), None)
    if head == _WORKBOOK:
        raise _unreadable(
            path,
            N_("the list is a workbook of a spreadsheet program, whatever its ending"),
            N_("Save it there as CSV, or let its name end in .xlsx if it is one."),
        )


def _encoding(path: Path) -> str:
    """In which encoding a text may be that is none in the one that is named."""
    with path.open("rb") as stream:
        return "utf-16" if stream.read(2) in {b"\xff\xfe", b"\xfe\xff"} else "cp1252"


def _unreadable(path: Path, why: str, advice: str | None) -> RefusedError:
    return RefusedError("against-row-unreadable", why, where=Where(str(path)), advice=advice)


def _commas(path: Path, listing: Listing) -> Iterator[Said]:
    with path.open(encoding=listing.encoding, newline="") as stream:
        yield from _table(stream, path, listing)


def _sheet(path: Path, listing: Listing) -> Iterator[Said]:
    made = StringIO(newline="")
    workbooks.write_sheet(path, made, sheet=listing.sheet, name=str(path))
    yield from _table(made, path, replace(listing, separator=","))


def _table(stream: TextIO, path: Path, listing: Listing) -> Iterator[Said]:
    reader, headings = _headed(stream, listing, path)
    line = reader.line_num + 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield line, dict(zip(headings, cells, strict=False))
            line = reader.line_num + 1
    except csv.Error as fault:
        raise RefusedError(
            "against-row-unreadable",
            Phrase("the row cannot be read: {why}", why=str(fault)),
            where=Where(str(path), line),
            advice=N_("It begins in this line: look there for a quotation mark that nothing closes."),
        ) from None


def _headed(stream: TextIO, listing: Listing, path: Path) -> tuple[Any, list[str]]:
    """The rows below the headings: the first row in which all columns of the list stand is that."""
    named = {each for own in listing.columns.values() for each in own}
    most, best, line = 0, list[str](), 1
    for reader, _above, headings in tops(stream, listing.separator or SEPARATORS):
        if named <= {*headings}:
            return reader, headings
        if (like := _like(named, headings)) > most:
            most, best, line = like, headings, reader.line_num
    top = Phrase("The headings are looked for in the top {n} rows.", n=TOP)
    _hold(best, listing, Where(str(path), line), top)
    raise AssertionError("a row that has all columns is that of the headings")


def _lines(path: Path, listing: Listing) -> Iterator[Said]:
    with path.open(encoding=listing.encoding) as stream:
        for line, text in enumerate(stream, 1):
            if not text.strip():
                continue
            try:
                said = json.loads(text)
            except ValueError:
                said = None
            if not isinstance(said, dict):
                raise RefusedError(
                    "against-row-unreadable", N_("the line is no JSON object"), where=Where(str(path), line)
                )
            yield line, said


def _parquet(path: Path, listing: Listing) -> Iterator[Said]:
    try:
        import pyarrow as pa  # noqa: PLC0415 (a heavy part)
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ModuleNotFoundError as fault:
        raise PartMissingError(
            "part-missing",
            "the Python package “pyarrow” is not installed (Parquet)",
            advice="Install it with: pip install 'habeas[audit]'.",
        ) from fault
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowException:
        raise RefusedError(
            "against-row-unreadable", N_("the list is not readable as Parquet"), where=Where(str(path))
        ) from None
    _hold(file.schema_arrow.names, listing, Where(str(path)))
    number = 0
    for batch in file.iter_batches():
        for said in batch.to_pylist():
            number += 1
            yield number, said


def _like(named: Collection[str], headings: Sequence[str]) -> int:
    """How many of the columns that are named a row has, or nearly: no other row's cells are ever told."""
    folded = [each.casefold() for each in headings]
    return sum(bool(get_close_matches(each.casefold(), folded, n=1, cutoff=_NEAR)) for each in named)


def _hold(headings: Sequence[str], listing: Listing, where: Where, advice: str | None = None) -> None:
    named = dict.fromkeys(each for own in listing.columns.values() for each in own)
    missing = [each for each in named if each not in headings]
    if missing:
        folded = {each.casefold(): each for each in headings}
        near = [get_close_matches(each.casefold(), folded, n=1, cutoff=_NEAR) for each in missing]
        perhaps = meant([folded[found] for each in near for found in each])
        told = [each for each in headings[:TOP] if each]
        more = ["…"] if len(headings) > TOP else []
        why = Phrase(
            "there is no column {wanted}{near}{has}",
            wanted=tuple(Phrase("“{name}”", name=each) for each in missing),
            near=perhaps,
            has=Phrase("; the list has {headings}", headings=(*told, *more)) if told else "",
        )
        raise RefusedError("against-heading-wrong", why, where=where, advice=advice)


def items(rows: Iterable[Said], listing: Listing) -> Iterator[Item | Unusable]:
    """Every time that a row tells, and what is wrong with it where that cannot be used."""
    zone = ZoneInfo(listing.zone) if listing.zone else None
    for line, said in rows:
        row = {name: _joined(said, own) for name, own in listing.columns.items()}
        sides: Iterable[str] = (side for side in SIDES if side in listing.sides and side in row)
        if listing.what:
            word = row.get("what")
            told = listing.what.get(str(word)) if word is not None else None
            if told is None:
                yield Unusable(line, Fault.WHAT_UNKNOWN, str(word or ""))
            sides = (told,) if told else ()
        for side in sides:
            yield from _item(line, side, row, listing, zone)


def _item(
    line: int, side: str, row: Mapping[str, Any], listing: Listing, zone: ZoneInfo | None
) -> Iterator[Item | Unusable]:
    said = row.get(AT if listing.what else side)
    if said is None:
        if side == AT or listing.what:
            yield Unusable(line, Fault.TIME_MISSING, " ".join(listing.columns[AT]))
        return
    when = _when(said, listing, zone)
    if isinstance(when, Fault):
        yield Unusable(line, when, str(said))
        return
    place = None if row.get("place") is None else str(row["place"])
    place = place if place is None else listing.place_of.get(place, place)
    if place is None and len(listing.places) == 1:
        [place] = listing.places
    record, person = (None if row.get(each) is None else str(row[each]) for each in ("record", "person"))
    if not listing.since <= when.at < listing.until:
        yield Unusable(line, Fault.TIME_OUTSIDE, when.at.astimezone(zone or UTC).isoformat())
    elif place is not None and place not in listing.places:
        yield Unusable(line, Fault.PLACE_OUTSIDE, place)
    elif place is None and record is None and person is None:
        yield Unusable(line, Fault.NOTHING_TO_MATCH_BY, "")
    else:
        yield Item(line, side, when.at, record, person, place, when.day, when.repeated)


def _joined(said: Mapping[str, Any], own: tuple[str, ...]) -> Any:
    values = [said.get(each) for each in own]
    if len(values) == 1 and not isinstance(values[0], str):
        return values[0]
    parts = [str(each).strip() for each in values if each is not None and str(each).strip()]
    return " ".join(parts) if len(parts) == len(own) else None


def _when(said: object, listing: Listing, zone: ZoneInfo | None) -> _When | Fault:
    """When it was, or why that is not known. A day is its noon: half a day around is all of it.

    Of an hour that came twice the later is taken, as of a register that is mapped.
    """
    at = said if isinstance(said, date) else _read(str(said), listing.time)
    if at is None:
        return Fault.TIME_UNREADABLE
    day = not isinstance(at, datetime)
    if not isinstance(at, datetime):
        if listing.tolerance < _HALF_A_DAY:
            return Fault.TIME_WITHOUT_HOUR
        at = datetime.combine(at, _NOON)
    if at.tzinfo is None:
        if zone is None:
            return Fault.TIME_WITHOUT_ZONE
        at = at.replace(tzinfo=zone)
    later = at.replace(fold=1)
    try:
        repeated = later.astimezone(UTC) > at.astimezone(UTC)
        return _When((later if repeated else at).astimezone(UTC), day, repeated)
    except OverflowError:
        return Fault.TIME_UNREADABLE


def _read(text: str, forms: Iterable[str]) -> date | None:
    """An instant, or a day where no more is said; ``None`` where it is neither."""
    for form in forms:
        with suppress(ValueError):
            at = datetime.strptime(text, form)  # noqa: DTZ007 (the zone is put to it)
            return at if any(each in form for each in _HOURS) else at.date()
    for read in (date.fromisoformat, datetime.fromisoformat):
        with suppress(ValueError):
            return read(text)
    return None
