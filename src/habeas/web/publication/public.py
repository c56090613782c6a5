"""What is published, for everybody: a list, the files, a feed. Nothing else exists here, not even a count."""

import json
from datetime import UTC, datetime, time
from itertools import groupby
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from habeas.dossier.facts import Voice
from habeas.language import RIGHT_TO_LEFT
from habeas.web.parties.access import dossier_way
from habeas.web.people.access import Request, public_door
from habeas.web.publication.access import (
    form_of,
    forms_of,
    published_beside,
    published_file,
    published_files,
    said_of,
    spoken_by,
)
from habeas.web.publication.composing import TYPES, file_stem
from habeas.web.publication.models import PublicationFile
from habeas.web.shell.exporting import attached

IN_THE_FEED = 50


@public_door
@require_safe
def published(request: Request) -> HttpResponse:
    """Every published document, the latest first."""
    files = list(published_files())
    invented = any(one.document.party.invented for one in files)
    context = {"title": _("Published"), "files": files, "invented": invented}
    return render(request, "publication/published.html", context)


@public_door
@require_safe
def file(request: Request, public_id: str) -> HttpResponse:
    """One published document: its text where it has one, its files, and what stands beside it."""
    found = published_file(public_id)
    party = found.document.party
    context = {
        "title": found.title,
        "file": found,
        "forms": forms_of(found),
        "beside": published_beside(found),
        "voices": _voices(found),
        "dossier": dossier_way(request.reader, party),
        "invented": party.invented,
        "crumbs": [(_("Published"), reverse("published:list")), (found.title, "")],
    }
    if found.text_digest:  # made from the bytes of its JSON, which were approved
        said = json.loads(bytes(form_of(found, "json").data))
        direction = "rtl" if said["language"] in RIGHT_TO_LEFT else "ltr"
        context |= {"said": said, "groups": _groups(said["units"]), "text_direction": direction}
    return render(request, "publication/text.html", context)


def _voices(file: PublicationFile) -> list[tuple[str, list[Any]]]:
    """What was said publicly about the document, by voice: the State's beside the body's."""
    said = said_of(file)
    by_voice = [(voice.value, [one for one in said if spoken_by(one) is voice]) for voice in Voice]
    return [(voice, rows) for voice, rows in by_voice if rows]


@public_door
@require_safe
def form(request: Request, public_id: str, form: str) -> HttpResponse:
    """One form of a published text, or (``sha256``) the list of their hashes, which was approved."""
    found = published_file(public_id)
    name = f"{file_stem(found.reference)}.{form}"
    if form == "sha256" and found.text_digest:
        return attached(bytes(found.data), name, "text/plain; charset=utf-8", private=False)
    if form == "pdf" and not found.text_digest:
        return attached(bytes(found.data), name, TYPES["pdf"], private=False)
    return attached(bytes(form_of(found, form).data), name, TYPES[form], private=False)


def _groups(units: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pieces in their order; the cells of one table together, row by row."""
    found: list[dict[str, Any]] = []
    placed = enumerate(units)
    for table, group in groupby(placed, key=lambda one: one[1]["cell"][0] if "cell" in one[1] else 0):
        if not table:
            found += [{"unit": unit, "at": at} for at, unit in group]
            continue
        rows: dict[int, list[str]] = {}
        for _at, unit in group:
            rows.setdefault(unit["cell"][1], []).append(unit["text"])
        found.append({"rows": list(rows.values())})
    return found


class PublishedFeed(Feed):  # type: ignore[type-arg]
    """What is published, as Atom (RFC 4287)."""

    feed_type = Atom1Feed

    def title(self) -> str:
        """Its name."""
        return _("Habeas: published documents")

    def link(self) -> str:
        """The list that it follows."""
        return reverse("published:list")

    def items(self) -> "QuerySet[PublicationFile]":
        """The latest."""
        return published_files()[:IN_THE_FEED]

    def item_title(self, item: PublicationFile) -> str:
        """Reference and title, as they were when it was published."""
        return " – ".join(part for part in (item.reference, item.title) if part)

    def item_description(self, item: PublicationFile) -> str:
        """The Party and the basis."""
        return f"{item.document.party.name}. {item.basis}."

    def item_link(self, item: PublicationFile) -> str:
        """The file."""
        return reverse("published:file", args=[item.public_id])

    def item_pubdate(self, item: PublicationFile) -> datetime | None:
        """The agreed hour, or the day of publication."""
        if item.opens_at:
            return item.opens_at
        return datetime.combine(item.published_on, time.min, UTC) if item.published_on else None


@public_door
@require_safe
def feed(request: Request) -> HttpResponse:
    """The feed."""
    return PublishedFeed()(request)
