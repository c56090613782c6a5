"""The thread of a serving process that publishes the log: in a minute at most, or after 256 entries."""

import logging
import threading
import time

from django.db import Error as StoreError
from django.db import connections

from habeas.errors import HabeasError
from habeas.tlog.tiles import WIDTH
from habeas.web.custody import wall
from habeas.web.custody.cosigning import cosign
from habeas.web.custody.guard import current_log
from habeas.web.custody.models import Entry
from habeas.web.custody.publishing import PublishedLog

LONGEST = 60.0
"""Seconds that an entry waits at most for a signed head over it (security.md 1.2)."""
_LOOKS = 1.0

_log = logging.getLogger(__name__)


class Publisher:
    """Looks every second how much is to be published."""

    def __init__(self) -> None:
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Publish what is left, and end."""
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        last = time.monotonic()
        while not self._end.wait(_LOOKS):
            late = time.monotonic() - last >= LONGEST
            if publish_now(late=late):
                last = time.monotonic()
        publish_now()
        connections.close_all()


@wall.everything()
def waiting() -> int:
    """How many entries no signed head covers yet."""
    log = current_log()
    head = PublishedLog(log).size()
    return Entry.objects.filter(number__gte=log.first + head).count()


@wall.everything()
def publish_now(*, late: bool = True) -> bool:
    """Publish, and have the witnesses sign; whether it was time, which it is where ``late`` or much waits.

    What is wrong with store, disk or log is said in the server's lines, and tried again.
    """
    try:
        if not late and waiting() < WIDTH:
            return False
        published = PublishedLog(current_log())
        head = published.publish()
        if head is not None:
            cosign(published, head)
    except (HabeasError, OSError, StoreError) as fault:
        _log.error("the log could not be published: %s", getattr(fault, "code", type(fault).__name__))
        if isinstance(fault, StoreError):
            connections["register"].close()  # what is wrong with it may be over with a new one
    return True
