"""An event as a leaf of the log: canonical bytes with blinding and commitments, and nothing personal.

The leaf of one record names the leaf before it, so that a gap in a record shows in the record itself. What is
personal lies beside the log, sealed; the leaf holds only that it was there (security.md 1.2).
"""

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from habeas import canonical
from habeas.clock.instants import parse_instant
from habeas.custody.events import Event, keeping_of, written
from habeas.custody.keys import RecordKey
from habeas.custody.kinds import Keeping
from habeas.errors import HabeasError, NotRightError, RefusedError
from habeas.tlog.tree import leaf_hash

VERSION = 1
LARGEST = 65_535
"""Bytes of an entry that a bundle of the log can hold (C2SP tlog-tiles)."""
BLINDING = 16
"""Random bytes of a leaf, so that none is guessed from its hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """The bytes of one leaf and what lies sealed beside it by field."""

    data: bytes
    sealed: dict[str, bytes]

    @property
    def hash(self) -> bytes:
        """The hash of the leaf (RFC 6962 2.1): what the next leaf of the record names."""
        return leaf_hash(self.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an event comes to stand: the log, its number in the record, the leaf before, the time."""

    log: str
    seq: int
    previous: bytes | None
    logged_at: datetime
    corrects: tuple[int, bytes] | None = None
    """Of a correction: the index in the log and the hash of the leaf that it corrects."""


def blindings(count: int) -> Iterator[bytes]:
    """Random bytes for so many leaves, asked for at once.

    To ask the system for them lets every other thread of the process go first: a writer that asks for each
    leaf stands in line for each.
    """
    drawn = secrets.token_bytes(BLINDING * count)
    return (drawn[at : at + BLINDING] for at in range(0, len(drawn), BLINDING))


def leaf_of(event: Event, place: Place, keys: dict[Keeping, RecordKey], *, blinding: bytes = b"") -> Leaf:
    """Make the leaf of an event. ``keys`` holds one for what is committed and one for what is sealed.

    Raises ``RefusedError`` (``event-too-large``). ``blinding`` is random where it is not given.
    """
    blinding = blinding or secrets.token_bytes(BLINDING)
    if len(blinding) != BLINDING:
        raise ValueError(f"the blinding of a leaf has {BLINDING} bytes")
    public: dict[str, canonical.Json] = {}
    commitments: dict[str, canonical.Json] = {}
    sealed: dict[str, bytes] = {}
    for name, value in sorted(event.data.items()):
        keep = keeping_of(event.kind, name)
        if keep is Keeping.PUBLIC:
            public[name] = value
            continue
        commitments[name] = keys[keep].commit(event.event_id, name, value)
        sealed[name] = keys[keep].seal(event.event_id, name, value)
    data = canonical.encode(
        {
            "v": VERSION,
            "log": place.log,
            "n": blinding.hex(),
            "rec": event.record_id,
            "s": place.seq,
            "prev": place.previous.hex() if place.previous is not None else None,
            "id": event.event_id,
            "type": event.kind,
            "at": written(event.occurred_at),
            "recorded": written(event.recorded_at),
            "logged": written(place.logged_at),
            "by": event.actor_id,
            "on": event.device_id,
            "in": event.establishment_id,
            "source": event.source,
            "page": event.page,
            "span": event.span_id,
            "fix": _fix(event, place),
            "c": commitments,
            "pub": public,
        }
    )
    if len(data) > LARGEST:
        raise RefusedError("event-too-large", f"the entry has {len(data)} bytes, the log holds {LARGEST}")
    return Leaf(data=data, sealed=sealed)


def _fix(event: Event, place: Place) -> canonical.Json:
    if event.corrects is None:
        return None
    if place.corrects is None:
        raise ValueError("a correction names the leaf that it corrects")
    index, corrected = place.corrects
    return {"of": index, "leaf": corrected.hex(), "id": event.corrects}


@dataclass(frozen=True, slots=True)
class ReadLeaf:
    """A leaf as it stands in the log: the event without what is committed, and what ties it to others."""

    event: Event
    place: Place
    blinding: bytes
    commitments: Mapping[str, str]
    """By field the commitment to a value that lies beside the log, or lay there."""

    def opened(self, sealed: Mapping[str, bytes], keys: Mapping[Keeping, RecordKey]) -> Event:
        """The event with the values that ``keys`` open, each held against its commitment.

        A value whose key is not there is left out. Raises ``NotRightError`` (``seal-broken``).
        """
        found = dict(self.event.data)
        for name, commitment in self.commitments.items():
            key = keys.get(keeping_of(self.event.kind, name))
            if key is None or name not in sealed:
                continue
            value = json.loads(key.open(self.event.event_id, name, sealed[name]))
            if key.commit(self.event.event_id, name, value) != commitment:
                raise NotRightError("seal-broken", f"the value of {name} is not the one that the log holds")
            found[name] = value
        return replace(self.event, data=MappingProxyType(found))


def read_leaf(data: bytes) -> ReadLeaf:
    """Read the bytes of a leaf again. Raises ``NotRightError`` (``leaf-malformed``)."""
    try:
        said = json.loads(data)
        if canonical.encode(said) == data and said["v"] == VERSION:
            return _read(said)
    except (ValueError, KeyError, TypeError, AttributeError, HabeasError) as fault:
        raise NotRightError("leaf-malformed", f"this is no leaf of a custody register: {fault}") from fault
    raise NotRightError("leaf-malformed", "these bytes are not in the form of a leaf of a custody register")


def _read(said: Mapping[str, Any]) -> ReadLeaf:
    fix = said["fix"]
    logged_at = parse_instant(said["logged"])
    event = Event(
        record_id=said["rec"],
        event_id=said["id"],
        kind=said["type"],
        occurred_at=None if said["at"] is None else parse_instant(said["at"]),
        recorded_at=parse_instant(said["recorded"]),
        seq=said["s"],
        logged_at=logged_at,
        source=said["source"],
        page=said["page"],
        establishment_id=said["in"],
        actor_id=said["by"],
        device_id=said["on"],
        span_id=said["span"],
        corrects=fix and fix["id"],
        data=MappingProxyType(said["pub"]),
    )
    place = Place(
        log=said["log"],
        seq=said["s"],
        previous=said["prev"] and bytes.fromhex(said["prev"]),
        logged_at=logged_at,
        corrects=fix and (fix["of"], bytes.fromhex(fix["leaf"])),
    )
    return ReadLeaf(event, place, bytes.fromhex(said["n"]), MappingProxyType(said["c"]))
