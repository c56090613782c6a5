"""What is published, for everybody: a list, the files, a feed. Nothing else exists here, not even a count."""

from datetime import UTC, datetime, time

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from habeas.web.people.access import Request, public_door
from habeas.web.publication.access import published_file, published_files
from habeas.web.publication.models import PublicationFile

IN_THE_FEED = 50


@public_door
@require_safe
def published(request: Request) -> HttpResponse:
    """Every published document, the latest first."""
    return render(
        request, "publication/published.html", {"title": _("Published"), "files": published_files()}
    )


@public_door
@require_safe
def file(request: Request, public_id: str) -> HttpResponse:
    """The bytes of one."""
    found = published_file(public_id)
    response = HttpResponse(bytes(found.data), content_type="application/pdf")
    name = slugify(found.reference) or "document"
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


class PublishedFeed(Feed):  # type: ignore[type-arg]
    """What is published, as Atom (RFC 4287)."""

    feed_type = Atom1Feed

    def title(self) -> str:
        """Its name."""
        return _("Habeas: published documents")

    def link(self) -> str:
        """The list that it follows."""
        return reverse("publication:published")

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
        return reverse("publication:file", args=[item.public_id])

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
