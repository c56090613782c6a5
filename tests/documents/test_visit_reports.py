"""Visit reports: what they say of themselves, and what they ask, word for word, with what told it."""

from io import BytesIO
from typing import Any

import pytest
from benchmarks.reading.papers import FORMATS, paper, squashed

from habeas.documents.forms import form_of
from habeas.documents.reading import read_document
from habeas.documents.report.ask_details import addressee, is_for_the_response
from habeas.documents.report.references import cross_references
from habeas.documents.report.visit_report import report_json


def read(name: str, form: str) -> dict[str, Any]:
    ending, made = FORMATS[form]
    return report_json(read_document(BytesIO(made(paper(name))), name=f"a{ending}"), None)


def read_text(text: str) -> dict[str, Any]:
    return report_json(read_document(BytesIO(text.encode()), name="a.txt"), None)


@pytest.fixture(scope="module", params=["PDF (typst)", "DOCX, numbers counted", "HTML"])
def orland(request: pytest.FixtureRequest) -> dict[str, Any]:
    return read("orland", request.param)


def test_a_report_says_what_it_is(orland: dict[str, Any]) -> None:
    assert orland["schema"] == "habeas/report/1"
    assert orland["title"].startswith("Report to the Orland Government on the periodic visit to Orland")
    assert (orland["reference"], orland["confidential_reference"]) == ("CPT/Inf (2031) 4", "CPT (2030) 61")
    assert (orland["party"], orland["language"]) == ("Orland", "en")
    assert orland["visit"] == {"from": "2030-03-29", "to": "2030-04-08", "kind": "periodic"}
    assert orland["response"] == "CPT/Inf (2031) 5"
    assert orland["delegation"][0] == {"name": "Ada Quill", "role": "Head of delegation"}
    assert [each["name"] for each in orland["delegation"]] == ["Ada Quill", "Bruno Marsh", "Cora Tell"]
    assert orland["places"] == [
        "Central Police Station, Veltown",
        "Northgate Prison",
        "St Brand Psychiatric Hospital",
    ]
    assert orland["warnings"] == []


def test_the_number_of_another_report_is_not_taken_for_its_own() -> None:
    said = read_text(
        "CPT/Inf (2031) 14\n\n"
        "Report to the Government of Orland on the visit to Orland by the CPT from 4 to 13 May 2030"
        "\n\n1. A delegation visited Orland.\n\n2. The CPT reiterates its recommendation that a lawyer be "
        "called at once (cf. paragraph 23 of document CPT (2026) 7).\n\n3. Staff was friendly."
    )
    assert (said["reference"], said["confidential_reference"]) == ("CPT/Inf (2031) 14", None)
    assert [one["reference"] for each in said["asks"] for one in each["refers_to"]] == ["CPT (2026) 7"]


def test_a_document_of_the_united_nations_has_its_own_symbol_and_no_visit_that_is_none() -> None:
    found = read_text(
        "Outcome of the review: Orland\n\nAdopts the outcome of the review, constituted of A/HRC/99/31.\n\n"
        "United Nations A/HRC/DEC/99/105 General Assembly Distr.: General\n\n"
        "1. A meeting was held on 20 June 2031.\n\n2. The draft was sent round on 1 July 2031.\n"
    )
    assert found["reference"] == "A/HRC/DEC/99/105"
    assert found["visit"]["from"] is None
    found = read_text("1. The Ombudsman visited the prison on 20 June 2031.\n\n2. It was cold.\n")
    assert found["visit"]["from"] == "2031-06-20"


def test_a_visit_report_is_told_by_its_title() -> None:
    ending, made = FORMATS["text"]
    form, why = form_of(read_document(BytesIO(made(paper("orland"))), name=f"a{ending}"))
    assert form == "report"
    assert "its title says “Report to the Orland Government" in why


def test_every_ask_stands_word_for_word_in_the_text(orland: dict[str, Any]) -> None:
    wanted = [(each.paragraph, each.kind, each.text) for each in paper("orland").labels]
    found = [(each["paragraph"], each["kind"], squashed(each["text"])) for each in orland["asks"]]
    assert found == wanted
    for each in orland["asks"]:
        assert orland["text"][slice(*each["span"])] == each["text"]
    assert {each["told_by"] for each in orland["asks"]} == {"bold", "wording"}


def test_an_ask_says_of_whom_by_when_and_whether_again(orland: dict[str, Any]) -> None:
    by_paragraph = {each["paragraph"]: each for each in orland["asks"]}
    assert by_paragraph["5"]["kind"] == "immediate_observation"
    assert by_paragraph["5"]["within"] == "P1M"
    assert by_paragraph["8"]["reiterates"]
    assert by_paragraph["8"]["addressee"] == "the Orland authorities"
    assert by_paragraph["8"]["refers_to"] == [
        {"reference": "CPT (2026) 7", "paragraphs": ["27"], "visit_year": 2026}
    ]
    assert by_paragraph["12"]["long_standing"]
    assert not by_paragraph["13"]["reiterates"]


