"""Pages: choose what of a record is opened, to whom and by what order; decide on it; take it away."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from habeas import papers
from habeas.language import words
from habeas.web.custodydesk.access import Opened
from habeas.web.custodydesk.views import called, crumbs_of, own_band
from habeas.web.disclosure import access, actions
from habeas.web.disclosure.forms import FILE, AskForm, TakeForm
from habeas.web.disclosure.models import Disclosure
from habeas.web.disclosure.paper import disclosure_paper
from habeas.web.people.access import Request, door
from habeas.web.people.roles import Capability
from habeas.web.shell.exporting import attached

opening = door(Capability.KEEP_REGISTER, Capability.WRITE_HEALTH, Capability.OVERSEE_REGISTER)

FORMS: dict[str, tuple[Callable[..., bytes | str], str]] = {
    "pdf": (papers.render_pdf, "application/pdf"),
    "docx": (
        papers.render_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "html": (papers.render_html, "text/html; charset=utf-8"),
}


@opening
@never_cache
@require_safe
def every(request: Request) -> HttpResponse:
    """What was opened of the records that the reader may open, and what waits for a second person."""
    rows = [(row, access.waits(row), access.may_approve(request.reader, row)) for row in _rows(request)]
    context = {
        "title": _("Opened to courts"),
        "waiting": [row for row, waits, _may in rows if waits],
        "others": [row for row, waits, _may in rows if not waits],
        "band": own_band(),
    }
    return render(request, "disclosure/list.html", context)


def _rows(request: Request) -> list[Disclosure]:
    return list(access.disclosures_for(request.reader).select_related("asked_by"))


@opening
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, record_id: str) -> HttpResponse:
    """Choose entries and fields of a record, and say to whom they are opened and by what order."""
    opened = access.opened_for(request.reader, record_id)
    if opened is None:
        raise Http404
    entries, fields = request.POST.getlist("entry"), request.POST.getlist("open")
    form = AskForm(request.POST or None, choices=access.choices(opened), entries=entries, opened=fields)
    if request.method == "POST" and form.is_valid():
        row = actions.ask(request.reader, opened, at=timezone.now(), **form.cleaned_data)
        return redirect("disclosure:one", public_id=row.public_id)
    rows = [row for row in _rows(request) if row.record_id == record_id]
    title = _("Open fields to a court")
    context = {**_below(opened, title), "form": form, "submit": _("Go on"), "rows": rows}
    return render(request, "disclosure/ask.html", context)


def _below(opened: Opened, title: str) -> dict[str, Any]:
    record = (called(opened), reverse("custodydesk:record", args=[opened.record.record_id]))
    return {
        "title": title,
        "opened": opened,
        "band": own_band(),
        "invented": opened.station.invented,
        "crumbs": crumbs_of(opened.station, record, (title, "")),
    }


@opening
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: Request, public_id: str) -> HttpResponse:
    """One disclosure: what, to whom, by what order; decided on by a second person, and taken away."""
    found = access.disclosure_for(request.reader, public_id)
    if found is None:
        raise Http404
    row, opened = found
    now = timezone.now()
    if request.method == "POST" and "read" in request.POST:
        return _approve(request, row, opened, now)
    form = TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _take(request, row, opened, now, **form.cleaned_data)
    return render(request, "disclosure/one.html", {**_shown(request, row, opened), "form": form})


def _shown(request: Request, row: Disclosure, opened: Opened) -> dict[str, Any]:
    erased = opened.record.erased
    approval = access.approval_of(row)
    waits = access.waits(row)
    given = not row.sealed or (approval is not None and approval.approved_by_id is not None)
    return {
        **_below(opened, _("Disclosure")),
        "row": row,
        "approval": approval,
        "waits": waits,
        "expired": row.sealed and not waits and not given,
        "digest": access.digest_of(row, opened.record) if waits and not erased else "",
        "may_approve": access.may_approve(request.reader, row) and not erased,
        "entries": [(choice, _values(choice, row)) for choice in _chosen(row, opened).values()],
        "takes": given and not erased and access.reads_all(opened, row.chosen),
        "reads_all": access.reads_all(opened, row.chosen),
    }


def _chosen(row: Disclosure, opened: Opened) -> dict[str, access.Choice]:
    return {one.row.event_id: one for one in access.choices(opened) if one.row.event_id in row.chosen}


def _values(choice: access.Choice, row: Disclosure) -> list[tuple[str, str]]:
    """Each chosen field of an entry with what it says; empty where the reader does not read it."""
    texts = {field.name: field.text for field in choice.fields}
    return [(access.label_of(name), texts.get(name, "")) for name in row.chosen[choice.row.event_id]]


def _approve(request: Request, row: Disclosure, opened: Opened, now: datetime) -> HttpResponse:
    if not access.may_approve(request.reader, row):
        raise Http404
    actions.approve(request.reader, row, opened, read=request.POST["read"], at=now)
    messages.success(request, _("Approved. Who asked for it can take it away now."))
    return redirect("disclosure:one", public_id=row.public_id)


def _take(
    request: Request, row: Disclosure, opened: Opened, now: datetime, *, form: str, language: str
) -> HttpResponse:
    actions.note_taking(request.reader, row, opened, form, at=now)
    file = access.part_file(opened.record, row.chosen)
    if form == FILE:
        return attached(file, f"disclosure-{row.public_id}.jsonl", "application/jsonl")
    said = words(language)
    with translation.override(language):
        chosen = _chosen(row, opened)
        receipts = access.receipts_of([one.row for one in chosen.values()])
        made = disclosure_paper(row, opened, chosen, file, receipts, words=said, made_on=timezone.localdate())
    make, media = FORMS[form]
    data = make(made, words=said)
    return attached(data.encode() if isinstance(data, str) else data, f"{made.number}.{form}", media)
