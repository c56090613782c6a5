"""Tables that somebody typed or put together: no row is lost unseen, whatever is wrong with another."""

import codecs
import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.errors import RefusedError
from habeas.safeguards.ingest import Fault, Ingested, Unreadable, ingest, open_cache, read_mapping

HEADING = "record_id,event_id,seq,kind,page,recorded_at,data"


def row(number: int, page: str = "p", data: str = "") -> str:
    ids = f"0190c0de-0000-7000-8000-{number:012d}"
    when = f"2025-07-03T{number // 60:02d}:{number % 60:02d}:00Z"
    return f"r-{number % 7},{ids},{number},checked,{page},{when},{data}"


def brought_in(folder: Path, text: str | bytes, mapping: str = "", name: str = "events.csv") -> Ingested:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    read_as = read_mapping(mapping, file="m.toml") if mapping else None
    return ingest(folder, folder.with_name(f"{folder.name}-cache"), mapping=read_as)


def unreadable(made: Ingested) -> dict[int, str]:
    told = open_cache(made.folder).execute(
        f"SELECT line, what FROM fault WHERE code = '{Fault.ROW_UNREADABLE}' ORDER BY line"
    )
    return dict(told.fetchall())


def records(made: Ingested) -> list[str]:
    found = open_cache(made.folder).execute("SELECT record_id FROM record ORDER BY record_id").fetchall()
    return [each for (each,) in found]


def pages(made: Ingested) -> dict[int, str]:
    """By its number, the page that each entry names."""
    found = open_cache(made.folder).execute("SELECT event_id, page FROM event_id").fetchall()
    return {number_in(of): page for of, page in found}


def number_in(event_id: str) -> int:
    """The number of a row by its id, which may have got a mark within."""
    return int(re.sub(r"\D", "", event_id)[-12:])


ROWS = [row(number) for number in range(1, 200)]


@pytest.mark.parametrize(
    ("others", "broken"),
    [
        pytest.param({}, {51: Unreadable.QUOTES}, id="to the end of the file"),
        pytest.param({90: row(90, '"p"', '"{""a"":1}"')}, {51: Unreadable.QUOTES}, id="to the next cell"),
        pytest.param({90: row(90, 'p"')}, {51: Unreadable.QUOTES}, id="so that it looks like a row"),
        pytest.param({51: row(51, 'p"')}, {51: Unreadable.QUOTES}, id="so that two look like one"),
        pytest.param(
            {70: row(70, '"q'), 90: row(90, 'p"'), 99: "r-1,cut"},
            {51: Unreadable.QUOTES, 71: Unreadable.QUOTES, 100: Unreadable.FEW},
            id="among others",
        ),
        pytest.param({52: "", 60: "", 199: row(199) + "\n\n"}, {51: Unreadable.QUOTES}, id="and empty lines"),
    ],
)
def test_a_mark_that_is_not_closed_takes_its_own_line_alone(
    others: dict[int, str], broken: dict[int, str], tmp_path: Path
) -> None:
    given = {number: row(number) for number in range(1, 200)} | {50: row(50, '"p')} | others
    made = brought_in(tmp_path / "given", "\n".join([HEADING, *given.values()]) + "\n")
    assert unreadable(made) == broken
    gone = {line - 1 for line in broken} | {number for number, said in others.items() if not said}
    assert pages(made).keys() == given.keys() - gone
    assert made.meta["left_out"] == len(broken)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("lines", [2, 3_000])
def test_a_cell_of_many_lines_stays_one(end: str, lines: int, tmp_path: Path) -> None:
    long = end.join(f"seen, line {number}, “quoted” ''x''" for number in range(lines))
    rows = [row(1), row(2, f'"{long}"', '"{""note"":""a""}"'), row(3), row(4, '"p'), row(5)]
    made = brought_in(tmp_path / "given", end.join([HEADING, *rows]) + end)
    assert pages(made) == {1: "p", 2: long, 3: "p", 5: "p"}
    assert unreadable(made) == {4 + lines: Unreadable.QUOTES}


