"""What stands before every view: who reads, and whether the view has a door that lets them in."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from habeas.language import LANGUAGES
from habeas.web.people.access import Door, Opens, Request, reader_of
from habeas.web.people.doors import BEFORE_OWN_PASSPHRASE, DOORS
from habeas.web.people.sessions import keep_typed


class OwnLanguage:
    """Speak the language of the account where this browser has not chosen one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The cookie of the browser comes first, then the account, then what the browser asks for."""
        own: str = getattr(request.user, "language", "")
        if own in LANGUAGES and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(own)
            request.LANGUAGE_CODE = own
        return self.get_response(request)


class DefaultDeny:
    """Set ``request.reader``; answer 404 for a view that nobody gave a door.

    Somebody not signed in is sent to sign in before a door that is shut, and comes back to the
    page; somebody signed in gets the same 404 as for a page that does not exist.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Make the reader once, also for pages of errors that no view answers."""
        asked = cast("Request", request)
        asked.reader = reader_of(request.user, session_key=request.session.session_key)
        response = self.get_response(request)
        if asked.reader.signed_in and not response.has_header("Cache-Control"):
            # What somebody read here is not to be had from the browser after they signed out.
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: Request, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Ask the door."""
        door = door_of(request, view)
        if door is None:
            raise Http404
        if door.lets(request.reader, public="public" in settings.SURFACES):
            return self._own_passphrase_first(request)
        if request.reader.signed_in:
            raise Http404
        back = reverse("people:typed") if keep_typed(request) else request.get_full_path()
        return redirect_to_login(back)

    def _own_passphrase_first(self, request: Request) -> HttpResponse | None:
        """Lead somebody who signed in with a one-time passphrase to choosing an own one."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not request.reader.must_change_passphrase or name in BEFORE_OWN_PASSPHRASE:
            return None
        return redirect("account_change_password")


def door_of(request: HttpRequest, view: Callable[..., Any]) -> Door | None:
    """Return the door of the view that answers this request, ``None`` where it has none."""
    marked: Door | str | None = getattr(view, "door", None)
    if isinstance(marked, Door):
        return marked
    if marked == "open":  # how the shell, which lies below, marks its own pages
        return Door(Opens.ANYONE)
    return DOORS.get(request.resolver_match.view_name) if request.resolver_match else None
