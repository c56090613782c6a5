"""Pages of the inspector's board."""

from collections import Counter
from datetime import UTC
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from habeas.safeguards import Verdict, rules
from habeas.web.offline.access import gaps_for
from habeas.web.oversight import access, actions
from habeas.web.oversight.forms import NoteForm
from habeas.web.oversight.models import Note
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.safeguards.showing import limits_of
from habeas.web.safeguards.site import site, site_name
from habeas.web.shell.bands import Band, confidential
from habeas.web.stations.access import stations_of

_OVERSEES = door(Capability.OVERSEE_REGISTER, Capability.READ_REGISTER)
_READS_COMPLAINTS = door(Capability.OVERSEE_REGISTER)


def _band() -> Band:
    return confidential(_("inspectors and auditors of the register"))


@_OVERSEES
@never_cache
@require_safe
def board(request: Request) -> HttpResponse:
    """What is late or running at every station, now."""
    now = timezone.now()
    found = [each for each in access.alerts_for(request.reader, now) if not each.closed]
    chosen = request.GET.get("station", "")
    by_station = Counter(each.station for each in found if each.occasion.verdict is not Verdict.PENDING)
    told = [each for each in access.told_for(request.reader) if chosen in ("", each.station.code)]
    shown = [each for each in found if not chosen or each.station.code == chosen]
    beginless = [each for each in shown if each.beginless]
    context = {
        "title": _("Oversight"),
        "now": now.astimezone(UTC),
        "late": [each for each in shown if each.occasion.verdict is Verdict.BREACHED],
        "unwritten": [
            each for each in shown if each.occasion.verdict is Verdict.NOT_RECORDED and not each.beginless
        ],
        "beginless": beginless,
        "without_beginning": access.records_by_station(beginless),
        "running": [each for each in shown if each.occasion.verdict is Verdict.PENDING],
        "told": told,
        "by_station": [(station, by_station[station]) for station in stations_of(request.reader)],
        "zones": {each.station.zone for each in shown},
        "chosen": chosen,
        "gaps": [gap for gap in gaps_for(request.reader) if chosen in ("", gap.device.station.code)],
        "site": site_name(),
        "reads_complaints": may(request.reader, Capability.OVERSEE_REGISTER),
        "band": _band(),
        "invented": any(each.station.invented for each in found),
    }
    return render(request, "oversight/board.html", context)


@_OVERSEES
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: Request, record_id: str, rule: str) -> HttpResponse:
    """One safeguard of one record: what it says, its source, its entries, and what was noted."""
    station, record, shown = access.occasions_for(request.reader, record_id, rule, timezone.now())
    title = gettext(rules()[rule].title)
    context = {
        "title": title,
        "rule": rules()[rule],
        "station": station,
        "record": record,
        "site": site_name(),
        "limits": limits_of(rules()[rule], site()),
        "shown": shown,
        "crumbs": [(_("Oversight"), reverse("oversight:board")), (title, "")],
        "invented": station.invented,
    }
    back = reverse("oversight:alert", args=[record_id, rule])
    return _noting(request, Note(record_id=record_id, rule=rule), "oversight/alert.html", context, back)


@_READS_COMPLAINTS
@never_cache
@require_safe
def complaints(request: Request) -> HttpResponse:
    """Complaints as they came past the stations."""
    found = access.complaints_for(request.reader)
    context = {
        "title": _("Complaints"),
        "complaints": found,
        "band": confidential(_("inspectors of the register")),
        "invented": any(each.station.invented for each in found),
        "crumbs": [(_("Oversight"), reverse("oversight:board")), (_("Complaints"), "")],
    }
    return render(request, "oversight/complaints.html", context)


@_READS_COMPLAINTS
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: Request, record_id: str, event_id: UUID) -> HttpResponse:
    """One complaint, and what was noted on it."""
    found = access.complaint_for(request.reader, record_id, str(event_id))
    row = Note(record_id=record_id, event_id=str(event_id))
    context = {
        "title": _("Complaint"),
        "complaint": found,
        "station": found.station,
        "invented": found.station.invented,
        "crumbs": [
            (_("Oversight"), reverse("oversight:board")),
            (_("Complaints"), reverse("oversight:complaints")),
            (_("Complaint"), ""),
        ],
    }
    back = reverse("oversight:complaint", args=[record_id, event_id])
    return _noting(request, row, "oversight/complaint.html", context, back)


def _noting(request: Request, row: Note, template: str, context: dict[str, Any], back: str) -> HttpResponse:
    """A page with what was noted on it and, for an inspector, the form of a note."""
    writes = may(request.reader, Capability.OVERSEE_REGISTER)
    form = NoteForm(request.POST or None) if writes else None
    if form is not None and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        row.kind, row.to, row.text = given["kind"], given["to"], given["text"]
        row.by_id = request.user.pk
        actions.note(request.reader, row)
        messages.success(request, _("Saved."))
        return redirect(back)
    noted = access.notes_on(row.record_id, row.rule, row.event_id)
    notes = [(note, access.by_clock(note.created_at, context["station"])) for note in noted]
    return render(request, template, {"band": _band(), "notes": notes, "form": form, **context})
