"""Pages of the queue: what lies in the browser for when the network is away, and what came out of it."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from habeas.clock import parse_instant
from habeas.custody.exchange.strict_json import object_of
from habeas.errors import HabeasError, RefusedError
from habeas.web.custody.http.answers import as_json, refusal
from habeas.web.custodydesk.access import READERS
from habeas.web.custodydesk.actions import Signed
from habeas.web.custodydesk.entering import ask, secret, signing
from habeas.web.custodydesk.showing import lasting
from habeas.web.custodydesk.times import TYPED, local
from habeas.web.custodydesk.views import crumbs_of, own_band, station_or_404
from habeas.web.offline import access, actions
from habeas.web.offline.actions import Answer, Desk
from habeas.web.offline.forms import SECRET, EnrolForm, LeaveForm, PlainLineForm, PlainOpenForm, SignForm
from habeas.web.offline.models import REASONS, Item
from habeas.web.offline.replaying import Filled, bound, shown
from habeas.web.offline.sealing import public_key
from habeas.web.offline.wording import why_waiting
from habeas.web.outages.access import Held, account_of
from habeas.web.people.access import Request, door, may, reader_of
from habeas.web.people.roles import Capability
from habeas.web.shell.opening import opened
from habeas.web.stations.access import browsers_of, machine_hash
from habeas.web.stations.actions import add_browser
from habeas.web.stations.models import Hand, Station

reading = door(*READERS)
keeping = door(Capability.KEEP_REGISTER)
form_page = require_http_methods(["GET", "HEAD", "POST"])
MOST_AT_ONCE = 50
FAR_OFF = 120
"""Seconds by which a clock is off that people are told."""
_SCRIPTS = Path(__file__).resolve().parent / "static" / "offline"


@opened
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page that a browser keeps for when the register is away: it knows nobody, and no station."""
    nowhere, now = Station(name="", zone="UTC"), timezone.now()
    plain: dict[str, Any] = {"station": nowhere, "hands": (), "own": None, "now": now}
    context = {
        "title": _("Without network"),
        "line_form": PlainLineForm(**plain),
        "open_form": PlainOpenForm(**plain),
        # Nothing of who is signed in, and of what they were just told, goes into what is kept.
        "user": None,
        "csrf_token": "",
        "messages": (),
        "nav": (),
        "nav_more": (),
        "nav_account": (),
    }
    return render(request, "offline/shell.html", context)


