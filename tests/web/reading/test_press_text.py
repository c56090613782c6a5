"""A press text at the desk for reading: what is said of its language, its day, who speaks in it."""

from typing import Any

import pytest
from django.urls import reverse
from tests import cast
from tests.web.facts import orland

from habeas.documents.press.dateline import dateline
from habeas.web.people.models import User
from habeas.web.reading import actions, jobs
from habeas.web.reading.models import Reading

pytestmark = pytest.mark.django_db
QUOTED = (
    "Orland: the committee speaks\n\n"
    "Brod, 12 March 2031 – The committee said on Monday that “the delegation had access to every place”. "
    "The visit to Orland lasted five days.\n"
)


def brought(dana: User, text: str, form: str = "press") -> Reading:
    row = Reading(party=orland(), form=form, suffix=".txt")
    actions.bring(cast.reader(dana), row, [text.encode()])
    jobs.read_documents.call()
    row.refresh_from_db()
    return row


def page_of(browser: Any, row: Reading) -> str:
    return " ".join(browser.get(reverse("reading:reading", args=[row.public_id])).content.decode().split())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("BAKU, 12 mart 2031 — Nazirlik", "2031-03-12"),
        ("Titre\n\nBrod, le 3 mars 2031. Le Comité a dit", "2031-03-03"),
        ("Title\n\nBROD, 04.03.2031 – The Minister", "2031-03-04"),
        ("The Minister met the delegation on 4 March 2031 and said so.", None),
        ("In March 2031, the Minister met the delegation.", None),
    ],
)
def test_the_day_at_the_head_is_told_from_a_day_in_a_sentence(text: str, day: str | None) -> None:
    assert dateline(text) == day


def test_the_day_at_the_head_is_offered_and_a_person_takes_it(signed_in, dana) -> None:
    browser, row = signed_in(dana), brought(dana, QUOTED)
    assert (row.date, row.proposals.get().given["date"]) == ("", "")
    assert "At its head stands 12 March 2031." in page_of(browser, row)
    browser.post(reverse("reading:published", args=[row.public_id]), {"date": "2031-03-12"})
    jobs.read_documents.call()
    row.refresh_from_db()
    assert (row.date, row.proposals.get().given["date"]) == ("2031-03-12", "2031-03-10")
    assert "At its head stands" not in page_of(browser, row)


def test_once_its_review_began_nothing_is_read_anew(signed_in, dana) -> None:
    browser, row = signed_in(dana), brought(dana, QUOTED)
    actions.accept(cast.reader(dana), row.proposals.get())
    assert "At its head stands" not in page_of(browser, row)
    browser.post(reverse("reading:published", args=[row.public_id]), {"date": "2031-03-12"})
    row.refresh_from_db()
    assert (row.date, row.proposals.count()) == ("", 1)


def test_who_speaks_begins_with_a_capital(dana) -> None:
    assert brought(dana, QUOTED).proposals.get().given["speaker"] == "Committee"


def test_a_text_in_a_language_without_rules_has_one_plain_note(signed_in, dana) -> None:
    text = (
        "Komitənin nümayəndə heyəti ölkəmizə səfər etmişdir. Nazirlik bildirib ki, pozuntu aşkar edilməyib."
    )
    page = page_of(signed_in(dana), brought(dana, text, form="auto"))
    assert "Its language, Azerbaijani, is not one in which Habeas looks" in page
    assert "no rules" not in page
    assert "Nobody said what kind" not in page


def test_a_party_is_known_by_its_name_in_the_language_of_the_text(signed_in, dana) -> None:
    text = "Le ministre a indiqué que la visite du Comité s’était bien déroulée en {name} cette semaine."
    browser = signed_in(dana)
    orland().names.create(name="Orlande")
    page = page_of(browser, brought(dana, text.format(name="Norvège")))
    assert "It was looked for under these names too: Orlande" in page
    assert "names Orland nowhere" not in page_of(browser, brought(dana, text.format(name="Orlande")))


def test_a_file_that_acts_where_it_is_opened_is_given_with_a_warning(signed_in, dana, read) -> None:
    row, warning = read(), "do not open it on a machine that holds anything confidential"
    assert warning not in page_of(signed_in(dana), row)
    row.refusal = {"code": "pdf-acts", "message": "", "advice": None}
    row.save()
    assert warning in page_of(signed_in(dana), row)