def test_a_mark_in_the_headings_takes_no_row(tmp_path: Path) -> None:
    headings = HEADING.replace("data", '"data')
    made = brought_in(tmp_path / "given", "\n".join([headings, *ROWS[:9], row(10, data='"')]))
    assert unreadable(made) == {11: Unreadable.QUOTES}
    assert pages(made).keys() == set(range(1, 10))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    cells=st.lists(st.text('a",; \n\r', max_size=8), min_size=3, max_size=9),
    marks=st.lists(st.integers(0, 400), min_size=1, max_size=3),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_each_row_is_read_or_told_wherever_a_mark_falls(
    cells: list[str], marks: list[int], end: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end)
    for number, cell in enumerate(cells, 1):
        parts = row(number).split(",")
        parts[4] = cell
        writer.writerow(parts)
    text = out.getvalue()
    for mark in marks:
        at = mark % len(text)
        text = f'{text[:at]}"{text[at:]}'
    lines = f"{HEADING}{end}{text}".splitlines()
    made = brought_in(tmp_path_factory.mktemp("marks") / "given", f"{HEADING}{end}{text}")
    told = {line for (line,) in open_cache(made.folder).execute("SELECT line FROM fault").fetchall()}
    found = pages(made)
    for number, line in enumerate(lines, 1):
        if number > 1 and "0190c0de" in line and len(own := line.split(",")) > 5:
            assert number in told or number_in(own[1]) in found, (number, line)


MAPPED = """
zone = "Europe/Paris"
time = ["%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M %z"]
[events.columns]
record_id = "N° écrou"
kind = "Mouvement"
occurred_at = "Heure"
recorded_at = "Saisi"
"""


def test_the_end_of_a_day_is_midnight_and_a_year_cut_short_is_none(tmp_path: Path) -> None:
    rows = [
        "1;checked;30/03/2026 24:00;31/03/2026 08:00",
        "2;checked;2026-03-30T24:00;31/03/2026 08:00",
        "3;checked;30/03/2026 24:00 +0200;31/03/2026 08:00",
        "4;checked;2026-03-30T24:00:00.0+02:00;31/03/2026 08:00",
        "5;checked;30/03/2026 24:01;31/03/2026 08:00",
        "6;checked;30/03/26 23:00;31/03/2026 08:00",
        "7;checked;30/03/2026 10:24:00;31/03/2026 08:00",
    ]
    made = brought_in(tmp_path / "given", "\n".join(["N° écrou;Mouvement;Heure;Saisi", *rows]), MAPPED)
    db = open_cache(made.folder)
    when = db.execute("SELECT strftime(make_timestamp(ts), '%m-%d %H:%M') FROM entry ORDER BY rid").fetchall()
    assert [at for (at,) in when] == ["03-30 22:00"] * 4 + [None] * 3
    told = db.execute(
        "SELECT line, what FROM fault WHERE code = ? ORDER BY line", [Fault.OCCURRED_UNREADABLE]
    ).fetchall()
    assert told == [(6, "occurred_at"), (7, "occurred_at"), (8, "occurred_at")]


def test_an_hour_that_was_not_or_that_was_twice_is_told(tmp_path: Path) -> None:
    later = "30/11/2026 12:00"
    rows = [
        f"1;checked;29/03/2026 02:30;{later}",
        f"1;checked;29/03/2026 03:00;{later}",
        f"1;checked;2026-10-25T02:30:00;{later}",
        f"1;checked;25/10/2026 03:00;{later}",
        f"1;checked;25/10/2026 02:30 +0200;{later}",
        f"2;checked;2026-10-25T02:30:00+01:00;{later}",
        "1;checked;25/10/2026 01:59;25/10/2026 02:00",
    ]
    made = brought_in(tmp_path / "given", "\n".join(["N° écrou;Mouvement;Heure;Saisi", *rows]), MAPPED)
    db = open_cache(made.folder)
    told = db.execute("SELECT line, code, what FROM fault WHERE code LIKE 'local-%' ORDER BY line").fetchall()
    assert told == [
        (2, Fault.HOUR_SKIPPED, "occurred_at"),
        (4, Fault.HOUR_TWICE, "occurred_at"),
        (8, Fault.HOUR_TWICE, "recorded_at"),
    ]
    when = db.execute("SELECT strftime(make_timestamp(ts), '%m-%d %H:%M') FROM entry ORDER BY ts").fetchall()
    assert [each for (each,) in when] == [
        *("03-29 01:00", "03-29 01:30"),
        *("10-24 23:59", "10-25 00:30", "10-25 01:30", "10-25 01:30", "10-25 02:00"),
    ]


