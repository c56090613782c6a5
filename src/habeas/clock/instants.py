"""Instants that know their zone, and spans between two of them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from habeas.errors import RefusedError


def require_aware(instant: datetime) -> datetime:
    """Return ``instant`` in UTC; a naive one is a fault of the programmer (``ValueError``)."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError("an instant without a zone is not an instant")
    return instant.astimezone(UTC)


def parse_instant(text: str) -> datetime:
    """Read an ISO 8601 instant with a zone or ``Z`` and return it in UTC.

    Raises ``RefusedError`` (``instant-unreadable`` or ``instant-without-zone``).
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise RefusedError(
            "instant-unreadable",
            f"“{text}” is not a time in ISO 8601",
            advice="Write it as 2024-07-03T14:30:00Z or with an offset, 2024-07-03T18:30:00+04:00.",
        ) from None
    if instant.tzinfo is None:
        raise RefusedError(
            "instant-without-zone",
            f"“{text}” names no zone",
            advice="End it with Z for UTC or with an offset such as +04:00.",
        )
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise RefusedError("instant-unreadable", f"“{text}” lies beyond the years 1 to 9999") from None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of time ``[start, end)``; both ends are aware and kept in UTC."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Hold the order of the ends."""
        object.__setattr__(self, "start", require_aware(self.start))
        object.__setattr__(self, "end", require_aware(self.end))
        if self.end < self.start:
            raise ValueError("a span ends before it starts")

    @property
    def length(self) -> timedelta:
        """The time between the ends."""
        return self.end - self.start

    def holds(self, instant: datetime) -> bool:
        """Whether ``instant`` lies in the span; its end does not."""
        return self.start <= require_aware(instant) < self.end

    def overlap(self, other: "Span") -> "Span | None":
        """The stretch common to both, or ``None``; touching ends share nothing."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None
