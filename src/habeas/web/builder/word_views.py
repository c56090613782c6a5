"""The text out as a file, and a Word file back in: what differs is decided by a person, one by one."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from habeas import papers
from habeas.documents.lists.comparison import Change
from habeas.documents.word.package import WORD_LIMITS
from habeas.documents.word.reading import WordDocument, read_word
from habeas.errors import RefusedError
from habeas.language import N_, words
from habeas.threads import differences as word_differences
from habeas.web.builder import access, actions, taking
from habeas.web.builder.forms import BackForm
from habeas.web.builder.merging import Difference, copy_named_in, differences, note_text, plain, theirs_of
from habeas.web.builder.models import FORMS, KINDS, Copy, Incoming, Manuscript, Passage
from habeas.web.builder.paper import Made, report_paper
from habeas.web.builder.views import around, at_passage, form_page, reading, text_of
from habeas.web.conduct.showing import sentence
from habeas.web.people.access import Request, may
from habeas.web.people.roles import Capability
from habeas.web.shell.exporting import attached
from habeas.web.shell.failures import too_large

FILES: dict[str, tuple[Callable[..., bytes], str]] = {
    "pdf": (papers.render_pdf, "application/pdf"),
    "docx": (
        papers.render_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}
CHANGES = {
    Change.THEIRS: N_("changed in the file"),
    Change.CONFLICT: N_("changed in the file, and here since"),
    Change.ADDED: N_("new in the file"),
    Change.REMOVED: N_("taken out in the file"),
    Change.REMOVED_CHANGED: N_("taken out in the file, and changed here since"),
    Change.GONE: N_("in the file, and taken out here since"),
}
SHOWN = 50
"""Differences on one page; the next come as these are decided."""


@reading
@form_page
def copy(request: Request, public_id: str, form: str) -> HttpResponse:
    """The text as a file. That it goes out is noted, with its hash, and from then on numbers are kept."""
    manuscript = access.manuscript_for(request.reader, public_id)
    if form not in FILES or not may(request.reader, Capability.EXPORT):
        raise Http404
    if request.method != "POST":
        return redirect("builder:text", public_id)
    said = words(manuscript.language)
    passages = list(access.passages_of(manuscript))
    row = Copy(manuscript=manuscript, form=form, by_id=request.reader.user_id)
    state = said.say(N_("adopted")) if access.frozen(manuscript) else said.say(N_("draft"))
    made = Made(copy=row.public_id, on=timezone.localdate(), state=state)
    write, content_type = FILES[form]
    paper = report_paper(manuscript, passages, made, said)
    data = write(paper, words=said)
    row.sha256 = papers.sha256_of(data)
    if form == "docx":
        note_text(row, read_word(BytesIO(data), name="copy.docx"))
    actions.note_copy(request.reader, row)
    return attached(data, f"{paper.number}-confidential.{form}", content_type)


@reading
@csrf_exempt  # asked for below, once it is known that the request is not too large to be read
@form_page
def bring_back(request: Request, public_id: str) -> HttpResponse:
    """A request that says that it is too large is refused before a byte of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > WORD_LIMITS.file + 1_000_000:
        return too_large().page(request)
    return _bring_back(request, public_id)


@csrf_protect
def _bring_back(request: Request, public_id: str) -> HttpResponse:
    manuscript = text_of(request, public_id)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = BackForm(*posted, copies=access.copies_of(manuscript).filter(form="docx"))
    if request.method == "POST" and form.is_valid():
        try:
            incoming = _read(request, manuscript, form)
            taking.receive(request.reader, incoming)
        except RefusedError as error:
            form.add_error("file", sentence(error))
        else:
            return redirect("builder:merge", public_id, incoming.public_id)
    context = around(manuscript, _("Bring back a Word file")) | {
        "form": form,
        "cancel": at_passage(None, manuscript),
        "submit": _("Read it"),
    }
    return render(request, "builder/back.html", context)


