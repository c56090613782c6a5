"""A record as its page shows it: each entry with both times and what became of it; what may come next."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from habeas.clock import Edtf, parse_instant
from habeas.custody import Event, kinds
from habeas.custody.due import Due
from habeas.custody.events import LATE_AFTER, keeping_of
from habeas.custody.history import Line, Span
from habeas.custody.kinds import Keeping, Type
from habeas.custody.outages import Outage, in_outage
from habeas.custody.stretches import Gap
from habeas.custody.wording import CHOICE_NAMES, FIELD_NAMES, GROUP_NAMES, SPAN_NAMES
from habeas.safeguards import record_days
from habeas.web.custodydesk.access import Opened
from habeas.web.custodydesk.body import said_of_region
from habeas.web.custodydesk.kinds import may_write, sealed_fields
from habeas.web.custodydesk.times import local
from habeas.web.people.access import Reader
from habeas.web.shell.marks import isolated, own_words

NOT_SHOWN = frozenset(
    {
        *("person_ref", "written_by", "why", "late_reason", "establishment_type", "jurisdiction", "zone"),
        "device_time",
    }
)
"""Fields that stand elsewhere on the page, or say nothing to people."""
USUAL = (
    "checked",
    "drink_offered",
    "meal_offered",
    "cell_entered",
    "cell_left",
    "interview_started",
    "released",
)
AT_ONCE = 8
"""How many entries are offered first."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that an entry says."""

    label: str
    text: str
    closed: bool = False
    """Whether it says only that something is there."""

    @property
    def head(self) -> str:
        """The label as it stands before the text."""
        return _("%(label)s:") % {"label": self.label}

    def __str__(self) -> str:
        return self.text if self.closed else f"{self.head} {own_words().apart(self.text)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An entry as it was written at one time."""

    at: datetime | None
    written: datetime
    by: str
    written_by: str
    told: tuple[Told, ...]
    why: str
    late: str
    late_reason: str
    outage: str
    """When the outage began in which it was written elsewhere; empty where there was none."""
    queued: datetime | None
    """When a machine without network wrote it, by its own clock."""
    paper: str
    source: str

    @property
    def lateness(self) -> str:
        """How long after it was written; in an outage that is told, and held against nobody."""
        said = {"length": self.late, "began": self.outage}
        if not self.late:
            return ""
        if not self.outage:
            return _("%(length)s after") % said
        if self.source == "paper":
            return _("%(length)s after, on paper in the outage of %(began)s") % said
        return _("%(length)s after, by machine in the outage of %(began)s") % said


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A line of the record: what stands, what it replaced, or why it is struck."""

    says: str
    kind: str
    number: int
    event_id: str
    stands: Version | None
    struck: tuple[Version, ...]
    annulled: Version | None
    correct: str = ""
    annul: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry that may be made: in words, and where its form is."""

    says: str
    way: str
    late: bool = False


def kind_name(kind: str) -> str:
    """A kind in words; one of a site's own by its name."""
    return record_days.kind_name(kind, own_words())


def shown_lines(opened: Opened, reader: Reader, *, writer: bool) -> list[Shown]:
    """Every entry, by when it happened."""
    return [_line(line, opened, reader, writer=writer) for line in opened.lines]


def _line(line: Line, opened: Opened, reader: Reader, *, writer: bool) -> Shown:
    stands = line.stands
    own = (
        writer
        and stands is not None
        and may_write(reader, stands.kind)
        and not (opened.sealed.get(stands.event_id, frozenset()) & sealed_fields(stands.kind))
    )
    args = [opened.record.record_id, stands.event_id] if stands is not None else []
    return Shown(
        says=kind_name(line.first.kind),
        kind=line.first.kind,
        number=line.first.seq or 0,
        event_id=line.first.event_id,
        stands=_version(stands, opened) if stands is not None else None,
        struck=tuple(_version(one, opened) for one in line.replaced),
        annulled=_version(line.annulled_by, opened) if line.annulled_by is not None else None,
        correct=reverse("custodydesk:correct", args=args) if own else "",
        annul=reverse("custodydesk:annul", args=args) if own else "",
    )


def _version(event: Event, opened: Opened) -> Version:
    zone = opened.station.zone
    written_by = str(event.data.get("written_by", ""))
    outage = _outage(event, opened)
    who = event.actor_id or event.device_id or ""
    return Version(
        at=local(event.occurred_at, zone) if event.occurred_at else None,
        written=local(event.recorded_at, zone),
        by=opened.names.get(who, who),
        written_by=opened.names.get(written_by, written_by),
        told=tuple(_told(event, opened)),
        why=str(event.data.get("why", "")),
        late=_late(event, outage),
        outage=outage,
        queued=local(parse_instant(queued), zone) if (queued := event.data.get("device_time")) else None,
        late_reason=str(event.data.get("late_reason", "")),
        paper=event.page or "",
        source=event.source or "",
    )


def _late(event: Event, outage: str) -> str:
    if event.late is None or (event.late <= LATE_AFTER and not outage):
        return ""
    return lasting(event.late)


def _outage(event: Event, opened: Opened) -> str:
    found = in_outage(event, opened.outages)
    return "" if found is None else outage_began(found, opened.station.zone)


def outage_began(outage: Outage, zone: str) -> str:
    """An outage by the time at which it began."""
    return moment(local(outage.began, zone))


def moment(at: datetime) -> str:
    """A time of a station, with its day."""
    return own_words().moment(at)


def comma() -> str:
    """What stands between two of a list, as the reader writes it."""
    return own_words().say(", ")


def lasting(length: timedelta) -> str:
    """A length of time in words, to the minute."""
    return own_words().length(length, exactly=False)


