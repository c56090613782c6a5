"""Pages of the checklists: which there are, one to be printed, and one as a file."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from habeas import papers
from habeas.web.parties.entering import own_band
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.programme import access, actions
from habeas.web.programme.brief_views import FORMS
from habeas.web.programme.checklists import (
    HEADING_NAMES,
    KIND_NAMES,
    OF_PLACE,
    Checklist,
    Filled,
    checklist_paper,
    checklists,
    cited_as,
    head_lines,
    tick_words,
    unread_words,
)
from habeas.web.programme.lists import tabs
from habeas.web.shell.exporting import attached
from habeas.web.shell.marks import own_words
from habeas.web.visits.access import stops_for, visit_for

reading = door(Capability.READ_CONFIDENTIAL)


def _found(kind: str) -> Checklist:
    found = checklists().get(kind)
    if found is None:
        raise Http404
    return found


def _filled(request: Request) -> tuple[Filled | None, Any, str]:
    """What the address names: a place, and perhaps the visit to it; with the place, and the query."""
    named, visit_id = request.GET.get("place", ""), request.GET.get("visit", "")
    if not named:
        return None, None, ""
    place = access.place_due(request.reader, named)
    visit = visit_for(request.reader, visit_id) if visit_id else None
    if visit is not None and visit.party_id != place.party_id:
        raise Http404
    filled = Filled(
        place=place.name,
        party=place.party.name,
        iso=place.party.iso,
        visit=own_words().date(visit.when) if visit else "",
        invented=place.party.invented,
    )
    query = {"place": named} | ({"visit": visit_id} if visit_id else {})
    return filled, place, f"?{urlencode(query)}"


def _law(ref: str) -> str:
    key, _sign, place = ref.partition("#")
    return reverse("law:provision", args=[key, place])


@reading
@require_safe
def every(request: Request) -> HttpResponse:
    """Every checklist, blank; and for a visit that the address names, one for each place of it."""
    visit_id = request.GET.get("visit", "")
    visit = visit_for(request.reader, visit_id) if visit_id else None
    stops = stops_for(request.reader, visit).select_related("place") if visit else []
    for_places = []
    for place in {stop.place.pk: stop.place for stop in stops if stop.place.kind in OF_PLACE}.values():
        query = urlencode({"place": place.public_id, "visit": visit_id})
        for_places.append((place, f"{reverse('programme:checklist', args=[OF_PLACE[place.kind]])}?{query}"))
    context = {
        "title": _("Checklists"),
        "tabs": tabs("programme:checklists"),
        "kinds": [(kind, _(name)) for kind, name in KIND_NAMES.items()],
        "visit": visit,
        "for_places": for_places,
        "band": own_band() if visit else None,
        "invented": bool(visit and visit.party.invented),
        "crumbs": [(_("Programme"), reverse("programme:parties")), (_("Checklists"), "")],
    }
    return render(request, "programme/checklists.html", context)


@reading
@require_safe
def one(request: Request, kind: str) -> HttpResponse:
    """One checklist as a page that prints, with room to write."""
    checklist = _found(kind)
    filled, _place, query = _filled(request)
    words = own_words()
    name = _(KIND_NAMES[kind])
    parts = [
        {
            "heading": _(HEADING_NAMES[part.heading]),
            "questions": [
                {
                    "text": each.text(words.language),
                    "language": "" if words.language in each.texts else "en",
                    "cited": cited_as(each),
                    "law": _law(each.rests_on.ref),
                    "open": each.open,
                    "lines": range(each.room),
                }
                for each in part.questions
            ],
        }
        for part in checklist.parts
    ]
    context = {
        "title": _("Checklist: {kind}").format(kind=name),
        "kind": kind,
        "head": head_lines(filled, words),
        "parts": parts,
        "ticks": tick_words(words),
        "unread": unread_words(words) if checklist.unread() else "",
        "query": query,
        "filled": filled,
        "may_export": not filled or may(request.reader, Capability.EXPORT),
        "band": own_band() if filled else None,
        "invented": bool(filled and filled.invented),
        "crumbs": [
            (_("Programme"), reverse("programme:parties")),
            (_("Checklists"), reverse("programme:checklists")),
            (name, ""),
        ],
    }
    return render(request, "programme/checklist.html", context)


@reading
@require_safe
def file(request: Request, kind: str, form: str) -> HttpResponse:
    """One checklist as a file; one that names a place is confidential, and noted in the journal."""
    checklist = _found(kind)
    filled, place, _query = _filled(request)
    if form not in FORMS or (filled and not may(request.reader, Capability.EXPORT)):
        raise Http404
    write, content_type = FORMS[form]
    words = own_words()
    paper = checklist_paper(checklist, filled, words=words, made_on=timezone.localdate())
    data = write(paper, words=words)
    if place is not None:
        sha256 = papers.sha256_of(data)
        actions.note_checklist(request.reader, place, form=form, number=paper.number, sha256=sha256)
    name = f"{paper.number}-confidential.{form}" if filled else f"checklist-{kind}-{words.language}.{form}"
    return attached(data, name, content_type)
