"""The page of a draft: what the letter needs beside the record, and the letter as a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas import papers
from habeas.language import words
from habeas.law import provision
from habeas.web.drafts import access, actions
from habeas.web.drafts.forms import DraftForm
from habeas.web.drafts.letters import Asked, Template, letter_paper
from habeas.web.parties.entering import own_band
from habeas.web.people.access import Reader, Request, door
from habeas.web.people.roles import Capability
from habeas.web.shell.exporting import attached

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@door(Capability.WRITE_FACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: Request, key: str, public_id: str) -> HttpResponse:
    """Ask, and answer with the Word document or with the file of its hash."""
    template, row = access.draft_for(request.reader, key, public_id)
    today = timezone.localdate()
    first = {"addressee": access.addressee_of(request.reader, row, today)}
    points = access.points_of(request.reader, key, row, words(get_language()))
    come = access.come_already(request.reader, key, row)
    form = DraftForm(request.POST or None, template=template, points=points, come=come, initial=first)
    if request.method == "POST" and form.is_valid():
        paper = _paper(request.reader, template, row, form.cleaned_data)
        data = papers.render_docx(paper, words=words(paper.language))
        name = f"{paper.number}-confidential.docx"
        if request.POST.get("do") == "sha256":
            return attached(papers.side_file(data, name).encode(), f"{name}.sha256", "text/plain")
        actions.note_draft(request.reader, row, key=key, number=paper.number, sha256=papers.sha256_of(data))
        return attached(data, name, WORD)
    context = {
        "title": access.name_of(key),
        "form": form,
        "row": row,
        "clause": provision(template.provision),
        "band": own_band(),
        "invented": row.party.invented,
        "back": access.address_of(row),
        "crumbs": [(str(row.party), access.address_of(row)), (_("Draft of a letter"), "")],
    }
    return render(request, "drafts/draft.html", context)


def _paper(reader: Reader, template: Template, row: Any, given: dict[str, Any]) -> papers.Paper:
    said = words(given["language"])
    due = given.get("due")
    with override(given["language"]):  # what a document or an item is called, too
        asked = Asked(
            addressee=given["addressee"],
            signed_by=given["signed_by"],
            values=access.values_of(reader, row, said) | {"due": said.date(due) if due else ""},
            points=[
                line
                for name, line in access.points_of(reader, template.key, row, said).items()
                if name in given["points"]
            ],
        )
    return letter_paper(
        template,
        asked,
        words=said,
        iso=row.party.iso,
        invented=row.party.invented,
        made_on=timezone.localdate(),
    )
