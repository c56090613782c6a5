"""Letters filled from the record: what is not known is a gap, nothing is sent, what left is noted."""

import hashlib
import io
import re
from datetime import date

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import cast
from tests.web.facts import every_kind, orland, source

from habeas import law, papers
from habeas.language import words
from habeas.procedure.visit import acts as said
from habeas.web.dialogue.models import Letter, LetterAct
from habeas.web.drafts.access import FINDS, name_of
from habeas.web.drafts.letters import GAP, Asked, letter_paper, lines, templates
from habeas.web.reports.models import Document
from habeas.web.visits.actions import begin, take
from habeas.web.visits.models import Membership, Visit

KEYS = sorted(templates())
NAMES = sorted(
    {
        name
        for template in templates().values()
        for wording in template.wordings.values()
        for text in (wording.subject, *(part.text for part in wording.paragraphs))
        for name in re.findall(r"{(\w+)}", text)
    }
)


def told(paper: papers.Paper) -> str:
    return "\n".join([paper.title, *lines(paper.blocks)])


def paper_of(key: str, language: str, **values: str) -> papers.Paper:
    return letter_paper(
        templates()[key],
        Asked(values=values),
        words=words(language),
        iso="OR",
        invented=False,
        made_on=date(2031, 4, 7),
    )


def text_of(answer) -> str:
    document = docx.Document(io.BytesIO(answer.content))
    parts = [paragraph.text for paragraph in document.paragraphs]
    for section in document.sections:
        parts += [paragraph.text for paragraph in (*section.header.paragraphs, *section.footer.paragraphs)]
    return "\n".join(parts)


# The templates ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_each_letter_rests_on_a_provision_has_a_name_and_both_languages(key) -> None:
    template = templates()[key]
    assert law.provision(template.provision)
    assert template.about in FINDS
    assert name_of(key)
    assert set(template.wordings) == {"en", "fr"}
    english, french = template.wordings["en"], template.wordings["fr"]
    for name in ("needs", "points"):
        asked = [[getattr(part, name) for part in each.paragraphs] for each in (english, french)]
        assert asked[0] == asked[1]


@pytest.mark.parametrize("key", KEYS)
def test_no_letter_assumes_a_number_of_months(key) -> None:
    for wording in templates()[key].wordings.values():
        said = " ".join(part.text for part in wording.paragraphs)
        assert not re.search(r"\b(months?|weeks?|days' notice|mois|semaines?)\b", said)


@given(
    st.sampled_from(KEYS), st.sampled_from(["en", "fr"]), st.dictionaries(st.sampled_from(NAMES), st.text())
)
def test_whatever_is_known_the_letter_has_no_placeholder_and_the_same_bytes_twice(
    key, language, values
) -> None:
    known = {name: value.replace("{", "").replace("}", "") for name, value in values.items()}
    paper = paper_of(key, language, **known)
    assert not re.search(r"{\w+}", told(paper))
    assert paper == paper_of(key, language, **known)
    assert paper.band is not None


def test_what_is_not_known_is_a_gap_and_what_rests_on_it_is_left_out() -> None:
    bare = told(paper_of("notification", "en", party="Orland", body="Committee"))
    assert f"from {GAP}." in bare
    assert "composed as follows" not in bare
    full = told(paper_of("notification", "en", party="Orland", body="Committee", delegation="A, B"))
    assert "composed as follows: A, B." in full


def test_braces_in_what_is_known_are_words_and_not_names() -> None:
    assert "{party}" in told(paper_of("talks", "en", subject="{party}", party="Orland"))


# In the browser -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_notification_names_who_comes_and_no_place(signed_in, journalled) -> None:
    row = every_kind("confidential", "held")
    expert = cast.somebody("xenia")
    Membership.objects.create(
        visit=row.visit, user=cast.head_of_delegation(), role="head", from_day=cast.LONG_AGO
    )
    Membership.objects.create(visit=row.visit, user=expert, role="expert", from_day=cast.LONG_AGO)
    desk = signed_in(cast.desk_officer())
    address = f"/drafts/notification/{row.visit.public_id}/"
    assert address in desk.get(f"/visits/{row.visit.public_id}/").content.decode()
    with journalled("draft.made") as noted:
        answer = desk.post(address, {"language": "en", "addressee": "The Minister"})
    letter = text_of(answer)
    for there in (
        "Orland",
        "The Minister",
        "composed as follows: Lea.",
        "assisted by: Xenia.",
        "Confidential",
    ):
        assert there in letter
    assert "Place held" not in letter
    changes = noted[0].revision.changes
    assert changes["sha256"][1] == hashlib.sha256(answer.content).hexdigest()
    assert changes["number"][1] in answer["Content-Disposition"]
    assert changes["number"][1] in letter
    side = desk.post(address, {"language": "en", "addressee": "The Minister", "do": "sha256"})
    assert side.content.decode().split()[0] == changes["sha256"][1]


