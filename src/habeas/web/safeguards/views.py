"""Pages of the rules: what each asks, where it comes from, its limits, its SQL and its cases."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from habeas.safeguards import rules
from habeas.safeguards.figures.making import standing
from habeas.safeguards.report.saying import MISSED
from habeas.web.people.access import Request, open_door
from habeas.web.safeguards import showing
from habeas.web.safeguards.site import site, site_name
from habeas.web.safeguards.standing import last_of


@open_door
@require_safe
def every_rule(request: Request) -> HttpResponse:
    """Every rule by safeguard; of one set where the address names one."""
    chosen = showing.chosen_set(request.GET.get("set", ""))
    groups = showing.grouped(chosen)
    context = {
        "title": gettext("Rules"),
        "groups": groups,
        "chosen": chosen,
        "sets": [(name, gettext(word)) for name, word in showing.SETS.items()],
        "shown": sum(len(each.rules) for each in groups),
        "total": len(rules()),
    }
    return render(request, "safeguards/rules.html", context)


@open_door
@require_safe
def rule(request: Request, name: str) -> HttpResponse:
    """One rule: the same that ``habeas rule NAME`` prints."""
    found = rules().get(name)
    if found is None:
        raise Http404
    title = gettext(found.title)
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    context = {
        "title": title,
        "rule": found,
        **showing.said_of(found, site(), today),
        "site": site_name(),
        "cases": showing.cases_of(found),
        "missed": gettext(MISSED[standing(found, found.source.jurisdiction)]),
        "standings": last_of(request.reader, name),
        "crumbs": [(gettext("Rules"), reverse("safeguards:rules")), (title, "")],
    }
    return render(request, "safeguards/rule.html", context)
