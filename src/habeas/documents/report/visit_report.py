"""A visit report as ``contracts.md`` 4 has it: what it says of itself, its paragraphs, and what it asks.

The same form serves reports of other bodies: concluding observations of treaty bodies, reports of the
Subcommittee and of national preventive mechanisms, compilations of what others asked.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from babel import Locale

from habeas.documents.paragraphs import Paragraph, ReadText
from habeas.documents.refusals import refusal
from habeas.documents.report.ask_details import addressee, is_again, is_long_standing
from habeas.documents.report.asks import APPENDIX, WORDING, Passage, asks_of
from habeas.documents.report.deadlines import until, within
from habeas.documents.report.head import Head, head_of
from habeas.documents.report.references import cross_references
from habeas.documents.report.wording import LANGUAGES

SCHEMA = "habeas/report/1"


def report_json(read: ReadText, party: str | None) -> dict[str, Any]:
    """What was read. Raises ``report-without-paragraphs`` where there is nothing to read in it."""
    if not read.paragraphs:
        raise refusal("report-without-paragraphs", "-")
    head, asks = head_of(read, party), asks_of(read)
    return {
        "schema": SCHEMA,
        "title": head.title,
        "reference": head.reference,
        "confidential_reference": head.confidential_reference,
        "party": head.party,
        "visit": _visit(head),
        "response": head.response,
        "delegation": [dict(each) for each in head.delegation],
        "places": list(head.places),
        "language": read.language,
        "text": read.text,
        "paragraphs": [_paragraph(each) for each in read.paragraphs],
        "asks": [_ask(each) for each in asks],
        "warnings": list(_warnings(read, head, asks)),
    }


def _visit(head: Head) -> dict[str, str | None]:
    return {
        "from": head.begun.isoformat() if head.begun else None,
        "to": head.ended.isoformat() if head.ended else None,
        "kind": head.kind,
    }


def _paragraph(one: Paragraph) -> dict[str, Any]:
    return {
        "number": one.number or None,
        "page": one.page,
        "headings": list(one.headings),
        "span": list(one.span),
        "footnotes": list(one.footnotes),
        "language": one.language,
    }


def _ask(one: Passage) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "paragraph": one.paragraph or None,
        "text": one.text,
        "span": list(one.span),
        "page": one.page,
        "addressee": addressee(one.text),
        "within": within(one.text),
        "until": until(one.text),
        "reiterates": is_again(one.text),
        "long_standing": is_long_standing(one.text),
        "refers_to": [
            {
                "reference": each.reference,
                "paragraphs": list(each.paragraphs),
                "visit_year": each.visit_year,
            }
            for each in cross_references(one.text)
        ],
        "told_by": one.told_by,
    }


def _warnings(read: ReadText, head: Head, asks: Sequence[Passage]) -> Iterator[dict[str, Any]]:
    """What a person has to look at."""
    numbers = [(int(each.number), each.page) for each in read.paragraphs if each.number.isdigit()]
    for (before, _page), (after, page) in zip([(0, None), *numbers], numbers, strict=False):
        if after > before + 1:
            which = f"{before + 1}" if after == before + 2 else f"{before + 1} to {after - 1}"
            yield _warning("numbers-missing", f"paragraph {which} was not found before {after}", page)
    if head.begun is None:
        yield _warning("visit-without-dates", "the days of the visit were not found", None)
    if read.language and read.language not in LANGUAGES:
        name = Locale(read.language).english_name
        yield _warning("language-not-read", f"what it asks is not looked for in {name}", None)
    if not asks:
        yield _warning("asks-nothing", "nothing was found that it asks", None)
    if any(each.told_by == APPENDIX for each in asks):
        for each in asks:
            if each.told_by == WORDING:
                message = f"what paragraph {each.paragraph} asks is not in the list of the appendix"
                yield _warning("not-in-appendix", message, each.page)


def _warning(code: str, message: str, page: int | None) -> dict[str, Any]:
    return {"code": code, "message": message, "page": page}
