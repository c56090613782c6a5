"""The register in a serving process: writer, publisher and door for lines, from first request to last."""

from django.conf import settings

from habeas.web.custody import writing
from habeas.web.custody.handing import Hatch
from habeas.web.custody.publisher import Publisher

_publisher: Publisher | None = None
_hatch: Hatch | None = None


def open_register() -> None:
    """Open them in the process that answers, after it has divided from its parent."""
    global _hatch, _publisher  # noqa: PLW0603 (one a process)
    if "register" in settings.SURFACES:
        writing.open_for_server()
        _publisher = Publisher()
        if writing.why_closed() is None:
            _hatch = Hatch()


def close_register() -> None:
    """Take what waits, publish it, and let another process write."""
    global _hatch, _publisher  # noqa: PLW0603
    if _publisher is None:
        return
    if _hatch is not None:
        _hatch.close()
        _hatch = None
    writing.close_pen()
    _publisher.close()
    _publisher = None