def test_the_headings_of_an_older_file_are_named_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        brought_in(tmp_path / "given", "N° écrou;Date;Saisi\n1;2;3\n".encode("cp1252"))
    assert "N° écrou, Date, Saisi" in (refused.value.advice or "")


_NAMED = """{encoding}
[events.columns]
record_id = "Id"
kind = "Kind"
recorded_at = "Wrote"
"""


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("name", ["events.csv", "events.jsonl"])
def test_two_whose_names_are_no_utf8_do_not_become_one(name: str, mark: bytes, tmp_path: Path) -> None:
    when = "2026-03-01T10:00:00Z"
    if name == "events.csv":
        text = f"record_id,kind,recorded_at\nZoë,arrived,{when}\nRé,arrived,{when}\nRè,arrived,{when}\n"
    else:
        own = '{{"record_id":"{}","kind":"arrived","recorded_at":"{}"}}\n'
        text = "".join(own.format(who, when) for who in ("Zoë", "Ré", "Rè"))
    first, others = text.encode().split("ë".encode())
    given = mark + first + "ë".encode() + others.replace("é".encode(), b"\xe9").replace("è".encode(), b"\xe8")
    made = brought_in(tmp_path / "given", given, name=name)
    assert records(made) == ["Zoë"]
    begins = 3 if name == "events.csv" else 2
    assert list(unreadable(made)) == [begins, begins + 1]


@pytest.mark.parametrize(
    ("encoding", "mark", "people"),
    [
        ("", b"", ["Rè", "Ré"]),
        ("", codecs.BOM_UTF8, ["Rè", "Ré"]),
        ('encoding = "utf-8"', codecs.BOM_UTF8, []),
        ('encoding = "ascii"', b"", []),
    ],
)
def test_what_is_no_letter_of_the_encoding_is_told(
    encoding: str, mark: bytes, people: list[str], tmp_path: Path
) -> None:
    when = "2026-03-01T10:00:00Z"
    rows = [f"{who};arrived;{when}" for who in ("1", "Ré", "Rè")]
    text = "\r\n".join(["Id;Kind;Wrote", *rows]).encode("cp1252")
    made = brought_in(tmp_path / "given", mark + text, _NAMED.format(encoding=encoding))
    assert records(made) == ["1", *people]
    assert unreadable(made) == ({} if people else dict.fromkeys((3, 4), Unreadable.ENCODING))
    assert (Fault.ENCODING_ASSUMED in made.faults) is bool(people)


def test_bytes_that_windows_has_no_letter_for_do_not_become_one(tmp_path: Path) -> None:
    when = b"2026-03-01T10:00:00Z"
    rows = [each + b";arrived;" + when for each in (b"R\xe9", b"R\x81", b"R\x8d")]
    made = brought_in(tmp_path / "given", b"\n".join([b"Id;Kind;Wrote", *rows]), _NAMED.format(encoding=""))
    assert records(made) == ["Ré"]
    assert unreadable(made) == dict.fromkeys((3, 4), Unreadable.ENCODING)


def told(made: Ingested) -> list[tuple[int | None, str, str]]:
    found = open_cache(made.folder).execute("SELECT line, code, what FROM fault ORDER BY ALL NULLS FIRST")
    return found.fetchall()


