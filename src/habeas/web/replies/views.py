"""The portal of a liaison officer: what was transmitted, an answer to each item, and sending."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas import papers
from habeas.errors import RefusedError
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.replies import access, actions
from habeas.web.replies.forms import AnswerForm, WishForm
from habeas.web.replies.lists import STATES, item_lines, ministries, report_lines
from habeas.web.replies.receipts import Receipt, receipt_paper
from habeas.web.shell.bands import Band, confidential
from habeas.web.shell.exporting import attached
from habeas.web.shell.failures import plainly
from habeas.web.shell.marks import own_words
from habeas.web.sources.access import reads_confidential

any_method = require_http_methods(["GET", "HEAD", "POST"])
answering = door(Capability.READ_TRANSMITTED)
both_sides = door(Capability.READ_TRANSMITTED, Capability.READ_CONFIDENTIAL)


def state_band() -> Band:
    """The band of what both sides see."""
    return confidential(_("the Party, the body and its secretariat"), _("Article 11 ECPT"))


def draft_band() -> Band:
    """The band of what the State writes and has not sent."""
    return confidential(_("the liaison officers of your State, until it is sent"), _("Article 11 ECPT"))


def crumbs(report: Any, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """From the portal to one report, and on."""
    address = reverse("replies:report", args=[report.public_id]) if more else ""
    return [(_("To answer"), reverse("replies:home")), (report.title or str(report), address), *more]


@answering
@any_method
def home(request: Request) -> HttpResponse:
    """Every report that was transmitted to the own State."""
    lines = report_lines(request.reader, access.reports_for(request.reader))
    context = {
        "title": _("To answer"),
        "lines": lines,
        "band": state_band(),
        "invented": any(line.row.party.invented for line in lines),
    }
    return render(request, "replies/home.html", context)


@answering
@any_method
def report(request: Request, public_id: str) -> HttpResponse:
    """The items of one report, all or those of one ministry or in one state."""
    reader = request.reader
    row = access.report_for(reader, public_id)
    every = item_lines(reader, row, access.items_of(row))
    ministry, state = request.GET.get("ministry", ""), request.GET.get("state", "")
    shown = [
        line
        for line in every
        if (not ministry or line.ministry == ministry) and (state not in STATES or line.state_key == state)
    ]
    context = {
        "title": row.title or str(row),
        "row": row,
        "line": report_lines(reader, [row])[0],
        "lines": shown,
        "every": len(every),
        "ministries": ministries(every),
        "states": [(key, word) for key, (word, _tone) in STATES.items()],
        "ministry": ministry,
        "state": state,
        "sendings": access.sendings_of(reader, row),
        "wish": access.wish_of(reader, row),
        "band": draft_band(),
        "invented": row.party.invented,
        "crumbs": crumbs(row),
    }
    return render(request, "replies/report.html", context)


@answering
@any_method
def item(request: Request, public_id: str, ask_id: str) -> HttpResponse:
    """Write the answer to one item; it is a draft until it is sent."""
    reader = request.reader
    ask = access.item_for(reader, public_id, ask_id)
    row = access.report_for(reader, public_id)
    draft, back = access.draft_of(reader, ask), reverse("replies:report", args=[public_id])
    if request.method == "POST" and "discard" in request.POST and draft is not None:
        actions.discard_draft(reader, draft)
        messages.success(request, _("The draft is discarded."))
        return redirect(back)
    names = ("position", "action", "evidence", "date", "ministry")
    first = {name: getattr(draft, name) for name in names} if draft else {"ministry": ask.addressee}
    form = AnswerForm(
        request.POST or None,
        initial=first,
        transmitted=access.transmitted_on(row),
        today=timezone.localdate(),
    )
    if request.method == "POST" and form.is_valid():
        actions.save_draft(reader, ask, form.answer())
        messages.success(request, _("Kept as a draft. Nothing is sent yet."))
        return redirect(back)
    number = f"§ {ask.paragraph}" if ask.paragraph else ask.get_kind_display()
    context = {
        "title": _("Answer: %(item)s") % {"item": number},
        "form": form,
        "ask": ask,
        "draft": draft,
        "said": access.said_on(reader, [ask]).get(ask.pk, []),
        "cancel": back,
        "submit": _("Keep as a draft"),
        "band": draft_band(),
        "invented": row.party.invented,
        "crumbs": crumbs(row, (number, "")),
    }
    return render(request, "replies/item.html", context)


@answering
@any_method
def send(request: Request, public_id: str) -> HttpResponse:
    """Show what would be sent, and send it."""
    reader = request.reader
    row = access.report_for(reader, public_id)
    refused = ""
    if request.method == "POST":
        try:
            sending = actions.send(reader, row)
        except RefusedError as error:
            refused = plainly(error)
        else:
            messages.success(request, _("It is sent. This is your receipt."))
            return redirect("replies:receipt", public_id=sending.public_id)
    lines = item_lines(reader, row, access.items_of(row))
    drafted = [line for line in lines if line.draft is not None]
    context = {
        "title": _("Send the answers"),
        "row": row,
        "refused": refused,
        "lines": drafted,
        "left": sum(line.state_key == "open" for line in lines),
        "cancel": reverse("replies:report", args=[public_id]),
        "band": draft_band(),
        "invented": row.party.invented,
        "crumbs": crumbs(row, (_("Send the answers"), "")),
    }
    return render(request, "replies/send.html", context)


@answering
@any_method
def publication(request: Request, public_id: str) -> HttpResponse:
    """Ask for the publication of a report."""
    row = access.report_for(request.reader, public_id)
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_publication(request.reader, row, words=form.cleaned_data["words"])
        except RefusedError as error:
            form.add_error(None, plainly(error))
        else:
            messages.success(request, _("It is recorded that you asked. The body sees it beside the report."))
            return redirect("replies:report", public_id=public_id)
    context = {
        "title": _("Ask for publication"),
        "form": form,
        "about": _(
            "Nothing is published by this. It tells the body that your State asks that the report be "
            "published, and when it asked."
        ),
        "cancel": reverse("replies:report", args=[public_id]),
        "submit": _("Ask for publication"),
        "band": state_band(),
        "invented": row.party.invented,
        "crumbs": crumbs(row, (_("Ask for publication"), "")),
    }
    return render(request, "replies/publication.html", context)


# Receipts, for both sides -----------------------------------------------------------------------------


@both_sides
@any_method
def receipt(request: Request, public_id: str) -> HttpResponse:
    """What was sent when, by whom, and the SHA-256 of its bytes."""
    sending = access.sending_for(request.reader, public_id)
    found = sending.filing.report
    own = may(request.reader, Capability.READ_TRANSMITTED, found.party.public_id)
    above = "replies:report" if own else "replies:responses"
    start = (
        (_("To answer"), reverse("replies:home")) if own else (_("Documents"), reverse("reports:documents"))
    )
    context = {
        "title": _("Receipt of a reply"),
        "row": found,
        "receipt": Receipt.of(sending),
        "inside": reads_confidential(request.reader, found.party.public_id),
        "may_take": _may_take(request, sending),
        "band": state_band(),
        "invented": found.party.invented,
        "crumbs": [
            start,
            (found.title or str(found), reverse(above, args=[found.public_id])),
            (_("Receipt"), ""),
        ],
    }
    return render(request, "replies/receipt.html", context)


@both_sides
@any_method
def receipt_file(request: Request, public_id: str, form: str) -> HttpResponse:
    """The exact bytes that were sent, or the receipt as a paper; each is noted in the journal."""
    sending = access.sending_for(request.reader, public_id)
    if form not in ("json", "pdf") or not _may_take(request, sending):
        raise Http404
    if form == "json":
        data, kind = bytes(sending.data), "application/json"
    else:
        words = own_words()
        data = papers.render_pdf(receipt_paper(Receipt.of(sending), words=words), words=words)
        kind = "application/pdf"
    actions.note_receipt(request.reader, sending, form=form, sha256=papers.sha256_of(data))
    return attached(data, f"reply-{sending.number}-{sending.sha256[:12]}-confidential.{form}", kind)


def _may_take(request: Request, sending: Any) -> bool:
    """The State takes away what it sent itself; of the body, who may export."""
    party = sending.filing.report.party.public_id
    return may(request.reader, Capability.READ_TRANSMITTED, party) or may(request.reader, Capability.EXPORT)
