"""The desk: a response that came by letter is filed, and taken apart item by item."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas.web.conduct.showing import ask_step, asked
from habeas.web.parties.entering import may_write, own_band
from habeas.web.parties.entering import withdraw as ask_why
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.replies import access, apart
from habeas.web.replies.apart_lists import (
    LEFT,
    STATES,
    ApartLine,
    Progress,
    apart_lines,
    bodies,
    line_of,
    neighbours,
    next_left,
)
from habeas.web.replies.desk_forms import CorrectionForm, LetterForm, PassageForm
from habeas.web.replies.filing import file_response
from habeas.web.replies.models import AnsweredItem, Filing
from habeas.web.shell.marks import own_words

any_method = require_http_methods(["GET", "HEAD", "POST"])
reading = door(Capability.READ_CONFIDENTIAL)
writing = door(Capability.WRITE_FACTS)
ITEM = "replies/apart_item.html"


def crumbs_to(filing: Filing, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """From the documents to one response, and on."""
    report = filing.report
    address = reverse("replies:apart", args=[filing.public_id]) if more else ""
    return [
        (_("Documents"), reverse("reports:documents")),
        (report.title or str(report), reverse("reports:document", args=[report.public_id])),
        (_("Responses"), reverse("replies:responses", args=[report.public_id])),
        (str(filing.response), address),
        *more,
    ]


@writing
@any_method
def file_letter(request: Request, public_id: str) -> HttpResponse:
    """Ask how a response came, and file it."""
    row = access.answered_report_for(request.reader, public_id)
    may_write(request.reader, Capability.WRITE_FACTS, row.party)
    form = LetterForm(request.POST or None)

    def record() -> str:
        filing = file_response(request.reader, row, form.came())
        return reverse("replies:apart", args=[filing.public_id])

    back = reverse("replies:responses", args=[public_id])
    return ask_step(
        request,
        form,
        record,
        title=_("File the State's response"),
        said=_("The response is filed. Now it can be taken apart, item by item."),
        clause="ECPT#10(1)",
        back=back,
        crumbs=[
            (_("Documents"), reverse("reports:documents")),
            (row.title or str(row), reverse("reports:document", args=[row.public_id])),
            (_("Responses"), back),
            (_("File the State's response"), ""),
        ],
        invented=row.party.invented,
    )


@reading
@any_method
def taken_apart(request: Request, public_id: str) -> HttpResponse:
    """One response: how it came, and what it holds on each item."""
    filing = access.filing_for(request.reader, public_id)
    every = apart_lines(filing)
    writer = _may_take_apart(request, filing)
    state, progress = request.GET.get("state", ""), Progress.of(every)
    first = next((line for line in every if line.state_key == LEFT), None)
    context = {
        "title": str(filing.response),
        "filing": filing,
        "progress": progress,
        "lines": [line for line in every if state not in STATES or line.state_key == state],
        "states": [(key, word) for key, (word, _tone) in STATES.items()],
        "state": state,
        "first": first if writer else None,
        "writer": writer,
        "annexes": filing.annexes.splitlines(),
        "band": own_band(),
        "invented": filing.report.party.invented,
        "crumbs": crumbs_to(filing),
    }
    return render(request, "replies/apart.html", context)


@writing
@any_method
def rest_silent(request: Request, public_id: str) -> HttpResponse:
    """Record that the response has no answer to any of the items that are left."""
    filing = access.letter_for(request.reader, public_id)
    if request.method == "POST":
        left = [line.row for line in apart_lines(filing) if line.state_key == LEFT]
        made = apart.say_silent(request.reader, filing, left)
        said = own_words().count(
            "Recorded of {n} item that the response has no answer.",
            "Recorded of {n} items that the response has no answer.",
            made,
        )
        messages.success(request, said)
    return redirect("replies:apart", public_id=public_id)


def _may_take_apart(request: Request, filing: Filing) -> bool:
    """What the State sent item by item is apart already."""
    party = filing.report.party.public_id
    return not hasattr(filing, "sending") and may(request.reader, Capability.WRITE_FACTS, party)


@writing
@any_method
def item(request: Request, public_id: str, ask_id: str) -> HttpResponse:
    """Ask what the response holds on one item, and go on to the next that is left."""
    filing = access.letter_for(request.reader, public_id)
    lines = apart_lines(filing)
    line = line_of(lines, ask_id)
    others = [(one.row.public_id, one.name) for one in lines if one is not line and one.state_key == LEFT]
    if request.method == "POST" and "silent" in request.POST:
        apart.say_silent(request.reader, filing, [line.row])
        return redirect(_onward(request, filing, line))
    sent = access.transmitted_on(filing.report)
    form = PassageForm(request.POST or None, transmitted=sent, others=others)

    def go() -> str:
        chosen = {line.row.public_id, *form.cleaned_data.get("also", ())}
        asks = [one.row for one in lines if one.row.public_id in chosen]
        apart.answer_items(request.reader, filing, asks, form.heard())
        if "stay" in request.POST:
            messages.success(request, _("Recorded. Now the answer of another body."))
            return line.address
        return _onward(request, filing, line)

    return asked(request, form, go, _around(request, filing, lines, line), template=ITEM)


def _onward(request: Request, filing: Filing, line: ApartLine) -> str:
    """Tell what is left, and where it goes on."""
    lines = apart_lines(filing)
    then, progress = next_left(lines, line.row), Progress.of(lines)
    if then is None:
        messages.success(request, _("Every item is taken apart."))
        return reverse("replies:apart", args=[filing.public_id])
    told = {"done": progress.done, "every": progress.every}
    messages.success(request, _("Recorded. %(done)s of %(every)s items are taken apart.") % told)
    return then.address


def _around(request: Request, filing: Filing, lines: list[ApartLine], line: ApartLine) -> dict[str, Any]:
    """What the page of one item has around its form."""
    number = f"§ {line.row.paragraph}" if line.row.paragraph else str(line.row.get_kind_display())
    before, after = neighbours(lines, line.row)
    return {
        "title": _("Take apart: %(item)s") % {"item": number},
        "filing": filing,
        "line": line,
        "progress": Progress.of(lines),
        "before": before,
        "after": after,
        "bodies": bodies(request.reader, lines),
        "earlier": [
            claim
            for claim in access.said_on(request.reader, [line.row]).get(line.row.pk, [])
            if claim.document_id != filing.response_id
        ],
        "band": own_band(),
        "invented": filing.report.party.invented,
        "crumbs": crumbs_to(filing, (number, "")),
    }


@writing
@any_method
def correct(request: Request, public_id: str, item_id: str) -> HttpResponse:
    """Ask for one answer anew, and why; what stood before stays readable."""
    row = access.taken_item_for(request.reader, public_id, item_id)
    lines = apart_lines(row.filing)
    line = line_of(lines, row.ask.public_id)
    sent = access.transmitted_on(row.filing.report)
    form = CorrectionForm(request.POST or None, transmitted=sent, initial=_as_heard(row))

    def go() -> str:
        apart.correct(request.reader, row, form.heard(), reason=form.cleaned_data["reason"])
        return line.address

    context = _around(request, row.filing, lines, line) | {"corrected": row}
    said = _("It is corrected; what stood before stays readable.")
    return asked(request, form, go, context, template=ITEM, said=said)


def _as_heard(row: AnsweredItem) -> dict[str, str]:
    """What a correction starts from."""
    own = {"ministry": row.ministry, "action": row.action, "evidence": row.evidence}
    if row.claim is None:
        return own
    claim = {name: getattr(row.claim, name) for name in ("position", "progress", "text", "date")}
    return own | claim | {"paragraph": row.claim.pinpoint}


@writing
@any_method
def withdraw(request: Request, public_id: str, item_id: str) -> HttpResponse:
    """Ask why what was recorded of the response on an item is withdrawn."""
    row = access.taken_item_for(request.reader, public_id, item_id)

    def go(reason: str) -> None:
        apart.withdraw(request.reader, row, reason=reason)

    return ask_why(
        request,
        row.filing.report.party,
        go,
        title=_("Withdraw what was recorded on an item"),
        back=reverse("replies:apart_item", args=[public_id, row.ask.public_id]),
        said=_("It stays readable, struck out, with the reason."),
    )
