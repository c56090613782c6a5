"""The one door for reading what came out of the queues of a station's browsers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from habeas.web.offline.models import LEFT_OUT, WAITING, Item
from habeas.web.people.access import Reader
from habeas.web.stations.access import browsers_of, stations_of
from habeas.web.stations.models import Device, Station

SHOWN = 50
"""How many of the numbers that are missing are named."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of a machine's queue that never came, though later ones did."""

    device: Device
    numbers: tuple[int, ...]
    count: int


def waiting_at(station: Station) -> list[Item]:
    """Entries that somebody has to sign again, in the order of the queues."""
    return list(_items(station).filter(state=WAITING))


def left_out_at(station: Station) -> list[Item]:
    """Entries that were left out, the last first."""
    return list(_items(station).filter(state=LEFT_OUT).order_by("-delivered_at"))


def broken_at(station: Station) -> list[Item]:
    """Entries that name another one before them than the one that came."""
    return list(_items(station).filter(why="queue-chain-broken"))


def item_at(station: Station, public_id: str) -> Item | None:
    """One that waits."""
    return _items(station).filter(public_id=public_id, state=WAITING).first()


def _items(station: Station) -> QuerySet[Item]:
    return Item.objects.filter(device__station=station).select_related("device")


def gaps_at(station: Station) -> list[Gap]:
    """What is missing of the queues of a station."""
    return gaps(browsers_of(station))


def gaps(devices: Iterable[Device]) -> list[Gap]:
    """What is missing of the queues of some machines."""
    found = []
    for device in devices:
        there = set(Item.objects.filter(device=device).values_list("number", flat=True))
        missing = sorted(set(range(1, max(there, default=0) + 1)) - there)
        if missing:
            found.append(Gap(device, tuple(missing[:SHOWN]), len(missing)))
    return found


def gaps_for(reader: Reader) -> list[Gap]:
    """What is missing at every station that the reader may open."""
    devices = Device.objects.exclude(public_key=None).filter(station__in=stations_of(reader))
    return gaps(devices.select_related("station"))
