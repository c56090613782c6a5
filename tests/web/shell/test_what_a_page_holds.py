"""Every page: language, bands, signs, policy of content; nothing inline, nothing from outside."""

import re
from pathlib import Path

import pytest
from django.test import Client
from selectolax.lexbor import LexborHTMLParser as HTMLParser

import habeas.web.shell
from habeas.web.shell.helping import TOPICS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.shell.addresses")]
SHELL = Path(habeas.web.shell.__file__).parent


def page(client: Client, address: str = "/signs/", **more: str) -> HTMLParser:
    return HTMLParser(client.get(address, **more).text)


def test_a_page_says_its_language_and_direction(client: Client) -> None:
    for language, direction in (("en", "ltr"), ("fr", "ltr"), ("az", "ltr"), ("ar", "rtl")):
        client.cookies["language"] = language
        root = page(client).css_first("html")
        assert (root.attributes["lang"], root.attributes["dir"]) == (language, direction)
        sheets = [link.attributes["href"] for link in page(client).css("link[rel=stylesheet]")]
        assert any("bootstrap.rtl.min.css" in sheet for sheet in sheets) == (direction == "rtl")


def test_the_band_names_class_provision_and_readers(client: Client) -> None:
    band = page(client).css_first(".bands [role=note]")
    assert band.text(separator=" ", strip=True) == (
        "Confidential · Article 11 ECPT · Visit members may read this page"
    )
    assert page(client, "/help/").css_first(".bands [role=note]") is None


def test_a_page_of_invented_data_carries_a_second_band(client: Client) -> None:
    bands = page(client, "/signs/?invented=1").css(".bands [role=note]")
    assert [band.css_first("strong") is not None for band in bands] == [True, False]
    assert bands[1].text() == "Invented data: no real person, place or event"
    assert "Invented data:" not in client.get("/signs/").text


def test_the_first_link_skips_to_the_content(client: Client) -> None:
    tree = page(client)
    assert tree.css_first("a").attributes["href"] == "#content"
    assert tree.css_first("main").id == "content"


def test_a_source_opens_in_place_and_is_written_out_for_paper(client: Client) -> None:
    read, recalled = page(client).css("details.source")
    assert read.css_first(".source-name").text() == "Source: CPT/Inf (2018) 37, § 25"
    assert read.css_first(".source-print").text() == "[CPT/Inf (2018) 37, § 25, 18 July 2018]"
    assert read.css_first("a").attributes["href"] == "https://rm.coe.int/16808c5e46"
    assert "not yet checked against the original" in recalled.css_first("summary").text()
    assert recalled.css("a") == []  # an address that is none of the web's is text, not a link
    assert "javascript:alert(1)" in recalled.text()


def test_signs_have_a_word_a_shape_and_a_tone(client: Client) -> None:
    signs = page(client).css("main .sign")
    assert [sign.text(strip=True) for sign in signs[-3:]] == ["State", "the body", "others"]
    shapes = {sign.css_first("svg").html for sign in signs[-3:]}
    assert len(shapes) == 3
    assert all("tone-" in sign.attributes["class"] for sign in signs)


def test_ages_and_dates_are_said_to_the_precision_known(client: Client) -> None:
    facts = page(client).css_first(".facts").text()
    assert "3 to 4 months (since March 2024)" in facts


def test_text_in_a_page_is_escaped_and_references_stay_left_to_right(client: Client) -> None:
    text = client.get("/signs/").text
    assert '<bdi class="ref" dir="ltr">CPT/Inf (2018) 37</bdi>' in text
    assert "<bdi>&lt;b&gt;</bdi>" in text


def test_completeness_is_said(client: Client) -> None:
    said = [p.text(strip=True) for p in page(client).css(".completeness")]
    assert said == [
        "This list is not complete. Visits before 2005 are missing.",
        "It is not known whether this list is complete.",
    ]


def test_the_policy_of_content_lets_nothing_in_from_outside(client: Client) -> None:
    policy = client.get("/signs/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe-inline'" not in policy
    for part in policy.split(";"):
        assert set(part.split()[1:]) <= {"'none'", "'self'", "data:"}


@pytest.mark.parametrize("path", sorted(SHELL.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_holds_inline_script_or_style_or_an_address_outside(path: Path) -> None:
    assert inline_or_outside(path.read_text("utf-8")) == []


def inline_or_outside(text: str) -> list[str]:
    found = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son[a-z]+=", text)
    return found + re.findall(r"(?:src|href|action)=[\"'](?:https?:)?//[^\"']*", text)


def test_the_scan_of_templates_catches_what_it_is_for() -> None:
    caught = ("<script>a()</script>", '<p style="color:red">', '<b onclick="a()">', '<img src="//x.org/a">')
    assert all(inline_or_outside(line) for line in caught)
    assert inline_or_outside('<script src="{% static "a.js" %}" defer></script><a href="/help/">') == []


def test_style_sheets_load_nothing_from_outside() -> None:
    for sheet in [*SHELL.rglob("*.css"), *SHELL.rglob("*.js")]:
        text = sheet.read_text("utf-8")
        assert not re.search(r"url\([\"']?(?:https?:)?//", text), sheet.name
        assert "@import" not in text, sheet.name


def test_a_way_is_shown_to_those_who_may_open_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from habeas.web.shell import nav

    monkeypatch.setattr(nav, "_items", {})
    nav.register(nav.NavItem(label="Signs", url_name="signs", order=2, to_all=True))
    nav.register(nav.NavItem(label="Lists", url_name="list", order=1, to_all=True))
    nav.register(nav.NavItem(label="Switched off", url_name="no:such", to_all=True))
    nav.register(nav.NavItem(label="Closed", url_name="shell:help", capability="read"))
    ways = page(client).css_first("nav.ways-row").css("a")
    assert [(way.text(), way.attributes.get("aria-current")) for way in ways] == [
        ("Lists", None),
        ("Signs", "page"),
    ]


def test_every_page_of_help_opens(client: Client) -> None:
    links = [link.attributes["href"] for link in page(client, "/help/").css("main a")]
    assert len(links) == len(TOPICS)
    for link in links:
        assert len(page(client, link).css_first(".prose").text()) > 200
    assert client.get("/help/no-such-topic/").status_code == 404
