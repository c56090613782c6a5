"""Items out as a file to fill in, and back: a preview says what would be taken, and only then is it taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from habeas import papers
from habeas.documents.reply.items import WORD, FilledItems, read_items
from habeas.documents.tables.spreadsheet import TEXTS, WORKBOOKS
from habeas.documents.word.package import WORD_LIMITS
from habeas.errors import RefusedError
from habeas.web.conduct.showing import sentence
from habeas.web.parties.entering import own_band
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.replies import access, taking
from habeas.web.replies.apart_views import crumbs_to
from habeas.web.replies.bringing import Judged, Verdict, digest
from habeas.web.replies.items_out import FORMS, Items, items_taken_apart, items_to_answer
from habeas.web.replies.models import Filing
from habeas.web.replies.views import crumbs, draft_band
from habeas.web.reports import waiting
from habeas.web.reports.models import Document
from habeas.web.shell.bands import Band
from habeas.web.shell.exporting import attached
from habeas.web.shell.marks import Status, own_words
from habeas.web.shell.uploads import held_to

any_method = require_http_methods(["GET", "HEAD", "POST"])
answering = door(Capability.READ_TRANSMITTED)
both_sides = door(Capability.READ_TRANSMITTED, Capability.READ_CONFIDENTIAL)
exporting = door(Capability.EXPORT)
writing = door(Capability.WRITE_FACTS)
MOST = WORD_LIMITS.file + 1_000_000
"""What a request with a file may hold: the file, and what a form has beside."""


class FilledFileForm(forms.Form):
    """A file that came back filled in."""

    file = forms.FileField(
        label=gettext_lazy("Which file?"),
        help_text=gettext_lazy("DOCX, XLSX or CSV, as it was taken away here and filled in."),
    )

    def clean_file(self) -> Any:
        """Refuse by its ending what would be read as a text that it is not."""
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix and not _suffix_of(file.name):
            raise forms.ValidationError(_("This is no DOCX, XLSX or CSV file."), code="items-format")
        return file


# Out -----------------------------------------------------------------------------------------------


@both_sides
@any_method
def items_file(request: Request, public_id: str, form: str) -> HttpResponse:
    """The items of a transmitted report: for its State with its own drafts, for the body to send."""
    if access.reports_for(request.reader).filter(public_id=public_id).exists():
        row = access.report_for(request.reader, public_id)
    elif may(request.reader, Capability.EXPORT):
        row = access.answered_report_for(request.reader, public_id)
    else:
        raise Http404
    return _file(request, row, items_to_answer(request.reader, row), form)


@exporting
@any_method
def apart_file(request: Request, public_id: str, form: str) -> HttpResponse:
    """The items of a report with what one response holds on each."""
    filing = access.filing_for(request.reader, public_id)
    return _file(request, filing, items_taken_apart(filing), form)


def _file(request: Request, about: Document | Filing, items: Items, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    data = items.bytes_of(form, words=own_words(), made_on=timezone.localdate())
    party = items.report.party.public_id
    sha256 = papers.sha256_of(data)
    taking.note_export(request.reader, about, party, form=form, rows=len(items.rows), sha256=sha256)
    return attached(data, f"items-{items.report.public_id}-confidential.{form}", FORMS[form])


# Back ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """Where a filled-in file goes: how it is judged and taken, and what the pages of it say."""

    about: str
    judge: Callable[[FilledItems], list[Judged]]
    take: Callable[[Sequence[Judged], str], int]
    try_address: Callable[[str], str]
    again: str
    back: str
    said: str
    taken: str
    band: Band
    crumbs: list[tuple[str, str]]
    invented: bool


def _of_state(request: Request, public_id: str) -> Road:
    row = access.report_for(request.reader, public_id)
    return Road(
        about=public_id,
        judge=lambda read: taking.judge_replies(request.reader, row, read),
        take=lambda judged, sha256: taking.take_replies(request.reader, row, judged, sha256=sha256),
        try_address=lambda token: reverse("replies:bring_try", args=[public_id, token]),
        again=reverse("replies:bring", args=[public_id]),
        back=reverse("replies:report", args=[public_id]),
        said=_("First it is shown what the file would do. What is taken is kept as drafts; nothing is sent."),
        taken=_("Kept as drafts: %(n)s. Nothing is sent yet."),
        band=draft_band(),
        crumbs=crumbs(row, (_("Filled-in file"), "")),
        invented=row.party.invented,
    )


def _of_desk(request: Request, public_id: str) -> Road:
    filing = access.letter_for(request.reader, public_id)
    return Road(
        about=public_id,
        judge=lambda read: taking.judge_passages(filing, read),
        take=lambda judged, sha256: taking.take_passages(request.reader, filing, judged, sha256=sha256),
        try_address=lambda token: reverse("replies:apart_bring_try", args=[public_id, token]),
        again=reverse("replies:apart_bring", args=[public_id]),
        back=reverse("replies:apart", args=[public_id]),
        said=_(
            "First it is shown what the file would do. What stands is never overwritten: what is corrected "
            "stays readable."
        ),
        taken=_("Recorded from the file: %(n)s."),
        band=own_band(),
        crumbs=crumbs_to(filing, (_("Filled-in file"), "")),
        invented=filing.report.party.invented,
    )


@answering
@held_to(MOST)
@any_method
def bring(request: Request, public_id: str) -> HttpResponse:
    """Ask for the file that the State filled in."""
    return _ask_file(request, _of_state(request, public_id))


@answering
@any_method
def bring_try(request: Request, public_id: str, token: str) -> HttpResponse:
    """What the file would do to the drafts; a POST does it."""
    return _preview(request, _of_state(request, public_id), token)


@writing
@held_to(MOST)
@any_method
def apart_bring(request: Request, public_id: str) -> HttpResponse:
    """Ask for a file with what a response holds on the items."""
    return _ask_file(request, _of_desk(request, public_id))


@writing
@any_method
def apart_bring_try(request: Request, public_id: str, token: str) -> HttpResponse:
    """What the file would do to a response that is taken apart; a POST does it."""
    return _preview(request, _of_desk(request, public_id), token)


def _ask_file(request: Request, road: Road) -> HttpResponse:
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FilledFileForm(*posted)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        kept = waiting.keep(
            request.reader.public_id, upload.chunks(), items_of=road.about, suffix=_suffix_of(upload.name)
        )
        try:
            _read(kept)
        except RefusedError as error:
            kept.drop()
            form.add_error("file", sentence(error))
        else:
            return redirect(road.try_address(kept.token))
    context: dict[str, Any] = {
        "title": _("Bring back a filled-in file"),
        "form": form,
        "said": road.said,
        "cancel": road.back,
        "submit": _("Read it"),
        "band": road.band,
        "invented": road.invented,
        "crumbs": road.crumbs,
    }
    return render(request, "parties/fact_form.html", context)


def _suffix_of(name: str) -> str:
    """The ending of the file's name, where it tells how to read it; the name itself is not kept."""
    suffix = PurePath(name).suffix.casefold()
    return suffix if suffix in (*WORD, *WORKBOOKS, *TEXTS) else ""


