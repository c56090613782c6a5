"""What of the register kept here somebody reads who opens no record of it, and learns of no one person."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from tests import cast
from tests.web.audits.test_audits import LATE, asked, carried_out

from habeas.safeguards.figures import figures_json
from habeas.safeguards.signals import By
from habeas.web.audits import access, kept
from habeas.web.audits.models import Audit

pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])


def came(enter, *records: str, days: int = 2) -> None:
    """So many are brought in, and something of each is written two hours late."""
    for record in records:
        enter("apprehended", days * 1440, record=record)
        enter("record_opened", days * 1440 - 10, record=record, jurisdiction="CoE")
        enter("rights_informed", days * 1440 - 20, record=record, late=120)


def ask(browser, **more: str):
    """Ask for an audit of the register kept here, in the page."""
    said = {"register": "own", "rule_set": "register"}
    return browser.post(reverse("audits:ask"), said | more).content.decode()


@pytest.mark.bothdbs
def test_who_opens_no_record_asks_as_of_the_beginning_of_the_day_and_is_told_the_same_twice(enter, signed_in):
    came(enter, "r1", "r2")
    browser = signed_in(cast.head_of_body())
    ask(browser)
    enter("apprehended", 0, record="r3")
    ask(browser)
    before, after = map(carried_out, Audit.objects.order_by("pk"))
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert before.as_of == after.as_of == today
    assert (before.records, before.events) == (after.records, after.events) == (2, 6)
    page = reverse("audits:audit", args=[after.public_id])
    assert "The register also holds" not in browser.get(page).content.decode()
    told = signed_in(cast.inspector()).get(page).content.decode()
    assert "The register also holds what is not counted here: 1 record" in told

    refused = ask(browser, as_of=f"{today - timedelta(days=1):%Y-%m-%dT%H:%M}")
    assert "Only those ask this of the register kept here who may open its records." in refused
    assert "is judged as of the beginning of today" in refused
    assert Audit.objects.count() == 2
    inspector = signed_in(cast.inspector("ida"))
    assert "beginning of today" not in inspector.get(reverse("audits:ask")).content.decode()
    ask(inspector, as_of=f"{today - timedelta(days=1):%Y-%m-%dT%H:%M}")
    assert Audit.objects.latest("pk").as_of == today - timedelta(days=1)


@pytest.mark.bothdbs
def test_what_changed_of_few_is_withheld_from_who_opens_no_record(enter, signed_in):
    inspector = cast.inspector()

    def since(*records: str, to=cast.head_of_body) -> str:
        came(enter, *records)
        row = carried_out(asked(inspector))
        page = signed_in(to(f"reader of {records}")).get(reverse("audits:compared", args=[row.public_id]))
        assert page.status_code == 200
        shown = page.content.decode()
        rule = shown[shown.index(reverse("audits:rule", args=[row.public_id, LATE])) :].partition("</tr>")[0]
        return shown.partition("</dl>")[0].partition('<dl class="facts">')[2] + rule

    came(enter, *(f"a{each}" for each in range(6)))
    carried_out(asked(inspector))
    one_more = since("b1")
    assert "6 records" in one_more
    assert "7 records" not in one_more
    assert "as many but for fewer than 5" in one_more
    assert "1 new" not in one_more
    assert "→ withheld" in one_more
    assert "18 → withheld" in one_more
    many_more = since(*(f"c{each}" for each in range(6)))
    assert "13 records" in many_more
    assert "6 new" in many_more
    assert "withheld" not in many_more
    assert "1 new" in since("d1", to=cast.auditor)


@pytest.mark.bothdbs
def test_an_audit_is_put_beside_none_that_was_judged_later(enter, signed_in):
    came(enter, "r1")
    browser, now = signed_in(cast.inspector()), datetime.now(UTC)

    def of(days: int) -> Audit:
        return carried_out(asked(cast.auditor(f"asks of {days}"), as_of=now - timedelta(days=days)))

    def pages(row: Audit) -> tuple[bool, int]:
        page = browser.get(reverse("audits:audit", args=[row.public_id])).content.decode()
        beside = reverse("audits:compared", args=[row.public_id])
        return beside in page, browser.get(beside).status_code

    later, earlier, last = of(1), of(3), of(0)
    assert access.before(earlier) is None
    assert pages(earlier) == (False, 404)
    assert access.before(last) == later  # and not the one that was asked for last
    assert pages(last) == (True, 200)


@pytest.mark.bothdbs
def test_no_small_count_of_a_place_and_no_record_goes_out_to_who_opens_none(enter, signed_in):
    came(enter, "r1", "r2")
    enter("died", 100, record="r2")
    row = carried_out(asked(cast.inspector(), "all", with_report=True))
    runs = cast.head_of_body()
    browser = signed_in(runs)
    there = [name for name in kept.OUT if kept.is_there(row, name)]
    assert {"figures.json", "summary.json", "report.html", "occasions.csv"} <= set(there)
    for name in there:
        assert browser.get(reverse("audits:file", args=[row.public_id, name])).status_code == 404
    all_of_it = kept.figures_kept(row)
    first, *others = all_of_it.signals.told
    few = replace(first.figures[0], by=By.STATION, name="north-1", count=2, of=40)
    first = replace(first, figures=(*first.figures, few))
    all_of_it = replace(all_of_it, signals=replace(all_of_it.signals, told=(first, *others)))
    kept.keep(row, kept.FIGURES, figures_json(all_of_it))
    told = access.figures_for(cast.reader(runs), row)
    assert list(_of_places(all_of_it)) == [few]
    assert list(_of_places(told)) == []
    assert {"r1", "r2"} & set(all_of_it.records_named)
    assert not any(f'"{record}"' in json.dumps(figures_json(told)) for record in ("r1", "r2"))


def _of_places(figures):
    return [each for one in figures.signals.told for each in one.figures if each.by is By.STATION]
