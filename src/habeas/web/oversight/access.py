"""The one door for the board: open records of every station, judged now.

Nobody at a station can take this reader's view away: it hangs on a role, not on a post (design.md 1).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from habeas.custody import Event
from habeas.custody.records import BOOK
from habeas.law import cite
from habeas.safeguards import Case, Occasion, Rule, Verdict, law_of, rules, sets_of
from habeas.web.custody import access as custody
from habeas.web.custody.models import Entry, Record
from habeas.web.oversight.models import Note
from habeas.web.people.access import Reader
from habeas.web.safeguards.site import site
from habeas.web.stations.access import stations_of
from habeas.web.stations.models import Station

cite(
    "CPT-GR12#40",
    enforces="An inspector sees which of the three rights are late at any station, while they are.",
)

LATELY = timedelta(hours=24)
"""How long the board shows a stay that is over."""
ORDER = (Verdict.BREACHED, Verdict.NOT_RECORDED, Verdict.PENDING)


def by_clock(instant: datetime, station: Station) -> datetime:
    """An instant as the clock of the station shows it; without a zone, so that no page moves it again."""
    return instant.astimezone(ZoneInfo(station.zone)).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Alert:
    """One safeguard of one record that is late, may be late, or is running."""

    station: Station
    record: Record
    rule: Rule
    occasion: Occasion
    notes: tuple[Note, ...]

    @property
    def due_at(self) -> datetime | None:
        """When it is due, by the clock of the station."""
        return self._local(self.occasion.due_at)

    @property
    def since(self) -> datetime | None:
        """From when the time runs, by the clock of the station."""
        return self._local(self.occasion.since)

    @property
    def beginless(self) -> bool:
        """Whether nothing can be told because the entry from which the time runs is not there, or untimed."""
        return self.occasion.verdict is Verdict.NOT_RECORDED and self.occasion.due_at is None

    @property
    def escalated(self) -> bool:
        """Whether somebody was told, and has not closed it."""
        kinds = [note.kind for note in self.notes if note.kind in ("escalated", "closed")]
        return bool(kinds) and kinds[-1] == "escalated"

    @property
    def closed(self) -> bool:
        """Whether the inspector is done with it.

        A safeguard comes up more than once in a record, what was closed while it ran may be late since, and
        what begins it may be written afterwards: none of these was closed.
        """
        said = [note for note in self.notes if note.kind != "comment"]
        occasion = self.occasion
        began = occasion.since if occasion.verdict is Verdict.PENDING else occasion.due_at or occasion.since
        written = (event.recorded_at for event in occasion.evidence if event.event_id == occasion.key)
        known = [instant for instant in (began, *written) if instant is not None]
        return bool(said) and said[-1].kind == "closed" and all(said[-1].created_at >= each for each in known)

    def _local(self, instant: datetime | None) -> datetime | None:
        return None if instant is None else by_clock(instant, self.station)


def alerts_for(reader: Reader, as_of: datetime) -> list[Alert]:
    """Every alert that the reader may see, the gravest first and the longest waiting first among them."""
    stations = {station.code: station for station in stations_of(reader)}
    shown = custody.records_for(reader).filter(erased=False).exclude(record_id__startswith=BOOK)
    records = list(shown.filter(Q(ended_at=None) | Q(ended_at__gte=as_of - LATELY)))
    notes = _notes(record.record_id for record in records)
    found = [
        Alert(
            stations[record.establishment_id],
            record,
            rule,
            occasion,
            notes.get((record.record_id, rule.name), ()),
        )
        for record, events in custody.read_again(records)
        for rule, occasion in judged(events, as_of)
    ]
    return sorted(
        found, key=lambda alert: (ORDER.index(alert.occasion.verdict), alert.occasion.due_at or as_of)
    )


@dataclass(frozen=True, slots=True)
class Told:
    """An alert of which an office was told, until it is closed: also when the board shows it no longer."""

    station: Station
    record: Record
    rule: Rule
    note: Note

    @property
    def at(self) -> datetime:
        """When it was noted, by the clock of the station."""
        return by_clock(self.note.created_at, self.station)


def told_for(reader: Reader) -> list[Told]:
    """What was escalated and is not closed, the longest waiting first."""
    after = Note.objects.filter(
        record_id=OuterRef("record_id"), rule=OuterRef("rule"), pk__gt=OuterRef("pk")
    ).filter(kind__in=("escalated", "closed"))
    notes = list(Note.objects.filter(~Exists(after), kind="escalated").exclude(rule=""))
    stations = {station.code: station for station in stations_of(reader)}
    shown = custody.records_for(reader).filter(record_id__in={note.record_id for note in notes}, erased=False)
    records = {record.record_id: record for record in shown}
    return [
        Told(stations[record.establishment_id], record, rules()[note.rule], note)
        for note in notes
        if note.rule in rules() and (record := records.get(note.record_id))
    ]


def records_by_station(alerts: Iterable[Alert]) -> list[tuple[Station, int]]:
    """Of how many records these are, the station with most of them first."""
    return Counter({each.record.record_id: each.station for each in alerts}.values()).most_common()


def occasions_for(
    reader: Reader, record_id: str, rule: str, as_of: datetime
) -> tuple[Station, Record, list[Alert]]:
    """One safeguard of one record, each of its occasions; 404 where the reader may not see it."""
    record = custody.records_for(reader).filter(record_id=record_id, erased=False).first()
    if record is None or rule not in rules():
        raise Http404
    [(_record, events)] = custody.read_again([record])
    station = stations_of(reader).get(code=record.establishment_id)
    found = rules()[rule].judge(Case(events, as_of), site())
    return station, record, [Alert(station, record, rules()[rule], occasion, ()) for occasion in found]


def judged(events: Iterable[Event], as_of: datetime) -> list[tuple[Rule, Occasion]]:
    """What is late or running in a record: an occasion that is met or does not apply is no alert.

    Who was called or invited and never apprehended is free to leave: these rules are of those who are not.
    """
    case, limits = Case(events, as_of), site()
    if not case.held:
        return []
    held = sets_of(law_of(case.attributes.get("jurisdiction"), case.attributes.get("basis")))
    return [
        (rule, occasion)
        for rule in rules().values()
        if rule.live and rule.set in held
        for occasion in rule.judge(case, limits)
        if occasion.verdict in ORDER
    ]


def _key(record: Record, rule: Rule) -> tuple[str, str]:
    return record.record_id, rule.name


def notes_on(record_id: str, rule: str = "", event_id: str = "") -> Sequence[Note]:
    """What was noted, in its order."""
    rows = Note.objects.filter(record_id=record_id, rule=rule, event_id=event_id)
    return list(rows.select_related("by"))


def notes_in(record_id: str) -> int:
    """How many notes say something on a record."""
    return Note.objects.filter(record_id=record_id).exclude(text="").count()


def records_with_notes() -> list[str]:
    """The records on which a note says something."""
    return list(Note.objects.exclude(text="").order_by().values_list("record_id", flat=True).distinct())


def open_matters(record_id: str) -> tuple[int, int]:
    """How many complaints of a record are not closed, and of how many alerts somebody was told and waits."""
    told: dict[tuple[str, str], str] = {}
    for note in Note.objects.filter(record_id=record_id, kind__in=("escalated", "closed")):
        told[note.rule, note.event_id] = note.kind
    made = Entry.objects.filter(record_id=record_id, kind=custody.COMPLAINT)
    ids = made.values_list("event_id", flat=True)
    complaints = sum(told.get(("", event_id)) != "closed" for event_id in ids)
    escalated = sum(bool(rule) and kind != "closed" for (rule, _event_id), kind in told.items())
    return complaints, escalated


def _notes(record_ids: Iterable[str]) -> dict[tuple[str, str], tuple[Note, ...]]:
    found: dict[tuple[str, str], tuple[Note, ...]] = {}
    for note in Note.objects.filter(record_id__in=list(record_ids)).exclude(rule=""):
        key = (note.record_id, note.rule)
        found[key] = (*found.get(key, ()), note)
    return found


def new_complaints(reader: Reader) -> int:
    """How many complaints nobody has noted anything on."""
    records = custody.records_for(reader).filter(erased=False).values_list("record_id", flat=True)
    made = Entry.objects.filter(kind=custody.COMPLAINT, record_id__in=records)
    noted = set(Note.objects.exclude(event_id="").values_list("event_id", flat=True))
    return sum(event_id not in noted for event_id in made.values_list("event_id", flat=True))


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as it came past the station."""

    station: Station
    record: Record
    event: Event
    notes: tuple[Note, ...]

    @property
    def at(self) -> datetime:
        """When it was written, by the clock of the station."""
        return by_clock(self.event.recorded_at, self.station)


def complaints_for(reader: Reader) -> list[Complaint]:
    """Every complaint of the stations that the reader oversees, the newest first."""
    stations = {station.code: station for station in stations_of(reader)}
    opens = custody.opened_to(reader)
    of_kind = Entry.objects.filter(kind=custody.COMPLAINT).values_list("record_id", flat=True)
    records = custody.records_for(reader).filter(record_id__in=list(of_kind.distinct()), erased=False)
    found = [
        Complaint(
            stations[record.establishment_id],
            record,
            event,
            tuple(notes_on(record.record_id, "", event.event_id)),
        )
        for record in records
        for event in custody.read(record, opens=opens).events
        if event.kind == custody.COMPLAINT
    ]
    return sorted(found, key=lambda complaint: complaint.event.recorded_at, reverse=True)


def complaint_for(reader: Reader, record_id: str, event_id: str) -> Complaint:
    """One complaint; 404 where the reader may not read it."""
    for complaint in complaints_for(reader):
        if (complaint.record.record_id, complaint.event.event_id) == (record_id, event_id):
            return complaint
    raise Http404
