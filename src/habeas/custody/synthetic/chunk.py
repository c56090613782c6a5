"""A chunk of a synthetic register: some thousand stays, and the books of the stations."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from habeas.custody.exchange.tables import Row
from habeas.custody.records import BOOK
from habeas.custody.synthetic.attendance import arrested_here, attended
from habeas.custody.synthetic.chance import Chance
from habeas.custody.synthetic.custody_hours import hours
from habeas.custody.synthetic.decisions import decided
from habeas.custody.synthetic.foreseen import came_about, foresee
from habeas.custody.synthetic.frailty import frail, gap
from habeas.custody.synthetic.intake import brought, choices, received, taken_in
from habeas.custody.synthetic.plan import DAY, HOUR, MINUTE, Place, Plan, outages_within
from habeas.custody.synthetic.planted import Planted, Way
from habeas.custody.synthetic.planting import ALL, plant
from habeas.custody.synthetic.stay import Fate, Person, Stay, person, text
from habeas.custody.synthetic.unwritten import Hole, take_out
from habeas.custody.synthetic.written import rows

BASES = (
    ("criminal", 0.62),
    ("attendance", 0.16),
    ("administrative", 0.14),
    ("immigration", 0.05),
    ("mental_health", 0.03),
)
LENGTHS: dict[str, tuple[tuple[tuple[int, int], float], ...]] = {
    "criminal": (((2, 6), 0.26), ((6, 12), 0.32), ((12, 23), 0.26), ((24, 46), 0.13), ((46, 62), 0.03)),
    "administrative": (((1, 4), 0.6), ((4, 10), 0.4)),
    "immigration": (((3, 10), 0.5), ((10, 30), 0.5)),
    "mental_health": (((2, 7), 1.0),),
}
"""Hours from the end of the taking in, and the share of stays; plausible, not measured."""


@dataclass(slots=True)
class Made:
    """What a chunk adds to the register."""

    records: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    planted: list[dict[str, Any]] = field(default_factory=list)

    def add(self, stay: Stay, written: Sequence[Row]) -> None:
        """Take a stay in as it is written."""
        self.events += written
        self.records.append(_record(stay))

    def tell(self, stay: Stay, planted: Planted) -> None:
        """List what was planted, once every entry that shows it is written."""
        said: dict[str, Any] = {
            "schema": "habeas/planted-breach/1",
            "kind": "safeguard",
            "rule": planted.rule,
            "verdict": planted.verdict,
            "record_id": stay.record_id,
            "event_ids": [each.id for each in planted.entries],
            "what": planted.what,
            "along": list(planted.along),
        }
        if planted.missing is not None:
            said["missing"] = planted.missing
        if planted.as_first_written is not None:
            said["as_first_written"] = planted.as_first_written
        self.planted.append(said)


def chunk(plan: Plan, number: int) -> Made:
    """Make the stays of a chunk."""
    chance = Chance("chunk", plan.seed, number)
    made, share, breaches, holes = Made(), plan.share(number), _Breaches(plan), _Holes(plan, number)
    known: list[tuple[int, int, Person]] = []
    while (count := len(made.records)) < len(share):
        local = plan.arrival((share[count] + chance.random()) / plan.detentions)
        place = plan.arriving_at(chance)
        who = _who(chance, place, known, local)
        breaches.owed += chance.yes(plan.breach_rate)
        stays = _custody(plan, chance, place, who, local, left=len(share) - count, breaches=breaches)
        told = []
        for stay in stays:
            planted = breaches.planted_in(stay)
            written = rows(stay, plan)
            told.append((stay, [planted] if planted else holes.taken_out(stay, written)))
            made.add(stay, written)
            known.append((stay.end, place.region, stay.person))
            breaches.owed += stay.followed_by is not None and chance.yes(plan.breach_rate)
        for stay, found in told:
            for each in found:
                made.tell(stay, each)
    return made


class _Breaches:
    """How many breaches are owed in a chunk, and which ways were used."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.owed = 0
        self.used: Counter[Way] = Counter()

    def foresee(self, stay: Stay) -> None:
        """Decide what goes wrong with a stay that is still to be lived."""
        around = (stay.begun - DAY, stay.begun + 9 * DAY)
        if self.owed and around[1] < self.plan.ends and not outages_within(stay.place.outages, *around):
            foresee(stay, self.used, len(ALL))

    def planted_in(self, stay: Stay) -> Planted | None:
        """Break one rule where that is owed and one fits; what any register lacks where not."""
        planted = came_about(stay, self.used)
        if planted is None and self.owed and stay.fate is None and _may_be_planted(stay, self.plan):
            planted = plant(stay, self.used)
        if planted is not None:
            self.owed -= 1
            return planted
        frail(stay)
        return gap(stay) if stay.end < self.plan.ends and stay.fate is None else None


