"""The desk: responses to a report, filed and taken apart."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from habeas.web.parties.entering import own_band
from habeas.web.people.access import Request, door, may
from habeas.web.people.roles import Capability
from habeas.web.replies import access
from habeas.web.replies.apart_lists import STATES
from habeas.web.replies.compared import compared

any_method = require_http_methods(["GET", "HEAD", "POST"])
reading = door(Capability.READ_CONFIDENTIAL)


@reading
@any_method
def responses(request: Request, public_id: str) -> HttpResponse:
    """What came in on one report, with receipts, and whether the Party asks for its publication."""
    row = access.answered_report_for(request.reader, public_id)
    count = access.counts_of(request.reader, [row])[row.pk]
    every, state = compared(request.reader, row), request.GET.get("state", "")
    context = {
        "title": _("Responses: %(report)s") % {"report": row.title or str(row)},
        "row": row,
        "filings": access.filings_of(request.reader, row),
        "count": count,
        "every": len(every),
        "lines": [one for one in every if state not in STATES or one.state_key == state],
        "states": [(key, word) for key, (word, _tone) in STATES.items()],
        "state": state,
        "wish": access.wish_of(request.reader, row),
        "prepares": may(request.reader, Capability.PREPARE_PUBLICATION)
        or may(request.reader, Capability.APPROVE),
        "writer": may(request.reader, Capability.WRITE_FACTS, row.party.public_id),
        "band": own_band(),
        "invented": row.party.invented,
        "crumbs": [
            (_("Documents"), reverse("reports:documents")),
            (row.title or str(row), reverse("reports:document", args=[row.public_id])),
            (_("Responses"), ""),
        ],
    }
    return render(request, "replies/responses.html", context)
