"""Pages of the shell: help, the choice of language and look, and what went wrong."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from habeas.web.shell.context import THEMES
from habeas.web.shell.failures import Failure, too_large
from habeas.web.shell.helping import TOPICS
from habeas.web.shell.opening import opened

YEAR = 365 * 86_400


@opened
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie and go back to the page, never to another host."""
    return django_set_language(request)


@opened
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in a cookie and go back to the page; “as the device” forgets it."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    theme = request.POST.get("theme", "")
    if theme in THEMES and theme:
        response.set_cookie(
            "theme", theme, max_age=YEAR, samesite="Lax", secure=settings.SECURE, httponly=True
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@opened
@require_GET
def help_page(request: HttpRequest, topic: str = "") -> HttpResponse:
    """The list of help, or one page of it."""
    if not topic:
        return render(request, "shell/help/index.html", {"topics": TOPICS})
    if topic not in TOPICS:
        raise Http404
    return render(
        request, f"shell/help/{topic}.html", {"topics": TOPICS, "topic": topic, "name": TOPICS[topic]}
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, and 413 for a request past its limit."""
    if isinstance(exception, RequestDataTooBig):
        return too_large().page(request)
    return Failure(
        400,
        _("This cannot be read"),
        _("The address or the form holds something that cannot be read."),
        advice=_("Go back, or begin again from the first page."),
        bare=True,
    ).page(request)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return Failure(
        403,
        _("This is not open to you"),
        _("Your role does not open this page."),
        advice=_("If your work needs it, ask the person who grants roles in your organisation."),
    ).page(request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also for what exists and is not open to this reader, so that the answer tells nothing."""
    return Failure(
        404,
        _("There is no such page"),
        _("There is nothing at this address, or nothing that is open to you."),
        advice=_("Check the address, or begin again from the first page."),
    ).page(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours. Says so without asking the store."""
    return Failure(
        500,
        _("Something is broken here"),
        _("The fault is in the software, not in what you did. What you wrote was not logged."),
        advice=_("Try again. If it happens again, tell the person who runs this installation when it was."),
        bare=True,
    ).page(request)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or the cookies are off: offer to send again what was written here.

    It is offered only for what this site's own page sent, as the browser says in ``Origin``: else
    another site could have the reader send what that site wrote.
    """
    failure = Failure(
        403,
        _("This form was open too long"),
        _("To keep others from writing in your name, a form is good for one sign-in. Nothing was written."),
        advice=_("Send it again, or go back, reload the page and enter it again. Cookies must be allowed."),
    )
    return failure.page(request, again=_entered(request))


def _entered(request: HttpRequest) -> list[tuple[str, str]]:
    own = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Origin") != own or request.FILES:
        return []
    fields: list[tuple[str, Any]] = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    secret = any("pass" in name or "code" in name for name, _value in fields)
    return [] if secret else fields
