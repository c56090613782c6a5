"""A safeguard of an audit taken over into a visit as a finding: proposed, edited and accepted by a person."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from habeas.safeguards.figures import publicly
from habeas.web.audits import access, actions, proposing, showing
from habeas.web.audits.views import audits_door, band_of, crumbs_to, form_page
from habeas.web.people.access import Request
from habeas.web.places.access import places_for
from habeas.web.visits.forms import FindingForm


@audits_door
@never_cache
@form_page
def take_over(request: Request, public_id: str, rule: str) -> HttpResponse:
    """The finding as it is proposed, in a visit in which the reader takes part; of one station if asked."""
    row = access.audit_for(request.reader, public_id)
    figures = access.figures_for(request.reader, row)
    # A finding is read by the visit, and in the end by the public: no length of few goes into it.
    one = None if figures is None else showing.safeguard_of(publicly(figures), rule)
    if one is not None and (station := request.GET.get("station", "")):
        one = one.at(station)
    visits = access.visits_to_take_over(request.reader, row)
    if one is None or not one.figures.counts.of or not visits:
        raise Http404
    here = reverse("audits:rule", args=[row.public_id, rule])
    title = _("Take over as a finding")
    context = {
        "title": title,
        "row": row,
        "one": one,
        "crumbs": crumbs_to(row, (one.title, here), (title, "")),
        "band": band_of(row),
        "invented": row.synthetic or settings.DEMO,
        "cancel": here,
    }
    given_within = row.register is not None and row.register.visit is not None
    chosen = request.GET.get("visit", visits[0].public_id if given_within else "")
    visit = next((each for each in visits if each.public_id == chosen), None)
    if visit is None:
        return render(request, "audits/take_over.html", {**context, "visits": visits})
    proposal = proposing.proposed(row, one, access.called(row))
    first = {"text": proposal, "theme": proposing.heading_of(rule), "rests_on": ["registers"]}
    form = FindingForm(
        request.POST or None,
        instance=access.finding_in(visit),
        places=places_for(request.reader).filter(party=visit.party),
        initial=first,
    )
    form.fields["text"].widget.attrs["rows"] = 12
    if request.method == "POST" and form.is_valid():
        said = proposing.frozen(row, one)
        actions.take_over(request.reader, row, form.instance, proposed=proposal, figures=said)
        messages.success(request, _("It stands among the findings of the visit."))
        return redirect("visits:visit", visit.public_id)
    return render(request, "audits/take_over.html", {**context, "form": form, "visit": visit})
