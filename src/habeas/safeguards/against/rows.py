"""The rows of a list, one after the other: what each says, and at which line one cannot be used."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from habeas.clock import parse_instant
from habeas.errors import PartMissingError, RefusedError, Where
from habeas.safeguards.against.listing import AT, SIDES, Listing

Said = tuple[int, Mapping[str, Any]]
"""A row with its line: of Parquet its number."""
_SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Item:
    """One time of a row of the list."""

    line: int
    side: str
    at: datetime
    record: str | None
    person: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Unusable:
    """A row, or one of its times, of which nothing can be said, and why."""

    line: int
    code: str
    what: str


def read_rows(path: Path, listing: Listing) -> Iterator[Said]:
    """The rows of a file as they stand. Raises ``RefusedError`` where it is no list."""
    forms = {".csv": _commas, ".tsv": _commas, ".txt": _commas, ".jsonl": _lines, ".parquet": _parquet}
    form = forms.get(path.suffix.lower())
    if form is None:
        raise RefusedError(
            "against-form-unknown",
            f"“{path.suffix}” is no form of a list; the endings are {', '.join(forms)}",
            where=Where(str(path)),
        )
    try:
        yield from form(path, listing)
    except UnicodeDecodeError:
        raise RefusedError(
            "against-row-unreadable",
            f"the list is no text in {listing.encoding}",
            where=Where(str(path)),
            advice="Name its encoding in the file beside it.",
        ) from None


def _commas(path: Path, listing: Listing) -> Iterator[Said]:
    with path.open(encoding=listing.encoding, newline="") as stream:
        first = stream.readline()
        separator = listing.separator or max(_SEPARATORS, key=first.count)
        stream.seek(0)
        reader = csv.reader(stream, delimiter=separator, strict=True)
        try:
            headings = [each.strip() for each in next(reader, [])]
            _hold(headings, listing, path)
            line = reader.line_num + 1
            for cells in reader:
                if cells:
                    yield line, dict(zip(headings, cells, strict=False))
                line = reader.line_num + 1
        except csv.Error as fault:
            raise RefusedError(
                "against-row-unreadable",
                f"the row cannot be read: {fault}",
                where=Where(str(path), reader.line_num),
            ) from None


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
                    "against-row-unreadable", "the line is no JSON object", where=Where(str(path), line)
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
            "against-row-unreadable", "the list is not readable as Parquet", where=Where(str(path))
        ) from None
    _hold(file.schema_arrow.names, listing, path)
    number = 0
    for batch in file.iter_batches():
        for said in batch.to_pylist():
            number += 1
            yield number, said


def _hold(headings: Iterable[str], listing: Listing, path: Path) -> None:
    there = set(headings)
    for own in listing.columns.values():
        for each in own:
            if each not in there:
                raise RefusedError(
                    "against-heading-wrong", f"there is no column “{each}”", where=Where(str(path), 1)
                )


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
                yield Unusable(line, "what-unknown", str(word or ""))
            sides = (told,) if told else ()
        for side in sides:
            yield from _item(line, side, row, listing, zone)


def _item(
    line: int, side: str, row: Mapping[str, Any], listing: Listing, zone: ZoneInfo | None
) -> Iterator[Item | Unusable]:
    said = row.get(AT if listing.what else side)
    if said is None:
        if side == AT or listing.what:
            yield Unusable(line, "time-missing", side)
        return
    at = _instant(said, listing, zone)
    if at is None:
        yield Unusable(line, "time-unreadable", str(said))
        return
    place = None if row.get("place") is None else str(row["place"])
    place = place if place is None else listing.place_of.get(place, place)
    if place is None and len(listing.places) == 1:
        [place] = listing.places
    record, person = (None if row.get(each) is None else str(row[each]) for each in ("record", "person"))
    if not listing.since <= at < listing.until:
        yield Unusable(line, "time-outside", at.isoformat())
    elif place is not None and place not in listing.places:
        yield Unusable(line, "place-outside", place)
    elif place is None and record is None and person is None:
        yield Unusable(line, "nothing-to-match-by", "")
    else:
        yield Item(line, side, at, record, person, place)


def _joined(said: Mapping[str, Any], own: tuple[str, ...]) -> Any:
    values = [said.get(each) for each in own]
    if len(values) == 1 and not isinstance(values[0], str):
        return values[0]
    parts = [str(each).strip() for each in values if each is not None and str(each).strip()]
    return " ".join(parts) if len(parts) == len(own) else None


def _instant(said: object, listing: Listing, zone: ZoneInfo | None) -> datetime | None:
    if isinstance(said, datetime):
        return _in_utc(said, zone)
    text = str(said)
    for form in listing.time:
        try:
            return _in_utc(datetime.strptime(text, form), zone)  # noqa: DTZ007 (the zone is put to it)
        except ValueError:
            continue
    try:
        return parse_instant(text)
    except RefusedError:
        pass
    try:
        return _in_utc(datetime.fromisoformat(text), zone)
    except ValueError:
        return None


def _in_utc(at: datetime, zone: ZoneInfo | None) -> datetime | None:
    if at.tzinfo is None:
        return None if zone is None else at.replace(tzinfo=zone).astimezone(UTC)
    return at.astimezone(UTC)