class _Holes:
    """What is not written in a chunk, by chance of its own: without it the chunk is the same."""

    def __init__(self, plan: Plan, number: int) -> None:
        self.plan = plan
        self.chance = Chance("unwritten", plan.seed, number)
        self.used: Counter[Hole] = Counter()

    def taken_out(self, stay: Stay, written: list[Row]) -> list[Planted]:
        """Take something out of a stay in which nothing else goes wrong."""
        if not self.chance.yes(self.plan.gap_rate) or stay.fate or not _may_be_planted(stay, self.plan):
            return []
        return list(take_out(stay, written, self.used, self.chance))


def _who(chance: Chance, place: Place, known: list[tuple[int, int, Person]], local: int) -> Person:
    """Somebody new, or now and then one who was here before.

    Not within two days by any clock: who comes back within one of being handed over is in one custody still.
    """
    if chance.yes(0.06):
        end, region, who = chance.one(known[-400:]) if known else (local, -1, None)
        if who is not None and region == place.region and end + 2 * DAY < local:
            return who
    return person(chance)


def _may_be_planted(stay: Stay, plan: Plan) -> bool:
    """Whether all of it will be in the register, and none of it on paper."""
    around = (stay.begun - DAY, stay.end + 3 * DAY)
    return around[1] < plan.ends and not outages_within(stay.place.outages, *around)


def _custody(
    plan: Plan, chance: Chance, place: Place, who: Person, local: int, *, left: int, breaches: _Breaches
) -> list[Stay]:
    """A stay, and those that follow it in other places, as far as there are records left to make."""
    stays = [_stay(plan, chance, place, who, local, alone=left == 1, breaches=breaches)]
    while len(stays) < left and stays[-1].end + 3 * HOUR < plan.ends:
        if (after := _next(stays[-1])) is None:
            break
        stays.append(after)
    return stays


def _stay(
    plan: Plan, chance: Chance, place: Place, who: Person, local: int, *, alone: bool, breaches: _Breaches
) -> Stay:
    offset = place.offset(local)
    at = local - offset
    basis = "immigration" if place.type == "immigration" else chance.of_weights(BASES)
    if basis == "attendance" and (who.juvenile or place.type != "police_station"):
        basis = "criminal"
    if basis == "immigration":
        who = replace(who, foreign=True)
    stay = _opened(chance, place, who, basis, times=(at, at))
    if not alone:
        stay.prison = None if who.juvenile else plan.received_by(place, "remand")
        breaches.foresee(stay)
    if basis == "attendance":
        arrested = attended(stay, at)
        if arrested is None:
            return stay
        stay.free = choices(stay, arrested_here(stay, arrested))
    else:
        stay.free = taken_in(stay, brought(stay, at))
    least, most = chance.of_weights(LENGTHS[stay.basis])
    if place.type == "immigration":
        least, most = 12, 96
    stay.end = stay.free + chance.between(least * 60, most * 60) * MINUTE
    in_two = stay.fate is Fate.JUVENILE_FOR_LONG_IN_TWO_PLACES
    elsewhere = stay.fate is None and stay.basis == "criminal" and chance.yes(0.07)
    if not alone and (in_two or elsewhere):
        stay.goes_to = plan.received_by(place, chance.one(("holding_facility", "police_station")))
        if stay.goes_to is None and in_two:
            stay.fate = Fate.JUVENILE_FOR_LONG
        if stay.goes_to is not None:
            stay.prison = None
            stay.end = stay.free + chance.between(120, 360) * MINUTE
    _lived(stay)
    return stay


