"""What was asked, written out: in the form of UPR Info or of UHRI, rows of that origin without loss."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, BinaryIO

from django.db.models import QuerySet

from habeas.documents.asks import AskKind, Position, ReadAsk
from habeas.documents.lists import uhri, upr_info
from habeas.documents.results import Taken
from habeas.web.reports.models import Ask, Intake

UPR_INFO, UHRI = "upr-info", "uhri"
"""The names of the two formats, as an intake has them."""


def export_upr_info(asks: "QuerySet[Ask, Any]", stream: BinaryIO) -> int:
    """Write ``asks`` (through a door of ``access``) as UPR Info has them; return how many.

    They go out in the order in which they came in. Where all are of one file of that format, its
    encoding and line ends are kept, so that a whole file comes out byte for byte.
    """
    rows = in_order(asks)
    upr_info.write_upr_info(map(read_ask, rows), stream, dialect_of(rows))
    return len(rows)


def export_uhri(asks: "QuerySet[Ask, Any]", stream: BinaryIO) -> int:
    """Write ``asks`` as annotations of UHRI; one that names several Parties goes out once."""
    written: set[tuple[int, int]] = set()
    once = []
    for row in in_order(asks):
        if row.intake_id is not None and row.row_in_file is not None:
            key = (row.intake_id, row.row_in_file)
            if key in written:
                continue
            written.add(key)
        once.append(row)
    return uhri.write_uhri(map(read_ask, once), stream)


def in_order(asks: "QuerySet[Ask, Any]") -> list[Ask]:
    """The rows with what an export needs of them, as they stood in their files."""
    return list(
        asks.select_related("party", "intake")
        .prefetch_related("themes")
        .order_by("intake_id", "row_in_file", "pk")
    )


def dialect_of(rows: Iterable[Ask]) -> Taken:
    """How the one file of UPR Info was written that all of ``rows`` came from, else how they usually are."""
    intakes = {row.intake for row in rows}
    only = intakes.pop() if len(intakes) == 1 else None
    if only is None or only.format != UPR_INFO or not only.encoding:
        return upr_info.DIALECT
    return Taken(only.encoding, only.bom, only.newline or "\r\n", upr_info.DIALECT.why)


def read_ask(row: Ask) -> ReadAsk:
    """The row as the value of a file: its own columns as they came, what was changed since as it is now."""
    of_upr_info = row.intake is not None and row.intake.format == UPR_INFO
    original = _ordered(row.original, row.intake)
    return ReadAsk(
        text=row.text,
        kind=AskKind(row.kind),
        party=str(original["To"]) if of_upr_info and "To" in original else row.party.name,
        line=row.row_in_file or 0,
        asked_by=(row.asked_by,) if row.asked_by else (),
        number=row.number or None,
        session=row.session or None,
        cycle=row.cycle or None,
        date=row.date or None,
        position=Position(row.position) if row.position and row.position != "pending" else None,
        position_as_written=row.position_as_written or None,
        response_text=row.response or None,
        themes=_themes(row, original, of_upr_info=of_upr_info),
        affected=tuple(row.affected),
        action=int(row.action_level) if row.action_level.isdecimal() else None,
        body=row.body or None,
        symbol=row.reference or None,
        title=row.document_title or None,
        paragraph=row.paragraph or None,
        page=int(row.page) if row.page.isdecimal() else None,
        original=MappingProxyType(original),
    )


def _ordered(original: dict[str, Any], intake: Intake | None) -> dict[str, Any]:
    """The cells in the order of the file's columns: PostgreSQL does not keep the order of keys."""
    header = intake.header if intake is not None else []
    return {name: original[name] for name in (*header, *original) if name in original}


def _themes(row: Ask, original: dict[str, Any], *, of_upr_info: bool) -> tuple[str, ...]:
    """The themes, in the order of the file where they are still the same ones."""
    names = [theme.name for theme in row.themes.all()]
    if not of_upr_info:
        return tuple(names)
    written = [part.strip() for part in str(original.get("Issue", "")).split(",") if part.strip()]
    return tuple(written) if set(written) == set(names) else tuple(names)
