"""A response to a visit report as a table: what was asked in one column, what is answered in another.

Which is which, the first row of the table says (“Question”, “Réponse”). The number stands in a cell of its
own, before what was asked, or after it (“(paragraph 23)”).
"""

import re
from collections.abc import Iterator, Sequence

from habeas.documents.answer_headings import asked_and_answered
from habeas.documents.paragraphs import Paragraph, ReadText, Row
from habeas.documents.reply.answers import Answer
from habeas.documents.reply.to_report import COUNTED, REPEATED, body_of, position_in
from habeas.documents.report.references import numbers_of

_ALONE = re.compile(rf"(?:paragraphe?s?|paras?\.|§§?|n[o°]s?\.?)?\s*(?P<said>{COUNTED})\.?", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?:paragraphe?s?|paras?\.|§§?)?\s*(?P<said>{COUNTED})"
    r"(?:\s*[.):–—-]\s|\s+(?=(?:Les? |La |L[’']|The |It |Il )))",
    re.IGNORECASE,
)


def answers_in_tables(read: ReadText) -> list[Answer]:
    """The answers in the order of the document; none where no table says in its first row what it is."""
    return [answer for rows in read.tables() for answer in _answers(read, rows)]


def _answers(read: ReadText, rows: Sequence[Row]) -> Iterator[Answer]:
    first, *others = rows
    columns = asked_and_answered({column: _text(cell) for column, cell in first.items()})
    if columns is None:
        return
    asked, answered = columns
    for row in others:
        said = row.get(answered, ())
        numbers = _numbers(row, asked)
        if numbers and said:
            start, end = said[0].span[0], said[-1].span[1]
            text = read.text[start:end]
            yield Answer(
                numbers=numbers,
                position=position_in(text, alone=True),
                text=text,
                span=(start, end),
                page=said[0].page,
                asked=_text(row.get(asked, ())) or None,
                body=body_of(text),
            )


def _numbers(row: Row, asked: int) -> tuple[str, ...]:
    for column, cell in row.items():
        if column != asked and (alone := _ALONE.fullmatch(_text(cell).strip())):
            return tuple(numbers_of(alone["said"]))
    cell = row.get(asked, ())
    if cell and cell[0].number.isdigit():
        return (cell[0].number,)
    text = _text(cell)
    found = _BEFORE.match(text) or REPEATED.search(text)
    return tuple(numbers_of(found["said"])) if found else ()


def _text(cell: Sequence[Paragraph]) -> str:
    return "\n".join(one.text for one in cell)
