"""The words of what is published are found by everybody, each by its page or paragraph, and no others."""

import json
from datetime import timedelta
from typing import Any

import pytest
import typst
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests import cast
from tests.web.search.conftest import CANARY

from habeas.web.people.access import reader_of
from habeas.web.publication.models import PublicationFile, PublicationForm
from habeas.web.reports.models import Document
from habeas.web.search import jobs, kept, texts
from habeas.web.search.access import Found
from habeas.web.search.models import FileText, Passage, Waiting
from habeas.web.shell.planning import LONG

pytestmark = pytest.mark.django_db
PDF = b"""
#set page(margin: 3cm)
#par[1.#h(1em)The delegation visited the police station of Brod in the morning.]
#pagebreak()
#par[2.#h(1em)The custody register of Brod was kept by an ombudsfinch.]
"""


def file_of(document: Document, data: bytes, **more: Any) -> PublicationFile:
    told = {"published_on": "2026-01-01", "title": "Report", "reference": "INF (2026) 1", **more}
    return PublicationFile.objects.create(
        document=document, data=data, size=len(data), sha256=f"{len(data)}".rjust(64, "0"), **told
    )


def composed(document: Document, word: str, **more: Any) -> PublicationFile:
    """As the desk of publication composes it: the bytes of its JSON have the text."""
    row = file_of(document, word.encode(), text_digest="d" * 64, **more)
    units = [{"text": "Head", "level": 1}, {"label": "7.", "text": f"Cells with a {word}."}]
    data = json.dumps({"units": units, "language": "en", "notice": ""}).encode()
    PublicationForm.objects.create(file=row, name="json", data=data, size=len(data))
    return row


def passages_in(found: Found) -> list[tuple[str, str]]:
    return [(one.title, one.address) for one in found.results if one.code == "passage"]


def work() -> None:
    """What the job workers do: each job that waits in turn."""
    jobs.keep_the_index.call()
    while waiting := DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=jobs.read_published.module_path
    ).first():
        waiting.delete()
        jobs.read_published.call()
        jobs.keep_the_index.call()


def test_what_is_published_is_read_some_at_a_time_so_that_nothing_waits_for_all(store, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "SOME", 1)
    for document in (store.shown.document, store.sent.document):
        composed(document, f"finch{document.pk}")
    jobs.keep_the_index.call()
    assert not FileText.objects.exists()  # who brings a document does not wait for it
    entered = DBTaskResult.objects.get(task_path=jobs.read_published.module_path)
    assert entered.queue_name == LONG
    entered.delete()
    jobs.read_published.call()
    assert FileText.objects.count() == 1
    work()
    assert FileText.objects.count() == 2
    assert not texts.unread()


def test_a_file_is_read_in_the_background_and_found_by_page_and_paragraph(store, keys, client) -> None:
    brought = file_of(store.shown.document, typst.compile(PDF))
    text = composed(store.sent.document, "kingfinch")
    work()
    assert Waiting.objects.count() == 0
    page = f"/published/{brought.public_id}/"
    assert passages_in(keys("ombudsfinch")) == [("INF (2026) 1, § 2, p. 2", page)]
    assert passages_in(keys('"kept by an ombudsfinch"')) == [("INF (2026) 1, § 2, p. 2", page)]
    (one,) = passages_in(keys("kingfinch"))
    assert one == ("INF (2026) 1, § 7", f"/published/{text.public_id}/#piece-1")
    assert 'id="piece-1"' in client.get(one[1]).content.decode()
    assert (texts.read_new(), Passage.objects.count()) == (0, 4)


def test_nothing_of_what_is_not_published_is_read_or_found_and_of_an_hour_only_from_then(store, keys) -> None:
    composed(store.held.document, CANARY, published_on=None)
    waits = composed(store.sent.document, "hourfinch", opens_at=timezone.now() + timedelta(hours=1))
    broken = file_of(store.shown.document, b"%PDF-1.7 broken")
    work()
    assert FileText.objects.get().file == broken
    assert FileText.objects.get().refusal
    assert not Passage.objects.exists()
    everybody = [reader_of(cast.desk_officer()), reader_of(cast.head_of_body())]
    assert not any(passages_in(keys(CANARY, reader)) for reader in everybody)

    PublicationFile.objects.filter(pk=waits.pk).update(opens_at=timezone.now())
    work()
    assert len(passages_in(keys("hourfinch"))) == 1
    assert kept.opened(public=True).count() < kept.opened(public=False).count()
    # Even if the index had it: it is read again through its door.
    PublicationFile.objects.filter(pk=waits.pk).update(opens_at=timezone.now() + timedelta(hours=1))
    assert keys("hourfinch").count == 0
