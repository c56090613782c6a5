"""Pages of documents, of what they ask, and of what was asked and answered of one Party."""

import io
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from habeas.dossier.entries import Lists
from habeas.procedure.report import STEPS, VOCABULARY
from habeas.web.journal.actions import record
from habeas.web.parties.access import party_for
from habeas.web.parties.entering import enter, enter_act, own_band, take_back
from habeas.web.parties.lists import LIST_EXPORTED
from habeas.web.parties.showing import change_way, show, steps_of, writes
from habeas.web.people.access import Reader, Request, door, public_door
from habeas.web.people.roles import Capability
from habeas.web.reports import access, actions, conducting
from habeas.web.reports.asked import sheet
from habeas.web.reports.beside import beside
from habeas.web.reports.exporting import export_upr_info
from habeas.web.reports.forms import AskForm, DocumentActForm, DocumentForm
from habeas.web.reports.lists import (
    AskFilter,
    AskList,
    DocumentLine,
    DocumentList,
    where_asked,
)
from habeas.web.reports.models import ASK_KINDS, DOCUMENT_ACTS, Ask, Document, DocumentAct
from habeas.web.reports.standing import came_with, with_standing
from habeas.web.shell.exporting import attached
from habeas.web.shell.marks import own_words
from habeas.web.sources.access import (
    may_export,
    reads_anything_confidential,
    reads_confidential,
    seen,
    visible,
)

form_page = require_http_methods(["GET", "HEAD", "POST"])
writing = door(Capability.WRITE_FACTS)

documents = public_door(DocumentList.as_view())
asks = public_door(AskList.as_view())


def _document_address(row: Document) -> str:
    return reverse("reports:document", args=[row.public_id])


def _ask_address(row: Ask) -> str:
    return reverse("reports:ask", args=[row.public_id])


@public_door
@require_safe
def document(request: Request, public_id: str) -> HttpResponse:
    """One document: both references, its steps, what it asks, and what responds to it."""
    reader = request.reader
    row = access.document_for(reader, public_id)
    line = DocumentLine.of(row, reader, timezone.localdate())
    writer = writes(reader, row)

    def leads(act: Any) -> str:
        return reverse("reports:document_withdraw", args=[public_id, act.public_id]) if writer else ""

    more = _conducted(reader, row)
    shown = access.documents_for(reader)
    asks = access.asks_for(reader).filter(document=row)
    answers = shown.filter(pk=row.responds_to_id).first() if row.responds_to_id else None
    return show(
        request,
        "reports/document.html",
        row,
        title=row.title or str(row.get_kind_display()),
        line=line,
        facts=[
            (_("Kind"), row.get_kind_display()),
            (_("Reference"), row.reference),
            (_("Confidential reference"), line.working_number),
        ],
        visits=[visit for visit in row.visits.all() if seen(reader, visit) is not None],
        answers=answers,
        replies=shown.filter(responds_to=row),
        asks=asks.count(),
        unanswered=with_standing(reader, asks).filter(stands="").count(),
        asks_address=f"{reverse('reports:asks')}?document={row.public_id}",
        steps=None if more else steps_of(reader, row, row.acts.all(), _step_names(row), leads),
        step_ways=[(_("Record a step"), reverse("reports:document_act", args=[public_id]))]
        if writer and not row.conducted
        else [],
        **more,
        writer=writer,
        ways=[change_way(reverse("reports:document_change", args=[public_id]))] if writer else [],
        crumbs=[(_("Documents"), reverse("reports:documents")), (str(row), "")],
    )


def _step_names(row: Document) -> list[tuple[str, Any]]:
    """The kinds of its steps in words: of the body's own report those of its machine."""
    if not row.conducted:
        return DOCUMENT_ACTS
    return [(VOCABULARY.word_of(step.act), _(step.says)) for step in STEPS]


def _conducted(reader: Reader, row: Document) -> dict[str, Any]:
    """The steps of the body's own report, with their provisions, for who reads the file."""
    if not row.conducted or not reads_confidential(reader, row.party.public_id):
        return {}
    today = timezone.localdate()
    return {
        "conducted": conducting.conducted(reader, row, today),
        "clocks": conducting.clocks(row, today),
    }


@writing
@form_page
def document_add(request: Request) -> HttpResponse:
    """Ask for a new document."""
    return enter(
        request,
        DocumentForm,
        Document(),
        add=actions.add_document,
        change=actions.change_document,
        title=_("Add a document"),
        address=_document_address,
        cancel=reverse("reports:documents"),
    )


@writing
@form_page
def document_change(request: Request, public_id: str) -> HttpResponse:
    """Ask what changes of a document, and why."""
    row = access.document_for(request.reader, public_id)
    return enter(
        request,
        DocumentForm,
        row,
        add=actions.add_document,
        change=actions.change_document,
        title=_("Change the document"),
        address=_document_address,
        cancel=_document_address(row),
    )


@writing
@form_page
def document_act(request: Request, public_id: str) -> HttpResponse:
    """Ask for a step of a document."""
    row = access.document_for(request.reader, public_id)
    return enter_act(
        request,
        DocumentActForm,
        DocumentAct(document=row),
        row,
        add=actions.add_document_act,
        title=_("Record a step of the document"),
        back=_document_address(row),
    )


