"""Places of deprivation of liberty as a list has them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from habeas.documents.asks import Json


class PlaceKind(StrEnum):
    """The kinds of the contract on registers (``establishment_type``)."""

    POLICE_STATION = "police_station"
    HOLDING_FACILITY = "holding_facility"
    REMAND = "remand"
    PRISON = "prison"
    IMMIGRATION = "immigration"
    PSYCHIATRIC = "psychiatric"
    COURT = "court"
    VEHICLE = "vehicle"
    OTHER = "other"


def _empty() -> Mapping[str, Json]:
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadPlace:
    """One place as a row has it.

    ``kind`` is ``None`` where what is written is not a known kind. ``capacity`` is
    persons; ``opened`` and ``closed`` are EDTF; ``latitude`` and ``longitude`` are
    degrees, both or neither. ``original`` is the row in the order of its columns.
    """

    name: str
    line: int
    kind: PlaceKind | None = None
    kind_as_written: str | None = None
    region: str | None = None
    municipality: str | None = None
    address: str | None = None
    authority: str | None = None
    capacity: int | None = None
    opened: str | None = None
    closed: str | None = None
    code: str | None = None
    other_names: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    original: Mapping[str, Json] = field(default_factory=_empty)
