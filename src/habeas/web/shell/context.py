"""What every page is given besides what its view gives."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from habeas import __version__
from habeas.language import COMPLETE, LANGUAGES
from habeas.web.shell import nav
from habeas.web.shell.marks import own_words

THEMES = {"": _("As the device"), "light": _("Light"), "dark": _("Dark")}
"""Value of the cookie ``theme`` and its name; without a cookie the page follows the device."""


def page(request: HttpRequest) -> dict[str, Any]:
    """Return what ``shell/page.html`` needs of a request."""
    theme = request.COOKIES.get("theme", "")
    return {
        **plain_page(),
        "theme": theme if theme in THEMES else "",
        "nav": nav.entries(request),
        "nav_more": nav.entries(request, "more"),
        "nav_account": nav.entries(request, "account"),
        "search_address": nav.search_address(request),
        "here": request.get_full_path() if request.method == "GET" else request.path,
    }


def plain_page() -> dict[str, Any]:
    """Return what the page needs of nothing but the settings: for errors, where no store may be asked."""
    words = own_words()
    return {
        "language": words.language,
        "direction": words.direction,
        "languages": LANGUAGES,
        "language_complete": words.language in COMPLETE,
        "themes": THEMES,
        "theme": "",
        "surfaces": settings.SURFACES,
        "demo": settings.DEMO,
        "invented": False,  # a page that shows invented data says so itself, in the demo or not
        "version": __version__,
    }
