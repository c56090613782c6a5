"""The ways from page to page: each app names its entry; the shell draws those that a reader may open.

An app calls :func:`register` in its ``AppConfig.ready``. Whether a reader has a
capability is not for the shell to know: the app of accounts says how to ask, once, by
:func:`ask_with`. Until it has, an entry with a capability is shown to nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Ask = Callable[[HttpRequest, object], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class NavItem:
    """One entry: a translatable label and a URL name without arguments.

    ``capability`` is what the reader must hold (of several in a tuple, any), ``None`` for an entry that every
    reader who has signed in may see; ``to_all`` shows it before signing in too. ``order`` sorts, small first.
    ``place`` is ``main``, ``more`` (beneath one word, so that a line is enough) or ``account`` (the reader's
    own matters).
    """

    label: str | Promise
    url_name: str
    capability: object | None = None
    order: int = 100
    place: str = "main"
    to_all: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What a template draws: ``here`` says that the page shown lies under the entry's address."""

    label: str
    address: str
    here: bool


_items: dict[str, NavItem] = {}


def _nobody(_request: HttpRequest, _capability: object) -> bool:
    return False


_ask: list[Ask] = [_nobody]


def register(item: NavItem) -> None:
    """Add an entry; the same URL name again replaces it."""
    _items[item.url_name] = item


_search: list[str] = []


def register_search(url_name: str) -> None:
    """Say where the box in the head of each page sends what is looked for."""
    _search[:] = [url_name]


def search_address(request: HttpRequest) -> str:
    """That address; empty where there is none for this reader."""
    if not _search or not ("public" in settings.SURFACES or _signed_in(request)):
        return ""
    return reverse(_search[0])


def ask_with(ask: Ask) -> None:
    """Say how to find out whether the reader of a request has a capability."""
    _ask[0] = ask


def entries(request: HttpRequest, place: str = "main") -> list[Entry]:
    """Return what this reader may open, in order; an entry whose surface is switched off has no address."""
    shown = []
    for item in sorted(_items.values(), key=lambda item: (item.order, item.url_name)):
        if item.place != place or not _may(request, item):
            continue
        try:
            address = reverse(item.url_name)
        except NoReverseMatch:
            continue
        shown.append((str(item.label), address))
    # Of two addresses that the page lies under, the longer one is meant; under “/” lies only the first page.
    above = (a for _, a in shown if request.path == a or (a != "/" and request.path.startswith(a)))
    here = max(above, key=len, default=None)
    return [Entry(label, address, address == here) for label, address in shown]


def _signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and bool(user.is_authenticated)


def _may(request: HttpRequest, item: NavItem) -> bool:
    if item.to_all:
        return True
    if not _signed_in(request):
        return False
    return item.capability is None or _ask[0](request, item.capability)
