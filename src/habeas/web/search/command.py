"""The search for the command line: what ``habeas search`` and ``habeas index`` do in an open store."""

from contextlib import suppress
from typing import Any

from habeas.errors import RefusedError
from habeas.search import Facet
from habeas.web.parties.access import parties_for
from habeas.web.people.access import NOBODY
from habeas.web.search import kept, texts
from habeas.web.search.access import Asked, Found, find
from habeas.web.search.gathering import EVERYTHING

__all__ = ["Found", "as_json", "asked_for", "make_anew", "party", "search"]


def make_anew() -> int:
    """Make both indexes from the store; how many items the larger holds. What is published is read first."""
    texts.read_new()
    return kept.make_anew()


def party(name: str, *, public: bool) -> str:
    """The public id of the Party of a name, an ISO code or an address; ``RefusedError`` for none."""
    reader = NOBODY if public else EVERYTHING
    told = name.casefold()
    for row in parties_for(reader):
        if told in (row.name.casefold(), row.iso.casefold(), row.slug):
            return str(row.public_id)
    raise RefusedError("party-unknown", f"no Party is called “{name}” here", advice="Write its whole name.")


def search(asked: Asked, *, public: bool, limit: int) -> Found:
    """What is found: as the public, or as who is on the machine, to whom the store lies open in any case.

    What waits is taken in first, unless the server is at it.
    """
    with suppress(RefusedError):
        kept.take_in()
    return find(NOBODY if public else EVERYTHING, asked, limit=limit)


def as_json(asked: Asked, found: Found) -> dict[str, Any]:
    """The contract ``habeas/search/1``."""
    return {
        "schema": "habeas/search/1",
        "query": asked.text,
        "count": found.count,
        "waiting": found.waiting,
        "results": [
            {
                "key": one.key,
                "kind": one.code,
                "title": one.title,
                "party": one.party or None,
                "date": one.when or (one.day.isoformat() if one.day else None),
                "status": one.status or None,
                "class": "confidential" if one.confidential else "public",
                "address": one.address,
                "text": [{"text": piece.text, "marked": piece.marked} for piece in one.pieces or one.heading],
            }
            for one in found.results
        ],
        "facets": {
            facet.value: [{"code": one.code, "name": one.name, "count": one.count} for one in values]
            for facet, values in found.facets.items()
        },
    }


def asked_for(text: str, narrowed: dict[str, str], *, newest: bool, page: int) -> Asked:
    """The search that the options of a call make."""
    told = {Facet(name): value for name, value in narrowed.items() if value}
    return Asked(text=text, narrowed=told, newest=newest, page=page)
