"""What the register asks of somebody today: who is held at the own stations, what is late, what waits."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from habeas.web.custodydesk.access import WRITERS, board, own_stations
from habeas.web.disclosure import access as disclosure
from habeas.web.erasure import access as erasure
from habeas.web.oversight.access import new_complaints, told_for
from habeas.web.people.access import Reader, may
from habeas.web.people.roles import Capability
from habeas.web.stations.models import Station


@dataclass(frozen=True, slots=True)
class Held:
    """A station as it is now."""

    station: Station
    held: int
    late: int


def held_at(reader: Reader, now: datetime) -> list[Held]:
    """The stations that somebody keeps the register of, or is the doctor of."""
    if "register" not in settings.SURFACES or not any(may(reader, one) for one in WRITERS):
        return []
    found = []
    for station in own_stations(reader):
        here = board(reader, station, now)
        late = sum(len(one.late) for one in here)
        found.append(Held(station, sum(not one.invited for one in here), late))
    return found


@dataclass(frozen=True, slots=True)
class Overseen:
    """What waits for an inspector: complaints that nobody took up, alerts of which an office was told."""

    complaints: int
    told: int


def overseen_by(reader: Reader) -> Overseen | None:
    """The board of all stations, for whom it is what they begin with; ``None`` for anybody else."""
    if "register" not in settings.SURFACES or not may(reader, Capability.OVERSEE_REGISTER):
        return None
    return Overseen(new_complaints(reader), len(told_for(reader)))


def to_decide(reader: Reader) -> tuple[int, int]:
    """How many erasures, and how many disclosures, wait for this reader as the second person."""
    if "register" not in settings.SURFACES:
        return 0, 0
    return erasure.to_approve(reader), disclosure.to_approve(reader)
