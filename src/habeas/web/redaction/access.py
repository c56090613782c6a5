"""Whose text may be gone through by whom, what was decided in it, and what would be published of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from habeas import canonical
from habeas.documents.names import SURE, Proposal, proposed
from habeas.documents.redaction import Passage, Unit, redacted
from habeas.language import N_, words
from habeas.web.builder.access import frozen, passages_of
from habeas.web.builder.models import Manuscript
from habeas.web.builder.paper import numerals
from habeas.web.parties.access import authorities_for, liaison_officers_for
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.redaction.models import (
    CONSENT,
    DELETE,
    MET_KINDS,
    NOBODY,
    OFFICE,
    Consent,
    Mark,
    Met,
    MetAnswer,
    WorkingText,
)
from habeas.web.redaction.store import passage_of, units_as_rows, units_of
from habeas.web.reports.access import documents_for
from habeas.web.reports.models import Document
from habeas.web.sources.access import reads_confidential
from habeas.web.visits.access import people_of
from habeas.web.visits.models import VisitAct

LIST_TITLE = N_("Authorities and organisations met by the delegation")
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


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody whom the delegation met, and the last answer about them, where there is one."""

    met: Met
    answers: list[MetAnswer]

    @property
    def answer(self) -> MetAnswer | None:
        """The answer that counts."""
        return self.answers[-1] if self.answers else None

    @property
    def printed(self) -> bool:
        """Whether the list that is published has them: not before somebody answered that it does no harm."""
        if self.answer is None or not self.answer.harmless:
            return False
        consent = self.answer.consent
        return self.met.kind != "person" or (consent is not None and consent.withdrawn_on is None)


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


def adopted_for(reader: Reader, document: Document) -> tuple[str, tuple[Unit, ...]] | None:
    """Language and pieces of the text that the body wrote and adopted here; ``None`` where there is none."""
    row = Manuscript.objects.filter(report=document).first()
    if row is None or not frozen(row) or not reads_confidential(reader, document.party.public_id):
        return None
    passages = list(passages_of(row))
    marks = numerals(passages)
    units = tuple(
        Unit(
            text=normalize("NFC", one.text),
            label=marks.get(one.pk, "") or (f"{one.number}." if one.number else ""),
            level=min(one.level, 3) if one.form == "heading" else 0,
        )
        for one in passages
    )
    return row.language, units


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


def met_of(document: Document) -> list[Listed]:
    """Whom the delegation met, each with the last answer; authorities first, individuals last."""
    order = [kind for kind, _name in MET_KINDS]
    answers = MetAnswer.objects.select_related("answered_by", "consent")
    rows = Met.objects.filter(document=document).prefetch_related(Prefetch("answers", queryset=answers))
    listed = [Listed(row, list(row.answers.all())[-1:]) for row in rows]
    return sorted(listed, key=lambda one: order.index(one.met.kind))


def met_for(document: Document, public_id: str) -> Met:
    """One of them, or ``Http404``."""
    found: Met | None = Met.objects.filter(document=document, public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def offered_for(reader: Reader, document: Document) -> list[str]:
    """Offices that the record has and the list has not: of the end talks, and of the Party."""
    acts = VisitAct.objects.filter(visit__in=document.visits.all(), withdrawn_why="")
    talks = acts.filter(particulars__has_key="with_whom").values_list("particulars__with_whom", flat=True)
    offices = [part.strip() for said in talks for part in str(said).split(";")]
    authorities = authorities_for(reader).filter(party=document.party).values_list("name", flat=True)
    listed = set(Met.objects.filter(document=document).values_list("name", flat=True))
    return [name for name in dict.fromkeys([*offices, *authorities]) if name and name not in listed]


def proposals_for(reader: Reader, text: WorkingText) -> tuple[Proposal, ...]:
    """What may name somebody, and nobody decided about."""
    marks = list(marks_of(text))
    deleted = [passage_of(mark) for mark in marks if mark.decision == DELETE]
    kept = [passage_of(mark) for mark in marks if mark.decision != DELETE]
    return proposed(units_of(text), _known(reader, text.document), deleted, kept)


def undecided_names(reader: Reader, document: Document) -> bool:
    """Whether a known name, or what is left of a deleted one, stands undecided in the text."""
    text = text_of(document)
    return text is not None and any(one.why in SURE for one in proposals_for(reader, text))


def ready(document: Document) -> Ready | None:
    """What would be published of the text of a document now; ``None`` where none was brought in."""
    text = text_of(document)
    if text is None:
        return None
    units, marks = units_of(text), list(marks_of(text))
    gone = [passage_of(mark) for mark in marks if mark.decision == DELETE]
    return Ready(
        language=text.language,
        units=(*redacted(units, gone), *_list_of(document, text.language)),
        deletions=len(gone),
        places=tuple(sorted({passage.unit for passage in gone})),
        kept=tuple(_kept(units, marks, gone)),
        nobody=sum(mark.decision == NOBODY for mark in marks),
        left_out=dict(text.left_out),
    )


def _list_of(document: Document, language: str) -> Iterable[Unit]:
    """The list of whom the delegation met, printed at the end of the text; nothing where it is empty."""
    names = [one.met.name for one in met_of(document) if one.printed]
    if names:
        title = words(language).say(LIST_TITLE)
        yield Unit(text=title, level=1)
        yield from (Unit(text=name) for name in names)


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
