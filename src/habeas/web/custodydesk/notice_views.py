"""The notice of rights, to be printed. Printing writes nothing: the entry that it was given is offered."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas import papers
from habeas.custody.notice import LANGUAGES, notice
from habeas.web.custodydesk.notice_paper import notice_paper
from habeas.web.custodydesk.views import called, crumbs_of, keeping, record_or_404
from habeas.web.people.access import Request
from habeas.web.shell.exporting import attached

any_method = require_http_methods(["GET", "HEAD", "POST"])


@keeping
@any_method
def choose(request: Request, record_id: str) -> HttpResponse:
    """Ask in which language."""
    opened = record_or_404(request, record_id)
    context = {
        "title": _("Notice of rights"),
        "record_id": record_id,
        "notices": [notice(language) for language in LANGUAGES],
        "invented": opened.station.invented,
        "crumbs": crumbs_of(
            opened.station, (called(opened), reverse("custodydesk:record", args=[record_id]))
        ),
    }
    return render(request, "custodydesk/notices.html", context)


@keeping
@any_method
def notice_page(request: Request, record_id: str, language: str) -> HttpResponse:
    """The notice as a page to be printed; it names nobody."""
    opened = record_or_404(request, record_id)
    if language not in LANGUAGES:
        raise Http404
    found = notice(language)
    context = {
        "title": found.title,
        "notice": found,
        "record_id": record_id,
        "invented": opened.station.invented,
        "crumbs": crumbs_of(
            opened.station, (_("Notice of rights"), reverse("custodydesk:rights", args=[record_id]))
        ),
    }
    return render(request, "custodydesk/notice.html", context)


@keeping
@any_method
def notice_pdf(request: Request, record_id: str, language: str) -> HttpResponse:
    """The same as PDF."""
    opened = record_or_404(request, record_id)
    if language not in LANGUAGES:
        raise Http404
    found = notice(language)
    paper = notice_paper(found, invented=opened.station.invented, made_on=timezone.localdate())
    return attached(papers.render_pdf(paper, words=found.words), f"{paper.number}.pdf", "application/pdf")
