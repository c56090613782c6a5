"""Pages that add a recording: its file, signed once it is here, or the place where it is kept."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from habeas.custody import Event
from habeas.errors import HabeasError
from habeas.web.custody.kept import Arrived, is_kept, size_of
from habeas.web.custodydesk.access import Opened
from habeas.web.custodydesk.actions import Signed
from habeas.web.custodydesk.entering import ask, secret, signing
from habeas.web.custodydesk.views import form_page, keeping, record_or_404
from habeas.web.people.access import Request
from habeas.web.recordings import access, actions
from habeas.web.recordings.forms import ElsewhereForm, FileForm, KeptHereForm
from habeas.web.recordings.uploading import RecordingHandler, hold_size
from habeas.web.recordings.views import below, list_of
from habeas.web.shell.failures import plainly


def _stopped_or_404(request: Request, record_id: str, event_id: Any) -> tuple[Opened, Event]:
    opened = record_or_404(request, record_id)
    event = access.stopped_entry(opened, str(event_id))
    if event is None or opened.record.erased:
        raise Http404
    return opened, event


@csrf_exempt  # asked for below, once it is known where the file goes: to ask reads the request
@keeping
@never_cache
@form_page
def add_file(request: Request, record_id: str, event_id: Any) -> HttpResponse:
    """Take the file of a recording; who signs is asked when it is here."""
    opened, event = _stopped_or_404(request, record_id, event_id)
    if request.method != "POST":
        return _ask_file(request, opened, FileForm())
    try:
        hold_size(request)
    except HabeasError as refused:
        form = FileForm({})
        form.add_error("file", plainly(refused))
        return _ask_file(request, opened, form, status=413)
    handler = RecordingHandler(request, record_id)
    request.upload_handlers = [handler]
    try:
        return _take_file(request, opened, event, handler)
    finally:
        handler.drop()


@csrf_protect
def _take_file(request: Request, opened: Opened, event: Event, handler: RecordingHandler) -> HttpResponse:
    form = FileForm(request.POST)
    if form.is_valid():
        try:
            arrived = _arrived(form, event, handler)
        except HabeasError as refused:
            form.add_error("file", plainly(refused))
        else:
            if arrived is not None:
                args = [opened.record.record_id, event.event_id, arrived.sha256]
                return redirect(reverse("recordings:sign", args=args))
    return _ask_file(request, opened, form)


def _arrived(form: FileForm, event: Event, handler: RecordingHandler) -> Arrived | None:
    if handler.refused is not None:
        raise handler.refused
    if handler.arriving is None:
        form.add_error("file", _("Choose the file of the recording."))
        return None
    if form.cleaned_data["whole"] != "yes":
        form.add_error("file", _("The file did not come whole. Nothing was kept: send it again."))
        return None
    return actions.keep(handler.arriving, event, form.cleaned_data["sha256"])


def _ask_file(request: Request, opened: Opened, form: FileForm, status: int = 200) -> HttpResponse:
    context = {
        **below(opened, _("Add the file of the recording")),
        "form": form,
        "largest": settings.LARGEST_RECORDING,
        "submit": _("Send the file"),
        "cancel": list_of(opened),
    }
    return render(request, "recordings/file.html", context, status=status)


@keeping
@secret
@never_cache
@form_page
def sign(request: Request, record_id: str, event_id: Any, sha256: str) -> HttpResponse:
    """Ask who signs that the file is the recording; then the entry names it."""
    opened, event = _stopped_or_404(request, record_id, event_id)
    if not is_kept(record_id, sha256) or event.data.get("sha256") not in (None, sha256):
        raise Http404
    form = KeptHereForm(request.POST or None, **signing(request, opened.station, timezone.now(), event.kind))

    def write(signed: Signed) -> str:
        given = form.cleaned_data
        said = {"event_id": str(given["event_id"]), "sha256": sha256, "why": given["why"]}
        actions.say_kept_here(signed, opened, event, **said)
        return list_of(opened)

    return ask(
        request,
        form,
        write,
        said=_("Written: the recording is kept here."),
        template="recordings/signed.html",
        **below(opened, _("Sign for the recording")),
        sha256=sha256,
        size=size_of(record_id, sha256),
        cancel=list_of(opened),
    )


@keeping
@secret
@never_cache
@form_page
def elsewhere(request: Request, record_id: str, event_id: Any) -> HttpResponse:
    """Ask where the recording is kept, and which SHA-256 it has."""
    opened, event = _stopped_or_404(request, record_id, event_id)
    now = timezone.now()
    form = ElsewhereForm(
        request.POST or None, event=event, **signing(request, opened.station, now, event.kind)
    )

    def write(signed: Signed) -> str:
        given = form.cleaned_data
        said = {name: given[name] for name in ("sha256", "where", "why")}
        actions.say_kept_elsewhere(signed, opened, event, event_id=str(given["event_id"]), **said)
        return list_of(opened)

    return ask(
        request,
        form,
        write,
        said=_("Written: where the recording is kept."),
        template="recordings/signed.html",
        **below(opened, _("Say where the recording is kept")),
        cancel=list_of(opened),
    )
