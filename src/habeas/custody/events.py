"""One event of a custody record, read strictly (contract 2): two times, who, where, what its kind says."""

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from habeas import canonical
from habeas.clock import Edtf
from habeas.clock.instants import parse_instant, require_aware
from habeas.custody.kinds import OWN, Field, Keeping, Type, is_kind, kinds
from habeas.errors import RefusedError, Where

LATE_AFTER = timedelta(minutes=15)
"""An entry written more than this after what it tells says why (security.md 1.2; a number of ours)."""
AHEAD = timedelta(minutes=5)
"""How far the clock of a device may run ahead of the ledger's."""
SOURCES = frozenset({"desk", "device", "paper", "system", "lawyer", "doctor", "person"})
LONGEST_TEXT = 8_000
LARGEST_NUMBER = 2**63 - 1
LARGEST_COUNT = 10**9
"""The largest number that a field says."""
MOST_OF_A_LIST = 100
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,119}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COLUMNS = frozenset(
    {
        *(
            "record_id",
            "event_id",
            "seq",
            "kind",
            "occurred_at",
            "recorded_at",
            "logged_at",
            "source",
            "page",
        ),
        *("establishment_id", "actor_id", "device_id", "span_id", "corrects", "data"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event. Times are in UTC; ``occurred_at`` is ``None`` where nobody wrote it.

    ``seq`` (from 1, without gaps in its record) and ``logged_at`` are the ledger's and ``None`` before it.
    """

    record_id: str
    event_id: str
    kind: str
    occurred_at: datetime | None
    recorded_at: datetime
    seq: int | None = None
    logged_at: datetime | None = None
    source: str | None = None
    page: str | None = None
    establishment_id: str | None = None
    actor_id: str | None = None
    device_id: str | None = None
    span_id: str | None = None
    corrects: str | None = None
    data: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def late(self) -> timedelta | None:
        """How long after what it tells it was written; ``None`` where that is not known."""
        return None if self.occurred_at is None else self.recorded_at - self.occurred_at

    def as_json(self) -> dict[str, canonical.Json]:
        """The event as the exchange form has it, columns that say nothing left out."""
        columns: dict[str, canonical.Json] = {
            "record_id": self.record_id,
            "event_id": self.event_id,
            "kind": self.kind,
            "occurred_at": written(self.occurred_at),
            "recorded_at": written(self.recorded_at),
            "seq": self.seq,
            "logged_at": written(self.logged_at),
            "data": dict(self.data) or None,
        }
        for name in ("source", "page", "establishment_id", "actor_id", "device_id", "span_id", "corrects"):
            columns[name] = getattr(self, name)
        return {name: value for name, value in columns.items() if value is not None}


def written(instant: datetime | None) -> str | None:
    """An instant as it is exchanged: UTC with microseconds and ``Z``."""
    if instant is None:
        return None
    return require_aware(instant).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def event_from(said: Mapping[str, object], *, now: datetime, where: Where | None = None) -> Event:
    """Read one event that is to be appended at ``now``. Raises ``RefusedError`` with an ``event-…`` code.

    ``seq`` and ``logged_at`` are the ledger's own and refused where they are given. ``recorded_at`` is
    ``now`` where it is not given.
    """
    reading = _Reading(said, where)
    reading.refuse_strangers()
    reading.hold_keepable()
    kind = reading.kind()
    occurred = reading.instant("occurred_at")
    recorded = reading.instant("recorded_at") or require_aware(now)
    reading.hold_times(occurred, recorded, require_aware(now))
    return Event(
        record_id=reading.name("record_id", required=True) or "",
        event_id=reading.event_id(),
        kind=kind,
        occurred_at=occurred,
        recorded_at=recorded,
        source=reading.source(),
        page=reading.text("page", longest=120),
        establishment_id=reading.name("establishment_id"),
        actor_id=reading.name("actor_id"),
        device_id=reading.name("device_id"),
        span_id=reading.name("span_id"),
        corrects=reading.corrects(kind),
        data=reading.data(kind),
    )


def event_as_exchanged(said: Mapping[str, object], *, where: Where | None = None) -> Event:
    """Read one event of a register in its exchange form (contract 2), as it stands.

    Number and times are those that it was given, even where they contradict each other: that is what an audit
    looks for. Fields that its kind does not know are kept. Instants are text or aware ``datetime``.
    """
    reading = _Reading(said, where)
    reading.refuse_unknown_columns()
    kind = reading.kind()
    recorded = reading.instant("recorded_at")
    if recorded is None:
        raise reading.refused("event-column-missing", "recorded_at is missing")
    return Event(
        record_id=reading.name("record_id", required=True) or "",
        event_id=reading.event_id(),
        kind=kind,
        occurred_at=reading.instant("occurred_at"),
        recorded_at=recorded,
        seq=reading.number("seq"),
        logged_at=reading.instant("logged_at"),
        source=reading.source(),
        page=reading.text("page", longest=120),
        establishment_id=reading.name("establishment_id"),
        actor_id=reading.name("actor_id"),
        device_id=reading.name("device_id"),
        span_id=reading.name("span_id"),
        corrects=reading.corrects(kind),
        data=reading.data(kind, keep_unknown=True),
    )


class _Reading:
    """Reads the columns of one event, and says which one is wrong."""

    def __init__(self, said: Mapping[str, object], where: Where | None) -> None:
        self.said, self.where = said, where

    def refused(self, code: str, message: str, advice: str = "") -> RefusedError:
        return RefusedError(code, message, where=self.where, advice=advice or None)

    def refuse_unknown_columns(self) -> None:
        if strangers := sorted(set(self.said) - _COLUMNS):
            raise self.refused(
                "event-column-unknown",
                f"an event has no column “{strangers[0]}”",
                "What a kind of event says stands in its data.",
            )

    def refuse_strangers(self) -> None:
        self.refuse_unknown_columns()
        for name in ("seq", "logged_at"):
            if self.said.get(name) is not None:
                raise self.refused("event-column-of-the-ledger", f"{name} is set by the ledger alone")

    def text(self, name: str, *, longest: int = LONGEST_TEXT) -> str | None:
        value = self.said.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise self.refused("event-column-wrong", f"{name} is not a text of 1 to {longest} characters")
        return value

    def hold_keepable(self) -> None:
        """Hold what is free text to what a leaf can hold and every store keeps."""
        try:
            canonical.encode(self.text("page"))
        except ValueError as error:
            raise self.refused("event-column-wrong", f"page: {error}") from None
        if _has_nul(self.said):
            raise self.refused("event-column-wrong", "a NUL stands in it")

    def name(self, name: str, *, required: bool = False) -> str | None:
        value = self.text(name, longest=120)
        if value is None:
            if required:
                raise self.refused("event-column-missing", f"{name} is missing")
            return None
        if not _NAME.fullmatch(value):
            raise self.refused("event-column-wrong", f"{name} is not an identifier: {value!r}")
        return value

    def event_id(self) -> str:
        value = self.text("event_id", longest=36)
        try:
            return str(uuid.UUID(value or ""))
        except ValueError:
            raise self.refused(
                "event-id-not-uuid",
                "event_id is not a UUID",
                "Make one (version 7) on the device, and send the same again when an answer did not come.",
            ) from None

    def kind(self) -> str:
        value = self.text("kind", longest=62) or ""
        if is_kind(value):
            return value
        raise self.refused(
            "event-kind-unknown",
            f"there is no kind of event “{value}”",
            f"A kind of your own begins with {OWN}",
        )

    def source(self) -> str | None:
        value = self.text("source", longest=20)
        if value is not None and value not in SOURCES:
            raise self.refused("event-source-unknown", f"there is no source “{value}”")
        return value

    def number(self, name: str) -> int | None:
        value = self.said.get(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LARGEST_NUMBER:
            raise self.refused("event-column-wrong", f"{name} is not a whole number from 1")
        return value

    def instant(self, name: str) -> datetime | None:
        given = self.said.get(name)
        if isinstance(given, datetime):
            return require_aware(given)
        value = self.text(name, longest=40)
        if value is None:
            return None
        try:
            return parse_instant(value)
        except RefusedError as error:
            raise self.refused(error.code, f"{name}: {error.message}", error.advice or "") from None

    def hold_times(self, occurred: datetime | None, recorded: datetime, now: datetime) -> None:
        if recorded > now + AHEAD:
            raise self.refused("event-recorded-ahead", "recorded_at lies ahead of the ledger's clock")
        if occurred is not None and occurred > recorded + AHEAD:
            raise self.refused(
                "event-before-it-happened",
                "it is recorded before it happened",
                "What is planned is no event: enter it when it has happened.",
            )

    def corrects(self, kind: str) -> str | None:
        value = self.text("corrects", longest=36)
        if value is None:
            if kind == "annulled":
                raise self.refused("event-annuls-nothing", "annulled names no event that it annuls")
            return None
        try:
            return str(uuid.UUID(value))
        except ValueError:
            raise self.refused("event-id-not-uuid", "corrects is not a UUID") from None

    def data(self, kind: str, *, keep_unknown: bool = False) -> Mapping[str, Any]:
        value = self.said.get("data")
        if value is None:
            return MappingProxyType({})
        if not isinstance(value, dict):
            raise self.refused("event-data-not-object", "data is not a JSON object")
        if kind.startswith(OWN):
            return MappingProxyType(self._of_a_site(value))
        known = kinds()[kind].fields
        found: dict[str, Any] = {}
        for name, given in value.items():
            if name not in known and keep_unknown:
                found |= self._of_a_site({name: given})
                continue
            if name not in known:
                raise self.refused("event-field-unknown", f"{kind} has no field “{name}”")
            if given is not None:
                found[name] = self._value(known[name], given)
        return MappingProxyType(found)

    def _of_a_site(self, value: dict[str, Any]) -> dict[str, Any]:
        """What a site keeps of its own: any JSON of the canonical profile."""
        try:
            size = len(canonical.encode(value))
        except ValueError as error:
            raise self.refused("event-field-wrong", f"data: {error}") from None
        if size > LONGEST_TEXT:
            raise self.refused("event-too-large", f"data is larger than {LONGEST_TEXT} bytes")
        return value

    def _value(self, field_: Field, given: object) -> Any:
        if not _fits(field_, given):
            among = f", one of {', '.join(field_.of)}" if field_.of else ""
            form = ": 1990-02-03, 1990-02 or 1990 (EDTF)" if field_.type is Type.DATE else ""
            raise self.refused(
                "event-field-wrong", f"{field_.name} is not of type {field_.type}{among}{form}"
            )
        try:
            canonical.encode(given)  # type: ignore[arg-type]
        except ValueError as error:
            raise self.refused("event-field-wrong", f"{field_.name}: {error}") from None
        return given


def _fits(field_: Field, given: object) -> bool:
    match field_.type:
        case Type.BOOL | Type.NUMBER:
            return isinstance(given, bool) if field_.type is Type.BOOL else _is_count(given)
        case Type.ACTORS | Type.CHOICES:
            one = Type.ACTOR if field_.type is Type.ACTORS else Type.CHOICE
            inner = Field(field_.name, one, field_.keep, field_.of)
            return (
                isinstance(given, list)
                and len(given) <= MOST_OF_A_LIST
                and all(_fits(inner, each) for each in given)
            )
    if not isinstance(given, str):
        return False
    match field_.type:
        case Type.CHOICE:
            return given in field_.of
        case Type.SHA256:
            return bool(_SHA256.fullmatch(given))
        case Type.ACTOR:
            return bool(_NAME.fullmatch(given))
        case Type.INSTANT | Type.DATE:
            return _is_instant(given) if field_.type is Type.INSTANT else _is_date(given)
    return bool(given.strip()) and len(given) <= LONGEST_TEXT


def _is_count(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= LARGEST_COUNT


def _has_nul(value: object) -> bool:
    match value:
        case str():
            return "\0" in value
        case Mapping():
            return any(_has_nul(name) or _has_nul(each) for name, each in value.items())
        case list():
            return any(map(_has_nul, value))
    return False


def _is_instant(text: str) -> bool:
    try:
        return written(parse_instant(text)) is not None
    except RefusedError:
        return False


def _is_date(text: str) -> bool:
    try:
        return Edtf.parse(text).text == text
    except RefusedError:
        return False


def needs_late_reason(event: Event) -> bool:
    """Whether an entry was written so late that it says why, and does not."""
    late = event.late
    return late is not None and late > LATE_AFTER and not event.data.get("late_reason")


def keeping_of(kind: str, name: str) -> Keeping:
    """How a field is kept; what a site keeps of its own is committed, since it may be personal."""
    known = kinds().get(kind)
    return known.fields[name].keep if known and name in known.fields else Keeping.COMMITTED


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
