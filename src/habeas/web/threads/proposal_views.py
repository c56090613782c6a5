"""The page of all proposals for one document, and where they are answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from habeas.errors import RefusedError
from habeas.threads import Relation
from habeas.web.parties.entering import may_write, own_band
from habeas.web.people.access import Request, door
from habeas.web.people.roles import Capability
from habeas.web.reports.access import ask_for, asks_for, document_for
from habeas.web.shell.failures import plainly
from habeas.web.threads import access, actions
from habeas.web.threads.forms import AnswerForm
from habeas.web.threads.models import AskLink
from habeas.web.threads.offering import TOGETHER, offers

writing = door(Capability.WRITE_FACTS)


@writing
@require_safe
def document(request: Request, public_id: str) -> HttpResponse:
    """What is proposed for all that one document asks, as far as nobody answered it."""
    row = document_for(request.reader, public_id)
    may_write(request.reader, Capability.WRITE_FACTS, row.party)
    asks = asks_for(request.reader).filter(document=row, party=row.party).order_by("row_in_file", "pk")
    every = offers(request.reader, list(asks.prefetch_related("places")))
    waiting = [one for one in every if one.open]
    return render(
        request,
        "threads/document.html",
        {
            "title": _("Was it asked before? %(document)s") % {"document": row},
            "document": row,
            "ready": all(one.ready for one in every),
            "model": every[0].model if every else "",
            "unread": any(one.unread for one in every),
            "left": len(waiting),
            "more": len(waiting) > TOGETHER,
            "offers": waiting[:TOGETHER],
            "band": own_band(),
            "invented": row.party.invented,
            "crumbs": [
                (_("What was asked"), reverse("reports:asks")),
                (str(row.party), reverse("dossier:page", args=[row.party.slug])),
                (str(row), reverse("reports:document", args=[row.public_id])),
                (_("Proposals"), ""),
            ],
        },
    )


@writing
@require_POST
def answer(request: Request, public_id: str) -> HttpResponse:
    """Take one of the proposals, or set aside one or all of them; either is kept."""
    row = ask_for(request.reader, public_id)
    may_write(request.reader, Capability.WRITE_FACTS, row.party)
    form = AnswerForm(request.POST, later=row, earlier=access.earlier_asks(request.reader, row))
    if form.is_valid():
        _keep(request, form.rows(timezone.localdate().isoformat()))
    else:
        messages.error(request, _("Nothing was kept. Choose again from what is proposed."))
    if "back" in request.POST and row.document is not None:
        return redirect(reverse("threads:document", args=[row.document.public_id]))
    return redirect(f"{reverse('threads:thread', args=[public_id])}#proposed")


def _keep(request: Request, rows: list[AskLink]) -> None:
    """All of it or nothing, and say which."""
    try:
        actions.link_each(request.reader, rows)
    except RefusedError as error:
        messages.error(request, plainly(error))
        return
    aside = rows[0].relation == Relation.NONE.value
    messages.success(request, _("Kept: another demand.") if aside else _("Linked. The link is confidential."))
