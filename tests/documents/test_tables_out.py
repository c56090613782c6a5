"""Tables out: nothing runs, and everything comes back."""

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.documents.tables.out import neutralised, read_csv, restored, write_csv
from habeas.documents.tables.spreadsheet import read_table
from habeas.documents.tables.workbook_out import write_xlsx
from habeas.errors import RefusedError

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30) | st.text(
    "=+-@'\t\r\n;,\"|_x005F Dd\x01", max_size=12
)
grids = st.integers(1, 4).flatmap(
    lambda width: st.tuples(
        st.lists(texts, min_size=width, max_size=width),
        st.lists(st.lists(texts, min_size=width, max_size=width), max_size=5),
    )
)
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "\r=1", "＝1", "x;=1+1", "x\n=1"]


@given(texts)
def test_neutralising_is_undone(text: str) -> None:
    assert restored(neutralised(text)) == text


@given(texts)
def test_no_cell_begins_a_formula_whatever_the_separator(text: str) -> None:
    for part in re.split("[;,\t\r\n|]", neutralised(text)):
        assert not part.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("text", DANGEROUS)
def test_dangerous_texts_get_an_apostrophe(text: str) -> None:
    assert "'" in neutralised(text)


@pytest.mark.parametrize("text", ["", "Close the cellar.", "a = b - c", "co-operation, and more", "1; 2"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert neutralised(text) == text


@given(grids)
def test_csv_comes_back(grid: tuple[list[str], list[list[str]]]) -> None:
    headings, rows = grid
    out = io.BytesIO()
    write_csv(headings, rows, out)
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    assert read_csv(io.BytesIO(out.getvalue())) == (tuple(headings), [tuple(row) for row in rows])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(texts, min_size=3, max_size=3), max_size=5))
def test_xlsx_comes_back_through_import_itself(rows: list[list[str]]) -> None:
    out = io.BytesIO()
    write_xlsx(["One", "Two", "Three"], [["x", "y", "z"], *rows], out)
    table = read_table(io.BytesIO(out.getvalue()), name="out.xlsx", headings_line=1)
    kept = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert [record.cells for record in table.rows] == [("x", "y", "z"), *kept]


def test_a_workbook_that_goes_out_holds_no_formula() -> None:
    out = io.BytesIO()
    write_xlsx(["Text"], [[text] for text in DANGEROUS], out)
    with zipfile.ZipFile(out) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert 'quotePrefix="1"' in styles


def test_numbers_go_out_as_numbers() -> None:
    out = io.BytesIO()
    write_xlsx(["Place", "Capacity", "Latitude"], [["A", 120, 40.5], ["B", None, -1.25]], out)
    table = read_table(io.BytesIO(out.getvalue()), name="out.xlsx")
    assert [record.cells for record in table.rows] == [("A", "120", "40.5"), ("B", "", "-1.25")]


def test_what_excel_cannot_hold_is_refused_with_its_place() -> None:
    with pytest.raises(RefusedError) as refused:
        write_xlsx(["Text"], [["short"], ["x" * 32_768]], io.BytesIO())
    assert (refused.value.code, str(refused.value.where)) == ("cell-too-long", "-:3, column Text")


def test_a_row_of_another_width_is_an_error_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="2 cells for 1"):
        write_csv(["A"], [["1", "2"]], io.BytesIO())
