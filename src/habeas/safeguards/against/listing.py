"""Another list than the register, as a TOML file beside it says what it is: what it covers, and its columns.

name = "the door of the station"
kind = "door"                     # which entries of the register it is held against
from = "2026-03-01T00:00:00Z"     # outside of what it covers nothing is said
until = "2026-04-01T00:00:00Z"
places = ["est-004"]              # establishments, by their id
zone = "Europe/Paris"             # of times that name none
time = "%d/%m/%Y %H:%M"           # how times are written; else ISO 8601
sheet = "March"                   # of a workbook; else the first with anything in it
tolerance = 30                    # minutes; else the site's
[columns]
record = "Custody no."            # or person; without both, rows are matched by place and time
place = "Gate"
at = ["Date", "In"]
until = ["Date", "Out"]
[place_of]
"Gate 4" = "est-004"
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from habeas.clock import parse_instant
from habeas.custody import kinds
from habeas.errors import Phrase, RefusedError, Where
from habeas.safeguards.limits import Site
from habeas.safeguards.strict import Table, read_table
from habeas.safeguards.thresholds import REACH, TOLERANCE

AT, UNTIL = "at", "until"
SIDES = (AT, UNTIL)
"""What a row has times of: when it began, and when it was over."""
_PRISONS = ("remand", "prison")


@dataclass(frozen=True, slots=True)
class Counterparts:
    """The entries of the register that the times of a list are held against."""

    at: tuple[str, ...]
    until: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    """Of transfers, those to such a place alone: out of where somebody was held, and in at the prison."""

    def of(self, side: str) -> tuple[str, ...]:
        """Those of one of the times."""
        return self.at if side == AT else self.until


KINDS: Mapping[str, Counterparts] = MappingProxyType(
    {
        "door": Counterparts(
            ("arrived", "transferred_in", "attended"),
            ("released", "bailed", "transferred_out", "left_premises", "escaped"),
        ),
        "camera": Counterparts(("interview_started",), ("interview_ended",)),
        "legal-aid": Counterparts(("lawyer_arrived",), ("lawyer_left",)),
        "legal-aid-calls": Counterparts(("lawyer_called",)),
        "ambulance": Counterparts(("hospital_left_for",), ("hospital_returned_from",)),
        "remand-prison": Counterparts(("transferred_out", "transferred_in"), to=_PRISONS),
        "other": Counterparts(()),
    }
)
"""The kinds of lists; of ``other`` the file itself names the entries."""
COLUMNS = ("record", "person", "place", "at", "until", "what")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a list is, and how it is read."""

    name: str
    kind: str
    since: datetime
    until: datetime
    places: tuple[str, ...]
    counterparts: Counterparts
    columns: Mapping[str, tuple[str, ...]]
    place_of: Mapping[str, str]
    """Establishments by what the list calls them."""
    what: Mapping[str, str]
    """Which of its times a row tells, by the word in its column ``what``; empty for what is passed over."""
    tolerance: timedelta
    reach: timedelta
    zone: str = ""
    time: tuple[str, ...] = ()
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    """Of a workbook; else the first with anything in it."""

    @property
    def clock(self) -> ZoneInfo:
        """By which its times are shown."""
        return ZoneInfo(self.zone or "UTC")

    @property
    def sides(self) -> tuple[str, ...]:
        """The times that it has and that entries of the register stand against."""
        told = set(self.what.values()) if self.what else {each for each in SIDES if each in self.columns}
        return tuple(each for each in SIDES if each in told and self.counterparts.of(each))


def read_listing(text: str, *, file: str, site: Site, zone: str = "") -> Listing:
    """Read what a list is; ``zone`` is that of its times where it names none.

    Raises ``RefusedError`` (``against-unreadable``) with the file and the line.
    """
    said = read_table(text, file, _refused)
    kind = said.need("kind", str)
    if kind not in KINDS:
        no = Phrase("there is no kind of list “{name}”; one of {known}", name=kind, known=tuple(KINDS))
        raise said.wrong("kind", no)
    found = Listing(
        name=said.filled("name"),
        kind=kind,
        since=_instant(said, "from"),
        until=_instant(said, "until"),
        places=_places(said),
        counterparts=_counterparts(said, kind),
        columns=said.lists("columns", COLUMNS),
        place_of=said.words("place_of"),
        what=said.words("what"),
        tolerance=_minutes(said, "tolerance", site.limit(TOLERANCE)),
        reach=site.limit(REACH) or timedelta(days=1),
        zone=said.zone("zone") or zone,
        time=said.several("time"),
        encoding=said.encoding("encoding", "utf-8-sig"),
        separator=said.separator("separator"),
        sheet=said.word("sheet"),
    )
    said.hold_read()
    if found.until <= found.since:
        raise said.wrong("until", Phrase("it ends before it begins"))
    if not found.sides:
        no_time = Phrase("no column has a time that entries of the register stand against")
        raise said.wrong("columns", no_time)
    if any(side not in (*SIDES, "") for side in found.what.values()):
        known = Phrase("what a row tells is {at}, {until} or nothing", at=AT, until=UNTIL)
        raise said.wrong("what", known)
    return found


def _places(said: Table) -> tuple[str, ...]:
    found = said.several("places")
    if not found:
        raise said.wrong("places", Phrase("it names no place that the list covers"))
    return found


def _counterparts(said: Table, kind: str) -> Counterparts:
    usual, own = KINDS[kind], said.lists("entries", SIDES)
    for name in (name for names in own.values() for name in names):
        if name not in kinds():
            raise said.wrong("entries", Phrase("there is no kind of event “{name}”", name=name))
    found = {side: own.get(side) or usual.of(side) for side in SIDES}
    return Counterparts(found[AT], found[UNTIL], usual.to)


def _instant(said: Table, key: str) -> datetime:
    value = said.need(key, object)
    try:
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(UTC)
        return parse_instant(value if isinstance(value, str) else "")
    except (RefusedError, ValueError):
        raise said.wrong(key, Phrase("{key} is no instant with a zone", key=key)) from None


def _minutes(said: Table, key: str, usual: timedelta | None) -> timedelta:
    value = said.get(key, object)
    if value is None and usual is not None:
        return usual
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        no = Phrase("{key} is no number of minutes, and the site sets none", key=key)
        raise said.wrong(key, no)
    return timedelta(minutes=said.whole(key, 0))


def _refused(why: str, where: Where) -> RefusedError:
    return RefusedError(
        "against-unreadable",
        Phrase("what the list is cannot be read: {why}", why=why),
        where=where,
        advice=Phrase("{file} tells what stands in it.", file="docs/safeguards.md"),
    )
