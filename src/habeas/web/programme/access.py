"""What a reader of the file knows of each Party and place when the programme is made."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from habeas.clock import Edtf
from habeas.dossier.status import VisitStatus, visit_status
from habeas.law import cite
from habeas.web.dossier.access import MADE
from habeas.web.mailbook.access import mail_for
from habeas.web.mailbook.models import MailEntry
from habeas.web.parties.access import parties_for
from habeas.web.parties.models import Party
from habeas.web.people.access import Reader, parties_where
from habeas.web.people.roles import Capability
from habeas.web.places.access import place_for, places_for
from habeas.web.places.models import Place
from habeas.web.programme.criteria import Criteria, Known
from habeas.web.programme.models import CriteriaSet, ProgrammeEntry, ProgrammeYear, ProtectedPlace
from habeas.web.reports.access import asks_for
from habeas.web.reports.models import Ask
from habeas.web.sources.access import visible
from habeas.web.threads.access import scale, standings_of, threads_of, touched
from habeas.web.visits.access import visits_for
from habeas.web.visits.models import Visit, VisitPlace
from habeas.web.visits.store import visit_value

cite("ECPT#11(1)", enforces="Where delegations went and mean to go is for who reads the Party's file.")

AHEAD = frozenset({VisitStatus.PLANNED, VisitStatus.NOTIFIED, VisitStatus.POSTPONED})
"""Where a visit stands that is to come."""


def own(reader: Reader, rows: "QuerySet[Any, Any]", *, party: str = "party__") -> "QuerySet[Any, Any]":
    """Those of ``rows`` of Parties whose file the reader reads; ``party`` is the path to the Party."""
    parties = parties_where(reader, Capability.READ_CONFIDENTIAL)
    return rows if parties is None else rows.filter(**{f"{party}public_id__in": parties})


def parties_due(reader: Reader) -> "QuerySet[Party, Any]":
    """Parties whose file the reader reads."""
    return own(reader, parties_for(reader), party="")


def party_due(reader: Reader, slug: str) -> Party:
    """One of them, or ``Http404``."""
    found: Party | None = parties_due(reader).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def places_due(reader: Reader) -> "QuerySet[Place, Any]":
    """Open places of these Parties: one that is closed is not visited any more."""
    return own(reader, places_for(reader)).filter(state="open").order_by("party__name", "name")


def place_due(reader: Reader, public_id: str) -> Place:
    """A place of a Party whose file the reader reads, open or closed; or ``Http404``."""
    row = place_for(reader, public_id)
    if not own(reader, Place.objects.filter(pk=row.pk)).exists():
        raise Http404
    return row


# What is known of each ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that the lists, the map and a brief draw upon; a few queries, however many rows.

    ``made`` and ``ahead`` are visits by the number of the Party, ``went`` dates by the number of the
    place, ``open_of`` and ``open_at`` counts of open threads, ``mail_of`` and ``mail_at`` counts of
    entries of the mail book that were used for no visit yet.
    """

    as_of: date
    made: Mapping[int, list[Visit]]
    ahead: Mapping[int, list[Visit]]
    went: Mapping[int, list[Edtf | None]]
    open_of: Mapping[int, int]
    open_at: Mapping[int, int]
    mail_of: Mapping[int, int]
    mail_at: Mapping[int, int]
    protected: Mapping[int, ProtectedPlace]
    programme: Mapping[int, list[ProgrammeEntry]]
    """By the number of the Party, what stands on it from this year on."""
    places: Mapping[int, int] = field(default_factory=dict)
    """How many open places are known, by the number of the Party."""

    def known(self, place: Place) -> Known:
        """What criteria are held against."""
        return Known(
            kind=place.kind,
            size=place.capacity_places,
            visits=tuple(self.went.get(place.pk, ())),
            asks=self.open_at.get(place.pk, 0),
            mail=self.mail_at.get(place.pk, 0),
        )


def survey(reader: Reader, as_of: date) -> Survey:
    """Draw together what the reader may know on ``as_of``."""
    made, ahead = _visits(reader, as_of)
    open_of, open_at = _open_threads(reader)
    mail_of, mail_at = _mail(reader)
    entries: dict[int, list[ProgrammeEntry]] = defaultdict(list)
    for entry in entries_for(reader).filter(year__gte=as_of.year, withdrawn_why=""):
        entries[entry.party_id].append(entry)
    return Survey(
        as_of=as_of,
        made=made,
        ahead=ahead,
        went=_went(visit for visits in made.values() for visit in visits),
        open_of=open_of,
        open_at=open_at,
        mail_of=mail_of,
        mail_at=mail_at,
        protected={row.place_id: row for row in protected_for(reader)},
        programme=entries,
        places=Counter(places_due(reader).order_by().values_list("party_id", flat=True)),
    )


