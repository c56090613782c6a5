"""Pages of the statistics: every figure of a period, and one figure with its rows."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from habeas.pictures.bars import bars
from habeas.web.parties.entering import own_band
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.programme.access import parties_due
from habeas.web.shell.exporting import file_response
from habeas.web.shell.marks import own_words
from habeas.web.statistics import actions
from habeas.web.statistics.access import records_for
from habeas.web.statistics.counting import Period, Within
from habeas.web.statistics.figures import Figure, figures, year_of
from habeas.web.statistics.forms import PeriodForm

reading = door(Capability.READ_CONFIDENTIAL)
YEARS = 5
"""How many years are offered by their number."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with its bars, wide and narrow, and where it opens to its rows."""

    figure: Figure
    wide: str
    narrow: str
    address: str


def _shown(figure: Figure, query: str) -> Shown:
    words = own_words()
    drawn = [
        bars(figure.groups, words=words, width=width, title=figure.title, prefix=f"{prefix}-{figure.key}")
        if figure.groups
        else ""
        for prefix, width in (("wide", 640), ("narrow", 340))
    ]
    return Shown(figure, drawn[0], drawn[1], f"{reverse('statistics:figure', args=[figure.key])}?{query}")


def _asked(request: Request) -> tuple[PeriodForm, Period, str]:
    form = PeriodForm(request.GET or None)
    period = form.period(timezone.localdate())
    query = urlencode({"first": period.first.isoformat(), "last": period.last.isoformat()})
    return form, period, query


def _years() -> list[tuple[str, str]]:
    this_year = timezone.localdate().year
    found = []
    for year in range(this_year, this_year - YEARS, -1):
        period = year_of(year)
        query = urlencode({"first": period.first.isoformat(), "last": period.last.isoformat()})
        found.append((str(year), f"{reverse('statistics:page')}?{query}"))
    return found


def _context(request: Request, title: str, **more: Any) -> dict[str, Any]:
    return {
        "title": title,
        "band": own_band(),
        "invented": parties_due(request.reader).filter(invented=True).exists(),
        **more,
    }


@reading
@require_safe
def page(request: Request) -> HttpResponse:
    """Every figure of a period."""
    form, period, query = _asked(request)
    records = records_for(request.reader, timezone.localdate())
    found = figures(records, period, own_words())
    shown = PeriodForm(initial={"first": period.first, "last": period.last})
    return render(
        request,
        "statistics/page.html",
        _context(
            request,
            _("Statistics"),
            form=form if form.errors else shown,
            period=period,
            figures=[_shown(one, query) for one in found],
            years=_years(),
            counted_parties=records.parties,
        ),
    )


@reading
@require_safe
def figure(request: Request, key: str) -> HttpResponse:
    """One figure with the rows that it was counted from; ``?export=csv`` gives the rows as a file."""
    _form, period, query = _asked(request)
    found = figures(records_for(request.reader, timezone.localdate()), period, own_words())
    one = next((each for each in found if each.key == key), None)
    if one is None:
        raise Http404
    exporting = may(request.reader, Capability.EXPORT)
    if wanted := request.GET.get("export"):
        if wanted != "csv" or not exporting:
            raise Http404
        actions.note_export(request.reader, figure=key, count=len(one.lines))
        rows = [[*line.cells, _within(line.within)] for line in one.lines]
        name = f"statistics-{key}-{period.first}-{period.last}-confidential"
        return file_response(name, "csv", [*one.header, _("In the period")], rows)
    lines = [
        {"cells": list(zip(one.header, line.cells, strict=True)), "line": line, "in": _within(line.within)}
        for line in one.lines
    ]
    return render(
        request,
        "statistics/figure.html",
        _context(
            request,
            one.title,
            shown=_shown(one, query),
            lines=lines,
            period=period,
            query=query,
            may_export=exporting,
            crumbs=[(_("Statistics"), f"{reverse('statistics:page')}?{query}"), (one.title, "")],
        ),
    )


def _within(within: Within) -> str:
    return _("counted") if within is Within.SURELY else _("perhaps, by its date")
