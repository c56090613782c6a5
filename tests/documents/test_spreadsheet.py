"""Workbooks, separated texts and pastes: what is in the cells comes out as text, with its line."""

import io
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from tests.documents.books import SHEET, book, changed, saved, sheet_xml, with_shared

from habeas.documents.encodings import candidates, decode
from habeas.documents.tables.spreadsheet import read_pasted, read_table
from habeas.documents.tables.table import Table
from habeas.documents.tables.workbook_parts import escape, unescape
from habeas.errors import RefusedError

HALF_PAST_TEN = datetime(2024, 7, 3, 10, 30)  # noqa: DTZ001 (a cell knows no zone)


def read(data: bytes, **more: Any) -> Table:
    return read_table(io.BytesIO(data), name=more.pop("name", "l.xlsx"), **more)


def cells(table: Table) -> list[tuple[str, ...]]:
    return [record.cells for record in table.rows]


def codes(table: Table) -> list[str]:
    return [found.code for found in table.problems]


def test_numbers_and_truths_are_written_short() -> None:
    table = read(book([["A", "B", "C", "D", "E"], [12.0, 0.1, 1e20, True, "-1"]]))
    assert cells(table) == [("12", "0.1", "1e+20", "TRUE", "-1")]


def test_a_date_is_as_precise_as_the_cell_shows() -> None:
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    page.append(["Day", "Month", "Year", "Hour"])
    page.append([date(2024, 7, 3), date(2024, 7, 1), date(2024, 1, 1), HALF_PAST_TEN])
    for place, shown in (("A2", "dd/mm/yyyy"), ("B2", "mmm-yy"), ("C2", "yyyy"), ("D2", "yyyy-mm-dd hh:mm")):
        page[place].number_format = shown
    assert cells(read(saved(workbook))) == [("2024-07-03", "2024-07", "2024", "2024-07-03 10:30")]
    page["D2"] = HALF_PAST_TEN.replace(second=7)
    page["C2"] = HALF_PAST_TEN.time()
    assert cells(read(saved(workbook)))[0][2:] == ("10:30", "2024-07-03 10:30:07")
    workbook.epoch = CALENDAR_MAC_1904
    assert cells(read(saved(workbook)))[0][0] == "2024-07-03"


def test_shared_texts_leave_out_readings_and_join_their_runs() -> None:
    items = (
        "<sst><si><r><t>Two</t></r><r><t xml:space='preserve'> runs</t></r></si>"
        "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>"
        "<si><t>a_x000D_b_x005F_x000D_</t></si></sst>"
    )
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>A</t></is></c></row>'
    body = "".join(f'<row r="{n + 2}"><c r="A{n + 2}" t="s"><v>{n}</v></c></row>' for n in range(3))
    assert cells(read(with_shared(items, head + body))) == [("Two runs",), ("東京",), ("a\rb_x000D_",)]


def test_rows_and_cells_without_a_reference_follow_one_another() -> None:
    inner = (
        "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c/><c><v>3</v></c></row></sheetData>"
    )
    table = read(changed(book([["x"]]), {SHEET: sheet_xml(inner)}))
    assert (table.headings, cells(table), table.rows[0].line) == (("1", "2"), [("", "3")], 3)


def test_a_cell_merged_down_holds_for_each_row_and_is_told() -> None:
    workbook = Workbook()
    page = workbook.active
    assert page is not None
    for row in (["Region", "Name"], ["North", "A"], [None, "B"], ["South", "C"]):
        page.append(row)
    page.merge_cells("A2:A3")
    table = read(saved(workbook))
    assert cells(table) == [("North", "A"), ("North", "B"), ("South", "C")]
    assert [(found.code, found.line, found.column) for found in table.problems] == [("cells-merged", 2, "A")]


def test_a_title_above_the_headings_is_told_and_blank_lines_keep_the_count() -> None:
    table = read(book([["List of places 2024"], [], ["Name", "Region"], [], ["A", "North"]]))
    assert (table.headings, table.headings_line) == (("Name", "Region"), 3)
    assert [(record.line, record.cells) for record in table.rows] == [(5, ("A", "North"))]
    assert codes(table) == ["lines-above-headings"]


def test_a_title_of_two_cells_is_no_heading_where_known_words_follow() -> None:
    table = read(book([["Places", "2024"], ["Name", "Region", "Misc"], ["A", "North", "x"]]))
    assert table.headings == ("Name", "Region", "Misc")


def test_hidden_and_other_sheets_are_told_and_a_sheet_can_be_chosen() -> None:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, state in (("Old", "hidden"), ("Empty", "visible"), ("Places", "visible"), ("More", "visible")):
        page = workbook.create_sheet(title)
        page.sheet_state = state
        if title != "Empty":
            page.append(["Name", "Region"])
            page.append([title, "=1+1" if title == "Old" else "x"])
    data = saved(workbook)
    table = read(data)
    assert (table.sheet, table.sheets, cells(table)) == (
        "Places",
        ("Empty", "Places", "More"),
        [("Places", "x")],
    )
    assert [(found.code, found.values["sheet"]) for found in table.problems] == [
        ("sheet-hidden", "Old"),
        ("sheet-not-read", "Empty"),
        ("sheet-not-read", "More"),
    ]
    assert cells(read(data, sheet="More")) == [("More", "x")]
    with pytest.raises(RefusedError) as refused:
        read(data, sheet="Old")
    assert refused.value.code == "spreadsheet-no-sheet"


