"""The two indexes on the disk, made from the store and kept as it is; never the source of truth.

One holds what anybody may find, and nothing else ever enters its making; the other holds everything that is
searched, and is asked only for who reads more than the public does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from habeas import durable
from habeas.errors import PartMissingError, RefusedError
from habeas.language import N_
from habeas.search import Item
from habeas.web.publication.access import awaiting_their_hour
from habeas.web.search.gathering import PUBLIC, everything, resting_on
from habeas.web.search.models import Waiting

if TYPE_CHECKING:
    from habeas.search import index as engine

MADE_ANEW = frozenset({"index-missing", "index-broken", "index-other-form"})
"""What is wrong with an index where it is made anew without asking."""
_BOTH = (True, False)
AT_ONCE = 1000
"""Changes that are taken in together."""


def parts() -> Any:
    """The module of the index; ``PartMissingError`` where its parts are not installed."""
    try:
        from habeas.search import index  # noqa: PLC0415 (a part that is optional)
    except ImportError as fault:
        raise PartMissingError(
            "search-missing",
            N_("the parts for searching are not installed"),
            advice=N_("Install them: pip install habeas[search]"),
        ) from fault
    return index


def folder(*, public: bool) -> Path:
    """Where one of the two lies."""
    return Path(settings.DATA) / "search" / ("public" if public else "all")


def opened(*, public: bool) -> "engine.Index":
    """One of the two, open; ``RefusedError`` where it is missing, damaged or of another form."""
    index: engine.Index = parts().Index(folder(public=public))
    return index


def make_anew() -> int:
    """Make both from the store; return how many items the larger holds.

    What was written before is in them: what waited then waits no longer. Who searches meanwhile finds what
    was there before.
    """
    waited = list(Waiting.objects.filter(due__lte=timezone.now()).values_list("pk", flat=True))
    for public in _BOTH:
        durable.make_folder(folder(public=public))
    made = {public: parts().Remaking(folder(public=public)) for public in _BOTH}
    for item in everything():
        for public, index in made.items():
            for one in _for([item], public=public):
                index.add(one)
    counts = [int(index.done().count()) for index in made.values()]  # the smaller first
    _done(waited)
    return counts[-1]


def take_in() -> int:
    """Take in what was written since; return how many changes. An index that is not whole is made anew."""
    taken = 0
    try:
        counted()
        while waited := dict(
            Waiting.objects.filter(due__lte=timezone.now()).order_by("pk").values_list("pk", "mark")[:AT_ONCE]
        ):
            marks = sorted(set(waited.values()))
            items = list({item.key: item for item in resting_on(marks)}.values())
            for public in _BOTH:
                opened(public=public).change(_for(items, public=public), gone=marks)
            _done(waited)
            taken += len(waited)
    except RefusedError as fault:
        if fault.code not in MADE_ANEW:
            raise
        return make_anew()
    return taken


def await_hours() -> None:
    """Let what is published at an agreed hour be taken in at that hour."""
    for file in awaiting_their_hour():
        mark = f"reports.document:{file.document.public_id}"
        if file.opens_at is not None:
            Waiting.objects.get_or_create(mark=mark, due=file.opens_at)


def counted() -> int:
    """How many items the larger holds; raises what is wrong with either."""
    return [opened(public=public).count() for public in _BOTH][-1]


def late(than: datetime) -> int:
    """How many changes were written before ``than`` and are not yet taken in."""
    return Waiting.objects.filter(due__lt=than).count()


def _for(items: Iterable[Item], *, public: bool) -> Iterator[Item]:
    if not public:
        yield from items
        return
    for item in items:
        if PUBLIC in item.seen_by:
            yield replace(item, inner=(), seen_by=frozenset({PUBLIC}))


def _done(waited: Iterable[int]) -> None:
    numbers = list(waited)
    for at in range(0, len(numbers), AT_ONCE):
        Waiting.objects.filter(pk__in=numbers[at : at + AT_ONCE]).delete()
