"""What the register asks of somebody today: how many are held at the own stations, and what is late there."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from habeas.web.custodydesk.access import WRITERS, board, own_stations
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


def oversees(reader: Reader) -> bool:
    """Whether the board of all stations is what somebody begins with."""
    return "register" in settings.SURFACES and may(reader, Capability.OVERSEE_REGISTER)
