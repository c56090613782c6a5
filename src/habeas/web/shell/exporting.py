"""A list as a file: the header and rows that the page shows, as CSV or XLSX."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from habeas.documents.tables.out import write_csv
from habeas.documents.tables.workbook_out import write_xlsx

_R = TypeVar("_R", bound=HttpResponseBase)
KINDS: Mapping[str, tuple[str, str, Callable[..., None]]] = {
    "csv": ("CSV", "text/csv; charset=utf-8", write_csv),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
}
"""Name in the address, name on the page, media type and writer of each kind of file."""


def file_response(
    name: str, kind: str, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """Answer with a file to be kept. ``name`` has no ending and names no person."""
    _label, media, write = KINDS[kind]
    stream = io.BytesIO()
    write([str(heading) for heading in header], [[_value(cell) for cell in row] for row in rows], stream)
    return attached(stream.getvalue(), f"{name}.{kind}", media, private=False)


def attached(data: bytes, name: str, media: str, *, private: bool = True) -> HttpResponse:
    """Answer with a file to be kept, whose name tells of no person; no cache keeps what is private."""
    return _to_be_kept(HttpResponse(data, content_type=media), name, private=private)


def streamed(parts: Iterable[bytes], name: str, media: str) -> StreamingHttpResponse:
    """The same of a file that is made while it goes out: it may be large. It is private."""
    return _to_be_kept(StreamingHttpResponse(parts, content_type=media), name, private=True)


def _to_be_kept(response: _R, name: str, *, private: bool) -> _R:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if private:
        response["Cache-Control"] = "private, no-store"
    return response


def _value(cell: Any) -> str | int | float | None:
    """Numbers stay numbers; a date or anything else is written as its text."""
    if cell is None or (isinstance(cell, (str, int, float)) and not isinstance(cell, bool)):
        return cell
    return str(cell)
