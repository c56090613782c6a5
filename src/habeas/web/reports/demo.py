"""The invented report on an invented visit of the body's own, for the demo."""

from datetime import date

from habeas.procedure.report import acts as said
from habeas.web.people.access import Reader
from habeas.web.reports.actions import begin, take
from habeas.web.visits.models import Visit


def fill(reader: Reader, visit: Visit) -> None:
    """Begin the report on the visit, and bring it to the plenary."""
    drafted = said.Drafted(on=date(2026, 10, 9))
    row = begin(reader, visit, drafted, title="Report on the visit of 7 to 16 September 2026")
    for act in (
        said.CommentsReceived(on=date(2026, 10, 16)),
        said.HeadAgreed(on=date(2026, 10, 23)),
        said.Cleared(on=date(2026, 10, 27)),
        said.LanguageChecked(on=date(2026, 10, 30), language="en"),
        said.Adopted(on=date(2026, 11, 6), way=said.Way.PLENARY, plenary=121, language="en"),
    ):
        take(reader, row, act)
