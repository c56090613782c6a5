"""Pages of visits and of incidents of co-operation."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from habeas.procedure.visit import STEPS, VOCABULARY
from habeas.web.conduct.showing import asked
from habeas.web.parties.entering import enter, enter_act, own_band, take_back
from habeas.web.parties.showing import HISTORY, change_way, show, steps_of, writes
from habeas.web.people.access import Reader, Request, delegates, door, insiders, public_door
from habeas.web.people.roles import Capability
from habeas.web.places.access import places_for
from habeas.web.shell.marks import own_words
from habeas.web.sources.access import reads_confidential, seen
from habeas.web.visits import access, actions, conducting
from habeas.web.visits.forms import (
    EndForm,
    FindingForm,
    IncidentForm,
    MembershipForm,
    MetForm,
    SealForm,
    StopForm,
    VisitActForm,
    VisitForm,
)
from habeas.web.visits.lists import IncidentList, VisitLine, VisitList
from habeas.web.visits.models import (
    THEMES,
    VISIT_ACTS,
    Finding,
    Incident,
    Membership,
    Visit,
    VisitAct,
    VisitPlace,
)

form_page = require_http_methods(["GET", "HEAD", "POST"])
writing = door(Capability.WRITE_FACTS)
STEP_NAMES = {VOCABULARY.word_of(step.act): step.says for step in STEPS}

visits = public_door(VisitList.as_view())
incidents = public_door(IncidentList.as_view())


def _address(row: Visit) -> str:
    return reverse("visits:visit", args=[row.public_id])


def _incident_address(row: Incident) -> str:
    return reverse("visits:incident", args=[row.public_id])


@public_door
@require_safe
def visit(request: Request, public_id: str) -> HttpResponse:
    """One visit: what is known, its steps, where it went."""
    row = access.visit_for(request.reader, public_id)
    line = VisitLine.of(row, request.reader, timezone.localdate())
    writer = writes(request.reader, row)

    def leads(act: Any) -> str:
        return reverse("visits:withdraw", args=[public_id, act.public_id]) if writer else ""

    more = _conducted(request.reader, row)  # who reads the file is told the steps with their provisions
    names = [(word, _(says)) for word, says in STEP_NAMES.items()] if row.conducted else VISIT_ACTS
    return show(
        request,
        "visits/visit.html",
        row,
        title=_("Visit to %(party)s") % {"party": row.party.name},
        line=line,
        facts=[
            (_("Kind"), row.get_kind_display()),
            (_("A word for it"), row.label),
            (_("Aim"), row.aim),
            (_("By"), row.body),
        ],
        steps=None if "conducted" in more else steps_of(request.reader, row, row.acts.all(), names, leads),
        step_ways=[(_("Record a step"), reverse("visits:act", args=[public_id]))]
        if writer and not row.conducted
        else [],
        **more,
        ways=[change_way(reverse("visits:change", args=[public_id]))] if writer else [],
        stop_way=reverse("visits:stop", args=[public_id])
        if access.takes_part(request.reader, row, timezone.localdate())
        else "",
        stops=access.stops_for(request.reader, row),
        people=access.people_of(request.reader, row),
        grants=access.may_grant_membership(request.reader, row, timezone.localdate()),
        today=timezone.localdate(),
        incidents=access.incidents_for(request.reader).filter(visit=row),
        incident_way=reverse("visits:incident_met", args=[public_id])
        if access.takes_part(request.reader, row, timezone.localdate())
        else "",
        crumbs=[(_("Visits"), reverse("visits:list")), (str(row.party), "")],
    )


_HEADINGS = [key for key, _name in THEMES]


def _by_heading(finding: Finding) -> tuple[int, str, int]:
    return _HEADINGS.index(finding.theme), finding.place.name if finding.place else "", finding.pk


def _conducted(reader: Reader, row: Visit) -> dict[str, Any]:
    """What the page shows more to who reads the file: findings, and the steps of the body's own visit."""
    if not reads_confidential(reader, row.party.public_id):
        return {}
    today = timezone.localdate()
    findings = sorted(access.findings_for(reader, row), key=_by_heading)
    grounds = access.grounds_of(reader, findings)
    for each in findings:
        each.ground = grounds.get(each.pk)
    more: dict[str, Any] = {"findings": findings}
    if access.takes_part(reader, row, today):
        more["finding_way"] = reverse("visits:finding", args=[row.public_id])
    if not row.conducted:
        return more
    return more | {
        "conducted": conducting.conducted(reader, row, today),
        "observations": conducting.countdown(row, today),
        "duties": conducting.duties(row),
    }