def test_an_empty_heading_is_told_and_its_column_left_aside(tmp_path: Path) -> None:
    lines = [f"{HEADING},,", *(f"{row(number)},," for number in (1, 2)), f"{row(3)},x,"]
    made = brought_in(tmp_path / "given", "\n".join(lines))
    assert sorted(pages(made)) == [1, 2, 3]
    strangers = [what for _line, code, what in told(made) if code == Fault.COLUMN_UNKNOWN]
    assert strangers == ["column 8", "column 9"]


def test_of_headings_that_differ_in_case_the_one_that_is_asked_is_taken(tmp_path: Path) -> None:
    lines = [f"PAGE,{HEADING},Page,rowid", f"A,{row(1)},B,C", "short", f"A,{row(2)},B,C"]
    made = brought_in(tmp_path / "given", "\n".join(lines))
    assert pages(made) == {1: "p", 2: "p"}
    strangers = [what for _line, code, what in told(made) if code == Fault.COLUMN_UNKNOWN]
    assert strangers == ["PAGE", "Page", "rowid"]


@pytest.mark.parametrize("name", ["events.csv", "events.jsonl"])
def test_a_mapping_may_ask_for_two_that_differ_in_case(name: str, tmp_path: Path) -> None:
    asked = _NAMED.format(encoding="") + 'page = "note"\nactor_id = "NOTE"\n'
    when = "2026-03-01T10:00:00Z"
    given = f"NOTE,Id,Kind,Wrote,note\nA,1,arrived,{when},b\n"
    if name == "events.jsonl":
        given = json.dumps({"NOTE": "A", "Id": "1", "Kind": "arrived", "Wrote": when, "note": "b"})
    made = brought_in(tmp_path / "given", given, asked, name)
    db = open_cache(made.folder)
    assert db.execute("SELECT page FROM event_id").fetchall() == [("b",)]
    assert ("A",) in db.execute("SELECT name FROM actor").fetchall()


def test_a_row_that_is_left_out_is_told_once_by_what_left_it_out(tmp_path: Path) -> None:
    lines = [
        HEADING,
        row(1),
        "r-1,,x,,p,,no",
        ",,,checked,p,never,no",
        f"r-1,,,checked,p,{row(4)[-21:-1]},{{}}",
    ]
    made = brought_in(tmp_path / "given", "\n".join(lines))
    assert [each for each in told(made) if each[0] is not None] == [
        (3, Fault.KIND_MISSING, "kind"),
        (4, Fault.RECORD_MISSING, "record_id"),
        (5, Fault.ID_MISSING, "event_id"),
        (5, Fault.SEQ_MISSING, "seq"),
    ]


@pytest.mark.parametrize(
    ("begin", "end", "encoding"),
    [
        ("", "\r", "utf-8"),
        ("", "\r", "utf-8-sig"),
        ("sep=;\r\n", "\r\n", "utf-8"),
        ('"sep=;"\n', "\n", "utf-8-sig"),
        ("", "\r\n", "utf-16-le"),
        ("SEP=;\n", "\n", "utf-16-be"),
        ("sep=;\r\n", "\r\n", "utf-16"),
        ("", "\r", "utf-16"),
        ("", "\n", "utf-32"),
    ],
)
def test_a_table_is_read_however_a_spreadsheet_program_wrote_it(
    begin: str, end: str, encoding: str, tmp_path: Path
) -> None:
    rows = [row(number, page="ليل, é").replace("ليل, é", '"ليل, é"') for number in range(1, 40)]
    lines = [each.replace(",", ";").replace("ليل; é", "ليل, é") for each in (HEADING, *rows)]
    lines[30] = "cut;short"
    made = brought_in(tmp_path / "given", f"{begin}{end.join(lines)}{end}".encode(encoding))
    assert pages(made) == {number: "ليل, é" for number in range(1, 40) if number != 30}
    assert unreadable(made) == {31 + bool(begin): Unreadable.FEW}
    assert (Fault.ENCODING_ASSUMED in made.faults) is (encoding in ("utf-16-le", "utf-16-be"))


