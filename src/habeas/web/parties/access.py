"""Which Parties a reader may know of."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse

from habeas.documents.folding import folded
from habeas.dossier.facts import Klass
from habeas.web.parties.models import Authority, LiaisonOfficer, Party, PartyName, Standing, Succession
from habeas.web.people.access import Reader, parties_where, register_party_names
from habeas.web.people.roles import Capability
from habeas.web.sources.access import hanging, visible


@register_party_names
def named_parties() -> Iterable[tuple[str, str]]:
    """Every Party's public id and name, for who grants the role of liaison officer."""
    return Party.objects.values_list("public_id", "name")


def parties_for(reader: Reader) -> "QuerySet[Party, Any]":
    """Public Parties, and those of which the reader may read what is confidential or transmitted."""
    return _known(reader, Capability.READ_CONFIDENTIAL, Capability.READ_TRANSMITTED)


def dossiers_for(reader: Reader) -> "QuerySet[Party, Any]":
    """Those whose dossier the reader may open: what was transmitted makes none."""
    return _known(reader, Capability.READ_CONFIDENTIAL)


def _known(reader: Reader, *capabilities: Capability) -> "QuerySet[Party, Any]":
    allowed = Q(klass=Klass.PUBLIC.value)
    for capability in capabilities:
        parties = parties_where(reader, capability)
        if parties is None:
            return Party.objects.all()
        if parties:
            allowed |= Q(public_id__in=parties)
    return Party.objects.filter(allowed)


def party_for(reader: Reader, slug: str) -> Party:
    """Return one Party, or ``Http404``, which does not tell whether it exists."""
    party: Party | None = parties_for(reader).filter(slug=slug).first()
    if party is None:
        raise Http404
    return party


def dossier_way(reader: Reader, party: Party) -> str:
    """Where the Party's dossier is; nothing for who may not open it, so that no page leads there."""
    there = dossiers_for(reader).filter(pk=party.pk).exists()
    return reverse("dossier:page", args=[party.slug]) if there else ""


def authorities_for(reader: Reader) -> "QuerySet[Authority, Any]":
    """Authorities that the reader may see."""
    return visible(reader, Authority.objects.select_related("party", "source"))


def liaison_officers_for(reader: Reader) -> "QuerySet[LiaisonOfficer, Any]":
    """Liaison officers that the reader may see."""
    return visible(reader, LiaisonOfficer.objects.select_related("party", "source", "authority__party"))


def authority_for(reader: Reader, public_id: str) -> Authority:
    """Return one authority, or ``Http404``."""
    row: Authority | None = authorities_for(reader).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def liaison_officer_for(reader: Reader, public_id: str) -> LiaisonOfficer:
    """Return one liaison officer, or ``Http404``."""
    row: LiaisonOfficer | None = liaison_officers_for(reader).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def successions_for(reader: Reader) -> "QuerySet[Succession, Any]":
    """What became of authorities, where the reader may see both; one withdrawn is for who reads the file."""
    rows = Succession.objects.select_related(
        "party", "source", "authority__party", "authority__source", "successor__party", "successor__source"
    )
    return hanging(reader, rows, "authority", "successor")


def succession_for(reader: Reader, public_id: str) -> Succession:
    """Return one that is not withdrawn, or ``Http404``."""
    row: Succession | None = successions_for(reader).filter(public_id=public_id, withdrawn_why="").first()
    if row is None:
        raise Http404
    return row


def standings_for(reader: Reader) -> "QuerySet[Standing, Any]":
    """Instruments and memberships that the reader may see."""
    return visible(reader, Standing.objects.select_related("party", "source"))


class PartyByName:
    """Finds a Party by its name or another spelling of it, whatever case, accents and blanks.

    For those who write: it knows Parties of every class. A name that two Parties bear finds none.
    """

    def __init__(self) -> None:
        self._found: dict[str, Party | None] = {}
        parties = {party.pk: party for party in Party.objects.all()}
        for party in parties.values():
            self.learn(party.name, party)
        for pk, name in PartyName.objects.values_list("party_id", "name"):
            self.learn(name, parties[pk])

    def learn(self, name: str, party: Party) -> None:
        """Let ``name`` stand for ``party``; where it stands for another, it stands for none."""
        if self._found.setdefault(folded(name), party) != party:
            self._found[folded(name)] = None

    def __call__(self, name: str) -> Party | None:
        """Return the Party of that name, or ``None``."""
        return self._found.get(folded(name))
