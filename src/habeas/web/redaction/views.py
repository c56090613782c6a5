"""The text of a document gone through, piece by piece; what was proposed; who consented."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from habeas.documents.redaction import occurrences
from habeas.web.conduct.showing import asked
from habeas.web.parties.entering import own_band
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.redaction import access, actions
from habeas.web.redaction.forms import ConsentForm, DecideForm, ProposalForm, TakeForm
from habeas.web.redaction.showing import left_out_words, pieces, place_name
from habeas.web.reports.models import Document
from habeas.web.shell.marks import own_words

FORM = "redaction/form.html"
form_page = require_http_methods(["GET", "HEAD", "POST"])
at_the_desk = door(*access.WORKS)
preparing = door(Capability.PREPARE_PUBLICATION)
A_PAGE, PROPOSALS = 100, 40


@at_the_desk
@require_safe
def text(request: Request, public_id: str) -> HttpResponse:
    """The whole text with what was decided, a hundred pieces a page."""
    row = access.document_for(request.reader, public_id)
    working = access.text_of(row)
    context: dict[str, Any] = {
        "text": working,
        "prepares": prepares(request),
        "adopted": access.adopted_for(request.reader, row) is not None,
    }
    if working is not None:
        units, marks = access.units_for(working), list(access.marks_of(working))
        page = Paginator(range(len(units)), A_PAGE).get_page(request.GET.get("page"))
        lines = [
            {
                "number": number,
                "name": place_name(units, number),
                "unit": units[number],
                "pieces": pieces(units[number], [one for one in marks if one.unit == number]),
            }
            for number in page
        ]
        ready = access.ready(row)
        context |= {
            "lines": lines,
            "page": page,
            "ready": ready,
            "proposals": len(access.proposals_for(request.reader, working)),
            "left_out": left_out_words(working.left_out),
        }
    context |= around(request, row, _("Text to be published"))
    return render(request, "redaction/text.html", context)


@preparing
@form_page
def take(request: Request, public_id: str) -> HttpResponse:
    """Ask for the Word file that holds the text."""
    row = access.document_for(request.reader, public_id)
    form = TakeForm(request.POST or None, request.FILES or None)

    def go() -> str:
        data = form.cleaned_data["file"].read()
        language = form.cleaned_data["language"]
        actions.take_text(request.reader, row, data, title=_title(row), language=language)
        return _whole(row)

    about = _(
        "The text is read into paragraphs, headings, tables and footnotes. You go through it and decide "
        "about each name; what is deleted is then in no form that is published."
    )
    context = around(request, row, _("Take the text"), about, *_anew(row))
    return asked(request, form, go, context, template=FORM, said=_taken(), beside="file")


@preparing
@form_page
def take_adopted(request: Request, public_id: str) -> HttpResponse:
    """Take the text that the body wrote and adopted here, as it stands."""
    row = access.document_for(request.reader, public_id)
    if access.adopted_for(request.reader, row) is None:
        raise Http404
    if request.method == "POST":
        actions.take_adopted(request.reader, row, title=_title(row))
        messages.success(request, _taken())
        return redirect(_whole(row))
    about = _("The text is taken as the body adopted it; what is decided here does not change it.")
    context = around(request, row, _("Take the adopted text"), about, *_anew(row))
    return render(request, FORM, context)


def _taken() -> str:
    return _("The text is taken. Go through it, and decide about each name.")


def _title(row: Document) -> str:
    return row.title or row.get_kind_display()


def _whole(row: Document) -> str:
    return reverse("redaction:text", args=[row.public_id])


def _anew(row: Document) -> Iterator[str]:
    """What is told where a text was taken before."""
    if access.text_of(row) is not None:
        yield _("A text was taken before. Another one begins anew: what was decided stays with the old one.")


@preparing
@form_page
def unit(request: Request, public_id: str, number: int) -> HttpResponse:
    """One piece of the text: its decisions, and a form for another."""
    row = access.document_for(request.reader, public_id)
    working = access.text_for(row)
    units = access.units_for(working)
    if number >= len(units):
        raise Http404
    consents = access.consents_of(row).filter(withdrawn_on=None)
    form = DecideForm(request.POST or None, consents=consents)

    def go() -> str:
        given = form.cleaned_data
        found = occurrences(units, given["sealed_words"])
        if not given["everywhere"]:
            found = tuple(one for one in found if one.unit == number)
        consent = consents.filter(public_id=given["consent"]).first()
        done = actions.decide(
            request.reader, working, found, given["decision"], consent=consent, office=given["office"]
        )
        messages.success(request, _decided(done))
        return request.path

    marks = [one for one in access.marks_of(working) if one.unit == number]
    context = around(request, row, place_name(units, number)) | {
        "number": number,
        "pieces": pieces(units[number], marks),
        "marks": [(one, units[number].text[one.start : one.end]) for one in marks],
        "before": number - 1 if number else None,
        "after": number + 1 if number + 1 < len(units) else None,
        "back": f"{_whole(row)}?page={number // A_PAGE + 1}",
        "cancel": "",
    }
    return asked(request, form, go, context, template="redaction/unit.html", beside="sealed_words")


@preparing
@form_page
def proposed(request: Request, public_id: str) -> HttpResponse:
    """What may name somebody: decided one by one, or left."""
    row = access.document_for(request.reader, public_id)
    working = access.text_for(row)
    units = access.units_for(working)
    found = access.proposals_for(request.reader, working)
    if request.method == "POST":
        done = 0
        for place in range(PROPOSALS):
            form = ProposalForm(request.POST, prefix=f"p{place}")
            if form.is_valid() and form.cleaned_data["decision"]:
                words, decision = form.cleaned_data["sealed_words"], form.cleaned_data["decision"]
                free = next((one.places for one in found if one.words == words), ())
                done += actions.decide(request.reader, working, free, decision) if free else 0
        messages.success(request, _decided(done))
        return redirect("redaction:proposed", public_id)
    lines = [
        {
            "words": one.words,
            "why": one.said(own_words()),
            "times": len(one.places),
            "first": one.places[0].unit,
            "first_name": place_name(units, one.places[0].unit),
            "form": ProposalForm(prefix=f"p{place}", initial={"sealed_words": one.words}),
        }
        for place, one in enumerate(found[:PROPOSALS])
    ]
    context = around(request, row, _("What may name somebody"))
    context |= {"lines": lines, "more": len(found) - len(lines)}
    return render(request, "redaction/proposed.html", context)


@preparing
@form_page
def undo(request: Request, public_id: str, mark_id: str) -> HttpResponse:
    """Undo one decision."""
    row = access.document_for(request.reader, public_id)
    working = access.text_for(row)
    mark = access.mark_for(working, mark_id)
    if request.method == "POST":
        actions.undo(request.reader, mark)
        messages.success(request, _("The decision is undone."))
        return redirect("redaction:unit", public_id, mark.unit)
    context = around(request, row, _("Undo the decision")) | {
        "mark": mark,
        "words": access.words_at(working, mark),
        "cancel": reverse("redaction:unit", args=[public_id, mark.unit]),
    }
    return render(request, "redaction/undo.html", context)


@at_the_desk
@require_safe
def consents(request: Request, public_id: str) -> HttpResponse:
    """Who consented expressly, by pseudonym."""
    row = access.document_for(request.reader, public_id)
    context = around(request, row, _("Express consent"))
    context |= {"prepares": prepares(request), "rows": access.consents_of(row)}
    return render(request, "redaction/consents.html", context)


@preparing
@form_page
def consent_add(request: Request, public_id: str) -> HttpResponse:
    """Ask how and when somebody consented; never who."""
    row = access.document_for(request.reader, public_id)
    form = ConsentForm(request.POST or None)
    back = reverse("redaction:consents", args=[public_id])

    def go() -> str:
        kept = actions.record_consent(request.reader, row, **form.cleaned_data)
        said = _("Recorded under the pseudonym %(pseudonym)s: note it on the proof.")
        messages.success(request, said % {"pseudonym": kept.pseudonym})
        return back

    about = _(
        "Who the person is, is written on the proof alone. It gets a pseudonym, which is shown when this "
        "is saved."
    )
    context = around(request, row, _("Record a consent"), about) | {"cancel": back}
    return asked(request, form, go, context, template=FORM)


def around(request: Request, row: Document, title: str, *about: str) -> dict[str, Any]:
    """What every page about the text of a document needs; ``about`` is told before a form."""
    whole = _whole(row)
    return {
        "title": title,
        "about": about,
        "row": row,
        "cancel": whole,
        "band": own_band(),
        "invented": row.party.invented,
        "crumbs": [
            (_("Publication"), reverse("publication:desk")),
            (str(row), reverse("publication:page", args=[row.public_id])),
            *([(_("Text to be published"), whole)] if whole != request.path else []),
            (title, ""),
        ],
    }


def _decided(number: int) -> str:
    said = ngettext("Decided about %(number)d passage.", "Decided about %(number)d passages.", number)
    return said % {"number": number}


def prepares(request: Request) -> bool:
    """Whether who looks may decide."""
    return may(request.reader, Capability.PREPARE_PUBLICATION)