def test_an_error_in_a_cell_keeps_its_row_out() -> None:
    table = read(book([["Name", "Capacity"], ["A", "#REF!"], ["B", 3]]))
    assert cells(table) == [("B", "3")]
    assert [(found.code, found.line, found.warning) for found in table.problems] == [("cell-error", 2, False)]


def test_headings_get_names_that_differ() -> None:
    table = read(book([["Name", "Note", "Note", None], ["A", "x", "y", "z"]]))
    assert table.headings == ("Name", "Note", "Note (2)", "Column D")
    assert codes(table) == ["heading-repeated", "heading-empty"]


@pytest.mark.parametrize(
    ("data", "separator", "encoding"),
    [
        (b"Name;Region\r\nA;x, y\r\n", ";", "utf-8"),
        (b"Name\tRegion\nA\tx, y\n", "\t", "utf-8"),
        (b'Name,Region\rA,"x, y"\r', ",", "utf-8"),
        (b"sep=;\r\nName;Region\r\nA;x, y\r\n", ";", "utf-8"),
        ("Name\tRegion\r\nA\tx, y\r\n".encode("utf-16"), "\t", "utf-16-le"),
        (b"\xef\xbb\xbf" + b"Name;Region\r\nA;x, y\r\n", ";", "utf-8"),
    ],
)
def test_separator_and_encoding_are_found(data: bytes, separator: str, encoding: str) -> None:
    table = read(data, name="l.csv")
    assert (table.headings, cells(table), table.separator) == (("Name", "Region"), [("A", "x, y")], separator)
    assert table.taken is not None
    assert table.taken.encoding == encoding


def test_lines_are_counted_behind_the_mark_of_the_separator() -> None:
    assert read(b"sep=;\r\nName;Region\r\nA;x\r\n", name="l.csv").rows[0].line == 3


def test_a_row_of_another_width_is_told_and_left_out() -> None:
    table = read(b"Name,Region\r\nA,x,y\r\nB,z\r\nC\r\n", name="l.csv")
    assert cells(table) == [("B", "z")]
    assert [(found.line, found.code) for found in table.problems] == [
        (2, "row-columns-differ"),
        (4, "row-columns-differ"),
    ]


def test_text_like_a_formula_is_kept_verbatim() -> None:
    table = read(b"Name,Note\r\n=1+1,'-x\r\n@A,-1\r\n", name="l.csv")
    assert cells(table) == [("=1+1", "'-x"), ("@A", "-1")]


@pytest.mark.parametrize("encoding", ["cp1252", "cp1254", "cp1251", "mac_roman"])
def test_an_encoding_of_eight_bits_is_taken_when_declared(encoding: str) -> None:
    text = {"cp1254": "Bakı şəhəri".replace("ə", "e"), "cp1251": "Тюрьма"}.get(encoding, "Maison d’arrêt")
    data = f"Name\r\n{text}\r\n".encode(encoding)
    table = read(data, name="l.csv", encoding=encoding)
    assert cells(table) == [(text,)]
    assert (encoding, text) in candidates(data)


def test_a_declaration_against_the_mark_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        read(b"\xef\xbb\xbfName\r\n", name="l.csv", encoding="cp1252")
    assert refused.value.code == "encoding-contradicts"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_utf8_is_read_as_it_stands(text: str) -> None:
    data = text.encode()
    assert decode(data, "l")[0] == text.removeprefix("\ufeff")
    assert candidates(data) == []


@given(st.text(st.sampled_from("_x0041D\r\x01 é")) | st.text())
def test_escapes_of_workbooks_are_undone(text: str) -> None:
    assert unescape(escape(text)) == text


def test_a_pasted_list_of_names() -> None:
    table = read_pasted("Police station No. 1, Baku\n\nPrison “2”\nGobustan")
    assert cells(table) == [("Police station No. 1, Baku",), ("Prison “2”",), ("Gobustan",)]
    assert (table.headings, table.headings_line) == (("Column A",), None)
    assert [record.line for record in table.rows] == [1, 3, 4]


def test_a_paste_from_a_spreadsheet_with_and_without_headings() -> None:
    with_headings = read_pasted("Name\tRegion\nA\tNorth\nB\t\n")
    assert (with_headings.headings, cells(with_headings)) == (("Name", "Region"), [("A", "North"), ("B", "")])
    without = read_pasted("A\tNorth\nB\n")
    assert (without.headings, cells(without)) == (("Column A", "Column B"), [("A", "North"), ("B", "")])


def test_a_paste_with_commas_alike_in_each_line() -> None:
    table = read_pasted('Nom,Région\n"Maison d’arrêt, 2",Nord\nB,Sud')
    assert (table.headings, cells(table)) == (
        ("Nom", "Région"),
        [("Maison d’arrêt, 2", "Nord"), ("B", "Sud")],
    )


def test_a_list_of_names_with_its_heading() -> None:
    table = read_pasted("Name of the establishment\nA\nB")
    assert (table.headings, cells(table)) == (("Name of the establishment",), [("A",), ("B",)])


def test_an_empty_paste_is_refused() -> None:
    for text in ("", " \n\n"):
        with pytest.raises(RefusedError) as refused:
            read_pasted(text)
        assert refused.value.code == "no-rows"
