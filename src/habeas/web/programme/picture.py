"""The map of coverage, and what its shapes and colours mean."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from habeas.pictures.glyphs import Entry, legend
from habeas.pictures.map import MapPlace, places_map
from habeas.web.places.lists import focus_of
from habeas.web.programme.criteria import Coverage
from habeas.web.programme.wording import COVERAGE_SIGNS, coverage_name
from habeas.web.shell.marks import own_words


def coverage_map(
    lines: Sequence[Any], *, years: int, width: int = 960, prefix: str = "map"
) -> tuple[str, str]:
    """Draw places (lines of the list, each with coordinates) by their coverage: the map, and its legend."""
    words = own_words()
    found = []
    for line in lines:
        shown = Coverage(line.coverage_key)
        shape, tone = COVERAGE_SIGNS[shown]
        found.append(
            MapPlace(
                latitude=float(line.row.latitude),
                longitude=float(line.row.longitude),
                shape=shape,
                tone=tone,
                label=line.row.name,
                title=f"{line.row.name}, {coverage_name(shown, years)}",
                href=reverse("places:place", args=[line.row.public_id]),
            )
        )
    drawn = places_map(
        found,
        focus=focus_of(None, [line.row for line in lines]),
        words=words,
        width=width,
        prefix=prefix,
        title=gettext("Map of coverage"),
        summary=words.count(
            "{n} place with coordinates; the list below names each.",
            "{n} places with coordinates; the list below names each.",
            len(found),
        ),
    )
    seen = {line.coverage_key for line in lines}
    signs = [
        Entry(label=coverage_name(one, years), shape=COVERAGE_SIGNS[one][0], tone=COVERAGE_SIGNS[one][1])
        for one in Coverage
        if one.value in seen
    ]
    key = legend(
        signs, words=words, width=width, title=gettext("What the signs mean"), prefix=f"{prefix}-key"
    )
    return drawn, key
