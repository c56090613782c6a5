"""What the dossier tells: what matters now, the chronicle, the voices, the paper."""

from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from habeas import papers
from habeas.clock import Edtf
from habeas.dossier.chronicle import Kind, chronicle, drawn, select
from habeas.dossier.entries import Dossier, Procedure, Statement, Step
from habeas.dossier.facts import Klass, Source, Voice
from habeas.dossier.now import MatterKind, matters
from habeas.dossier.paper import dossier_paper
from habeas.dossier.publicly import public_dossier
from habeas.dossier.voices import occasions
from habeas.errors import RefusedError
from habeas.language import LANGUAGES, words

TODAY = date(2026, 11, 23)
ENGLISH = words("en")


def told(dossier: Dossier) -> dict[MatterKind, str]:
    return {item.kind: f"{item.headline}. {item.detail}" for item in matters(dossier, TODAY, ENGLISH)}


def test_what_matters_now_of_the_real_dossier(azerbaijan: Dossier) -> None:
    said = told(azerbaijan)
    assert said[MatterKind.PROCEDURE].startswith(
        "ECPT Article 10(2): public statement made. 3 July 2024, 2 years ago"
    )
    assert said[MatterKind.LETTERS] == (
        "Letters without an answer: number not known. the oldest for 22 to 34 months (since 2024)"
    )
    assert said[MatterKind.CANCELLED] == "1 visit cancelled. 2024"
    assert said[MatterKind.LAST_VISIT].startswith("Last visit: 22 September 2025 to 3 October 2025")
    assert MatterKind.UNPUBLISHED not in said


def test_what_matters_now_where_things_are_open(orland: Dossier) -> None:
    opened = Step(step="opened", date=Edtf.parse("2026-07-03"))
    procedure = Procedure(id="p", source=Source(name="minutes"), kind="ECPT Article 10(2)", steps=(opened,))
    said = told(replace(orland, procedures=(procedure,)))
    assert said[MatterKind.PROCEDURE].startswith("ECPT Article 10(2): open")
    assert said[MatterKind.LETTERS].startswith("3 letters without an answer. the oldest for 2 years")
    assert said[MatterKind.UNPUBLISHED].startswith("1 report not published. the oldest for 2 years")


def test_every_dated_fact_is_in_the_chronicle_once_and_in_order(azerbaijan: Dossier) -> None:
    entries = chronicle(azerbaijan, TODAY, ENGLISH)
    facts = [
        *azerbaijan.visits, *azerbaijan.letters, *azerbaijan.documents, *azerbaijan.incidents,
        *azerbaijan.statements, *azerbaijan.events,
    ]  # fmt: skip
    steps = sum(len(procedure.steps) for procedure in azerbaijan.procedures)
    assert len(entries) == len(facts) + steps
    dates = [entry.date.sort_key() for entry in entries if entry.date]
    assert dates == sorted(dates)


def test_a_year_in_the_filter_finds_what_may_be_of_that_year(azerbaijan: Dossier) -> None:
    entries = chronicle(azerbaijan, TODAY, ENGLISH)
    found = select(entries, kind=Kind.VISIT, year=2022)
    assert [str(entry.date) for entry in found] == ["2022"]
    assert {entry.voice for entry in select(entries, voice=Voice.STATE)} == {Voice.STATE}


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_timeline_draws_each_dated_entry_and_leads_to_it(azerbaijan: Dossier, language: str) -> None:
    said = words(language)
    entries = chronicle(azerbaijan, TODAY, said)
    svg = drawn(entries, TODAY, said, party="Azerbaijan")
    dated = [entry for entry in entries if entry.date]
    assert all(f"#fact-{entry.fact.id}" in svg for entry in dated)


def test_the_voices_of_july_2024_stand_side_by_side(azerbaijan: Dossier) -> None:
    (july,) = occasions(azerbaijan.statements)
    assert str(july.when) == "2024-07"
    assert {item.speaker for item in july.state} == {"Ministry of Foreign Affairs", "Aykhan Hajizada"}
    assert [item.speaker for item in july.body] == ["CPT"]
    assert len(july.others) == 2  # a member of parliament is not the government


def test_what_was_asked_stands_beside_the_claim_that_speaks_of_it(orland: Dossier) -> None:
    (march,) = occasions(orland.statements, orland.asks)
    assert [item.speaker for item in march.state] == ["Ministry of the Interior of Orland"]
    assert [ask.paragraph for ask in march.asked] == ["18"]


def test_statements_far_apart_are_different_occasions() -> None:
    said = tuple(
        Statement(
            id=when, source=Source(name="x"), date=Edtf.parse(when), speaker="A", gist="b", voice=Voice.STATE
        )
        for when in ("2024-01-05", "2024-02-04", "2024-06-01")
    )
    assert [str(occasion.when) for occasion in occasions(said)] == ["2024-06-01", "2024-01/2024-02"]


def test_the_public_dossier_has_nothing_confidential(orland: Dossier) -> None:
    opened = replace(orland, party=replace(orland.party, klass=Klass.PUBLIC))
    public = public_dossier(opened)
    assert {document.reference for document in public.documents} == {
        "INV/Inf (2015) 4",
        "INV/Inf (2021) 8",
        "INV/Inf (2021) 9",
    }
    assert not public.letters
    assert not public.incidents
    assert (public.links, public.claims, public.assessments, public.successions) == ((), (), (), ())
    assert all(not document.confidential_reference for document in public.documents)
    assert [statement.points_at for statement in public.statements] == [
        ()
    ]  # it pointed at a confidential ask
    assert {len(figure.values) for figure in public.figures} == {1}
    written = str(public)
    for secret in (
        "INV (2024) 3",
        "letter book",
        "Ilmar Vesk",
        "95 minutes",
        "cell 3",
        "bar association",
        "narrows",
    ):
        assert secret not in written


def test_a_shortened_list_says_nothing_of_its_completeness(orland: Dossier) -> None:
    opened = replace(orland, party=replace(orland.party, klass=Klass.PUBLIC))
    assert not public_dossier(opened).complete.keys() & {"visit", "letter", "document"}


def test_a_confidential_party_has_no_public_dossier(orland: Dossier) -> None:
    with pytest.raises(RefusedError, match="no public dossier"):
        public_dossier(orland)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_paper_says_the_same_in_its_three_forms(orland: Dossier, language: str, tmp_path: object) -> None:
    said = words(language)
    paper = dossier_paper(orland, as_of=TODAY, words=said, made_on=TODAY)
    assert paper.band is not None
    assert paper.synthetic
    html = papers.render_html(paper, words=said)
    assert "95" in html
    assert "INV (2024) 3" in html
    assert papers.render_docx(paper, words=said)[:2] == b"PK"
    pdf = papers.render_pdf(paper, words=said)
    assert pdf[:5] == b"%PDF-"


def test_a_public_paper_carries_no_band(azerbaijan: Dossier) -> None:
    paper = dossier_paper(public_dossier(azerbaijan), as_of=TODAY, words=ENGLISH, made_on=TODAY)
    assert paper.band is None


def test_the_band_is_on_every_sheet(orland: Dossier, tmp_path) -> None:  # type: ignore[no-untyped-def]
    paper = dossier_paper(orland, as_of=TODAY, words=ENGLISH, made_on=TODAY)
    file = tmp_path / "paper.pdf"
    file.write_bytes(papers.render_pdf(paper, words=ENGLISH))
    pages = PdfReader(file).pages
    assert len(pages) > 1
    for page in pages:
        text = page.extract_text()
        assert "Confidential" in text
        assert "Invented data" in text
