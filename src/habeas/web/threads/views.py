"""Pages of threads, and the forms by which claims, assessments and links are recorded and withdrawn."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from habeas.dossier.facts import Klass
from habeas.errors import RefusedError
from habeas.web.parties.access import dossier_way
from habeas.web.parties.entering import beside, may_write, own_band
from habeas.web.parties.entering import withdraw as ask_why
from habeas.web.parties.showing import writes
from habeas.web.people.access import Request, door, public_door
from habeas.web.people.roles import Capability
from habeas.web.reports.access import ask_for
from habeas.web.shell.failures import plainly
from habeas.web.shell.marks import own_words
from habeas.web.sources.access import reads_confidential
from habeas.web.threads import access, actions
from habeas.web.threads.forms import AssessmentForm, ClaimForm, LinkForm
from habeas.web.threads.lists import ThreadList
from habeas.web.threads.models import AskLink, Assessment, Claim
from habeas.web.threads.offering import offer
from habeas.web.threads.showing import shown

form_page = require_http_methods(["GET", "HEAD", "POST"])
writing = door(Capability.WRITE_FACTS)
listed = public_door(ThreadList.as_view())


def _address(row: Any) -> str:
    return reverse("threads:thread", args=[row.public_id])


def _crumbs(row: Any) -> list[tuple[str, str]]:
    return [
        (_("What was asked"), reverse("reports:asks")),
        (str(row.party), reverse("dossier:page", args=[row.party.slug])),
        (_("Thread"), _address(row)),
    ]


@public_door
@require_safe
def thread(request: Request, public_id: str) -> HttpResponse:
    """One thread, from any of its asks: the chain, and the two voices beside each link of it."""
    row = ask_for(request.reader, public_id)
    writer = writes(request.reader, row)
    inside = reads_confidential(request.reader, row.party.public_id)
    dossier = dossier_way(request.reader, row.party)
    ways = [
        (_("Assess"), reverse("threads:assess", args=[public_id]), True),
        (_("Record a claim of the State"), reverse("threads:claim", args=[public_id]), False),
        (_("Link with an earlier one"), reverse("threads:link", args=[public_id]), False),
    ]
    return render(
        request,
        "threads/thread.html",
        {
            "title": _("Thread: %(party)s") % {"party": row.party.name},
            "row": row,
            "thread": shown(request.reader, row, writer=writer),
            "offer": offer(request.reader, row, again="again" in request.GET) if writer else None,
            "today": timezone.localdate(),
            "band": own_band() if inside or row.klass != Klass.PUBLIC.value else None,
            "inside": inside,
            "invented": row.party.invented,
            "ways": ways if writer else [],
            "crumbs": [
                (_("What was asked"), reverse("reports:asks")),
                *([(str(row.party), dossier)] if dossier else []),
                (_("Thread"), ""),
            ],
        },
    )


@writing
@form_page
def claim(request: Request, public_id: str) -> HttpResponse:
    """Ask what the State says of one ask."""
    row = ask_for(request.reader, public_id)
    form_class = partial(ClaimForm, reader=request.reader)
    title = _("Record a claim of the State")
    return _said_of(request, form_class, Claim(ask=row), add=actions.claim, title=title)


@writing
@form_page
def assess(request: Request, public_id: str) -> HttpResponse:
    """Ask what became of one ask."""
    row = ask_for(request.reader, public_id)
    form_class = partial(AssessmentForm, reader=request.reader)
    title = _("Assess what became of it")
    return _said_of(request, form_class, Assessment(ask=row), add=actions.assess, title=title)


def _said_of(
    request: Request,
    form_class: Callable[..., Any],
    row: Claim | Assessment,
    *,
    add: Callable[..., object],
    title: str,
) -> HttpResponse:
    ask = row.ask
    may_write(request.reader, Capability.WRITE_FACTS, ask.party)
    form = form_class(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        made = form.instance
        with transaction.atomic():
            if (source := form.source_row(request.reader)) is not None:
                made.source = source
            add(request.reader, made, **beside(form))
        messages.success(request, _("Recorded. It is confidential."))
        return redirect(f"{_address(ask)}#said-{made.public_id}")
    return render(
        request,
        "threads/form.html",
        {
            "form": form,
            "title": title,
            "ask": ask,
            "cancel": _address(ask),
            "band": own_band(),
            "invented": ask.party.invented,
            "crumbs": [*_crumbs(ask), (title, "")],
        },
    )


@writing
@form_page
def link(request: Request, public_id: str) -> HttpResponse:
    """Search what was asked of the same Party before, and say what this ask makes of it."""
    row = ask_for(request.reader, public_id)
    may_write(request.reader, Capability.WRITE_FACTS, row.party)
    words = request.GET.get("q", "").strip()
    found, offered = access.earlier_than(request.reader, row, words)
    form = LinkForm(request.POST or None, instance=AskLink(later=row), offered=offered)
    if request.method == "POST" and form.is_valid():
        source, today = form.source_row(request.reader), timezone.localdate().isoformat()
        rows = form.rows()
        for one in rows:
            one.date = today
            if source is not None:
                one.source = source
        try:
            actions.link_each(request.reader, rows)
            messages.success(request, _("Linked. The link is confidential."))
            return redirect(_address(row))
        except RefusedError as error:
            form.add_error("earlier", plainly(error))
    title = _("Link with what was asked before")
    return render(
        request,
        "threads/link.html",
        {
            "form": form,
            "title": title,
            "ask": row,
            "words": words,
            "found": found,
            "more": found > len(offered),
            "cancel": _address(row),
            "submit": _("Link"),
            "band": own_band(),
            "invented": row.party.invented,
            "crumbs": [*_crumbs(row), (title, "")],
        },
    )


@writing
@form_page
def withdraw(request: Request, kind: str, public_id: str) -> HttpResponse:
    """Ask why a claim, an assessment or a link is withdrawn."""
    row = access.standing_row_for(request.reader, kind, public_id)
    ask = row.later if kind == "link" else row.ask

    def go(reason: str) -> None:
        actions.withdraw(request.reader, row, reason=reason)

    titles = {
        "claim": _("Withdraw a claim recorded in error"),
        "assessment": _("Withdraw an assessment"),
        "link": _("Withdraw a link between asks"),
    }
    said = _("It stays readable, struck out, with the reason: %(what)s") % {"what": _told(kind, row)}
    return ask_why(request, row.party, go, title=titles[kind], back=_address(ask), said=said)


def _told(kind: str, row: Any) -> str:
    match kind:
        case "claim":
            return own_words().listed((row.get_position_display(), row.text, row.date))
        case "assessment":
            return f"{access.degree_named(row.degree)}, {row.date}"
    return f"“{row.later}” {row.get_relation_display()} “{row.earlier}”"
