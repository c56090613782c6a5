"""A register as the plain evaluator reads it: records, their entries, and the outages of each station."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from habeas.custody import Event, Record, spans, written_by
from habeas.custody.history import JOINED_WITHIN
from habeas.custody.outages import Outage, outages
from habeas.custody.records import BOOK
from habeas.safeguards.case import Case
from habeas.safeguards.custody import Custody, custodies
from habeas.safeguards.rule import law_of

LONG_BEFORE = timedelta(days=100 * 365)
"""What happened longer before it was written is a slip of the pen: when it happened is not known."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A record with what it says at the instant of the audit."""

    record: Record
    case: Case


@dataclass(frozen=True, slots=True)
class Held:
    """A custody by its first stay; the records of the others are no occasion of a rule over the whole."""

    first: Stay
    case: Case
    others: tuple[Stay, ...]


def stays(
    records: Iterable[Record], events: Mapping[str, Sequence[Event]], as_of: datetime
) -> Iterator[Stay]:
    """Each record of a person that was there by the instant, under the law that is asked of it (``law_of``).

    The books of stations tell of outages.
    """
    events = {record_id: [dated(one) for one in own] for record_id, own in events.items()}
    out = _outages(events, as_of)
    for each in records:
        if each.record_id.startswith(BOOK):
            continue
        own = events.get(each.record_id, ())
        law = law_of(each.jurisdiction, each.basis)
        record = replace(each, jurisdiction=law, establishment_id=placed(each, own))
        stations = {record.establishment_id, *(one.establishment_id for one in own)}
        there = [each for station in stations for each in out.get(station, ())]
        case = Case(own, as_of, there, record=record)
        if case.entries or not own:
            yield Stay(record, case)


def dated(one: Event) -> Event:
    """An entry, without its time where that cannot be (``LONG_BEFORE``)."""
    slip = one.occurred_at is not None and one.recorded_at - one.occurred_at > LONG_BEFORE
    return replace(one, occurred_at=None) if slip else one


def placed(record: Record, own: Iterable[Event]) -> str | None:
    """Where a record was: what its row says, else the station of its first entry that names one."""
    if record.establishment_id is not None:
        return record.establishment_id
    never = datetime.max.replace(tzinfo=UTC)
    named = [
        (one.occurred_at or never, one.seq or 0, one.establishment_id)
        for one in own
        if one.establishment_id is not None
    ]
    return min(named)[2] if named else None


def whole_custodies(found: Iterable[Stay], joined_within: timedelta = JOINED_WITHIN) -> Iterator[Held]:
    """The stays of each person joined; a record without a pseudonym stands alone."""
    persons: dict[str, list[Stay]] = defaultdict(list)
    for stay in found:
        ref = stay.record.person_ref
        persons[f"p:{ref}" if ref else f"r:{stay.record.record_id}"].append(stay)
    for own in persons.values():
        own.sort(key=lambda stay: stay.record.record_id)
        by_case = {id(stay.case): stay for stay in own}
        for chain in custodies((stay.case for stay in own), joined_within):
            joined = [by_case[id(case)] for case in chain]
            yield Held(joined[0], Custody(chain), tuple(joined[1:]))


def _outages(events: Mapping[str, Sequence[Event]], as_of: datetime) -> Mapping[str | None, Sequence[Outage]]:
    """The outages of each station, from whatever record tells of them: what was annulled is none."""
    found: dict[str | None, list[Outage]] = defaultdict(list)
    for own in events.values():
        if any(one.kind in _OUTAGE for one in own):
            for each in outages(written_by(own, as_of)):
                if each.start.establishment_id is not None:
                    found[each.start.establishment_id].append(each)
    return found


_OUTAGE = frozenset(spans()["outage"])