@opened
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    """What stands between the pages of the desk and the network."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _worker() -> bytes:
    return b"\n".join((_SCRIPTS / f"{name}.js").read_bytes() for name in ("seal", "queue", "worker"))


@reading
@never_cache
@require_safe
def station(request: Request, code: str) -> HttpResponse:
    """The machines of a station that queue, what waits to be signed, and what never came."""
    found = station_or_404(request, code)
    waiting = access.waiting_at(found)
    context = {
        "title": _("Without network"),
        "station": found,
        "machines": browsers_of(found),
        "server_key": public_key(),
        "waiting": [_row(one, found) for one in waiting],
        "left_out": [_row(one, found) for one in access.left_out_at(found)],
        "gaps": access.gaps_at(found),
        "broken": len(access.broken_at(found)),
        "keeps": may(request.reader, Capability.KEEP_REGISTER),
        "band": own_band(),
        "invented": found.invented,
        "crumbs": crumbs_of(found),
    }
    return render(request, "offline/station.html", context)


def _row(item: Item, found: Station) -> dict[str, Any]:
    return {
        "item": item,
        "at": local(item.queued_at, found.zone),
        "delivered": local(item.delivered_at, found.zone),
        "clock": _clock(item.ahead),
        "why": dict(REASONS).get(item.why) or why_waiting(item.why),
    }


def _clock(ahead: int) -> str:
    if abs(ahead) < FAR_OFF:
        return ""
    length = lasting(timedelta(seconds=abs(ahead)))
    if ahead > 0:
        return _("its clock was %(length)s ahead") % {"length": length}
    return _("its clock was %(length)s behind") % {"length": length}


@keeping
@secret
@never_cache
@form_page
def enrol(request: Request, code: str) -> HttpResponse:
    """Ask what the browser is called that is to queue entries, and who lets it."""
    found, now = station_or_404(request, code), timezone.now()
    form = EnrolForm(request.POST or None, **signing(request, found, now))

    def write(_signed: Signed) -> str:
        given = form.cleaned_data
        add_browser(request.reader, found, given["name"], given["public_key"])
        return reverse("offline:station", args=[code])

    return ask(
        request,
        form,
        write,
        said=_("This browser now keeps entries when the network is away."),
        template="offline/enrol.html",
        title=_("Let this browser queue entries"),
        submit=_("Sign and let it queue"),
        **_below(found),
    )


def _below(found: Station) -> dict[str, Any]:
    back = reverse("offline:station", args=[found.code])
    return {"cancel": back, "crumbs": crumbs_of(found, (_("Without network"), back))}


@keeping
@secret
@never_cache
@require_POST
def deliver(request: Request, code: str) -> HttpResponse:
    """Take what waits in a browser. What is answered is kept; the rest is sent again."""
    found = station_or_404(request, code)
    desk = _desk(request, found)
    try:
        sent, sent_at = _sent(request)
        answers = actions.deliver(desk, sent["items"], sent_at)
        outage = _outage(request, found, sent.get("failed"))
    except HabeasError as refused:
        return refusal(refused)
    return as_json({"answers": [_answer(one) for one in answers], "outage": outage})


def _desk(request: Request, found: Station) -> Desk:
    machine = machine_hash(request.META.get("REMOTE_ADDR", ""))
    return Desk(reader=request.reader, station=found, machine=machine, now=timezone.now())


def _answer(one: Answer) -> dict[str, Any]:
    return {"n": one.number, "state": one.state, "why": one.why, "said": _(one.said) if one.said else ""}


def _sent(request: Request) -> tuple[dict[str, Any], datetime]:
    """What was sent, and when by the clock there. Raises ``RefusedError`` (``queue-malformed``)."""
    try:
        said = object_of(request.body.decode())
        sent_at, items = parse_instant(said["sent_at"]), said["items"]
    except (ValueError, KeyError, AttributeError):
        items = None
    if (
        not isinstance(items, list)
        or len(items) > MOST_AT_ONCE
        or not all(isinstance(x, dict) for x in items)
    ):
        raise RefusedError("queue-malformed", "this is no delivery of a queue")
    return said, sent_at


def _outage(request: Request, found: Station, failed: Any) -> str:
    """Where an outage is entered that the browser noticed and the book of the station does not tell of."""
    try:
        began, ended = map(parse_instant, failed)
    except (ValueError, TypeError, AttributeError, HabeasError):
        return ""
    if any(one.holds(began) or one.holds(ended) for one in account_of(request.reader, found).outages):
        return ""
    typed = {
        name: local(when, found.zone).strftime(TYPED) for name, when in (("began", began), ("ended", ended))
    }
    return f"{reverse('outages:start', args=[found.code])}?{urlencode(typed)}"


def _waiting(request: Request, code: str, public_id: str) -> tuple[Station, Item]:
    found = station_or_404(request, code)
    item = access.item_at(found, public_id)
    if item is None:
        raise Http404
    return found, item


@keeping
@secret
@never_cache
@form_page
def sign_item(request: Request, code: str, public_id: str) -> HttpResponse:
    """Show an entry that waits as it was made on the machine, and ask who signs it."""
    found, item = _waiting(request, code, public_id)
    desk = _desk(request, found)
    form = SignForm(request.POST or None, **signing(request, found, desk.now, _kind(item)))

    def write(signed: Signed) -> str:
        actions.sign_again(item, signed.hand, desk)
        return reverse("offline:station", args=[code])

    return ask(
        request,
        form,
        write,
        said=_("Written."),
        template="offline/sign.html",
        title=_("Entry %(number)s from %(machine)s") % {"number": item.number, "machine": item.device.name},
        row=_row(item, found),
        told=_told(item, desk, form.hands.values()),
        code=code,
        **_below(found),
    )


def _kind(item: Item) -> str:
    """Of what kind it is, which says who may sign it; empty for a record to be opened."""
    try:
        return actions.opened_item(item).kind
    except RefusedError:
        return ""


def _told(item: Item, desk: Desk, hands: Iterable[Hand]) -> list[tuple[str, str]]:
    """What it says, by the form of the first among those who may sign it."""
    held = desk.held()
    for hand in hands:
        with suppress(RefusedError):
            filled = actions.opened_item(item)
            form = bound(
                filled,
                station=desk.station,
                hands=[hand],
                reader=reader_of(hand.user),
                at=item.queued_at,
                held=held,
            )
            return _said(filled, form, held)
    return []


def _said(filled: Filled, form: Any, held: Mapping[str, Held]) -> list[tuple[str, str]]:
    who = [(_("Who is it about?"), held[filled.record_id].name)] if filled.record_id in held else []
    wrong = [(_("What is wrong"), words) for words in _errors(form)]
    return [*who, *shown(form), *wrong]


def _errors(form: Any) -> list[str]:
    return [f"{error}" for name, errors in form.errors.items() if name not in SECRET for error in errors]


@keeping
@secret
@never_cache
@form_page
def leave_item(request: Request, code: str, public_id: str) -> HttpResponse:
    """Ask why an entry that waits is not written."""
    found, item = _waiting(request, code, public_id)
    form = LeaveForm(request.POST or None, **signing(request, found, timezone.now()))

    def write(_signed: Signed) -> str:
        actions.leave_out(item, form.cleaned_data["reason"], request.reader)
        return reverse("offline:station", args=[code])

    return ask(
        request,
        form,
        write,
        said=_("Left out. That it came stays in the list."),
        title=_("Leave out entry %(number)s from %(machine)s")
        % {"number": item.number, "machine": item.device.name},
        submit=_("Sign and leave it out"),
        about=_("What it says is then gone for good; that it came, when, and why it was left out stays."),
        **_below(found),
    )
