"""How the OpenAPI document tells of bodies and answers; the kinds of event are those of the register."""

from typing import Any

from habeas.custody.events import LONGEST_TEXT, SOURCES
from habeas.custody.kinds import kinds
from habeas.web.custody.http.answers import APPENDED, RECORD
from habeas.web.custody.http.body import MOST_EVENTS

_Schema = dict[Any, Any]
_UUID: _Schema = {"type": "string", "format": "uuid"}
_INSTANT: _Schema = {"type": "string", "format": "date-time"}
_NAME: _Schema = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]{0,119}$"}


def _or_null(schema: _Schema) -> _Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(schema: str | None, properties: _Schema, optional: tuple[str, ...] = ()) -> _Schema:
    named: _Schema = {"schema": {"const": schema}} if schema else {}
    all_of = {**named, **properties}
    return {
        "type": "object",
        "properties": all_of,
        "required": [name for name in all_of if name not in optional],
        "additionalProperties": False,
    }


_KIND: _Schema = {
    "anyOf": [
        {"type": "string", "enum": sorted(kinds())},
        {"type": "string", "pattern": "^x_[a-z][a-z0-9_]{0,59}$"},
    ]
}
_COLUMNS: _Schema = {
    "record_id": _NAME,
    "event_id": _UUID,
    "kind": _KIND,
    "occurred_at": _or_null(_INSTANT),
    "recorded_at": _or_null(_INSTANT),
    "source": _or_null({"type": "string", "enum": sorted(SOURCES)}),
    "page": _or_null({"type": "string", "minLength": 1, "maxLength": 120}),
    "establishment_id": _or_null(_NAME),
    "actor_id": _or_null(_NAME),
    "device_id": _or_null(_NAME),
    "span_id": _or_null(_NAME),
    "corrects": _or_null(_UUID),
    "data": _or_null({"type": "object", "description": f"Its fields, {LONGEST_TEXT} letters each."}),
}
_OPTIONAL = tuple(name for name in _COLUMNS if name not in ("record_id", "event_id", "kind"))
EVENT = _object(None, _COLUMNS, _OPTIONAL)
EXCHANGED = _object(
    None,
    {**_COLUMNS, "seq": {"type": "integer", "minimum": 1}, "logged_at": _INSTANT},
    _OPTIONAL,
)
ANSWER = _object(
    APPENDED,
    {
        "event_id": _UUID,
        "record_id": _NAME,
        "seq": {"type": "integer", "minimum": 1},
        "index": {"type": "integer", "minimum": 0},
        "leaf_hash": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "logged_at": _INSTANT,
    },
)
FAULT = _object(
    "habeas/error/1",
    {
        "code": {"type": "string"},
        "message": {"type": "string"},
        "where": _or_null({"type": "string"}),
        "advice": _or_null({"type": "string"}),
        "position": _or_null({"type": "integer", "minimum": 0}),
    },
)


def _json(schema: _Schema, says: str) -> _Schema:
    return {"description": says, "content": {"application/json": {"schema": schema}}}


def _faults(**says: str) -> _Schema:
    both = {"s401": "No machine has this token.", "s503": "Nothing is taken at the moment.", **says}
    return {int(status.removeprefix("s")): _json(FAULT, text) for status, text in both.items()}


APPEND: _Schema = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"type": "array", "maxItems": MOST_EVENTS, "items": EVENT}}
        },
    },
    "responses": {
        200: _json({"type": "array", "items": ANSWER}, "What became of each event, in order."),
        **_faults(
            s400="The body is no JSON array.",
            s409="An event_id stands with other content.",
            s413="The body is too large.",
            s415="The body is not application/json.",
            s422="An event is refused, and with it the array; position says which.",
            s429="This machine sends too fast.",
        ),
    },
}
READ: _Schema = {
    "responses": {
        200: _json(
            _object(
                RECORD,
                {
                    "record_id": _NAME,
                    "erased": {"type": "boolean"},
                    "events": {"type": "array", "items": EXCHANGED},
                },
            ),
            "The record.",
        ),
        **_faults(s404="There is no such record at this station."),
    }
}
PROOF: _Schema = {
    "responses": {
        200: {
            "description": "The receipt.",
            "content": {"text/plain; charset=utf-8": {"schema": {"type": "string"}}},
        },
        202: _json(
            _object("habeas/receipt-waiting/1", {"index": {"type": "integer", "minimum": 0}}),
            "The event stands; no signed head covers it yet.",
        ),
        **_faults(s404="There is no such event of this station."),
    }
}
LEAF: _Schema = {
    "responses": {
        200: {
            "description": "The leaf.",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
        **_faults(s404="There is no such event of this station."),
    }
}
