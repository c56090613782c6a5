"""Where what was asked stands with the State: its position, an answer that tells none, or nothing known."""

from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from habeas.web.people.access import Reader
from habeas.web.reports.beside import claims_shown
from habeas.web.reports.models import POSITIONS, Ask
from habeas.web.shell.marks import Status

ANSWERED = "answered"
STANDINGS = [*POSITIONS[:-1], (ANSWERED, _("answered, position not told")), POSITIONS[-1]]
"""The positions, and beside “no information” that there is an answer."""
TONES = {
    "accepted": "done",
    "already_implemented": "done",
    "accepted_in_part": "due",
    "noted": "neutral",
    "rejected": "late",
}


def with_standing(reader: Reader, rows: "QuerySet[Ask, Any]") -> "QuerySet[Any, Any]":
    """Asks with ``stands``, one of ``STANDINGS``, as far as the reader may know it.

    The position that came with the ask goes before those of later answers.
    """
    said = claims_shown(reader).filter(ask=OuterRef("pk"), withdrawn_why="")
    told = said.exclude(position="").order_by(F("date_latest").desc(nulls_last=True), "-pk")
    stands = Case(
        When(~Q(position=""), then=F("position")),
        When(Exists(said), then=Coalesce(Subquery(told.values("position")[:1]), Value(ANSWERED))),
        When(~Q(response=""), then=Value(ANSWERED)),
        default=Value(""),
        output_field=CharField(),
    )
    return rows.annotate(stands=stands)


def standing_of(reader: Reader, row: Ask) -> str:
    """Where one ask stands that came through a door."""
    return str(with_standing(reader, Ask.objects.filter(pk=row.pk)).get().stands)


def position_mark(position: str) -> Status:
    """One of ``STANDINGS`` in a word; nothing recorded is “no information”."""
    return Status(dict(STANDINGS).get(position, position), TONES.get(position, "neutral"))
