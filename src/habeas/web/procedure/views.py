"""The page of a procedure that the body conducts, and a form for each step that may come next."""

from typing import Any, cast

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from habeas.clock import Edtf
from habeas.procedure import public_statement as statement
from habeas.procedure.machine import Act
from habeas.web.conduct.forms import StepForm
from habeas.web.conduct.showing import Lead, Line, ask_step, next_steps
from habeas.web.dossier.models import Procedure
from habeas.web.parties.access import party_for
from habeas.web.parties.entering import may_write, own_band
from habeas.web.parties.entering import withdraw as ask_why
from habeas.web.people.access import Reader, Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.procedure import access, actions
from habeas.web.procedure.forms import FORMS, DecisionForm, GroundForm, StatementForm
from habeas.web.shell.marks import own_words

form_page = require_http_methods(["GET", "HEAD", "POST"])


@door(Capability.READ_CONFIDENTIAL)
def page(request: Request, public_id: str) -> HttpResponse:
    """Where the procedure stands, what was done, and what may come next."""
    row = access.conducted_for(request.reader, public_id)
    if request.method not in ("GET", "HEAD"):  # asked after the door: who may not see it learns nothing
        return HttpResponseNotAllowed(["GET", "HEAD"])
    history, ids = access.history_for(row)
    writer = may(request.reader, Capability.WRITE_FACTS, row.party.public_id)
    return render(
        request,
        "procedure/procedure.html",
        {
            "title": _title(row),
            "row": row,
            "state": _(statement.STATE_NAMES[statement.MACHINE.state(history)]),
            "lines": [
                _line(request.reader, row, act, public_id=step_id, writer=writer)
                for act, step_id in zip(history.acts, ids, strict=True)
            ],
            "next": _next(row, history) if writer else [],
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

    def record() -> str:
        row = actions.begin(request.reader, party, cast("statement.Opened", form.made()))
        return reverse("procedure:page", args=[row.public_id])

    title = _("Open the procedure of Article 10(2) about %(party)s") % {"party": party.name}
    back = reverse("dossier:page", args=[slug])
    return ask_step(
        request,
        form,
        record,
        title=title,
        said=_("The decision is recorded."),
        clause=statement.PRACTICE,
        back=back,
        crumbs=[(_("Dossiers"), reverse("dossier:parties")), (party.name, back), (title, "")],
        invented=party.invented,
    )


@door(Capability.WRITE_FACTS)
@form_page
def take(request: Request, public_id: str, step: str) -> HttpResponse:
    """Ask for one step and record it; one that is forbidden is refused with the clause."""
    row = access.conducted_for(request.reader, public_id)
    may_write(request.reader, Capability.WRITE_FACTS, row.party)
    form = _form(request, row, step)
    back = reverse("procedure:page", args=[public_id])

    def record() -> str:
        actions.take(request.reader, row, form.made())
        return back

    known = statement.MACHINE.step_of(form.act)
    return ask_step(
        request,
        form,
        record,
        title=_(known.says),
        said=_("The step is recorded."),
        clause=known.clause,
        back=back,
        crumbs=[*_crumbs(row), (_("Record a step"), "")],
        invented=row.party.invented,
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


def _next(row: Procedure, history: Any) -> Any:
    ways = {form.act: reverse("procedure:take", args=[row.public_id, name]) for name, form in FORMS.items()}
    return next_steps(statement.MACHINE, history, ways)


def _line(reader: Reader, row: Procedure, act: Act, *, public_id: str, writer: bool) -> Line:
    """One step as a reader sees it."""
    step = statement.MACHINE.step_of(type(act))
    grounded = isinstance(act, statement.GroundAttached)
    fact = _fact(reader, act) if isinstance(act, statement.GroundAttached) else None
    return Line(
        act=act,
        says=_(step.says),
        details=tuple(_details(reader, row, act)),
        fact=fact,
        fact_hidden=grounded and fact is None,
        clause=step.provision,
        withdraw=reverse("procedure:withdraw", args=[row.public_id, public_id]) if writer else "",
    )


def _fact(reader: Reader, act: statement.GroundAttached) -> Lead | None:
    found = access.attached(reader, act.kind, act.fact)
    if found is None:
        return None
    kind = _(statement.GROUNDED_NAMES[found.kind])
    return Lead(kind, found.label, found.date, reverse(found.way, args=[found.fact]))


def _details(reader: Reader, row: Procedure, act: Act) -> list[str]:
    match act:
        case statement.PartyTold() if act.views_by:
            day = own_words().date(Edtf.of(act.views_by))
            return [_("views asked for by %(day)s, as the letter has it") % {"day": day}]
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