def _next(before: Stay) -> Stay | None:
    """The record in the establishment that somebody was taken to."""
    place, chance = before.goes_to, before.chance
    if place is None or before.first("transferred_out") is None:
        return None
    held = (before.begun, before.arrived)
    stay = before.followed_by = _opened(chance, place, before.person, before.basis, times=held)
    stay.fate = before.fate
    stay.free = taken_in(stay, received(stay, before, before.end))
    hours = (36, 140) if place.type == "remand" else (3, 11)
    stay.end = stay.free + chance.between(hours[0] * 60, hours[1] * 60) * MINUTE
    _lived(stay)
    return stay


def _opened(chance: Chance, place: Place, who: Person, basis: str, *, times: tuple[int, int]) -> Stay:
    begun, arrived = times
    stay = Stay(chance, place, who, basis, begun, arrived)
    stay.record_id = f"r-{chance.bits(80):020x}"
    stay.offset = place.offset(begun)
    return stay


def _lived(stay: Stay) -> None:
    if stay.lawyer:
        stay.end = max(stay.end, stay.free + 5 * HOUR)
    if stay.person.juvenile:
        stay.end = _end_of_a_juvenile(stay)
    hours(stay)
    decided(stay)


def _end_of_a_juvenile(stay: Stay) -> int:
    """Within a day, all places together; beyond it where that is what goes wrong."""
    over_a_day = stay.begun + stay.chance.between(25 * 60, 29 * 60) * MINUTE
    here = stay.goes_to is None
    if stay.fate is Fate.JUVENILE_JUDGE_LATE:
        return stay.begun + 28 * HOUR
    if here and stay.fate in {Fate.JUVENILE_FOR_LONG, Fate.JUVENILE_FOR_LONG_IN_TWO_PLACES}:
        return over_a_day
    return min(stay.end, stay.begun + 20 * HOUR)


def _record(stay: Stay) -> Row:
    who, place = stay.person, stay.place
    return (
        stay.record_id,
        who.ref,
        place.id,
        place.type,
        place.jurisdiction,
        place.zone,
        stay.basis,
        who.juvenile,
        who.foreign,
        who.vulnerable,
        who.interpreter,
        who.sex,
    )


def books(plan: Plan) -> Made:
    """The book of each station: its shifts handed over, and when its network was down."""
    made = Made()
    for place in plan.places:
        book = _book(plan, place)
        made.events += rows(book, plan)
        kept = (place.type, place.jurisdiction, place.zone, "other", None, None, None, None, None)
        made.records.append((book.record_id, None, place.id, *kept))
    return made


def _book(plan: Plan, place: Place) -> Stay:
    chance = Chance("book", plan.seed, place.id)
    book = _opened(chance, place, person(chance), "other", times=(plan.begins, plan.begins))
    book.record_id, book.end = f"{BOOK}{place.id}", plan.ends
    opening = text(
        basis="other", establishment_type=place.type, jurisdiction=place.jurisdiction, zone=place.zone
    )
    book.put("record_opened", plan.begins, opening)
    for day in range(plan.begins, plan.ends, DAY):
        for shift, hour in enumerate((7, 15, 23)):
            going, coming = place.officers[shift - 1], place.officers[shift]
            at = day + hour * HOUR
            at += chance.between(-5, 15) * MINUTE - place.offset(at)
            if at > plan.begins:
                to = text(to=coming[at // DAY & 1])
                book.put("handover", at, to, by=going[at // DAY & 1])
    for begun, over in place.outages:
        span = book.span()
        book.put("outage_started", begun, span=span)
        book.put("outage_ended", over, span=span)
    return book
