"""Which column of a spreadsheet is what, as given with a call or kept in the store."""

import json
from dataclasses import replace

from habeas.documents.headings import Target
from habeas.documents.lists.mapping import ColumnMapping
from habeas.documents.tables.table import Table
from habeas.errors import RefusedError, Where
from habeas.web.reports.models import ColumnMapping as KeptMapping
from habeas.web.running.orders import Order


def mapping_for(order: Order, table: Table) -> ColumnMapping:
    """The mapping given, else the one kept for these headings; a guess takes nothing in."""
    if order.mapping is not None:
        try:
            kept = json.loads(order.mapping.read_bytes())
        except ValueError:
            kept = None
        return with_party(ColumnMapping.from_json(kept, str(order.mapping)), order)
    row = KeptMapping.objects.filter(target=order.target.value, signature=table.signature).first()
    if row is not None:
        return with_party(ColumnMapping.from_json(row.mapping), order)
    raise RefusedError(
        "mapping-needed",
        "nobody has said yet which column of this list is what",
        where=Where(order.name, table.headings_line),
        advice="Write a proposal with --propose-mapping FILE, read it, and give it with --mapping FILE.",
    )


def with_party(mapping: ColumnMapping, order: Order) -> ColumnMapping:
    """The Party named in the call is that of every row, where no column says it."""
    if order.party is None or order.target is not Target.ASKS or "party" in mapping.columns:
        return mapping
    return replace(mapping, constants={**mapping.constants, "party": order.party})
