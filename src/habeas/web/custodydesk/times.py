"""Times as the clock of a station shows them, and back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from habeas.clock.instants import require_aware
from habeas.errors import RefusedError
from habeas.language import N_

TYPED = "%Y-%m-%dT%H:%M"
"""How a browser writes a local time."""


def local(instant: datetime, zone: str) -> datetime:
    """An instant as the clock of a zone shows it."""
    return require_aware(instant).astimezone(ZoneInfo(zone))


def instant_of(typed: datetime, zone: str, now: datetime) -> datetime:
    """The instant of a time typed off a station's clock. Raises ``RefusedError`` (``time-never-was``).

    In the hour that comes twice in autumn the later of the two is meant that is not ahead of ``now``.
    """
    place = ZoneInfo(zone)
    first, second = (typed.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(place).replace(tzinfo=None) != typed:
        raise RefusedError(
            "time-never-was", N_("The clocks were put forward: there was no such time on that day.")
        )
    return second if second <= require_aware(now) + timedelta(minutes=1) else first
