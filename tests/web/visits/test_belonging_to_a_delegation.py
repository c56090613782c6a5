"""Who belongs to a delegation reads the Party's file, from the first day to the last; nobody else does."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast

from habeas.web.parties.models import Party
from habeas.web.sources.models import Source
from habeas.web.visits.models import Incident, Membership, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]
TODAY = timezone.localdate()


@pytest.fixture
def visit() -> Visit:
    party = Party.objects.create(name="Orland (invented)", slug="orland", klass="public", invented=True)
    source = Source.objects.create(name="letter book")
    made = Visit.objects.create(party=party, source=source, kind="ad hoc", date="2031-03-01/2031-03-09")
    Incident.objects.create(
        party=party, source=source, visit=made, kind="a canary at the gate", head="8(2)(c)"
    )
    return made


def join(client, visit, user, role="member"):
    return client.post(
        f"/visits/{visit.public_id}/delegation/",
        {"user": user.public_id, "role": role, "from_day": f"{TODAY}"},
    )


def reads(client) -> bool:
    return b"canary" in client.get("/dossier/orland/").content


def test_the_head_of_the_body_makes_the_head_who_makes_the_members(visit, signed_in, journalled) -> None:
    body, leader, member = cast.head_of_body(), cast.head_of_delegation(), cast.delegation_member()
    assert not reads(signed_in(leader))
    assert join(signed_in(leader), visit, member).status_code == 404
    with journalled("visit.member"):
        join(signed_in(body), visit, leader, role="head")
    with journalled("visit.member"):
        join(signed_in(leader), visit, member)
    assert reads(signed_in(leader))
    assert reads(signed_in(member))
    assert join(signed_in(member), visit, cast.delegation_member("mona")).status_code == 404


def test_article_13_a_membership_that_ended_opens_nothing(visit, signed_in, journalled) -> None:
    member = cast.delegation_member()
    yesterday = TODAY - timedelta(days=1)
    kept = Membership.objects.create(visit=visit, user=member, role="member", from_day=cast.LONG_AGO)
    body = signed_in(cast.head_of_body())
    address = f"/visits/{visit.public_id}/delegation/{kept.public_id}/end/"
    assert body.post(address, {"reason": " "}).status_code == 200
    with journalled("visit.member_ended") as written:
        body.post(address, {"reason": "left the body"})
    assert written[0].reason == "left the body"
    Membership.objects.update(until_day=yesterday)
    assert not reads(signed_in(member))


def test_only_who_holds_such_a_role_can_be_chosen(visit, signed_in) -> None:
    page = join(signed_in(cast.head_of_body()), visit, cast.auditor())
    assert page.status_code == 200
    assert not Membership.objects.exists()


def test_nobody_joins_twice_from_one_day(visit, signed_in) -> None:
    body, member = signed_in(cast.head_of_body()), cast.delegation_member()
    join(body, visit, member)
    assert join(body, visit, member).status_code in (200, 400)
    assert Membership.objects.count() == 1


def test_article_8_a_member_records_an_incident_of_the_own_visit_and_nobody_else_does(
    visit, signed_in, journalled
) -> None:
    member, other = cast.delegation_member(), cast.delegation_member("mona")
    Membership.objects.create(visit=visit, user=member, role="member", from_day=cast.LONG_AGO)
    elsewhere = Visit.objects.create(
        party=Party.objects.create(name="Veld", slug="veld"), source=visit.source, date="2031-03"
    )
    Membership.objects.create(visit=elsewhere, user=other, role="member", from_day=cast.LONG_AGO)
    address = f"/visits/{visit.public_id}/incident/"
    said = {"head": "8(2)(c)", "kind": "denied access to a wing", "date": "2031-03-02"}
    for client in (signed_in(other), signed_in(cast.auditor())):
        assert client.post(address, said).status_code in (403, 404)
    assert Incident.objects.count() == 1
    own = signed_in(member)
    assert address in own.get(f"/visits/{visit.public_id}/").content.decode()
    with journalled("incident.added"):
        made = own.post(address, said)
    row = Incident.objects.get(kind="denied access to a wing")
    assert (row.visit, row.party, row.klass) == (visit, visit.party, "confidential")
    assert b"/seal/" in own.get(made["Location"]).content
    Membership.objects.filter(user=member).update(until_day=TODAY - timedelta(days=1))
    assert own.get(address).status_code == 404
