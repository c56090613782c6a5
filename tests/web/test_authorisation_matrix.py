"""Every address of the product, by every person of the cast, read and written."""

import importlib
import os
from copy import deepcopy

import pytest
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpResponseNotFound
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, clear_url_caches, get_resolver, reverse
from tests import cast
from tests.web.matrix import MATRIX, PUBLIC, Row

from habeas.web.custody import writing
from habeas.web.people.access import Reader, reader_of
from habeas.web.people.doors import DOORS

# On PostgreSQL it is walked by `make matrix`: what a database answers is tested at the doors themselves.
pytestmark = pytest.mark.django_db(databases=["default", "register", "keys"])
EVERY_WAY = bool(os.environ.get("HABEAS_TEST_EVERY_WAY"))
PARTS = 4
"""Tests that the addresses are dealt out to, so that two workers share them."""


@pytest.fixture(autouse=True)
def bare_refusals(monkeypatch):
    """Half of all answers are “not found”: its page is read elsewhere, and is not drawn 3,000 times here."""
    monkeypatch.setattr("habeas.web.shell.views.not_found", lambda *_asked, **_why: HttpResponseNotFound())


@pytest.fixture(autouse=True)
def each_page_drawn_once(monkeypatch):
    """A page is drawn for the first who may open it: for the others the answer is asked, not its text.

    What is made without a request is always: a process may keep it for all who ask later.
    """
    drawn, draw = set(), Template.render

    def draw_once(self, context=None, request=None):
        if request is None:
            return draw(self, context)
        what = request.method, request.path, self.template.name
        if what in drawn:
            return ""
        drawn.add(what)
        return draw(self, context, request)

    monkeypatch.setattr(Template, "render", draw_once)


@pytest.fixture(autouse=True)
def known_readers(monkeypatch):
    """What each person may is worked out once: no request here changes it for good."""
    known: dict[tuple[object, object], Reader] = {}

    def reader_once(user, *, session_key):
        if (user.pk, session_key) not in known:
            known[user.pk, session_key] = reader_of(user, session_key=session_key)
        return known[user.pk, session_key]

    monkeypatch.setattr("habeas.web.people.middleware.reader_of", reader_once)


@pytest.fixture(autouse=True)
def a_register(settings, tmp_path):
    """A data folder of this walk's own, with a register that it writes alone."""
    settings.DATA = tmp_path
    yield
    writing.close_pen()


@pytest.fixture(autouse=True)
def every_surface(settings, bare_refusals):
    """The matrix holds with all three surfaces switched on."""
    import habeas.web.urls

    before = settings.SURFACES
    settings.SURFACES = frozenset({"register", "monitoring", "public"})
    importlib.reload(habeas.web.urls)
    clear_url_caches()
    yield
    settings.SURFACES = before
    importlib.reload(habeas.web.urls)
    clear_url_caches()


def addresses(patterns=None, namespace: str = "") -> dict[str, URLPattern]:
    """Every URL name with its namespace; two patterns of one name are one page."""
    found: dict[str, URLPattern] = {}
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= addresses(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"an address without a name: {pattern.pattern}"
            found[f"{namespace}{pattern.name}"] = pattern
    return found


def test_every_address_is_in_the_matrix_and_every_row_has_its_address():
    there, entered = set(addresses()), set(MATRIX)
    new = sorted(there - entered)
    gone = sorted(entered - there)
    assert not new, f"enter who may open {', '.join(new)} in tests/web/matrix.py"
    assert not gone, f"no such address any more, take out of tests/web/matrix.py: {', '.join(gone)}"


def test_doors_by_name_are_for_addresses_that_exist():
    assert sorted(set(DOORS) - set(addresses())) == []


def wrong(row: Row, name: str, who: str, method: str, *, client: Client, address: str) -> str:
    """Say what is wrong with the answer, or nothing. What the request wrote is taken back."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(address)
        transaction.set_rollback(True)
    client.cookies = cookies
    to_sign_in = response.headers.get("Location", "").startswith(redirect_to_login("/").url.split("?")[0])
    refused = response.status_code == 404 if who != PUBLIC else response.status_code == 302 and to_sign_in
    if row.by_token:  # a machine does what it asks in one method only
        refused = response.status_code == 401 or (response.status_code == 405 and who not in row.who)
    if response.status_code >= 500 or response.status_code == 403:
        return f"{name}: {method} by {who} gives {response.status_code}"
    if who in row.who and refused and not missing_object(name):
        return f"{name}: {method} is refused to {who}, who may"
    if who not in row.who and not refused:
        return f"{name}: {method} is open to {who}, who may not ({response.status_code})"
    return ""


def missing_object(name: str) -> bool:
    """These answer 404, or send to sign in, to whom they let in, for want of a key or of a sign-in begun."""
    return name.startswith(("mfa_", "log:")) or name == "account_logout"


def methods_for(row: Row, who: str, turn: int) -> tuple[str, ...]:
    """Whom the door of a view lets in comes in by both; of whom it keeps out one is tried, in turn.

    A door belongs to a view, whatever the method. ``make matrix`` tries both of everybody.
    """
    both = ("get", "post")
    return both if EVERY_WAY or who in row.who or row.by_token else (both[turn % 2],)


@pytest.mark.parametrize("part", range(PARTS))
def test_the_matrix(part, subtests, signed_in):
    names = sorted(set(addresses()) & set(MATRIX))[part::PARTS]
    browsers = {PUBLIC: Client()} | {name: signed_in(make()) for name, make in cast.CAST.items()}
    made = {make: make() for make in dict.fromkeys(MATRIX[name].made for name in names)}
    for at, name in enumerate(names):
        row = MATRIX[name]
        address = reverse(name, kwargs=made[row.made])
        with subtests.test(name):
            found = [
                wrong(row, name, who, method, client=client, address=address)
                for turn, (who, client) in enumerate(browsers.items(), at)
                for method in methods_for(row, who, turn)
            ]
            faults = [fault for fault in found if fault]
            assert not faults, "\n".join(faults)
