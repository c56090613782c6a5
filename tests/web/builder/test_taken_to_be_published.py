"""What the body wrote and adopted here is gone through as it stands, and is not changed by it."""

from datetime import date

import pytest
from django.urls import reverse
from tests import cast

from habeas.procedure.report.acts import Adopted, HeadAgreed, Way
from habeas.web.builder.access import passages_of
from habeas.web.redaction.models import WorkingText
from habeas.web.reports.actions import take

pytestmark = pytest.mark.django_db


def test_the_adopted_text_is_taken_whole_with_its_numbers(manuscript, signed_in) -> None:
    paul = signed_in(cast.publication_officer())
    way = reverse("redaction:take_adopted", args=[manuscript.report.public_id])
    assert paul.get(way).status_code == 404  # in draft there is nothing to be published
    take(None, manuscript.report, HeadAgreed(on=date(2025, 3, 10)))
    take(None, manuscript.report, Adopted(on=date(2025, 3, 14), way=Way.PLENARY, plenary=130, language="en"))
    before = [(one.number, one.text) for one in passages_of(manuscript)]
    assert paul.post(way).status_code == 302
    title, heading, first, *_rest = WorkingText.objects.get().units
    assert heading == {"text": "Introduction", "label": "I.", "level": 1}
    assert first == {"text": "A delegation visited Orland.", "label": "1."}
    assert len(WorkingText.objects.get().units) == len(before) + 1
    assert title["text"]
    assert [(one.number, one.text) for one in passages_of(manuscript)] == before
