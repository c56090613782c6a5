"""A register, and a list, kept in a spreadsheet program: read as if they had been saved as CSV."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from habeas.errors import RefusedError
from habeas.safeguards import example_site
from habeas.safeguards.against import hold_usable, read_listing
from habeas.safeguards.against.rows import items, read_rows
from habeas.safeguards.ingest import Fault, Ingested, ingest, open_cache, read_mapping

Rows = Sequence[Sequence[object]]
MAPPING = """
zone = "Europe/Paris"
[events]
[events.columns]
record_id = "N° écrou"
kind = "Mouvement"
occurred_at = ["Jour", "Heure"]
recorded_at = "Saisi"
[kinds]
"Entrée" = "arrived"
"Sortie" = "released"
"""
EVENTS: Rows = [
    ["Registre des entrées", "", "", "", "de mars"],
    [],
    ["N° écrou", "Jour", "Heure", "Mouvement", "Saisi"],
    [17, date(2026, 3, 1), time(10, 5), "Entrée", datetime(2026, 3, 1, 10, 7, 30)],  # noqa: DTZ001
    [],
    [17, date(2026, 3, 2), time(9, 0, 15), "Sortie", datetime(2026, 3, 2, 9, 1)],  # noqa: DTZ001
    [18, date(2026, 3, 2), "vers midi", "Entrée", datetime(2026, 3, 2, 12, 30)],  # noqa: DTZ001
    [19, date(2026, 3, 2), time(12, 0), "Pause\nde midi", datetime(2026, 3, 2, 12, 30)],  # noqa: DTZ001
]


def saved(sheets: Mapping[str, Rows], path: Path, hidden: str = "") -> Path:
    """A workbook; empty rows are not there, as programs leave them out."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        page = workbook.create_sheet(name)
        page.sheet_state = "hidden" if name == hidden else "visible"
        for line, cells in enumerate(rows, 1):
            for place, value in enumerate(cells, 1):
                page.cell(line, place, value)
    workbook.save(path)
    return path


def as_csv(rows: Rows) -> str:
    """The same as a spreadsheet program would save it."""
    made = io.StringIO()
    csv.writer(made).writerows([[" ".join(str(cell).split("\n")) for cell in cells] for cells in rows])
    return made.getvalue()


def brought_in(place: Path, mapping: str = MAPPING) -> Ingested:
    return ingest(place, place.with_name(f"{place.name}-cache"), mapping=read_mapping(mapping, file="m.toml"))


def entries(made: Ingested) -> list[tuple[object, ...]]:
    return (
        open_cache(made.folder)
        .execute("""
        SELECT r.record_id, k.name, to_timestamp(x.ts / 1e6)::VARCHAR, to_timestamp(x.wr / 1e6)::VARCHAR
        FROM entry x JOIN record r USING (rid) JOIN kind_code k ON k.code = x.kind ORDER BY ALL""")
        .fetchall()
    )


def faults(made: Ingested) -> list[tuple[object, ...]]:
    return (
        open_cache(made.folder)
        .execute("SELECT code, line, what FROM fault WHERE code <> 'column-missing' ORDER BY code, line")
        .fetchall()
    )


def test_a_sheet_is_read_as_if_it_had_been_saved_as_csv(tmp_path: Path) -> None:
    sheets = {"Secret": [["N° écrou"], [1]], "2026": EVENTS, "Notes": [["to do"]]}
    book = brought_in(saved(sheets, tmp_path / "registre.xlsx", hidden="Secret"))
    (tmp_path / "registre.csv").write_text(as_csv(EVENTS), "utf-8")
    text = brought_in(tmp_path / "registre.csv")
    assert entries(book) == entries(text)
    assert entries(book)[0] == ("17", "arrived", "2026-03-01 09:05:00+00", "2026-03-01 09:07:30+00")
    assert {*faults(book)} == {*faults(text), (Fault.SHEET_UNREAD, None, "Notes")}
    assert (Fault.OCCURRED_UNREADABLE, 7, "occurred_at") in faults(book), "the line is that of the sheet"
    assert (Fault.KIND_UNKNOWN, 8, "Pause de midi") in faults(book)


def with_values(path: Path, values: Mapping[str, str]) -> Path:
    """The same workbook once a spreadsheet program has found what its formulas say."""
    with ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for formula, value in values.items():
        form = ' t="str"' if not value or value[0].isalpha() else ""
        empty = re.compile(rf'<c r="(\w+)"( s="\d+")?><f>{re.escape(formula)}</f><v></v></c>')
        sheet, times = empty.subn(rf'<c r="\1"\2{form}><f>{formula}</f><v>{value}</v></c>', sheet)
        assert times == 1, formula
    with ZipFile(path, "w") as archive:
        for name, data in (parts | {"xl/worksheets/sheet1.xml": sheet.encode()}).items():
            archive.writestr(name, data)
    return path


