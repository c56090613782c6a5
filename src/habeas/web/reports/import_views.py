"""The pages of an import: the list, its columns, the trial, and taking it over. No script is needed."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas.documents.headings import Target
from habeas.documents.sources import LIMITS
from habeas.errors import RefusedError
from habeas.web.conduct.showing import sentence
from habeas.web.parties.entering import own_band
from habeas.web.people.access import Request, door
from habeas.web.people.roles import Capability
from habeas.web.places.taking import TakenPlaces
from habeas.web.reports import importing, waiting
from habeas.web.reports.import_forms import ListForm, MappingForm
from habeas.web.reports.opening import first_rows, list_of, open_list, pending_lists, source_of_list
from habeas.web.shell.marks import own_words
from habeas.web.shell.uploads import held_to

form_page = require_http_methods(["GET", "HEAD", "POST"])
bringing_in = door(Capability.IMPORT)
SHOWN = 100
"""Rows of which a trial says what is wrong; the rest are counted."""


@bringing_in
@held_to(LIMITS.file + 4_000_000)
@form_page
def start(request: Request) -> HttpResponse:
    """Step 1. Ask for the list, of what and from where."""
    before = _again(request)
    first = _as_told(before) if before else {"target": request.GET.get("target", "places")}
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ListForm(*posted, reader=request.reader, initial=first)
    if request.method == "POST" and form.is_valid():
        kept = _keep(request, form)
        try:
            found = importing.opened(kept)
        except RefusedError as error:
            kept.drop()
            form.add_error("file" if form.cleaned_data["file"] else "pasted", sentence(error))
        else:
            return redirect(
                "reports:import_columns" if found.needs_mapping else "reports:import_try", kept.token
            )
    context = {
        "form": form,
        "title": _("Import a list"),
        "cancel": reverse("reports:asks" if first["target"] == "asks" else "places:list"),
        "submit": _("Read it"),
        "band": own_band(),
        "said": _(
            "First the list is read and tried. Nothing is written until you have seen what it would do."
        ),
    }
    return render(request, "reports/import_start.html", context)


def _again(request: Request) -> waiting.Waiting | None:
    """The list that its owner goes back to, to correct it."""
    token = request.GET.get("again")
    return waiting.found(request.reader.public_id, token) if token else None


def _as_told(kept: waiting.Waiting) -> dict[str, Any]:
    """What was typed of a list, so that none of it is typed twice; a file is chosen again."""
    told = kept.told
    source = {f"source_{name}": value for name, value in told["source"].items()}
    pasted = kept.path.read_text("utf-8") if told["pasted"] else ""
    more = {name: told[name] for name in ("target", "encoding", "public")}
    return {**source, **more, "pasted": pasted, "party_name": told["party"]}


def _keep(request: Request, form: ListForm) -> waiting.Waiting:
    given = form.cleaned_data
    upload = given["file"]
    chunks = upload.chunks() if upload else [given["pasted"].encode()]
    return waiting.keep(
        request.reader.public_id,
        chunks,
        target=given["target"],
        suffix=importing.suffix_of(upload.name) if upload else "",
        pasted=not upload,
        party=form.party_told(),
        encoding=given["encoding"],
        public=given["public"],
        source=importing.source_told(form.source_value()),
    )


@bringing_in
@form_page
def columns(request: Request, token: str) -> HttpResponse:
    """Step 2: which column is which."""
    kept = waiting.found(request.reader.public_id, token)
    if request.method == "POST" and "sheet" in request.POST:
        kept = kept.say(sheet=request.POST["sheet"], mapping=None)
        return redirect("reports:import_columns", token)
    found = importing.opened(kept)
    if not found.needs_mapping:
        return redirect("reports:import_try", token)
    form = MappingForm(
        request.POST or None,
        found=found,
        target=Target(kept.told["target"]),
        party=str(kept.told["party"]),
    )
    if request.method == "POST" and form.is_valid():
        kept.say(mapping=form.mapping.as_json())
        return redirect("reports:import_try", token)
    context = {
        "form": form,
        "found": found,
        "token": token,
        "rows": len(found.table.rows),
        "title": _("Which column is which?"),
        "band": own_band(),
    }
    return render(request, "reports/import_columns.html", context)


@bringing_in
@form_page
def try_out(request: Request, token: str) -> HttpResponse:
    """Step 3: what would be added, and each row that cannot be taken; a POST is step 4."""
    kept = waiting.found(request.reader.public_id, token)
    given = request.POST if request.method == "POST" else request.GET
    choice = {"make_parties": given.get("make") == "1", "keep_repeated": given.get("again") == "keep"}
    if request.method == "POST":
        done = importing.take_over(request.reader, kept, mergers=request.POST.getlist("merger"), **choice)
        return _gone_in(request, done)
    found = importing.opened(kept)
    if found.needs_mapping and not kept.told.get("mapping"):
        return redirect("reports:import_columns", token)
    tried = importing.trial(request.reader, kept, **choice)
    words = own_words()
    refused: list[dict[str, Any]] = [
        {"line": one.line, "column": one.column, "said": one.said(words)} for one in tried.errors
    ] + [{"line": one.line, "column": one.column, "said": (one.message, one.advice)} for one in tried.refused]
    unknown = any(one.code == "party-unknown" for one in tried.refused)
    context = {
        "title": _("What this list would do"),
        "token": token,
        "kept": kept,
        "found": found,
        "trial": tried,
        "refused": refused[:SHOWN],
        "refused_more": max(0, len(refused) - SHOWN),
        "warnings": [(one.line, one.column, one.said(words)[0]) for one in tried.warnings[:SHOWN]],
        "warnings_more": max(0, len(tried.warnings) - SHOWN),
        "places": isinstance(tried.result, TakenPlaces),
        "added": _added(tried),
        "opening_asked": importing.opening_asked(kept, found),
        "source": importing.source_of(kept),
        "offer_parties": unknown and not choice["make_parties"],
        "choice": choice,
        "band": own_band(),
    }
    return render(request, "reports/import_try.html", context)


def _added(tried: importing.Trial) -> int:
    if tried.result is None:
        return 0
    return len(tried.result.added) if isinstance(tried.result, TakenPlaces) else tried.result.added


def _gone_in(request: Request, done: importing.Trial) -> HttpResponse:
    said = own_words().count("{n} row was added.", "{n} rows were added.", _added(done))
    messages.success(request, said)
    if done.opening_asked:
        messages.info(request, _("They are confidential until another person has opened the list."))
    return redirect("places:list" if isinstance(done.result, TakenPlaces) else "reports:asks")


@bringing_in
@form_page
def drop(request: Request, token: str) -> HttpResponse:
    """Remove the list without taking it over."""
    kept = waiting.found(request.reader.public_id, token)
    if request.method != "POST":
        return redirect("reports:import_try", token)
    kept.drop()
    messages.success(request, _("The list is removed. Nothing of it was written."))
    return redirect("reports:import")


@door(Capability.APPROVE)
@form_page
def openings(request: Request) -> HttpResponse:
    """Lists that wait to be opened to the public, each by somebody else than who brought it in."""
    if request.method == "POST":
        approval = pending_lists().filter(public_id=request.POST.get("approval", "")).first()
        if approval is None:
            messages.warning(request, _("That one no longer waits: somebody else may have approved it."))
        else:
            opened = open_list(request.reader, approval, at=timezone.now())
            words = own_words()
            said = words.count("{n} row is public now.", "{n} rows are public now.", opened)
            messages.success(request, said)
        return redirect("reports:openings")
    waiting_lists = [
        (approval, intake, source_of_list(intake), first_rows(intake))
        for approval in pending_lists()
        for intake in [list_of(approval)]
    ]
    context = {
        "title": _("Lists waiting to be opened to the public"),
        "waiting": waiting_lists,
        "reader": request.reader,
        "band": own_band(),
    }
    return render(request, "reports/openings.html", context)
