"""The one door for reading facts: what a reader may see of any table of them."""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from habeas.dossier.facts import Klass
from habeas.law import cite
from habeas.web.people.access import Reader, parties_where
from habeas.web.people.roles import Capability

cite("ECPT#11(1)", enforces="Only named roles read what is confidential; everyone else sees public facts.")

Fact = TypeVar("Fact", bound=Model)


def visible(reader: Reader, rows: "QuerySet[Fact, Any]", *, party: str = "party") -> "QuerySet[Fact, Any]":
    """Return those of ``rows`` that ``reader`` may see.

    ``party`` is the path from a row to its Party. Default deny: what is not public needs
    the right to read what is confidential, for that Party.
    """
    parties = parties_where(reader, Capability.READ_CONFIDENTIAL)
    if parties is None:
        return rows
    public = Q(klass=Klass.PUBLIC.value)
    if not parties:
        return rows.filter(public)
    return rows.filter(public | Q(**{f"{party}__public_id__in": parties}))


def reads_confidential(reader: Reader, party_id: str) -> bool:
    """Whether ``reader`` may see what is confidential about the Party with this public id."""
    parties = parties_where(reader, Capability.READ_CONFIDENTIAL)
    return parties is None or party_id in parties
