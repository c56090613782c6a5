"""Instants that know their zone."""

from datetime import UTC, datetime

from habeas.errors import RefusedError


def require_aware(instant: datetime) -> datetime:
    """Return ``instant`` in UTC; a naive one is a fault of the programmer (``ValueError``)."""
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise ValueError("an instant without a zone is not an instant")
    return instant.astimezone(UTC)


_DAY = "2024-07-03"
_FORM = f"Write it as {_DAY}T14:30:00Z or with an offset, {_DAY}T18:30:00+04:00."


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
            advice=_FORM,
        ) from None
    if instant.tzinfo is None:
        raise RefusedError(
            "instant-without-zone",
            f"“{text}” names no zone",
            advice=_FORM
            if len(text) <= len(_DAY)
            else "End it with Z for UTC or with an offset such as +04:00.",
        )
    try:
        return instant.astimezone(UTC)
    except OverflowError:
        raise RefusedError("instant-unreadable", f"“{text}” lies beyond the years 1 to 9999") from None
