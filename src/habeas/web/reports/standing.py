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

    It is the State's last word: the position of its latest answer that tells one, else that which came
    with the ask.
    """
    said = claims_shown(reader).filter(ask=OuterRef("pk"), withdrawn_why="")
    told = said.exclude(position="").order_by(F("date_latest").desc(nulls_last=True), "-pk")
    came = Case(
        When(~Q(position=""), then=F("position")),
        When(Exists(said) | ~Q(response=""), then=Value(ANSWERED)),
        default=Value(""),
        output_field=CharField(),
    )
    return rows.annotate(stands=Coalesce(Subquery(told.values("position")[:1]), came))


def came_with(row: Ask) -> Status:
    """What the State said with the ask itself, in a word: later answers go before it."""
    return position_mark(row.position or (ANSWERED if row.response else ""))


def position_mark(position: str) -> Status:
    """One of ``STANDINGS`` in a word; nothing recorded is “no information”."""
    return Status(dict(STANDINGS).get(position, position), TONES.get(position, "neutral"))
