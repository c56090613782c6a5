"""Pages that say what went wrong and what to do."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from habeas.web.shell.context import plain_page


@dataclass(frozen=True, slots=True)
class Failure:
    """A status of HTTP, a heading, a sentence that says what is wrong, and one that says what to do.

    ``code`` is the stable code of our own errors, ``where`` the file, line and column of the fault.
    ``bare`` keeps the page from asking the store, which may be what is broken.
    """

    status: int
    title: str
    message: str
    advice: str = ""
    code: str = ""
    where: str = ""
    bare: bool = False

    def page(self, request: HttpRequest, **more: object) -> HttpResponse:
        """Answer with the page of this failure."""
        context = {"failure": self, **more}
        if self.bare:
            body = render_to_string("shell/error.html", {**plain_page(), **context, "bare": True})
        else:
            body = render_to_string("shell/error.html", context, request)
        return HttpResponse(body, status=self.status)


def too_large() -> Failure:
    """More was sent than one request may hold."""
    return Failure(
        413,
        _("Too large"),
        _("What was sent is larger than this page takes, and nothing was kept."),
        advice=_("Send a smaller file, or divide it and send the parts one after the other."),
        code="request-too-large",
    )
