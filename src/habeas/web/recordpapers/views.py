"""Pages below a record: its day, and the record on paper and as a file."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from habeas import papers
from habeas.language import Words, words
from habeas.safeguards.record_days import LEGEND
from habeas.web.custodydesk.access import READERS, Opened
from habeas.web.custodydesk.views import called, crumbs_of, own_band
from habeas.web.people.access import Request, door
from habeas.web.people.roles import Capability
from habeas.web.recordpapers import access, actions
from habeas.web.recordpapers.forms import FILE, CopyForm
from habeas.web.recordpapers.paper import record_paper
from habeas.web.recordpapers.picturing import days_of
from habeas.web.recordpapers.telling import missing, rows_of
from habeas.web.shell.exporting import attached

reading = door(*READERS)
handing_out = door(Capability.KEEP_REGISTER, Capability.WRITE_HEALTH, Capability.OVERSEE_REGISTER)
form_page = require_http_methods(["GET", "HEAD", "POST"])

FORMS: dict[str, tuple[Callable[..., bytes | str], str]] = {
    "pdf": (papers.render_pdf, "application/pdf"),
    "docx": (
        papers.render_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "html": (papers.render_html, "text/html; charset=utf-8"),
}


def opened_or_404(request: Request, record_id: str, *, sealed: bool = False) -> Opened:
    """A record that the reader may open, without what is sealed unless that is asked for."""
    found = access.opened_for(request.reader, record_id, timezone.now(), sealed=sealed)
    if found is None:
        raise Http404
    return found


def below(opened: Opened, title: str) -> dict[str, Any]:
    """What every page below a record has: its title, the way to it, its bands."""
    way = (called(opened), reverse("custodydesk:record", args=[opened.record.record_id]))
    return {
        "title": title,
        "opened": opened,
        "record_id": opened.record.record_id,
        "band": own_band(),
        "invented": opened.station.invented,
        "crumbs": crumbs_of(opened.station, way, (title, "")),
    }


@reading
@never_cache
@require_safe
def day(request: Request, record_id: str) -> HttpResponse:
    """The days of a record as pictures, with every entry beneath."""
    opened, now = opened_or_404(request, record_id), timezone.now()
    by_calendar = request.GET.get("by") != "arrival"
    drawn = days_of(opened, opened.outages, now, by_calendar=by_calendar)
    context = {
        **below(opened, _("Day by day")),
        "drawn": drawn,
        "by_calendar": by_calendar,
        "legend": _(LEGEND),
        "rows": rows_of(opened, request.reader, named=True),
        "missing": missing(drawn.course, opened, drawn.numbers),
    }
    return render(request, "recordpapers/day.html", context)


@handing_out
@never_cache
@form_page
def paper(request: Request, record_id: str) -> HttpResponse:
    """Ask in which form and language the record is handed out, and make the copy."""
    opened = opened_or_404(request, record_id)
    form = CopyForm(request.POST or None, sealed=access.reads_sealed(request.reader))
    if request.method == "POST" and form.is_valid():
        return _copy(request, record_id, **form.cleaned_data)
    context = {**below(opened, _("Copy of the record")), "form": form, "submit": _("Make the copy")}
    return render(request, "recordpapers/paper.html", context)


def _copy(
    request: Request, record_id: str, *, form: str, language: str, sealed: bool = False
) -> HttpResponse:
    opened, now = opened_or_404(request, record_id, sealed=sealed), timezone.now()
    actions.note_copy(request.reader, opened, form, sealed=sealed)
    if form == FILE:
        return attached(access.record_file(opened), f"{record_id}.jsonl", "application/jsonl")
    said = words(language)
    with translation.override(language):
        made = _paper(request, opened, said, sealed=sealed, now=now)
    make, media = FORMS[form]
    data = make(made, words=said)
    name = f"{made.number}.{form}"
    return attached(data.encode() if isinstance(data, str) else data, name, media)


def _paper(request: Request, opened: Opened, said: Words, *, sealed: bool, now: Any) -> papers.Paper:
    days = days_of(opened, opened.outages, now, by_calendar=True)
    return record_paper(
        opened, request.reader, days, words=said, at=now, sealed=sealed, made_on=timezone.localdate()
    )
