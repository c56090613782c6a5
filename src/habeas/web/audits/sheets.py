"""Tables of an audit as a spreadsheet program opens them, made of what is kept while they go out."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from habeas.documents.tables.out import csv_parts
from habeas.safeguards.against import COLUMNS as DIFFERENCE
from habeas.safeguards.audit import OCCASION, Row, as_cells
from habeas.safeguards.figures import Figures
from habeas.safeguards.ingest import PLACE
from habeas.safeguards.tables import differences_told, faults_told, occasions_told
from habeas.web.audits import kept, occasions_list
from habeas.web.audits.models import Audit

Columns = tuple[str, ...]


def parts_of(
    row: Audit, name: str, figures: Figures, said: Mapping[str, str], without: Collection[str]
) -> Iterator[bytes]:
    """A table of ``kept.SHEETS`` but for the rows of some records; of occasions those that are asked for."""
    columns, rows = _table(row, name, figures, said, without)
    return csv_parts(columns, (as_cells(each, columns) for each in rows))


def _table(
    row: Audit, name: str, figures: Figures, said: Mapping[str, str], without: Collection[str]
) -> tuple[Columns, Iterable[Row]]:
    path = kept.folder_of(row) / kept.SHEETS[name]
    if path.name == kept.FAULTS:
        return PLACE, faults_told(path, without)
    if path.name == kept.AGAINST:
        return DIFFERENCE, differences_told(path, without)
    return OCCASION, occasions_told(path, occasions_list.chosen_of(row, figures, said, without))
