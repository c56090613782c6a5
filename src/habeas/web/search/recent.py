"""The words of the last searches, kept with the sign-in for a day at most, so that no address holds them.

An address has an opaque name for a search; the words lie in the session, on the server, for signed in and
public readers alike. Only a search that somebody keeps is a row.
"""

from django.http import HttpRequest

from habeas.web.rows import new_public_id

_KEY = "searches"
_MOST = 20


def put(request: HttpRequest, text: str) -> str:
    """Keep the words, and return the name of the search."""
    kept: dict[str, str] = dict(request.session.get(_KEY, {}))
    name = next((name for name, held in kept.items() if held == text), "") or new_public_id()
    kept.pop(name, None)
    kept[name] = text
    request.session[_KEY] = dict(list(kept.items())[-_MOST:])
    return name


def get(request: HttpRequest, name: str) -> str | None:
    """The words of a search, ``None`` where this session has none of that name."""
    text: str | None = request.session.get(_KEY, {}).get(name)
    return text
