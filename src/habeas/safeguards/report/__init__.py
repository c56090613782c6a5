"""The report of an audit, to hand on: a paper for a page, a PDF and a Word document; and one record drawn."""

from habeas.safeguards.report.composing import Composing, anchor_of
from habeas.safeguards.report.one_record import Entries, Showing, days_in, drawn
from habeas.safeguards.report.paper import records_paper, report_paper
from habeas.safeguards.report.records import Found, Record
from habeas.safeguards.report.taking import Taken, taken, taken_records

__all__ = [
    "Composing",
    "Entries",
    "Found",
    "Record",
    "Showing",
    "Taken",
    "anchor_of",
    "days_in",
    "drawn",
    "records_paper",
    "report_paper",
    "taken",
    "taken_records",
]
