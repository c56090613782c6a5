"""Replies of States: which answer is given to what, word for word, by number.

Two forms: addenda of the Universal Periodic Review, which name recommendations by number, and responses to a
visit report, which go through its paragraphs. “Already implemented” is a position of its own. What says no
position has none (``null``), which is not “no position”.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from habeas.documents.asks import Position
from habeas.documents.paragraphs import ReadText
from habeas.documents.refusals import refusal
from habeas.documents.reply.answers import Answer
from habeas.documents.reply.tables import answers_in_tables
from habeas.documents.reply.to_report import answers_to_report
from habeas.documents.reply.to_review import answers_to_review
from habeas.documents.report.head import head_of
from habeas.documents.report.references import CONFIDENTIAL, PUBLIC

SCHEMA = "habeas/reply/1"


def reply_json(read: ReadText, party: str | None) -> dict[str, Any]:
    """What was read, as ``contracts.md`` 4 has it. Raises ``reply-without-answers``."""
    answers = answers_to_review(read) or answers_in_tables(read) or answers_to_report(read)
    if not answers:
        raise refusal("reply-without-answers", "-")
    head = head_of(read, party)
    return {
        "schema": SCHEMA,
        "title": head.title,
        "reference": head.reference,
        "responds_to": _responds_to(read, head.reference),
        "party": head.party,
        "language": read.language,
        "text": read.text,
        "answers": [_answer(each) for each in answers],
        "warnings": list(_warnings(answers)),
    }


def _answer(one: Answer) -> dict[str, Any]:
    return {
        "numbers": list(one.numbers),
        "position": one.position.value if one.position else None,
        "text": one.text,
        "span": list(one.span),
        "page": one.page,
        "asked": one.asked,
        "body": one.body,
    }


def _responds_to(read: ReadText, reference: str | None) -> str | None:
    """The document that it answers: that of the addendum, or another number named on the cover."""
    if reference and (found := re.fullmatch(r"(.+)/Add\.\d+", reference)):
        return found[1]
    for each in (*PUBLIC.findall(read.text[:3_000]), *CONFIDENTIAL.findall(read.text[:3_000])):
        if reference and each.replace(" ", "") != reference.replace(" ", ""):
            return str(each)
    return None


def _warnings(answers: list[Answer]) -> Iterator[Mapping[str, Any]]:
    """What a person has to look at: a number that two positions are given to, an answer that says none."""
    told = dict[str, Position]()
    for one in answers:
        for number in one.numbers:
            if one.position is None:
                continue
            if told.setdefault(number, one.position) is not one.position:
                message = f"{_called([number])} is answered “{told[number]}” and “{one.position}”"
                yield {"code": "position-contradicts", "message": message, "page": one.page}
    for one in answers:
        without = [number for number in one.numbers if number not in told]
        if without:
            message = f"no position was found for {_called(without)}"
            yield {"code": "position-missing", "message": message, "page": one.page}


def _called(numbers: Sequence[str]) -> str:
    """What the numbers are those of: recommendations of a review have two parts."""
    what = "recommendation" if "." in numbers[0] else "paragraph"
    return f"{what}{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
