"""A receipt: what was sent when, by whom, and the SHA-256 of its bytes; as a page and as a paper."""

import json
from dataclasses import dataclass
from typing import Any

from habeas import papers
from habeas.language import N_, Words
from habeas.web.replies.models import ANSWERS, Sending
from habeas.web.shell.bands import invented_line, paper_band


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the bytes of a sending say, and whether they still hash to what was noted then."""

    sending: Sending
    content: Any
    sha256: str
    intact: bool

    @classmethod
    def of(cls, sending: Sending) -> "Receipt":
        """Read the bytes as they were sent."""
        data = bytes(sending.data)
        found = papers.sha256_of(data)
        return cls(sending, json.loads(data), found, found == sending.sha256)

    @property
    def items(self) -> list[dict[str, str]]:
        """The items, each with its position in words."""
        names = {value: str(word) for value, word in ANSWERS}
        return [{**one, "said": names.get(one["position"], one["position"])} for one in self.content["items"]]


def receipt_paper(receipt: Receipt, *, words: Words) -> papers.Paper:
    """The receipt as a paper; its number is that of the bytes."""
    sending, content = receipt.sending, receipt.content
    party = sending.filing.report.party
    made_on = sending.sent_at.date()

    def entry(name: str, value: str) -> papers.Term:
        return papers.Term(term=papers.said(name), meaning=papers.said(value))

    rows = tuple(
        (
            papers.said(one["paragraph"]),
            papers.said(one["said"]),
            papers.said("\n".join(part for part in (one["action"], one["evidence"]) if part)),
            papers.said(one["ministry"]),
        )
        for one in receipt.items
    )
    return papers.Paper(
        title=words.say("Receipt of a reply"),
        subtitle=f"{content['party']}: {content['report']['title']}",
        language=words.language,
        direction="ltr" if words.direction == "ltr" else "rtl",
        band=paper_band(words, N_("the Party, the body and its secretariat")),
        synthetic=invented_line(words, invented=party.invented),
        number=papers.number_of(
            subject=party.iso or "XX", kind="RECEIPT", made_on=made_on, content=bytes(sending.data)
        ),
        made_on=made_on,
        blocks=(
            papers.Terms(
                entries=(
                    entry(words.say("Sent"), content["sent_at"]),
                    entry(words.say("By"), content["sent_by"]),
                    entry(words.say("Number"), str(content["number"])),
                    entry("SHA-256", receipt.sha256),
                )
            ),
            papers.Table(
                caption=words.say("What was answered"),
                header=(
                    words.say("Paragraph"),
                    words.say("Position"),
                    words.say("What was said"),
                    words.say("Ministry"),
                ),
                rows=rows,
                widths=(1, 2, 6, 2),
            ),
        ),
        sources=(),
    )
