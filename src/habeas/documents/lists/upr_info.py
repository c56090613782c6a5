"""The list of recommendations that UPR Info exports: read, and written again without loss.

The columns are ``To, To-Rgrp, To-Org, Text, From, From-Rgrp, From-Org, Response,
Action, Issue, Session`` and ``file`` (the sessions of the download). The files come
as UTF-8 with CRLF and, from classic Macintoshes, as Mac Roman with bare CR.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import BinaryIO

from habeas.documents.asks import AskKind, Position, ReadAsk
from habeas.documents.encodings import decode
from habeas.documents.refusals import RowProblem, problem, refusal, warning
from habeas.documents.results import WHY_DECLARED, ReadList, Taken, in_order
from habeas.documents.sources import LIMITS, Limits, Source, name_of, read_all
from habeas.documents.tables.delimited import Record, records

HEADINGS = (
    "To",
    "To-Rgrp",
    "To-Org",
    "Text",
    "From",
    "From-Rgrp",
    "From-Org",
    "Response",
    "Action",
    "Issue",
    "Session",
    "file",
)
NEEDED = ("To", "Text", "From", "Response", "Issue", "Session")
BODY = "Universal Periodic Review"
PLEDGE = "Voluntary Pledge"

LEVEL = re.compile("[0-9]")

POSITIONS = MappingProxyType(
    {
        "Accepted": Position.ACCEPTED,
        "Supported": Position.ACCEPTED,
        "Noted": Position.NOTED,
        "Rejected": Position.REJECTED,
        "Pending": Position.NO_POSITION,
        "No Response": Position.NO_POSITION,
        "General Response": Position.UNCLEAR,
        "No Clear Position": Position.UNCLEAR,
    }
)
"""UPR Info's words for a response. The list of 2014 has the first and third, and pledges."""

DIALECT = Taken("utf-8", bom=False, newline="\r\n", why=WHY_DECLARED)
"""How a list is written where nothing else is asked for."""


def read_upr_info(
    source: Source, *, name: str | None = None, encoding: str | None = None, limits: Limits = LIMITS
) -> ReadList[ReadAsk]:
    """Read a list of UPR Info; ``line`` of each item is the line of the file.

    ``encoding`` declares one of ``encodings.DECLARABLE`` and overrides what the file
    seems to be. A file that cannot be divided into rows is refused; a row that cannot
    be taken is a problem of the result.
    """
    file = name_of(source, name)
    text, taken = decode(read_all(source, file, limits.file), file, encoding)
    found = records(text, ",", file, limits)
    first = next(found, None)
    headings = first.cells if first else ()
    _refuse_headings(headings, file)
    items: list[ReadAsk] = []
    problems: list[RowProblem] = []
    lines: dict[tuple[str, ...], int] = {}
    for record in found:
        if not any(record.cells):
            continue
        row_problems = _check(record, headings)
        problems += row_problems
        if any(not each.warning for each in row_problems):
            continue
        earlier = lines.setdefault(record.cells, record.line)
        if earlier != record.line:
            problems.append(warning("row-repeated", record.line, None, other=earlier))
        items.append(ask_of(dict(zip(headings, record.cells, strict=True)), record.line))
    if not items and not problems:
        raise refusal("no-rows", file)
    return ReadList(file, tuple(items), in_order(problems), headings, taken)


def is_upr_info(headings: Sequence[str]) -> bool:
    """Whether a table with these headings is such a list."""
    return all(heading in headings for heading in NEEDED)


def ask_of(row: dict[str, str], line: int) -> ReadAsk:
    """The typed value of one row; the words of every column stay in ``original``."""
    pledge = row["Response"].strip() == PLEDGE
    action = row.get("Action", "")
    return ReadAsk(
        text=row["Text"],
        kind=AskKind.PLEDGE if pledge else AskKind.RECOMMENDATION,
        kind_as_written=PLEDGE if pledge else None,
        party=row["To"],
        line=line,
        asked_by=() if pledge or not row["From"].strip() else (row["From"],),
        session=row["Session"] or None,
        position=None if pledge else POSITIONS.get(row["Response"].strip()),
        position_as_written=row["Response"] or None,
        themes=tuple(theme.strip() for theme in row["Issue"].split(",") if theme.strip()),
        action=int(action) if LEVEL.fullmatch(action) else None,
        body=BODY,
        original=MappingProxyType(dict(row)),
    )


