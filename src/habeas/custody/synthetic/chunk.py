"""A chunk of a synthetic register: some thousand stays, and the books of the stations."""

from dataclasses import dataclass, field, replace
from typing import Any

from habeas.custody.exchange.tables import Row
from habeas.custody.records import BOOK
from habeas.custody.synthetic.attendance import arrested_here, attended
from habeas.custody.synthetic.chance import Chance
from habeas.custody.synthetic.custody_hours import hours
from habeas.custody.synthetic.decisions import decided
from habeas.custody.synthetic.frailty import frail, gap
from habeas.custody.synthetic.intake import brought, choices, received, taken_in
from habeas.custody.synthetic.plan import DAY, HOUR, MINUTE, Place, Plan, outages_within
from habeas.custody.synthetic.planted import Planted
from habeas.custody.synthetic.planting import plant
from habeas.custody.synthetic.stay import Person, Stay, person, text
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

    def add(self, stay: Stay, plan: Plan, planted: Planted | None) -> None:
        """Take a stay in as it is written."""
        self.events += rows(stay, plan)
        self.records.append(_record(stay))
        if planted is not None:
            self.planted.append(
                {
                    "schema": "habeas/planted-breach/1",
                    "rule": planted.rule,
                    "verdict": planted.verdict,
                    "record_id": stay.record_id,
                    "event_ids": [each.id for each in planted.entries],
                    "what": planted.what,
                }
            )


def chunk(plan: Plan, number: int) -> Made:
    """Make the stays of a chunk."""
    chance = Chance("chunk", plan.seed, number)
    made, share, owed = Made(), plan.share(number), 0
    known: list[tuple[int, int, Person]] = []
    while (count := len(made.records)) < len(share):
        local = plan.arrival((share[count] + chance.random()) / plan.detentions)
        place = plan.arriving_at(chance)
        who = _who(chance, place, known, local)
        stay: Stay | None = _stay(plan, chance, place, who, local, alone=count + 1 == len(share))
        while stay is not None:
            owed += chance.yes(plan.breach_rate)
            planted = plant(stay) if owed and _may_be_planted(stay, plan) else None
            if planted is None:
                frail(stay)
                planted = gap(stay) if stay.end < plan.ends else None
            else:
                owed -= 1
            made.add(stay, plan, planted)
            known.append((stay.end, place.region, stay.person))
            stay = _next(stay)
    return made


def _who(chance: Chance, place: Place, known: list[tuple[int, int, Person]], local: int) -> Person:
    """Somebody new, or now and then one who was here before."""
    if chance.yes(0.06):
        end, region, who = chance.one(known[-400:]) if known else (local, -1, None)
        if who is not None and region == place.region and end + DAY < local:
            return who
    return person(chance)


def _may_be_planted(stay: Stay, plan: Plan) -> bool:
    """Whether all of it will be in the register, and none of it on paper."""
    around = (stay.begun - DAY, stay.end + 3 * DAY)
    return around[1] < plan.ends and not outages_within(stay.place.outages, *around)


def _stay(plan: Plan, chance: Chance, place: Place, who: Person, local: int, *, alone: bool) -> Stay:
    offset = place.offset(local)
    at = local - offset
    basis = "immigration" if place.type == "immigration" else chance.of_weights(BASES)
    if basis == "attendance" and (who.juvenile or place.type != "police_station"):
        basis = "criminal"
    if basis == "immigration":
        who = replace(who, foreign=True)
    stay = _opened(chance, place, who, basis, times=(at, at))
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
    if not alone and stay.basis == "criminal" and not who.juvenile and chance.yes(0.07):
        stay.goes_to = plan.received_by(place, chance.one(("holding_facility", "police_station")))
        if stay.goes_to is not None:
            stay.end = stay.free + chance.between(120, 360) * MINUTE
    _lived(stay)
    return stay


def _next(before: Stay) -> Stay | None:
    """The record in the establishment that somebody was taken to."""
    place, chance = before.goes_to, before.chance
    if place is None or before.first("transferred_out") is None:
        return None
    held = (before.begun, before.arrived)
    stay = _opened(chance, place, before.person, before.basis, times=held)
    stay.free = taken_in(stay, received(stay, before, before.end))
    stay.end = stay.free + chance.between(150, 660) * MINUTE
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
        stay.end = min(stay.end, stay.begun + 20 * HOUR)
    hours(stay)
    decided(stay)


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