def _visits(reader: Reader, as_of: date) -> tuple[dict[int, list[Visit]], dict[int, list[Visit]]]:
    """Visits that were made and that are to come, each list in order; what was cancelled is in neither."""
    made: dict[int, list[Visit]] = defaultdict(list)
    ahead: dict[int, list[Visit]] = defaultdict(list)
    for row in own(reader, visits_for(reader)).order_by("date_latest", "pk"):
        status = visit_status(visit_value(row), as_of)
        if status in MADE:
            made[row.party_id].append(row)
        elif status in AHEAD:
            ahead[row.party_id].append(row)
    return made, ahead


def _went(visits: Iterable[Visit]) -> dict[int, list[Edtf | None]]:
    """When delegations were at each place: on the day noted, else some day of the visit."""
    dates = {visit.pk: visit.when for visit in visits}
    went: dict[int, list[Edtf | None]] = defaultdict(list)
    for stop in VisitPlace.objects.filter(visit__in=dates).order_by("pk"):
        went[stop.place_id].append(stop.when or dates[stop.visit_id])
    return went


def own_asks(reader: Reader) -> "QuerySet[Ask, Any]":
    """What the body itself asked, as far as that can be told.

    Asks of documents in the store, of places, and those linked, claimed or assessed; lists brought in
    from elsewhere are not the body's own.
    """
    rows = own(reader, asks_for(reader)).filter(
        Q(document__isnull=False)
        | Q(pk__in=Ask.places.through.objects.values("ask_id"))
        | Q(pk__in=touched(reader).order_by().values("pk"))
    )
    return rows.order_by("pk").prefetch_related("themes", "places__party")


def _open_threads(reader: Reader) -> tuple[Counter[int], Counter[int]]:
    """How many demands are open, by Party and by place: what the last assessment closed is not."""
    asks = {row.public_id: row for row in own_asks(reader)}
    found = threads_of(reader, asks.values())
    held = standings_of(reader, found)
    closing = {degree.code for degree in scale() if degree.closes}
    by_party, by_place = Counter[int](), Counter[int]()
    for thread in found:
        now = held.get(thread.first.id)
        if now is not None and now.assessed.degree in closing and not now.asked_since:
            continue
        made = [asks[item.id] for item in thread.items]
        by_party[made[0].party_id] += 1
        by_place.update({place.pk for ask in made for place in ask.places.all()})
    return by_party, by_place


def _mail(reader: Reader) -> tuple[Counter[int], Counter[int]]:
    """How much was received and used for no visit yet, by Party and by place: numbers, and nothing else."""
    by_party, by_place = Counter[int](), Counter[int]()
    for entry in waiting_mail(reader):
        by_party[entry.party_id] += 1
        if entry.place_id is not None:
            by_place[entry.place_id] += 1
    return by_party, by_place


def waiting_mail(reader: Reader) -> list[MailEntry]:
    """Entries of the mail book that no step says were used for a visit."""
    rows = own(reader, mail_for(reader))
    return [
        row
        for row in rows
        if not any(step.kind == "used" and not step.withdrawn_why for step in row.steps.all())
    ]


# Rows of this app ---------------------------------------------------------------------------------------


def entries_for(reader: Reader) -> "QuerySet[ProgrammeEntry, Any]":
    """What was put on the programme, taken off or not."""
    return visible(reader, ProgrammeEntry.objects.select_related("party", "place", "criteria"))


def entry_for(reader: Reader, public_id: str) -> ProgrammeEntry:
    """An entry that still stands, or ``Http404``."""
    found: ProgrammeEntry | None = entries_for(reader).filter(public_id=public_id, withdrawn_why="").first()
    if found is None:
        raise Http404
    return found


def protected_for(reader: Reader) -> "QuerySet[ProtectedPlace, Any]":
    """Places that are not to be visited, as noted and not ended."""
    rows = ProtectedPlace.objects.filter(ended_on=None).select_related("place__party")
    return visible(reader, rows, party="place__party")


def places_protected(reader: Reader) -> set[Place]:
    """The places that are not to be visited."""
    return {row.place for row in protected_for(reader)}


def protected_place_for(reader: Reader, public_id: str) -> ProtectedPlace:
    """What is noted of one place (its public id), or ``Http404``."""
    found: ProtectedPlace | None = protected_for(reader).filter(place__public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def year_row(year: int) -> ProgrammeYear:
    """What holds for a year; a row not stored where nothing was said."""
    return ProgrammeYear.objects.filter(year=year).first() or ProgrammeYear(year=year)


def criteria_sets() -> "QuerySet[CriteriaSet, Any]":
    """Every set, those in use first."""
    return CriteriaSet.objects.all()


def criteria_set(public_id: str) -> CriteriaSet:
    """One set, or ``Http404``."""
    found = CriteriaSet.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def criteria_value(row: CriteriaSet) -> Criteria:
    """A set as the value that places are held against."""
    return Criteria(
        years=row.years,
        no_visit=row.no_visit,
        kinds=frozenset(row.kinds),
        size=row.size,
        asks=row.asks,
        mail=row.mail,
    )


def mail_used_for(reader: Reader, visit: Visit) -> int:
    """How many entries of the mail book were used for a visit: the number, and nothing else."""
    used = own(reader, mail_for(reader)).filter(
        steps__kind="used", steps__visit=visit, steps__withdrawn_why=""
    )
    return used.distinct().count()
