"""Why a file or a row is refused: one table of codes, sentences and advice.

A code is stable, for scripts rely on it; the sentence is filled with the values of
the case and can be said in another language (``Phrase``). Everything that this
room refuses is in :data:`REASONS`, and ``docs/formats.md`` lists all of it (a test
holds it to that).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from habeas.errors import Phrase, RefusedError, Where
from habeas.language import N_, Words


class Reason(NamedTuple):
    """The sentence, with ``{names}`` to fill, and what to do about it."""

    message: str
    advice: str


REASONS: Mapping[str, Reason] = MappingProxyType(
    {
        # The file as a whole
        "file-too-large": Reason(
            N_("The file is {size} large; at most {limit} is read"),
            N_("Split it into smaller files."),
        ),
        "file-empty": Reason(
            N_("The file is empty"), N_("Choose the file again; it may not have been saved.")
        ),
        "file-unreadable": Reason(
            N_("The file cannot be opened: {why}"), N_("Check its name and that you may read it.")
        ),
        # Characters
        "wrong-encoding": Reason(
            N_("Byte {byte} (hexadecimal {value}) is not {encoding}"),
            N_("Save the file as CSV UTF-8, or say which encoding it has."),
        ),
        "encoding-unknown": Reason(
            N_("Byte {byte} (hexadecimal {value}) is not UTF-8, and nothing proves another encoding"),
            N_("Say which it is (Windows-1252, -1254, -1251 or Mac Roman), or save it as CSV UTF-8."),
        ),
        "encoding-contradicts": Reason(
            N_("The file was said to be {declared}, but its first bytes say {found}"),
            N_("Leave the encoding open, or choose the right one."),
        ),
        "encoding-doubtful": Reason(
            N_("Read as Mac Roman, line ends fit but “{word}” does not: it has a capital within a word"),
            N_("Say which encoding the file has."),
        ),
        "not-in-encoding": Reason(
            N_("The character “{character}” cannot be written in {encoding}"), N_("Write UTF-8.")
        ),
        "nul-character": Reason(
            N_("There is a NUL character, which no text has"),
            N_("The file is damaged or not a text; export it again."),
        ),
        # Rows and cells
        "row-broken": Reason(
            N_("The row that begins here is broken: {why}"),
            N_("Look for a quotation mark that is opened and not closed; within a cell it is written twice."),
        ),
        "row-columns-differ": Reason(
            N_("This row has {found} cells where the headings are {expected}"),
            N_(
                "Look for a separator too many or too few, or a cell with a separator and no quotation marks."
            ),
        ),
        "too-many-rows": Reason(
            N_("There are more than {limit} rows"), N_("Split the list into smaller files.")
        ),
        "too-many-columns": Reason(
            N_("There are more than {limit} columns"), N_("Keep the columns that are needed.")
        ),
        "too-many-cells": Reason(
            N_("There are more than {limit} cells"), N_("Split the list into smaller files.")
        ),
        "cell-too-long": Reason(
            N_("The cell holds {found} characters; at most {limit} are read"),
            N_("Look for a quotation mark that is not closed, or shorten the text."),
        ),
        "no-rows": Reason(
            N_("There is no row with anything in it"), N_("Choose the file or the sheet again.")
        ),
        "columns-missing": Reason(
            N_("These columns are missing: {columns}"), N_("The headings are those of docs/formats.md.")
        ),
        "column-repeated": Reason(
            N_("The heading “{heading}” stands over two columns"), N_("Give each column its own heading.")
        ),
        "rows-refused": Reason(
            N_("Rows that cannot be taken: {count}; the first: {first}"),
            N_("Nothing was written. Correct the rows and try again, or ask to keep the good ones."),
        ),
        # Workbooks
        "spreadsheet-encrypted": Reason(
            N_("The workbook is protected by a password"), N_("Save it without a password.")
        ),
        "spreadsheet-old-xls": Reason(
            N_("This is a workbook of the old kind (.xls)"), N_("Save it as XLSX or CSV.")
        ),
        "spreadsheet-binary": Reason(N_("This is a binary workbook (.xlsb)"), N_("Save it as XLSX or CSV.")),
        "spreadsheet-ods": Reason(
            N_("This is an OpenDocument spreadsheet (.ods)"), N_("Save it as XLSX or CSV.")
        ),
        "spreadsheet-is-html": Reason(
            N_("The file is a web page or XML with the name of a spreadsheet"),
            N_("Open it in a spreadsheet program and save it as XLSX."),
        ),
        "spreadsheet-is-text": Reason(
            N_("The file is plain text with the name of a workbook"), N_("Name it .csv and try again.")
        ),
        "spreadsheet-is-json": Reason(
            N_("This is JSON, and no table"),
            N_("Records of UHRI come in on the command line: habeas import FILE --format uhri."),
        ),
        "spreadsheet-is-xlsx": Reason(
            N_("The file is a workbook with the name of a text"), N_("Name it .xlsx and try again.")
        ),
        "spreadsheet-not-xlsx": Reason(
            N_("The file is no workbook, though its name says so"), N_("Save the list as XLSX or CSV.")
        ),
        "spreadsheet-broken": Reason(
            N_("The workbook is damaged: {why}"),
            N_("Open it in a spreadsheet program, repair and save it as XLSX."),
        ),
        "spreadsheet-macro": Reason(
            N_("The workbook carries macros ({part})"), N_("Save it as XLSX, which has none.")
        ),
        "spreadsheet-external-link": Reason(
            N_("The workbook takes data from elsewhere ({part})"),
            N_("Break the links (paste values) and save it again."),
        ),
        "spreadsheet-formula": Reason(
            N_("Sheet “{sheet}” has a formula in cell {cell}; formulas are not evaluated"),
            N_("Replace formulas by their values (copy, paste values) and save it again."),
        ),
        "spreadsheet-xml-entity": Reason(
            N_("A part of the workbook ({part}) declares XML entities, which no workbook needs"),
            N_("Do not use this file; ask who sent it."),
        ),
        "spreadsheet-no-sheet": Reason(
            N_("There is no visible sheet named “{sheet}”"), N_("The visible sheets are: {sheets}.")
        ),
        "spreadsheet-too-many-merged": Reason(
            N_("The sheet has too many merged cells"), N_("Unmerge the cells and save it again.")
        ),
        "zip-bomb": Reason(
            N_("Unpacked, the file would be {size} ({why})"), N_("Do not use this file; ask who sent it.")
        ),
        "zip-too-many-parts": Reason(
            N_("The file has more parts than any such file needs"),
            N_("Do not use this file; ask who sent it."),
        ),
        # PDF
        "pdf-not-pdf": Reason(
            N_("The file is no PDF"), N_("Choose the PDF itself, not a page that shows it.")
        ),
        "pdf-embedded": Reason(
            N_("Another file is embedded in the PDF, or fetched by it"),
            N_("Print it into a new PDF and choose that; send the other file by itself."),
        ),
        "pdf-acts": Reason(
            N_("The PDF carries a script or a form that acts"), N_("Print it into a new PDF and choose that.")
        ),
        "pdf-locked": Reason(
            N_("The PDF is protected by a password"), N_("Save a copy without a password, and choose that.")
        ),
        "pdf-broken": Reason(
            N_("The PDF is damaged and cannot be read"), N_("Fetch it again, or print it into a new PDF.")
        ),
        "pdf-without-text": Reason(
            N_("The PDF has no text in it: its pages are pictures"),
            N_("Have its text recognised (OCR) first, or choose the file that it was made from."),
        ),
        "pdf-too-many-pages": Reason(
            N_("The PDF has {count} pages; at most {limit} are read"), N_("Split it into smaller files.")
        ),
        "pdf-too-much-text": Reason(
            N_("The PDF has more than {limit} characters"), N_("Split it into smaller files.")
        ),
        # Documents of any format
        "document-unknown": Reason(
            N_("The file is none of the formats that are read: PDF, Word (DOCX), HTML and plain text"),
            N_("Save it as one of these, and choose that."),
        ),
        "document-other-format": Reason(
            N_("The file is named as {claimed}, but it is {found}"), N_("Give it the right ending.")
        ),
        "document-encoding-unknown": Reason(
            N_("The text is not in UTF-8, and nothing proves another encoding"),
            N_("Open it, and save it as plain text in UTF-8."),
        ),
        "document-without-text": Reason(
            N_("There is no text in the document"), N_("Choose the file that it was made from.")
        ),
        "html-not-html": Reason(
            N_("The file has no markup of HTML in it"), N_("Choose the page itself, or name it as text.")
        ),
        "html-too-deep": Reason(
            N_("The page is nested deeper than any page needs"), N_("Print it into a PDF, and choose that.")
        ),
        "html-too-long": Reason(N_("The page has more than {limit} paragraphs"), N_("Save it in parts.")),
        "report-without-paragraphs": Reason(
            N_("No paragraph was found in it"), N_("Choose the report itself, not its cover.")
        ),
        "reply-without-answers": Reason(
            N_("No answer to a numbered recommendation or paragraph was found in it"),
            N_("Choose the reply itself; what answers without numbers is taken up by hand."),
        ),
        "list-without-recommendations": Reason(
            N_("No numbered recommendation was found in it"),
            N_("Choose a list of recommendations, such as a report of a Working Group."),
        ),
        # Word documents
        "word-encrypted": Reason(
            N_("The document is protected by a password"), N_("Save it without a password.")
        ),
        "word-old-doc": Reason(N_("This is a document of the old kind (.doc)"), N_("Save it as DOCX.")),
        "word-odt": Reason(N_("This is an OpenDocument text (.odt)"), N_("Save it as DOCX.")),
        "word-not-docx": Reason(
            N_("The file is no Word document"), N_("Choose the DOCX file that was edited.")
        ),
        "word-broken": Reason(
            N_("The document is damaged: {why}"),
            N_("Open it in a word processor, let it repair it, read it through, and save it as DOCX."),
        ),
        "word-needs-repair": Reason(
            N_("Word would have to repair this document: {why}"),
            N_("Open it in a word processor, let it repair it, read it through, and save it as DOCX."),
        ),
        "word-macro": Reason(
            N_("The document carries macros ({part})"), N_("Save it as DOCX, which has none.")
        ),
        "word-external-link": Reason(
            N_("The document takes something from elsewhere ({part})"),
            N_("Put pictures and templates into the document itself, or leave them out, and save it again."),
        ),
        "word-embedded": Reason(
            N_("Another file is embedded in the document ({part})"),
            N_("Take it out and send it by itself."),
        ),
        "word-xml-entity": Reason(
            N_("A part of the document ({part}) declares XML entities, which no document needs"),
            N_("Do not use this file; ask who sent it."),
        ),
        "word-too-long": Reason(N_("The document has more than {limit} paragraphs"), N_("Send it in parts.")),
        "word-tracked-changes": Reason(
            N_("The document has tracked changes: what was deleted is still in it"),
            N_("Accept or reject each change in the word processor, and save it again."),
        ),
        "word-comments": Reason(
            N_("The document has comments"),
            N_("Delete all comments in the word processor, and save it again."),
        ),
        "word-hidden-text": Reason(
            N_("The document has hidden text"),
            N_("Show hidden text in the word processor, delete it or make it visible, and save it again."),
        ),
        # PDF that is to be published as it is
        "pdf-encrypted": Reason(
            N_("The PDF is protected or encrypted: what it carries cannot be looked at"),
            N_("Save it without protection."),
        ),
        "pdf-earlier-versions": Reason(
            N_("The PDF was changed after it was made, and what it was before is still in it"),
            N_("Make it anew from the text; a change in a PDF editor only adds to the file."),
        ),
        "pdf-unreadable": Reason(
            N_("A part of the PDF is packed in a way that cannot be looked at"),
            N_("Make it anew from the text, or print it to a PDF."),
        ),
        "pdf-attachments": Reason(
            N_("Other files are attached to the PDF"), N_("Make it anew from the text, without attachments.")
        ),
        "pdf-comments": Reason(
            N_("The PDF has comments, marks or stamps, which can be lifted from the page"),
            N_("Delete names in the text, not on the page, and make the PDF anew without comments."),
        ),
        "pdf-scripts": Reason(
            N_("The PDF carries a script or a form that acts"), N_("Make it anew from the text.")
        ),
        "pdf-hidden-layers": Reason(
            N_("The PDF has layers, which can be hidden and shown"),
            N_("Make it anew from the text, without layers."),
        ),
        "pdf-names-author": Reason(
            N_("The PDF says who made it, what it is about, or how it came to be (author, subject, history)"),
            N_("Empty these in the properties of the document before the PDF is made."),
        ),
        # JSON
        "json-broken": Reason(
            N_("The JSON breaks off or is damaged in record {record}: {why}"), N_("Download the file again.")
        ),
        "json-not-array": Reason(
            N_("The file is not one JSON array of records"), N_("Use the full export of the index.")
        ),
        "json-too-deep": Reason(
            N_("Record {record} is nested too deep"), N_("Use the full export of the index.")
        ),
        "record-shape": Reason(
            N_("Record {record} has not the shape of an annotation: {why}"),
            N_("Use the full export of the index."),
        ),
        "record-too-large": Reason(
            N_("Record {record} is larger than {limit}"), N_("Use the full export of the index.")
        ),
        # Values
        "text-missing": Reason(N_("No text stands in this row"), N_("Fill the cell, or take the row out.")),
        "party-missing": Reason(
            N_("No Party stands in this row"), N_("Fill the cell, or give one Party for the whole list.")
        ),
        "name-missing": Reason(
            N_("No name of a place stands in this row"), N_("Fill the cell, or take the row out.")
        ),
        "position-unknown": Reason(
            N_("“{value}” is not a response that is known; it is kept as written, without a position"),
            N_("Set the position by hand."),
        ),
        "kind-unknown": Reason(
            N_("“{value}” is not a kind that is known; it is kept as written"), N_("Set the kind by hand.")
        ),
        "kind-unreadable": Reason(
            N_("“{value}” is not a kind of demand, and kinds stay apart"),
            N_("Write recommendation, comment, request, immediate observation, concern or pledge."),
        ),
        "mapping-unreadable": Reason(
            N_("The mapping of columns cannot be used: {why}"), N_("Propose it anew and correct that.")
        ),
        "number-unreadable": Reason(N_("“{value}” is not a whole number"), N_("Write digits only.")),
        "coordinate-unreadable": Reason(
            N_("“{value}” is not a coordinate in degrees"),
            N_("Write degrees such as 40.3953: latitude from -90 to 90, longitude from -180 to 180."),
        ),
        "coordinate-alone": Reason(
            N_("Latitude and longitude come as a pair, and one is missing"), N_("Give both or neither.")
        ),
        "date-unreadable": Reason(
            N_("“{value}” is not a date that can be read"),
            N_("Write 2024-07-03, or 2024-07 or 2024 where no day is known."),
        ),
        "date-ambiguous": Reason(
            N_("“{value}” may be two different days"), N_("Say whether the day or the month comes first.")
        ),
        "date-backwards": Reason(
            N_("“{value}” is before {other}, which it should follow"), N_("Check both dates.")
        ),
        "cell-error": Reason(
            N_("The cell holds the error {value} of a spreadsheet program"), N_("Correct it there.")
        ),
        "code-missing": Reason(
            N_("No code of a place stands in this row"), N_("Fill the cell, or take the row out.")
        ),
        "dates-differ": Reason(
            N_("The rows of the code {value} give different dates; the first start and the last end count"),
            N_("Check the dates of this place."),
        ),
        "code-repeated": Reason(
            N_("The code {value} stands twice, and no date says when it changed"),
            N_("Give the date of change."),
        ),
        # Warnings
        "row-repeated": Reason(
            N_("This row is the same as that of line {other}"), N_("Both are kept unless you say otherwise.")
        ),
        "sheet-not-read": Reason(
            N_("The sheet “{sheet}” was not read"), N_("Choose it, and read the file once more.")
        ),
        "sheet-hidden": Reason(
            N_("The hidden sheet “{sheet}” was not read"), N_("Unhide it if it is needed.")
        ),
        "cells-merged": Reason(
            N_("The cells {cells} are merged; their value was taken for each"), N_("Check these rows.")
        ),
        "lines-above-headings": Reason(
            N_("This line stands above the headings and was not read"), N_("Say which line has the headings.")
        ),
        "heading-repeated": Reason(
            N_("The heading “{heading}” stands over two columns; this one is called “{name}”"),
            N_("Give each column its own heading."),
        ),
        "heading-empty": Reason(
            N_("A column with values has no heading; it is called “{heading}”"), N_("Give it a heading.")
        ),
        # Items of a report that come back filled in
        "items-missing": Reason(
            N_("Nothing here is known as an item: no column or form has the identifiers that were sent out"),
            N_("Fill in the file that was sent out, and leave its identifiers as they are."),
        ),
        "heading-not-known": Reason(
            N_("“{heading}” is none of the headings that were sent out; what stands there is not read"),
            N_("Leave the headings as they were."),
        ),
    }
)


class DocumentRefusedError(RefusedError):
    """A file is refused for one of the reasons of the table."""

    def __init__(self, code: str, values: Mapping[str, str], where: Where | None) -> None:
        reason = REASONS[code]
        super().__init__(
            code, Phrase(reason.message, **values), where=where, advice=Phrase(reason.advice, **values)
        )
        self.values = dict(values)
        """With the code all that another process needs to make it again."""


def refusal(
    code: str, file: str, *, line: int | None = None, column: str | None = None, **values: object
) -> DocumentRefusedError:
    """Return the error to raise. ``KeyError`` for a code that is not in :data:`REASONS`."""
    filled = {name: str(value) for name, value in values.items()}
    return DocumentRefusedError(code, filled, Where(file, line, column))


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one row (or cell). ``line`` counts from 1 in the file, ``column`` is a heading.

    A ``warning`` tells; any other problem keeps its row out.
    """

    line: int
    column: str | None
    code: str
    values: Mapping[str, str]
    warning: bool = False

    @property
    def message(self) -> Phrase:
        """The sentence."""
        return Phrase(REASONS[self.code].message, **self.values)

    @property
    def advice(self) -> Phrase:
        """What to do."""
        return Phrase(REASONS[self.code].advice, **self.values)

    def said(self, words: Words) -> tuple[str, str]:
        """The sentence and the advice in the language of ``words``."""
        return words.say(self.message), words.say(self.advice)

    def as_json(self) -> dict[str, object]:
        """``line``, ``column``, ``code``, ``message``, ``advice`` and ``warning``."""
        return {
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "message": self.message,
            "advice": self.advice,
            "warning": self.warning,
        }


def problem(code: str, line: int, column: str | None = None, **values: object) -> RowProblem:
    """A problem that keeps its row out."""
    return RowProblem(line, column, code, {name: str(value) for name, value in values.items()})


def warning(code: str, line: int, column: str | None = None, **values: object) -> RowProblem:
    """A problem that is told, while the row is kept."""
    return RowProblem(line, column, code, {name: str(value) for name, value in values.items()}, warning=True)
