"""Lists: filters in the address, counts, sort, pages, and files of exactly what is shown."""

import io

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from habeas.documents.tables.out import read_csv
from habeas.web.sources.models import Source

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.shell.addresses")]


@pytest.fixture
def many() -> None:
    Source.objects.bulk_create(
        Source(name=f"Letter {number:03d}" if number % 2 else f"=Report {number:03d}")
        for number in range(120)
    )


def test_an_empty_list_says_what_to_do_first(client: Client) -> None:
    tree = HTMLParser(client.get("/list/").text)
    assert tree.css_first(".empty").text(strip=True) == "No source is known yet. Import a list first."
    assert tree.css_first("table") is None


@pytest.mark.usefixtures("many")
def test_filters_and_sort_stay_in_the_address_from_page_to_page(client: Client) -> None:
    tree = HTMLParser(client.get("/list/?name=letter&sort=-name").text)
    assert tree.css_first(".count").text() == "60 of 120"
    assert tree.css_first("tbody th").text() == "Letter 119"
    assert tree.css_first("th[aria-sort]").attributes["aria-sort"] == "descending"
    assert tree.css_first("a[rel=next]").attributes["href"] == "?name=letter&sort=-name&page=2"
    assert tree.css_first("form.filters input[name=sort]").attributes["value"] == "-name"
    second = HTMLParser(client.get("/list/" + tree.css_first("a[rel=next]").attributes["href"]).text)
    assert len(second.css("tbody tr")) == 10


@pytest.mark.usefixtures("many")
def test_the_compact_table_holds_more_and_is_a_link(client: Client) -> None:
    tree = HTMLParser(client.get("/list/?compact=1").text)
    assert len(tree.css("tbody tr")) == 120
    assert "list-compact" in tree.css_first("table").attributes["class"]
    assert tree.css_first(".tool-links a").attributes["href"].lstrip("?") == ""


@pytest.mark.usefixtures("many")
def test_filters_that_match_nothing_can_be_cleared(client: Client) -> None:
    tree = HTMLParser(client.get("/list/?name=nothing").text)
    assert tree.css_first(".count").text() == "0 of 120"
    assert tree.css_first(".empty a").attributes["href"] == "/list/"


@pytest.mark.usefixtures("many")
def test_the_table_is_read_out_whole_when_it_is_stacked(client: Client) -> None:
    tree = HTMLParser(client.get("/list/").text)
    row = tree.css_first("tbody tr")
    assert [cell.attributes["data-label"] for cell in row.css("th, td")] == ["Name", "Address"]
    assert [cell.attributes["role"] for cell in row.css("th, td")] == ["rowheader", "cell"]
    assert tree.css_first("caption").text() == "Sources"


@pytest.mark.usefixtures("many")
def test_a_file_holds_exactly_what_is_shown(client: Client) -> None:
    answer = client.get("/list/?name=report&sort=-name&export=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="sources.csv"'
    header, rows = read_csv(io.BytesIO(answer.content), name="sources.csv")
    assert header == ("Name", "Address")
    assert [row[0] for row in rows] == [f"=Report {number:03d}" for number in range(118, -1, -2)]
    assert b",=Report" not in answer.content
    assert b"\n=Report" not in answer.content  # a spreadsheet would run it
    assert client.get("/list/?export=xlsx").content[:2] == b"PK"
    assert client.get("/list/?export=exe").status_code == 404


@pytest.mark.usefixtures("many")
def test_a_confidential_list_says_so_in_the_name_of_its_file(client: Client) -> None:
    answer = client.get("/closed/?export=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="sources-confidential.csv"'
    assert client.session["exported"] == ["csv", 120]
    assert "Confidential" in client.get("/closed/").text


@pytest.mark.usefixtures("many")
def test_who_may_not_export_is_offered_nothing(client: Client) -> None:
    assert "export=" not in client.get("/kept/").text
    assert client.get("/kept/?export=csv").status_code == 404


@pytest.mark.usefixtures("many")
def test_a_page_past_the_end_and_an_unknown_sort_still_answer(client: Client) -> None:
    assert client.get("/list/?page=999&sort=nonsense").status_code == 200
    assert client.get("/list/?page=x").status_code == 200


@pytest.mark.usefixtures("many")
def test_a_list_asks_the_store_a_fixed_number_of_times(client: Client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(4):
        client.get("/list/?name=letter")
