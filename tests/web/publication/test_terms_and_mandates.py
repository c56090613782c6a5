"""Terms of automatic publication, the three mandates, and facts that lift nothing."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import cast
from tests.web.facts import orland, source
from tests.web.publication.ways import at, prepare

from habeas.web.publication.models import PublicationStep, Regime
from habeas.web.reports.models import Document, DocumentAct
from habeas.web.shell.marks import own_words

pytestmark = pytest.mark.django_db
TERMS = {
    "since": "1 January 2020",
    "window_days": "30",
    "longest_days": "180",
    "kinds": ["visit report"],
    "terms": "Every report, unless within thirty days a postponement is asked for.",
    "certainty": "seen",
}


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def agreed(paul: Client, journalled, **other: object) -> Regime:
    said = {**TERMS, "party": orland().slug, "source": source().public_id, **other}
    with journalled("publication.terms_added"):
        assert paul.post(reverse("publication:regime_add"), said).status_code == 302
    return Regime.objects.latest("pk")


def ran_out(paul: Client, report: Document, **said: object):
    given = {"sent_on": "1 March 2025", "on": "1 July 2025", **said}
    return paul.post(at("record", report, "regime"), given)


def test_without_terms_in_force_on_the_day_of_sending_there_is_no_act(
    report: Document, paul: Client, journalled
) -> None:
    assert "(ECPT, Article 11(1))" in text(ran_out(paul, report))
    agreed(paul, journalled, since="2 March 2025")
    agreed(paul, journalled, until="28 February 2025")
    agreed(paul, journalled, kinds=["response"])
    assert "No terms of automatic publication" in text(ran_out(paul, report))
    assert not PublicationStep.objects.exists()


def test_the_act_keeps_the_terms(report: Document, paul: Client, journalled) -> None:
    row = agreed(paul, journalled)
    assert ran_out(paul, report).status_code == 302
    kept = PublicationStep.objects.get().particulars
    assert (kept["regime"], kept["window_days"], kept["longest_days"]) == (row.public_id, 30, 180)
    assert "30 days to object" in text(paul.get(reverse("publication:regimes")))
    assert prepare(paul, report).status_code == 302


def said_by(paul: Client, report: Document, kind: str, **said: object):
    return paul.post(at("record", report, kind), {"sent_on": "1 March 2025", "on": "20 March 2025", **said})


def test_an_objection_is_a_step_of_its_own_and_keeps_the_document_closed(
    report: Document, paul: Client, journalled
) -> None:
    agreed(paul, journalled)
    assert "from the day of sending to the end of its time" in text(
        said_by(paul, report, "objected", on="1 April 2025")
    )
    with journalled("publication.act_recorded"):
        assert said_by(paul, report, "objected", note="verbal note 12").status_code == 302
    for address in (at("page", report), reverse("publication:desk")):
        assert "the Party objected on" in text(paul.get(address))
    refused = text(ran_out(paul, report))
    assert "The Party objected: its terms do not open the document." in refused
    assert "No act that the mandate allows" in text(prepare(paul, report))
    assert said_by(paul, report, "objection-lifted", on="1 June 2025").status_code == 302
    page = text(paul.get(at("page", report)))
    assert "The Party objected to automatic publication" in page
    assert "verbal note 12" in page
    assert ran_out(paul, report).status_code == 302


def test_a_postponement_is_a_step_of_its_own_and_no_longer_than_the_terms_know(
    report: Document, paul: Client, journalled
) -> None:
    agreed(paul, journalled)
    late = text(said_by(paul, report, "postponed", until="1 December 2025"))
    assert "know no postponement that is so long" in late
    assert said_by(paul, report, "postponed", until="1 August 2025").status_code == 302
    assert "postponed until" in text(paul.get(at("page", report)))
    assert "is not over" in text(ran_out(paul, report, on="1 August 2025"))
    assert ran_out(paul, report, on="2 August 2025").status_code == 302


def test_terms_end_and_the_journal_says_so(paul: Client, journalled) -> None:
    row = agreed(paul, journalled)
    way = reverse("publication:regime_change", args=[row.public_id])
    as_read = paul.get(way).context["form"].initial["as_read"]
    said = {**TERMS, "source": row.source.public_id, "as_read": as_read, "reason": "withdrawn by a letter"}
    assert paul.post(way, {**said, "until": "1 May 2019"}).status_code == 200  # before the first day
    with journalled("publication.terms_changed"):
        assert paul.post(way, {**said, "until": "1 May 2025"}).status_code == 302
    row.refresh_from_db()
    assert row.until == date(2025, 5, 1)


def test_the_mandate_is_chosen_by_the_first_act(report: Document, paul: Client) -> None:
    named = {"on": "1 July 2025", "mandate": "SPT"}
    assert paul.post(at("record", report, "mandate"), named).status_code == 302
    page = text(paul.get(at("page", report)))
    assert "the Subcommittee (SPT)" in page.replace("The Sub", "the Sub")
    assert at("record", report, "asked") in page
    assert at("record", report, "request") not in page
    refused = paul.post(at("record", report, "request"), {"on": "1 July 2025", "reference": "x"})
    assert "(OPCAT, Article 16(1))" in text(refused)


def test_the_committee_against_torture_decides_by_a_majority_of_its_members(
    report: Document, paul: Client
) -> None:
    said = {"asked_on": "1 May 2025", "views_until": "1 June 2025", "on": "1 July 2025", "members": "10"}
    way = at("record", report, "committee")
    assert "(OPCAT, Article 16(4))" in text(paul.post(way, {**said, "in_favour": "5"}))
    assert paul.post(way, {**said, "in_favour": "6"}).status_code == 302
    assert prepare(paul, report).status_code == 302


def test_a_part_made_public_by_the_state_opens_a_report_of_the_subcommittee(
    report: Document, paul: Client
) -> None:
    said = {"on": "1 July 2025", "reference": "chapter 2, on the ministry's page"}
    assert paul.post(at("record", report, "part"), said).status_code == 302
    assert prepare(paul, report).status_code == 302


def test_a_reply_that_never_came_lifts_nothing(report: Document, paul: Client) -> None:
    said = {"on": "1 July 2025", "due_on": "1 June 2025"}
    assert paul.post(at("record", report, "no-reply"), said).status_code == 302
    assert "No act that the mandate allows" in text(prepare(paul, report))


def test_terms_are_for_who_reads_the_file(report: Document, paul: Client, journalled, signed_in) -> None:
    agreed(paul, journalled)
    other = signed_in(cast.head_of_body())
    assert b"Every report, unless" in other.get(reverse("publication:regimes")).content
    assert signed_in(cast.desk_officer()).get(reverse("publication:regimes")).status_code == 404


def test_the_page_says_until_when_the_party_may_object(report: Document, paul: Client, journalled) -> None:
    sent = timezone.localdate() - timedelta(days=10)
    DocumentAct.objects.create(document=report, kind="transmitted", date=sent.isoformat())
    agreed(paul, journalled)
    last = own_words().date(sent + timedelta(days=30))
    for address in (at("page", report), reverse("publication:desk")):
        assert f"the Party may object until {last}" in text(paul.get(address))
    form = paul.get(at("record", report, "regime")).context["form"]
    assert form["sent_on"].value() == own_words().date(sent)


def test_a_day_to_come_opens_nothing_now(report: Document, paul: Client, journalled) -> None:
    """Dated after the end of the window, the act would have opened the document while it runs."""
    agreed(paul, journalled)
    sent, on = timezone.localdate(), timezone.localdate() + timedelta(days=31)
    refused = ran_out(paul, report, sent_on=sent.isoformat(), on=on.isoformat())
    assert "This day has not come yet" in text(refused)
    assert not PublicationStep.objects.exists()
