"""What a reader finds. The index proposes, and each result is read again through its own door.

Counts come from the index, narrowed to the marks that the reader holds at this moment; what was written
since the index was last changed is left out of results and counts until it is taken in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from habeas.dossier.facts import Klass
from habeas.law import cite
from habeas.search import Facet, Piece, Query, read_query, snippet
from habeas.web.parties.access import parties_for
from habeas.web.people.access import Reader
from habeas.web.reports.access import themes
from habeas.web.search import kept, labels
from habeas.web.search.gathering import PUBLIC, closed_to, marks_of, opened_to
from habeas.web.search.kinds import READING, Kind, Told, kinds_here
from habeas.web.search.models import SavedSearch, Waiting
from habeas.web.search.shelf import SHELVED, page_named

cite("ECPT#11(1)", enforces="A search finds and counts nothing that its reader may not open.")

PAGE = 20
HEADING = 160
"""Letters of a heading."""
MOST_PAGES = 50
"""Who looks further narrows the search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search: the words, and how it is narrowed, one value of each facet."""

    text: str
    narrowed: Mapping[Facet, str] = field(default_factory=dict)
    newest: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line of results; ``heading`` and ``pieces`` are of the texts as they stand."""

    key: str
    code: str
    """Its kind as a code, and as the reader reads it."""
    kind: str
    title: str
    heading: tuple[Piece, ...]
    pieces: tuple[Piece, ...] = ()
    """Of another text that has what was looked for; empty where the heading says it all."""
    address: str
    party: str = ""
    status: str = ""
    when: str = ""
    day: date | None = None
    confidential: bool = False
    invented: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet."""

    code: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of results. ``waiting`` changes are not yet found.

    That is told only to who reads every file: how much is written there is nobody else's.
    """

    count: int
    results: tuple[Result, ...]
    facets: Mapping[Facet, tuple[Value, ...]]
    waiting: int
    pages: int


