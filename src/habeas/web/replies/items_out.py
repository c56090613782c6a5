"""The items of a report as a file to fill in: for the State, and for the desk with what is taken apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from habeas import canonical, papers
from habeas.documents.reply.items import ANSWER, ITEM, LABELS, PASSAGE, write_items
from habeas.language import N_, Words
from habeas.web.people.access import Reader
from habeas.web.replies.access import drafts_of, items_of
from habeas.web.replies.apart_lists import apart_lines
from habeas.web.replies.lists import in_order
from habeas.web.replies.models import ANSWERS, AnsweredItem, Filing, ReplyDraft
from habeas.web.replies.positions import SILENT, position_word
from habeas.web.reports.models import Ask, Document
from habeas.web.shell.bands import invented_line, paper_band

FORMS: Mapping[str, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Items:
    """What goes out: the report, the fields of each row, and the rows."""

    report: Document
    fields: Sequence[str]
    rows: Sequence[Mapping[str, str]]

    def bytes_of(self, form: str, *, words: Words, made_on: date) -> bytes:
        """The file, as ``csv``, ``xlsx`` or ``docx``."""
        if form == "docx":
            return papers.render_docx(items_paper(self, words=words, made_on=made_on), words=words)
        out = BytesIO()
        write_items(form, self.fields, self.rows, out, said=words)
        return out.getvalue()


def items_to_answer(reader: Reader, report: Document) -> Items:
    """For the State: each item, with what its own officers wrote and did not send. For the body: empty."""
    drafts = {draft.ask_id: draft for draft in drafts_of(reader, report)}
    rows = [_about(ask) | _drafted(drafts.get(ask.pk)) for ask in in_order(items_of(report))]
    return Items(report, (*ITEM, *ANSWER), rows)


def items_taken_apart(filing: Filing) -> Items:
    """For the desk: each item, with each answer that a response holds on it."""
    rows = [
        _about(line.row) | answer
        for line in apart_lines(filing)
        for answer in ([_taken(one) for one in line.stands] or [{}])
    ]
    return Items(filing.report, (*ITEM, *ANSWER, *PASSAGE), rows)


def _about(ask: Ask) -> dict[str, str]:
    return {
        "item": ask.public_id,
        "paragraph": ask.paragraph,
        "kind": str(ask.get_kind_display()),
        "asked": ask.text,
    }


def _drafted(draft: ReplyDraft | None) -> dict[str, str]:
    if draft is None:
        return {}
    return {
        "position": position_word(draft.position),
        "action": draft.action,
        "evidence": draft.evidence,
        "body": draft.ministry,
        "date": draft.date,
    }


def _taken(one: AnsweredItem) -> dict[str, str]:
    if one.claim is None:
        return {"position": position_word(SILENT)}
    return {
        "position": position_word(one.claim.position),
        "action": one.action,
        "evidence": one.evidence,
        "body": one.ministry,
        "date": one.claim.date,
        "text": one.claim.text,
        "where": one.claim.pinpoint,
    }


# In Word -------------------------------------------------------------------------------------------


def items_paper(items: Items, *, words: Words, made_on: date) -> papers.Paper:
    """A form for each item: what is asked, and cells to fill in."""
    party = items.report.party
    known = [str(word) for _value, word in ANSWERS]
    if "where" in items.fields:  # the desk's form, which may also say that a response is silent
        known.append(position_word(SILENT))
    positions = ", ".join(known)
    blocks: list[Any] = [
        papers.Para(
            runs=papers.said(
                words.say(
                    "Fill in what is empty below each item and send the file back. Identifiers, and what is "
                    "asked, stay as they are: by them each answer is known again."
                )
            )
        ),
        papers.Para(runs=papers.said(words.say("Positions: {positions}", positions=positions))),
    ]
    for place, row in enumerate(items.rows, start=1):
        named = " · ".join(
            part for part in (f"§ {row['paragraph']}" if row["paragraph"] else "", row["kind"]) if part
        )
        blocks.append(papers.Heading(level=1, text=f"{place}. {named}", anchor=f"item-{place}"))
        blocks.append(_form(items, row, place, words))
    content = canonical.encode([dict(row) for row in items.rows])
    return papers.Paper(
        title=words.say("Items to answer"),
        subtitle=f"{party.name}: {items.report.title or items.report}",
        language=words.language,
        direction="ltr" if words.direction == "ltr" else "rtl",
        band=paper_band(words, N_("the Party, the body and its secretariat")),
        synthetic=invented_line(words, invented=party.invented),
        number=papers.number_of(subject=party.iso or "XX", kind="ITEMS", made_on=made_on, content=content),
        made_on=made_on,
        blocks=tuple(blocks),
        sources=(),
    )


def _form(items: Items, row: Mapping[str, str], place: int, words: Words) -> papers.Table:
    first, *fields = items.fields
    return papers.Table(
        caption=words.say("Item {place} of {every}", place=place, every=len(items.rows)),
        header=(words.say(LABELS[first]), row[first]),
        rows=tuple(
            (papers.said(words.say(LABELS[field])), papers.said(row.get(field, ""))) for field in fields
        ),
        widths=(1, 3),
        header_scope="both",
    )
