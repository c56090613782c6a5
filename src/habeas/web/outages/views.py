"""Pages of a station's outages and of its numbered paper."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from habeas import papers
from habeas.custody.outages import Outage
from habeas.custody.sheets import State
from habeas.language import LANGUAGES, words
from habeas.web.custodydesk.access import READERS
from habeas.web.custodydesk.actions import Signed
from habeas.web.custodydesk.entering import ask, secret, signing
from habeas.web.custodydesk.showing import lasting
from habeas.web.custodydesk.times import local
from habeas.web.custodydesk.views import crumbs_of, own_band, station_or_404
from habeas.web.outages import access, actions
from habeas.web.outages.access import Account
from habeas.web.outages.forms import CancelForm, EndForm, IssueForm, StartForm
from habeas.web.outages.paper import sheets_paper
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.shell.exporting import attached
from habeas.web.shell.marks import own_words
from habeas.web.stations.models import Station

reading = door(*READERS)
keeping = door(Capability.KEEP_REGISTER)
form_page = require_http_methods(["GET", "HEAD", "POST"])
TONES = {State.MISSING: "late", State.STRANGE: "late", State.CANCELLED: "neutral", State.READY: "neutral"}


def state_name(state: State) -> str:
    """What became of a sheet, in words."""
    return {
        State.READY: _("ready"),
        State.TYPED: _("typed in"),
        State.CANCELLED: _("cancelled"),
        State.MISSING: _("missing"),
        State.STRANGE: _("never issued"),
    }[state]


def below(station: Station, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way to a page below the outages of a station."""
    return crumbs_of(
        station, (_("Outages and paper"), reverse("outages:station", args=[station.code])), *more
    )


def to_sheets(station: Station) -> tuple[str, str]:
    """The way to the sheets, for the pages below them."""
    return _("Numbered sheets"), reverse("outages:sheets", args=[station.code])


def of_page(request: Request, station: Station, **more: Any) -> dict[str, Any]:
    """What every page of a station shows."""
    return {
        "station": station,
        "keeps": may(request.reader, Capability.KEEP_REGISTER),
        "band": own_band(),
        "invented": station.invented,
        **more,
    }


@reading
@never_cache
@require_safe
def station(request: Request, code: str) -> HttpResponse:
    """The outages of a station, the last first, and the way to its paper."""
    found, now = station_or_404(request, code), timezone.now()
    told = access.account_of(request.reader, found)
    names = told.names()
    rows = [
        {
            "span_id": one.start.span_id,
            "began": local(one.began, found.zone),
            "ended": local(one.ended, found.zone) if one.ended else None,
            "lasting": lasting((one.ended or now) - one.began),
            "reason": one.reason,
            "by": names.get(one.start.actor_id or "", ""),
            "written": local(one.start.recorded_at, found.zone),
            "runs": one.end is None,
        }
        for one in reversed(told.outages)
    ]
    sheets = access.sheets_of(found, told)
    context = of_page(
        request,
        found,
        title=_("Outages and paper"),
        rows=rows,
        missing=sum(one.state is State.MISSING for one in sheets),
        ready=sum(one.state is State.READY for one in sheets),
        crumbs=crumbs_of(found),
    )
    return render(request, "outages/station.html", context)


@keeping
@secret
@never_cache
@form_page
def start(request: Request, code: str) -> HttpResponse:
    """Ask when an outage began, and when it ended where it is over."""
    found, now = station_or_404(request, code), timezone.now()
    presets = {name: request.GET[name] for name in ("began", "ended") if name in request.GET}
    form = StartForm(request.POST or None, presets=presets, **signing(request, found, now))

    def write(signed: Signed) -> str:
        actions.start(signed, form.cleaned_data)
        return reverse("outages:station", args=[code])

    return ask(
        request,
        form,
        write,
        said=_("Written in the book of the station."),
        title=_("Enter an outage"),
        about=_(
            "An outage is written in the station's own book. What was written on paper while it lasted is "
            "shown as such, however late it is typed in."
        ),
        cancel=reverse("outages:station", args=[code]),
        crumbs=below(found),
    )


