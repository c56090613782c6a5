"""A sheet of paper typed in: its lines are looked over, then written together or not at all."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from habeas.custody.events import LATE_AFTER
from habeas.custody.kinds import kinds
from habeas.custody.sheets import LINES
from habeas.custody.wording import CHOICE_NAMES
from habeas.web.custodydesk.actions import Signed
from habeas.web.custodydesk.entering import ask, secret, signing
from habeas.web.custodydesk.showing import kind_name, lasting, outage_began
from habeas.web.custodydesk.times import local
from habeas.web.custodydesk.views import station_or_404
from habeas.web.outages import access, actions
from habeas.web.outages.access import Account, Held
from habeas.web.outages.rows import OF_A_ROW, SIGNING, SheetForm, column_name
from habeas.web.outages.spans import with_spans
from habeas.web.outages.views import below, form_page, keeping, of_page, to_sheets
from habeas.web.people.access import Request
from habeas.web.shell.marks import own_words
from habeas.web.stations.models import Station

LOOK, CHANGE, WRITE = "look", "change", "write"
"""The steps: look over what was typed, change it, write it."""


@keeping
@secret
@never_cache
@form_page
def sheet(request: Request, code: str, number: int) -> HttpResponse:
    """Ask for the lines of a sheet, show what would be written, and write it when it is signed."""
    station, now = station_or_404(request, code), timezone.now()
    told = access.account_of(request.reader, station)
    if not told.is_issued(number) or told.cancelled(number):
        raise Http404
    typed = access.typed_lines(station, [number]).get(number, set())
    held = access.held_at(request.reader, station, now)
    day = local(told.outages[-1].began if told.outages else now, station.zone).date()

    def form(data: Any, *, signed: bool = False, shown: Mapping[str, Any] | None = None) -> SheetForm:
        said = signing(request, station, now)
        return SheetForm(
            data, number=number, typed=typed, held=held, day=day, signed=signed, shown=shown, **said
        )

    page = of_page(
        request,
        station,
        title=_("Type in sheet %(number)s") % {"number": number},
        number=number,
        typed=sorted(typed),
        full=len(typed) == LINES,
        columns=[column_name(name) for name in OF_A_ROW],
        crumbs=below(station, to_sheets(station)),
        cancel=reverse("outages:sheets", args=[code]),
    )
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if step in (LOOK, WRITE):
        read = form(request.POST)
        if read.is_valid():
            page["lines"] = _looked_over(read.entries, held, told, station)
            return _look_over(request, form, read, page)
        return render(request, "outages/sheet.html", {**page, "form": read})
    asked = form(request.POST if step == CHANGE else None)
    return render(request, "outages/sheet.html", {**page, "form": asked})


def _look_over(request: Request, form: Any, read: SheetForm, page: Mapping[str, Any]) -> HttpResponse:
    station, number = read.station, read.number
    if request.POST["step"] == LOOK:
        seen = form(None, signed=True, shown=_typed(request))
        return render(request, "outages/look.html", {**page, "form": seen})
    entries = with_spans(read.entries, read.held)

    def write(signed: Signed) -> str:
        actions.type_in(signed, [_columns(one, signed) for one in entries])
        return reverse("outages:sheets", args=[station.code])

    said = ngettext(
        "%(n)s line of sheet %(number)s is written.",
        "%(n)s lines of sheet %(number)s are written.",
        len(entries),
    )
    return ask(
        request,
        form(request.POST, signed=True),
        write,
        said=said % {"n": len(entries), "number": number},
        template="outages/look.html",
        **page,
    )


def _typed(request: Request) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items() if name not in SIGNING}


def _columns(entry: Mapping[str, Any], signed: Signed) -> dict[str, Any]:
    names = ("record_id", "kind", "event_id", "occurred_at", "page", "span_id", "data")
    return {name: entry[name] for name in names} | {"actor_id": entry["actor"] or signed.hand.actor_id}


def _looked_over(
    entries: Iterable[Mapping[str, Any]], held: Iterable[Held], told: Account, station: Station
) -> list[dict[str, Any]]:
    """The entries as they would stand, each with how late it is and in which outage it was written."""
    about = {one.record_id: one for one in held}
    now = timezone.now()
    rows = []
    for one in entries:
        person = about[one["record_id"]]
        opened = person.since if person.since and one["when"] < person.since else None
        outage = next((each for each in told.outages if each.holds(one["when"])), None)
        rows.append(
            {
                "line": one["line"],
                "at": local(one["when"], station.zone),
                "name": person.name or _("name not known"),
                "opened": local(opened, station.zone) if opened else None,
                "says": kind_name(one["kind"]),
                "words": _words(one),
                "outage": outage_began(outage, station.zone) if outage else "",
                "late": lasting(now - one["when"]) if now - one["when"] > LATE_AFTER else "",
            }
        )
    return rows


def _words(entry: Mapping[str, Any]) -> str:
    known = kinds()[entry["kind"]].fields
    said = []
    for name, value in entry["data"].items():
        if known[name].of:
            said.append(_(CHOICE_NAMES[value]))
        else:
            said.append(own_words().listed(value) if isinstance(value, list) else str(value))
    return " · ".join(said)
