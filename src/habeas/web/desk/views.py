"""The first page: the desk of who has signed in, the front door for everybody else."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from habeas.web.custodydesk.views import own_band
from habeas.web.desk.agenda import agenda
from habeas.web.desk.held import held_at, overseen_by, to_decide
from habeas.web.dossier.access import parties_listed
from habeas.web.dossier.opening import pending
from habeas.web.people.access import Request, may, open_door
from habeas.web.people.roles import Capability
from habeas.web.publication.access import to_approve
from habeas.web.reports.opening import pending_lists
from habeas.web.shell.bands import confidential


@open_door
@require_safe
def desk(request: Request) -> HttpResponse:
    """What needs me today; without an account, what this is and what is public."""
    return _own_desk(request) if request.reader.signed_in else _front(request)


def _own_desk(request: Request) -> HttpResponse:
    today = timezone.localdate()
    reader = request.reader
    monitors = "monitoring" in settings.SURFACES  # what the body does has no address elsewhere
    approves = monitors and may(reader, Capability.APPROVE)
    tasks = agenda(reader, today) if monitors else []
    parties = parties_listed(reader, as_of=today)
    held = held_at(reader, timezone.now())
    erasures, disclosures = to_decide(reader)
    return render(
        request,
        "desk/desk.html",
        {
            "title": gettext("What needs me today"),
            "tasks": tasks,
            "held": held,
            "overseen": overseen_by(reader),
            "erasures": erasures,
            "disclosures": disclosures,
            "parties": [row for row in parties if row["visits"]][:12] or parties[:12],
            "every": len(parties),
            "today": today,
            "roles": sorted(role.label for role in reader.roles),
            "invented": any(one.station.invented for one in held),
            "band": confidential(gettext("you, by your roles"), gettext("Article 11 ECPT"))
            if may(reader, Capability.READ_CONFIDENTIAL)
            else own_band()
            if held
            else None,
            "openings": pending().count() if may(reader, Capability.APPROVE) else 0,
            "publications": to_approve(reader) if monitors else 0,
            "lists": pending_lists().count() if approves else 0,
            "reads_journal": may(reader, Capability.READ_JOURNAL),
            "imports": monitors and may(reader, Capability.IMPORT),
        },
    )


def _front(request: Request) -> HttpResponse:
    if "public" not in settings.SURFACES:
        return redirect("account_login")
    return render(
        request,
        "desk/front.html",
        {"title": gettext("Habeas"), "parties": parties_listed(request.reader, as_of=timezone.localdate())},
    )
