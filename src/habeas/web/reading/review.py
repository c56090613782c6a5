"""The page of a review: one proposal beside its words on the page, and what is done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from habeas.errors import RefusedError
from habeas.web.conduct.showing import sentence
from habeas.web.people.access import Request
from habeas.web.reading import access, actions, parts, showing
from habeas.web.reading.forms import ProposalForm, RefuseForm
from habeas.web.reading.models import Proposal
from habeas.web.reading.views import around, crumbs_to, form_page, reading_door

REASONS = (
    gettext_lazy("asks nothing"),
    gettext_lazy("a quotation of another text"),
    gettext_lazy("stands here already"),
    gettext_lazy("read wrongly"),
)
"""Reasons that come often; any other may be typed."""


@reading_door
@never_cache
@form_page
def proposal(request: Request, public_id: str, proposal_id: str) -> HttpResponse:
    """One proposal; a POST does one step and goes to the next that is open."""
    row = access.proposal_for(request.reader, public_id, proposal_id)
    edit: Form = ProposalForm(what=row.what, given=row.given)
    refuse: Form = RefuseForm()
    errors = []
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("act", ""))
        if act is None:
            return redirect(request.path)
        way = showing.way_of(row)
        try:
            there, wrong = act(request, row)
        except RefusedError as error:
            errors = [sentence(error)]
        else:
            if wrong is None:
                return _onward(row, there or way.next_open)
            edit, refuse = (wrong, refuse) if isinstance(wrong, ProposalForm) else (edit, wrong)
    return render(request, "reading/review.html", _context(request, row, edit, refuse, errors))


def _context(request: Request, row: Proposal, edit: Form, refuse: Form, errors: list[str]) -> dict[str, Any]:
    name = showing.name_of(row)
    picture = showing.picture_of(row, request.GET.get("page", ""))
    return around(
        row.reading,
        title=name,
        one=row,
        way=showing.way_of(row),
        kind=showing.kind_of(row),
        state=showing.STATES[row.state],
        fields=showing.fields_of(row),
        hints=list(showing.hints_of(row)),
        picture=picture,
        around=None if picture else showing.around(row),
        edit=edit,
        editing="edit" in request.GET or bool(edit.errors),
        refuse=refuse,
        errors=errors,
        reasons=REASONS,
        cuts=list(parts.cuts(row.given["text"])),
        joins=parts.following(row),
        undo=access.last_step(row.reading),
        steps=showing.steps_of(row),
        taken=list(showing.taken_of(row)),
        crumbs=crumbs_to(row.reading, (name, "")),
    )


def _onward(row: Proposal, there: str) -> HttpResponse:
    """To where the step leads, else to the next that is open, else to the document."""
    if not there:
        return redirect("reading:reading", row.reading.public_id)
    return redirect("reading:proposal", row.reading.public_id, there)


Done = tuple[str, Form | None]
"""The proposal to go to (empty: the next that is open), and the form where something is wrong with it."""


def _accept(request: Request, row: Proposal) -> Done:
    actions.accept(request.reader, row)
    return "", None


def _edit(request: Request, row: Proposal) -> Done:
    form = ProposalForm(request.POST, what=row.what, given=row.given)
    if not form.is_valid():
        return "", form
    accepted = "keep" not in request.POST
    actions.edit(request.reader, row, form.given, accepted=accepted)
    return "" if accepted else row.public_id, None


def _refuse(request: Request, row: Proposal) -> Done:
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return "", form
    actions.refuse(request.reader, row, reason=form.cleaned_data["reason"])
    return "", None


def _split(request: Request, row: Proposal) -> Done:
    at = request.POST.get("at", "")
    actions.split(request.reader, row, int(at) if at.isdecimal() else 0)
    return row.public_id, None


def _join(request: Request, row: Proposal) -> Done:
    actions.join(request.reader, row)
    return row.public_id, None


def _undo(request: Request, row: Proposal) -> Done:
    there = actions.undo(request.reader, row.reading)
    messages.info(request, _("The last step is undone."))
    gone = not access.proposals_of(row.reading).filter(public_id=there).exists()
    return "" if gone else there, None


_ACTS: dict[str, Callable[[Request, Proposal], Done]] = {
    "accept": _accept,
    "edit": _edit,
    "refuse": _refuse,
    "split": _split,
    "join": _join,
    "undo": _undo,
}
