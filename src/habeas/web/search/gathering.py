"""Rows and pages as items of the index, each with the marks of who may see it.

Who may see a row is not decided here: each door is asked as the public, as one who reads only the file
of the Party, and as one to whom only that Party's transmitted papers are open.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import Q

from habeas.search import Facet, Item
from habeas.web.people.access import NOBODY, Reader, parties_where
from habeas.web.people.roles import Capability
from habeas.web.search.kinds import READING, Kind, kinds_here
from habeas.web.search.labels import in_every_language
from habeas.web.search.shelf import Page, pages

EVERYTHING = Reader(capabilities=frozenset({Capability.READ_CONFIDENTIAL, Capability.IMPORT}))
"""The indexer: it reads what there is; who finds it is another's question."""
PUBLIC = "public"
_FILE, _SENT = "file", "sent"
_BY = {_FILE: Capability.READ_CONFIDENTIAL, _SENT: Capability.READ_TRANSMITTED}
AT_ONCE = 500
_MOST_YEARS = 3
"""A date that may lie in more years than these is of no year."""


def marks_of(reader: Reader) -> frozenset[str] | None:
    """The marks of what a reader may see; ``None`` for who reads every file."""
    if parties_where(reader, Capability.READ_CONFIDENTIAL) is None:
        return None
    return frozenset({PUBLIC}) | {
        f"{name}:{party}" for name, by in _BY.items() for party in parties_where(reader, by) or ()
    }


def opened_to(reader: Reader) -> frozenset[str] | None:
    """The marks of files that the reader reads, ``None`` for all: what is within is found by them."""
    parties = parties_where(reader, Capability.READ_CONFIDENTIAL)
    return None if parties is None else frozenset(f"{_FILE}:{party}" for party in parties)


def closed_to(reader: Reader) -> frozenset[str]:
    """Kinds that a reader of every file may not open: what is read is for who may import."""
    return frozenset() if parties_where(reader, Capability.IMPORT) is None else frozenset({READING})


def everything() -> Iterator[Item]:
    """Every item that there is."""
    for kind in kinds_here():
        yield from items_of(kind, Q())
    yield from of_the_shelf()


def of_the_shelf() -> Iterator[Item]:
    """Law, rules and help: what is shipped, and everybody's."""
    return map(_shelved, pages())


def resting_on(marks: Iterable[str]) -> Iterator[Item]:
    """The items that rest on one of these marks (``reports.document:k3…``), as they are now."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for mark in marks:
        name, _colon, public_id = mark.partition(":")
        by_kind[name].append(public_id)
    for kind in kinds_here():
        chosen = Q()
        for name, path in kind.marks().items():
            if name in by_kind:
                chosen |= Q(**{f"{path}__in": by_kind[name]})
        if chosen:
            yield from items_of(kind, chosen)


def items_of(kind: Kind, chosen: Q) -> Iterator[Item]:
    """The items of the rows of one kind that are chosen."""
    found = kind.rows(EVERYTHING).filter(chosen).order_by("pk")
    numbers = list(dict.fromkeys(found.values_list("pk", flat=True)))
    for at in range(0, len(numbers), AT_ONCE):
        yield from _batch(kind, numbers[at : at + AT_ONCE])


def _batch(kind: Kind, numbers: list[int]) -> Iterator[Item]:
    of_party = f"{kind.party}__public_id" if kind.party else "public_id"
    rows = {row.pk: row for row in kind.rows(EVERYTHING).filter(pk__in=numbers)}
    paths = kind.marks()
    marks: dict[int, set[str]] = defaultdict(set)
    parties: set[str] = set()
    for number, party, *ids in (
        kind.rows(EVERYTHING).filter(pk__in=rows).order_by("pk").values_list("pk", of_party, *paths.values())
    ):
        parties.add(party)
        marks[number] |= {f"{name}:{one}" for name, one in zip(paths, ids, strict=True) if one}
    seen = _seen(kind, list(rows), frozenset(parties))
    for number, row in rows.items():
        yield _item(kind, row, frozenset(marks[number]), seen[number])


def _seen(kind: Kind, numbers: list[int], parties: frozenset[str]) -> dict[int, set[str]]:
    """Who may see each row, as its door says."""
    found: dict[int, set[str]] = defaultdict(set)
    for number in kind.rows(NOBODY).filter(pk__in=numbers).values_list("pk", flat=True):
        found[number].add(PUBLIC)
    for party in parties:
        for name, capability in _BY.items():
            only = Reader(by_party=MappingProxyType({capability: frozenset({party})}))
            for number in kind.rows(only).filter(pk__in=numbers).values_list("pk", flat=True):
                found[number].add(f"{name}:{party}")
    return found


def _item(kind: Kind, row: Any, marks: frozenset[str], seen: set[str]) -> Item:
    told = kind.told(row)
    party = next((mark.partition(":")[2] for mark in marks if mark.startswith("parties.party:")), "")
    return Item(
        key=f"{kind.code}:{row.public_id}",
        texts=tuple(text for text in (*told.texts, *told.themes.values()) if text),
        inner=tuple(text for text in told.inner if text),
        labels=_labels(told.kind, told.status, *told.places),
        # A mark of the file of a Party lies on what is public too: it tells who may look within.
        seen_by=frozenset(seen),
        rests_on=marks,
        facets={
            Facet.KIND: (told.kind,),
            Facet.PARTY: (party,) if party else (),
            Facet.YEAR: years(told.earliest, told.latest),
            Facet.THEME: tuple(str(number) for number in told.themes),
            Facet.STATUS: (told.status,) if told.status else (),
            Facet.PLACE: tuple(told.places),
        },
        day=told.latest,
    )


def years(earliest: date | None, latest: date | None) -> tuple[str, ...]:
    """The years in which a date may lie; none for one that is not known so closely."""
    if earliest is None or latest is None or latest.year - earliest.year >= _MOST_YEARS:
        return ()
    return tuple(str(year) for year in range(earliest.year, latest.year + 1))


def _shelved(page: Page) -> Item:
    return Item(
        key=f"{page.kind}:{page.key}",
        texts=tuple(text for told in page.told.values() for text in told),
        labels=_labels(page.kind, page.status),
        seen_by=frozenset({PUBLIC}),
        facets={Facet.KIND: (page.kind,), Facet.STATUS: (page.status,) if page.status else ()},
    )


def _labels(*codes: str) -> dict[str, tuple[str, ...]]:
    """The words for codes by language; an empty code has none."""
    found: dict[str, tuple[str, ...]] = {}
    for code in codes:
        for language, words in in_every_language(code).items():
            found[language] = (*found.get(language, ()), *words)
    return found
