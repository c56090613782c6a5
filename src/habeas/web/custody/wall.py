"""Whose records a statement may see, told to PostgreSQL in the transaction of that statement.

The doors of ``access`` choose what a page shows. Behind them the database keeps a wall of its own
(``rights.py``; security.md 3): a statement that is told nothing sees nothing, one of a station sees that
station. What was told ends with its transaction, so that no connection carries it into the next request.
SQLite has no such wall: there the doors are all there is.

The wall holds back a query that forgot its door. Whoever can send statements of their own can tell what they
like: against them stand the rights of the role, the keys, and the signed tree.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse

from habeas.web.people.access import NOBODY, Reader, may
from habeas.web.stations.access import OVER_ALL, stations_of

SETTING = "habeas.stations"
"""The setting that the policies read: codes of stations with commas between, ``ALL``, or nothing."""
ALL = "*"
_OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "ROLLBACK")

_sees: ContextVar[Callable[[], str]] = ContextVar("habeas-register-sees", default=lambda: "")
"""What the statements of this thread are to see; asked for at the first of them only."""


@contextmanager
def everything() -> Iterator[None]:
    """See every record meanwhile: for the writer, the publisher, and whoever runs the machine."""
    with _seeing(lambda: ALL):
        yield


@contextmanager
def only(codes: Iterable[str]) -> Iterator[None]:
    """See the records of these stations meanwhile."""
    said = ",".join(codes)
    with _seeing(lambda: said):
        yield


@contextmanager
def seen_by(reader: Reader) -> Iterator[None]:
    """See meanwhile what a reader may: the own stations, or all."""
    with _seeing(cache(lambda: _seen_by(reader))):
        yield


class Wall:
    """Each request sees what its reader may; it stands below the middleware that says who reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on behind the wall."""
        with seen_by(getattr(request, "reader", NOBODY)):
            return self.get_response(request)


def raise_wall(*, connection: BaseDatabaseWrapper, **_said: Any) -> None:
    """Have every statement of a new connection to the register tell whose records it may see."""
    on_postgresql = connection.alias == "register" and connection.vendor == "postgresql"
    if on_postgresql and _told not in connection.execute_wrappers:
        connection.execute_wrappers.append(_told)


def watch() -> None:
    """Raise the wall at every connection from now on."""
    connection_created.connect(raise_wall, dispatch_uid="habeas.register.wall")


@contextmanager
def _seeing(what: Callable[[], str]) -> Iterator[None]:
    token = _sees.set(what)
    try:
        yield
    finally:
        _sees.reset(token)


def _seen_by(reader: Reader) -> str:
    if any(may(reader, capability) for capability in OVER_ALL):
        return ALL
    return ",".join(stations_of(reader).values_list("code", flat=True))


def _told(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: dict[str, Any]) -> Any:
    """Run a statement in a transaction that was told what it may see."""
    connection: BaseDatabaseWrapper = context["connection"]
    if str(sql).startswith(_OF_TRANSACTIONS):  # the transaction may be broken, and takes nothing else
        return execute(sql, params, many, context)
    alone = connection.get_autocommit()
    with transaction.atomic(using=connection.alias) if alone else nullcontext():
        # Beside the cursor of the statement: that one may be a cursor of the server, made for one query.
        connection.connection.execute("SELECT set_config(%s, %s, true)", (SETTING, _sees.get()()))
        return execute(sql, params, many, context)
