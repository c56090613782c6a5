"""The report that the body makes: its steps on the page of the document, and a form for each."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas.clock import Edtf
from habeas.law import provision
from habeas.procedure.clocks import DueSet, Standing
from habeas.procedure.machine import SIDE_NAMES, Act, History
from habeas.procedure.report import MACHINE, STATE_NAMES
from habeas.procedure.report import acts as said
from habeas.procedure.report.steps import authentic, report_deadlines
from habeas.web.conduct.rows import rows_of
from habeas.web.conduct.showing import (
    Conducted,
    Lead,
    Line,
    ask_step,
    clock_status,
    next_steps,
)
from habeas.web.parties.showing import register_ways
from habeas.web.people.access import Reader, Request, door
from habeas.web.people.roles import Capability
from habeas.web.reports import access, actions
from habeas.web.reports.models import Document
from habeas.web.reports.step_forms import FORMS, LANGUAGES
from habeas.web.shell.marks import own_words
from habeas.web.visits.access import own_visit_for
from habeas.web.visits.models import Visit

form_page = require_http_methods(["GET", "HEAD", "POST"])


@door(Capability.READ_CONFIDENTIAL)
@form_page
def begin(request: Request, public_id: str) -> HttpResponse:
    """Ask when the draft of the report on a visit was there, and begin the report."""
    visit = own_visit_for(request.reader, public_id, timezone.localdate())
    form = FORMS["draft"](request.POST or None, **_offers(request, None))
    back = reverse("visits:visit", args=[public_id])

    def record() -> str:
        row = actions.begin(request.reader, visit, form.made())
        return reverse("reports:document", args=[row.public_id])

    return ask_step(
        request,
        form,
        record,
        title=_("Begin the report on this visit"),
        said=_("The report is begun. Its page says what may come next."),
        clause="ECPT#10(1)",
        back=back,
        crumbs=[(_("Visits"), reverse("visits:list")), (str(visit), back), (_("Report"), "")],
        invented=visit.party.invented,
    )


@door(Capability.READ_CONFIDENTIAL)
@form_page
def take(request: Request, public_id: str, step: str) -> HttpResponse:
    """Ask for one step of the report and record it; one that is forbidden is refused with the clause."""
    row = access.own_report_for(request.reader, public_id, timezone.localdate())
    kind = FORMS.get(step)
    if kind is None:
        raise Http404
    form = kind(request.POST or None, **_offers(request, row))
    back = reverse("reports:document", args=[public_id])

    def record() -> str:
        actions.take(request.reader, row, form.made())
        return back

    known = MACHINE.step_of(form.act)
    return ask_step(
        request,
        form,
        record,
        title=_(known.says),
        said=_("The step is recorded."),
        clause=known.clause,
        back=back,
        crumbs=[(_("Documents"), reverse("reports:documents")), (str(row), back), (_("Record a step"), "")],
        invented=row.party.invented,
    )


@register_ways
def ways_to_report(reader: Reader, row: Any) -> Iterator[tuple[str, str, bool]]:
    """From a visit that is over to its report: begun where there is none."""
    if not isinstance(row, Visit) or not row.conducted:
        return
    if access.may_begin_report(reader, row, timezone.localdate()):
        yield _("Begin the report"), reverse("reports:begin", args=[row.public_id]), True


def _offers(request: Request, row: Document | None) -> dict[str, Any]:
    """What the forms of a report choose from."""
    if row is None:
        return {"history": History(), "responses": []}
    responses = access.documents_for(request.reader).filter(responds_to=row)
    return {
        "history": access.history_for(row),
        "responses": [(one.public_id, str(one)) for one in responses],
    }


def conducted(reader: Reader, row: Document, today: date) -> Conducted:
    """What the page of the report shows of its steps, for who reads the file."""
    history = access.history_for(row)
    writer = access.takes_part_in_report(reader, row, today)
    ways = {form.act: reverse("reports:take", args=[row.public_id, name]) for name, form in FORMS.items()}
    return Conducted(
        state=_(STATE_NAMES[MACHINE.state(history)]),
        lines=tuple(_lines(reader, row, writer=writer)),
        next=next_steps(MACHINE, history, ways) if writer else (),
        notices=tuple(_notices(row, today)),
    )


def _notices(row: Document, today: date) -> Iterator[tuple[str, Any]]:
    history = access.history_for(row)
    if any(clock.standing(today) is Standing.LATE for clock in report_deadlines(history.standing())):
        yield _("The time that the letter set is over, and no response came."), provision("ECPT#3")
    languages = authentic(history)
    if languages:
        names = dict(LANGUAGES)
        said_ = own_words().listed(str(names.get(one, one)) for one in languages)
        yield _("Authentic text: %(languages)s") % {"languages": said_}, provision("ECPT#10(1)")


def _lines(reader: Reader, row: Document, *, writer: bool) -> Iterator[Line]:
    responses = {one.public_id: one for one in access.documents_for(reader).filter(responds_to=row)}
    for act, kept in zip(access.history_for(row).acts, rows_of(row), strict=True):
        step = MACHINE.step_of(type(act))
        fact = None
        if isinstance(act, said.ResponseReceived) and (found := responses.get(act.document)):
            way = reverse("reports:document", args=[found.public_id])
            fact = Lead(_("response"), str(found), found.date, way)
        yield Line(
            act=act,
            says=_(step.says),
            clause=step.provision,
            details=details(act),
            fact=fact,
            withdraw=reverse("reports:document_withdraw", args=[row.public_id, kept.public_id])
            if writer
            else "",
        )


def clocks(row: Document, today: date) -> list[dict[str, Any]]:
    """Each deadline that a letter set, with what it concerns and how it stands."""
    return [
        {
            "clock": clock,
            "concerns": _("paragraphs %(numbers)s") % {"numbers": clock.concerns}
            if clock.concerns
            else _("the whole report"),
            "state": clock_status(clock, today),
        }
        for clock in report_deadlines(access.history_for(row).standing())
    ]


def details(act: Act) -> tuple[str, ...]:
    """What an act of a report says beyond its day and its note, in words."""
    says = _SAYS.get(type(act))
    return tuple(filter(None, says(act))) if says else ()


def _adopted(act: said.Adopted) -> Iterator[str]:
    yield _("plenary meeting %(n)s") % {"n": act.plenary} if act.plenary else _(said.WAY_NAMES[act.way])
    if act.present is not None:
        yield _("%(for)s in favour of %(present)s present; %(members)s members in office") % {
            "for": act.in_favour,
            "present": act.present,
            "members": act.members,
        }


def _due(act: DueSet) -> Iterator[str]:
    yield act.letter
    yield (_("paragraphs %(numbers)s") % {"numbers": act.concerns} if act.concerns else _("the whole report"))
    yield _("by %(day)s") % {"day": own_words().date(Edtf.of(act.due))}


def _language(act: said.LanguageChecked | said.Translated) -> Iterator[str]:
    yield str(dict(LANGUAGES).get(act.language, act.language))
    if isinstance(act, said.Translated) and act.authentic:
        yield _("authentic too")


def _response(act: said.ResponseReceived) -> Iterator[str]:
    yield _(said.RESPONSE_NAMES[act.kind])
    if act.concerns:
        yield _("paragraphs %(numbers)s") % {"numbers": act.concerns}
    if act.in_part:
        yield _("in part; the rest is still awaited")


_SAYS: Mapping[type[Act], Callable[[Any], Iterator[str]]] = {
    said.LanguageChecked: _language,
    said.Adopted: _adopted,
    said.Translated: _language,
    said.Transmitted: lambda act: iter([act.letter, act.channel]),
    DueSet: _due,
    said.ResponseReceived: _response,
    said.Consulted: lambda act: iter([_("asked for by: %(side)s") % {"side": _(SIDE_NAMES[act.by])}]),
    said.RepliedTo: lambda act: iter([act.letter]),
    said.PublicationRequested: lambda act: iter([act.letter]),
}
