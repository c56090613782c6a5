"""Who may give whom which role, on the pages and by hand."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests import cast

from habeas.errors import RefusedError
from habeas.web.people import access, actions
from habeas.web.people.access import reader_of
from habeas.web.people.models import RoleGrant, User
from habeas.web.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]

DAY = date(2031, 7, 3)


@pytest.fixture
def head():
    return cast.head_of_body()


def test_the_head_of_the_body_grants_and_it_is_noted(head, journalled):
    nina = cast.somebody()
    with journalled(actions.GRANTED) as entries:
        actions.grant_role(cast.reader(head), nina, Role.DESK_OFFICER, since=DAY, reason="appointed")
    assert entries[0].actor == head
    assert entries[0].object_id == nina.public_id
    assert entries[0].revision.changes["role"] == [None, "desk_officer"]
    assert reader_of(nina, on=DAY).roles == {Role.DESK_OFFICER}


def test_nobody_grants_a_role_to_themselves(head):
    with pytest.raises(RefusedError, match="themselves"):
        actions.grant_role(cast.reader(head), head, Role.AUDITOR, since=DAY)


@pytest.mark.parametrize("make", [cast.system_administrator, cast.desk_officer, cast.head_of_delegation])
def test_others_grant_nothing(make):
    with pytest.raises(RefusedError, match="Only the head"):
        actions.grant_role(cast.reader(make()), cast.somebody(), Role.AUDITOR, since=DAY)


def test_a_liaison_officer_needs_a_party_and_nobody_else_has_one(head):
    reader, nina = cast.reader(head), cast.somebody()
    with pytest.raises(RefusedError, match="Party"):
        actions.grant_role(reader, nina, Role.LIAISON_OFFICER, since=DAY)
    with pytest.raises(RefusedError, match="Party"):
        actions.grant_role(reader, nina, Role.AUDITOR, since=DAY, party="orland")
    assert actions.grant_role(reader, nina, Role.LIAISON_OFFICER, since=DAY, party="orland").party == "orland"


def test_a_role_that_is_ended_is_held_no_longer_that_day(head, journalled):
    nina = cast.desk_officer()
    with journalled(actions.GRANT_ENDED) as entries:
        actions.end_grant(cast.reader(head), nina.grants.get(), today=DAY, reason="moved on")
    assert entries[0].reason == "moved on"
    assert reader_of(nina, on=DAY).roles == set()
    assert reader_of(nina, on=DAY - timedelta(days=1)).roles == {Role.DESK_OFFICER}


def test_a_role_granted_today_can_be_taken_back_today(head):
    nina = cast.somebody()
    grant = actions.grant_role(cast.reader(head), nina, Role.AUDITOR, since=DAY)
    actions.end_grant(cast.reader(head), grant, today=DAY, reason="by mistake")
    assert reader_of(nina, on=DAY).roles == set()


def test_somebody_must_head_the_body(head):
    today = timezone.localdate()
    with pytest.raises(RefusedError, match="Nobody else heads"):
        actions.end_grant(cast.reader(head), head.grants.get(), today=today, reason="leaving")
    with pytest.raises(RefusedError, match="Nobody else heads"):
        actions.set_active(None, head, active=False, today=today, reason="leaving")
    cast.head_of_body("hugo")
    actions.end_grant(cast.reader(head), head.grants.get(), today=today, reason="leaving")


def test_nobody_shuts_the_own_account(head):
    with pytest.raises(RefusedError, match="own account"):
        actions.set_active(cast.reader(head), head, active=False, today=DAY, reason="")


def test_accounts_are_made_with_a_passphrase_that_is_kept_nowhere(head, journalled):
    with journalled(actions.ADDED) as entries:
        user, once = actions.add_person(cast.reader(head), username="NINA", display_name="Nina")
    assert user.username == "nina"
    assert user.check_password(once)
    assert user.must_change_passphrase
    assert once not in str(entries[0].__dict__)
    with pytest.raises(RefusedError, match="taken"):
        actions.add_person(cast.reader(head), username="nina", display_name="Other")


def test_the_head_adds_a_person_and_grants_a_role_on_the_pages(head, signed_in):
    client = signed_in(head)
    page = client.post("/people/add/", {"username": "Nina", "display_name": "Nina N.", "language": "fr"})
    nina = User.objects.get(username="nina")
    once = page.context["passphrase"]
    assert once in page.content.decode()
    assert nina.check_password(once)
    own = f"/people/{nina.public_id}/"
    given = {"role": "desk_officer", "since": timezone.localdate().isoformat(), "reason": "appointed"}
    assert client.post(f"{own}grant/", given).url == own
    shown = client.get(own).content.decode()
    assert "desk officer" in shown
    assert "appointed" in shown
    assert once not in shown
    assert "desk officer" in client.get("/people/").content.decode()


def test_the_form_says_what_does_not_fit(head, signed_in):
    nina = cast.somebody()
    client = signed_in(head)
    address = f"/people/{nina.public_id}/grant/"
    given = {"role": "liaison_officer", "since": "2031-07-03", "until": "2031-07-01", "reason": "x"}
    assert set(client.post(address, given).context["form"].errors) == {"party", "until"}
    assert set(client.post(address, {}).context["form"].errors) == {"role", "since", "reason"}
    assert not RoleGrant.objects.filter(user=nina).exists()


def test_a_liaison_officer_is_granted_for_a_party_that_is_there(head, signed_in, monkeypatch):
    monkeypatch.setattr(access, "_party_names", [])
    access.register_party_names(lambda: [("orland", "Orland (invented)")])
    nina, client = cast.somebody(), signed_in(head)
    own = f"/people/{nina.public_id}/"
    given = {"role": "liaison_officer", "since": "2031-07-03", "reason": "x"}
    assert "party" in client.post(f"{own}grant/", given | {"party": "elsewhere"}).context["form"].errors
    assert client.post(f"{own}grant/", given | {"party": "orland"}).url == own
    assert nina.grants.get().party == "orland"
    assert "Orland (invented)" in client.get(own).content.decode()


def test_the_own_page_offers_no_role(head, signed_in):
    client = signed_in(head)
    own = client.get(f"/people/{head.public_id}/").content.decode()
    assert f"/people/{head.public_id}/grant/" not in own
    refused = client.post(
        f"/people/{head.public_id}/grant/", {"role": "auditor", "since": "2031-07-03", "reason": "x"}
    )
    assert refused.status_code == 400
    assert "Nobody grants a role to themselves." in refused.content.decode()


def test_a_role_is_ended_and_an_account_shut_with_a_reason(head, signed_in):
    dana = cast.desk_officer()
    client = signed_in(head)
    own, grant = f"/people/{dana.public_id}/", dana.grants.get()
    ending = f"{own}grants/{grant.public_id}/end/"
    assert client.post(ending, {}).context["form"].errors
    assert client.post(ending, {"reason": "moved on"}).url == own
    assert client.post(f"{own}active/", {"reason": "left"}).url == own
    dana.refresh_from_db()
    assert not dana.is_active
    client.post(f"{own}active/", {"reason": "came back"})
    dana.refresh_from_db()
    assert dana.is_active


def test_somebody_who_lost_everything_gets_a_new_passphrase_and_no_factor(head, signed_in):
    from allauth.mfa.models import Authenticator

    dana = cast.desk_officer()
    Authenticator.objects.create(user=dana, type=Authenticator.Type.TOTP, data={"secret": "x"})
    open_elsewhere, client = signed_in(dana), signed_in(head)
    once = client.post(f"/people/{dana.public_id}/passphrase/").context["passphrase"]
    client.post(f"/people/{dana.public_id}/factors/", {"reason": "telephone lost"})
    dana.refresh_from_db()
    assert dana.check_password(once)
    assert not Authenticator.objects.filter(user=dana).exists()
    assert open_elsewhere.get("/account/").status_code == 302


def test_a_grant_of_one_person_is_not_ended_at_another_s_address(head, signed_in):
    dana, otto = cast.desk_officer(), cast.somebody("otto")
    address = f"/people/{otto.public_id}/grants/{dana.grants.get().public_id}/end/"
    assert signed_in(head).post(address, {"reason": "x"}).status_code == 404
