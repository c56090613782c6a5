"""The invented report on an invented visit of the body's own, for the demo."""

from datetime import date

from habeas.procedure.report import acts as said
from habeas.web.people.access import Reader
from habeas.web.reports.actions import begin, take
from habeas.web.reports.models import Document
from habeas.web.visits.models import Visit


def fill(reader: Reader, visit: Visit) -> Document:
    """Begin the report on the visit, and bring it as far as the comments of the delegation."""
    drafted = said.Drafted(on=date(2026, 10, 9))
    row = begin(reader, visit, drafted, title="Report on the visit of 7 to 16 September 2026")
    take(reader, row, said.CommentsReceived(on=date(2026, 10, 16)))
    return row
