"""Pages of the rules: what each asks, its source, its limits, its SQL and its cases, for everybody."""

import re

import pytest
from django.urls import reverse

from habeas.safeguards import rules
from habeas.safeguards.report.safeguards import OTHER
from habeas.web.safeguards import showing

pytestmark = pytest.mark.django_db


def test_each_rule_stands_in_the_list_once_beneath_its_safeguard(client):
    page = client.get(reverse("safeguards:rules")).content.decode()
    for name in rules():
        assert page.count(f'href="{reverse("safeguards:rule", args=[name])}"') == 1


def test_one_set_alone(client):
    page = client.get(reverse("safeguards:rules"), {"set": "GB-EAW"}).content.decode()
    assert "/rules/custody.24h/" in page
    assert "/rules/lawyer.called/" not in page
    everything = client.get(reverse("safeguards:rules"), {"set": "Mars"}).content.decode()
    assert "/rules/lawyer.called/" in everything


def test_a_rule_says_what_it_asks_and_where_it_comes_from(client):
    page = client.get("/rules/lawyer.called/").content.decode()
    assert rules()["lawyer.called"].says in page.replace("&#x27;", "'")
    assert "/law/CPT-GR12/at/41/" in page
    assert "30 minutes" in page
    assert "an example (nobody here has set one): the source gives no number" in page
    assert "10:15" in page
    assert "lawyer called" in page
    assert "WITH who" in page


def test_a_limit_of_law_names_its_provision_and_its_days(client):
    page = client.get("/rules/custody.24h/").content.decode()
    assert "24 hours" in page
    assert "the source gives no number" not in page.split("<h2>Cases")[0]


def test_no_rule_of_that_name(client):
    assert client.get("/rules/lawyer.paid/").status_code == 404


def test_every_rule_can_be_shown():
    for rule in rules().values():
        assert len(showing.cases_of(rule)) > 0, rule.name
        assert showing.family_of(rule) != OTHER


def test_what_a_rule_asks_is_said_with_its_numbers_in_the_language_of_the_page(client):
    client.cookies["language"] = "fr"
    page = client.get("/rules/custody.24h/").content.decode()
    assert [f"{hours} heures (PACE 1984" in page for hours in (24, 36, 96)] == [True] * 3
    assert "Prolongation par un commissaire" in page
    assert "the person was held" not in page


def test_a_case_says_once_that_it_is_in_english_and_marks_what_is(client):
    address = reverse("safeguards:rule", args=["lawyer.arrives"])
    said = "They stand in English, as they were written."
    assert said not in client.get(address).content.decode()
    client.cookies["language"] = "az"
    page = client.get(address).content.decode()
    assert page.count(said) == 1
    reasons = re.findall(r"<bdi[^>]*>the other suspect is at large<", page)
    assert reasons
    assert set(reasons) == {'<bdi lang="en" dir="ltr">the other suspect is at large<'}
    assert '<bdi lang="en" dir="ltr">prosecutor:1<' not in page
