"""What was accepted comes into the file of the Party, through the doors of the apps that keep it.

All that is taken at once comes in, or none of it. Everything is confidential, whatever the document is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from habeas.clock import Edtf
from habeas.documents.asks import AskKind, Position, ReadAsk
from habeas.dossier.facts import Certainty, Klass, Source, Voice
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.law import cite
from habeas.web.dossier.actions import add_fact
from habeas.web.dossier.models import Event, Statement
from habeas.web.people.access import Reader
from habeas.web.reading import access, actions
from habeas.web.reading.actions import Came
from habeas.web.reading.models import Proposal, Reading, What
from habeas.web.replies.apart import Heard, answer_items
from habeas.web.replies.models import Filing
from habeas.web.reports.actions import IntakeOf, add_document, take_asks
from habeas.web.reports.models import Ask, Document
from habeas.web.sources.actions import source_for
from habeas.web.threads.actions import claim
from habeas.web.threads.models import Claim
from habeas.web.visits.models import Visit

FORMAT = "reading"
REPORTED = "Reported by the source, not quoted."
"""What is noted of a statement whose own words the source does not give."""

cite("ECPT#11(1)", enforces="What is taken over from a document that was read is confidential.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The document as it is to be called in the file, where it is not there yet."""

    kind: str
    title: str = ""
    reference: str = ""
    date: str = ""
    address: str = ""
    confidential_reference: str = ""
    visits: tuple[Visit, ...] = ()
    voice: Voice | None = None

    @property
    def source(self) -> Source:
        """The document as the source of what stands in it."""
        named = ", ".join(part for part in (self.reference, self.title) if part) or self.kind
        when = Edtf.parse(self.date) if self.date else None
        return Source(name=named[:300], address=self.address, date=when, voice=self.voice)


# What is asked ----------------------------------------------------------------------------------


def take_asks_over(
    reader: Reader, row: Reading, into: Document | Paper, *, body: str = ""
) -> tuple[Document, int]:
    """Take what a document asks over into it; return the document, and how many are new in the file.

    What is in the file already, word for word from such a document, is not entered a second time.
    """
    proposals = list(access.accepted_of(row).filter(what=What.ASK))
    _hold_any(proposals)
    with transaction.atomic():
        document = into if isinstance(into, Document) else _made(reader, row, into)
        source = document.source
        taken = take_asks(
            reader,
            [_ask(one, line, document, body) for line, one in enumerate(proposals, 1)],
            klass=Klass.CONFIDENTIAL,
            source=_value(source.name, source.address, source.date, source.voice),
            intake=IntakeOf(format=FORMAT, sha256=row.sha256),
            party_by_name=lambda _name: row.party,
            document=document,
        )
        made = {ask.row_in_file: ask for ask in Ask.objects.filter(intake=taken.intake)}
        came: Came = {
            one: [("ask", made[line].public_id)] if line in made else []
            for line, one in enumerate(proposals, 1)
        }
        actions.note_taken(reader, row, came, document=document)
    return document, taken.added


def _made(reader: Reader, row: Reading, paper: Paper, responds_to: Document | None = None) -> Document:
    document = Document(
        party=row.party,
        kind=paper.kind,
        title=paper.title or paper.reference,
        reference=paper.reference,
        confidential_reference=paper.confidential_reference,
        date=paper.date,
        responds_to=responds_to,
        source=source_for(reader, paper.source),
        certainty=Certainty.SEEN.value,
        klass=Klass.CONFIDENTIAL.value,
        voice=paper.voice.value if paper.voice else "",
    )
    add_document(reader, document, visits=paper.visits)
    return document


def _value(name: str, address: str, date: str, voice: str) -> Source:
    return Source(
        name=name,
        address=address,
        date=Edtf.parse(date) if date else None,
        voice=Voice(voice) if voice else None,
    )


def _ask(one: Proposal, line: int, document: Document, body: str) -> ReadAsk:
    given = one.given
    return ReadAsk(
        text=given["text"],
        kind=AskKind(given["kind"]),
        party=one.reading.party.name,
        line=line,
        asked_by=(given["asked_by"],) if given["asked_by"] else (),
        number=given["number"] or None,
        paragraph=given["paragraph"] or None,
        page=one.page,
        addressee=given["addressee"] or None,
        date=document.date or None,
        body=body or None,
        symbol=document.reference or None,
        title=document.title or None,
        position=Position(given["position"]) if given.get("position") in set(Position) else None,
        position_as_written=one.hints.get("position_as_written"),
        themes=tuple(filter(None, (part.strip() for part in given.get("themes", "").split(";")))),
        affected=tuple(one.hints.get("affected", ())),
        original={
            "number": given["number"],
            "paragraph": given["paragraph"],
            "as_read": one.proposed["text"],
        },
    )


