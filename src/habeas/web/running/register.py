"""The register in a serving process: its writer and its publisher, from the first request to the last."""

from django.conf import settings

from habeas.web.custody import writing
from habeas.web.custody.publisher import Publisher

_publisher: Publisher | None = None


def open_register() -> None:
    """Open both in the process that answers, after it has divided from its parent."""
    global _publisher  # noqa: PLW0603 (one a process)
    if "register" in settings.SURFACES:
        writing.open_for_server()
        _publisher = Publisher()


def close_register() -> None:
    """Take what waits, publish it, and let another process write."""
    global _publisher  # noqa: PLW0603
    if _publisher is None:
        return
    writing.close_pen()
    _publisher.close()
    _publisher = None
