"""Whatever comes in, what comes out is a table, a list or a refusal: never another error."""

import contextlib
import io
import json
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.documents.books import book, changed

from habeas.documents.headings import Target
from habeas.documents.lists.proposal import propose_for
from habeas.documents.lists.taking import read_asks, read_places
from habeas.documents.lists.uhri import read_uhri
from habeas.documents.lists.upr_info import HEADINGS, read_upr_info
from habeas.documents.tables.spreadsheet import read_pasted, read_table
from habeas.documents.tables.table import Table
from habeas.errors import RefusedError

GOOD = book([["Name", "Region", "Opened"], ["Police station 1", "North", "2011-05"], ["Prison 2", 3, "x"]])
PARTS = sorted(zipfile.ZipFile(io.BytesIO(GOOD)).namelist())
LIST = (",".join(HEADINGS) + "\r\n" + ",".join(["x"] * 12) + "\r\n").encode()
UHRI = json.dumps(
    [{"AnnotationId": "1", "Text": "<p>x</p>", "AnnotationType": "- Recommendations", "Countries": ["A"]}]
).encode()

spots = st.lists(st.tuples(st.integers(0, 2**31), st.binary(min_size=1, max_size=4)), min_size=1, max_size=4)


def spoilt(data: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    """``data`` with some bytes overwritten."""
    out = bytearray(data)
    for at, new in changes:
        start = at % max(1, len(out))
        out[start : start + len(new)] = new
    return bytes(out)


def take(table: Table) -> None:
    """Propose and take, both ways; the rows may be wrong, the reading may not fail."""
    assert len(read_places(table, propose_for(table, Target.PLACES).mapping).headings) == len(table.headings)
    with contextlib.suppress(RefusedError):  # a Party may be missing from the columns
        read_asks(table, propose_for(table, Target.ASKS).mapping)


@settings(deadline=None)
@given(spots)
def test_a_spoilt_workbook(changes: list[tuple[int, bytes]]) -> None:
    with contextlib.suppress(RefusedError):
        take(read_table(io.BytesIO(spoilt(GOOD, changes)), name="l.xlsx"))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PARTS), spots)
def test_a_workbook_with_a_spoilt_part(part: str, changes: list[tuple[int, bytes]]) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        data = changed(GOOD, {part: spoilt(archive.read(part), changes)})
    with contextlib.suppress(RefusedError):
        take(read_table(io.BytesIO(data), name="l.xlsx"))


@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_as_text(data: bytes) -> None:
    with contextlib.suppress(RefusedError):
        take(read_table(io.BytesIO(data), name="l.csv"))


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(",;\t\n\"'"), max_size=80))
def test_any_paste(text: str) -> None:
    with contextlib.suppress(RefusedError):
        take(read_pasted(text))


@given(spots)
def test_a_spoilt_list(changes: list[tuple[int, bytes]]) -> None:
    with contextlib.suppress(RefusedError):
        assert read_upr_info(io.BytesIO(spoilt(LIST, changes))).headings


@given(spots)
def test_a_spoilt_array(changes: list[tuple[int, bytes]]) -> None:
    with contextlib.suppress(RefusedError):
        assert all(ask.line >= 1 for ask, _ in read_uhri(io.BytesIO(spoilt(UHRI, changes))))
