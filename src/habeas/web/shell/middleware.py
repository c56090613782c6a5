"""What goes wrong in a view, told in plain words."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from habeas.errors import HabeasError, PartMissingError
from habeas.web.shell.failures import Failure, too_large
from habeas.web.shell.marks import own_words


class PlainErrors:
    """Answer our own errors, and a store that is busy, with a page that says what to do.

    Everything else is left to Django: a fault of the programme is logged and gives the page of 500.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn what was raised into a page, or leave it."""
        if isinstance(exception, HabeasError):
            return _told(exception).page(request)
        if isinstance(exception, RequestDataTooBig):
            return too_large().page(request)
        if isinstance(exception, OperationalError) and _busy(exception):
            response = _later().page(request)
            response["Retry-After"] = "5"
            return response
        return None


def status_of(error: HabeasError) -> int:
    """The status of HTTP that an error's code stands for."""
    if error.code.endswith(("not-found", "no-such-page")):
        return 404
    if error.code.endswith(("too-large", "too-big")):
        return 413
    return 503 if isinstance(error, PartMissingError) else 400


def _told(error: HabeasError) -> Failure:
    status = status_of(error)
    titles = {
        404: _("Not found"),
        413: _("Too large"),
        503: _("A part of this installation is missing"),
        400: _("This cannot be done"),
    }
    words = own_words()
    return Failure(
        status,
        titles[status],
        words.say(error.message),
        advice=words.say(error.advice or ""),
        code=error.code,
        where="" if error.where is None else words.say(error.where.phrase),
    )


def _busy(error: OperationalError) -> bool:
    # SQLite: “database is locked”, “database table is locked”; PostgreSQL: lock_timeout, deadlock.
    return any(word in str(error) for word in ("locked", "lock timeout", "deadlock"))


def _later() -> Failure:
    return Failure(
        503,
        _("Busy"),
        _("Someone else is writing at this moment, and nothing of yours was written."),
        advice=_("Go back and send it again in a few seconds."),
    )
