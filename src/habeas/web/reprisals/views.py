"""Pages of a follow-up: for the two who keep it; and who the two are, for those who name and replace them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from habeas.web.people.access import Request, door
from habeas.web.people.roles import Capability
from habeas.web.places.access import places_for
from habeas.web.reprisals import access, actions
from habeas.web.reprisals.forms import (
    CheckForm,
    CloseForm,
    FollowUpForm,
    FoundForm,
    NamingForm,
    ReplacingForm,
)
from habeas.web.reprisals.models import WORRIES, FollowUp, FollowUpAct
from habeas.web.reprisals.state import state_of
from habeas.web.shell.bands import Band, confidential

form_page = require_http_methods(["GET", "HEAD", "POST"])


def keeping(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The marks of every page of the two: its door, and that no browser keeps it."""
    return door(Capability.READ_CONFIDENTIAL)(never_cache(form_page(view)))


def _band() -> Band:
    return confidential(_("the two members who are named"), _("Article 11 ECPT"))


def _visit_address(visit: Any) -> str:
    return reverse("reprisals:visit", args=[visit.public_id])


def _address(row: FollowUp) -> str:
    return reverse("reprisals:follow_up", args=[row.visit.public_id, row.public_id])


def _crumbs(visit: Any, *more: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (_("Visits"), reverse("visits:list")),
        (str(visit.party), reverse("visits:visit", args=[visit.public_id])),
        *more,
    ]


def _ask(request: Request, form: Any, title: str, visit: Any, cancel: str, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "cancel": cancel, "band": _band(), "about": [], **more}
    return render(request, "reprisals/form.html", context | {"invented": visit.party.invented})


def _worries(row: FollowUp) -> list[str]:
    return [str(word) for key, word in WORRIES if key in row.worries]


@keeping
def visit(request: Request, visit_id: str) -> HttpResponse:
    """Everybody whom the two follow up after a visit."""
    today = timezone.localdate()
    row = access.kept_visit_for(request.reader, visit_id, today)
    kept = [
        (one, state_of(one.acts.all()), _worries(one))
        for one in access.follow_ups_of(request.reader, row, today)
    ]
    context = {
        "title": _("Follow-up on reprisals"),
        "visit": row,
        "kept": kept,
        "keepers": access.keepers_of(row),
        "today": today,
        "band": _band(),
        "invented": row.party.invented,
        "crumbs": _crumbs(row, (_("Follow-up on reprisals"), "")),
    }
    return render(request, "reprisals/visit.html", context)


@keeping
def add(request: Request, visit_id: str) -> HttpResponse:
    """Ask about somebody who might suffer for having spoken; never who it is."""
    today = timezone.localdate()
    row = access.kept_visit_for(request.reader, visit_id, today)
    places = places_for(request.reader).filter(party=row.party)
    form = FollowUpForm(request.POST or None, places=places, today=today)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = FollowUp(visit=row, place=given["place"], worries=given["worries"], note=given["sealed_note"])
        actions.open_follow_up(request.reader, made, check_on=given["check_on"])
        messages.success(request, _("Saved."))
        return redirect(_address(made))
    return _ask(request, form, _("Follow somebody up"), row, _visit_address(row))


@keeping
def follow_up(request: Request, visit_id: str, public_id: str) -> HttpResponse:
    """One person, under a pseudonym: the worry, the days, what was found each time."""
    today = timezone.localdate()
    row = access.follow_up_for(request.reader, visit_id, public_id, today)
    context = {
        "title": _("Follow-up"),
        "row": row,
        "state": state_of(row.acts.all()),
        "worries": _worries(row),
        "today": today,
        "band": _band(),
        "invented": row.visit.party.invented,
        "crumbs": _crumbs(
            row.visit, (_("Follow-up on reprisals"), _visit_address(row.visit)), (_("Follow-up"), "")
        ),
    }
    return render(request, "reprisals/follow_up.html", context)


def _act(request: Request, ids: tuple[str, str], form_class: Any, kind: str, title: str) -> HttpResponse:
    today = timezone.localdate()
    row = access.follow_up_for(request.reader, *ids, today)
    form = form_class(request.POST or None, today=today, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        act = FollowUpAct(
            follow_up=row,
            kind=kind,
            on=given.get("on", today),
            finding=given.get("finding", ""),
            note=given.get("sealed_note", ""),
        )
        actions.add_act(request.reader, act)
        messages.success(request, _("Saved."))
        return redirect(_address(row))
    return _ask(request, form, title, row.visit, _address(row))


@keeping
def check(request: Request, visit_id: str, public_id: str) -> HttpResponse:
    """Ask for the next day to check back."""
    return _act(request, (visit_id, public_id), CheckForm, "check", _("Set a day to check back"))


@keeping
def found(request: Request, visit_id: str, public_id: str) -> HttpResponse:
    """Ask what was found."""
    return _act(request, (visit_id, public_id), FoundForm, "found", _("Record what was found"))


@keeping
def close(request: Request, visit_id: str, public_id: str) -> HttpResponse:
    """Ask why it ends."""
    return _act(request, (visit_id, public_id), CloseForm, "closed", _("Close the follow-up"))


@door(Capability.GRANT_ROLES, Capability.READ_CONFIDENTIAL)
@form_page
def named(request: Request, visit_id: str) -> HttpResponse:
    """Who the two are: named by the head of the delegation, one by one replaced by the head of the body."""
    today = timezone.localdate()
    row = access.named_visit_for(request.reader, visit_id, today)
    keepers = list(access.keepers_of(row))
    names = access.may_name(request.reader, row, today) and not keepers
    form = NamingForm(request.POST or None, people=access.candidates(row, today)) if names else None
    if form is not None and request.method == "POST" and form.is_valid():
        actions.name_keepers(request.reader, row, form.cleaned_data["people"], day=today)
        messages.success(request, _("Saved."))
        return redirect("reprisals:named", visit_id=row.public_id)
    context = {
        "title": _("Who follows up on reprisals"),
        "visit": row,
        "keepers": keepers,
        "form": form,
        "replaces": access.may_replace(request.reader),
        "band": confidential(_("the body and its secretariat"), _("Article 11 ECPT")),
        "invented": row.party.invented,
        "crumbs": _crumbs(row, (_("Who follows up on reprisals"), "")),
    }
    return render(request, "reprisals/named.html", context)


@door(Capability.GRANT_ROLES)
@form_page
def replace(request: Request, visit_id: str, keeper_id: str) -> HttpResponse:
    """Ask who follows up in place of somebody, and why."""
    today = timezone.localdate()
    keeper = access.keeper_for(request.reader, visit_id, keeper_id)
    people = access.candidates(keeper.visit, today).exclude(public_id=request.reader.public_id)
    form = ReplacingForm(request.POST or None, people=people)
    back = reverse("reprisals:named", args=[keeper.visit.public_id])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.replace_keeper(request.reader, keeper, given["user"], day=today, reason=given["reason"])
        messages.success(request, _("Saved."))
        return redirect(back)
    about = [_("Whoever is named from now on sees everything that is kept of this visit. You do not.")]
    if not people.exists():
        about.append(_("Nobody else of the delegation can be named: add a member to it first."))
    title = _("Replace %(name)s") % {"name": keeper.user}
    return _ask(request, form, title, keeper.visit, back, about=about)
