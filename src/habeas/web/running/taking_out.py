"""Lists written out from the command line, in the forms in which they come in."""

import io
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import QuerySet

from habeas.documents.asks import ReadAsk
from habeas.documents.headings import Target, fields
from habeas.documents.tables.out import Value, write_csv
from habeas.errors import RefusedError
from habeas.web.journal.actions import record
from habeas.web.parties.lists import LIST_EXPORTED
from habeas.web.parties.models import Party
from habeas.web.reports.access import asks_for
from habeas.web.reports.exporting import export_uhri, export_upr_info, in_order, read_ask
from habeas.web.reports.models import Ask
from habeas.web.running.dossiers import Leaving, dossier_file
from habeas.web.running.reading import party_named, reader

Write = Callable[["QuerySet[Ask, Any]", BinaryIO], int]


def take_out(*, form: str, party: str | None, public: bool) -> Leaving:
    """Return what is asked for as bytes: a Party's dossier (``habeas``, ``json``) or a list of asks.

    With ``public`` only what somebody without an account may know. What is confidential is
    journalled. Raises ``RefusedError``.
    """
    if form in ("habeas", "json"):
        if party is None:
            raise RefusedError(
                "party-missing", f"{form} is the dossier of one Party", advice="Add --party NAME."
            )
        return dossier_file(party, form=form, public=public, language="en")
    who = reader(public=public)
    of = party_named(who, party) if party is not None else None
    asks = asks_for(who) if of is None else asks_for(who).filter(party=of)
    stream = io.BytesIO()
    count = _WRITERS[form](asks, stream)
    if not public:
        _note(form, count, of)
    return Leaving(stream.getvalue(), not public, count)


def _note(form: str, count: int, party: Party | None) -> None:
    changes = {"list": (None, "asks"), "format": (None, form), "rows": (None, count)}
    with transaction.atomic():
        record(None, LIST_EXPORTED, None, changes=changes, party=party.public_id if party else "")


def _csv(asks: "QuerySet[Ask, Any]", stream: BinaryIO) -> int:
    """Write the fields by which a list of asks is mapped: it comes in again without a mapping of its own."""
    headings = fields(Target.ASKS)
    rows = [read_ask(row) for row in in_order(asks)]
    write_csv(headings, map(partial(_cells, headings), rows), stream)
    return len(rows)


def _cells(headings: Iterable[str], ask: ReadAsk) -> list[Value]:
    return [_cell(getattr(ask, name)) for name in headings]


def _cell(value: Any) -> Value:
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


_WRITERS: dict[str, Write] = {"upr-info": export_upr_info, "uhri": export_uhri, "csv": _csv}
