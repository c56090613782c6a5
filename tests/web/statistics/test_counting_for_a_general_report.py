"""What a general report holds is counted from the records, and each figure opens to them."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.web.facts import every_kind, orland, source

from habeas.web.dialogue.models import Letter, LetterAct
from habeas.web.places.models import Place
from habeas.web.reports.models import Document, DocumentAct
from habeas.web.visits.models import Membership, Visit, VisitAct, VisitPlace

pytestmark = pytest.mark.django_db
YEAR = "first=2024-01-01&last=2024-12-31"


def visit(when: str, step: str = "completed", kind: str = "periodic", **columns) -> Visit:
    row = Visit.objects.create(party=orland(), source=source(), date=when, kind=kind, **columns)
    VisitAct.objects.create(visit=row, kind=step)
    return row


def report(of: Visit, **steps: str) -> Document:
    row = Document.objects.create(party=orland(), source=source(), kind="visit report", title="Report")
    row.visits.add(of)
    for kind, day in steps.items():
        DocumentAct.objects.create(document=row, kind=kind, date=day)
    return row


def letter(when: str, *, count: int | None = 1, step: str = "", direction: str = "out") -> None:
    row = Letter.objects.create(
        party=orland(), source=source(), date=when, count=count, direction=direction, subject="Asked"
    )
    if step:
        LetterAct.objects.create(letter=row, kind=step, date="2024-12-30")


def figure(browser, key: str, period: str = YEAR) -> dict[str, str]:
    """The bars of one figure as the table says them."""
    page = browser.get(f"/statistics/{key}/?{period}")
    assert page.status_code == 200
    return {bar.label: bar.said for bar in page.context["shown"].figure.groups}


def rows(browser, key: str, period: str = YEAR) -> list[dict[str, str]]:
    answer = browser.get(f"/statistics/{key}/?{period}&export=csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_article_12_only_visits_that_were_made_count_and_the_others_stand_apart(signed_in) -> None:
    visit("2024-03-04/2024-03-14")
    visit("2024-05-01/2024-05-03", kind="ad hoc")
    visit("2024-06-01", "cancelled")
    visit("2024-07-01", "refused")
    visit("2024-08-01", "postponed")
    visit("2024-09-01", "planned")
    visit("2023-12-30/2024-01-05")  # counts where it began
    desk = signed_in(cast.desk_officer())
    assert figure(desk, "visits") == {"periodic": "1", "ad hoc": "1"}
    assert figure(desk, "days") == {"periodic": "11", "ad hoc": "3"}
    assert figure(desk, "not-made") == {"cancelled": "1", "refused": "1", "postponed": "1"}
    assert figure(desk, "parties") == {"Orland": "2"}


def test_dates_known_in_part_make_ranges_and_none_is_counted_apart(signed_in) -> None:
    visit("2024-03-04")
    visit("202X")
    visit("")
    desk = signed_in(cast.desk_officer())
    assert figure(desk, "visits") == {"periodic": "1 to 2"}
    assert [one["In the period"] for one in rows(desk, "visits")] == ["perhaps, by its date", "counted"]
    page = desk.get(f"/statistics/visits/?{YEAR}").content.decode()
    assert "1 record without a date is counted in no period." in page
    days = desk.get(f"/statistics/days/?{YEAR}").content.decode()
    assert "Of 1 visit the number of days is not known" in days


def test_places_count_by_type_each_time_a_delegation_was_there(signed_in) -> None:
    prison = Place.objects.create(party=orland(), source=source(), name="Prison", kind="prison")
    station = Place.objects.create(party=orland(), source=source(), name="Station", kind="police")
    for place, when, of in (
        (prison, "2024-03-05", visit("2024-03-04/2024-03-14")),
        (prison, "2024-05-02", visit("2024-05-01/2024-05-03")),
        (station, "2024-06-01", visit("2024-06-01", "cancelled")),
    ):
        VisitPlace.objects.create(visit=of, place=place, date=when)
    assert figure(signed_in(cast.desk_officer()), "places") == {"prison": "2"}


def test_reports_responses_and_the_time_between_them(signed_in) -> None:
    first = report(
        visit("2023-11-01/2023-11-10"), transmitted="2024-03-09", published="2024-12-09"
    )  # 120 days; 275 days
    report(visit("2024-01-01/2024-01-11"), transmitted="2024-03")  # 50 to 80 days
    report(visit("2022-01-01/2022-01-11"), transmitted="2022-03-01")  # another year
    response = Document.objects.create(
        party=orland(), source=source(), kind="response", title="Response", responds_to=first
    )
    DocumentAct.objects.create(document=response, kind="received", date="2024-09-09")  # 184 days
    desk = signed_in(cast.desk_officer())
    assert figure(desk, "papers") == {
        "reports transmitted": "2",
        "responses received": "1",
        "reports published": "1",
    }
    assert figure(desk, "visit-transmission") == {
        "shortest": "50",
        "median": "85 to 100",
        "longest": "120",
    }
    assert figure(desk, "transmission-response")["median"] == "184"
    assert figure(desk, "transmission-publication")["median"] == "275"
    page = desk.get(f"/statistics/visit-transmission/?{YEAR}").content.decode()
    assert "Measured for 2 of 2 steps" in page


def test_a_lag_of_which_an_end_is_not_known_stays_in_the_denominator(signed_in) -> None:
    report(visit("2024-01-01/2024-01-11"), transmitted="2024-03-01")
    report(visit(""), transmitted="2024-04-01")
    page = signed_in(cast.desk_officer()).get(f"/statistics/visit-transmission/?{YEAR}").content.decode()
    assert "Measured for 1 of 2 steps" in page
    assert "not known" in page


def test_letters_answered_unanswered_and_those_of_which_nothing_is_known(signed_in) -> None:
    letter("2024-02-01", step="answered")
    letter("2024-02-02", step="not answered", count=3)
    letter("2024-02-03", count=None)
    letter("2024-02-04", step="answered", direction="in")
    letter("2024-02-05", step="answered", direction="")
    desk = signed_in(cast.desk_officer())
    assert figure(desk, "letters") == {
        "answered": "2",
        "unanswered": "3",
        "no information on an answer": "1 or more",
    }
    assert (
        "Of 1 of them it is not noted which way it went."
        in desk.get(f"/statistics/letters/?{YEAR}").content.decode()
    )


def test_every_figure_is_the_sum_of_the_rows_that_it_opens_to(signed_in) -> None:
    every_kind("confidential", "plain")
    visit("2017-11-01", "cancelled")
    report(visit("2017-01-01/2017-01-11"), transmitted="2017-03-01", published="2017-05-01")
    letter("2017-02-01")
    desk = signed_in(cast.desk_officer())
    period = "first=2010-01-01&last=2025-12-31"
    found = desk.get(f"/statistics/?{period}").context["figures"]
    for one in found:
        if one.figure.key == "days" or "transmission" in one.figure.key:
            continue  # these count days
        said = sum(int(re.split(r" ", bar.said)[0]) for bar in one.figure.groups)
        assert said == len(rows(desk, one.figure.key, period)), one.figure.key
    assert {one.figure.key for one in found} >= {"visits", "days", "places", "papers", "letters", "parties"}


def test_what_leaves_is_noted_and_named_confidential(signed_in, journalled) -> None:
    visit("2024-03-04")
    desk = signed_in(cast.desk_officer())
    with journalled("list.exported") as noted:
        answer = desk.get(f"/statistics/visits/?{YEAR}&export=csv")
    assert "confidential" in answer["Content-Disposition"]
    assert noted[0].revision.changes["rows"] == [None, 1]
    assert desk.get(f"/statistics/visits/?{YEAR}&export=pdf").status_code == 404
    assert desk.get(f"/statistics/nothing/?{YEAR}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("first=2024-03-01", "2024-03-01", "2024-12-31"),
        ("last=2024-03-01", "2024-01-01", "2024-03-01"),
        ("first=2004-08-01&last=2005-07-31", "2004-08-01", "2005-07-31"),
    ],
)
def test_the_period_is_in_the_address(asked, first, last, signed_in) -> None:
    period = signed_in(cast.desk_officer()).get(f"/statistics/?{asked}").context["period"]
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize("asked", ["first=2024-03-01&last=2023-01-01", "first=the+spring"])
def test_a_period_that_cannot_be_read_is_refused_in_words(asked, signed_in) -> None:
    page = signed_in(cast.desk_officer()).get(f"/statistics/?{asked}")
    assert page.status_code == 200
    assert page.context["form"].errors


def test_a_member_counts_the_own_parties_only_and_the_public_nothing(signed_in, client) -> None:
    row = visit("2024-03-04", klass="public")
    type(orland()).objects.filter(slug="orland").update(klass="public")
    member = cast.delegation_member()
    browser = signed_in(member)
    assert figure(browser, "visits") == {}
    Membership.objects.create(visit=row, user=member, role="member", from_day=cast.LONG_AGO)
    assert figure(browser, "visits") == {"periodic": "1"}
    assert client.get("/statistics/").status_code == 302


@pytest.mark.parametrize("address", ["/statistics/", f"/statistics/visits/?{YEAR}"])
def test_more_rows_ask_no_more(address, signed_in) -> None:
    desk = signed_in(cast.desk_officer())

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert desk.get(address).status_code == 200
        return len(found)

    every_kind("confidential", "0")
    few = asked()
    for n in range(1, 5):
        every_kind("confidential", str(n))
    assert asked() <= few
    assert few <= 30
