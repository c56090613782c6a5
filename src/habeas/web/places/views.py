"""Pages of places: the list with its map, one place with its history, and what becomes of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from habeas.errors import RefusedError
from habeas.web.parties.entering import enter, may_write, own_band, withdraw
from habeas.web.parties.showing import Step, change_way, show, writes
from habeas.web.people.access import Reader, Request, door, public_door
from habeas.web.people.roles import Capability
from habeas.web.places import access, actions
from habeas.web.places.forms import ChangeForm, KindForm, MergeForm, MoveForm, PlaceForm, RenameForm
from habeas.web.places.lists import PlaceList, state_mark
from habeas.web.places.models import CHANGES, KINDS, Place, PlaceChange
from habeas.web.shell.failures import plainly
from habeas.web.shell.marks import own_words
from habeas.web.sources.access import reads_confidential, seen

form_page = require_http_methods(["GET", "HEAD", "POST"])
writing = door(Capability.WRITE_PLACES)

places = public_door(PlaceList.as_view())


def _address(row: Place) -> str:
    return reverse("places:place", args=[row.public_id])


@public_door
@require_safe
def place(request: Request, public_id: str) -> HttpResponse:
    """One place: what is known, and what became of it."""
    row = access.place_for(request.reader, public_id)
    writer = writes(request.reader, row, Capability.WRITE_PLACES)
    at = seen(request.reader, row.authority)
    changes = CHANGES_BY_STATE[row.state] if writer else ()
    return show(
        request,
        "places/place.html",
        row,
        title=row.name,
        mark=state_mark(row.state),
        facts=[
            (_("Kind"), row.get_kind_display()),
            (_("Kind as its list has it"), row.kind_as_written),
            (_("Region"), row.region),
            (_("Town or municipality"), row.municipality),
            (_("Address"), row.address),
            (_("Code"), row.code),
            (_("Authority"), at.name if at else ""),
            (_("Capacity"), row.capacity_places),
            (_("Other names"), own_words().listed(row.other_names)),
            (_("Coordinates"), f"{row.latitude}, {row.longitude}" if row.latitude is not None else ""),
        ],
        steps=_history(request.reader, row, writer=writer),
        steps_title=_("What became of it"),
        step_ways=[(FORMS[what][1], reverse("places:event", args=[public_id, what])) for what in changes],
        ways=[change_way(reverse("places:change", args=[public_id]))] if writer else [],
        crumbs=[(_("Places"), reverse("places:list")), (row.name, "")],
    )


def _history(reader: Reader, row: Place, *, writer: bool) -> list[Step]:
    """The changes that the reader may see; what points at a place held back is left out."""
    inside = reads_confidential(reader, row.party.public_id)
    named = dict(CHANGES)
    steps = []
    own: list[tuple[PlaceChange, Any, str]] = [
        (change, named[change.kind], _told(change)) for change in row.changes.all()
    ]
    own += [
        (change, _("took in"), change.place.name)
        for change in row.merged.all()
        if seen(reader, change.place) is not None
    ]
    for change, label, told in sorted(own, key=lambda item: _when(item[0])):
        if not inside and (change.withdrawn_why or (change.into and seen(reader, change.into) is None)):
            continue
        mine = change.place_id == row.pk
        leads = reverse("places:withdraw", args=[row.public_id, change.public_id]) if writer and mine else ""
        steps.append(
            Step(
                label=str(label),
                date=change.date,
                told=told,
                note=change.note,
                source=change.source,
                certainty=change.certainty,
                withdrawn_why=change.withdrawn_why,
                withdraw="" if change.withdrawn_why else leads,
            )
        )
    return steps


def _when(change: PlaceChange) -> Any:
    when = change.when
    return (when is None, when.sort_key() if when else (), change.pk)


def _told(change: PlaceChange) -> str:
    if change.into is not None:
        return change.into.name
    kinds = {key: str(name) for key, name in KINDS} if change.kind == "kind changed" else {}
    before, value = kinds.get(change.before, change.before), kinds.get(change.value, change.value)
    return f"{before} → {value}" if before and value else value or before


@writing
@form_page
def place_add(request: Request) -> HttpResponse:
    """Ask for a new place."""
    return enter(
        request,
        PlaceForm,
        Place(),
        add=actions.add_place,
        change=actions.change_place,
        title=_("Add a place"),
        address=_address,
        cancel=reverse("places:list"),
    )


@writing
@form_page
def place_change(request: Request, public_id: str) -> HttpResponse:
    """Ask what was wrong or missing of a place, and why it changes."""
    row = access.place_for(request.reader, public_id)
    return enter(
        request,
        PlaceForm,
        row,
        add=actions.add_place,
        change=actions.change_place,
        title=_("Change %(place)s") % {"place": row.name},
        address=_address,
        cancel=_address(row),
    )


def _merge(actor: Reader, row: Place, **told: Any) -> object:
    return actions.merge_places(actor, [row], **told)


FORMS: dict[str, tuple[type[ChangeForm], Any, Callable[..., object]]] = {
    "rename": (RenameForm, gettext_lazy("It has a new name"), actions.rename_place),
    "kind": (KindForm, gettext_lazy("It became another kind of place"), actions.change_kind),
    "move": (MoveForm, gettext_lazy("It moved"), actions.move_place),
    "merge": (MergeForm, gettext_lazy("It was merged into another"), _merge),
    "close": (ChangeForm, gettext_lazy("It closed"), actions.close_place),
    "reopen": (ChangeForm, gettext_lazy("It reopened"), actions.reopen_place),
    "open": (ChangeForm, gettext_lazy("Note when it opened"), actions.open_place),
}
"""Form, name and action of each change."""
CHANGES_BY_STATE = {
    "open": ("rename", "kind", "move", "merge", "close", "open"),
    "closed": ("reopen", "rename", "open"),
}


@writing
@form_page
def place_event(request: Request, public_id: str, what: str) -> HttpResponse:
    """Ask what became of a place, and when."""
    row = access.place_for(request.reader, public_id)
    may_write(request.reader, Capability.WRITE_PLACES, row.party)
    if what not in FORMS:
        raise Http404
    form_class, title, act = FORMS[what]
    form = form_class(request.POST or None, place=row, reader=request.reader)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                source = form.source_row(request.reader)
                today = timezone.localdate()
                told = form.told()
                act(
                    request.reader,
                    row,
                    on=given["on"],
                    today=today,
                    source=source,
                    note=given["note"],
                    **told,
                )
            messages.success(request, _("The change is recorded."))
            return redirect(_address(row))
        except RefusedError as error:
            form.add_error(None, plainly(error))
    context = {
        "form": form,
        "title": f"{row.name}: {title}",
        "cancel": _address(row),
        "band": own_band(),
        "step": True,
        "about": [_("The place is public as its source has it; with this change it becomes confidential.")]
        if row.klass == "public"
        else [],
    }
    return render(request, "parties/fact_form.html", context)


@writing
@form_page
def place_withdraw(request: Request, public_id: str, change_id: str) -> HttpResponse:
    """Ask why a change is withdrawn."""
    change = access.change_for(request.reader, public_id, change_id)

    def go(reason: str) -> None:
        actions.withdraw_change(request.reader, change, today=timezone.localdate(), reason=reason)

    said = f"{dict(CHANGES)[change.kind]} {change.date} {_told(change)}"
    return withdraw(
        request,
        change.place.party,
        go,
        title=_("Withdraw a change recorded in error"),
        back=_address(change.place),
        said=said,
        capability=Capability.WRITE_PLACES,
    )
