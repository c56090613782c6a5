"""The tokens of machines. Who sends often is not looked up in the store each time."""

import time

from django.http import HttpRequest
from ninja.security import HttpBearer

from habeas.web.stations.access import device_of
from habeas.web.stations.models import Device

REMEMBERED = 5.0
"""Seconds: a machine that was withdrawn sends for so long at most."""
_MOST = 10_000


class Token(HttpBearer):
    """The token of a machine, as it was shown once when the machine was set up."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, tuple[float, Device]] = {}

    def authenticate(self, _request: HttpRequest, token: str) -> Device | None:
        """The machine that the token belongs to."""
        now = time.monotonic()
        until, device = self._known.get(token, (0.0, None))
        if device is not None and now < until:
            return device
        device = device_of(token)
        if len(self._known) >= _MOST:
            self._known.clear()
        if device is None:
            self._known.pop(token, None)
        else:
            self._known[token] = now + REMEMBERED, device
        return device