@writing
@form_page
def visit_add(request: Request) -> HttpResponse:
    """Ask for a new visit."""
    return enter(
        request,
        VisitForm,
        Visit(),
        add=actions.add_visit,
        change=actions.change_visit,
        title=_("Add a visit"),
        address=_address,
        cancel=reverse("visits:list"),
    )


@writing
@form_page
def visit_change(request: Request, public_id: str) -> HttpResponse:
    """Ask what changes of a visit, and why."""
    row = access.visit_for(request.reader, public_id)
    return enter(
        request,
        VisitForm,
        row,
        add=actions.add_visit,
        change=actions.change_visit,
        title=_("Change the visit to %(party)s") % {"party": row.party.name},
        address=_address,
        cancel=_address(row),
    )


@writing
@form_page
def visit_act(request: Request, public_id: str) -> HttpResponse:
    """Ask for a step of a visit."""
    row = access.visit_for(request.reader, public_id)
    return enter_act(
        request,
        VisitActForm,
        VisitAct(visit=row),
        row,
        add=actions.add_visit_act,
        title=_("Record a step of the visit to %(party)s") % {"party": row.party.name},
        back=_address(row),
    )


@door(Capability.READ_CONFIDENTIAL)
@form_page
def visit_withdraw(request: Request, public_id: str, act_id: str) -> HttpResponse:
    """Ask why a step is withdrawn."""
    act = access.visit_act_for(request.reader, public_id, act_id)
    if not access.may_take_steps(request.reader, act.visit, timezone.localdate()):
        raise Http404

    def go(reason: str) -> None:
        actions.withdraw_visit_act(request.reader, act, reason=reason)

    kind = _(STEP_NAMES[act.kind]) if act.visit.conducted else dict(VISIT_ACTS).get(act.kind, act.kind)
    said = _("Step: %(kind)s %(date)s") % {"kind": kind, "date": own_words().date(act.when)}
    title = _("Withdraw a step recorded in error")
    return take_back(request, act.visit.party, go, title=title, back=_address(act.visit), said=said)


@door(Capability.READ_CONFIDENTIAL)
@form_page
def visit_stop(request: Request, public_id: str) -> HttpResponse:
    """Ask which place the delegation went to."""
    row = _taken_part(request, public_id)
    places = places_for(request.reader).filter(party=row.party)
    form = StopForm(request.POST or None, instance=VisitPlace(visit=row), places=places)

    def go() -> str:
        actions.add_stop(request.reader, form.instance)
        return _address(row)

    context = {"title": _("Where did the delegation go?"), "cancel": _address(row), "band": own_band()}
    return asked(request, form, go, context, template="parties/fact_form.html", said=_("Saved."))


