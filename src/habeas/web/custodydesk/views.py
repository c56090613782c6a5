"""Pages that read: the board of a station, a record, and somebody found again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from habeas.custody.before import began
from habeas.custody.outages import Outage, lasting_outage
from habeas.custody.recordings import interviews
from habeas.web.custody.projection import ERASING
from habeas.web.custodydesk import access
from habeas.web.custodydesk.access import READERS, WRITERS, Opened, Present
from habeas.web.custodydesk.forms import FindForm
from habeas.web.custodydesk.kinds import may_write
from habeas.web.custodydesk.showing import (
    DueLine,
    all_offers,
    due_lines,
    lasting,
    not_recorded,
    offers,
    outage_began,
    running_now,
    shown_lines,
    way_to,
)
from habeas.web.custodydesk.times import local
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.shell.bands import Band, confidential
from habeas.web.stations.models import Station

reading = door(*READERS)
keeping = door(Capability.KEEP_REGISTER)
form_page = require_http_methods(["GET", "HEAD", "POST"])
AT_A_GLANCE = 3
"""How many of the things due a line of the board names."""


def own_band() -> Band:
    """The band of every page of a register."""
    return confidential(_("the station, health staff, inspector and auditor, each within bounds"))


def station_or_404(request: Request, code: str) -> Station:
    """A station whose register the reader may open."""
    found = access.station_for(request.reader, code)
    if found is None:
        raise Http404
    return found


def record_or_404(request: Request, record_id: str) -> Opened:
    """A record that the reader may open."""
    found = access.record_for(request.reader, record_id, timezone.now())
    if found is None:
        raise Http404
    return found


def called(opened: Opened) -> str:
    """How a page calls a record: by the name for who may read it, else by what it is."""
    return str(opened.said.get("name") or "") or _("Custody record")


def crumbs_of(station: Station, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page below the board of a station."""
    return [(station.name, reverse("custodydesk:board_at", args=[station.code])), *more]


@reading
@never_cache
@require_safe
def board(request: Request) -> HttpResponse:
    """The board of the first of the stations that the reader may open."""
    stations = access.own_stations(request.reader)
    if not stations:
        context = {"title": _("Custody"), "stations": [], "band": own_band()}
        return render(request, "custodydesk/board.html", context)
    return _board(request, stations[0])


@reading
@never_cache
@require_safe
def board_at(request: Request, code: str) -> HttpResponse:
    """The board of one station."""
    return _board(request, station_or_404(request, code))


def _board(request: Request, station: Station) -> HttpResponse:
    now = timezone.now()
    here = [_row(one, station, now) for one in access.board(request.reader, station, now)]
    context = {
        "title": station.name,
        "station": station,
        "stations": access.own_stations(request.reader),
        "here": here,
        "held": sum(not row["invited"] for row in here),
        "invited_count": sum(bool(row["invited"]) for row in here),
        "late_count": sum(len(row["late"]) for row in here),
        "left": [_row(one, station, now) for one in access.left_lately(request.reader, station, now)],
        "clock": local(now, station.zone),
        "keeps": may(request.reader, Capability.KEEP_REGISTER),
        "handover": _handover(request, station),
        "outage": _outage(access.outages_at(request.reader, station), station),
        "names": access.may_name(request.reader),
        "band": own_band(),
        "invented": station.invented,
    }
    return render(request, "custodydesk/board.html", context)


def _outage(found: Sequence[Outage], station: Station) -> str:
    """When the outage began that lasts; empty where none does."""
    lasts = lasting_outage(found)
    return outage_began(lasts, station.zone) if lasts else ""


def _handover(request: Request, station: Station) -> dict[str, Any] | None:
    found = access.last_handover(request.reader, station)
    if found is None:
        return None
    event, gave, took = found
    at = local(event.occurred_at or event.recorded_at, station.zone)
    return {"at": at, "gave": gave, "took": took, "note": event.data.get("note", "")}