def _read(request: Request, manuscript: Manuscript, form: BackForm) -> Incoming:
    upload = form.cleaned_data["file"]
    document = read_word(upload, name=_("this file"))
    copy = form.cleaned_data["copy"] or _copy_of(document, manuscript)
    if copy is None:
        raise RefusedError(
            "copy-unknown",
            N_("The file does not say from which copy it was made."),
            advice=N_("Choose the copy: it was sent out as a Word file from this text."),
        )
    upload.seek(0)
    return Incoming(
        manuscript=manuscript,
        copy=copy,
        sha256=papers.sha256_of(upload.read()),
        theirs=theirs_of(document, copy),
        comments=list(document.comments),
        tracked=document.inserted + document.deleted,
        by_id=request.reader.user_id,
    )


def _copy_of(document: WordDocument, manuscript: Manuscript) -> Copy | None:
    named = copy_named_in(document)
    return access.copies_of(manuscript).filter(public_id=named, form="docx").first() if named else None


@reading
@form_page
def merge(request: Request, public_id: str, incoming_id: str) -> HttpResponse:
    """What differs, and for each a decision: theirs, ours, or written anew."""
    reader, now = request.reader, timezone.now()
    manuscript = text_of(request, public_id)
    incoming = access.incoming_for(manuscript, incoming_id)
    here = reverse("builder:merge", args=[public_id, incoming_id])
    typed: dict[str, str] = {}
    if request.method == "POST" and incoming.closed_at is None:
        try:
            told = _decided(request, incoming)
        except RefusedError as error:
            messages.warning(request, sentence(error))
            typed = {request.POST.get("key", ""): request.POST.get("text", "")}
        else:
            messages.success(request, told)
            done = incoming.closed_at is not None
            return redirect(at_passage(None, manuscript) if done else here)
    decided = access.decided_of(incoming)
    passages = list(access.cited(access.every_passage_of(manuscript)))
    left = differences(incoming, passages, decided)
    context = around(manuscript, _("Compare with the Word file")) | {
        "incoming": incoming,
        "lines": [_line(one, passages, typed.get(one.key)) for one in left[:SHOWN]],
        "left": len(left),
        "more": max(0, len(left) - SHOWN),
        "plain": sum(one.plain_change for one in left),
        "decided": len(decided),
        "forms": FORMS,
        "kinds": KINDS,
        "writer": access.may_write(reader, manuscript, now.date()),
    }
    return render(request, "builder/merge.html", context)


def _decided(request: Request, incoming: Incoming) -> str:
    """Do what was pressed; return what is told."""
    reader, now, given = request.reader, timezone.now(), request.POST
    if "all" in given:
        count = taking.take_plain_changes(reader, incoming, now=now)
        return _("Taken over: %(n)s") % {"n": count}
    if "close" in given:
        taking.close(reader, incoming, now=now)
        return _("Everything in the file is decided on. It is closed.")
    choice = next((one for one in ("theirs", "ours", "written") if one in given), "ours")
    text = plain(given.get("text", ""))[:20_000] if choice == "written" else ""
    form = given.get("form", "") if given.get("form", "") in dict(FORMS) else ""
    kind = given.get("kind", "") if given.get("kind", "") in dict(KINDS) else ""
    key = given.get("key", "")
    taking.decide(reader, incoming, key, choice, now=now, text=text, form=form, kind=kind)
    return _("Decided.")


def _line(one: Difference, passages: list[Passage], typed: str | None) -> dict[str, Any]:
    compared = one.compared
    was, theirs = word_differences(compared.base or "", compared.theirs or "")
    _was, ours = word_differences(compared.base or "", compared.ours or "")
    change = CHANGES.get(compared.change, "")
    return {
        "one": one,
        "key": one.key,
        "passage": one.passage,
        "says": _(change) if change else _("moved in the file"),
        "moved": compared.moved and bool(change),
        "was": was if compared.base is not None else None,
        "theirs": theirs if compared.theirs is not None else None,
        "ours": ours if compared.ours is not None and compared.ours != compared.base else None,
        "text": typed if typed is not None else compared.theirs or compared.ours or "",
        "after": next((row for row in passages if row.public_id == compared.after), None),
        "form": one.form,
    }
