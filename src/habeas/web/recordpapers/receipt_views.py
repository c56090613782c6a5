"""Receipts: which entries have one, one to be printed, all of the rights on one paper."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from habeas import papers
from habeas.language import LANGUAGES, words
from habeas.tlog.receipt import Receipt
from habeas.web.custodydesk.views import crumbs_of
from habeas.web.people.access import Request
from habeas.web.recordpapers import access
from habeas.web.recordpapers.receipts import Printed, how_to_check, receipts_paper, texts
from habeas.web.recordpapers.telling import rows_of
from habeas.web.recordpapers.views import below, opened_or_404, reading
from habeas.web.shell.exporting import attached
from habeas.web.shell.marks import own_words

REFRESH = 10
"""Seconds after which a page that waits for a signed head asks again; no script is needed."""


@reading
@never_cache
@require_safe
def receipts(request: Request, record_id: str) -> HttpResponse:
    """Every entry of a record, each with the way to its receipt."""
    opened = opened_or_404(request, record_id)
    ids = {line.first.seq: line.first for line in opened.lines}
    rows = [(row, ids[row.number]) for row in rows_of(opened, request.reader, named=True)]
    context = {
        **below(opened, _("Receipts")),
        "rights": [(row, event) for row, event in rows if access.is_of_rights(event.kind)],
        "others": [(row, event) for row, event in rows if not access.is_of_rights(event.kind)],
        "in_languages": LANGUAGES.items(),
    }
    return render(request, "recordpapers/receipts.html", context)


@reading
@never_cache
@require_safe
def receipt(request: Request, record_id: str, event_id: UUID) -> HttpResponse:
    """One receipt, to be printed; or a page that waits until it can be."""
    found, opened = _receipt(request, record_id, event_id), opened_or_404(request, record_id)
    way = (_("Receipts"), reverse("recordpapers:receipts", args=[record_id]))
    context = {
        "title": _("Receipt of an entry in a custody register"),
        "printed": None if found is None else Printed(found),
        "how": "" if found is None else how_to_check(Printed(found)),
        "texts": texts(),
        "record_id": record_id,
        "event_id": event_id,
        "in_languages": LANGUAGES.items(),
        "invented": opened.station.invented,
        "crumbs": crumbs_of(opened.station, way, (_("Receipt"), "")),
    }
    response = render(request, "recordpapers/receipt.html", context)
    if found is None:
        response["Refresh"] = str(REFRESH)
    return response


@reading
@never_cache
@require_safe
def receipt_pdf(request: Request, record_id: str, event_id: UUID) -> HttpResponse:
    """The same as PDF, in the language that is asked for."""
    found = _receipt(request, record_id, event_id)
    return _pdf(request, record_id, [] if found is None else [found])


@reading
@never_cache
@require_safe
def rights_pdf(request: Request, record_id: str) -> HttpResponse:
    """The receipts of every entry about a right, each on its sheet."""
    return _pdf(request, record_id, access.receipts_of_rights(opened_or_404(request, record_id)))


@reading
@never_cache
@require_safe
def receipt_file(request: Request, record_id: str, event_id: UUID) -> HttpResponse:
    """The receipt for programs: a C2SP tlog-proof."""
    found = _receipt(request, record_id, event_id)
    if found is None:
        raise Http404
    return attached(bytes(found), f"receipt-{found.proof.index}.tlog-proof", "text/plain; charset=utf-8")


def _receipt(request: Request, record_id: str, event_id: UUID) -> Receipt | None:
    try:
        return access.receipt_for(request.reader, record_id, str(event_id), timezone.now())
    except LookupError:
        raise Http404 from None


def _pdf(request: Request, record_id: str, found: list[Receipt]) -> HttpResponse:
    opened = opened_or_404(request, record_id)
    language = request.GET.get("language", own_words().language)
    if not found or language not in LANGUAGES:
        raise Http404
    said = words(language)
    with translation.override(language):
        paper = receipts_paper(
            [Printed(one) for one in found],
            words=said,
            invented=opened.station.invented,
            made_on=timezone.localdate(),
        )
    return attached(papers.render_pdf(paper, words=said), f"{paper.number}.pdf", "application/pdf")
