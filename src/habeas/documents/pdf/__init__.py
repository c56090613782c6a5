"""PDF with text in it: its lines with their place, size and weight, footnote marks apart."""

from habeas.documents.pdf.lines import Line, PdfPages, read_pdf

__all__ = ["Line", "PdfPages", "read_pdf"]
