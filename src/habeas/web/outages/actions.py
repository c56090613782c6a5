"""The one door for writing outages and paper. The entry in the register is the act."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from habeas.custody.records import BOOK
from habeas.custody.sheets import issue_id
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.custody.access import events_standing
from habeas.web.custody.actions import take
from habeas.web.custodydesk.actions import Signed, write_once

TYPED_TWICE = N_("A line of this sheet was typed in meanwhile. Nothing was written.")


def start(signed: Signed, given: Mapping[str, Any]) -> None:
    """Write that an outage began; with its end where it is over already."""
    why = {"note": given["note"]} if given.get("note") else {}
    events = [_of_an_outage("outage_started", str(given["event_id"]), given["began"], given, why)]
    if given.get("ended"):
        events.append(_of_an_outage("outage_ended", _beside(given), given["ended"], given, {}))
    _take_in_book(signed, events)


def end(signed: Signed, span_id: str, given: Mapping[str, Any]) -> None:
    """Write that an outage ended."""
    why = {"note": given["note"]} if given.get("note") else {}
    told = {**given, "span_id": span_id}
    _take_in_book(signed, [_of_an_outage("outage_ended", str(given["event_id"]), given["ended"], told, why)])


def _of_an_outage(
    kind: str, event_id: str, when: datetime, given: Mapping[str, Any], said: Mapping[str, str]
) -> dict[str, Any]:
    late = {"late_reason": given["late_reason"]} if given.get("late_reason") else {}
    return {
        "event_id": event_id,
        "kind": kind,
        "occurred_at": when.isoformat(),
        "span_id": given["span_id"],
        "data": {**said, **late},
    }


def _beside(given: Mapping[str, Any]) -> str:
    """An id for the end that follows from that of the start: a form sent twice writes once."""
    text = str(given["event_id"])
    return f"{text[:-1]}{(int(text[-1], 16) + 1) % 16:x}"


def issue(signed: Signed, *, first: int, count: int) -> None:
    """Write that sheets are issued. Raises ``RefusedError`` (``sheets-issued-meanwhile``)."""
    event_id, record_id = issue_id(signed.station.code, first), f"{BOOK}{signed.station.code}"
    said = {"first_sheet": first, "last_sheet": first + count - 1}
    columns = {
        "event_id": event_id,
        "kind": "sheets_issued",
        "occurred_at": _second(signed.now),
        "data": said,
    }
    stood = events_standing(record_id, [event_id])
    if not stood:
        take([signed.columns(record_id, columns)])
    elif stood[0].actor_id != signed.hand.actor_id or any(stood[0].data[name] != said[name] for name in said):
        raise RefusedError(
            "sheets-issued-meanwhile",
            N_("These numbers were issued meanwhile. Nothing was written."),
            advice=N_("Open this page again for the next ones."),
        )


def cancel(signed: Signed, number: int, given: Mapping[str, Any]) -> None:
    """Write that a sheet is not used, and why."""
    columns = {
        "event_id": str(given["event_id"]),
        "kind": "sheet_cancelled",
        "occurred_at": _second(signed.now),
        "data": {"sheet": number, "why": given["why"]},
    }
    write_once(signed, f"{BOOK}{signed.station.code}", [columns])


def type_in(signed: Signed, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write the lines of a sheet, all or none; how many.

    Raises ``RefusedError`` (``sheet-line-taken``, or what the register refuses).
    """
    said = [signed.columns(row["record_id"], row) | {"actor_id": row["actor_id"]} for row in rows]
    for one in said:
        if one["actor_id"] != signed.hand.actor_id:
            one["data"]["written_by"] = signed.hand.actor_id
    try:
        taken = take(said)
    except RefusedError as refused:
        if refused.code == "event-id-taken":
            raise RefusedError("sheet-line-taken", TYPED_TWICE) from refused
        raise
    return len(taken)


def _take_in_book(signed: Signed, events: Iterable[Mapping[str, Any]]) -> None:
    record_id = f"{BOOK}{signed.station.code}"
    take([signed.columns(record_id, one) for one in events])


def _second(now: datetime) -> str:
    return now.replace(microsecond=0).isoformat()