@keeping
@secret
@never_cache
@form_page
def end(request: Request, code: str, span_id: str) -> HttpResponse:
    """Ask when an outage ended."""
    found, now = station_or_404(request, code), timezone.now()
    outage = _running(access.account_of(request.reader, found), span_id)
    form = EndForm(request.POST or None, outage=outage, **signing(request, found, now))

    def write(signed: Signed) -> str:
        actions.end(signed, span_id, form.cleaned_data)
        return reverse("outages:station", args=[code])

    return ask(
        request,
        form,
        write,
        said=_("The outage is over. Type in now what was written on paper."),
        title=_("The outage is over"),
        cancel=reverse("outages:station", args=[code]),
        crumbs=below(found),
    )


def _running(told: Account, span_id: str) -> Outage:
    for one in told.outages:
        if one.start.span_id == span_id and one.end is None:
            return one
    raise Http404


@reading
@never_cache
@require_safe
def sheets(request: Request, code: str) -> HttpResponse:
    """What became of every numbered sheet."""
    found = station_or_404(request, code)
    told = access.account_of(request.reader, found)
    names = told.names()
    issued = [
        {
            "first": one.first,
            "last": one.last,
            "at": local(one.event.recorded_at, found.zone),
            "by": names.get(one.event.actor_id or "", ""),
        }
        for one in reversed(told.issues)
    ]
    every = access.sheets_of(found, told)
    rows = [
        {
            "number": one.number,
            "state": state_name(one.state),
            "tone": TONES.get(one.state, "done"),
            "lines": own_words().listed(map(str, one.lines)),
            "why": str(one.cancelled.data.get("why", "")) if one.cancelled else "",
            "open": one.state in (State.READY, State.MISSING, State.TYPED),
            "may_cancel": one.state in (State.READY, State.MISSING),
        }
        for at, one in reversed(list(enumerate(every)))
        if at >= len(every) - access.SHOWN or one.state is State.MISSING
    ]
    context = of_page(
        request,
        found,
        title=_("Numbered sheets"),
        issued=issued,
        rows=rows,
        missing=[one.number for one in every if one.state is State.MISSING],
        left_out=len(every) - len(rows),
        crumbs=below(found),
    )
    return render(request, "outages/sheets.html", context)


@keeping
@secret
@never_cache
@form_page
def issue(request: Request, code: str) -> HttpResponse:
    """Ask how many sheets are issued."""
    found, now = station_or_404(request, code), timezone.now()
    first = access.account_of(request.reader, found).next_number
    form = IssueForm(request.POST or None, first=first, **signing(request, found, now))

    def write(signed: Signed) -> str:
        given = form.cleaned_data
        actions.issue(signed, first=given["first"], count=given["count"])
        return reverse("outages:sheets", args=[code])

    return ask(
        request,
        form,
        write,
        said=_("The sheets are issued. Print them now."),
        title=_("Issue numbered sheets"),
        about=_("The first will be number %(number)s.") % {"number": first},
        cancel=reverse("outages:sheets", args=[code]),
        crumbs=below(found, to_sheets(found)),
    )


@keeping
@secret
@never_cache
@form_page
def cancel(request: Request, code: str, number: int) -> HttpResponse:
    """Ask why a sheet is not used."""
    found, now = station_or_404(request, code), timezone.now()
    told = access.account_of(request.reader, found)
    if not told.is_issued(number) or told.cancelled(number) or access.typed_lines(found, [number]):
        raise Http404
    form = CancelForm(request.POST or None, **signing(request, found, now))

    def write(signed: Signed) -> str:
        actions.cancel(signed, number, form.cleaned_data)
        return reverse("outages:sheets", args=[code])

    return ask(
        request,
        form,
        write,
        said=_("The sheet is cancelled. It stays in the list."),
        title=_("Cancel sheet %(number)s") % {"number": number},
        cancel=reverse("outages:sheets", args=[code]),
        crumbs=below(found, to_sheets(found)),
    )


@keeping
@never_cache
@require_safe
def printed(request: Request, code: str, first: int, language: str) -> HttpResponse:
    """The sheets of one issue as PDF, to be printed."""
    found = station_or_404(request, code)
    told = access.account_of(request.reader, found)
    issue = next((one for one in told.issues if one.first == first), None)
    if issue is None or language not in LANGUAGES:
        raise Http404
    said = words(language)
    paper = sheets_paper(found, issue, said, made_on=timezone.localdate())
    return attached(papers.render_pdf(paper, words=said), f"{paper.number}.pdf", "application/pdf")
