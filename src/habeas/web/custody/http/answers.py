"""What a machine is answered: JSON of a few shapes. Nothing here is logged, and nothing of a person in it."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from habeas.custody.events import written
from habeas.errors import HabeasError, NotRightError, PartMissingError, RefusedError
from habeas.web.custody.access import Book
from habeas.web.custody.ledger import Appended

APPENDED = "habeas/appended/1"
RECORD = "habeas/record/1"
WAIT = 5
"""Seconds after which to try again where the register takes nothing at the moment."""

_STATUS = {
    "token-unknown": 401,
    "event-missing": 404,
    "record-missing": 404,
    "page-missing": 404,
    "event-id-taken": 409,
    "body-too-large": 413,
    "body-of-too-many-events": 413,
    "body-not-json": 415,
    "body-broken": 400,
    "body-not-an-array": 400,
    "machine-too-fast": 429,
    "internal": 500,
    "clock-set-back": 503,
    "register-busy": 503,
    "register-held": 503,
    "register-written-by-another": 503,
    "register-store-refused": 503,
}


def as_json(value: Any, status: int = 200) -> HttpResponse:
    """An answer that no cache keeps."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body.encode(), status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    return response


def taken(answers: Iterable[Appended]) -> HttpResponse:
    """What became of each event, in order; an event that comes again gets the answer that it had."""
    return as_json([appended(one) for one in answers])


def appended(one: Appended) -> dict[str, Any]:
    """Where one event stands for good."""
    return {
        "schema": APPENDED,
        "event_id": one.event_id,
        "record_id": one.record_id,
        "seq": one.seq,
        "index": one.index,
        "leaf_hash": one.leaf_hash.hex(),
        "logged_at": written(one.logged_at),
    }


def record(book: Book) -> HttpResponse:
    """A record as it is exchanged; values that the reader does not open are left out."""
    return as_json(
        {
            "schema": RECORD,
            "record_id": book.record.record_id,
            "erased": book.record.erased,
            "events": [event.as_json() for event in book.events],
        }
    )


def waiting(index: int) -> HttpResponse:
    """The event stands, and no head that was signed covers it yet."""
    response = as_json({"schema": "habeas/receipt-waiting/1", "index": index}, 202)
    response["Retry-After"] = str(WAIT)
    return response


def plain(data: bytes, kind: str = "text/plain; charset=utf-8") -> HttpResponse:
    """Bytes as they are."""
    response = HttpResponse(data, content_type=kind)
    response["Cache-Control"] = "no-store"
    return response


def refusal(fault: HabeasError) -> HttpResponse:
    """An error in the shape of the command line's, and which event of the array it is, counted from 0."""
    where = fault.where
    position = where.line - 1 if where is not None and where.file == "events" and where.line else None
    response = as_json({**fault.as_json(), "position": position}, status_of(fault))
    if response.status_code in (429, 503):
        response["Retry-After"] = str(WAIT)
    if response.status_code == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def status_of(fault: HabeasError) -> int:
    """The status of HTTP; 503 where the register is not right, whatever was sent."""
    if isinstance(fault, NotRightError | PartMissingError):
        return 503
    return _STATUS.get(fault.code, 422)


def no_such_page() -> HttpResponse:
    """The answer at an address that is none."""
    return refusal(RefusedError("page-missing", "there is nothing at this address"))
