"""How long a sign-in lasts, and what was typed when it ended.

A sign-in lasts eight hours, and half an hour without a page. The session's row is kept longer
than that, so that what somebody sends afterwards is kept for them (and only for them) until
they have signed in again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse

from habeas.web.people.models import User

_BEGAN, _SEEN, _TYPED = "habeas.began", "habeas.seen", "habeas.typed"
SEEN_EVERY = 300
"""Seconds between two notes of activity: a page is read far more often than the store is written."""

RENEWAL = "renew"
"""What a page asks for by itself (``watch.js``): nobody has to be there for it."""
KEPT_SECONDS = 900
KEPT_CHARACTERS = 500_000
LARGEST_READ = 64 * 2**20
"""Bytes of a request that is read for what was typed in it: the recording of an interview is not."""
SECRET_PARTS = ("pass", "code", "credential", "csrf", "sealed")
"""A field whose name has one of these is never kept."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form sent after the sign-in had ended; of ``files`` only the names of the fields are left."""

    path: str
    values: list[tuple[str, str]]
    files: list[str]


def begin(request: HttpRequest, user: User) -> None:
    """Start the time of a sign-in, and forget what somebody else had typed at this machine."""
    request.session[_BEGAN] = request.session[_SEEN] = time.time()
    kept = request.session.get(_TYPED)
    if kept and kept["owner"] != user.public_id:
        del request.session[_TYPED]


class SessionLimits:
    """End a sign-in that is too old or was left alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the two times; note activity now and then.

        Every page asks who reads, so the account itself is set in place of what stands for it lazily.
        """
        request.user = get_user(request)
        if isinstance(request.user, User):
            now = time.time()
            began = request.session.setdefault(_BEGAN, now)
            seen = request.session.setdefault(_SEEN, now)
            if now - began > settings.SESSION_LIMIT or now - seen > settings.SESSION_IDLE_LIMIT:
                owner = request.user.public_id
                logout(request)
                request.expired_owner = owner  # type: ignore[attr-defined]
            elif now - seen > SEEN_EVERY and request.headers.get("X-Requested-With") != RENEWAL:
                request.session[_SEEN] = now
        return self.get_response(request)


def keep_typed(request: HttpRequest) -> bool:
    """Keep what was sent after the sign-in had ended; return whether there was anything to keep."""
    owner = getattr(request, "expired_owner", "")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method != "POST" or not owner or not length.isdecimal() or int(length) > LARGEST_READ:
        return False
    values = [
        (name, value)
        for name, given in request.POST.lists()
        if not any(part in name.lower() for part in SECRET_PARTS)
        for value in given
        if isinstance(value, str)
    ]
    if not values or sum(len(value) for _, value in values) > KEPT_CHARACTERS:
        return False
    kept: dict[str, Any] = {
        "owner": owner,
        "at": time.time(),
        "path": request.get_full_path(),
        "values": values,
        "files": list(request.FILES),
    }
    request.session[_TYPED] = kept
    return True


def typed_by(request: HttpRequest, user: User) -> Typed | None:
    """Return what this person had typed, within a quarter of an hour; else forget it."""
    kept = request.session.get(_TYPED)
    if not kept:
        return None
    if kept["owner"] != user.public_id or time.time() - kept["at"] > KEPT_SECONDS:
        del request.session[_TYPED]
        return None
    return Typed(kept["path"], [(name, value) for name, value in kept["values"]], kept["files"])


def forget_typed(request: HttpRequest) -> None:
    """Drop what was kept."""
    request.session.pop(_TYPED, None)
