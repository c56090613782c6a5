"""The one door for reading facts: what a reader may see of any table of them."""

from dataclasses import replace
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from habeas.dossier import entries as kinds
from habeas.dossier.facts import Klass
from habeas.law import cite
from habeas.web.people.access import Reader, may, parties_where
from habeas.web.people.roles import Capability
from habeas.web.sources.models import Source
from habeas.web.sources.store import source_value

cite("ECPT#11(1)", enforces="Only named roles read what is confidential; everyone else sees public facts.")

Fact = TypeVar("Fact", bound=Model)
Acted = TypeVar("Acted", kinds.Visit, kinds.Document, kinds.Letter, kinds.Talks, kinds.Place)

TRANSMITTED_ACTS = frozenset(
    {
        "transmitted",
        "acknowledged",
        "due",
        "extended",
        "time set",
        "received",
        "response received",
        "publication requested",
        "published",
    }
)
"""The steps of a document that the State itself takes part in."""


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


def hanging(reader: Reader, rows: "QuerySet[Fact, Any]", *on: str) -> "QuerySet[Fact, Any]":
    """Return those of ``rows`` that the reader may see, of facts that hang on others and can be withdrawn.

    ``on`` are the paths to what each hangs on: nothing is more public than that. One that was withdrawn
    is seen by who may read what is confidential.
    """
    shown = visible(reader, rows)
    parties = parties_where(reader, Capability.READ_CONFIDENTIAL)
    if parties is None:
        return shown
    free = Q(withdrawn_why="", **{f"{path}__klass": Klass.PUBLIC.value for path in on})
    return shown.filter(free | Q(party__public_id__in=parties))


def reads_confidential(reader: Reader, party_id: str) -> bool:
    """Whether ``reader`` may see what is confidential about the Party with this public id."""
    parties = parties_where(reader, Capability.READ_CONFIDENTIAL)
    return parties is None or party_id in parties


def seen(reader: Reader, row: Any) -> Any:
    """Return a fact that another one points at, or ``None`` where the reader may not see it.

    ``row`` (``None`` is let through) has ``klass`` and ``party``, which is fetched with it.
    """
    if row is None or row.klass == Klass.PUBLIC.value or reads_confidential(reader, row.party.public_id):
        return row
    return None


def acts_shown(reader: Reader, value: Acted, party_id: str) -> Acted:
    """Return ``value`` with those of its acts that the reader may see, so that its status is theirs too.

    An act is of its holder's class unless it says its own. Who reads a document only because it was
    transmitted sees the steps that the State takes part in.
    """
    if reads_confidential(reader, party_id):
        return value
    acts = tuple(act for act in value.acts if act.klass in (None, Klass.PUBLIC))
    if value.klass is not Klass.PUBLIC:
        acts = tuple(act for act in acts if act.kind in TRANSMITTED_ACTS)
    return replace(value, acts=acts)


def reads_anything_confidential(reader: Reader, *, transmitted: bool) -> bool:
    """Whether a list that the reader sees may hold anything confidential.

    ``transmitted`` says that the list holds what is sent to the State, which its liaison officer reads.
    """
    kinds_of_right = [Capability.READ_CONFIDENTIAL] + [Capability.READ_TRANSMITTED] * transmitted
    return any(parties_where(reader, capability) != frozenset() for capability in kinds_of_right)


def may_export(reader: Reader, *, transmitted: bool) -> bool:
    """Whether the reader may take a list away: what is public anyone may, else it needs the right."""
    held = reads_anything_confidential(reader, transmitted=transmitted)
    return not held or may(reader, Capability.EXPORT)


def sources() -> "QuerySet[Source, Any]":
    """Every source, for those who enter facts: for who may write of all Parties only."""
    return Source.objects.all()


def opens_to_the_public(source: Source) -> bool:
    """Whether a fact of this source may be opened, because it already was public there (rule 1)."""
    return source_value(source).opens_to_the_public
