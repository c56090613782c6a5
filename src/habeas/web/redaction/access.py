"""Whose text may be gone through by whom, what was decided in it, and what would be published of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from habeas import canonical
from habeas.documents.names import Proposal, proposed
from habeas.documents.redaction import Passage, Unit, redacted
from habeas.web.parties.access import liaison_officers_for
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.redaction.models import CONSENT, DELETE, NOBODY, OFFICE, Consent, Mark, WorkingText
from habeas.web.redaction.store import passage_of, units_as_rows, units_of
from habeas.web.reports.access import documents_for
from habeas.web.reports.models import Document
from habeas.web.sources.access import reads_confidential
from habeas.web.visits.access import people_of

WORKS = (Capability.PREPARE_PUBLICATION, Capability.APPROVE)
"""Who is at the desk: who prepares, and who approves."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A name that stays: its words, the ground, and how often it stands there."""

    words: str
    ground: str
    """The pseudonym of a consent, or the office."""
    consent: bool
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What would be published of a text now. The first unit is its title."""

    language: str
    units: tuple[Unit, ...]
    deletions: int
    places: tuple[int, ...]
    """The units in which something is deleted."""
    kept: tuple[Kept, ...]
    nobody: int
    left_out: dict[str, int]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The pieces as they are published in JSON, the title first."""
        return units_as_rows(self.units)

    @property
    def digest(self) -> str:
        """What tells this text from any other."""
        said: Any = [self.language, self.rows]
        return canonical.digest(said)


def document_for(reader: Reader, public_id: str) -> Document:
    """A document of the body that the reader may bring to the public, or ``Http404``."""
    row: Document | None = documents_for(reader).filter(public_id=public_id).first()
    works = any(may(reader, capability) for capability in WORKS)
    if row is None or not works or not reads_confidential(reader, row.party.public_id):
        raise Http404
    return row


def text_of(document: Document) -> WorkingText | None:
    """The text that was brought in last, of a document that the reader was let to."""
    return WorkingText.objects.filter(document=document).first()


def text_for(document: Document) -> WorkingText:
    """The same, or ``Http404``."""
    found = text_of(document)
    if found is None:
        raise Http404
    return found


def units_for(text: WorkingText) -> tuple[Unit, ...]:
    """The pieces of a text that the reader was let to, its title first."""
    return units_of(text)


def words_at(text: WorkingText, mark: Mark) -> str:
    """The words that a decision is about."""
    place = passage_of(mark)
    return units_of(text)[place.unit].text[place.start : place.end]


def marks_of(text: WorkingText) -> "QuerySet[Mark, Any]":
    """What stands decided."""
    return Mark.objects.filter(text=text, undone=False).select_related("consent")


def mark_for(text: WorkingText, public_id: str) -> Mark:
    """One of them, or ``Http404``."""
    found: Mark | None = marks_of(text).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def consents_of(document: Document) -> "QuerySet[Consent, Any]":
    """The consents for a document that the reader was let to, withdrawn or not."""
    return Consent.objects.filter(document=document)


def consent_for(document: Document, public_id: str) -> Consent:
    """One that was not withdrawn, or ``Http404``."""
    found: Consent | None = consents_of(document).filter(public_id=public_id, withdrawn_on=None).first()
    if found is None:
        raise Http404
    return found


def proposals_for(reader: Reader, text: WorkingText) -> tuple[Proposal, ...]:
    """What may name somebody, and nobody decided about."""
    marks = list(marks_of(text))
    deleted = [passage_of(mark) for mark in marks if mark.decision == DELETE]
    kept = [passage_of(mark) for mark in marks if mark.decision != DELETE]
    return proposed(units_of(text), _known(reader, text.document), deleted, kept)


def ready(document: Document) -> Ready | None:
    """What would be published of the text of a document now; ``None`` where none was brought in."""
    text = text_of(document)
    if text is None:
        return None
    units, marks = units_of(text), list(marks_of(text))
    gone = [passage_of(mark) for mark in marks if mark.decision == DELETE]
    return Ready(
        language=text.language,
        units=redacted(units, gone),
        deletions=len(gone),
        places=tuple(sorted({passage.unit for passage in gone})),
        kept=tuple(_kept(units, marks, gone)),
        nobody=sum(mark.decision == NOBODY for mark in marks),
        left_out=dict(text.left_out),
    )


def _kept(units: tuple[Unit, ...], marks: list[Mark], gone: list[Passage]) -> Iterable[Kept]:
    counted: Counter[tuple[str, str, bool]] = Counter()
    for mark in marks:
        place = passage_of(mark)
        over = any(one.unit == place.unit and one.start < place.end and place.start < one.end for one in gone)
        if mark.decision in (CONSENT, OFFICE) and not over:
            words = " ".join(units[place.unit].text[place.start : place.end].split())
            ground = str(mark.consent) if mark.consent else mark.office
            counted[words, ground, mark.decision == CONSENT] += 1
    for (words, ground, consent), times in counted.items():
        yield Kept(words, ground, consent, times)


def _known(reader: Reader, document: Document) -> list[str]:
    """Names that the record has: of the delegation, and of the Party's liaison officers."""
    people = [str(one.user) for visit in document.visits.all() for one in people_of(reader, visit)]
    officers = liaison_officers_for(reader).filter(party=document.party).values_list("name", flat=True)
    return [name for name in dict.fromkeys([*people, *officers]) if name.strip()]
