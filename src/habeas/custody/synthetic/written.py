"""From a stay to the rows of the register: when each entry was written, on what, its number and its id."""

from habeas.custody.exchange.tables import Row
from habeas.custody.synthetic.plan import MINUTE, Plan, outages_within
from habeas.custody.synthetic.stay import Entry, Stay

SECOND = 1_000_000
LAG = {"device": (1, 4), "system": (1, 4), "desk": (15, 200), "doctor": (60, 400)}
"""Seconds from what happened until it is written."""


def rows(stay: Stay, plan: Plan) -> list[Row]:
    """The rows of ``events`` by their numbers. What would be written after the plan ends is not there."""
    _date(stay)
    _on_paper(stay)
    _after_what_they_correct(stay)
    over = plan.ends * SECOND
    entries = sorted((each for each in stay.entries if (each.recorded or 0) <= over), key=_written)
    for each in entries:
        each.id = _uuid(each.recorded or 0, stay.chance.bits(74))
    if stay.put_last is not None and stay.put_last in entries:
        entries.remove(stay.put_last)
        entries.append(stay.put_last)
    return [_row(stay, number, each) for number, each in enumerate(entries, 1) if each is not stay.left_out]


def _written(entry: Entry) -> tuple[int, int]:
    return entry.recorded or 0, entry.at or 0


def _date(stay: Stay) -> None:
    chance = stay.chance
    random, bits = chance.random, chance.bits
    for each in stay.entries:
        if each.recorded is None and each.at is not None:
            least, most = LAG.get(each.source) or LAG["doctor"]
            each.recorded = (each.at + least) * SECOND + int(random() * (most - least) * SECOND)
            each.recorded += bits(10)


def _on_paper(stay: Stay) -> None:
    """What was written while the network was down stands on paper, and is typed in after it."""
    outages = outages_within(stay.place.outages, stay.begun, stay.end + MINUTE)
    for begun, over in outages:
        lines = [
            each
            for each in sorted(stay.entries, key=_written)
            if begun * SECOND <= (each.recorded or 0) < over * SECOND and each.source != "system"
        ]
        sheet = f"S-{stay.chance.bits(16):05d}"
        typed = (over + stay.chance.between(5, 45) * MINUTE) * SECOND
        for number, each in enumerate(lines, 1):
            typed += stay.chance.between(8, 40) * SECOND
            each.source, each.page, each.recorded = "paper", f"{sheet}/{number}", typed
            if each.at is not None and typed - each.at * SECOND > 15 * MINUTE * SECOND:
                each.says(late_reason="the network was down")


def _after_what_they_correct(stay: Stay) -> None:
    """Nobody corrects what stands on paper alone: the correction waits until that is typed in."""
    for each in sorted(stay.entries, key=_written):
        first = each.corrects
        if first is not None and (each.recorded or 0) <= (first.recorded or 0):
            each.recorded = (first.recorded or 0) + 40 * SECOND


def _uuid(microseconds: int, bits: int) -> str:
    """A UUID of version 7 (RFC 9562): the millisecond of writing, then chance."""
    value = (
        microseconds // 1_000 << 80 | 7 << 76 | (bits >> 62) << 64 | 2 << 62 | bits & 0x3FFF_FFFF_FFFF_FFFF
    )
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _row(stay: Stay, number: int, entry: Entry) -> Row:
    place = stay.place.id
    device = f"{place}-hand" if entry.source == "device" else f"{place}-desk"
    return (
        stay.record_id,
        entry.id,
        number,
        entry.kind,
        None if entry.at is None else entry.at * SECOND,
        entry.recorded,
        entry.recorded,
        entry.source,
        entry.page,
        place,
        entry.by,
        device,
        entry.span,
        entry.corrects.id if entry.corrects else None,
        entry.data,
    )
