"""What the tests of the register share: events of invented records, and a ledger."""

import importlib
import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.urls import clear_url_caches

import habeas.web.urls
from habeas.custody import Event, event_from, new_event_id
from habeas.web.custody import rights, triggers, writing
from habeas.web.custody.ledger import Submission

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def data_folder(settings, tmp_path):
    """A data folder of this test's own: keys, lock and published log."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir(mode=0o700)
    settings.LOG_ORIGIN = "north.example/register"
    return settings.DATA


@pytest.fixture
def register(data_folder, request):
    """The databases of the register, empty, and a data folder."""
    request.getfixturevalue("db")
    return data_folder


@pytest.fixture
def event() -> Callable[..., Event]:
    """Make an event that happened at ``NOON`` plus so many minutes: ``event("arrived", minutes=3)``."""
    count = itertools.count(1)

    def make(kind: str = "arrived", *, record: str = "r1", minutes: float = 0, **columns: Any) -> Event:
        at = NOON + timedelta(minutes=minutes)
        said = {
            "record_id": record,
            "event_id": new_event_id(at, next(count).to_bytes(10, "big")),
            "kind": kind,
            "occurred_at": at.isoformat(),
            "establishment_id": "north-1",
            "actor_id": "k4tm-x7qd",
            "source": "desk",
            **columns,
        }
        return event_from(said, now=at + timedelta(minutes=1))

    return make


def one(*events: Event, **options: Any) -> Submission:
    """A submission of these events."""
    return Submission(events, **options)


def as_insider(statement: str, *values: object) -> None:
    """What an insider does who owns the tables: take locks and wall down, change, and put them back."""
    connection = connections["register"]
    vendor = connection.vendor
    with connection.cursor() as cursor:
        if vendor == "postgresql":  # what waits for the end of the transaction holds the tables
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for each in (*triggers.remove(vendor), *rights.remove(vendor)):
            cursor.execute(each)
        cursor.execute(statement, list(values))
        for each in (*triggers.install(vendor), *rights.install(vendor)):
            cursor.execute(each)


@pytest.fixture
def on_its_surface(settings, data_folder, request) -> Iterator[None]:
    """The addresses of a host that serves the register, and the writer of this process let go afterwards."""
    request.getfixturevalue("db")
    settings.SURFACES = frozenset({"register"})
    importlib.reload(habeas.web.urls)
    clear_url_caches()
    yield
    writing.close_pen()
    settings.SURFACES = frozenset({"monitoring", "public"})
    importlib.reload(habeas.web.urls)
    clear_url_caches()
