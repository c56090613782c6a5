"""Small registers in which everything goes wrong: missing ends, overlaps, ties, null times, corrections of
corrections, several zones, records of one person that follow each other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import NAMESPACE_OID, uuid5

from habeas.custody import Event, Record, kinds
from habeas.custody.kinds import Type

BEGIN = datetime(2026, 3, 27, 20, tzinfo=UTC)
"""Two days before clocks change in Europe."""
COMMON = (
    *("apprehended", "arrived", "record_opened", "released", "transferred_out", "transferred_in", "attended"),
    *("lawyer_requested", "lawyer_waived", "lawyer_arrived", "lawyer_left", "lawyer_called"),
    *("lawyer_delay_authorised", "notification_delay_authorised", "interview_started", "interview_ended"),
    *("interview_break_started", "interview_break_ended", "recording_started", "recording_stopped"),
    *("rest_started", "rest_ended", "cell_entered", "cell_left", "checked", "roused", "meal_offered"),
    *("exercise_started", "exercise_ended", "examination_started", "doctor_requested", "judge_seen"),
    *("review_held", "review_postponed", "detention_authorised", "extension_authorised", "charged"),
    *("hospital_left_for", "hospital_returned_from", "rights_informed", "third_party_notified"),
    *("consulate_requested", "consulate_waived", "consulate_notified", "force_used", "video_preserved"),
)
OFFICERS = ("a-1", "a-2", "a-3", "a-4")


def register(
    seed: int, records: int, chance: Random | None = None
) -> tuple[list[Record], dict[str, list[Event]], datetime]:
    """Records, their events, and an instant of audit within them; by a seed, or what a test draws."""
    chance = chance or Random(seed)  # noqa: S311 (nothing is kept secret by it)
    events: dict[str, list[Event]] = {}
    rows = []
    for number in range(records):
        record_id = f"r-{seed}-{number:04}"
        rows.append(_record(chance, record_id))
        events[record_id] = _events(chance, record_id, rows[-1])
        if number % 17 == 3:  # a register that numbers nothing
            events[record_id] = [replace(one, seq=0) for one in events[record_id]]
        if number % 17 == 11:
            events[record_id] = _counted_by_id(events[record_id])
    for station in ("s-1", "s-2"):
        began = BEGIN + timedelta(hours=chance.randrange(60))
        events[f"book:{station}"] = [
            _event(chance, f"book:{station}", at + 1, kind, when, station=station)
            for at, (kind, when) in enumerate(
                (("outage_started", began), ("outage_ended", began + timedelta(hours=2)))
            )
        ]
        events[f"book:{station}"] += _later_of_outages(chance, events[f"book:{station}"])
    as_of = BEGIN + timedelta(hours=chance.choice((30, 50, 70, 200)))
    for row in rows[5::40]:  # a record that nobody has written by then
        later = as_of + timedelta(hours=1)
        events[row.record_id] = [replace(one, recorded_at=later) for one in events[row.record_id]]
    return rows, events, as_of


def _counted_by_id(events: list[Event]) -> list[Event]:
    """The same without numbers, and all written at once: only their ids, which count, say which is later."""
    names = {one.event_id: f"{one.record_id}-{at}" for at, one in enumerate(events, 1)}
    written = max(one.recorded_at for one in events)
    return [
        replace(
            one,
            event_id=names[one.event_id],
            corrects=one.corrects and names.get(one.corrects, one.corrects),
            seq=0,
            recorded_at=written,
        )
        for one in events
    ]


def _later_of_outages(chance: Random, book: list[Event]) -> list[Event]:
    """What is written later in the book of a station: corrected, annulled, restored, begun again."""
    found: list[Event] = []
    for seq in range(len(book) + 1, len(book) + 1 + chance.randrange(6)):
        one = chance.choice([*book, *found])
        when = one.occurred_at and one.occurred_at + timedelta(minutes=30 * chance.randrange(-6, 7))
        again = chance.random() < 0.2
        kind = chance.choice((one.kind, one.kind, "annulled")) if not again else "outage_started"
        later = _event(
            *(chance, one.record_id, seq, kind, when),
            station=one.establishment_id,
            corrects=None if again else one.event_id,
        )
        written = one.recorded_at + timedelta(hours=chance.choice((0, 1, 5, 40)))
        found.append(replace(later, recorded_at=written, span_id=chance.choice((one.span_id, None))))
    return found


def _record(chance: Random, record_id: str) -> Record:
    maybe = (True, False, None)
    return Record(
        record_id=record_id,
        person_ref=chance.choice((None, *(f"p-{each}" for each in range(12)))),
        establishment_id=chance.choice(("s-1", "s-2", None)),
        establishment_type=chance.choice(("police_station", "prison", "holding_facility", None)),
        jurisdiction=chance.choice(("CoE", "EU", "GB-EAW", "GB-EAW", "UN", "elsewhere", None)),
        zone=chance.choice(("Europe/Paris", "Asia/Baku", None)),
        basis=chance.choice(("criminal", "criminal", "attendance", "immigration", None)),
        juvenile=chance.choice(maybe),
        foreign_national=chance.choice(maybe),
        vulnerable=chance.choice(maybe),
        needs_interpreter=chance.choice(maybe),
    )


def _events(chance: Random, record_id: str, record: Record) -> list[Event]:
    every = sorted(name for name in kinds() if not name.startswith("outage"))
    found: list[Event] = []
    begin = BEGIN + timedelta(hours=chance.randrange(40))
    span_of_hours = chance.choice((3, 12, 40, 120))
    for seq in range(1, chance.randrange(2, 26) + 1):
        kind = chance.choice(COMMON) if chance.random() < 0.92 else chance.choice(every)
        when = begin + timedelta(minutes=5 * chance.randrange(12 * span_of_hours))
        corrects = None
        if found and chance.random() < 0.15:
            corrected = chance.choice(found)
            corrects, kind = (
                corrected.event_id,
                chance.choice((corrected.kind, corrected.kind, "annulled", kind)),
            )
            when = corrected.occurred_at if chance.random() < 0.5 and corrected.occurred_at else when
        elif chance.random() < 0.02:
            corrects = "00000000-0000-7000-8000-ffffffffffff"
        one = _event(
            *(chance, record_id, seq, kind, None if chance.random() < 0.07 else when),
            station=record.establishment_id if chance.random() < 0.8 else chance.choice(("s-1", None)),
            corrects=corrects,
        )
        found.append(one if chance.random() > 0.01 else replace(one, seq=seq + 1))
    return found


def _event(
    chance: Random,
    record_id: str,
    seq: int,
    kind: str,
    when: datetime | None,
    *,
    station: str | None,
    corrects: str | None = None,
) -> Event:
    written = (when or BEGIN + timedelta(hours=chance.randrange(60))) + timedelta(
        minutes=chance.choice((0, 0, 1, 3, 10, 59, 60, 61, 200, -10))
    )
    data = {
        name: _value(chance, name, field.type, field.of)
        for name, field in (kinds()[kind].fields if kind in kinds() else {}).items()
        if name not in ("signature",) and chance.random() < 0.7
    }
    return Event(
        record_id=record_id,
        event_id=str(uuid5(NAMESPACE_OID, f"{record_id} {seq}")),
        seq=seq,
        kind=kind,
        occurred_at=when,
        recorded_at=written,
        source=chance.choice(("desk", "desk", "paper", "device", None)),
        establishment_id=station,
        span_id=chance.choice((None, None, None, "a", "b")),
        corrects=corrects,
        data={name: value for name, value in data.items() if value is not None},
    )


def _value(chance: Random, name: str, type_: Type, of: tuple[str, ...]) -> object:
    match type_:
        case Type.BOOL:
            return chance.random() < 0.5
        case Type.CHOICE:
            return chance.choice(of)
        case Type.CHOICES:
            return chance.sample(of, chance.randrange(min(3, len(of)) + 1))
        case Type.ACTOR:
            return chance.choice(OFFICERS)
        case Type.ACTORS:
            return chance.choices(OFFICERS, k=chance.randrange(4))
        case Type.INSTANT:
            return (BEGIN + timedelta(minutes=5 * chance.randrange(1200))).isoformat().replace("+00:00", "Z")
        case Type.TEXT if name in ("reason", "authorised_by", "urgent_reason"):
            return chance.choice(("", "a-1", "a reason", "prosecutor:1"))
    return None
