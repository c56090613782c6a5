"""The dossier's TOML: what is read, what is refused and where, and that writing is the inverse."""

from pathlib import Path

import pytest

from habeas.dossier.facts import Certainty, Klass, Voice
from habeas.dossier.toml_form import TABLES, read_dossier
from habeas.dossier.toml_writing import write_dossier
from habeas.errors import RefusedError

DEMO = Path(__file__).parents[2] / "src/habeas/web/dossier/demo"
SMALL = """
[party]
name = "Orland"
class = "public"
invented = true

[[visit]]
id = "v1"
kind = "ad hoc"
from = "2030-03-01"
to = "2030-03-09"
source = "cover of the report"
certainty = "seen"
report = { public_reference = "X (2030) 1", response = "X (2030) 2", published = "2031" }
"""


def test_a_visit_with_its_report_in_short_becomes_a_visit_and_two_documents() -> None:
    dossier = read_dossier(SMALL, file="orland.toml")
    assert [act.kind for act in dossier.visits[0].acts] == ["started", "completed"]
    report, response = dossier.documents
    assert (report.reference, report.visits) == ("X (2030) 1", ("v1",))
    assert (response.reference, response.responds_to) == ("X (2030) 2", report.id)
    assert report.klass is Klass.PUBLIC
    assert report.certainty is Certainty.SEEN


@pytest.mark.parametrize("name", ["azerbaijan.toml", "orland.toml"])
def test_a_dossier_written_is_the_dossier_read(name: str) -> None:
    dossier = read_dossier((DEMO / name).read_text(encoding="utf-8"), file=name)
    assert read_dossier(write_dossier(dossier), file="again.toml") == dossier


FAULTS = {
    "a misspelt key": (SMALL.replace('kind = "ad hoc"', 'kimd = "ad hoc"'), "dossier-key-unknown", 9),
    "a day that no month has": (SMALL.replace("2030-03-09", "2030-02-30"), "date-unreadable", 11),
    "a visit that ends before it begins": (SMALL.replace("2030-03-09", "2029-03-09"), "date-backwards", 11),
    "no source": (SMALL.replace('source = "cover of the report"', ""), "dossier-key-missing", 7),
    "a certainty of its own": (SMALL.replace('"seen"', '"sure"'), "dossier-word-unknown", 13),
    "not TOML": (SMALL.replace('"ad hoc"', "ad hoc"), "dossier-not-toml", 9),
    "two Parties": (SMALL + "\n[[figure]]\nabout = 3\n", "dossier-value-wrong", 17),
    "a table of its own": (SMALL + "\n[[rumour]]\nabout = 'x'\n", "dossier-key-unknown", None),
    "an id that nothing has": (
        SMALL + '\n[[statement]]\nspeaker = "A"\ngist = "B"\nsource = "C"\npoints_at = ["v9"]\n',
        "dossier-id-unknown",
        20,
    ),
    "an id given twice": (
        SMALL + '\n[[visit]]\nid = "v1"\nfrom = "2031"\nsource = "C"\n',
        "dossier-id-twice",
        17,
    ),
}


@pytest.mark.parametrize("fault", FAULTS, ids=list(FAULTS))
def test_a_fault_is_refused_with_its_line(fault: str) -> None:
    text, code, line = FAULTS[fault]
    with pytest.raises(RefusedError) as refused:
        read_dossier(text, file="orland.toml")
    assert refused.value.code == code
    assert refused.value.where is not None
    assert (refused.value.where.file, refused.value.where.line) == ("orland.toml", line)


def test_what_says_nothing_of_its_class_is_of_the_class_of_the_file() -> None:
    closed = read_dossier(SMALL.replace('class = "public"', ""), file="orland.toml")
    assert {fact.klass for fact in (*closed.visits, *closed.documents)} == {Klass.CONFIDENTIAL}


def test_a_source_is_told_once_and_known_by_its_name() -> None:
    text = (
        SMALL
        + '\n[[source]]\nname = "cover of the report"\nvoice = "body"\ndate = "2031-05"\naddress = "https://example.org/"\n'
    )
    dossier = read_dossier(text, file="orland.toml")
    assert dossier.visits[0].spoken_by is Voice.BODY
    assert dossier.visits[0].source.opens_to_the_public


def test_every_table_and_key_of_the_format_is_on_its_page() -> None:
    page = (DEMO.parents[4] / "docs/formats.md").read_text(encoding="utf-8")
    section = page.partition("(TOML)")[2].partition("\n## ")[0]
    written = write_dossier(
        read_dossier((DEMO / "orland.toml").read_text(encoding="utf-8"), file="orland.toml")
    )
    keys = {
        key
        for line in written.splitlines()
        if (key := line.partition(" = ")[0].strip("[] ")) and " = " in line
    }
    assert {key for key in keys if f"`{key}`" not in section and f"{key}," not in section} - {"id"} == set()
    assert all(f"[{table}]" in section for table in TABLES)