@door(Capability.READ_CONFIDENTIAL)
@form_page
def document_withdraw(request: Request, public_id: str, act_id: str) -> HttpResponse:
    """Ask why a step is withdrawn."""
    act = access.document_act_for(request.reader, public_id, act_id)
    if not access.may_take_steps(request.reader, act.document, timezone.localdate()):
        raise Http404

    def go(reason: str) -> None:
        actions.withdraw_document_act(request.reader, act, reason=reason)

    kind = dict(_step_names(act.document)).get(act.kind, act.kind)
    said = _("Step: %(kind)s %(date)s") % {"kind": kind, "date": act.date}
    title, back = _("Withdraw a step recorded in error"), _document_address(act.document)
    return take_back(request, act.document.party, go, title=title, back=back, said=said)


@public_door
@require_safe
def ask(request: Request, public_id: str) -> HttpResponse:
    """One ask: the text as it stands, and beside it what the State said."""
    row = access.ask_for(request.reader, public_id)
    writer = writes(request.reader, row)
    return show(
        request,
        "reports/ask.html",
        row,
        title=_("%(kind)s to %(party)s")
        % {"kind": row.get_kind_display().capitalize(), "party": row.party.name},
        came_with=came_with(row),
        where=where_asked(request.reader, row),
        document=access.document_of(request.reader, row),
        beside=beside(request.reader, [row]).get(row.pk),
        facts=[
            (_("By"), row.asked_by),
            (_("Body"), row.body),
            (_("Addressed to"), row.addressee),
            (
                _("Places"),
                own_words().listed(place.name for place in visible(request.reader, row.places.all())),
            ),
            (_("Session"), row.session),
            (_("Cycle"), row.cycle),
            (_("Themes"), own_words().listed((theme.name for theme in row.themes.all()), apart=True)),
            (_("Persons concerned"), own_words().listed(row.affected, apart=True)),
            (_("Level of action, as UPR Info codes it"), row.action_level),
        ],
        ways=[change_way(reverse("reports:ask_change", args=[public_id]))] if writer else [],
        crumbs=[(_("What was asked"), reverse("reports:asks")), (str(row.party), "")],
    )


@writing
@form_page
def ask_add(request: Request) -> HttpResponse:
    """Ask for one thing that was asked."""
    return enter(
        request,
        AskForm,
        Ask(),
        add=actions.add_ask,
        change=actions.change_ask,
        title=_("Add what was asked"),
        address=_ask_address,
        cancel=reverse("reports:asks"),
    )


@writing
@form_page
def ask_change(request: Request, public_id: str) -> HttpResponse:
    """Ask what changes of it, and why."""
    row = access.ask_for(request.reader, public_id)
    return enter(
        request,
        AskForm,
        row,
        add=actions.add_ask,
        change=actions.change_ask,
        title=_("Change what is known of this"),
        address=_ask_address,
        cancel=_ask_address(row),
    )


@public_door
def asks_upr_info(request: Request) -> HttpResponse:
    """The asks that the filters in the address choose, in the form of UPR Info."""
    if not may_export(request.reader, transmitted=True):
        raise Http404
    chosen = AskFilter(request.GET, queryset=access.asks_for(request.reader), request=request).qs
    out = io.BytesIO()
    count = export_upr_info(chosen, out)
    if request.reader.signed_in:
        with transaction.atomic():
            changes = {"list": (None, "asked"), "format": (None, "upr-info"), "rows": (None, count)}
            record(request.reader, LIST_EXPORTED, None, changes=changes)
    held = reads_anything_confidential(request.reader, transmitted=True)
    name = "asked-upr-info-confidential.csv" if held else "asked-upr-info.csv"
    return attached(out.getvalue(), name, "text/csv", private=held)


@public_door
@require_safe
def asked(request: Request, slug: str) -> HttpResponse:
    """What was asked of one Party since when, and what it answered: one page to print."""
    party = party_for(request.reader, slug)
    by = "theme" if request.GET.get("by") == "theme" else "document"
    kind = request.GET.get("kind", "")
    inside = reads_confidential(request.reader, party.public_id)
    held = inside or reads_anything_confidential(request.reader, transmitted=True)
    listed = AskList()
    listed.request = request
    return render(
        request,
        "reports/asked.html",
        {
            "title": _("%(party)s: asked and answered") % {"party": party.name},
            "party": party,
            "sheet": sheet(request.reader, party, by=by, kind=kind if kind in dict(ASK_KINDS) else ""),
            "by": by,
            "kind": kind,
            "kinds": ASK_KINDS,
            "today": timezone.localdate(),
            "band": own_band() if held else None,
            "invented": party.invented,
            "complete": listed.completeness_of(party, Lists.ASK),
            "crumbs": [
                (_("Dossiers"), reverse("dossier:parties")),
                (party.name, reverse("dossier:page", args=[party.slug])),
                (_("Asked and answered"), ""),
            ],
        },
    )
