"""The journal's pages. Their doors are in ``people/doors.py``, as this app lies below it."""

import csv
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from habeas.web.journal.access import entries
from habeas.web.journal.actions import record
from habeas.web.journal.forms import WantedForm
from habeas.web.journal.kinds import EXPORTED
from habeas.web.journal.models import JournalEntry

PER_PAGE = 100
COLUMNS = (
    "number",
    "at",
    "actor",
    "actor_role",
    "action",
    "object_kind",
    "object_id",
    "party_id",
    "fields",
    "reason",
    "sha256",
)


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """The list, a hundred entries a page."""
    form = WantedForm(request.GET)
    page = Paginator(entries(form.wanted()), PER_PAGE).get_page(request.GET.get("page"))
    narrowed = any(request.GET.get(name) for name in form.fields)
    return render(request, "journal/list.html", {"form": form, "page": page, "narrowed": narrowed})


@require_POST
def export(request: Any) -> StreamingHttpResponse:
    """The same choice as CSV, oldest first. That it left is itself an entry."""
    form = WantedForm(request.GET)
    found = entries(form.wanted()).order_by("number")
    with transaction.atomic():
        record(request.reader, EXPORTED, None, fields=sorted(set(request.GET) & set(form.fields)))
    response = StreamingHttpResponse(_lines(found.iterator(500)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="journal.csv"'
    return response


class _Line:
    """What ``csv`` writes to: it hands each line back."""

    def write(self, text: str) -> str:
        return text


def _lines(found: Iterator[JournalEntry]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow(COLUMNS)
    for entry in found:
        actor = entry.actor.public_id if entry.actor else "system"
        told = {"at": entry.at.isoformat(), "actor": actor, "fields": " ".join(entry.fields)}
        yield writer.writerow([_plain(told.get(name, getattr(entry, name))) for name in COLUMNS])


def _plain(value: object) -> str:
    """Keep a spreadsheet from taking a reason for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