def write_upr_info(asks: Iterable[ReadAsk], stream: BinaryIO, dialect: Taken = DIALECT) -> None:
    """Write a list as UPR Info has it, in the encoding and with the line ends of ``dialect``.

    What was read is written as it was: with the dialect of the file that
    ``read_upr_info`` returned, a file whose quotation marks are the least that are
    needed comes out byte for byte. Asks of another origin are written from their
    values. Raises ``not-in-encoding`` for a character that the encoding has not.
    """
    rows = [row_of(ask) for ask in asks]
    headings = tuple(rows[0]) if rows else HEADINGS
    more = dict.fromkeys(key for row in rows for key in row if key not in headings)
    headings += tuple(more)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=dialect.newline)
    writer.writerow(headings)
    writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    encoded = ("\ufeff" if dialect.bom else "") + text.getvalue()
    try:
        stream.write(encoded.encode(dialect.encoding))
    except UnicodeEncodeError as error:
        line = encoded.count(dialect.newline, 0, error.start) + 1
        raise refusal(
            "not-in-encoding", "-", line=line, character=encoded[error.start], encoding=dialect.encoding
        ) from None


def row_of(ask: ReadAsk) -> dict[str, str]:
    """The row of one ask: its own where it came from such a list, else made from its values.

    The inverse of ``ask_of``. A value that was changed since it was read is written
    as it is now, every other column as it was.
    """
    original = ask.original
    if not all(isinstance(original.get(heading), str) for heading in NEEDED):
        return _made(ask)
    row = {heading: str(value) for heading, value in original.items()}
    made, read = _made(ask), _made(ask_of(row, ask.line))
    return row | {heading: value for heading, value in made.items() if value != read[heading]}


def _made(ask: ReadAsk) -> dict[str, str]:
    row = dict.fromkeys(HEADINGS, "")
    pledge = ask.kind is AskKind.PLEDGE
    said = next((word for word, position in POSITIONS.items() if position is ask.position), "")
    row["To"], row["Text"] = ask.party, ask.text
    row["From"] = ask.party if pledge else ", ".join(ask.asked_by)
    row["Response"] = PLEDGE if pledge else ask.position_as_written or said
    row["Action"] = "" if ask.action is None else str(ask.action)
    row["Issue"] = ",".join(ask.themes)
    row["Session"] = ask.session or ""
    return row


def _refuse_headings(headings: Sequence[str], file: str) -> None:
    missing = [heading for heading in NEEDED if heading not in headings]
    if missing:
        raise refusal("columns-missing", file, line=1, columns=", ".join(missing))
    for heading in headings:
        if headings.count(heading) > 1:
            raise refusal("column-repeated", file, line=1, column=heading, heading=heading)


def _check(record: Record, headings: tuple[str, ...]) -> list[RowProblem]:
    line, cells = record
    if len(cells) != len(headings):
        return [problem("row-columns-differ", line, found=len(cells), expected=len(headings))]
    row = dict(zip(headings, cells, strict=True))
    found = []
    if not row["Text"].strip():
        found.append(problem("text-missing", line, "Text"))
    if not row["To"].strip():
        found.append(problem("party-missing", line, "To"))
    response = row["Response"].strip()
    if response and response != PLEDGE and response not in POSITIONS:
        found.append(warning("position-unknown", line, "Response", value=response))
    action = row.get("Action", "")
    if action and not LEVEL.fullmatch(action):
        found.append(warning("number-unreadable", line, "Action", value=action))
    return found