def test_what_stands_above_the_headings_divides_the_cells(tmp_path: Path) -> None:
    lines = ["sep=|", HEADING.replace(",", "|") + "|a;b;c;d;e;f;g;h;i;j", row(1).replace(",", "|") + "|"]
    assert pages(brought_in(tmp_path / "given", "\n".join(lines))) == {1: "p"}


def test_a_nought_among_letters_is_no_utf_16(tmp_path: Path) -> None:
    rows = [*(row(number) for number in range(1, 30)), row(30, page="a\0b")]
    assert Fault.ENCODING_ASSUMED not in brought_in(tmp_path / "given", "\n".join([HEADING, *rows])).faults


def test_a_file_that_begins_with_a_nought_among_letters_is_refused_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        brought_in(tmp_path / "given", "\n".join([HEADING, row(1), row(2, page="a\0b")]))
    assert refused.value.where is not None
    assert refused.value.where.line == 3


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize(
    "begins", [b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04", b"%PDF-1.7\n", b"\x1f\x8b\x08\n"]
)
def test_what_is_no_text_is_refused(form: str, begins: bytes, tmp_path: Path) -> None:
    (tmp_path / f"events.{form}").write_bytes(begins + b"record_id,kind,recorded_at\n" * 9)
    with pytest.raises(RefusedError) as refused:
        ingest(tmp_path / f"events.{form}", tmp_path / "cache")
    assert refused.value.code == "register-unreadable"
    assert refused.value.where is not None
    assert refused.value.where.file == f"events.{form}"
    assert not (tmp_path / "cache").exists()


TITLED = """
time = "%d/%m/%Y %H:%M"
zone = "Europe/Paris"
[events]
file = "export.csv"
[events.columns]
record_id = "N°"
kind = "Quoi"
occurred_at = "Quand"
recorded_at = "Saisi"
[records]
file = "export.csv"
[records.columns]
record_id = "N°"
juvenile = "Mineur"
[words]
yes = "oui"
no = "non"
"""
HEADED = "N°;Quoi;Quand;Saisi;Mineur"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    "titles",
    [
        [],
        ["Garde à vue;;;;", ""],
        ['"Extraction', 'du 15/04/2026";;;;', "", HEADED[:9] + ";;;"],
        ['"Registre', 'dit "nouveau', ""],
    ],
)
def test_titles_above_the_headings_do_no_harm(titles: list[str], encoding: str, tmp_path: Path) -> None:
    rows = [
        "1;arrived;01/03/2026 10:00;01/03/2026 10:05;non",
        "1;checked;01/03/2026 11:00",
        '1;"checked;01/03/2026 11:00;01/03/2026 11:05;non',
        "1;released;1 March;01/03/2026 12:05;perhaps",
    ]
    (tmp_path / "given").mkdir()
    text = "\n".join([*titles, HEADED, *rows]) + "\n"
    (tmp_path / "given" / "export.csv").write_bytes(text.encode(encoding))
    mapping = read_mapping(TITLED, file="m.toml")
    made = ingest(tmp_path / "given", tmp_path / "cache", mapping=mapping)
    assert (made.meta["events"], made.meta["records"]) == (2, 1)
    fault = "SELECT code, line - ? FROM fault WHERE line IS NOT NULL ORDER BY line, code"
    assert open_cache(made.folder).execute(fault, [len(titles)]).fetchall() == [
        (Fault.ROW_UNREADABLE, 3),
        (Fault.ROW_UNREADABLE, 4),
        (Fault.ATTRIBUTE_WRONG, 5),
        (Fault.OCCURRED_UNREADABLE, 5),
    ]
    with (tmp_path / "given" / "export.csv").open("ab") as more:
        more.write(
            "2;arrived;02/03/2026 10:00;02/03/2026 10:05;oui\n".encode(encoding)[2 * (encoding == "utf-16") :]
        )
    assert ingest(tmp_path / "given", tmp_path / "cache", mapping=mapping).meta["records"] == 2
