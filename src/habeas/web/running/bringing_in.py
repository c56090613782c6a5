"""Files brought in from the command line: everything or nothing, and a word on every row refused."""

import hashlib

from habeas.documents.folding import folded
from habeas.documents.headings import Target
from habeas.documents.lists import proposal
from habeas.documents.tables import spreadsheet
from habeas.dossier.toml_form import read_dossier
from habeas.errors import RefusedError, Where
from habeas.web.dossier.actions import take_over
from habeas.web.reports.taking import require_public_source
from habeas.web.running.asks_in import asks_in
from habeas.web.running.mappings import with_party
from habeas.web.running.orders import Brought, Order, Progress
from habeas.web.running.places_in import places_in

LARGEST_DOSSIER = 64 * 2**20
"""Bytes. The facts of one Party that people wrote down are far less."""


def bring_in(order: Order, progress: Progress) -> Brought:
    """Do what is ordered. Raises ``RefusedError``; nothing is then written.

    Rows that cannot be taken are all in a ``RowsRefusedError``, in a dry run as well.
    """
    if order.form == "habeas":
        return _dossier(order)
    require_public_source(order.klass, order.source_named)
    if order.form == "csv" and order.target is Target.PLACES:
        return places_in(order)
    return asks_in(order, progress)


def proposed_mapping(order: Order) -> dict[str, object]:
    """The mapping that the headings of a spreadsheet suggest, as it is kept in a file."""
    table = spreadsheet.read_table(order.file, name=order.name, sheet=order.sheet)
    return dict(with_party(proposal.propose_for(table, order.target).mapping, order).as_json())


def _dossier(order: Order) -> Brought:
    if order.file.stat().st_size > LARGEST_DOSSIER:
        raise RefusedError(
            "file-too-large",
            f"a dossier of more than {LARGEST_DOSSIER // 2**20} MB is not read",
            where=Where(order.name),
            advice="Lists of what was asked come in by their own formats: habeas import --help.",
        )
    data = order.file.read_bytes()
    try:
        text = data.decode()
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise RefusedError(
            "not-utf-8",
            "a dossier is written in UTF-8, and this is not",
            where=Where(order.name, line),
            advice="Save the file as UTF-8.",
        ) from None
    dossier = read_dossier(text, file=order.name)
    names = {folded(name) for name in (dossier.party.name, dossier.party.iso, *dossier.party.names) if name}
    if order.party is not None and folded(order.party) not in names:
        raise RefusedError("party-differs", f"the dossier is of {dossier.party.name}, not of {order.party}")
    taken = take_over(None, dossier, sha256=hashlib.sha256(data).hexdigest(), dry_run=order.dry_run)
    return Brought(added=dict(taken.added), there=dict(taken.there))