def find(reader: Reader, asked: Asked, *, limit: int = PAGE) -> Found:
    """What the reader finds; ``RefusedError`` for words that cannot be read, or without an index."""
    query = read_query(asked.text)
    marks = marks_of(reader)
    waiting = waiting_now()  # before the index is read: what was taken in meanwhile is in it
    index = kept.opened(public=marks == frozenset({PUBLIC}))
    wanted = kept.parts().Wanted(
        query=query,
        seen_by=marks,
        opened=opened_to(reader),
        in_doubt=waiting,
        behind=frozenset({*SHELVED, "passage", READING}),
        without=closed_to(reader),
        narrowed={facet: (value,) for facet, value in asked.narrowed.items()},
    )
    page = min(max(asked.page, 1), MOST_PAGES)
    found = index.search(wanted, limit=limit, offset=(page - 1) * limit, newest=asked.newest)
    results = _read(reader, found.keys, query)
    return Found(
        count=found.count - (len(found.keys) - len(results)),
        results=tuple(results),
        facets=_named(reader, found.facets, asked.narrowed),
        waiting=len(waiting) if marks is None else 0,
        pages=min(-(-found.count // limit), MOST_PAGES),
    )


def waiting_now() -> frozenset[str]:
    """The marks of what was written and is not yet taken in."""
    due = Waiting.objects.filter(due__lte=timezone.now())
    return frozenset(due.values_list("mark", flat=True))


def _read(reader: Reader, keys: Iterable[str], query: Query) -> list[Result]:
    """Each of these read through its door: what the reader may not see, or is gone, is left out."""
    wanted: dict[str, list[str]] = {}
    every = list(keys)
    for key in every:
        code, _colon, name = key.partition(":")
        wanted.setdefault(code, []).append(name)
    rows = {kind.code: kind for kind in kinds_here()}
    found: dict[str, Result] = {}
    for code, names in wanted.items():
        if (kind := rows.get(code)) is None:
            found |= {one.key: one for name in names if (one := _shelved(code, name, query)) is not None}
            continue
        for row in kind.rows(reader).filter(public_id__in=names):
            found[f"{code}:{row.public_id}"] = _result(kind, row, query)
    return [found[key] for key in every if key in found]


def _result(kind: Kind, row: Any, query: Query) -> Result:
    told = kind.told(row)
    party = row if kind.code == "party" else getattr(row, "party", None) or row.document.party
    return Result(
        key=f"{kind.code}:{row.public_id}",
        code=told.kind,
        kind=labels.named(labels.KINDS, told.kind),
        title=told.title,
        heading=snippet(told.title, query, HEADING),
        pieces=_pieces(told, query),
        address=kind.address(row),
        party=party.name,
        status=labels.named(labels.STATUS, told.status),
        when=getattr(row, "date", "") or "",
        day=told.latest,
        confidential=getattr(row, "klass", Klass.PUBLIC.value) != Klass.PUBLIC.value,
        invented=party.invented,
    )


def _pieces(told: Told, query: Query) -> tuple[Piece, ...]:
    """Where the first of its other texts has what was looked for; of a long title the place itself."""
    others = [text for text in told.texts if text and text != told.title]
    long = [told.title] if len(told.title) > HEADING else []
    for text in (*long, *others):
        pieces = snippet(text, query)
        if any(piece.marked for piece in pieces):
            return pieces
    return ()


def _shelved(code: str, name: str, query: Query) -> Result | None:
    page = page_named(code, name)
    if page is None:
        return None
    title, text = page.here()
    return Result(
        key=f"{code}:{name}",
        code=page.kind,
        kind=labels.named(labels.KINDS, page.kind),
        title=title,
        heading=snippet(title, query, HEADING),
        pieces=snippet(text, query),
        address=page.address,
        status=labels.named(labels.STATUS, page.status),
    )


def _named(
    reader: Reader,
    counted: Mapping[Facet, Iterable[tuple[str, int]]],
    narrowed: Mapping[Facet, str],
) -> Mapping[Facet, tuple[Value, ...]]:
    """The counts with the names that the reader may know; a value without one is left out."""
    codes = {facet: [code for code, _count in values] for facet, values in counted.items()}
    parties = dict(
        parties_for(reader).filter(public_id__in=codes[Facet.PARTY]).values_list("public_id", "name")
    )
    known = {
        str(number): name
        for number, name in themes(reader).filter(pk__in=codes[Facet.THEME]).values_list("pk", "name")
    }
    names: Mapping[Facet, Mapping[str, Any]] = {
        Facet.KIND: labels.KINDS,
        Facet.PARTY: parties,
        Facet.YEAR: {code: code for code in codes[Facet.YEAR]},
        Facet.THEME: known,
        Facet.STATUS: labels.STATUS,
        Facet.PLACE: labels.PLACE,
    }
    return {
        facet: tuple(
            Value(code, labels.named(names[facet], code), count, narrowed.get(facet) == code)
            for code, count in _in_order(facet, values)
            if code in names[facet]
        )
        for facet, values in counted.items()
    }


def _in_order(facet: Facet, values: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Years the latest first, all else the most first."""
    return sorted(values, reverse=True) if facet is Facet.YEAR else list(values)


def saved_for(reader: Reader) -> "QuerySet[SavedSearch, Any]":
    """The searches that the reader keeps: only the own."""
    if reader.user_id is None:
        return SavedSearch.objects.none()
    return SavedSearch.objects.filter(owner_id=reader.user_id)


def saved_search_for(reader: Reader, public_id: str) -> SavedSearch:
    """One of them, or ``Http404``."""
    found: SavedSearch | None = saved_for(reader).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def text_of(reader: Reader, public_id: str) -> str | None:
    """The words of a search that the reader keeps, ``None`` for any other."""
    found: str | None = saved_for(reader).filter(public_id=public_id).values_list("text", flat=True).first()
    return found
