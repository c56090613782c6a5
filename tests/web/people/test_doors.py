"""Who comes through which door on which day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import path
from tests import cast

from habeas.web.people import access
from habeas.web.people.access import (
    NOBODY,
    door,
    door_for_signed_in,
    may,
    open_door,
    parties_where,
    public_door,
    reader_of,
)
from habeas.web.people.models import RoleGrant
from habeas.web.people.roles import BY_PARTY, CAPABILITIES, Capability, Role

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]


def page(_request):
    return HttpResponse("in")


def marked(mark):
    def view(request):
        return page(request)

    return mark(view)


urlpatterns = [
    path("unmarked/", page, name="unmarked"),
    path("anyone/", marked(open_door), name="anyone"),
    path("public/", marked(public_door), name="public"),
    path("signed-in/", marked(door_for_signed_in), name="signed-in"),
    path("writers/", marked(door(Capability.WRITE_FACTS, Capability.WRITE_PLACES)), name="writers"),
    path("confidential/", marked(door(Capability.READ_CONFIDENTIAL)), name="confidential"),
    path("account/sign-in/", page, name="account_login"),
    path("help/", page, name="help"),
]


@pytest.fixture
def at_own_addresses(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def comes_in(at_own_addresses, signed_in, client):
    """Ask an address as somebody, and say how it went."""

    def ask(address, user=None):
        request = RequestFactory().get(address)
        from django.contrib.auth.models import AnonymousUser
        from django.urls import resolve

        from habeas.web.people.middleware import DefaultDeny

        request.user = user or AnonymousUser()
        request.reader = reader_of(request.user)
        request.resolver_match = resolve(address)
        try:
            refused = DefaultDeny(page).process_view(request, request.resolver_match.func, (), {})
        except Http404:
            return "not found"
        return "in" if refused is None else refused.url

    return ask


def test_a_view_that_nobody_gave_a_door_does_not_exist(comes_in):
    assert comes_in("/unmarked/") == "not found"
    assert comes_in("/unmarked/", cast.head_of_body()) == "not found"


def test_a_shut_door_sends_the_public_to_sign_in_and_back(comes_in):
    assert comes_in("/signed-in/") == "/account/sign-in/?next=/signed-in/"
    assert comes_in("/writers/") == "/account/sign-in/?next=/writers/"


def test_a_shut_door_looks_to_the_signed_in_like_no_door(comes_in):
    assert comes_in("/writers/", cast.auditor()) == "not found"
    assert comes_in("/writers/", cast.somebody()) == "not found"


def test_any_of_the_capabilities_opens(comes_in):
    assert comes_in("/writers/", cast.desk_officer()) == "in"
    assert comes_in("/signed-in/", cast.somebody()) == "in"
    assert comes_in("/anyone/") == "in"


def test_public_facts_need_the_public_surface(comes_in, settings):
    settings.SURFACES = frozenset({"monitoring"})
    assert comes_in("/public/").startswith("/account/sign-in/")
    assert comes_in("/public/", cast.somebody()) == "in"
    settings.SURFACES = frozenset({"public"})
    assert comes_in("/public/") == "in"


def test_a_door_names_what_opens_it():
    with pytest.raises(ValueError, match="names the capabilities"):
        door()


def test_a_role_holds_from_its_first_day_to_its_last():
    user = cast.somebody()
    RoleGrant.objects.create(
        user=user, role=Role.DESK_OFFICER.value, since=date(2030, 3, 1), until=date(2030, 3, 31)
    )
    held = {
        day: bool(reader_of(user, on=date(2030, *day)).roles) for day in [(2, 28), (3, 1), (3, 31), (4, 1)]
    }
    assert held == {(2, 28): False, (3, 1): True, (3, 31): True, (4, 1): False}


def test_a_shut_account_is_nobody():
    user = cast.head_of_body()
    user.is_active = False
    assert reader_of(user) == NOBODY


def test_the_system_administrator_reads_no_content_and_grants_nothing():
    assert CAPABILITIES[Role.SYSTEM_ADMINISTRATOR] == {Capability.RUN_SYSTEM}


def test_the_auditor_reads_the_journal_and_the_register_and_nothing_else():
    assert CAPABILITIES[Role.AUDITOR] == {Capability.READ_JOURNAL, Capability.READ_REGISTER}


def test_only_the_head_of_the_body_grants_and_approves():
    for capability in (Capability.GRANT_ROLES, Capability.APPROVE):
        assert [role for role in Role if capability in CAPABILITIES[role]] == [Role.HEAD_OF_BODY]


def test_the_police_read_nothing_of_those_who_visit_them():
    of_the_register = {Capability.KEEP_REGISTER, Capability.WRITE_HEALTH, Capability.OVERSEE_REGISTER}
    for role in (Role.CUSTODY_OFFICER, Role.INSPECTOR, Role.DOCTOR):
        assert CAPABILITIES[role] <= of_the_register


def test_the_table_holds_every_role_and_bounds_only_what_a_role_has():
    assert set(CAPABILITIES) == set(Role)
    assert all(capability in CAPABILITIES[role] for role, capability in BY_PARTY)
    assert all(role.label and role.may for role in Role)


def test_a_liaison_officer_reads_what_was_sent_to_the_own_state_only():
    reader = reader_of(cast.liaison_officer(party="orland"))
    assert may(reader, Capability.READ_TRANSMITTED)
    assert may(reader, Capability.READ_TRANSMITTED, "orland")
    assert not may(reader, Capability.READ_TRANSMITTED, "elsewhere")
    assert parties_where(reader, Capability.READ_TRANSMITTED) == {"orland"}


@pytest.fixture
def visits_to_orland(monkeypatch):
    """As the app of visits will say it: Mikael is a member of a visit to Orland."""
    monkeypatch.setattr(access, "_parties_of", [])
    asked = []

    @access.register_parties
    def parties(user_id, day):
        asked.append((user_id, day))
        return ["orland"]

    return asked


def test_a_member_reads_confidential_facts_of_the_parties_visited(visits_to_orland):
    mikael = cast.delegation_member()
    reader = reader_of(mikael, on=date(2031, 1, 1))
    assert may(reader, Capability.READ_CONFIDENTIAL, "orland")
    assert not may(reader, Capability.READ_CONFIDENTIAL, "elsewhere")
    assert visits_to_orland == [(mikael.pk, date(2031, 1, 1))]


def test_membership_without_the_role_reads_nothing(visits_to_orland):
    reader = reader_of(cast.somebody())
    assert not may(reader, Capability.READ_CONFIDENTIAL)
    assert visits_to_orland == []


def test_a_second_role_for_every_party_outdoes_the_bound_one(visits_to_orland):
    reader = reader_of(cast.somebody("lena", Role.DELEGATION_MEMBER, Role.DESK_OFFICER))
    assert parties_where(reader, Capability.READ_CONFIDENTIAL) is None
    assert may(reader, Capability.READ_CONFIDENTIAL, "elsewhere")


def test_nobody_may_anything():
    assert not any(may(NOBODY, capability) for capability in Capability)
    assert all(parties_where(NOBODY, capability) == frozenset() for capability in Capability)


@pytest.mark.parametrize(
    ("role", "party", "since", "until"),
    [
        (Role.LIAISON_OFFICER, "", date(2030, 1, 1), None),
        (Role.DESK_OFFICER, "orland", date(2030, 1, 1), None),
        (Role.DESK_OFFICER, "", date(2030, 1, 2), date(2030, 1, 1)),
    ],
)
def test_the_database_refuses_a_grant_that_makes_no_sense(role, party, since, until):
    user = cast.somebody()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, role=role.value, party=party, since=since, until=until)


def test_the_database_refuses_a_role_granted_to_oneself():
    user = cast.head_of_body()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, role="auditor", since=date(2030, 1, 1), granted_by=user)
