"""How fast one machine may send: a backlog at once, then no faster than any station works."""

import threading
import time
from collections.abc import Callable

from habeas.errors import RefusedError

BACKLOG = 10_000
"""Events that a machine may send at once: what a large station gathers in days without network."""
A_SECOND = 100
"""Events a second that it may go on with."""


class Pace:
    """Counts per machine, in the memory of the one process that takes events."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}

    def hold(self, device_id: str, events: int) -> None:
        """Count events that a machine sends. Raises ``RefusedError`` (``machine-too-fast``)."""
        now = self._clock()
        with self._lock:
            left, since = self._left.get(device_id, (float(BACKLOG), now))
            left = min(BACKLOG, left + (now - since) * A_SECOND)
            enough = left >= events
            self._left[device_id] = (left - events if enough else left, now)
        if not enough:
            raise RefusedError(
                "machine-too-fast",
                f"a machine sends {BACKLOG} events at once and {A_SECOND} a second at most",
                advice="Wait, and send the same again.",
            )
