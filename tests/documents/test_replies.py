"""Replies of States: positions by number, and answers to the paragraphs of a report."""

from collections import Counter
from io import BytesIO
from typing import Any

import pytest
from benchmarks.reading.papers import REPLIES, as_html, paper
from benchmarks.reading.positions import answered, by_answer, by_number
from tests.documents.real import real

from habeas.documents.forms import form_of
from habeas.documents.reading import read_document
from habeas.documents.reply.replies import reply_json
from habeas.documents.review.numbers import named_in
from habeas.documents.review.recommendations import recommendations_json
from habeas.errors import RefusedError


def read_text(text: str) -> dict[str, Any]:
    return reply_json(read_document(BytesIO(text.encode()), name="a.txt"), None)


@pytest.mark.parametrize("form", ["PDF (typst)", "DOCX, numbers typed", "HTML", "text"])
@pytest.mark.parametrize("name", ["review-orland", "review-velmark", "review-tarn"])
def test_every_recommendation_has_the_position_that_was_given(name: str, form: str) -> None:
    one = paper(name, REPLIES)
    assert dict(answered(one, form, by_number)) == dict(by_number(one))


@pytest.mark.parametrize("form", ["PDF (typst)", "DOCX, numbers counted", "HTML"])
@pytest.mark.parametrize(
    "name", ["response-orland", "response-velmark", "response-aubrac", "response-kesmir"]
)
def test_a_response_answers_paragraph_by_paragraph(name: str, form: str) -> None:
    one = paper(name, REPLIES)
    assert list(answered(one, form, by_answer)) == by_answer(one)


def test_an_answer_is_told_word_for_word_with_what_was_asked() -> None:
    said = reply_json(read_document(BytesIO(as_html(paper("response-orland", REPLIES))), name="a.html"), None)
    assert (said["schema"], said["reference"]) == ("habeas/reply/1", "CPT/Inf (2031) 5")
    assert (said["responds_to"], said["party"]) == ("CPT/Inf (2031) 4", "Orland")
    first, second, *_rest = said["answers"]
    assert first["asked"].startswith("The CPT recommends that the Orland authorities take")
    assert first["text"] == "A circular of 4 May 2030 reminds all directors of the mandate of the Committee."
    assert second["body"] == "Ministry of the Interior"
    assert second["text"].endswith("It will be repeated every year.")
    assert all(said["text"][slice(*each["span"])] == each["text"] for each in said["answers"])
    assert said["warnings"][0]["message"] == "no position was found for paragraph 4"


def test_an_addendum_answers_the_document_that_it_is_added_to() -> None:
    said = reply_json(read_document(BytesIO(as_html(paper("review-orland", REPLIES))), name="a.html"), None)
    assert (said["reference"], said["responds_to"]) == ("A/HRC/98/7/Add.1", "A/HRC/98/7")
    (one,) = [each for each in said["answers"] if each["numbers"] == ["112.21"]]
    assert one["text"] == (
        "112.21 Already implemented. A register has been kept since 2028.\n\nIt is published every year."
    )
    (one,) = [each for each in said["answers"] if "112.35" in each["numbers"]]
    assert one["numbers"] == ["112.35", "112.36"]


def test_numbers_are_named_alone_in_groups_in_ranges_and_misprinted() -> None:
    said = "112.1, 112.3 to 112.5 and 112.7–8; but 112.9. In 2029, 12.5.2030 and A/HRC/1.2"
    assert [each.numbers for each in named_in(said)] == [
        ("112.1", "112.3", "112.4", "112.5", "112.7", "112.8"),
        ("112.9",),
    ]
    assert [each.numbers for each in named_in("140.35. 140.36 Accepted")] == [("140.35", "140.36")]


@pytest.mark.parametrize(
    ("name", "positions"),
    [
        ("g1012049.pdf", {("111", "no_position"): 97}),
        ("g1423930.pdf", {("115", "no_position"): 163}),
        ("g1934994.pdf", {("121", "accepted"): 58, ("122", "no_position"): 157}),
    ],
)
def test_a_report_of_a_working_group_says_which_were_accepted_at_once(
    name: str, positions: dict[tuple[str, str], int]
) -> None:
    said = reply_json(read_document(real(f"un_reports/{name}")), None)
    told = Counter(
        (number.split(".")[0], each["position"]) for each in said["answers"] for number in each["numbers"]
    )
    assert told == positions


def test_two_positions_on_one_number_are_told() -> None:
    said = read_text("1. Orland accepts recommendation 9.1.\n\n2. Orland rejects recommendation 9.1.\n")
    assert [each["code"] for each in said["warnings"]] == ["position-contradicts"]


def test_what_answers_nothing_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        read_text("1. Orland has read the report with interest.\n")
    assert refused.value.code == "reply-without-answers"


@pytest.mark.parametrize(
    ("name", "cycle", "count", "noted"),
    [
        ("UPR20__Slovenia_ThematicListRecommendations_E.docx", "115", 163, 21),
        ("UPR34_Slovenia_Thematic_list_of_Recommendations.docx", "12", 215, 33),
    ],
)
def test_a_thematic_list_has_positions_and_themes(name: str, cycle: str, count: int, noted: int) -> None:
    read = read_document(real(f"un_reports/{name}"))
    said = recommendations_json(read, "Slovenia")
    assert len(said["asks"]) == count
    assert sum(each["position"] == "noted" for each in said["asks"]) == noted
    for each in said["asks"]:
        assert each["number"].startswith(cycle)
        assert said["text"][slice(*each["span"])] == each["text"]
        assert each["by"]
        assert each["themes"]
        assert (each["position"], each["position_as_written"]) in (
            ("accepted", "Supported"),
            ("noted", "Noted"),
        )
        assert each["page"] is None
    assert form_of(read)[0] == "recommendations"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("A/HRC/1/2/Add.1\n\nViews on conclusions and/or recommendations\n\n1. 9.1 Accepted.", "reply"),
        ("Response of the Government of Orland to the report\n\nParagraph 4\n\nDone.", "reply"),
        ("1. Listed:\n\n1.1 Keep a record (Velmark);\n\n1.2 Let a lawyer in (Tarn).", "recommendations"),
        ("Report to the Government of Orland\n\n1. The CPT recommends that cells be lit.", "report"),
    ],
)
def test_what_a_document_is_can_be_told(text: str, form: str) -> None:
    assert form_of(read_document(BytesIO(text.encode()), name="a.txt"))[0] == form


def test_what_is_in_a_language_without_rules_is_kept_as_text() -> None:
    text = "Комитет сообщил об этом в пятницу.\n\nПолиция не пускает к задержанным адвокатов.\n"
    assert form_of(read_document(BytesIO(text.encode()), name="a.txt"))[0] == "press"
