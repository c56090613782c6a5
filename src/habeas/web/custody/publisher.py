"""The thread of a serving process that publishes the log: in a minute at most, or after 256 entries."""

import logging
import threading
import time

from django.db import connections

from habeas.errors import HabeasError
from habeas.tlog.tiles import WIDTH
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
            if waiting() >= WIDTH or time.monotonic() - last >= LONGEST:
                publish_now()
                last = time.monotonic()
        publish_now()
        connections.close_all()


def waiting() -> int:
    """How many entries no signed head covers yet."""
    log = current_log()
    head = PublishedLog(log).size()
    return Entry.objects.filter(number__gte=log.first + head).count()


def publish_now() -> None:
    """Publish, and have the witnesses sign. What is wrong is said in the server's lines, and tried again."""
    try:
        published = PublishedLog(current_log())
        head = published.publish()
        if head is not None:
            cosign(published, head)
    except (HabeasError, OSError) as fault:
        code = fault.code if isinstance(fault, HabeasError) else type(fault).__name__
        _log.error("the log could not be published: %s", code)
