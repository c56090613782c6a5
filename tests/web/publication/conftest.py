"""A report on its way to the public, and the two who bring it there."""

import pytest
from django.test import Client
from tests import cast
from tests.web.facts import orland, source

from habeas.web.reports.models import Document


@pytest.fixture
def report() -> Document:
    return Document.objects.create(
        party=orland(),
        source=source(),
        kind="visit report",
        title="Canary report on the visit",
        reference="INV/Inf (2031) 4",
        confidential_reference="INV (2030) 77",
    )


@pytest.fixture
def paul(signed_in) -> Client:
    return signed_in(cast.publication_officer())


@pytest.fixture
def helene(signed_in) -> Client:
    return signed_in(cast.head_of_body())
