"""Pages that write: a record opened, an entry made, corrected or struck, a shift handed over."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from habeas.custody import Event, pairs
from habeas.custody.kinds import kinds
from habeas.custody.wishes import wants_consulate_told
from habeas.errors import HabeasError, RefusedError
from habeas.web.custodydesk import access, actions
from habeas.web.custodydesk.access import WRITERS, Opened
from habeas.web.custodydesk.actions import Signed
from habeas.web.custodydesk.body import BACK, FRONT
from habeas.web.custodydesk.forms import AmendForm, AnnulForm, EntryForm, HandoverForm, OpenForm, SignedForm
from habeas.web.custodydesk.injury import InjuryForm
from habeas.web.custodydesk.kinds import fields_for, may_write, sealed_fields
from habeas.web.custodydesk.showing import due_lines, kind_name
from habeas.web.custodydesk.times import local
from habeas.web.custodydesk.views import called, crumbs_of, own_band, record_or_404, station_or_404
from habeas.web.people.access import Reader, Request, door, may, reader_of
from habeas.web.people.roles import Capability
from habeas.web.shell.failures import plainly
from habeas.web.stations.access import hand_of, hands_at, machine_hash
from habeas.web.stations.models import Hand, Station

writing = door(*WRITERS)
keeping = door(Capability.KEEP_REGISTER)
form_page = require_http_methods(["GET", "HEAD", "POST"])
secret = sensitive_post_parameters("pin_code", "takes_over_pin_code")
OWN_TEMPLATES = {"injury_recorded": "custodydesk/injury.html"}


def signing(request: Request, station: Station, now: datetime, kind: str = "") -> dict[str, Any]:
    """What a signed form needs: the station, who may sign there, who sits at the desk, the time."""
    wanted = WRITERS if kind else (Capability.KEEP_REGISTER,)
    hands = [hand for hand in hands_at(station, wanted) if not kind or may_write(reader_of(hand.user), kind)]
    return {"station": station, "hands": hands, "own": hand_of(request.reader), "now": now}


def signed_by(request: Request, form: SignedForm, who: str = "signer", pin: str = "pin_code") -> Hand:
    """Who signs what was sent. Raises ``RefusedError``, which is told beside the PIN."""
    given = form.cleaned_data
    machine = machine_hash(request.META.get("REMOTE_ADDR", ""))
    try:
        return actions.sign(form.hands, given[who], given[pin], machine=machine, now=form.now)
    except RefusedError as refused:
        form.add_error(pin, plainly(refused))
        raise


def ask(
    request: Request,
    form: SignedForm,
    write: Callable[[Signed], str],
    *,
    said: str,
    template: str = "",
    **more: Any,
) -> HttpResponse:
    """Ask, sign and write; then go where ``write`` says. What is refused is told beside the form."""
    if request.method == "POST" and form.is_valid():
        try:
            hand = signed_by(request, form)
            signed = Signed(hand=hand, reader=request.reader, station=form.station, now=form.now)
            then = write(signed)
        except HabeasError as refused:
            if not form.errors:
                form.add_error(None, plainly(refused))
        else:
            messages.success(request, said)
            return redirect(then)
    context = {
        "form": form,
        "band": own_band(),
        "invented": form.station.invented,
        "clock": local(form.now, form.station.zone),
        "submit": _("Sign and write"),
        **more,
    }
    return render(request, template or "custodydesk/form.html", context)


@keeping
@secret
@never_cache
@form_page
def open_record(request: Request, code: str) -> HttpResponse:
    """Ask what opens a record."""
    station, now = station_or_404(request, code), timezone.now()
    form = OpenForm(request.POST or None, **signing(request, station, now))

    def write(signed: Signed) -> str:
        record_id = actions.open_record(signed, form.cleaned_data, form.particulars())
        return reverse("custodydesk:record", args=[record_id])

    return ask(
        request,
        form,
        write,
        said=_("The record is open."),
        title=_("Open a record"),
        cancel=reverse("custodydesk:board_at", args=[code]),
        crumbs=crumbs_of(station),
        wide=True,
    )


def _written(opened: Opened) -> str:
    return reverse("custodydesk:record", args=[opened.record.record_id])


def _here(opened: Opened) -> dict[str, Any]:
    return {
        "cancel": _written(opened),
        "crumbs": crumbs_of(opened.station, (called(opened), _written(opened))),
    }


@writing
@secret
@never_cache
@form_page
def enter(request: Request, record_id: str, kind: str) -> HttpResponse:
    """Ask for an entry of one kind."""
    opened, now = record_or_404(request, record_id), timezone.now()
    if opened.record.erased or not may_write(request.reader, kind):
        raise Http404
    form = _entry_form(request, opened, kind, now)

    def write(signed: Signed) -> str:
        actions.enter(signed, record_id, form.columns())
        return _written(opened)

    more: dict[str, Any] = {"front": FRONT, "back": BACK} if kind in OWN_TEMPLATES else {}
    if kind == "consulate_notified" and not wants_consulate_told(opened.events):
        more["warning"] = _("The person has not asked that the consulate be told. Enter the wish first.")
    if sealed_fields(kind):
        more["about"] = _about_sealed(kind, request.reader)
    return ask(
        request,
        form,
        write,
        said=_("Written: %(what)s.") % {"what": kind_name(kind)},
        template=OWN_TEMPLATES.get(kind, ""),
        title=kind_name(kind)[:1].upper() + kind_name(kind)[1:],
        **_here(opened),
        **more,
    )


def _about_sealed(kind: str, reader: Reader) -> str:
    if kind == "complaint_made":
        return _(
            "The complaint goes past the station: its words are sealed at once, and the inspector alone "
            "reads them. Nobody here can correct or strike them."
        )
    if not may(reader, Capability.WRITE_HEALTH):
        return _(
            "Write what the doctor said, and nothing of your own: the record shows that the station wrote "
            "it, and not the doctor."
        )
    return _("The findings are sealed: the station reads fit or unfit and the instructions, nothing else.")


def _entry_form(
    request: Request, opened: Opened, kind: str, now: datetime, corrected: Event | None = None
) -> EntryForm:
    make = InjuryForm if kind == "injury_recorded" else EntryForm
    presets: dict[str, Any] = {"span_id": request.GET["span"]} if request.GET.get("span") else {}
    if language := request.GET.get("language"):
        presets["language"] = language
    return make(
        request.POST or None,
        kind=kind,
        names=fields_for(request.reader, kind, corrected),
        spans=open_spans(opened.standing, kind, opened.station.zone),
        corrected=corrected,
        presets=presets,
        **signing(request, opened.station, now, kind),
    )


def open_spans(standing: Iterable[Event], kind: str, zone: str) -> list[tuple[str, str]]:
    """The spans that an entry of this kind may end, the last begun first."""
    name = kinds()[kind].ends
    if not name:
        return []
    found = [
        (span.start.span_id, local(span.start.occurred_at, zone).strftime("%H:%M"))
        for span in pairs(list(standing), name)
        if span.start and not span.end and span.start.span_id and span.start.occurred_at
    ]
    return [
        (span_id, _("the one that began at %(time)s") % {"time": time}) for span_id, time in reversed(found)
    ]


def _own_event(request: Request, opened: Opened, event_id: str) -> Event:
    """An entry that stands and that the reader may correct; who does not read its values may not."""
    event = next((one for one in opened.standing if one.event_id == event_id), None)
    if event is None or opened.record.erased or not may_write(request.reader, event.kind):
        raise Http404
    if opened.sealed.get(event_id, frozenset()) & sealed_fields(event.kind):
        raise Http404
    return event


@writing
@secret
@never_cache
@form_page
def correct(request: Request, record_id: str, event_id: Any) -> HttpResponse:
    """Ask what an entry should say, and why; both stay in the record."""
    opened, now = record_or_404(request, record_id), timezone.now()
    event = _own_event(request, opened, str(event_id))
    form = _entry_form(request, opened, event.kind, now, corrected=event)

    def write(signed: Signed) -> str:
        actions.enter(signed, record_id, form.columns())
        return _written(opened)

    return ask(
        request,
        form,
        write,
        said=_("Corrected. What stood before stays in the record, struck."),
        template=OWN_TEMPLATES.get(event.kind, ""),
        title=_("Correct: %(what)s") % {"what": kind_name(event.kind)},
        front=FRONT,
        back=BACK,
        **_here(opened),
    )


@writing
@secret
@never_cache
@form_page
def annul(request: Request, record_id: str, event_id: Any) -> HttpResponse:
    """Ask why an entry does not hold."""
    opened, now = record_or_404(request, record_id), timezone.now()
    event = _own_event(request, opened, str(event_id))
    form = AnnulForm(request.POST or None, **signing(request, opened.station, now, event.kind))

    def write(signed: Signed) -> str:
        given = form.cleaned_data
        actions.annul(signed, record_id, event, event_id=str(given["event_id"]), why=given["why"])
        return _written(opened)

    title = _("Strike: %(what)s") % {"what": kind_name(event.kind)}
    return ask(
        request, form, write, said=_("Struck. The entry stays in the record."), title=title, **_here(opened)
    )


@keeping
@secret
@never_cache
@form_page
def amend(request: Request, record_id: str) -> HttpResponse:
    """Ask which particulars change, and why."""
    opened, now = record_or_404(request, record_id), timezone.now()
    if opened.record.erased:
        raise Http404
    form = AmendForm(request.POST or None, said=opened.said, **signing(request, opened.station, now))

    def write(signed: Signed) -> str:
        given = form.cleaned_data
        changes = {**form.changes(), "why": given["why"]}
        actions.amend(signed, record_id, str(given["event_id"]), changes, opened.said)
        return _written(opened)

    return ask(
        request, form, write, said=_("Saved."), title=_("Amend the particulars"), wide=True, **_here(opened)
    )


@keeping
@secret
@never_cache
@form_page
def handover(request: Request, code: str) -> HttpResponse:
    """Ask both shifts to sign; show who is here and what is due."""
    station, now = station_or_404(request, code), timezone.now()
    form = HandoverForm(request.POST or None, **signing(request, station, now))

    def write(signed: Signed) -> str:
        given = form.cleaned_data
        takes_over = signed_by(request, form, "takes_over", "takes_over_pin_code")
        actions.hand_over(signed, takes_over, event_id=str(given["event_id"]), note=given["note"])
        return reverse("custodydesk:board_at", args=[code])

    here = [
        {
            "name": one.name or _("name not known"),
            "since": local(one.since, station.zone) if one.since else None,
            "due": due_lines((*one.late, *one.due), now, station.zone),
        }
        for one in access.board(request.reader, station, now)
    ]
    return ask(
        request,
        form,
        write,
        said=_("The shift is handed over."),
        template="custodydesk/handover.html",
        title=_("Hand over the shift"),
        here=here,
        cancel=reverse("custodydesk:board_at", args=[code]),
        crumbs=crumbs_of(station),
    )
