"""Receipts in print: that an entry was made, with a code for a phone. They name no event and nobody."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from habeas import papers
from habeas.language import Words
from habeas.pictures.qr import MOST_AT_M, qr
from habeas.tlog.checkpoint import parse_checkpoint
from habeas.tlog.receipt import Receipt
from habeas.tlog.strict import as_base64
from habeas.web.shell.bands import invented_line


@dataclass(frozen=True, slots=True)
class Printed:
    """A receipt as it is printed: what its code holds, and the facts beside it."""

    receipt: Receipt

    @property
    def address(self) -> str:
        """Where it is checked: what stands behind the ``#`` a browser sends to nobody. Empty without one."""
        if not settings.PUBLIC_ADDRESS:
            return ""
        return f"{settings.PUBLIC_ADDRESS}{reverse('receipts:check')}#{self.receipt.compact()}"

    @property
    def coded(self) -> str:
        """What the code holds: the address, else the receipt as text, or short where that is too long."""
        text = bytes(self.receipt).decode()
        return self.address or (text if len(text.encode()) <= MOST_AT_M else self.receipt.compact())

    def code(self, prefix: str = "qr") -> str:
        """The code as a picture; ``prefix`` keeps the ids of several apart."""
        title, summary = _("Code of the receipt"), _("A code that a phone reads")
        return qr(self.coded, title=title, summary=summary, prefix=prefix)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is said beside the code."""
        proof = self.receipt.proof
        checkpoint = parse_checkpoint(proof.note.text)
        return [
            (_("Log"), checkpoint.origin),
            (_("Place of the entry, from 0"), str(proof.index)),
            (_("Entries that the log had when it was signed"), str(checkpoint.size)),
            (_("Hash of the entry"), as_base64(self.receipt.leaf)),
            (
                _("Key of the log, to be compared with the published one"),
                str(self.receipt.key),
            ),
        ]


def texts() -> list[str]:
    """What a receipt is, in three sentences for who was never in a police station."""
    return [
        _(
            "An entry was made in the custody register named here. This paper does not say which, nor about "
            "whom: it may be given to a lawyer or to the family."
        ),
        _(
            "Keep it. It shows at any time that the entry was made and is still there: if it were changed or "
            "taken out, this receipt would no longer fit."
        ),
        _(
            "It does not show what was entered, nor that it is true. What was entered stands in the copy of "
            "the record, to which the person held and the lawyer have a right."
        ),
    ]


def how_to_check(printed: Printed) -> str:
    """How it is checked, with a phone or without."""
    if printed.address:
        return _("Read the code with a phone: it opens a page that checks the receipt. No account is needed.")
    return _(
        "The code holds the receipt as text. Read it with a phone and put the text into a page that checks "
        "receipts, or into the command habeas log check."
    )


def receipts_paper(found: list[Printed], *, words: Words, invented: bool, made_on: date) -> papers.Paper:
    """Receipts as a paper, each on a sheet of its own."""
    blocks: list[papers.Block] = []
    for place, one in enumerate(found):
        blocks += [papers.PageBreak()] if place else []
        blocks += [papers.Para(runs=papers.said(text)) for text in texts()]
        caption = how_to_check(one)
        blocks.append(
            papers.Picture(svg=one.code(f"qr{place}"), alt=_("Code of the receipt"), caption=caption)
        )
        facts = (papers.Term(term=papers.said(term), meaning=papers.said(text)) for term, text in one.facts)
        blocks.append(papers.Terms(entries=tuple(facts)))
    content = b"".join(bytes(one.receipt) for one in found)
    return papers.Paper(
        title=_("Receipt of an entry in a custody register"),
        subtitle="",
        language=words.language,
        direction="rtl" if words.direction == "rtl" else "ltr",
        band=None,
        synthetic=invented_line(words, invented=invented),
        number=papers.number_of(subject="CUSTODY", kind="RECEIPT", made_on=made_on, content=content),
        made_on=made_on,
        blocks=tuple(blocks),
        sources=(),
    )
