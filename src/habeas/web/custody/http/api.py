"""The operations for machines of stations, each with its token. No session, no cookie, no form."""

import logging
from typing import Any

from django.db import Error as StoreError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from habeas.errors import HabeasError, RefusedError
from habeas.web.custody.access import book_for, entry_for, receipt_of
from habeas.web.custody.actions import take_from
from habeas.web.custody.http import answers, described
from habeas.web.custody.http.body import events_of
from habeas.web.custody.http.pace import Pace
from habeas.web.custody.http.tokens import Token
from habeas.web.stations.models import Device

_log = logging.getLogger(__name__)
_pace = Pace()
_BEARER = "Send Authorization: Bearer TOKEN, with the token of a machine of the station."
_WHERE = "A machine reads what is at its own station: look at the id."


class MachineRequest(HttpRequest):
    """A request whose token was found."""

    auth: Device


api = NinjaAPI(
    title="Habeas: custody register",
    version="1",
    description="Events of custody records, appended and read by machines of stations.",
    urls_namespace="machines",
    auth=Token(),
    openapi_url=None,
    docs_url=None,
)


@api.post("/events", url_name="events", operation_id="append_events", openapi_extra=described.APPEND)
def events(request: MachineRequest) -> HttpResponse:
    """Append events: all of the array, or none. The answer comes when they are on the disk.

    Send the same again where no answer came: it is taken once, and answered as the first time.
    """
    device = request.auth
    said = events_of(request)
    _pace.hold(device.device_id, len(said))
    return answers.taken(take_from(device, said) if said else [])


@api.get("/records/{record_id}", url_name="record", operation_id="read_record", openapi_extra=described.READ)
def record(request: MachineRequest, record_id: str) -> HttpResponse:
    """A record of the own station with its events, without what a station does not read."""
    book = book_for(request.auth, record_id)
    if book is None:
        raise RefusedError("record-missing", "there is no such record at this station", advice=_WHERE)
    return answers.record(book)


@api.get(
    "/events/{event_id}/proof", url_name="proof", operation_id="read_proof", openapi_extra=described.PROOF
)
def proof(request: MachineRequest, event_id: str) -> HttpResponse:
    """The receipt of an event (C2SP tlog-proof); 202 until a signed head covers it."""
    entry = entry_for(request.auth, event_id)
    if entry is None:
        raise RefusedError("event-missing", "there is no such event of this station", advice=_WHERE)
    receipt = receipt_of(entry)
    if receipt is None:
        return answers.waiting(entry.index)
    return answers.plain(bytes(receipt))


@api.get("/events/{event_id}/leaf", url_name="leaf", operation_id="read_leaf", openapi_extra=described.LEAF)
def leaf(request: MachineRequest, event_id: str) -> HttpResponse:
    """The bytes that the receipt is for: ``habeas log check PROOF --leaf FILE``."""
    entry = entry_for(request.auth, event_id)
    if entry is None:
        raise RefusedError("event-missing", "there is no such event of this station", advice=_WHERE)
    return answers.plain(bytes(entry.leaf), "application/octet-stream")


@api.exception_handler(HabeasError)
def _refused(_request: HttpRequest, fault: HabeasError) -> HttpResponse:
    return answers.refusal(fault)


@api.exception_handler(AuthenticationError)
def _unknown(_request: HttpRequest, _fault: Exception) -> HttpResponse:
    return answers.refusal(RefusedError("token-unknown", "no machine has this token", advice=_BEARER))


@api.exception_handler(ValidationError)
@api.exception_handler(Http404)
def _nowhere(_request: HttpRequest, _fault: Exception) -> HttpResponse:
    return answers.no_such_page()


@api.exception_handler(StoreError)
def _store(_request: HttpRequest, fault: Exception) -> HttpResponse:
    _log.error("the store refused what a machine sent: %s", type(fault).__name__)
    return answers.refusal(
        RefusedError("register-store-refused", "the store took nothing", advice="Send the same again later.")
    )


@api.exception_handler(Exception)
def _broken(_request: HttpRequest, fault: Exception) -> HttpResponse:
    _log.error("a fault of our own", exc_info=fault)
    return answers.refusal(RefusedError("internal", "a fault of our own"))


def document() -> dict[str, Any]:
    """The OpenAPI document of these operations."""
    return dict(api.get_openapi_schema(path_prefix="api/v1/register/"))
