"""The figures of an audit as values, each with its whole: what a report and a page show.

They hold codes and numbers and no words. Of a register's content they hold record ids alone, and those only
where a record is named to be opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from habeas.safeguards.signals import Signals


class Standing(StrEnum):
    """What a rule rests on in a jurisdiction, and so in which words it is told that it was not kept."""

    BINDING = "binding"
    """Law that binds there: “not kept”."""
    SOFT = "soft"
    """A standard, or law of elsewhere: “below the standard”."""
    SITE = "site"
    """A number of the site's own: “over the limit set by …”."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part and its whole; nothing is told of the one without the other."""

    count: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The occasions that a rule covers, by verdict; those to which it does not apply are no part of them."""

    met: int = 0
    breached: int = 0
    not_recorded: int = 0
    pending: int = 0

    @property
    def of(self) -> int:
        """All of them."""
        return self.met + self.breached + self.not_recorded + self.pending


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a breakdown: a station (empty where none is recorded) or a month (``2026-03``).

    ``None`` is withheld, and no name is given where lines were put together, of which there are ``together``.
    Lengths are told of a rule alone that has them as a whole.
    """

    name: str | None
    met: int | None = None
    breached: int | None = None
    not_recorded: int | None = None
    pending: int | None = None
    of: int | None = None
    together: int = 1
    measured: int | None = None
    """Of how many it is known how long it took: those that were kept and those that were not."""
    median_s: float | None = None
    p90_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limited:
    """A limit that was applied: how much, by whom; ``None`` for the number that it has not."""

    by: str
    seconds: int | None = None
    count: int | None = None
    window_s: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A provision that Habeas does not hold: as whoever wrote the rule cites it."""

    pinpoint: str
    title: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sourced:
    """A source of a rule as it holds for some of the records, and how many of their occasions breach it."""

    ref: str
    standing: Standing
    verified: bool
    breached: int
    of: int
    disputed: int = 0
    """Of what breaches it: two entries disagree."""
    cited: Cited | None = None
    """What it is, where Habeas does not hold it."""


class Unit(StrEnum):
    """What a rule counts, where it counts at all."""

    ENTRIES = "entries"
    """Entries of a block of time, of which a rule asks for a least number."""
    NUMBERS = "numbers"
    """Numbers of a record that are missing or stand twice."""
    AFTER = "after"
    """Entries after the end."""
    UNENDED = "unended"
    """Beginnings without their end."""


class Each(StrEnum):
    """What one occasion of a rule is, so that a number of them says what it counts."""

    RECORD = "record"
    CUSTODY = "custody"
    REQUEST = "request"
    INTERVIEW = "interview"
    CELL = "cell"
    """A stay in a cell."""
    PERIOD = "period"
    """A full day, or another block of time."""
    DUE = "due"
    """A time at which something is due again."""
    ENTRY = "entry"
    OCCASION = "occasion"
    """Anything else that happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What the template of a rule measures, by which what came of it is told; any rule's, shipped or not."""

    least: bool = False
    """Its limit is the least that something lasts: what breaches it is too short, not over it."""
    holds: bool = False
    """Of what is not known it tells how much is recorded."""
    counts: Unit | None = None
    undated: bool = False
    """It is due at no time: what is not there may come as long as the record is open."""
    on_request: bool = False
    """There is no occasion before the person asks."""
    each: Each = Each.OCCASION


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """What came of one rule."""

    rule: str
    title: str
    says: str
    as_entered: bool
    counts: Counts
    sources: tuple[Sourced, ...]
    limits: tuple[Limited, ...]
    not_applicable: Mapping[str, int]
    """How many occasions it does not apply to, by reason."""
    no_occasion: Mapping[str, int]
    """How many records have no occasion at all, by reason."""
    records: Mapping[str, int]
    excused: int
    excused_too_late: int
    changed_since: int
    """Occasions whose verdict a correction or a late entry changed."""
    median_s: float | None
    p90_s: float | None
    by_station: tuple[Line, ...]
    by_month: tuple[Line, ...]
    measures: Measures = field(default_factory=Measures)
    in_record_before: int = 0
    """Of what is not recorded: it stands in the record of the stay before, beyond a rule over one."""

    @property
    def measured(self) -> int:
        """Of how many occasions it is known how long it took; nought where that is not told."""
        return 0 if self.median_s is None else self.counts.met + self.counts.breached

    @property
    def lasts(self) -> bool:
        """Whether how long it took is told of a place or a month."""
        return any(line.median_s is not None for line in (*self.by_station, *self.by_month))

    @property
    def waived(self) -> Share:
        """The occasions on which it was waived, of those that there were."""
        waived = self.not_applicable.get("waived", 0)
        return Share(count=waived, of=self.counts.of + waived)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """What it rests on, in the order of their weight; more than one where records differ."""
        return tuple(each for each in Standing if any(own.standing is each for own in self.sources))

    def missed(self, standing: Standing) -> tuple[int, int]:
        """How often it was not kept where its source stands so, and of how many occasions."""
        own = [each for each in self.sources if each.standing is standing]
        return sum(each.breached for each in own), sum(each.of for each in own)

    def disputed_of(self, standing: Standing) -> int:
        """On how many of those another entry says that the person was there whom this one does not name."""
        return sum(each.disputed for each in self.sources if each.standing is standing)

    @property
    def disputed(self) -> int:
        """The same of all that was not kept."""
        return sum(each.disputed for each in self.sources)

    @property
    def in_no_record(self) -> int:
        """How often neither this record nor that of the stay before has it."""
        return self.counts.not_recorded - self.in_record_before


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Of whom the records are; ``None`` is withheld from the public, since it is small."""

    held: int
    """Records of people who were held."""
    invited: int
    """Records of people who came when they were invited, and were not held."""
    persons: int | None
    """How many persons have a pseudonym by which their records are joined; nought where none is written."""
    joined: int
    """How many records have such a pseudonym."""
    attributes: Mapping[str, int | None]
    """Records of people held of whom this is recorded: under 18, a foreign national, vulnerable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What is known of T0, in records of people who were held."""

    known: int
    stand_in: int
    """No apprehension with a time: arrival or the opening of the record stands in, the latest that it was."""
    unknown: int
    elsewhere: int = 0
    """The same of who was taken over from another place, whose record is to have it."""

    @property
    def held(self) -> int:
        """All of them."""
        return self.known + self.stand_in + self.unknown + self.elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Outages:
    """When the register could not be reached."""

    count: int
    seconds: int
    longest_s: int
    unended: int
    from_paper: Share
    """Entries that were typed in from paper."""
    from_paper_outside: int
    """Of those the ones that lie in no outage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The longest stretch, to the hour, in which a station wrote nothing though somebody was held there."""

    station: str
    since: datetime
    until: datetime
    hours: int
    held: int | None = None
    """How many; withheld from the public where they are few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch of a stay between two entries."""

    record_id: str
    since: datetime
    until: datetime
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCounted:
    """What a register holds beside the records and entries that are counted."""

    books: int
    """Books of stations, which tell of the place and of nobody held."""
    entries_of_books: int
    records_after: int
    """Records that were begun after the instant of the audit, and below entries that were written then."""
    entries_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotShow:
    """What the register cannot show."""

    not_recorded: Share
    """Occasions of rules over custody; those that look at the register itself are apart."""
    beginning: Beginning
    sources: Mapping[str, int]
    """Entries by where they come from; empty where nobody said."""
    police_alone: Share
    """Records in which no entry comes from a lawyer, a doctor, a device or the person."""
    police_and_devices: Share | None = None
    """Records in which none comes from a lawyer, a doctor or the person; the police run the devices."""
    attributes: Mapping[str, Share]
    """Records in which it is not recorded whether the person is this."""
    jurisdiction_unknown: Share
    station_unknown: Share
    open_records: Share
    last_written: datetime | None
    outages: Outages
    faults: Mapping[str, int]
    rows_left_out: int
    records_table: bool
    """Whether the register has a table of records, which is then taken as it stands."""
    of_one_record: Share | None = None
    """Of what is not shown to be kept, the occasions of a single record where they are most of them."""
    without_limit: tuple[str, ...]
    not_counted: NotCounted | None = None
    """Figures did not say this before 30 November 2026."""
    nobody_else: Share | None = None
    """Who is to be apart from others, of all that are named: those who are nowhere else in the register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason why a record is to be pulled: a rule, how it stands, on how many occasions."""

    rule: str
    standing: Standing
    occasions: int
    not_recorded: bool = False
    disputed: bool = False
    """On each occasion another entry says otherwise: it counts no more than what is not recorded."""
    same_fact: tuple[str, ...] = ()
    """Other rules that were not kept by the same fact, which counts once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """A record to pull today."""

    record_id: str
    points: int
    grounds: tuple[Ground, ...]
    juvenile: bool
    vulnerable: bool
    held: bool
    since: datetime | None
    until: datetime | None
    station: str | None = None
    """Where it began."""
    equals: int = 1
    """How many records have as many points, this one with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidents:
    """Entries of one kind that somebody looks at whatever the safeguards say: a death, force, a complaint."""

    kind: str
    entries: int | None
    records: int | None
    """In how many records there is one; like the entries, withheld from the public where it is small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """A record in which a death is entered."""

    record_id: str
    station: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All figures of one audit."""

    as_of: datetime
    rule_set: str
    site: str
    fewest: int
    """A count of a breakdown below this, and above nought, is withheld."""
    synthetic: bool
    records: int
    events: int
    since: datetime | None
    until: datetime | None
    """The first and the last beginning of a stay."""
    stations: int
    cannot_show: CannotShow
    rules: tuple[RuleFigures, ...]
    silences: tuple[Silence, ...]
    gaps: tuple[Gap, ...]
    pulled: tuple[Pulled, ...]
    incidents: tuple[Incidents, ...] = ()
    deaths: tuple[Death, ...] = ()
    people: People | None = None
    """Figures did not say this before 29 November 2026; shares of records were of all of them then."""
    kinds_of_places: Mapping[str, str] = field(default_factory=dict)
    """Of each station what it is, where the records say one thing of it."""
    names_of_places: Mapping[str, str] = field(default_factory=dict)
    """What stations are called, where that is known: a register has their codes alone."""
    signals: Signals = field(default_factory=Signals)
    """Of each the figure of all, and of the stations to look at first; officers are in no figure."""

    @property
    def of_custody(self) -> tuple[RuleFigures, ...]:
        """The rules over custody, whose occasions are told in sums; not those of the register itself."""
        return tuple(one for one in self.rules if not one.as_entered)

    @property
    def in_record_before(self) -> Share:
        """Of their occasions those of which what is missing stands in the record of the stay before."""
        count = sum(one.in_record_before for one in self.of_custody)
        return Share(count=count, of=self.cannot_show.not_recorded.of)

    @property
    def in_no_record(self) -> Share:
        """Of their occasions those of which no record shows whether the safeguard was kept."""
        whole = self.cannot_show.not_recorded
        return Share(count=whole.count - self.in_record_before.count, of=whole.of)

    @property
    def records_named(self) -> frozenset[str]:
        """The records that are named beside the figures."""
        of_signals = (each.record_id for told in self.signals.told for each in told.figures)
        listed: tuple[Pulled | Gap | Death, ...] = (*self.pulled, *self.gaps, *self.deaths)
        return frozenset({each.record_id for each in listed} | {each for each in of_signals if each})
