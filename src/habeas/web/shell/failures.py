"""Pages that say what went wrong and what to do."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from habeas.errors import HabeasError
from habeas.web.shell.context import plain_page
from habeas.web.shell.marks import own_words


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


def plainly(error: HabeasError) -> str:
    """What was refused, on which line of a file, and what to do: in the language of this request."""
    words = own_words()
    message, advice = words.say(error.message), words.say(error.advice or "")
    if error.where is not None and error.where.line is not None:
        message = f"{message.rstrip('.')} ({words.say(error.where.phrase)})"
    return " ".join(_stopped(part) for part in (message, advice) if part)


def _stopped(text: str) -> str:
    """Before a full stop may stand the end of an isolate (``Words.apart``)."""
    return text if text.rstrip("\u2069").endswith((".", "?", "؟")) else f"{text}."


def too_large() -> Failure:
    """More was sent than one request may hold."""
    return Failure(
        413,
        _("Too large"),
        _("What was sent is larger than this page takes, and nothing was kept."),
        advice=_("Send a smaller file, or divide it and send the parts one after the other."),
        code="request-too-large",
    )
