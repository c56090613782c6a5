"""Items of a report go out to be filled in, and what was filled in comes back as it was typed."""

from io import BytesIO

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from habeas.documents.reply.items import ANSWER, ITEM, LABELS, PASSAGE, read_items, write_items
from habeas.errors import RefusedError
from habeas.language import LANGUAGES, words

FIELDS = (*ITEM, *ANSWER, *PASSAGE)
TEXT = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=60
) | st.sampled_from(["=1+1", "-10 %", "+1", "@x", "'", "a;b;c", "a,\t'-b", "x\r\ny", '"', "Position", "item"])
ROW = st.fixed_dictionaries(
    {"item": st.text("23456789abc", min_size=14, max_size=14)} | dict.fromkeys(FIELDS[1:], TEXT)
)


def written(rows, *, form: str = "csv", language: str = "en") -> bytes:
    out = BytesIO()
    write_items(form, FIELDS, rows, out, said=words(language))
    return out.getvalue()


@given(st.lists(ROW, min_size=1, max_size=4), st.sampled_from(sorted(LANGUAGES)))
@example([dict.fromkeys(FIELDS, "=;,\t") | {"item": "a"}], "fr")
@example([dict.fromkeys(FIELDS, ";;;;;;;;;;;;;;;;") | {"item": "a"}] * 4, "ar")
@settings(max_examples=60)
def test_what_goes_out_as_csv_comes_back_as_it_was(rows, language) -> None:
    back = read_items(BytesIO(written(rows, language=language)), name="items.csv")
    assert [dict(one.cells) for one in back.rows] == rows
    assert not back.problems


def test_no_cell_of_the_file_runs() -> None:
    row = dict.fromkeys(FIELDS, "=cmd()") | {"item": "a"}
    assert b"\n=" not in written([row])
    assert b",=" not in written([row])
    sheet = load_workbook(BytesIO(written([row], form="xlsx"))).active
    assert sheet["E2"].data_type == "s"
    back = read_items(BytesIO(written([row], form="xlsx")), name="items.xlsx")
    assert back.rows[0].given("position") == "=cmd()"


@pytest.mark.parametrize("saved", ["cp1252", "utf-16"])
def test_a_file_saved_again_by_a_spreadsheet_program_is_read(saved) -> None:
    text = "Title\n\n" + ";".join(LABELS.values()) + "\na;12;request;How many?;noted;déjà;;Justice;2024\n"
    data = text.replace("2024\n", "2024;;\n").encode(saved)
    if saved == "cp1252":
        with pytest.raises(RefusedError, match="UTF-8"):
            read_items(BytesIO(data), name="items.csv")
        return
    (row,) = read_items(BytesIO(data), name="items.csv").rows
    assert (row.place, row.item, row.given("action"), row.given("body")) == (4, "a", "déjà", "Justice")


def test_another_list_is_refused_and_a_heading_of_its_own_is_told() -> None:
    with pytest.raises(RefusedError, match="known as an item"):
        read_items(BytesIO(b"Name,Town\nA,B\n"), name="places.csv")
    (told,) = read_items(BytesIO(b"item,position,remarks\na,noted,x\n"), name="items.csv").problems
    assert (told.code, told.warning, told.values) == ("heading-not-known", True, {"heading": "remarks"})


def form_in_word(*pairs: tuple[str, str]) -> bytes:
    document = Document()
    document.add_paragraph("Some words before.")
    document.add_table(1, 2).cell(0, 0).text = "Not a form"
    table = document.add_table(len(pairs), 2)
    for row, (label, value) in enumerate(pairs):
        table.cell(row, 0).text, table.cell(row, 1).text = label, value
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_form_in_word_is_read_by_its_labels_in_any_language_and_order() -> None:
    said = words("fr")
    data = form_in_word(
        (said.say(LABELS["item"]), "a"),
        (said.say(LABELS["action"]), "Done.\nTwice."),
        (said.say(LABELS["position"]), "notée"),
        ("Note", "x"),
    )
    back = read_items(BytesIO(data), name="items.docx")
    assert [dict(one.cells) for one in back.rows] == [
        {"item": "a", "action": "Done.\nTwice.", "position": "notée"}
    ]
    assert back.rows[0].given("evidence") is None
    assert [one.code for one in back.problems] == ["heading-not-known"]
    assert back.flowing
    with pytest.raises(RefusedError, match="known as an item"):
        read_items(BytesIO(form_in_word(("A", "B"))), name="items.docx")


def test_a_document_of_another_kind_is_refused_in_words() -> None:
    with pytest.raises(RefusedError, match="old"):
        read_items(BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), name="items.doc")
