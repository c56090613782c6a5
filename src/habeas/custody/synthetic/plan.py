"""The plan of a register: establishments, who works there, when the network is down, when people arrive."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from zoneinfo import ZoneInfo

from habeas.custody.synthetic.chance import Chance

MINUTE, HOUR, DAY = 60, 3_600, 86_400
CHUNK = 2_500
"""Stays made in one go: bounds the memory, and says nothing about the number of processes."""
SETTLING = 6 * HOUR
"""How long after the last arrival the register is looked at."""
REGIONS = (
    ("Europe/London", "GB-EAW"),
    ("Europe/Paris", "EU"),
    ("Asia/Baku", "CoE"),
    ("Europe/Warsaw", "EU"),
    ("Europe/Chisinau", "CoE"),
    ("Europe/Lisbon", "EU"),
    ("Europe/Kyiv", "CoE"),
)
"""Zones and jurisdictions; the establishments in them are invented."""
FIRST_OF_A_REGION = {
    0: ("police_station", 6.0),
    1: ("holding_facility", 2.0),
    2: ("immigration", 1.0),
    3: ("remand", 0.0),
}
"""The first establishments of each region and how many come; to a prison nobody comes from outside."""
# How busy an hour of the local day is on a working day and at the end of the week: usual, not measured.
WORKING = (5, 4, 3, 2, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 9, 10, 11, 11, 11, 10, 10, 9, 9, 7)
WEEKEND = (10, 9, 8, 6, 4, 3, 3, 3, 4, 5, 6, 7, 7, 7, 8, 9, 10, 11, 11, 11, 12, 12, 13, 12)


@dataclass(frozen=True)
class Place:
    """An establishment."""

    id: str
    type: str
    zone: str
    jurisdiction: str
    region: int
    weight: float
    officers: tuple[tuple[str, str], ...]
    """Custody officers of the early, the late and the night shift."""
    investigators: tuple[str, ...]
    patrols: tuple[str, ...]
    doctors: tuple[str, ...]
    lawyers: tuple[str, ...]
    senior: str
    outages: tuple[tuple[int, int], ...]

    @cached_property
    def british(self) -> bool:
        """Whether the limits of England and Wales are the habit here."""
        return self.jurisdiction == "GB-EAW"

    @cached_property
    def _offsets(self) -> dict[int, int]:
        return {}

    def offset(self, local: int) -> int:
        """Seconds that the clock on the wall is ahead of UTC, at a time on that clock."""
        hour = local // HOUR
        if hour not in self._offsets:
            wall = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
            ahead = wall.replace(tzinfo=ZoneInfo(self.zone)).utcoffset() or timedelta(0)
            self._offsets[hour] = int(ahead.total_seconds())
        return self._offsets[hour]


@dataclass(frozen=True)
class Plan:
    """What a synthetic register is made from, and nothing else."""

    detentions: int
    seed: int
    start: date
    days: int
    breach_rate: float = 0.0
    gap_rate: float = 0.0
    """The share of stays in which something is not written, where nothing else goes wrong."""

    @property
    def begins(self) -> int:
        """The first second."""
        return (self.start - date(1970, 1, 1)).days * DAY

    @property
    def ends(self) -> int:
        """The second at which the register is looked at: what would be written later is not there yet."""
        return self.begins + self.days * DAY + SETTLING

    @property
    def chunks(self) -> int:
        """How many chunks of stays there are."""
        return -(-self.detentions // CHUNK)

    def share(self, number: int) -> range:
        """The stays of a chunk, by their numbers."""
        return range(number * CHUNK, min((number + 1) * CHUNK, self.detentions))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The establishments: some eight arrivals a day in each, as far as that goes."""
        count = min(max(self.detentions // (self.days * 8), 8), 400)
        regions = min(len(REGIONS), count // 4)
        return tuple(_place(self, number, number % regions, number // regions) for number in range(count))

    @cached_property
    def _weights(self) -> tuple[float, ...]:
        return tuple(accumulate(place.weight for place in self.places))

    def arriving_at(self, chance: Chance) -> Place:
        """Where somebody arrives."""
        return self.places[bisect(self._weights, chance.random() * self._weights[-1])]

    def received_by(self, place: Place, type_: str) -> Place | None:
        """The first other establishment of a type in the same region."""
        return next(
            (
                other
                for other in self.places
                if other.region == place.region and other.type == type_ and other is not place
            ),
            None,
        )

    @cached_property
    def _busy(self) -> tuple[int, ...]:
        """What is busy up to each hour of the plan."""
        return tuple(
            accumulate(
                (WEEKEND if (self.start + timedelta(days=day)).weekday() >= 4 else WORKING)[hour]
                for day in range(self.days)
                for hour in range(24)
            )
        )

    def arrival(self, share: float) -> int:
        """The local second by which this share of all have arrived."""
        wanted = share * self._busy[-1]
        hour = bisect(self._busy, wanted)
        before = self._busy[hour - 1] if hour else 0
        within = (wanted - before) / (self._busy[hour] - before)
        return self.begins + hour * HOUR + int(within * 60) * MINUTE


def _place(plan: Plan, number: int, region: int, rank: int) -> Place:
    chance = Chance("place", plan.seed, number)
    zone, jurisdiction = REGIONS[region]
    type_, weight = FIRST_OF_A_REGION.get(rank) or ("police_station", chance.one((0.7, 1.0, 2.0, 3.0)))
    return Place(
        id=f"est-{number + 1:03d}",
        type=type_,
        zone=zone,
        jurisdiction=jurisdiction,
        region=region,
        weight=weight,
        officers=tuple((_actor(chance), _actor(chance)) for _shift in range(3)),
        investigators=_actors(chance, 2 + int(2 * weight)),
        patrols=_actors(chance, 3 + int(2 * weight)),
        doctors=_actors(chance, 2),
        lawyers=_actors(chance, 4 + int(2 * weight)),
        senior=_actor(chance),
        outages=_outages(plan, chance),
    )


def _actor(chance: Chance) -> str:
    return f"a-{chance.bits(40):010x}"


def _actors(chance: Chance, count: int) -> tuple[str, ...]:
    return tuple(_actor(chance) for _each in range(count))


def _outages(plan: Plan, chance: Chance) -> tuple[tuple[int, int], ...]:
    """About one in six weeks, from under an hour to a working day, all over before the last day."""
    found: list[tuple[int, int]] = []
    at = plan.begins + chance.between(0, 60 * 24 * 40) * MINUTE
    while at < plan.ends - 2 * DAY:
        end = at + chance.between(40, 420) * MINUTE
        found.append((at, end))
        at = end + chance.between(60 * 24, 60 * 24 * 80) * MINUTE
    return tuple(found)


def outages_within(outages: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Those that touch a stretch."""
    return [(begun, over) for begun, over in outages if begun < end and over > start]
