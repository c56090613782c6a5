"""Machines are answered before any session, cookie or language is looked at: they have none."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from habeas.web.custody.http.answers import no_such_page
from habeas.web.people.access import Opens
from habeas.web.people.middleware import door_of

PATHS = ("/api/", "/log/")
_WITHOUT_SIGNING_IN = (Opens.ANYONE, Opens.BY_TOKEN)


class WithoutSession:
    """Answer what a machine asks for; whoever sends the cookie of a session goes the way of people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Call the view itself, where its door asks for nobody who signed in."""
        if (
            not request.path_info.startswith(PATHS)
            or "register" not in settings.SURFACES
            or settings.SESSION_COOKIE_NAME in request.COOKIES
        ):
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return no_such_page()
        request.resolver_match = match
        door = door_of(request, match.func)
        if door is None or door.opens not in _WITHOUT_SIGNING_IN:
            return self.get_response(request)
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
        answer["Content-Length"] = str(len(answer.content))  # a connection goes on without pieces of a body
        return answer
