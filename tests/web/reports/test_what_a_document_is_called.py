"""A document goes by its reference or title; one that has neither is told by its date and its Party."""

import pytest
from django.utils.translation import override
from tests.web.facts import orland, source

from habeas.web.reports.models import Document

pytestmark = pytest.mark.django_db


def document(**more: str) -> Document:
    return Document.objects.create(party=orland(), source=source(), kind="visit report", **more)


def test_two_without_a_title_are_told_apart() -> None:
    assert str(document(date="2030-05")) == "visit report, May 2030, Orland"
    assert str(document(date="2031")) == "visit report, 2031, Orland"
    assert str(document()) == "visit report, Orland"
    with override("fr"):
        assert str(document(date="2031")) == "rapport de visite, 2031, Orland"


def test_a_reference_says_it_all() -> None:
    assert str(document(reference="INV/Inf (2031) 4", title="A title", date="2031")) == "INV/Inf (2031) 4"
    assert str(document(title="A title", date="2031")) == "A title"
