"""Pages of the desk for reading: documents brought and watched. What they show comes through ``access``."""

from threading import BoundedSemaphore
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from habeas.apart.calling import page_apart
from habeas.errors import HabeasError, RefusedError
from habeas.web.conduct.showing import sentence
from habeas.web.parties.entering import own_band
from habeas.web.people.access import Request, door
from habeas.web.people.roles import Capability
from habeas.web.reading import access, actions, jobs, kept, showing
from habeas.web.reading.forms import MOST_TOGETHER, BringForm, suffix_of
from habeas.web.reading.models import Reading, State, What
from habeas.web.shell.exporting import attached
from habeas.web.shell.marks import own_words
from habeas.web.shell.uploads import held_to
from habeas.web.sources.forms import ReasonForm

reading_door = door(Capability.IMPORT)
form_page = require_http_methods(["GET", "HEAD", "POST"])
_drawing = BoundedSemaphore(2)
"""Pages that are drawn at once: each takes a process."""


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page of the desk for reading."""
    return [(_("Reading"), reverse("reading:list")), *more]


def crumbs_to(row: Reading, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to what lies beneath a document."""
    return crumbs((showing.called(row), reverse("reading:reading", args=[row.public_id])), *more)


@reading_door
@never_cache
@require_safe
def every_reading(request: Request) -> HttpResponse:
    """The documents that were brought, and what is left of each."""
    rows = list(access.readings_for(request.reader))
    context = {
        "title": _("Reading"),
        "rows": [(row, showing.called(row), _why(row)) for row in rows],
        "goes_on": any(row.goes_on for row in rows),
        "band": own_band(),
        "invented": any(row.party.invented for row in rows),
    }
    return render(request, "reading/list.html", context)


@reading_door
@held_to(MOST_TOGETHER)
@never_cache
@form_page
def bring(request: Request) -> HttpResponse:
    """Ask for documents; they are read in the background."""
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = BringForm(*posted, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = {name: given[name] for name in ("party", "form", "date")}
        made = []
        for upload in given["documents"]:
            row = Reading(suffix=suffix_of(upload.name), name=upload.name[:200], **said)
            actions.bring(request.reader, row, upload.chunks())
            made.append(row)
        jobs.wake()
        if len(made) == 1:
            return redirect("reading:reading", made[0].public_id)
        words = own_words()
        messages.success(request, words.count("{n} document is here.", "{n} documents are here.", len(made)))
        return redirect("reading:list")
    title = _("Bring documents")
    context = {
        "title": title,
        "form": form,
        "submit": _("Have them read"),
        "cancel": reverse("reading:list"),
        "crumbs": crumbs((title, "")),
        "band": own_band(),
    }
    return render(request, "reading/bring.html", context)


@reading_door
@never_cache
@require_safe
def reading(request: Request, public_id: str) -> HttpResponse:
    """One document: how far its reading is, why nothing came of it, or what is left of its review."""
    row = access.reading_for(request.reader, public_id)
    state = request.GET.get("state", "")
    counts = access.counts_of(row)
    rows = access.proposals_of(row)
    if state in showing.STATES:
        rows = rows.filter(state=state)
    first = access.first_open(row)
    unnamed, remarks = showing.remarks_of(row)
    context = {
        "title": showing.called(row),
        "row": row,
        "error": _why(row),
        "unnamed": unnamed,
        "names": showing.names_of(row) if unnamed else "",
        "dateline": showing.dateline_of(row) if access.untouched(row) else "",
        "acts": showing.acts(row),
        "remarks": remarks,
        "same": access.same_file(request.reader, row),
        "counts": [
            (key, own_words().count(*said, counts.get(key, 0))) for key, said in showing.COUNTED.items()
        ],
        "total": sum(counts.values()),
        "paragraphs": showing.paragraphs_of(row) if not counts else [],
        "left": counts.get(State.OPEN, 0),
        "state": state if state in showing.STATES else "",
        "lines": [showing.line_of(one) for one in rows],
        "first": first,
        "accepted": access.accepted_of(row).count(),
        "document": access.document_of(request.reader, row),
        "asked": access.proposals_of(row).filter(what=What.ASK).exclude(taken_at=None).exists(),
        "before": access.before(request.reader, row) if row.state == "waiting" else 0,
        "withdrawable": row.state not in ("withdrawn", "running") and not access.is_taken(row),
        "gap": access.gap_of(request.reader, row),
        "crumbs": crumbs((showing.called(row), "")),
        "band": own_band(),
        "invented": row.party.invented,
    }
    return render(request, "reading/reading.html", context)


@reading_door
@never_cache
@require_POST
def published(request: Request, public_id: str) -> HttpResponse:
    """Say on which day it was published, as its head says, and have it read again by that day."""
    row = access.reading_for(request.reader, public_id)
    day = showing.dateline_of(row)
    if day and day == request.POST.get("date"):
        try:
            actions.say_published(request.reader, row, day)
            jobs.wake()
        except RefusedError as error:
            messages.warning(request, sentence(error))
    return redirect("reading:reading", public_id)


@reading_door
@never_cache
@require_safe
def page(request: Request, public_id: str, number: int) -> HttpResponse:
    """The picture of a page, drawn in the process that reads."""
    row = access.reading_for(request.reader, public_id)
    if not 0 < number <= len(row.sizes):
        raise Http404
    try:
        with _drawing:
            picture = page_apart(kept.file_of(row), number)
    except HabeasError:
        raise Http404 from None  # it was read before: its file is no longer there, or was exchanged
    return HttpResponse(picture, content_type="image/png")


@reading_door
@never_cache
@require_safe
def document(request: Request, public_id: str) -> HttpResponse:
    """The document as it was brought, to be kept elsewhere; the journal says that it left."""
    row = access.reading_for(request.reader, public_id)
    try:
        data = kept.file_of(row).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    actions.note_taken_away(request.reader, row)
    name = f"reading-{row.public_id}{row.suffix}"
    return attached(data, name, "application/octet-stream")


@reading_door
@never_cache
@form_page
def withdraw(request: Request, public_id: str) -> HttpResponse:
    """Ask why a document is withdrawn, and destroy it; what is in the file of the Party holds it here."""
    row = access.reading_for(request.reader, public_id)
    back = reverse("reading:reading", args=[public_id])
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].help_text = _(
        "The document and all that was read of it are destroyed. That it was here stays, with its SHA-256, "
        "this reason, your name and the time."
    )
    try:
        actions.hold_withdrawable(row)
        if form.is_valid():
            actions.withdraw(request.reader, row, reason=form.cleaned_data["reason"])
            messages.success(request, _("It is withdrawn."))
            return redirect(back)
    except RefusedError as error:
        messages.warning(request, sentence(error))
        return redirect(back)
    title = _("Withdraw the document")
    context = around(row, title=title, form=form, cancel=back, submit=_("Withdraw it"))
    context["crumbs"] = crumbs_to(row, (title, ""))
    return render(request, "shell/form_page.html", context)


def _why(row: Reading) -> str:
    """Why nothing came of it, empty where something did."""
    error = row.error
    return "" if error is None or row.state == "withdrawn" else sentence(error)


def around(row: Reading, **more: Any) -> dict[str, Any]:
    """What every page of a review has around it."""
    return {"row": row, "band": own_band(), "invented": row.party.invented, **more}
