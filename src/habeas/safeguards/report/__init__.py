"""The report of an audit, to hand on: one paper for a page, a PDF and a Word document."""

from habeas.safeguards.report.paper import report_paper
from habeas.safeguards.report.taking import Found, Record, Taken, taken

__all__ = ["Found", "Record", "Taken", "report_paper", "taken"]
