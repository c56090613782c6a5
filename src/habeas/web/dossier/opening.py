"""Opening a fact that already was public at its source: one person asks, another approves.

This is the second half of rule 1 and nothing more: a fact whose source is named with its
date and address. What a body publishes by its own acts (a report at the Party's request, a
public statement) is opened by those acts, not here.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404

from habeas import canonical
from habeas.dossier.facts import Fact, Klass
from habeas.dossier.json_form import fact_json
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.web.dialogue.access import letters_for, talks_for
from habeas.web.dialogue.store import letter_value, talks_value
from habeas.web.dossier.access import KINDS
from habeas.web.dossier.store import event_value, figure_value_value, procedure_value, statement_value
from habeas.web.journal.actions import approve, record, request_approval, require_approval
from habeas.web.journal.kinds import kind_of, register
from habeas.web.journal.models import Approval
from habeas.web.parties.access import authorities_for, successions_for
from habeas.web.parties.store import authority_value, succession_value
from habeas.web.people.access import Reader
from habeas.web.places.access import places_for
from habeas.web.places.store import place_value
from habeas.web.reports.access import asks_for, documents_for
from habeas.web.reports.store import ask_value, document_value
from habeas.web.sources.models import Fact as FactRow
from habeas.web.threads.access import assessments_for, claims_for, links_for
from habeas.web.threads.store import ask_link_value, assessment_value, claim_value
from habeas.web.visits.access import incidents_for, visits_for
from habeas.web.visits.store import incident_value, visit_value

FACT_OPENED = register("fact.opened", N_("opened the fact, which was public at its source"))
OPENING = "fact.opened"
TIME_TO_APPROVE = timedelta(days=14)

cite("ECPT#11(1)", enforces="A fact is opened only if public at its source, and by two persons.")


@dataclass(frozen=True, slots=True)
class Openable:
    """How a kind of fact is found by its reader, and what it is as a value."""

    rows: Callable[[Reader], Any]
    value: Callable[[Any], Fact]


def _standing(rows: Callable[[Reader], Any]) -> Callable[[Reader], Any]:
    """Those that were not withdrawn: what was recorded in error is not opened."""
    return lambda reader: rows(reader).filter(withdrawn_why="")


OPENABLE: dict[str, Openable] = {
    "visit": Openable(visits_for, visit_value),
    "incident": Openable(incidents_for, incident_value),
    "letter": Openable(letters_for, letter_value),
    "talks": Openable(talks_for, talks_value),
    "document": Openable(documents_for, document_value),
    "ask": Openable(asks_for, ask_value),
    "claim": Openable(_standing(claims_for), claim_value),
    "assessment": Openable(_standing(assessments_for), assessment_value),
    "link": Openable(_standing(links_for), ask_link_value),
    "succession": Openable(_standing(successions_for), succession_value),
    "authority": Openable(authorities_for, authority_value),
    "place": Openable(places_for, place_value),
    "statement": Openable(KINDS["statement"], statement_value),
    "event": Openable(KINDS["event"], event_value),
    "procedure": Openable(KINDS["procedure"], procedure_value),
    "figure": Openable(KINDS["figure"], figure_value_value),
}


def confidential_fact(reader: Reader, kind: str, public_id: str) -> tuple[FactRow, Fact]:
    """Return a confidential fact that the reader may see, as row and as value, or ``Http404``."""
    openable = OPENABLE.get(kind)
    row = openable.rows(reader).filter(public_id=public_id).first() if openable else None
    if openable is None or row is None or row.klass != Klass.CONFIDENTIAL.value:
        raise Http404
    return row, openable.value(row)


def ask_to_open(reader: Reader, row: FactRow, value: Fact, *, at: datetime, reason: str) -> Approval:
    """Ask that another person opens the fact exactly as it stands now.

    Raises ``RefusedError`` (``source-not-public``) where the source has neither date nor address,
    (``opening-asked``) where it was asked already.
    """
    if not value.source.opens_to_the_public:
        raise RefusedError(
            "source-not-public",
            N_("The source of this fact needs both a date and an address at which it is public."),
            advice=N_("Add one to the source, or leave the fact confidential."),
        )
    digest = digest_of(row, value)
    if pending().filter(sha256=digest, expires_at__gt=at).exists():
        raise RefusedError("opening-asked", N_("It was asked already, and waits for another person."))
    return request_approval(
        reader,
        sha256=digest,
        action=OPENING,
        subject=row,
        at=at,
        expires_at=at + TIME_TO_APPROVE,
        reason=reason,
    )


def open_fact(reader: Reader, approval: Approval, *, read: str, at: datetime) -> FactRow:
    """Approve and open in one transaction; a fact that was changed since must be asked for again.

    ``read`` is the digest of what the page showed to who approves: between the asking, the reading
    and the approving nothing may have been changed, nor changed back.
    """
    with transaction.atomic():
        row, value = subject_of(reader, approval)
        digest = digest_of(row, value)
        if not digest == approval.sha256 == read:
            raise RefusedError(
                "opening-of-another-text",
                N_("The fact was changed after the opening was asked for."),
                advice=N_("Read it as it stands now, and ask again."),
            )
        approve(reader, approval, at=at)
        require_approval(digest, OPENING, subject=row, at=at)
        row.klass = Klass.PUBLIC.value
        row.save(update_fields=["klass"])
        changes = {"klass": (Klass.CONFIDENTIAL.value, Klass.PUBLIC.value), "sha256": (None, digest)}
        party = getattr(row, "party")  # noqa: B009 (every fact row has its Party; the abstract one cannot say so)
        record(reader, FACT_OPENED, row, changes=changes, reason=approval.reason, party=party.public_id)
    return row


def pending() -> Any:
    """Openings asked for and not yet approved, the oldest first."""
    return (
        Approval.objects.filter(action=OPENING, approved_by=None)
        .select_related("requested_by")
        .order_by("pk")
    )


def shown(reader: Reader, approval: Approval) -> tuple[FactRow, Fact, list[tuple[str, str]], str]:
    """What who approves reads: the row, the fact, what stands beside it, and the digest of it all."""
    row, value = subject_of(reader, approval)
    return row, value, beside(row, value), digest_of(row, value)


def subject_of(reader: Reader, approval: Approval) -> tuple[FactRow, Fact]:
    """The fact that an opening is about, through the door of its kind."""
    for openable in OPENABLE.values():
        rows = openable.rows(reader)
        if kind_of(rows.model) == approval.subject_kind:
            row = rows.filter(public_id=approval.subject_id).first()
            if row is not None:
                return row, openable.value(row)
    raise Http404


_IN_THE_FACT = frozenset(
    {"id", "public_id", "created_at", "klass", "party", "source", "date", "date_earliest", "date_latest"}
    | {"other_names", "intake", "row_in_file", "digest", "dates_reported", "author", "author_role"}
)
"""Columns that the fact says under another name, that name the row, or that never leave the store."""


def beside(row: FactRow, value: Fact) -> list[tuple[str, str]]:
    """Name and text of what becomes public with the row and is no part of the fact in a dossier.

    A place has its address, a figure what is counted: who approves reads them too.
    """
    apart = _IN_THE_FACT | fact_json(value).keys()
    names = [field.name for field in row._meta.concrete_fields if field.name not in apart]
    told = [(name, _text(getattr(row, name))) for name in names]
    return [(name, text) for name, text in told if text]


def _text(value: object) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    return "" if value is None else str(value)


def digest_of(row: FactRow, value: Fact) -> str:
    """SHA-256 of the canonical bytes of all that becomes public: the fact, and what stands beside it."""
    return canonical.digest({"fact": fact_json(value), "beside": [list(pair) for pair in beside(row, value)]})