def lasting_exactly(length: timedelta) -> str:
    """The same; what is shorter than a minute in seconds."""
    return own_words().length(length)


def not_recorded(gap: Gap, zone: str) -> str:
    """A part of an interview that nobody recorded, by the clock of its station."""
    begins, ends = local(gap.begins, zone), local(gap.ends, zone)
    clock = "%H:%M" if gap.length >= timedelta(minutes=1) else "%H:%M:%S"
    times = isolated(f"{begins:{clock}}–{ends:{clock}}")
    return _("Not recorded: %(times)s (%(length)s)") % {"times": times, "length": lasting_exactly(gap.length)}


def _told(event: Event, opened: Opened) -> Iterable[Told]:
    known = kinds().get(event.kind)
    for name, value in event.data.items():
        if name not in NOT_SHOWN:
            label = _(FIELD_NAMES[name]) if name in FIELD_NAMES else name
            text = value_said(event, name, value, opened) if known else json.dumps(value)
            yield Told(label.rstrip("?؟\u00a0"), text)
    if event.kind == "examination_ended" and event.source == "desk":
        yield Told("", _("The station wrote what the doctor said."))
    missing = sorted(opened.sealed.get(event.event_id, frozenset()) - NOT_SHOWN)
    for said in dict.fromkeys(_closed(event, name, opened) for name in missing):
        yield Told("", said, closed=True)


def _closed(event: Event, name: str, opened: Opened) -> str:
    if opened.record.erased:
        return _("What it said is erased.")
    if keeping_of(event.kind, name) is Keeping.SEALED:
        return _("What more it says is sealed: the station does not read it.")
    return _("What more it says cannot be read.")


def value_said(event: Event, name: str, value: Any, opened: Opened) -> str:
    """What a field of an entry says, in words; the kind of the entry is one of the register's."""
    field = kinds()[event.kind].fields.get(name)
    if name == "findings" and event.kind == "injury_recorded":
        return said_of_region(str(value))
    match field.type if field else None:
        case Type.BOOL:
            return _("yes") if value else _("no")
        case Type.CHOICE:
            return _(CHOICE_NAMES[value])
        case Type.CHOICES:
            return comma().join(_(CHOICE_NAMES[one]) for one in value) or _("nobody")
        case Type.ACTOR | Type.ACTORS:
            ids = [value] if isinstance(value, str) else value
            return comma().join(opened.names.get(one, one) for one in ids)
        case Type.DATE:
            return own_words().date(Edtf.parse(value))
        case Type.INSTANT:
            return moment(local(parse_instant(value), opened.station.zone))
    return str(value)


# What may come next -----------------------------------------------------------------------------


def offers(opened: Opened, reader: Reader, at: datetime) -> list[Offer]:
    """What is likely next: what is due first, the late before the others; then what is usual in a stay."""
    wanted: dict[str, bool] = {}
    for item in opened.due:
        wanted.setdefault(item.kind, item.late(at))
    for kind in _usual(opened.running) if opened.record.ended_at is None else ():
        wanted.setdefault(kind, False)
    possible = [(kind, late) for kind, late in wanted.items() if may_write(reader, kind)]
    return [Offer(kind_name(kind), way_to(opened, kind), late) for kind, late in possible[:AT_ONCE]]


def _usual(running: Iterable[Span]) -> Iterable[str]:
    names = {span.name for span in running}
    skipped = {"cell_left"} if "cell" not in names else {"cell_entered"}
    if "interview" in names:
        skipped.add("interview_started")
    return [kind for kind in USUAL if kind not in skipped]


def way_to(opened: Opened, kind: str) -> str:
    """The form for an entry of a kind."""
    return reverse("custodydesk:enter", args=[opened.record.record_id, kind])


def all_offers(opened: Opened, reader: Reader) -> list[tuple[str, list[Offer]]]:
    """Every entry that the reader may make, by group."""
    found: dict[str, list[Offer]] = {group: [] for group in GROUP_NAMES}
    for kind in kinds().values():
        if kind.group in found and may_write(reader, kind.name):
            found[kind.group].append(Offer(kind_name(kind.name), way_to(opened, kind.name)))
    return [(_(GROUP_NAMES[group]), offered) for group, offered in found.items() if offered]


@dataclass(frozen=True, slots=True)
class Running:
    """A span that has not ended: what, since when, how long, and where it is ended."""

    says: str
    since: datetime
    lasting: str
    way: str


def running_now(opened: Opened, reader: Reader, at: datetime) -> list[Running]:
    """The spans that run, each with the form that ends it, for who may."""
    found = []
    for span in opened.running:
        if span.start is None:
            continue
        since = span.start.occurred_at or span.start.recorded_at
        end = next(kind.name for kind in kinds().values() if kind.ends == span.name)
        way = way_to(opened, end) if may_write(reader, end) else ""
        if way and span.start.span_id:
            way = f"{way}?span={span.start.span_id}"
        says = _(SPAN_NAMES[span.name])
        found.append(Running(says, local(since, opened.station.zone), lasting(at - since), way))
    return found


@dataclass(frozen=True, slots=True)
class DueLine:
    """One thing due as a page shows it."""

    says: str
    when: str
    late: bool
    clause: Any
    own: bool
    way: str


def due_lines(
    items: Iterable[Due], at: datetime, zone: str, ways: Mapping[str, str] | None = None
) -> list[DueLine]:
    """What is due, with how long is left or how late it is."""
    found = []
    for item in items:
        late = item.late(at)
        length = lasting(at - item.by if late else item.by - at)
        when = (
            _("%(length)s late") % {"length": length} if late else _("within %(length)s") % {"length": length}
        )
        found.append(
            DueLine(_(item.says), when, late, item.clause, item.own, (ways or {}).get(item.kind, ""))
        )
    return found
