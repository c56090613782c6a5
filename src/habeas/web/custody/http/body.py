"""The body of a request read strictly: a JSON array of objects, bounded."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import UnreadablePostError

from habeas.custody.exchange.strict_json import value_of
from habeas.errors import RefusedError
from habeas.web.custody.ledger import place_of

MOST_EVENTS = 500
LARGEST = 4 * 2**20
"""Bytes of a body; the settings hold every request to it."""

_FORM = "Send a JSON array of events in UTF-8."


def events_of(request: HttpRequest) -> list[dict[str, Any]]:
    """What was sent, an object an event. Raises ``RefusedError`` with a ``body-…`` code."""
    if request.content_type != "application/json":
        raise RefusedError(
            "body-not-json",
            "the body is not sent as application/json",
            advice="Send it with Content-Type: application/json.",
        )
    try:
        sent = value_of(_bytes_of(request).decode())
    except UnicodeDecodeError:
        raise RefusedError("body-broken", "the body is not UTF-8", advice=_FORM) from None
    except ValueError as fault:
        raise RefusedError("body-broken", f"the body is no JSON: {fault}", advice=_FORM) from None
    if not isinstance(sent, list):
        raise RefusedError("body-not-an-array", "the body is not a JSON array", advice="[{…}, {…}]")
    if len(sent) > MOST_EVENTS:
        raise RefusedError(
            "body-of-too-many-events",
            f"more than {MOST_EVENTS} events",
            advice="Send them in several bodies.",
        )
    for at, one in enumerate(sent):
        if not isinstance(one, dict):
            raise RefusedError("body-not-an-array", "this is not an event", where=place_of(at))
    return sent


def _bytes_of(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        says = f"the body has more than {LARGEST // 2**20} MB"
        raise RefusedError("body-too-large", says, advice="Send less at once.") from None
    except UnreadablePostError:
        says = "the body ended before its end"
        raise RefusedError("body-broken", says, advice="Send the same again.") from None
