"""Pages of the text of a report: the whole of it, and each passage to read, write, move or take out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas.errors import RefusedError
from habeas.language import words
from habeas.web.builder import access, actions, taking
from habeas.web.builder.forms import BeginForm, MoveForm, wordings_of, writing_form
from habeas.web.builder.models import FORMS, Manuscript, Passage
from habeas.web.builder.outlining import outline
from habeas.web.builder.showing import chapters, counted, units, versions, warned
from habeas.web.conduct.showing import asked, sentence
from habeas.web.parties.entering import own_band
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.sources.forms import ReasonForm

FORM = "builder/form.html"
"""A form below the passage that it is about."""
form_page = require_http_methods(["GET", "HEAD", "POST"])
reading = door(Capability.READ_CONFIDENTIAL)


def text_of(request: Request, public_id: str) -> Manuscript:
    """The text in which the reader takes part, or ``Http404``."""
    return access.own_manuscript_for(request.reader, public_id, timezone.localdate())


def at_passage(row: Passage | None, manuscript: Manuscript) -> str:
    """The page of the whole text, at a passage."""
    address = reverse("builder:text", args=[manuscript.report.public_id])
    return f"{address}?at={row.public_id}#p-{row.public_id}" if row else address


def around(manuscript: Manuscript, title: str, *more: tuple[str, str]) -> dict[str, Any]:
    """What every page of a text needs: band, crumbs, title."""
    report = manuscript.report
    whole = reverse("builder:text", args=[report.public_id])
    return {
        "title": title,
        "manuscript": manuscript,
        "report": report,
        "band": own_band(),
        "invented": report.party.invented,
        "crumbs": [
            (_("Documents"), reverse("reports:documents")),
            (str(report), reverse("reports:document", args=[report.public_id])),
            *([(_("The text"), whole), *more, (title, "")] if title != _("The text") else [(title, "")]),
        ],
    }


@reading
@form_page
def begin(request: Request, public_id: str) -> HttpResponse:
    """Begin the text of a report."""
    reader, today = request.reader, timezone.localdate()
    report = access.report_for(reader, public_id)
    if not access.may_begin(reader, report, today):
        raise Http404
    form = BeginForm(request.POST or None)
    manuscript = Manuscript(report=report)

    def go() -> str:
        manuscript.language = form.cleaned_data["language"]
        visit = report.visits.order_by("date_earliest").first()
        begins = form.cleaned_data["outline"] == "visit"
        pieces = outline(reader, visit, words(manuscript.language)) if begins and visit else []
        actions.begin(reader, manuscript, pieces)
        return reverse("builder:text", args=[public_id])

    context = around(manuscript, _("Write the text"))
    context["crumbs"] = [*context["crumbs"][:2], (context["title"], "")]
    context |= {"cancel": reverse("reports:document", args=[public_id]), "submit": _("Begin")}
    return asked(request, form, go, context, said=_("The text is begun."))


@reading
@form_page
def text(request: Request, public_id: str) -> HttpResponse:
    """One chapter of the text, or (``?whole=1``) all of it: findings, and what is asked beside them."""
    reader, now = request.reader, timezone.now()
    manuscript = access.manuscript_for(reader, public_id)
    shown = units(reader, manuscript, now)
    adopted = access.frozen(manuscript)
    findings = access.findings_beside(reader, manuscript)
    pages = chapters(shown)
    at = request.GET.get("at", "")
    here = next((number for number, page in enumerate(pages) if at and page.holds(at)), 0)
    whole = bool(request.GET.get("whole")) or len(pages) < 2
    context = around(manuscript, _("The text")) | {
        "pages": pages,
        "units": shown if whole else pages[here].units,
        "whole": whole,
        "here": None if whole else pages[here],
        "next": None if whole or here + 1 >= len(pages) else pages[here + 1],
        "root": reverse("builder:text", args=[public_id]),
        "last": shown[-1].last.public_id if shown else "start",
        "counted": counted(shown),
        "writer": access.may_write(reader, manuscript, timezone.localdate()),
        "adopted": adopted,
        "taken": access.asks_taken(manuscript) if adopted else 0,
        "may_export": may(reader, Capability.EXPORT),
        "findings": findings,
        "used": sum(bool(passages) for _finding, passages in findings),
        "rounds": access.rounds_of(manuscript),
        "copies": access.copies_of(manuscript)[:10],
        "incoming": access.incoming_of(manuscript),
        "removed": access.removed_of(manuscript),
    }
    return render(request, "builder/text.html", context)


@reading
@form_page
def passage(request: Request, public_id: str, passage_id: str) -> HttpResponse:
    """One passage with every version of it."""
    manuscript = access.manuscript_for(request.reader, public_id)
    row = access.passage_of(manuscript, passage_id)
    context = around(manuscript, str(row)) | {
        "row": row,
        "versions": versions(list(access.revisions_of(row))),
        "lock": access.lock_on(row, timezone.now()),
        "warned": warned(row, manuscript.language),
        "remarks": row.remarks.select_related("round", "decided_by"),
        "findings": row.findings.all(),
        "writer": access.may_write(request.reader, manuscript, timezone.localdate()),
    }
    return render(request, "builder/passage.html", context)


@reading
@form_page
def write(request: Request, public_id: str, passage_id: str) -> HttpResponse:
    """Write in a passage, which nobody else does meanwhile.

    The lock is taken by the button that asks for the form. A text that another changed meanwhile is shown
    beside the own one, and nothing typed is lost.
    """
    reader, now = request.reader, timezone.now()
    manuscript = text_of(request, public_id)
    row = access.passage_of(manuscript, passage_id)
    back = at_passage(row, manuscript)
    if "leave" in request.POST:
        actions.release(reader, row)
        return redirect(back)
    saves = request.method == "POST" and "text" in request.POST
    context = around(manuscript, _("Write: %(passage)s") % {"passage": row}) | {"row": row, "cancel": back}
    if request.method != "POST":
        held = access.lock_on(row, now)
        if held is None or held.holder_id != reader.user_id:
            return redirect("builder:passage", public_id, passage_id)
    elif not saves:
        try:
            actions.hold(reader, row, now=now, over="over" in request.POST)
        except actions.LockedError as error:
            return render(request, "builder/locked.html", context | {"lock": error.lock})
        except RefusedError as error:
            messages.warning(request, sentence(error))
            return redirect(back)
    return _written(request, row, context, saves=saves)


def _written(request: Request, row: Passage, context: dict[str, Any], *, saves: bool) -> HttpResponse:
    reader, manuscript = request.reader, row.manuscript
    kind = writing_form(row.form, new=False)
    drawn_on = row.form == "numbered"
    more = {"findings": access.findings_for_text(reader, manuscript)} if drawn_on else {}
    names = ("text", "kind", "addressee", "provision", "level", "version")
    first = {name: getattr(row, name) for name in names} | {"findings": row.findings.all()}
    form: Any = kind(request.POST if saves else None, initial=first, **more)
    if saves and form.is_valid():
        wording = actions.Wording(form=row.form, text=form.cleaned_data["text"], **form.said())
        drawn = form.cleaned_data.get("findings")
        version = form.cleaned_data["version"]
        try:
            actions.change(reader, row, wording, version=version, now=timezone.now(), findings=drawn)
        except actions.ChangedMeanwhileError as error:
            form = _with_version(form, row)
            form.add_error(None, sentence(error))
            context["now"] = row
        except RefusedError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("Saved."))
            return redirect(at_passage(row, manuscript))
    context |= {"form": form, "held_for": actions.LOCKED_FOR, "said_before": row.text}
    return render(request, "builder/write.html", context)


def _with_version(form: Any, row: Passage) -> Any:
    """The form as it was sent, which now knows the passage as it stands."""
    row.refresh_from_db()
    form.data = form.data.copy()
    form.data["version"] = str(row.version)
    return form


@reading
@form_page
def add(request: Request, public_id: str, form: str, after: str) -> HttpResponse:
    """Write new passages behind one; a finding named in the address is drawn into the paragraph."""
    reader = request.reader
    manuscript = text_of(request, public_id)
    if form not in dict(FORMS):
        raise Http404
    behind = None if after == "start" else access.passage_of(manuscript, after)
    found = access.findings_for_text(reader, manuscript)
    drawn = [finding for finding in found if finding.public_id == request.GET.get("finding")]
    first = {"text": drawn[0].text, "findings": drawn} if drawn else {}
    more = {"findings": found} if form == "numbered" else {}
    asks: Any = writing_form(form, new=True)(request.POST or None, initial=first, **more)

    def go() -> str:
        wordings = wordings_of(asks, form)
        made = actions.add(
            reader, manuscript, wordings, after=behind, findings=asks.cleaned_data.get("findings", ())
        )
        return at_passage(made[0] if made else behind, manuscript)

    title = _("Add: %(form)s") % {"form": dict(FORMS)[form]}
    context = around(manuscript, title) | {"cancel": at_passage(behind, manuscript), "behind": behind}
    return asked(request, asks, go, context, template=FORM, said=_("Saved."))


@reading
@form_page
def move(request: Request, public_id: str, passage_id: str) -> HttpResponse:
    """Move a passage, a paragraph with what it asks."""
    manuscript = text_of(request, public_id)
    row = access.passage_of(manuscript, passage_id)
    others = access.cited(access.passages_of(manuscript).exclude(pk=row.pk))
    form = MoveForm(request.POST or None, passages=others)

    def go() -> str:
        after = form.cleaned_data["after"]
        behind = None if after == "start" else access.passage_of(manuscript, after)
        actions.move(request.reader, row, after=behind)
        return at_passage(row, manuscript)

    context = around(manuscript, _("Move: %(passage)s") % {"passage": row})
    context |= {"row": row, "cancel": at_passage(row, manuscript)}
    return asked(request, form, go, context, template=FORM, said=_("It is moved."))


@reading
@form_page
def remove(request: Request, public_id: str, passage_id: str) -> HttpResponse:
    """Take a passage out, with the reason; it can be put back."""
    manuscript = text_of(request, public_id)
    row = access.passage_of(manuscript, passage_id)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = _("Why is it taken out?")

    def go() -> str:
        actions.remove(request.reader, row, reason=form.cleaned_data["reason"])
        return at_passage(None, manuscript)

    context = around(manuscript, _("Take out: %(passage)s") % {"passage": row})
    context |= {"row": row, "cancel": at_passage(row, manuscript), "submit": _("Take it out")}
    return asked(request, form, go, context, template=FORM, said=_("It is taken out. It can be put back."))


@reading
@form_page
def put_back(request: Request, public_id: str, passage_id: str) -> HttpResponse:
    """Put back what was taken out."""
    manuscript = text_of(request, public_id)
    row = access.passage_of(manuscript, passage_id)
    if request.method == "POST":
        try:
            actions.put_back(request.reader, row)
        except RefusedError as error:
            messages.warning(request, sentence(error))
        else:
            messages.success(request, _("It is put back."))
        return redirect(at_passage(row, manuscript))
    return redirect("builder:passage", public_id, passage_id)


@reading
@form_page
def numbers(request: Request, public_id: str) -> HttpResponse:
    """Number the text anew: shows which paragraph gets which number, and asks why."""
    manuscript = text_of(request, public_id)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = _("Why is the text numbered anew?")

    def go() -> str:
        changed = actions.number_anew(request.reader, manuscript, reason=form.cleaned_data["reason"])
        messages.success(request, _("Numbers changed: %(n)s") % {"n": changed})
        return at_passage(None, manuscript)

    standing = access.passages_of(manuscript).filter(form="numbered")
    pairs = [(row, str(at)) for at, row in enumerate(standing, start=1) if row.number != str(at)]
    context = around(manuscript, _("Number the text anew")) | {
        "pairs": pairs,
        "cancel": at_passage(None, manuscript),
        "submit": _("Number anew"),
    }
    return asked(request, form, go, context, template="builder/numbers.html")


@reading
@form_page
def asks(request: Request, public_id: str) -> HttpResponse:
    """Take over what the adopted text asks: from then on it is answered, assessed and followed."""
    manuscript = text_of(request, public_id)
    if request.method == "POST":
        try:
            count = taking.take_over_asks(request.reader, manuscript)
        except RefusedError as error:
            messages.warning(request, sentence(error))
        else:
            messages.success(request, _("Items taken over: %(n)s") % {"n": count})
    return redirect("builder:text", public_id)