def _row(one: Present, station: Station, now: datetime) -> dict[str, Any]:
    since = local(one.since, station.zone) if one.since else None
    ended = one.record.ended_at
    late = due_lines(one.late, now, station.zone)
    left = AT_A_GLANCE - len(late[:AT_A_GLANCE])
    shown: list[DueLine] = [*late[:AT_A_GLANCE], *due_lines(one.due, now, station.zone)[:left]]
    return {
        "record_id": one.record.record_id,
        "name": one.name,
        "said": one.said,
        "invited": one.invited,
        "since": since,
        "lasting": lasting((ended or now) - one.since) if one.since else "",
        "late": late,
        "due": shown,
        "more": len(one.late) + len(one.due) - len(shown),
        "running": running_names(one),
        "cell": cell_of(one),
        "ended_at": local(ended, station.zone) if ended else None,
        "ended_by": one.record.ended_by,
    }


def cell_of(one: Present) -> str:
    """The cell that somebody is in; empty where none is known."""
    starts = (span.start for span in one.running if span.name == "cell" and span.start is not None)
    return next((str(start.data.get("cell", "")) for start in starts), "")


def running_names(one: Present) -> list[str]:
    """What runs now, by the names of the spans."""
    return [span.name for span in one.running]


@reading
@never_cache
@require_safe
def record(request: Request, record_id: str) -> HttpResponse:
    """A record: what is due, what runs, what may come next, and every entry."""
    opened, now = record_or_404(request, record_id), timezone.now()
    writer = not opened.record.erased and any(may(request.reader, one) for one in WRITERS)
    own = {item.kind for item in opened.due if writer and may_write(request.reader, item.kind)}
    ways = {kind: way_to(opened, kind) for kind in own}
    since = began(opened.events) or opened.record.opened_at
    context = {
        "title": called(opened),
        "opened": opened,
        "said": opened.said,
        "unrecorded": [
            not_recorded(gap, opened.station.zone)
            for one in interviews(opened.events, as_of=now)
            for gap in one.gaps
        ],
        "lines": shown_lines(opened, request.reader, writer=writer),
        "due": due_lines(opened.due, now, opened.station.zone, ways),
        "running": running_now(opened, request.reader, now),
        "offers": offers(opened, request.reader, now) if writer else [],
        "groups": all_offers(opened, request.reader) if writer else [],
        "since": local(since, opened.station.zone) if since else None,
        "before": _before(opened),
        "lasting": lasting((opened.record.ended_at or now) - since) if since else "",
        "ended_at": local(opened.record.ended_at, opened.station.zone) if opened.record.ended_at else None,
        "keeps": may(request.reader, Capability.KEEP_REGISTER),
        "station": opened.station,
        "outage": _outage(opened.outages, opened.station),
        "names": access.may_name(request.reader),
        "erasure": _erasure(opened),
        "band": own_band(),
        "invented": opened.station.invented,
        "crumbs": crumbs_of(opened.station),
    }
    return render(request, "custodydesk/record.html", context)


def _before(opened: Opened) -> dict[str, Any] | None:
    """Since when the person was held under another record, and how long free again since."""
    if opened.before is None:
        return None
    since = local(opened.before.since, opened.station.zone)
    return {"since": since, "free": lasting(opened.before.free) if opened.before.free else ""}


def _erasure(opened: Opened) -> dict[str, Any] | None:
    """When a record was erased, on what basis and by whom; ``None`` where it was not."""
    event = next((one for one in opened.events if one.kind == ERASING), None)
    if event is None:
        return None
    asked, approved = event.actor_id or "", str(event.data.get("approved_by", ""))
    return {
        "at": local(event.occurred_at or event.recorded_at, opened.station.zone),
        "basis": event.data.get("legal_basis", ""),
        "asked": opened.names.get(asked, asked),
        "approved": opened.names.get(approved, approved),
    }


@keeping
@never_cache
@form_page
def find(request: Request, code: str) -> HttpResponse:
    """Somebody who was at this station before. What is typed goes by POST: no name stands in an address."""
    station = station_or_404(request, code)
    form = FindForm(request.POST or None)
    found: list[dict[str, Any]] | None = None
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        ref = access.pseudonym(**form.cleaned_data)
        if ref is None:
            form.add_error(None, _("Give the name and the date of birth, or the number of a document."))
        else:
            rows = access.records_of_person(request.reader, station, ref, now)
            found = [_row(one, station, now) for one in rows]
    context = {
        "title": _("Find somebody who was here"),
        "form": form,
        "found": found,
        "station": station,
        "band": own_band(),
        "invented": station.invented,
        "crumbs": crumbs_of(station),
    }
    return render(request, "custodydesk/find.html", context)
