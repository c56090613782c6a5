"""Each of the three surfaces by itself, over a store in which the body's own work lies too."""

from datetime import date
from importlib.util import find_spec, module_from_spec

import pytest
from django.urls import clear_url_caches, set_urlconf
from tests import cast
from tests.web.facts import every_kind, orland, source

from habeas.procedure.visit.acts import Programmed
from habeas.web.parties.models import Party
from habeas.web.publication.models import PublicationFile
from habeas.web.reports.models import Document
from habeas.web.visits.actions import begin
from habeas.web.visits.models import Visit

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["register", "monitoring", "public"])
def surface(request, settings):
    """The addresses of an installation that shows one surface alone."""
    settings.SURFACES = frozenset({request.param})
    found = find_spec("habeas.web.urls")
    settings.ROOT_URLCONF = module_from_spec(found)
    found.loader.exec_module(settings.ROOT_URLCONF)
    clear_url_caches()
    yield request.param
    set_urlconf(None)
    clear_url_caches()


@pytest.mark.parametrize("who", ["desk officer", "publication officer", "head of body"])
def test_who_signs_in_is_served_and_led_nowhere_that_is_not_there(surface, who, signed_in):
    facts = every_kind("confidential", "LARK")
    party: Party = facts.visit.party
    begin(None, Visit(party=party, source=facts.visit.source), Programmed(on=date(2031, 1, 6)))
    reader = signed_in(cast.CAST[who]())
    assert reader.get("/").status_code == 200
    assert reader.get(f"/dossier/{party.slug}/").status_code == 200


@pytest.mark.parametrize("surface", ["public"], indirect=True)
def test_the_public_record_alone_gives_its_files_to_everybody(surface, client):
    document = Document.objects.create(party=orland(), source=source(), kind="visit report")
    kept = {"document": document, "data": b"%PDF- canary", "size": 12}
    public = PublicationFile.objects.create(
        **kept, title="Report on the visit", sha256="ab" * 32, published_on=date(2031, 7, 3)
    )
    prepared = PublicationFile.objects.create(**kept, title="Not yet", sha256="cd" * 32)
    page = f"/published/{public.public_id}/"
    for way in (f"/dossier/{orland().slug}/", "/published/", "/published/feed/"):
        listed = client.get(way).content.decode()
        assert page in listed
        assert "Not yet" not in listed
    assert client.get(page).status_code == 200
    assert client.get(f"{page}pdf/").content == b"%PDF- canary"
    for way in (
        f"/published/{prepared.public_id}/",
        f"/published/{prepared.public_id}/pdf/",
        "/publication/",
    ):
        assert client.get(way).status_code == 404


@pytest.mark.parametrize("surface", ["register"], indirect=True)
def test_the_register_alone_publishes_nothing(surface, client):
    assert client.get("/published/").status_code == 404
