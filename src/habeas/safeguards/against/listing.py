"""Another list than the register, as a TOML file beside it says what it is: what it covers, and its columns.

name = "the door of the station"
kind = "door"                     # which entries of the register it is held against
from = "2026-03-01T00:00:00Z"     # outside of what it covers nothing is said
until = "2026-04-01T00:00:00Z"
places = ["est-004"]              # establishments, by their id
zone = "Europe/Paris"             # of times that name none
time = "%d/%m/%Y %H:%M"           # how times are written; else ISO 8601
tolerance = 30                    # minutes; else the site's
[columns]
record = "Custody no."            # or person; without both, rows are matched by place and time
place = "Gate"
at = ["Date", "In"]
until = ["Date", "Out"]
[place_of]
"Gate 4" = "est-004"
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from habeas.clock import parse_instant
from habeas.custody import kinds
from habeas.errors import RefusedError, Where
from habeas.safeguards.limits import Site
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
    """Of transfers, those to such a place alone."""

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
        "remand-prison": Counterparts(("transferred_out",), to=_PRISONS),
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

    @property
    def sides(self) -> tuple[str, ...]:
        """The times that it has and that entries of the register stand against."""
        told = set(self.what.values()) if self.what else {each for each in SIDES if each in self.columns}
        return tuple(each for each in SIDES if each in told and self.counterparts.of(each))


_KNOWN = {
    *("name", "kind", "from", "until", "places", "place_of", "zone", "time", "encoding", "separator"),
    *("tolerance", "columns", "what", "entries"),
}


def read_listing(text: str, *, file: str, site: Site) -> Listing:
    """Read what a list is. Raises ``RefusedError`` (``against-unreadable``) with the file and the line."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        at = re.search(r"line (\d+)", str(fault))
        raise _refused(str(fault), file, int(at[1]) if at else len(text.splitlines())) from None
    for key in said:
        if key not in _KNOWN:
            raise _refused(f"“{key}” means nothing here", file, _line(text, key))
    reading = _Reading(said, text, file)
    kind = reading.one("kind")
    if kind not in KINDS:
        raise reading.wrong(f"there is no kind of list “{kind}”; one of {', '.join(KINDS)}", "kind")
    found = Listing(
        name=reading.one("name"),
        kind=kind,
        since=reading.instant("from"),
        until=reading.instant("until"),
        places=reading.several("places"),
        counterparts=_counterparts(reading, kind),
        columns=reading.columns(),
        place_of=reading.words("place_of"),
        what=reading.words("what"),
        tolerance=reading.minutes("tolerance", site.limit(TOLERANCE)),
        reach=site.limit(REACH) or timedelta(days=1),
        zone=reading.one("zone", ""),
        time=reading.several("time", needed=False),
        encoding=reading.one("encoding", "utf-8-sig"),
        separator=reading.one("separator", ""),
    )
    _hold(reading, found)
    return found


def _counterparts(reading: "_Reading", kind: str) -> Counterparts:
    usual = KINDS[kind]
    own = reading.inner("entries")
    known = kinds()
    for side in own.said:
        if side not in SIDES:
            raise reading.wrong(f"“{side}” is neither at nor until", "entries")
        for name in own.several(side):
            if name not in known:
                raise reading.wrong(f"there is no kind of event “{name}”", "entries")
    found = {side: own.several(side, needed=False) or usual.of(side) for side in SIDES}
    return Counterparts(found[AT], found[UNTIL], usual.to)


def _hold(reading: "_Reading", found: Listing) -> None:
    if found.until <= found.since:
        raise reading.wrong("it ends before it begins", "until")
    if not found.sides:
        raise reading.wrong("no column has a time that entries of the register stand against", "columns")
    if any(side not in (*SIDES, "") for side in found.what.values()):
        raise reading.wrong("what a row tells is at, until or nothing", "what")
    if found.zone:
        try:
            ZoneInfo(found.zone)
        except (KeyError, ValueError, OSError):
            raise reading.wrong(f"there is no time zone “{found.zone}”", "zone") from None


class _Reading:
    """A table of the file, and what is wrong in it."""

    def __init__(self, said: Mapping[str, Any], text: str, file: str) -> None:
        self.said, self.text, self.file = said, text, file

    def wrong(self, why: str, key: str) -> RefusedError:
        return _refused(why, self.file, _line(self.text, key))

    def one(self, key: str, usual: str | None = None) -> str:
        value = self.said.get(key, usual)
        if not isinstance(value, str) or (not value and usual is None):
            raise self.wrong(f"{key} is missing, or no text", key)
        return value

    def several(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        value = self.said.get(key, [])
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(each, str) and each for each in found):
            raise self.wrong(f"{key} is not a text or a list of texts", key)
        if needed and not found:
            raise self.wrong(f"{key} is missing", key)
        return tuple(found)

    def inner(self, key: str) -> "_Reading":
        value = self.said.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(f"{key} is not a table", key)
        return _Reading(value, self.text, self.file)

    def words(self, key: str) -> Mapping[str, str]:
        inner = self.inner(key)
        return MappingProxyType({name: inner.one(name, "") for name in inner.said})

    def columns(self) -> Mapping[str, tuple[str, ...]]:
        inner = self.inner("columns")
        for name in inner.said:
            if name not in COLUMNS:
                raise self.wrong(f"a list has no column “{name}”; it may have {', '.join(COLUMNS)}", name)
        return MappingProxyType({name: inner.several(name) for name in inner.said})

    def instant(self, key: str) -> datetime:
        value = self.said.get(key)
        try:
            if isinstance(value, datetime) and value.tzinfo is not None:
                return value.astimezone(UTC)
            return parse_instant(value if isinstance(value, str) else "")
        except (RefusedError, ValueError):
            raise self.wrong(f"{key} is no instant with a zone", key) from None

    def minutes(self, key: str, usual: timedelta | None) -> timedelta:
        value = self.said.get(key)
        if value is None and usual is not None:
            return usual
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong(f"{key} is no number of minutes, and the site sets none", key)
        return timedelta(minutes=value)


def _line(text: str, key: str) -> int | None:
    """The line of a key, as near as can be found."""
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"""\s*\[*\s*(["']?){re.escape(key)}\1\s*[\]=]""", line):
            return number
    return None


def _refused(why: str, file: str, line: int | None) -> RefusedError:
    return RefusedError(
        "against-unreadable",
        f"what the list is cannot be read: {why}",
        where=Where(file, line),
        advice="docs/safeguards.md tells what stands in it.",
    )
