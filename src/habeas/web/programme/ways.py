"""Where the pages of places and visits lead on to."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from habeas.web.parties.models import Party
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.places.models import Place
from habeas.web.programme.models import ProtectedPlace
from habeas.web.sources.access import reads_confidential
from habeas.web.visits.models import Visit


def ways_of_party(reader: Reader, party: Party) -> Iterable[tuple[str, str]]:
    """For who reads the file: from the dossier to the brief, where the body does its work here."""
    if "monitoring" in settings.SURFACES and reads_confidential(reader, party.public_id):
        yield _("Pre-visit brief"), reverse("programme:brief", args=[party.slug])


def ways_on(reader: Reader, row: Any) -> Iterable[tuple[str, str, bool]]:
    """For who reads the file: from a visit to the brief, from a place to what keeps delegations away."""
    if not isinstance(row, (Place, Visit)) or not reads_confidential(reader, row.party.public_id):
        return
    if isinstance(row, Visit):
        address = reverse("programme:brief", args=[row.party.slug])
        yield _("Pre-visit brief"), f"{address}?visit={row.public_id}", False
        yield _("Checklists"), f"{reverse('programme:checklists')}?visit={row.public_id}", False
    elif may(reader, Capability.WRITE_PLACES, row.party.public_id):
        noted = ProtectedPlace.objects.filter(place=row, ended_on=None).exists()
        if noted:
            yield (
                _("No longer visited by the ICRC"),
                reverse("programme:end_protection", args=[row.public_id]),
                False,
            )
        else:
            yield _("Visited by the ICRC"), reverse("programme:protect", args=[row.public_id]), False