@pytest.mark.django_db
def test_who_assists_is_named_as_in_the_steps_of_the_visit_and_is_else_a_gap(signed_in) -> None:
    """Article 14(1) asks for the names: a letter without them must not look whole."""
    visit = Visit(party=orland(), source=source(), kind="periodic", date="2031-05-04")
    begin(None, visit, said.Programmed(on=date(2031, 1, 5)))
    desk, address = signed_in(cast.desk_officer()), f"/drafts/notification/{visit.public_id}/"
    assert f"assisted by: {GAP}." in text_of(desk.post(address, {"language": "en"}))
    for act in (
        said.Decided(on=date(2031, 1, 6), kind=said.Kind.PERIODIC, decider=said.Decider.PLENARY),
        said.Notified(on=date(2031, 1, 7), letter="1", members=("Lea",), assisting=("Xenia", "Ivo")),
        said.AssistantObjected(on=date(2031, 1, 8), person="Ivo"),
    ):
        take(None, visit, act)
    letter = text_of(desk.post(address, {"language": "en"}))
    assert "composed as follows: Lea." in letter
    assert "assisted by: Xenia." in letter


@pytest.mark.django_db
def test_a_reminder_says_what_the_letter_itself_had_asked(signed_in) -> None:
    row = Letter.objects.create(
        party=orland(), source=source(), sender="A", addressee="B", subject="On damp", date="2031-01-02"
    )
    desk, address = signed_in(cast.desk_officer()), f"/drafts/reminder/{row.public_id}/"
    without = text_of(desk.post(address, {"language": "fr"}))
    assert "demandait une réponse" not in without
    LetterAct.objects.create(letter=row, kind="due", date="2031-03-01")
    with_date = text_of(desk.post(address, {"language": "fr", "due": "2031-06-01"}))
    assert "demandait une réponse au plus tard le 1er mars 2031" in with_date
    assert "répondre au plus tard le 1er juin 2031" in with_date


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "kind"),
    [("transmittal", "document"), ("talks", "talks"), ("lists", "visit"), ("reminder", "letter")],
)
def test_each_is_offered_where_it_is_filled_from_and_to_who_may_write_only(key, kind, signed_in) -> None:
    row = getattr(every_kind("public", "plain"), kind)
    address = f"/drafts/{key}/{row.public_id}/"
    page = {"document": "documents", "talks": "letters/talks", "visit": "visits", "letter": "letters"}[kind]
    for who, offered in ((cast.desk_officer, True), (cast.publication_officer, False), (cast.auditor, False)):
        browser = signed_in(who())
        assert (address in browser.get(f"/{page}/{row.public_id}/").content.decode()) is offered
        assert browser.get(address).status_code == (200 if offered else 404)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "voice", "offered"),
    [
        ("visit report", "body", True),
        ("visit report", "", True),
        ("response", "", False),
        ("other", "other", False),
    ],
)
def test_the_letter_that_transmits_is_offered_for_what_the_body_wrote(
    kind, voice, offered, signed_in
) -> None:
    row = Document.objects.create(party=orland(), source=source(), kind=kind, voice=voice, title="Paper")
    browser, letter = signed_in(cast.desk_officer()), f"/drafts/transmittal/{row.public_id}/"
    page = browser.get(f"/documents/{row.public_id}/").content.decode()
    assert (letter in page) is offered
    assert browser.get(letter).status_code == (200 if offered else 404)


@pytest.mark.django_db
def test_a_letter_that_does_not_exist_or_fits_no_row_is_not_found(signed_in) -> None:
    visit = Visit.objects.create(party=orland(), source=source())
    desk = signed_in(cast.desk_officer())
    for key in ("nothing", "reminder", "talks"):
        assert desk.get(f"/drafts/{key}/{visit.public_id}/").status_code == 404


@pytest.mark.django_db
def test_letters_are_narrowed_by_the_way_they_went(signed_in) -> None:
    for way in ("out", "in"):
        Letter.objects.create(
            party=orland(), source=source(), sender="A", addressee="B", subject=f"went {way}", direction=way
        )
    page = signed_in(cast.desk_officer()).get("/letters/?direction=out").content.decode()
    assert "went out" in page
    assert "went in" not in page
