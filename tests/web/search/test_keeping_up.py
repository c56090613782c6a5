"""The index follows what is written, loses nothing, and is never believed against the store."""

import pytest
from django.apps import apps
from django_tasks_db.models import DBTaskResult
from tests import cast
from tests.web.search.conftest import CANARY, EVERYTHING

from habeas.web.people.access import reader_of
from habeas.web.people.models import User
from habeas.web.reports.models import Ask
from habeas.web.rows import Row
from habeas.web.search import jobs, kept
from habeas.web.search.following import BY_PARTY
from habeas.web.search.gathering import EVERYTHING as INDEXER
from habeas.web.search.kinds import MARKED
from habeas.web.search.models import Waiting

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]


def change(signed_in, ask: Ask, **told: str) -> None:
    """Change an ask as the desk does."""
    desk = User.objects.filter(username="dana").first() or cast.desk_officer()
    browser = signed_in(desk)
    address = f"/asks/{ask.public_id}/change/"
    form = browser.get(address).context["form"]
    given = {name: value for name, value in form.initial.items() if isinstance(value, (str, int))}
    given |= {"source_name": "List", "certainty": "seen", "reason": "a slip", **told}
    answer = browser.post(address, given)
    assert answer.status_code == 302, answer.context["form"].errors


def test_a_change_is_left_out_until_it_is_taken_in(store, keys, signed_in) -> None:
    assert keys("doors plain", INDEXER).count == 1
    change(signed_in, store.shown.ask, text="The vestibule plain.")
    found = keys("plain (doors OR vestibule)", INDEXER)
    assert (found.count, found.waiting) == (0, 1)
    assert keys("plain (doors OR vestibule)").waiting == 0  # how much is written is nobody else's
    assert kept.take_in() > 0
    assert Waiting.objects.count() == 0
    assert keys("doors plain", INDEXER).count == 0
    assert [one.title for one in keys("vestibule", INDEXER).results] == ["The vestibule plain."]


def test_what_is_no_longer_public_is_gone_at_once(store, keys) -> None:
    """Even where nothing was noted: each result is read again through its door."""
    assert keys("doors").count == 1
    Ask.objects.filter(pk=store.shown.ask.pk).update(klass="confidential")
    found = keys("doors")
    assert (found.count, found.results) == (0, ())


def test_a_row_that_is_gone_is_not_found(store, keys) -> None:
    store.shown.talks.acts.all().delete()
    store.shown.talks.delete()
    assert not any(one.key.startswith("talks:") for one in keys("talks").results)


def test_what_a_step_of_its_document_opens_is_found_by_whom_it_is_sent_to(store, keys, signed_in) -> None:
    liaison = reader_of(cast.liaison_officer())
    assert keys(CANARY, liaison).count == 0
    step = {"kind": "transmitted", "date": "2019-01-01", "certainty": "seen"}
    desk = signed_in(cast.desk_officer())
    assert desk.post(f"/documents/{store.held.document.public_id}/step/", step).status_code == 302
    kept.take_in()
    assert {one.key.partition(":")[0] for one in keys(CANARY, liaison).results} >= {"ask", "document"}


def test_what_is_taken_in_twice_is_there_once(store, keys, signed_in) -> None:
    change(signed_in, store.shown.ask, text="The vestibule.")
    waiting = list(Waiting.objects.values("mark", "due"))
    kept.take_in()
    Waiting.objects.bulk_create(Waiting(**one) for one in waiting)  # as if it had broken off before the end
    kept.take_in()
    assert keys("vestibule", INDEXER).count == 1


def test_a_missing_or_damaged_index_is_made_anew_by_the_job(store, keys, signed_in, index_folder) -> None:
    before = keys(EVERYTHING, INDEXER).count
    (index_folder / "public" / "meta.json").write_bytes(b"?")
    change(signed_in, store.shown.ask, text="The doors plain.")
    jobs.keep_the_index.func()
    assert keys(EVERYTHING, INDEXER).count == before
    assert Waiting.objects.count() == 0


def test_a_write_enters_the_job_once(store, signed_in, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        change(signed_in, store.shown.ask, text="One.")
        store.shown.ask.refresh_from_db()
        change(signed_in, store.shown.ask, text="Two.")
    assert DBTaskResult.objects.filter(task_path=jobs.keep_the_index.module_path).count() == 1


NOT_SEARCHED = {
    "audits", "builder", "clocks", "disclosure", "erasure", "mailbook", "offline", "oversight", "people",
    "programme", "redaction", "reprisals", "stations", "search", "custody", "keyring",
}  # fmt: skip
"""Apps of which nothing is searched."""
ROWS_NOT_SEARCHED = {
    "journal.approval", "parties.liaisonofficer", "parties.standing", "publication.publicationfile",
    "publication.publicationform", "publication.regime", "reading.proposal", "replies.publicationwish",
    "replies.replydraft", "reports.columnmapping", "sources.source", "threads.asklink", "threads.degree",
    "visits.finding", "visits.membership", "visits.sealednote", "visits.visitplace", "dossier.figure",
}  # fmt: skip
"""Rows that are not searched, and of which nothing that is searched is made."""


def test_each_kind_of_row_is_followed_or_said_not_to_be() -> None:
    rows = {
        model._meta.label_lower
        for model in apps.get_models()
        if issubclass(model, Row) and model._meta.app_label not in NOT_SEARCHED
    }
    acts = {
        one for one in rows if one.endswith(("act", "step", "change"))
    }  # written of under what they are of
    assert rows - acts - ROWS_NOT_SEARCHED == MARKED | BY_PARTY