# What is answered -------------------------------------------------------------------------------


def asks_answered(one: Proposal, asks: Iterable[Ask]) -> list[Ask]:
    """Which of some asks an answer names, by number or by paragraph."""
    named = {part.strip(" .§") for part in one.given["numbers"].replace(";", ",").split(",")} - {""}
    by_number = [ask for ask in asks if ask.number in named]
    return by_number or [ask for ask in asks if ask.paragraph and ask.paragraph in named]


def take_answers_over(
    reader: Reader, row: Reading, to: Filing | Document, asks: list[Ask], paper: Paper
) -> tuple[int, int]:
    """Take answers over to the items that they name; return how many items are answered, and answers left.

    ``to`` is a response that was filed, or a list to which none can be filed, as it was not transmitted from
    here: then the reply becomes a document of its own. What names no item stays, accepted.
    """
    proposals = list(access.accepted_of(row).filter(what=What.ANSWER))
    _hold_any(proposals)
    matched = {one: found for one in proposals if (found := asks_answered(one, asks))}
    if not matched:
        raise RefusedError(
            "answers-to-nothing",
            N_("None of the answers names an item of this document."),
            advice=N_("Choose another document, or correct the numbers of the answers."),
        )
    with transaction.atomic():
        if isinstance(to, Filing):
            document = to.response
        else:
            document = row.document or _made(reader, row, paper, responds_to=to)
        came: Came = {}
        for one, found in matched.items():
            where = f"p. {one.page}" if one.page else ""
            said = {"position": one.given["position"], "text": one.given["text"]}
            if isinstance(to, Filing):
                items = answer_items(reader, to, found, Heard(paragraph=where, **said))
                claims = [item.claim for item in items if item.claim]
            else:
                claims = [_claimed(reader, ask, document, where, said) for ask in found]
            came[one] = [("claim", each.ask.public_id) for each in claims]
        actions.note_taken(reader, row, came, document=document)
    return sum(len(found) for found in matched.values()), len(proposals) - len(matched)


def _claimed(reader: Reader, ask: Ask, document: Document, where: str, said: Mapping[str, str]) -> Claim:
    row = Claim(
        ask=ask,
        document=document,
        pinpoint=where,
        date=document.date,
        certainty=Certainty.SEEN.value,
        **said,
    )
    claim(reader, row)
    return row


# What was said, and what happened ---------------------------------------------------------------


def take_facts_over(reader: Reader, row: Reading, source: Source) -> int:
    """Take statements and events over into the dossier, each with its source and voice; return how many."""
    proposals = list(access.accepted_of(row).filter(what__in=(What.STATEMENT, What.EVENT)))
    _hold_any(proposals)
    with transaction.atomic():
        kept = source_for(reader, source)
        came: Came = {}
        for one in proposals:
            shared: dict[str, Any] = {
                "source": kept,
                "pinpoint": f"p. {one.page}" if one.page else "",
                "certainty": Certainty.SEEN.value,
                "date": one.given["date"],
            }
            fact = _statement(one, shared) if one.what == What.STATEMENT else _event(one, shared)
            add_fact(reader, fact, row.party)
            came[one] = [(one.what, fact.public_id)]
        actions.note_taken(reader, row, came)
    return len(came)


def _statement(one: Proposal, shared: Mapping[str, Any]) -> Statement:
    given = one.given
    role = ", ".join(part for part in (given["role"], given["organisation"]) if part)
    return Statement(
        speaker=given["speaker"],
        role=role[:200],
        gist=given["text"],
        voice=given["voice"],
        note=REPORTED if one.hints.get("mode") == "reported" else "",
        **shared,
    )


def _event(one: Proposal, shared: Mapping[str, Any]) -> Event:
    given = one.given
    return Event(kind=given["title"][:200], body=given["actors"][:160], note=given["text"], **shared)


def _hold_any(proposals: list[Proposal]) -> None:
    if not proposals:
        raise RefusedError(
            "nothing-accepted",
            N_("Nothing that was accepted is left to be taken over."),
            advice=N_("Accept proposals first."),
        )