def test_midnight_is_an_hour_and_a_formula_what_was_found_last(tmp_path: Path) -> None:
    headings = ["record_id", "kind", "occurred_at", "recorded_at", "page"]
    midnight = datetime(2026, 3, 2)  # noqa: DTZ001
    rows = [headings, ["=LOWER(F1)", "arrived", midnight, midnight, "=IF(F1,1,F1)"]]
    path = saved({"a": rows}, tmp_path / "registre.xlsx")
    with pytest.raises(RefusedError) as refused:
        brought_in(path, 'zone = "UTC"')
    assert (refused.value.code, refused.value.where and refused.value.where.line) == (
        "spreadsheet-formula",
        2,
    )
    made = brought_in(with_values(path, {"LOWER(F1)": "r-1", "IF(F1,1,F1)": ""}), 'zone = "UTC"')
    assert entries(made) == [("r-1", "arrived", "2026-03-02 00:00:00+00", "2026-03-02 00:00:00+00")]


def test_a_mapping_names_the_sheet_of_each_table(tmp_path: Path) -> None:
    people: Rows = [["N° écrou", "Mineur"], [17, "oui"], [18, "non"]]
    sheets = {"Notes": [["to do"]], "2026": EVENTS, "Personnes": people}
    named = MAPPING.replace("[events]\n", '[events]\nsheet = "2026"\n') + (
        '[records]\nsheet = "Personnes"\n[records.columns]\nrecord_id = "N° écrou"\njuvenile = "Mineur"\n'
        '[words]\nyes = ["oui"]\nno = ["non"]\n'
    )
    made = brought_in(saved(sheets, tmp_path / "registre.xlsx"), named)
    told = open_cache(made.folder).execute("SELECT record_id, juvenile FROM record ORDER BY 1").fetchall()
    assert told == [("17", True), ("18", False), ("19", None)]
    unread = [what for code, _line, what in faults(made) if code == Fault.SHEET_UNREAD]
    assert set(unread) == {"Notes"}
    with pytest.raises(RefusedError, match="2025") as refused:
        brought_in(tmp_path / "registre.xlsx", named.replace('"2026"', '"2025"'))
    assert refused.value.code == "spreadsheet-no-sheet"
    (tmp_path / "registre.csv").write_text(as_csv(EVENTS), "utf-8")
    with pytest.raises(RefusedError, match="is no workbook") as refused:
        brought_in(tmp_path / "registre.csv", named)
    assert (refused.value.code, str(refused.value.where)) == ("mapping-misfit", "m.toml:4")


def test_in_a_folder_a_workbook_is_named_after_its_table(tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    headings = ["record_id", "kind", "occurred_at", "recorded_at", "event_id"]
    ids = [f"0190c0de-0000-7000-8000-{number:012d}" for number in (1, 2)]
    rows = [["r-1", "arrived", "2026-03-01T10:00:00Z", "2026-03-01T10:01:00Z", each] for each in ids]
    saved({"a": [headings, *rows]}, tmp_path / "given" / "events.xlsx")
    saved({"a": [["record_id", "juvenile"], ["r-1", True]]}, tmp_path / "given" / "records.xlsx")
    made = brought_in(tmp_path / "given", "")
    assert (made.meta["events"], made.meta["records_table"]) == (2, True)
    assert Fault.ATTRIBUTE_WRONG not in made.faults
    assert open_cache(made.folder).execute("SELECT juvenile FROM record").fetchall() == [(True,)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"N;Jour\n", "spreadsheet-is-text"),
        ("N;Jour\n".encode("utf-16"), "spreadsheet-is-text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "spreadsheet-not-xlsx"),
        (b"%PDF-1.7\n", "spreadsheet-not-xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "spreadsheet-old-xls"),
        (b"PK\x03\x04broken", "spreadsheet-broken"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "registre.xlsx").write_bytes(data)
    with pytest.raises(RefusedError) as refused:
        brought_in(tmp_path / "registre.xlsx")
    assert refused.value.code == code
    assert refused.value.advice


def test_a_list_is_read_from_a_sheet_too(tmp_path: Path) -> None:
    rows: Rows = [
        ["The door, as of March"],
        [],
        ["Nr", "In"],
        ["r-1", datetime(2026, 3, 1, 11, 5, 20)],  # noqa: DTZ001
        [],
        ["r-9", "at tea time"],
    ]
    says = """name = "the door"
kind = "door"
from = "2026-03-01T00:00:00Z"
until = "2026-03-08T00:00:00Z"
places = ["s-1"]
zone = "Europe/Paris"
separator = ";"
sheet = "March"
[columns]
record = "Nr"
at = "In"
"""
    listing = read_listing(says, file="list.toml", site=example_site())
    path = saved({"Notes": [["to do"]], "March": rows}, tmp_path / "list.xlsx")
    hold_usable(path, listing)
    used, unusable = items(read_rows(path, listing), listing)
    assert (used.line, str(getattr(used, "at", ""))) == (4, "2026-03-01 10:05:20+00:00")
    assert unusable.line == 6