def test_what_was_asked_before_or_is_a_standard_is_no_ask(orland: dict[str, Any]) -> None:
    asked = " ".join(each["text"] for each in orland["asks"])
    for no_ask in (
        "the Committee recommended that the period be shortened",
        "the CPT has recommended on several occasions",
        "there should be no more than two interviewing officers",
        "As already recommended in the report on the 2022 visit",
        "It should be recalled that",
        "access to a lawyer be granted from the very outset. It calls",  # the summary
    ):
        assert no_ask in orland["text"]
        assert no_ask not in asked


def test_the_list_in_the_appendix_of_an_older_report_tells_the_kind() -> None:
    found = read("tarn", "DOCX, numbers typed")
    wanted = [(each.paragraph, each.kind, each.text) for each in paper("tarn").labels]
    assert [(each["paragraph"], each["kind"], squashed(each["text"])) for each in found["asks"]] == wanted
    assert {each["told_by"] for each in found["asks"]} == {"appendix"}
    assert found["visit"] == {"from": "1997-02-16", "to": "1997-02-26", "kind": "periodic"}


def test_what_only_the_appendix_has_is_kept_as_it_stands_there() -> None:
    found = read_text(
        "1. The CPT recommends that cells be lit.\n\n2. The yard is small.\n\nAPPENDIX I\n\n"
        "LIST OF THE CPT’S RECOMMENDATIONS, COMMENTS AND REQUESTS FOR INFORMATION\n\nrecommendations\n\n"
        "- cells to be lit (paragraph 1);\n- exercise yards with a shelter to be provided (paragraph 2).\n"
    )
    assert [(each["paragraph"], each["told_by"]) for each in found["asks"]] == [
        ("1", "appendix"),
        ("2", "appendix"),
    ]
    assert found["asks"][1]["text"] == "exercise yards with a shelter to be provided (paragraph 2)."


OTHERS = {
    "The State party should:\n(a) Ban the use of restraint;\n(b) Keep a register.": "recommendation",
    "The Committee urges the State party to reduce the length of police custody.": "recommendation",
    "The Subcommittee recommends that the State party adopt legislation.": "recommendation",
    "We recommend that the prison employ a second nurse.": "recommendation",
    "It is recommended that the windows be repaired.": "recommendation",
    "The Committee requests the State party to provide, within a year, information on it.": "request",
    "The State party is invited to submit its next periodic report by 2034.": "request",
    "The Committee encourages the State party to ratify the Protocol.": "comment",
    "The Committee notes that the law has been changed.": None,
    "The Committee had previously recommended that the law be changed.": None,
    "Le Comité recommande à l’État partie de modifier la loi.": "recommendation",
    "Le Comité souhaiterait obtenir des informations détaillées à ce sujet.": "request",
    "Le CPT a déjà recommandé que la loi soit modifiée en ce sens.": None,
}


@pytest.mark.parametrize("text", OTHERS)
def test_reports_of_other_bodies_ask_too(text: str) -> None:
    found = read_text(f"1. {text}\n")["asks"]
    assert [each["kind"] for each in found] == ([] if OTHERS[text] is None else [OTHERS[text]])
    assert all(each["text"] == text for each in found)


def test_an_earlier_report_is_named_by_either_number() -> None:
    said = (
        "made in previous reports (cf. paragraphs 25 and 30 of the report on the 1998 visit, CPT (99) 26; "
        "see also paragraph 12 above; CPT/Inf(2018)37, paragraphs 4 to 6)"
    )
    assert [(each.reference, each.paragraphs, each.visit_year) for each in cross_references(said)] == [
        ("CPT (99) 26", ("25", "30"), 1998),
        ("CPT/Inf (2018) 37", ("4", "5", "6"), None),
    ]


def test_who_is_asked_is_named_as_it_stands() -> None:
    assert (
        addressee("recommends that the Ministry of Justice issue instructions") == "the Ministry of Justice"
    )
    assert addressee("urges once more the authorities of Velmark to act") == "the authorities of Velmark"
    assert addressee("The CPT recommends that cells be lit.") is None


def test_a_number_that_is_missing_is_told() -> None:
    found = read_text("1. One is here.\n\n2. Two is here.\n\n4. Four is here.\n")
    told = [each["message"] for each in found["warnings"]]
    assert "paragraph 3 was not found before 4" in told
    assert "nothing was found that it asks" in told


@pytest.mark.parametrize(
    ("text", "is_for_it"),
    [
        ("requests the authorities to provide, within six months, a response containing an account", True),
        ("would like to receive, within three months, a full response to this report", True),
        (
            "demande aux autorités de fournir, dans un délai de six mois, une réponse contenant un exposé",
            True,
        ),
        ("requests the authorities to provide, in their response to this report, the figures", False),
        ("requests the authorities to send, with their response to the report, the register", False),
        ("demande aux autorités de fournir, dans leur réponse au rapport, les chiffres", False),
        ("would like to receive confirmation that it has been closed", False),
    ],
)
def test_the_response_itself_is_told_from_what_is_to_stand_in_it(text: str, is_for_it: bool) -> None:
    assert is_for_the_response(f"The CPT {text}.") is is_for_it
