"""The pages of the pre-visit brief, and the brief as a file."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas import papers
from habeas.web.parties.entering import own_band
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.programme import access, actions
from habeas.web.programme.brief import Brief, brief_of
from habeas.web.programme.brief_paper import brief_paper
from habeas.web.shell.exporting import attached
from habeas.web.shell.marks import own_words
from habeas.web.visits.access import visit_for

FORMS: dict[str, tuple[Callable[..., bytes], str]] = {
    "pdf": (papers.render_pdf, "application/pdf"),
    "docx": (
        papers.render_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}

reading = door(Capability.READ_CONFIDENTIAL)
# Who may not read of the Party is told “not found” whatever they send.
any_method = require_http_methods(["GET", "HEAD", "POST"])


def _brief(request: Request, slug: str) -> Brief:
    party = access.party_due(request.reader, slug)
    named = request.GET.get("visit", "")
    visit = visit_for(request.reader, named) if named else None
    if visit is not None and visit.party_id != party.pk:
        raise Http404
    return brief_of(request.reader, party, visit, timezone.localdate(), own_words())


@reading
@any_method
def brief(request: Request, slug: str) -> HttpResponse:
    """The brief on one page."""
    found = _brief(request, slug)
    title = _("Pre-visit brief: %(party)s") % {"party": found.party.name}
    context = {
        "title": title,
        "brief": found,
        "party": found.party,
        "query": f"?visit={found.visit.public_id}" if found.visit else "",
        "may_export": may(request.reader, Capability.EXPORT),
        "writer": may(request.reader, Capability.WRITE_FACTS, found.party.public_id),
        "band": own_band(),
        "invented": found.party.invented,
        "crumbs": [(_("Programme"), reverse("programme:parties")), (found.party.name, "")],
    }
    return render(request, "programme/brief.html", context)


@reading
@any_method
def brief_file(request: Request, slug: str, form: str) -> HttpResponse:
    """The brief as a file, or (``?sha256=1``) the file of its hash; each is noted in the journal."""
    if form not in FORMS or not may(request.reader, Capability.EXPORT):
        raise Http404
    found = _brief(request, slug)
    write, content_type = FORMS[form]
    words = own_words()
    paper = brief_paper(found, words=words, made_on=timezone.localdate())
    data = write(paper, words=words)
    name = f"{paper.number}-confidential.{form}"
    if request.GET.get("sha256"):
        return attached(papers.side_file(data, name).encode(), f"{name}.sha256", "text/plain; charset=utf-8")
    actions.note_brief(
        request.reader, found.party, form=form, number=paper.number, sha256=papers.sha256_of(data)
    )
    return attached(data, name, content_type)
