"""The published log over HTTP (C2SP tlog-tiles): hashes to anyone, entries to who may read the register.

The log that is written now is at ``/log``. Each is at ``/log/NAME`` too, for good, and after a loss the one
that ended: whoever holds a head or a receipt of it goes on checking them there.
"""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from habeas.errors import RefusedError
from habeas.tlog.tiles import CHECKPOINT
from habeas.web.custody.access import entries_open_to, log_file
from habeas.web.custody.http import answers
from habeas.web.custody.http.api import document
from habeas.web.people.access import NOBODY, open_door
from habeas.web.stations.access import mirror_of
from habeas.web.stations.actions import note_read

_FOR_EVER = "max-age=31536000, immutable"


@open_door
def checkpoint(_request: HttpRequest, log: str = "") -> HttpResponse:
    """The newest signed head."""
    return _file(log, CHECKPOINT, "text/plain; charset=utf-8", "no-cache")


@open_door
def tile(_request: HttpRequest, path: str, log: str = "") -> HttpResponse:
    """Hashes of the tree: what they are of cannot be guessed from them."""
    return _file(log, f"tile/{path}", "application/octet-stream", f"public, {_FOR_EVER}")


@open_door
def entries(request: HttpRequest, path: str, log: str = "") -> HttpResponse:
    """A bundle of entries, for who reads all of the register, and for the mirror of a monitoring body."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    mirror = mirror_of(token) if token else None
    if mirror is not None:
        note_read(mirror, timezone.now())
    elif not entries_open_to(getattr(request, "reader", NOBODY)):
        return answers.refusal(RefusedError("token-unknown", "entries are for who may read the register"))
    return _file(log, f"tile/entries/{path}", "application/octet-stream", f"private, {_FOR_EVER}")


@open_door
def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return answers.as_json(_document())


_document = cache(document)


def _file(log: str, path: str, kind: str, caching: str) -> HttpResponse:
    data = log_file(path, log)
    if data is None:
        return answers.no_such_page()
    response = HttpResponse(data, content_type=kind)
    response["Cache-Control"] = caching
    return response