@door(Capability.GRANT_ROLES, Capability.READ_CONFIDENTIAL)
@form_page
def member_add(request: Request, public_id: str) -> HttpResponse:
    """Ask who joins the delegation."""
    row = access.visit_for(request.reader, public_id)
    if not access.may_grant_membership(request.reader, row, timezone.localdate()):
        raise Http404
    form = MembershipForm(
        request.POST or None,
        instance=Membership(visit=row),
        people=delegates(timezone.localdate()),
        initial={"from_day": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        actions.grant_membership(request.reader, form.instance)
        messages.success(request, _("Saved."))
        return redirect(_address(row))
    title = _("Who joins the delegation?")
    context = {"form": form, "title": title, "cancel": _address(row), "band": own_band()}
    return render(request, "parties/fact_form.html", context)


@door(Capability.GRANT_ROLES, Capability.READ_CONFIDENTIAL)
@form_page
def member_end(request: Request, public_id: str, membership_id: str) -> HttpResponse:
    """Ask why a membership ends."""
    today = timezone.localdate()
    row = access.membership_for(request.reader, public_id, membership_id, today)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.end_membership(request.reader, row, last_day=today, reason=reason)
        messages.success(request, _("Ended with this day."))
        return redirect(_address(row.visit))
    title = _("End the membership of %(name)s") % {"name": row.user}
    context = {"form": form, "title": title, "cancel": _address(row.visit), "band": own_band()}
    return render(request, "parties/fact_form.html", context)


@door(Capability.READ_CONFIDENTIAL)
@form_page
def finding_add(request: Request, public_id: str) -> HttpResponse:
    """Ask what the delegation found."""
    row = _taken_part(request, public_id)
    places = places_for(request.reader).filter(party=row.party)
    form = FindingForm(request.POST or None, instance=Finding(visit=row), places=places)
    if request.method == "POST" and form.is_valid():
        form.instance.author_id = request.reader.user_id
        actions.add_finding(request.reader, form.instance)
        messages.success(request, _("Saved."))
        return redirect(_address(row))
    context = {"form": form, "title": _("Note a finding"), "cancel": _address(row), "band": own_band()}
    return render(request, "parties/fact_form.html", context)


@door(Capability.READ_CONFIDENTIAL)
@form_page
def finding_withdraw(request: Request, public_id: str, finding_id: str) -> HttpResponse:
    """Ask why a finding is withdrawn."""
    row = _taken_part(request, public_id)
    found = access.finding_for(request.reader, row, finding_id)

    def go(reason: str) -> None:
        actions.withdraw_finding(request.reader, found, reason=reason)

    return take_back(
        request, row.party, go, title=_("Withdraw a finding"), back=_address(row), said=found.text
    )


def _taken_part(request: Request, public_id: str) -> Visit:
    row = access.visit_for(request.reader, public_id)
    if not access.takes_part(request.reader, row, timezone.localdate()):
        raise Http404
    return row


@door(Capability.READ_CONFIDENTIAL)
@form_page
def incident_met(request: Request, public_id: str) -> HttpResponse:
    """Ask for an incident that the delegation met during its own visit."""
    row = _taken_part(request, public_id)
    form = MetForm(request.POST or None, instance=Incident(visit=row, party=row.party))
    if request.method == "POST" and form.is_valid():
        made = form.incident(request.reader)
        actions.add_incident(request.reader, made)
        messages.success(request, _("Saved."))
        return redirect(_incident_address(made))
    title = _("Add an incident of co-operation")
    context = {"form": form, "title": title, "cancel": _address(row), "band": own_band()}
    return render(request, "parties/fact_form.html", context)


@door(Capability.READ_CONFIDENTIAL)
@form_page
def incident_seal(request: Request, public_id: str) -> HttpResponse:
    """Ask what is sealed of an incident, and to whom."""
    row = access.incident_for(request.reader, public_id)
    if not access.may_seal(request.reader, row, timezone.localdate()):
        raise Http404
    form = SealForm(request.POST or None, people=insiders(timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        actions.seal_note(request.reader, row, form.cleaned_data["text"], form.cleaned_data["readers"])
        messages.success(request, _("It is sealed. Only those named can read it."))
        return redirect(_incident_address(row))
    title = _("Seal what is known of the incident")
    context = {"form": form, "title": title, "cancel": _incident_address(row), "band": own_band()}
    return render(request, "parties/fact_form.html", context)


@public_door
@require_safe
def incident(request: Request, public_id: str) -> HttpResponse:
    """One incident."""
    row = access.incident_for(request.reader, public_id)
    writer = writes(request.reader, row)
    seals = access.may_seal(request.reader, row, timezone.localdate())
    seal = reverse("visits:incident_seal", args=[public_id])
    inside = reads_confidential(request.reader, row.party.public_id)
    told = {"entries": access.entries_of(request.reader, row)[:HISTORY]} if inside else {}
    return show(
        request,
        "visits/incident.html",
        row,
        title=row.kind,
        visit=seen(request.reader, row.visit),
        facts=[(_("Head of Article 8"), row.get_head_display())],
        sealed=access.sealed_for(request.reader, row),
        **told,
        ways=[
            *([change_way(reverse("visits:incident_change", args=[public_id]))] if writer else []),
            *([(_("Seal what is known of it"), seal, False)] if seals else []),
        ],
        crumbs=[(_("Incidents of co-operation"), reverse("visits:incidents")), (str(row.party), "")],
    )


@writing
@form_page
def incident_add(request: Request) -> HttpResponse:
    """Ask for a new incident."""
    return enter(
        request,
        IncidentForm,
        Incident(),
        add=actions.add_incident,
        change=actions.change_incident,
        title=_("Add an incident of co-operation"),
        address=_incident_address,
        cancel=reverse("visits:incidents"),
    )


@writing
@form_page
def incident_change(request: Request, public_id: str) -> HttpResponse:
    """Ask what changes of an incident, and why."""
    row = access.incident_for(request.reader, public_id)
    return enter(
        request,
        IncidentForm,
        row,
        add=actions.add_incident,
        change=actions.change_incident,
        title=_("Change the incident"),
        address=_incident_address,
        cancel=_incident_address(row),
    )
