"""A fact that was public at its source is opened by two persons, exactly as it stood when asked for."""

import re

import pytest
from tests import cast

from habeas.web.dossier.models import Statement
from habeas.web.journal.models import Approval
from habeas.web.parties.models import Party
from habeas.web.sources.models import Source

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]
ASKED = {"reason": "on the Ministry's page", "seen": "on"}


@pytest.fixture
def said() -> Statement:
    party = Party.objects.create(name="Orland (invented)", slug="orland", klass="public", invented=True)
    source = Source.objects.create(
        name="Ministry, press release 7", date="2031-07-03", address="https://example.org/7"
    )
    return Statement.objects.create(party=party, source=source, speaker="Ministry", gist="A canary sings.")


def address(row: Statement) -> str:
    return f"/dossier/open/statement/{row.public_id}/"


def approve(client):
    """Approve what the page shows."""
    read = re.search(r'name="read" value="(\w+)"', client.get("/dossier/openings/").content.decode())
    given = {"approval": Approval.objects.get().public_id, "read": read[1] if read else ""}
    return client.post("/dossier/openings/", given)


def test_two_persons_open_a_fact(said, signed_in, client, journalled) -> None:
    signed_in(cast.publication_officer()).post(address(said), ASKED)
    assert b"canary" not in client.get("/dossier/orland/").content
    head = signed_in(cast.head_of_body())
    assert b"A canary sings." in head.get("/dossier/openings/").content
    assert b"1 fact waits" in head.get("/").content
    with journalled("fact.opened"):
        approve(head)
    assert b"canary" in client.get("/dossier/orland/").content


def test_who_asked_cannot_approve(said, signed_in, client) -> None:
    head = signed_in(cast.head_of_body())
    head.post(address(said), ASKED)
    assert approve(head).status_code == 400
    said.refresh_from_db()
    assert said.klass == "confidential"


def test_a_change_after_the_asking_makes_it_void(said, signed_in) -> None:
    signed_in(cast.desk_officer()).post(address(said), ASKED)
    Statement.objects.filter(pk=said.pk).update(gist="Another song.")
    page = approve(signed_in(cast.head_of_body()))
    assert page.status_code == 400
    assert b"changed after" in page.content
    said.refresh_from_db()
    assert said.klass == "confidential"
    assert Approval.objects.get().approved_by is None


def test_a_source_without_date_or_address_opens_nothing(said, signed_in) -> None:
    Source.objects.update(date="")
    page = signed_in(cast.desk_officer()).post(address(said), ASKED)
    assert page.status_code == 400
    assert not Approval.objects.exists()


def test_a_public_fact_and_another_kind_are_not_found(said, signed_in) -> None:
    desk = signed_in(cast.desk_officer())
    assert desk.get(f"/dossier/open/rumour/{said.public_id}/").status_code == 404
    Statement.objects.update(klass="public")
    assert desk.get(address(said)).status_code == 404


def test_what_is_changed_by_hand_afterwards_is_confidential_again(said, signed_in, client) -> None:
    desk = signed_in(cast.desk_officer())
    desk.post(address(said), ASKED)
    approve(signed_in(cast.head_of_body()))
    desk.post(
        f"/dossier/fact/statement/{said.public_id}/",
        {
            "speaker": "Ministry",
            "gist": "A canary sings louder.",
            "source": said.source.public_id,
            "certainty": "seen",
            "reason": "heard again",
        },
    )
    assert b"canary" not in client.get("/dossier/orland/").content
