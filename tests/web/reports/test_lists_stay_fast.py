"""A list asks the store as often for fifty rows as for five, and a page of 5,764 rows holds fifty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import cast
from tests.documents.real import real
from tests.web.facts import LISTS, every_kind
from tests.web.reports.test_taking_lists_over import taken

pytestmark = pytest.mark.django_db


def asked_of_the_store(browser, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert browser.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", [*LISTS, "reports:asked"])
@pytest.mark.parametrize("way", ["", "?export=csv"])
def test_more_rows_ask_no_more(signed_in, name, way):
    browser = signed_in(cast.desk_officer())
    address = reverse(name, args=["orland"] if name == "reports:asked" else []) + way
    every_kind("confidential", "0")
    few = asked_of_the_store(browser, address)
    for n in range(1, 6):
        every_kind("public" if n % 2 else "confidential", str(n))
    assert asked_of_the_store(browser, address) <= few
    assert few <= 30


def test_a_page_of_the_real_list_holds_fifty_rows_and_asks_little(signed_in):
    taken(real("upr_info_detention_torture_2008_2014.csv"))
    browser = signed_in(cast.desk_officer())
    page = browser.get(reverse("reports:asks"), {"sort": "-position", "page": "3"})
    assert len(page.context["table"].page.object_list) == 50
    assert page.context["table"].paginator.count == 5764
    assert asked_of_the_store(browser, reverse("reports:asks") + "?theme=Detention&text=lawyer") <= 30
