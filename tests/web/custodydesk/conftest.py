"""A station with Clara and Dov, each with a PIN; a register of the test's own; the surface switched on."""

import importlib
import os
from datetime import date

import pytest
from django.urls import clear_url_caches
from tests import cast

from habeas.web.custody import writing
from habeas.web.stations import actions
from habeas.web.stations.models import Station

# SQLite has neither roles nor rows apart.
collect_ignore = [] if "DATABASE_URL" in os.environ else ["test_serving_role.py"]
PINS = {"clara": "4826", "rana": "7391", "dov": "5160"}


@pytest.fixture
def desk(settings, tmp_path, db):
    """The surface ``register``, a data folder, and no pen left open."""
    import habeas.web.urls

    before = settings.SURFACES
    settings.DATA = tmp_path
    settings.SURFACES = frozenset({"register"})
    importlib.reload(habeas.web.urls)
    clear_url_caches()
    yield tmp_path
    writing.close_pen()
    settings.SURFACES = before
    importlib.reload(habeas.web.urls)
    clear_url_caches()


@pytest.fixture
def people(desk):
    """Those who sign."""
    return {
        "clara": cast.custody_officer(),
        "rana": cast.custody_officer("rana"),
        "dov": cast.doctor(),
        "irena": cast.inspector(),
        "aydan": cast.auditor(),
    }


@pytest.fixture
def north(people) -> Station:
    station = actions.add_station(None, Station(code="north", name="North (invented)", zone="Asia/Baku"))
    for name, pin in PINS.items():
        actions.post(None, station, people[name], since=date(2026, 1, 1))
        actions.set_pin(None, people[name], pin)
    return station


@pytest.fixture
def south(people) -> Station:
    station = actions.add_station(None, Station(code="south", name="South (invented)"))
    other = cast.custody_officer("omar")
    actions.post(None, station, other, since=date(2026, 1, 1))
    people["omar"] = other
    return station


@pytest.fixture
def browsers(people, signed_in):
    """A browser for each, made when it is asked for."""
    made: dict[str, object] = {}

    def of(name: str):
        return made.setdefault(name, signed_in(people[name]))

    return of
