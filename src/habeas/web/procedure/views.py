"""The page of a procedure that the body conducts, and a form for each step that may come next."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from habeas.errors import RefusedError
from habeas.law import provision
from habeas.procedure import public_statement as statement
from habeas.procedure.machine import Act, ForbiddenError
from habeas.web.dossier.models import Procedure
from habeas.web.parties.access import party_for
from habeas.web.parties.entering import may_write, own_band
from habeas.web.parties.entering import withdraw as ask_why
from habeas.web.people.access import Reader, Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.procedure import access, actions
from habeas.web.procedure.forms import FORMS, DecisionForm, GroundForm, StatementForm, StepForm

form_page = require_http_methods(["GET", "HEAD", "POST"])


@door(Capability.READ_CONFIDENTIAL)
def page(request: Request, public_id: str) -> HttpResponse:
    """Where the procedure stands, what was done, and what may come next."""
    row = access.conducted_for(request.reader, public_id)
    if request.method not in ("GET", "HEAD"):  # asked after the door: who may not see it learns nothing
        return HttpResponseNotAllowed(["GET", "HEAD"])
    history, ids = access.history_for(row)
    writer = may(request.reader, Capability.WRITE_FACTS, row.party.public_id)
    last = len(history.standing())
    return render(
        request,
        "procedure/procedure.html",
        {
            "title": _title(row),
            "row": row,
            "state": _(statement.STATE_NAMES[statement.MACHINE.state(history)]),
            "steps": [
                _line(request.reader, row, act, public_id=step_id)
                for act, step_id in zip(history.acts, ids, strict=True)
            ],
            "next": _next(row, history) if writer else [],
            "writer": writer and last,
            "invented": row.party.invented,
            "band": own_band(),
            "crumbs": _crumbs(row, here=True),
        },
    )


@door(Capability.WRITE_FACTS)
@form_page
def open_one(request: Request, slug: str) -> HttpResponse:
    """Record the decision to open the procedure about a Party."""
    party = party_for(request.reader, slug)
    may_write(request.reader, Capability.WRITE_FACTS, party)
    there = access.conducted_of(request.reader, party)
    if there is not None:
        return redirect("procedure:page", there.public_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act = form.made()
            if isinstance(act, statement.Opened):
                row = actions.begin(request.reader, party, act)
                messages.success(request, _("The decision is recorded."))
                return redirect("procedure:page", row.public_id)
        except RefusedError as error:
            form.add_error(None, sentence(error))
    title = _("Open the procedure of Article 10(2) about %(party)s") % {"party": party.name}
    back = reverse("dossier:page", args=[slug])
    crumbs = [(_("Dossiers"), reverse("dossier:parties")), (party.name, back), (title, "")]
    return _form_page(request, title, form, back=back, crumbs=crumbs, clause=statement.PRACTICE)


@door(Capability.WRITE_FACTS)
@form_page
def take(request: Request, public_id: str, step: str) -> HttpResponse:
    """Ask for one step and record it; one that is forbidden is refused with the clause."""
    row = access.conducted_for(request.reader, public_id)
    may_write(request.reader, Capability.WRITE_FACTS, row.party)
    form = _form(request, row, step)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take(request.reader, row, form.made())
        except RefusedError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("The step is recorded."))
            return redirect("procedure:page", public_id)
    known = statement.MACHINE.step_of(form.act)
    return _form_page(
        request,
        _(known.says)[:1].upper() + _(known.says)[1:],
        form,
        back=reverse("procedure:page", args=[public_id]),
        crumbs=[*_crumbs(row), (_("Record a step"), "")],
        clause=known.clause,
    )


@door(Capability.WRITE_FACTS)
@form_page
def withdraw(request: Request, public_id: str, step_id: str) -> HttpResponse:
    """Ask why a step is withdrawn."""
    row = access.conducted_for(request.reader, public_id)
    step = access.step_for(row, step_id)

    def go(reason: str) -> None:
        actions.withdraw(request.reader, row, step, reason=reason)

    says = statement.MACHINE.step_of(statement.VOCABULARY.words[step.step]).says
    said = _("Step: %(kind)s %(date)s") % {"kind": _(says), "date": step.date}
    back = reverse("procedure:page", args=[public_id])
    return ask_why(request, row.party, go, title=_("Withdraw a step recorded in error"), back=back, said=said)


def _form(request: Request, row: Procedure, step: str) -> StepForm:
    kind = FORMS.get(step)
    if kind is None or step == "opened":
        raise Http404
    form = kind(request.POST or None)
    if isinstance(form, GroundForm):
        facts = access.candidates(request.reader, row.party, timezone.localdate())
        names = {kind: _(name) for kind, name in statement.GROUNDED_NAMES.items()}
        form.fields["fact"].choices = [  # type: ignore[attr-defined]
            (one.key, f"{names[one.kind]}: {one.label} ({one.date or _('date not known')})") for one in facts
        ]
    if isinstance(form, StatementForm):
        form.fields["opens"].choices = access.documents_to_name(request.reader, row.party)  # type: ignore[attr-defined]
    return form


def _form_page(
    request: Request, title: str, form: StepForm, *, back: str, crumbs: list[tuple[str, str]], clause: str
) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "cancel": back,
        "band": own_band(),
        "crumbs": crumbs,
        "clause": provision(clause),
    }
    return render(request, "procedure/step.html", context)


def _next(row: Procedure, history: Any) -> list[dict[str, Any]]:
    """The steps that may come next: in words, with their address and the provision that each rests on."""
    address = {form.act: name for name, form in FORMS.items()}
    return [
        {
            "says": _(step.says),
            "way": reverse("procedure:take", args=[row.public_id, address[step.act]]),
            "clause": step.provision,
        }
        for step in statement.MACHINE.permitted(history)
    ]


def _line(reader: Reader, row: Procedure, act: Act, *, public_id: str) -> dict[str, Any]:
    """One step as a reader sees it."""
    step = statement.MACHINE.step_of(type(act))
    ground = (
        access.attached(reader, act.kind, act.fact) if isinstance(act, statement.GroundAttached) else None
    )
    return {
        "act": act,
        "says": _(step.says),
        "details": _details(reader, row, act),
        "ground": ground,
        "ground_kind": _(statement.GROUNDED_NAMES[ground.kind]) if ground else "",
        "ground_way": reverse(ground.way, args=[ground.fact]) if ground else "",
        "clause": step.provision,
        "withdraw": reverse("procedure:withdraw", args=[row.public_id, public_id]),
    }


def _details(reader: Reader, row: Procedure, act: Act) -> list[str]:
    match act:
        case statement.Opened() | statement.Reopened():
            grounds = [_(statement.GROUND_NAMES[ground]) for ground in sorted(act.grounds)]
            return [_("plenary meeting %(n)s") % {"n": act.plenary}, *grounds]
        case statement.Voted():
            return _vote(act)
        case statement.StatementMade() if act.opens:
            names = dict(access.documents_to_name(reader, row.party))
            return [
                _("names for publication: %(document)s") % {"document": names[one]}
                for one in act.opens
                if one in names
            ]
    return []


def _vote(act: statement.Voted) -> list[str]:
    absent = act.members - act.in_favour - act.against - act.abstained
    numbers = {"for": act.in_favour, "against": act.against, "abstained": act.abstained, "absent": absent}
    return [
        _("%(for)s in favour, %(against)s against, %(abstained)s abstained, %(absent)s absent") % numbers,
        ngettext(
            "two thirds of %(n)s member in office: %(needed)s",
            "two thirds of %(n)s members in office: %(needed)s",
            act.members,
        )
        % {"n": act.members, "needed": act.needed},
        _("carried") if act.carried else _("not carried"),
    ]


def _title(row: Procedure) -> str:
    return _("Article 10(2): %(party)s") % {"party": row.party.name}


def _crumbs(row: Procedure, *, here: bool = False) -> list[tuple[str, str]]:
    own = "" if here else reverse("procedure:page", args=[row.public_id])
    return [
        (_("Dossiers"), reverse("dossier:parties")),
        (row.party.name, reverse("dossier:page", args=[row.party.slug])),
        (_title(row), own),
    ]


def sentence(error: RefusedError) -> str:
    """What was refused, what to do, and the clause that forbids it."""
    said = " ".join(_(part) for part in (error.message, error.advice) if part)
    if isinstance(error, ForbiddenError):
        return f"{said} ({provision(error.clause).pinpoint})"
    return said
