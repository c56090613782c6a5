"""An advance copy of the approved bytes, and an hour before which nothing public knows of the document."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.web.publication.ways import PDF, asked, at, prepare

from habeas.errors import RefusedError
from habeas.papers import sha256_of
from habeas.web.people.models import User
from habeas.web.publication import actions
from habeas.web.publication.models import PublicationFile, PublicationStep
from habeas.web.reports.models import Document, DocumentAct

pytestmark = pytest.mark.django_db
HOUR = datetime(2033, 3, 1, 9, 0, tzinfo=UTC)
"""Ten o'clock in Strasbourg."""


@pytest.fixture
def approved(report: Document, paul: Client, helene: Client) -> Document:
    asked(paul, report)
    prepare(paul, report)
    helene.post(at("approve", report), {"sha256": sha256_of(PDF), "read": "on"})
    return report


def agree(paul: Client, report: Document, **other: str):
    said = {"day": "1 March 2033", "hour": "10:00", "zone": "Europe/Paris", "on": "today", **other}
    said["on"] = timezone.localdate().strftime("%-d %B %Y")
    return paul.post(at("record", report, "hour"), said)


def public(client: Client) -> bytes:
    pages = ("published:list", "published:feed", "desk", "dossier:parties")
    return b"".join(client.get(reverse(name)).content for name in pages)


def test_one_second_before_the_hour_nothing_is_public_and_at_the_hour_it_is(
    approved: Document, paul: Client, client: Client, monkeypatch
) -> None:
    assert agree(paul, approved).status_code == 302
    assert paul.post(at("publish", approved), {"sure": "on"}).status_code == 302
    file = PublicationFile.objects.get()
    assert (file.opens_at, file.published_on) == (HOUR, HOUR.date())
    way = reverse("published:file", args=[file.public_id])
    assert "1 March 2033, 10:00 (Europe/Paris)" in paul.get(at("page", approved)).content.decode()
    assert approved.public_id in paul.get(reverse("publication:desk")).content.decode()
    monkeypatch.setattr(timezone, "now", lambda: HOUR - timedelta(seconds=1))
    assert client.get(way).status_code == 404
    before = public(client)
    for canary in (b"anary report", b"INV/Inf", file.public_id.encode(), file.sha256.encode()):
        assert canary not in before
    monkeypatch.setattr(timezone, "now", lambda: HOUR)
    assert file.sha256 in client.get(way).content.decode()
    assert client.get(f"{way}pdf/").content == PDF
    assert file.public_id.encode() in public(client)


def test_before_the_hour_the_publication_is_withdrawn_and_after_it_not(
    approved: Document, paul: Client, client: Client, monkeypatch
) -> None:
    agree(paul, approved)
    paul.post(at("publish", approved), {"sure": "on"})
    step = PublicationStep.objects.get(step="published")
    way = at("withdraw", approved, step.public_id)
    actor = cast.reader(User.objects.get(username="paul"))
    with pytest.raises(RefusedError, match="public already"):
        actions.withdraw(actor, approved, step, reason="too early", at=HOUR)
    assert paul.post(way, {"reason": "the Party asked for another day"}).status_code == 302
    file = PublicationFile.objects.get()
    assert (file.published_on, file.opens_at) == (None, None)
    assert not DocumentAct.objects.filter(kind="published", withdrawn_why="").exists()
    monkeypatch.setattr(timezone, "now", lambda: HOUR + timedelta(days=1))
    assert client.get(reverse("published:file", args=[file.public_id])).status_code == 404


def test_the_advance_copy_is_of_the_approved_bytes(approved: Document, paul: Client, journalled) -> None:
    said = {"on": timezone.localdate().strftime("%-d %B %Y"), "channel": "sealed envelope"}
    with journalled("publication.act_recorded"):
        assert paul.post(at("record", approved, "advance-copy"), said).status_code == 302
    assert PublicationStep.objects.get(step="advance copy").particulars == {
        "channel": "sealed envelope",
        "sha256": sha256_of(PDF),
    }


def test_an_hour_that_the_clocks_do_not_show_once_is_refused(approved: Document, paul: Client) -> None:
    for said in (
        {"day": "27 March 2033", "hour": "02:30"},  # does not exist
        {"day": "30 October 2033", "hour": "02:30"},  # is there twice
        {"zone": "Europe/Nowhere"},
        {"day": timezone.localdate().isoformat(), "hour": "00:00"},  # has passed
        {"day": "1 March 2001"},
    ):
        assert agree(paul, approved, **said).status_code == 200
    assert not PublicationStep.objects.filter(step="hour agreed").exists()


def test_before_the_approval_there_is_neither(report: Document, paul: Client) -> None:
    asked(paul, report)
    prepare(paul, report)
    assert "(ECPT, Article 11(2))" in agree(paul, report).content.decode()