def _read(kept: waiting.Waiting) -> FilledItems:
    return read_items(kept.path, name=f"file{kept.told['suffix']}")


def _preview(request: Request, road: Road, token: str) -> HttpResponse:
    kept = waiting.found(request.reader.public_id, token)
    if kept.told.get("items_of") != road.about:
        raise Http404
    if request.method == "POST" and "drop" in request.POST:
        kept.drop()
        messages.success(request, _("The file is removed. Nothing of it was written."))
        return redirect(road.back)
    read = _read(kept)
    judged = road.judge(read)
    shown, changed = digest(judged), False
    if request.method == "POST":
        if request.POST.get("seen") == shown:
            taken = road.take(judged, papers.sha256_of(kept.path.read_bytes()))
            kept.drop()
            messages.success(request, road.taken % {"n": taken})
            return redirect(road.back)
        changed = True
    words = own_words()
    counts = {verdict.value: sum(one.verdict is verdict for one in judged) for verdict in Verdict}
    context = {
        "title": _("What this file would do"),
        "counts": counts,
        "lines": [one for one in judged if one.verdict is not Verdict.EMPTY],
        "wrong": Status(_("wrong, left out"), "late"),
        "same": Status(_("unchanged"), "neutral"),
        "corrected": Status(_("would be taken in place of what stands"), "due"),
        "taken": Status(_("would be taken"), "done"),
        "told": [(one.line, one.said(words)) for one in read.problems],
        "flowing": read.flowing,
        "seen": shown,
        "changed": changed,
        "again": road.again,
        "back": road.back,
        "said": road.said,
        "band": road.band,
        "invented": road.invented,
        "crumbs": road.crumbs,
    }
    return render(request, "replies/bring_try.html", context)
