"""Opening a list that came in from a public database: one person brings it in, another approves.

Until then its rows are confidential, as everything that comes in by the browser is (rule 1).
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from habeas import canonical
from habeas.dossier.facts import Klass
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.web.journal.actions import approve, record, request_approval, require_approval
from habeas.web.journal.kinds import kind_of, register
from habeas.web.journal.models import Approval, JournalEntry
from habeas.web.parties.actions import open_party
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.reports.models import Ask, Intake
from habeas.web.sources.models import Source
from habeas.web.sources.store import source_value

LIST_OPENED = register("intake.opened", N_("opened the list, which was public at its source"))
OPENING = "intake.opened"
TIME_TO_APPROVE = timedelta(days=14)
SHOWN = 20

cite("ECPT#11(1)", enforces="A list is opened only if public at its source, and by two persons.")


def ask_to_open_list(reader: Reader, intake: Intake, *, at: datetime) -> Approval:
    """Ask that another person opens the rows of a list exactly as they came in."""
    return request_approval(
        reader,
        sha256=digest_of(intake),
        action=OPENING,
        subject=intake,
        at=at,
        expires_at=at + TIME_TO_APPROVE,
    )


def pending_lists() -> Any:
    """Openings of lists asked for and not yet approved, the oldest first."""
    return (
        Approval.objects.filter(action=OPENING, approved_by=None)
        .select_related("requested_by")
        .order_by("pk")
    )


def list_of(approval: Approval) -> Intake:
    """The list that an approval is about."""
    return Intake.objects.get(public_id=approval.subject_id)


def source_of_list(intake: Intake) -> Source | None:
    """The one source of all rows of a list, ``None`` where no row is left."""
    first = Ask.objects.filter(intake=intake).select_related("source").first()
    return first.source if first else None


def first_rows(intake: Intake) -> "QuerySet[Ask, Any]":
    """The first rows of a list as they came in: what is to be opened is seen before it is."""
    return Ask.objects.filter(intake=intake).select_related("party").order_by("row_in_file", "pk")[:SHOWN]


def open_list(reader: Reader, approval: Approval, *, at: datetime) -> int:
    """Approve and open in one transaction; return how many rows are public from now on.

    Rows that somebody changed by hand since stay confidential. Raises ``RefusedError``
    (``source-not-public``, ``opening-of-another-text``, and those of an approval).
    """
    intake = list_of(approval)
    with transaction.atomic():
        source = source_of_list(intake)
        if source is None or not source_value(source).opens_to_the_public:
            raise RefusedError(
                "source-not-public",
                N_("The source of this list needs both a date and an address at which it is public."),
            )
        digest = digest_of(intake)
        if digest != approval.sha256:
            raise RefusedError(
                "opening-of-another-text",
                N_("The list or its source was changed after the opening was asked for."),
                advice=N_("Read it as it stands now, and ask again."),
            )
        approve(reader, approval, at=at)
        require_approval(digest, OPENING, subject=intake, at=at)
        touched = JournalEntry.objects.filter(object_kind=kind_of(Ask())).values("object_id")
        rows = Ask.objects.filter(intake=intake).exclude(public_id__in=touched)
        for party in Party.objects.filter(pk__in=rows.values("party")).exclude(klass=Klass.PUBLIC.value):
            open_party(reader, party, source=source)
        opened = rows.update(klass=Klass.PUBLIC.value)
        record(reader, LIST_OPENED, intake, changes={"rows": (None, opened), "sha256": (None, digest)})
    return opened


def digest_of(intake: Intake) -> str:
    """SHA-256 over the file's own hash and what is said of its source."""
    source = source_of_list(intake)
    return canonical.digest(
        {
            "file": intake.sha256,
            "rows": intake.rows,
            "source": [source.name, source.address, source.date] if source else None,
        }
    )
