"""The records that the figures are counted from, as far as the reader reads the Parties' files."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from habeas.clock import Edtf
from habeas.dossier.entries import Act
from habeas.dossier.status import Answer, VisitStatus, answer, happened, last_act, visit_status
from habeas.web.dialogue.access import letters_for
from habeas.web.dialogue.store import letter_value
from habeas.web.dossier.access import MADE, NOT_MADE
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader
from habeas.web.places.models import Place
from habeas.web.programme.access import own
from habeas.web.reports.access import documents_for
from habeas.web.reports.store import document_value
from habeas.web.statistics.counting import Range, days_of, end_of
from habeas.web.visits.access import visits_for
from habeas.web.visits.models import VisitPlace
from habeas.web.visits.store import visit_value


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """A visit that was made, or that came to nothing; ``days`` is ``None`` where it is not known."""

    party: Party
    when: Edtf | None
    kind: str
    status: VisitStatus
    days: Range | None
    address: str

    @property
    def made(self) -> bool:
        """Whether the delegation was there."""
        return self.status in MADE


@dataclass(frozen=True, slots=True)
class StopRecord:
    """A place that a delegation went to."""

    place: Place
    when: Edtf | None
    address: str


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A report sent or published, or a response received."""

    party: Party
    name: str
    when: Edtf | None
    address: str


@dataclass(frozen=True, slots=True)
class LagRecord:
    """From one step to the next: ``before`` or ``after`` is ``None`` where no day is known."""

    party: Party
    name: str
    before: Edtf | None
    after: Edtf | None
    address: str


@dataclass(frozen=True, slots=True)
class LetterRecord:
    """A letter of the body, or several at once: ``number`` is open where nobody counted them."""

    party: Party
    name: str
    when: Edtf | None
    state: Answer
    number: Range
    way_known: bool
    address: str


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that is counted, of every day; a period narrows it afterwards."""

    visits: tuple[VisitRecord, ...]
    stops: tuple[StopRecord, ...]
    transmitted: tuple[StepRecord, ...]
    published: tuple[StepRecord, ...]
    received: tuple[StepRecord, ...]
    lags: dict[str, tuple[LagRecord, ...]]
    letters: tuple[LetterRecord, ...]
    parties: int


LAGS = ("visit-transmission", "transmission-response", "transmission-publication")


def records_for(reader: Reader, as_of: date) -> Records:
    """Read them: a few queries, however many rows."""
    visits = {row.pk: row for row in own(reader, visits_for(reader)).order_by("date_earliest", "pk")}
    found = {
        pk: VisitRecord(
            party=row.party,
            when=row.when,
            kind=row.kind,
            status=visit_status(visit_value(row), as_of),
            days=days_of(row.when),
            address=reverse("visits:visit", args=[row.public_id]),
        )
        for pk, row in visits.items()
    }
    made = {pk for pk, one in found.items() if one.made}
    stops = [
        StopRecord(
            place=stop.place,
            when=stop.when or visits[stop.visit_id].when,
            address=reverse("places:place", args=[stop.place.public_id]),
        )
        for stop in VisitPlace.objects.filter(visit__in=made).select_related("place__party").order_by("pk")
    ]
    papers = _Papers(reader, as_of)
    letters = tuple(_letters(reader, as_of))
    of = [one.party.pk for one in found.values()] + [one.party.pk for one in letters]
    of += [one.party.pk for one in (*papers.transmitted, *papers.received)]
    return Records(
        visits=tuple(one for one in found.values() if one.made or one.status in NOT_MADE),
        stops=tuple(stops),
        transmitted=tuple(papers.transmitted),
        published=tuple(papers.published),
        received=tuple(papers.received),
        lags={key: tuple(papers.lags[key]) for key in LAGS},
        letters=letters,
        parties=len(set(of)),
    )


class _Papers:
    """Reports with their steps, the responses to them, and the time between."""

    def __init__(self, reader: Reader, as_of: date) -> None:
        self.transmitted: list[StepRecord] = []
        self.published: list[StepRecord] = []
        self.received: list[StepRecord] = []
        self.lags: dict[str, list[LagRecord]] = defaultdict(list)
        rows = list(own(reader, documents_for(reader)).order_by("date_earliest", "pk"))
        came: dict[int, Edtf | None] = {}
        for row in rows:
            if row.kind == "response":
                act = last_act(document_value(row).acts, as_of, "received")
                when = act.date if act else row.when
                self.received.append(_step(row, when))
                if row.responds_to_id:
                    came.setdefault(row.responds_to_id, when)
        for row in rows:
            if row.kind == "visit report":
                self._report(row, came, as_of)

    def _report(self, row: Any, came: dict[int, Edtf | None], as_of: date) -> None:
        acts = document_value(row).acts
        sent, published = _first(acts, as_of, "transmitted"), _first(acts, as_of, "published")
        received = _first(acts, as_of, "received")
        ends = [end for visit in row.visits.all() if (end := end_of(visit.when))]
        visited = max(ends, key=lambda end: (end.latest or date.max, end.earliest or date.min), default=None)
        if sent is not None:
            self.transmitted.append(_step(row, sent.date))
            self.lags["visit-transmission"].append(_lag(row, visited, sent.date))
        if row.pk in came or received is not None:
            when = came.get(row.pk) or (received.date if received else None)
            self.lags["transmission-response"].append(_lag(row, sent.date if sent else None, when))
        if published is not None:
            self.published.append(_step(row, published.date))
            self.lags["transmission-publication"].append(
                _lag(row, sent.date if sent else None, published.date)
            )


def _first(acts: tuple[Act, ...], as_of: date, kind: str) -> Act | None:
    return next((act for act in happened(acts, as_of) if act.kind == kind), None)


def _step(row: Any, when: Edtf | None) -> StepRecord:
    return StepRecord(row.party, _name(row), when, reverse("reports:document", args=[row.public_id]))


def _lag(row: Any, before: Edtf | None, after: Edtf | None) -> LagRecord:
    return LagRecord(row.party, _name(row), before, after, reverse("reports:document", args=[row.public_id]))


def _name(row: Any) -> str:
    return str(row.confidential_reference or row.reference or row.title or row.get_kind_display())


def _letters(reader: Reader, as_of: date) -> Iterator[LetterRecord]:
    """Letters that are not known to be from the Party; ``way_known`` tells those known to be the body's."""
    for row in own(reader, letters_for(reader)).exclude(direction="in").order_by("date_earliest", "pk"):
        letter = letter_value(row)
        sent = _first(letter.acts, as_of, "sent")
        yield LetterRecord(
            party=row.party,
            name=str(row),
            when=sent.date if sent and sent.date else row.when,
            state=answer(letter, as_of),
            number=Range(1, None) if row.count is None else Range(row.count, row.count),
            way_known=row.direction == "out",
            address=reverse("dialogue:letter", args=[row.public_id]),
        )
