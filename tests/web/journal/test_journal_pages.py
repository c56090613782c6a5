"""What the auditor sees: who did what, without the content."""

import csv
import io

import pytest
from django.urls import reverse
from tests import cast

from habeas.web.journal import actions, kinds
from habeas.web.journal.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]

RENAMED = kinds.register("test.renamed", "renamed the thing")
LIST, EXPORT = "/journal/", "/journal/export/"


@pytest.fixture
def auditor(signed_in):
    return signed_in(cast.auditor())


def test_the_addresses_are_the_ones_told():
    assert (reverse("journal:list"), reverse("journal:export")) == (LIST, EXPORT)


def test_the_auditor_sees_names_of_fields_and_never_values(auditor):
    actions.record(None, RENAMED, cast.somebody(), changes={"display_name": ("Quetzal", "Axolotl")})
    page = auditor.get(LIST).content.decode()
    assert "renamed the thing" in page
    assert "display_name" in page
    assert "Quetzal" not in page
    assert "Axolotl" not in page


def test_the_list_narrows_by_what_and_who(auditor):
    dana = cast.desk_officer()
    actions.record(cast.reader(dana), RENAMED, dana, reason="by Dana")
    actions.record(None, RENAMED, dana, reason="by the system")
    shown = auditor.get(LIST, {"person": dana.public_id, "action": RENAMED}).content.decode()
    assert "by Dana" in shown
    assert "by the system" not in shown
    shown = auditor.get(LIST, {"person": "system", "action": RENAMED}).content.decode()
    assert "by Dana" not in shown
    assert "by the system" in shown


def test_the_list_narrows_by_day_and_says_what_it_cannot_read(auditor):
    actions.record(None, RENAMED, None, reason="today")
    day = JournalEntry.objects.latest("number").at.date().isoformat()
    assert "today" in auditor.get(LIST, {"since": day, "until": day}).content.decode()
    assert auditor.get(LIST, {"until": "2001-01-01"}).context["page"].paginator.count == 0
    assert auditor.get(LIST, {"since": "soon"}).context["form"].errors.keys() == {"since"}


def test_many_entries_have_pages(auditor):
    for _ in range(120):
        actions.record(None, RENAMED, None)
    page = auditor.get(LIST, {"action": RENAMED, "page": 2})
    assert len(page.context["page"]) == 20
    assert "Page 2 of 2" in page.content.decode()


def test_the_export_is_the_list_as_it_is_narrowed_and_is_itself_noted(auditor, journalled):
    actions.record(None, RENAMED, None, reason="=HYPERLINK(1)")
    actions.record(None, kinds.APPROVAL_GIVEN, None)
    with journalled(kinds.EXPORTED):
        response = auditor.post(f"{EXPORT}?action={RENAMED}")
        rows = list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))
    assert [(row["action"], row["actor"], row["reason"]) for row in rows] == [
        (RENAMED, "system", "'=HYPERLINK(1)")
    ]


def test_nothing_leaves_by_a_link(auditor):
    assert auditor.get(EXPORT).status_code == 405
