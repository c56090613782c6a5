"""Forms: labels, hints and errors are tied to their controls; a summary links to each error."""

import pytest
from django import forms
from django.test import Client
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from habeas.web.shell.fields import EdtfFormField

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.shell.addresses")]


@pytest.fixture
def wrong(client: Client) -> HTMLParser:
    return HTMLParser(client.post("/signs/", {"opened": "03/04/2024"}).text)


def by_id(tree: HTMLParser, identity: str) -> Node:
    found = tree.css(f"[id='{identity}']")
    assert len(found) == 1, identity
    return found[0]


def test_every_control_has_a_label_and_says_whether_it_is_needed(client: Client) -> None:
    tree = HTMLParser(client.get("/signs/").text)
    for control in tree.css("main form :is(input:not([type=hidden]), select, textarea)"):
        label = tree.css_first(f"label[for='{control.id}']")
        assert label is not None, control.html
    assert [word.text() for word in tree.css(".needed")] == [
        "(required)",
        "(optional)",
        "(required)",
        "(required)",
        "(required)",
    ]


def test_the_summary_links_to_the_controls(wrong: HTMLParser) -> None:
    summary = wrong.css_first(".error-summary")
    assert summary.attributes["role"] == "alert"
    targets = [link.attributes["href"].lstrip("#") for link in summary.css("a")]
    assert targets == ["id_name", "id_kind", "id_used_0", "id_sure"]
    assert all(by_id(wrong, target).tag in ("input", "select") for target in targets)
    assert wrong.css_first("title").text().startswith("Error: ")


def test_hints_and_errors_are_tied_to_the_control(wrong: HTMLParser) -> None:
    control = by_id(wrong, "id_name")
    assert control.attributes["aria-invalid"] == "true"
    described = control.attributes["aria-describedby"].split()
    assert [by_id(wrong, identity).text(strip=True) for identity in described] == [
        "As its own sign has it.",
        "Error:This field is required.",
    ]
    for described in wrong.css("[aria-describedby]"):
        for identity in described.attributes["aria-describedby"].split():
            by_id(wrong, identity)


def test_a_group_of_choices_is_a_fieldset_with_its_question(wrong: HTMLParser) -> None:
    group = wrong.css_first("fieldset:has(#id_used_0)")
    assert group.css_first("legend").text().startswith("Is it in use?")
    assert [label.text(strip=True) for label in group.css("label")] == ["Yes", "No"]
    assert all(box.attributes["class"].startswith("form-check-input") for box in group.css("input"))


def test_what_was_typed_stays_and_is_read_back_in_words(wrong: HTMLParser) -> None:
    assert by_id(wrong, "id_opened").attributes["value"] == "03/04/2024"
    assert wrong.css_first(".read-back").text() == "Read as: 3 April 2024"


class Opened(forms.Form):
    when = EdtfFormField(label="When?")
    until = EdtfFormField(label="Until when?", required=False)


def test_a_typed_date_is_stored_as_edtf() -> None:
    form = Opened({"when": "c. July 2011", "until": ""})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"when": "2011-07~", "until": ""}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("31/02/2024", "that month has no day 31"),
        ("07/25/2024", "there is no month 25"),
        ("3/7/24", "Write the year with four figures."),
        ("some time ago", "is not a date that can be read"),
        ("2021 – 2019", "ends before it begins"),
    ],
)
def test_a_date_that_cannot_be_is_refused_in_words(typed: str, told: str) -> None:
    form = Opened({"when": typed})
    assert not form.is_valid()
    assert told in form.errors["when"][0]


def test_a_stored_date_is_shown_in_words_and_comes_back_the_same() -> None:
    shown = Opened(initial={"when": "2024-07-03", "until": "2024-XX"})
    assert 'value="3 July 2024"' in str(shown["when"])
    assert 'value="2024-XX"' in str(shown["until"])  # its words would come back as another text
    assert not Opened({"when": "3 July 2024"}, initial={"when": "2024-07-03"}).errors
