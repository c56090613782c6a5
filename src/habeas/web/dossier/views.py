"""The dossier's pages: the Parties, one Party on one page, and the same as a file."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from habeas import papers
from habeas.dossier.chronicle import KIND_NAMES, Entry, Kind, chronicle, drawn, select
from habeas.dossier.entries import Dossier, Lists
from habeas.dossier.facts import VOICE_NAMES, Klass, Voice
from habeas.dossier.json_form import dossier_json
from habeas.dossier.now import matters
from habeas.dossier.paper import LIST_NAMES, dossier_paper
from habeas.dossier.publicly import public_dossier
from habeas.dossier.voices import occasions
from habeas.language import LANGUAGES, Words, words
from habeas.web.dossier.access import conducted_ids, parties_listed
from habeas.web.dossier.actions import record_export
from habeas.web.dossier.store import audience_of, dossier_for
from habeas.web.journal.access import state_of_writing
from habeas.web.parties.access import party_for
from habeas.web.parties.models import Party
from habeas.web.parties.showing import party_ways, published_of
from habeas.web.people.access import Request, may, public_door
from habeas.web.people.roles import Capability
from habeas.web.reports.access import asks_for
from habeas.web.shell.bands import Band, confidential
from habeas.web.shell.exporting import attached


@public_door
@require_safe
def parties(request: Request) -> HttpResponse:
    """The Parties whose dossier the reader may open."""
    return render(
        request,
        "dossier/parties.html",
        {
            "title": gettext("Dossiers"),
            "parties": parties_listed(request.reader, as_of=timezone.localdate()),
            "today": timezone.localdate(),
        },
    )


@public_door
@require_safe
def page(request: Request, slug: str) -> HttpResponse:
    """The dossier of one Party on one page."""
    party = party_for(request.reader, slug)
    audience = audience_of(request.reader, party)
    return render(
        request,
        "dossier/page.html",
        {
            "title": party.name,
            "party": party,
            "content": lambda: _content(request, party),  # drawn up where the page has its place
            "band": _band(audience),
            "invented": party.invented,
            "may_export": _may_take(request, audience),
            "ways": party_ways(request.reader, party),
            "published": published_of(party),
            "crumbs": [(gettext("Dossiers"), reverse("dossier:parties")), (party.name, "")],
        },
    )


def _content(request: Request, party: Party) -> SafeString:
    """The dossier itself, kept for who asked until something is written, or the day ends.

    Kept by account and never shared: what a person may see can hang on who they are. Rights and
    memberships are written in the journal too, so that a change of them is a new key.
    """
    if request.GET:
        return _drawn_up(request, party)
    who = (request.reader.public_id, get_language(), timezone.localdate(), state_of_writing())
    key = f"dossier:{party.public_id}:{':'.join(map(str, who))}"
    kept: SafeString | None = cache.get(key)
    if kept is None:
        kept = _drawn_up(request, party)
        cache.set(key, kept)
    return kept


def _drawn_up(request: Request, party: Party) -> SafeString:
    reader = request.reader
    dossier = dossier_for(reader, party, asks=False)
    today, said = timezone.localdate(), _words()
    entries = chronicle(dossier, today, said)
    chosen = _chosen(request, entries)
    return render_to_string(
        "dossier/content.html",
        {
            "party": party,
            "dossier": dossier,
            "today": today,
            "matters": matters(dossier, today, said),
            "wide": drawn(entries, today, said, party=party.name),
            "narrow": drawn(entries, today, said, party=party.name, width=360, prefix="narrow"),
            "entries": chosen["entries"],
            "every": len(entries),
            "chosen": chosen,
            "occasions": occasions(dossier.statements, dossier.asks),
            "sources": _sources(dossier),
            "lists": [(gettext(LIST_NAMES[item]), dossier.complete.get(item)) for item in Lists],
            "asks": asks_for(reader).filter(party=party).count(),  # they have their own page
            "conducted": conducted_ids(reader, party),
            "may_write": may(reader, Capability.WRITE_FACTS, party.public_id),
            "may_open": may(reader, Capability.WRITE_FACTS, party.public_id)
            or may(reader, Capability.PREPARE_PUBLICATION, party.public_id),
        },
    )


@public_door
@require_safe
def paper(request: Request, slug: str, form: str) -> HttpResponse:
    """The dossier as a file: ``?public=1`` makes the public one for those who may read more."""
    party = party_for(request.reader, slug)
    dossier = dossier_for(request.reader, party)
    if request.GET.get("public") and dossier.audience is not Klass.PUBLIC:
        dossier = public_dossier(dossier)
    if form not in FORMS or not _may_take(request, dossier.audience):
        raise Http404
    made, content_type = FORMS[form]
    data = made(dossier)
    record_export(request.reader, party, form=form, sha256=papers.sha256_of(data), audience=dossier.audience)
    name = _file_name(party.slug, form, dossier)
    if request.GET.get("sha256"):
        return attached(papers.side_file(data, name).encode(), f"{name}.sha256", "text/plain; charset=utf-8")
    return attached(data, name, content_type)


def _words() -> Words:
    language = (get_language() or "en").partition("-")[0]
    return words(language if language in LANGUAGES else "en")


def _band(audience: Klass) -> Band | None:
    if audience is Klass.PUBLIC:
        return None
    return confidential(gettext("the body and its secretariat"), gettext("Article 11 ECPT"))


def _may_take(request: Request, audience: Klass) -> bool:
    """What is public anyone may take away; what is confidential needs the right to export, for this Party."""
    return audience is Klass.PUBLIC or may(request.reader, Capability.EXPORT)


def _chosen(request: HttpRequest, entries: tuple[Entry, ...]) -> dict[str, Any]:
    """What the filters in the address choose; a value that is not known chooses nothing."""
    kind = next((item for item in Kind if item.value == request.GET.get("kind")), None)
    voice = next((item for item in Voice if item.value == request.GET.get("voice")), None)
    given = request.GET.get("year", "")
    year = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else None
    years = sorted({year for entry in entries if entry.date for year in entry.date.years}, reverse=True)
    return {
        "entries": _anchored(select(entries, kind=kind, voice=voice, year=year)),
        "kind": kind,
        "voice": voice,
        "year": year,
        "kinds": [(item.value, gettext(KIND_NAMES[item])) for item in Kind],
        "voices": [(item.value, gettext(VOICE_NAMES[item])) for item in Voice],
        "years": years,
    }


def _anchored(entries: tuple[Entry, ...]) -> list[tuple[Entry, str]]:
    """Each entry with the id that links lead to: the first of a fact has it, further steps have none."""
    seen: set[str] = set()
    anchored = []
    for entry in entries:
        anchored.append((entry, "" if entry.fact.id in seen else entry.fact.id))
        seen.add(entry.fact.id)
    return anchored


def _sources(dossier: Dossier) -> list[Any]:
    """Every source that the page names, once, by name."""
    found = {fact.source for fact in _facts(dossier)}
    return sorted(found, key=lambda source: source.name.casefold())


def _facts(dossier: Dossier) -> Iterator[Any]:
    for name in ("standings", "authorities", "visits", "documents", "letters", "talks", "incidents"):
        yield from getattr(dossier, name)
    for name in ("procedures", "statements", "events"):
        yield from getattr(dossier, name)
    for figure in dossier.figures:
        yield from figure.values


def _file_name(slug: str, form: str, dossier: Dossier) -> str:
    """A name that tells the class of what is in the file, and no person."""
    marked = "" if dossier.audience is Klass.PUBLIC else "-confidential"
    return f"{slug}-dossier{marked}.{form}"


def _as_paper(render_it: Callable[..., bytes | str]) -> Callable[[Dossier], bytes]:
    def made(dossier: Dossier) -> bytes:
        today, said = timezone.localdate(), _words()
        data = render_it(dossier_paper(dossier, as_of=today, words=said, made_on=today), words=said)
        return data.encode() if isinstance(data, str) else data

    return made


def _as_json(dossier: Dossier) -> bytes:
    return JsonResponse(
        dossier_json(dossier, made_on=timezone.localdate()),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    ).content


FORMS: dict[str, tuple[Callable[[Dossier], bytes], str]] = {
    "pdf": (_as_paper(papers.render_pdf), "application/pdf"),
    "docx": (
        _as_paper(papers.render_docx),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "html": (_as_paper(papers.render_html), "text/html; charset=utf-8"),
    "json": (_as_json, "application/json"),
}
