"""Pages of recordings: what there is and what was not recorded, and a file taken out."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from habeas.custody import Event
from habeas.custody.recordings import Interview
from habeas.custody.wording import CHOICE_NAMES
from habeas.web.custodydesk.access import READERS, Opened
from habeas.web.custodydesk.showing import lasting, not_recorded
from habeas.web.custodydesk.times import local
from habeas.web.custodydesk.views import called, crumbs_of, form_page, own_band, record_or_404
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.recordings import access, actions
from habeas.web.recordings.access import TAKERS, Recording, State
from habeas.web.recordings.forms import TakeOutForm

reading = door(*READERS)
taking_out = door(*TAKERS)


def below(opened: Opened, title: str, *, listed: bool = True) -> dict[str, Any]:
    """What every page of a record's recordings has; the way back leads to the list where it is not itself."""
    record_id = opened.record.record_id
    ways = [(called(opened), reverse("custodydesk:record", args=[record_id]))]
    if listed:
        ways.append((_("Recordings"), list_of(opened)))
    return {
        "title": title,
        "record_id": record_id,
        "band": own_band(),
        "invented": opened.station.invented,
        "crumbs": crumbs_of(opened.station, *ways, (title, "")),
    }


def list_of(opened: Opened) -> str:
    """The address of the list."""
    return reverse("recordings:list", args=[opened.record.record_id])


@reading
@never_cache
@require_safe
def recordings(request: Request, record_id: str) -> HttpResponse:
    """Every recording of a record with where it is, and every interview with what was not recorded."""
    opened, now = record_or_404(request, record_id), timezone.now()
    keeps = may(request.reader, Capability.KEEP_REGISTER) and not opened.record.erased
    takes = any(may(request.reader, one) for one in TAKERS)
    context = {
        **below(opened, _("Recordings"), listed=False),
        "opened": opened,
        "recordings": [_row(one, opened, keeps=keeps, takes=takes) for one in access.recordings_of(opened)],
        "interviews": [_interview(one, opened) for one in access.interviews_of(opened, now)],
    }
    return render(request, "recordings/list.html", context)


def _row(one: Recording, opened: Opened, *, keeps: bool, takes: bool) -> dict[str, Any]:
    first, last = one.started, one.stopped
    medium = first.data.get("medium") if first else None
    stopped = last.data if last else {}
    args = [opened.record.record_id, last.event_id] if last else []
    return {
        "medium": _(CHOICE_NAMES[medium]) if medium else "",
        "begins": _at(first, opened),
        "ends": _at(last, opened),
        "entry": last.seq if last else None,
        "state": one.state,
        "running": one.state is State.RUNNING,
        "sha256": stopped.get("sha256", ""),
        "where": stopped.get("where", ""),
        "size": one.size,
        "stop": _stop(opened, first) if keeps and one.state is State.RUNNING else "",
        "add": args if keeps and last and one.state is not State.HERE else None,
        "take": args if takes and one.state is State.HERE else None,
        "before": [
            {
                "sha256": each.data["sha256"],
                "entry": each.seq,
                "take": [args[0], each.event_id] if takes else None,
            }
            for each in one.before
        ],
    }


def _stop(opened: Opened, started: Event | None) -> str:
    way = reverse("custodydesk:enter", args=[opened.record.record_id, "recording_stopped"])
    return f"{way}?span={started.span_id}" if started and started.span_id else way


def _at(event: Event | None, opened: Opened) -> datetime | None:
    return local(event.occurred_at, opened.station.zone) if event and event.occurred_at else None


def _interview(one: Interview, opened: Opened) -> dict[str, Any]:
    zone, stretch = opened.station.zone, one.stretch
    return {
        "begins": None if stretch.start_missing else local(stretch.begins, zone),
        "ends": None if stretch.end_missing or stretch.running else local(stretch.stops, zone),
        "running": stretch.running,
        "lasting": lasting(stretch.stops - stretch.begins),
        "known": one.known,
        "gaps": [not_recorded(gap, zone) for gap in one.gaps],
    }


@taking_out
@never_cache
@form_page
def take_out(request: Request, record_id: str, event_id: Any) -> HttpResponseBase:
    """Ask for whom, say it in the journal, and send the file piece by piece."""
    opened = record_or_404(request, record_id)
    event = access.kept_entry(opened, str(event_id))
    if event is None or opened.record.erased:
        raise Http404
    form = TakeOutForm(request.POST or None)
    wanted = request.method == "POST" and form.is_valid()
    # Held against its hash before the first byte leaves: browsers take an answer that ends early for whole.
    file = access.file_of(opened, event, whole=wanted)
    if wanted and file is not None:
        actions.note_taken_out(request.reader, opened, event, form.cleaned_data["purpose"])
        name = f"recording-{event.data['sha256'][:12]}{file.ending}"
        response = StreamingHttpResponse(access.sent(opened, event), content_type="application/octet-stream")
        response["Content-Length"] = str(file.size)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response
    context = {
        **below(opened, _("Take out the recording")),
        "form": form,
        "file": file,
        "sha256": event.data["sha256"],
        "entry": event.seq,
        "cancel": list_of(opened),
        "submit": _("Take it out"),
    }
    return render(request, "recordings/take.html", context)
