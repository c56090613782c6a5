"""A record drawn day by day, with what was found in it: why it was so judged, and its entries."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from habeas import papers
from habeas.custody import Event
from habeas.custody.course import SILENT_AFTER, course_of
from habeas.custody.stretches import Gap
from habeas.custody.wording import CHOICE_NAMES
from habeas.language import N_
from habeas.papers.paper import Runs
from habeas.pictures.findings import Finding
from habeas.pictures.hours import Window, calendar_days
from habeas.safeguards.case import Case
from habeas.safeguards.record_days import LEGEND, MOST_DAYS, Looking, days_of, kind_name
from habeas.safeguards.report.because import Because, Reasons
from habeas.safeguards.report.composing import Composing
from habeas.safeguards.report.pulling import why
from habeas.safeguards.report.records import Found, Record
from habeas.safeguards.report.saying import KEPT, NOT_RECORDED, SOURCE_NAMES, missed, pending, plain
from habeas.safeguards.report.taking import pulled_of
from habeas.safeguards.rule import Rule
from habeas.safeguards.verdict import Verdict

Told = tuple[Found, Because]

BEFORE_DEATH = timedelta(hours=24)
"""Every entry of so long before a death stands in the tables."""
MOST_ALIKE = 3
"""So many occasions of one safeguard are told of a record one by one."""
WIDTH = 680


def outcome(of: Composing, one: Found) -> str:
    """What came of it, and what is to be known with it."""
    said = (
        of.say(missed(one.standing, of.measures(one.rule), of.figures)) if one.known else of.say(NOT_RECORDED)
    )
    notes = [
        of.say(text)
        for text, holds in (
            (N_("excuse written too late"), one.excused_too_late),
            (N_("changed since first written"), one.changed_since),
        )
        if holds
    ]
    return of.say(", ").join((said, *notes))


def noted(of: Composing, one: Found) -> str:
    """The outcome, where no sentence beside it tells that nobody wrote an end."""
    noted = of.say(
        "{outcome}; no end written, counted to the instant of this audit", outcome=outcome(of, one)
    )
    return noted if one.unended else outcome(of, one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """How much of a record is shown."""

    prefix: str
    """With what the names within its drawings begin."""
    most_days: int
    """So many of its days are drawn, those first in which the gravest was found."""
    widths: tuple[int, ...] = (WIDTH,)
    first: Sequence[Found] = ()
    """Whose days come before those of others."""
    heads: Sequence[str] = ()
    """The rules in whose list of occasions it stands first."""
    is_page: bool = False
    """A page of its own, on which each lane stands and the day of every occasion is drawn."""
    begin: int | None = None
    """The day of the stay, from 1, from which on its days are drawn whatever they tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries(papers.Table):
    """Entries of a record."""

    tell: bool = True
    """Whether they are what is looked for: not so those of a day in which nothing was found."""


def how_drawn(of: Composing) -> Iterator[papers.Block]:
    """How the drawings are to be read."""
    yield of.para(of.say(LEGEND))
    yield of.para(
        of.say(
            "In the first lane stands what was found: an empty frame is the time that there was, filled is "
            "what was not kept, hatched is what is not recorded. Where the time was over, a line runs "
            "through all lanes."
        )
    )
    yield of.para(
        of.say(
            "A ring is about the entry by which a rule is broken, or by which somebody died, and that entry "
            "is strong in the table. Why it was so judged is told beneath the drawings. The ground is grey "
            "from where nobody wrote anything more of who was still held."
        )
    )


def days_in(record: Record, as_of: datetime) -> int:
    """How many days of the calendar a stay touches, as far as it was known at an instant."""
    course = course_of(record.events, as_of=as_of)
    if course.begins is None or course.ends is None:
        return 0
    return len(calendar_days(course.begins, course.ends, record.zone))


def title_of(of: Composing, record: Record) -> str:
    """What a record is called."""
    if _deaths(record, of.figures.as_of):
        return of.say("Record {record}: the person died", record=record.record_id)
    return of.say("Record {record}", record=record.record_id)


def drawn(
    of: Composing, record: Record, rules: Mapping[str, Rule], showing: Showing
) -> Iterator[papers.Block]:
    """The days in which the occasions lie, what was found and why, then the entries as tables."""
    numbers = {one.event_id: one.seq or place for place, one in enumerate(record.events, 1)}
    told = _judged(of, record, rules, numbers, showing)
    deaths = _deaths(record, of.figures.as_of)
    in_full = showing.is_page or pulled_of(of.figures, record) is not None
    looking = Looking(
        zone=record.zone,
        at=of.figures.as_of,
        words=of.words,
        numbers=numbers,
        widths=showing.widths,
        prefix=showing.prefix,
        empty_lanes=in_full or bool(deaths),
        ringed={
            *(each for _one, because in told for each in because.breaks),
            *(each.event_id for each in deaths),
        },
    )
    died = [one.occurred_at for one in deaths if one.occurred_at is not None]
    occasions = [*showing.first, *(one for one, _because in told if in_full)]
    days = days_of(
        record.events,
        looking,
        findings=_findings(of, record, told),
        silent=_silent(record, of.figures.as_of),
        among=lambda windows: _chosen(windows, record, [*died, *_telling(occasions)], showing),
    )
    for one in days.days:
        narrow = one.pictures[1] if len(one.pictures) > 1 else ""
        yield papers.Picture(svg=one.pictures[0], narrow=narrow, alt=one.summary, caption=one.heading)
    if days.left_out:
        yield of.para(
            of.words.count(
                "{n} more day is not drawn here.", "{n} more days are not drawn here.", days.left_out
            )
        )
    yield from _of_whole(of, record, showing.heads, deaths)
    if told:
        yield papers.Bullets(items=tuple(_listed(of, told, MOST_ALIKE)))
    besides = [_besides(of, one) for one in record.found if not one.is_drawn] if showing.is_page else []
    if besides:
        yield of.para(of.say("Told besides:"))
        yield papers.Bullets(items=tuple(besides))
    if days.days:
        rests_on = {each.event_id for one in record.found for each in one.evidence}
        rests_on.update(each for _one, because in told for each in because.told_beside)
        windows = [day.window for day in days.days]
        tell = [*died, *_telling(showing.first or (one for one, _because in told))]
        yield from _entries(of, record, looking, windows, died, rests_on=rests_on, tell=tell)


def _of_whole(
    of: Composing, record: Record, first: Sequence[str], deaths: Sequence[Event]
) -> Iterator[papers.Block]:
    """Why a record is drawn, and where it lies."""
    pulled = pulled_of(of.figures, record)
    if pulled is not None:
        reason = papers.Text(text=of.say("To pull today: {why}.", why=why(of, pulled)), strong=True)
        yield papers.Para(runs=(reason,))
    if deaths:
        yield of.para(_of_death(of, deaths[0], record))
    if first:
        comma = papers.Text(text=of.say("; "))
        titles = [of.named(each) for each in first]
        listed = [run for one in titles for run in (comma, one)][1:]
        yield papers.Para(runs=(papers.Text(text=of.say("Stands first in the list of: ")), *listed))
    if record.establishment_type in CHOICE_NAMES:
        kind = of.say(CHOICE_NAMES[record.establishment_type or ""])
        yield of.para(of.say("Kind of place: {kind}. Clocks: {zone}.", kind=kind, zone=record.zone))


def _deaths(record: Record, as_of: datetime) -> tuple[Event, ...]:
    """The entries of a death, as they stand."""
    return tuple(Case(record.events, as_of).of("died"))


def _of_death(of: Composing, death: Event, record: Record) -> str:
    """Why a record is drawn that need not have anything that was not kept."""
    if death.occurred_at is None:
        return of.say("This record is drawn since somebody died in it; the entry of the death has no time.")
    return of.say(
        "This record is drawn since somebody died in it, on {moment}: the day of the death is drawn in full, "
        "and the tables have every entry of the {hours} hours before it.",
        moment=of.moment(death.occurred_at, record.zone),
        hours=of.words.number(BEFORE_DEATH // timedelta(hours=1)),
    )


def _silent(record: Record, as_of: datetime) -> Gap | None:
    """From when on nobody wrote anything more in a record without an end, where that is long."""
    last = max(
        (max(one.occurred_at or one.recorded_at, one.recorded_at) for one in record.events), default=as_of
    )
    if not Case(record.events, as_of).is_open or as_of - last <= SILENT_AFTER:
        return None
    return Gap(begins=last, ends=as_of)


def _judged(
    of: Composing, record: Record, rules: Mapping[str, Rule], numbers: Mapping[str, int], showing: Showing
) -> list[Told]:
    """What was found, each with why: what is shown first, then what was not kept."""
    reasons = Reasons(of, Case(record.events, of.figures.as_of), numbers, record)
    told = list[Told]()
    for one in sorted(record.found, key=lambda one: one not in showing.first):
        if one.is_drawn and one.whole:
            placed = reasons.placed(one, rules[one.rule])
            told.append((placed, reasons.of_found(placed, rules[one.rule])))
        elif one.is_drawn:
            told.append((one, Because(say=str)))
    return told


def _listed(of: Composing, told: Iterable[Told], most: int) -> Iterator[Runs]:
    """What was found; of what comes again and again (a meal of each day) the first few, and how many more."""
    alike = defaultdict[tuple[str, bool], list[Told]](list)
    for one, because in told:
        alike[one.rule, one.known].append((one, because))
    for own in alike.values():
        left_out = len(own) - most
        yield from (_told(of, *one) for one in (own if left_out < 2 else own[:most]))
        if left_out > 1:
            yield (
                *_named(of, own[0][0]),
                papers.Text(text=of.words.count("; {n} more time", "; {n} more times", left_out)),
            )


def _named(of: Composing, one: Found) -> Runs:
    return (
        of.named(one.rule),
        papers.Text(text=of.say(": {outcome}", outcome=outcome(of, one)), strong=one.known),
    )


def _told(of: Composing, one: Found, because: Because) -> Runs:
    runs = _named(of, one)
    return (*runs, papers.Text(text=of.say(". {why}", why=because.said))) if because.said else runs


def _besides(of: Composing, one: Found) -> Runs:
    """What is told of a record and not drawn: what is still open, and what was kept by an excuse alone."""
    is_open = one.verdict is Verdict.PENDING
    said = [of.say(pending(of.measures(one.rule)) if is_open else KEPT)]
    if one.excused:
        said.append(of.say("excused"))
    if one.changed_since:
        said.append(of.say("changed since first written"))
    if one.due_at is not None:
        said.append(of.say("due {moment}", moment=of.moment(one.due_at, one.zone)))
    return (
        of.named(one.rule),
        papers.Text(text=of.say(": {outcome}", outcome=of.say(", ").join(said))),
    )


def _findings(of: Composing, record: Record, told: Iterable[Told]) -> tuple[Finding, ...]:
    """What can be drawn: what has a time. A time that is not known to be over runs to the last entry."""
    last = max((one.occurred_at or one.recorded_at for one in record.events), default=of.figures.as_of)
    drawn = (_finding(of, one, because, last) for one, because in told)
    return tuple(found for found in drawn if found is not None)


def _finding(of: Composing, one: Found, because: Because, last: datetime) -> Finding | None:
    begins = one.since or one.due_at
    if begins is None:
        return None
    ends = max(one.until or (last if one.due_at is not None else begins), begins, one.due_at or begins)
    title = of.title(one.rule)
    said = of.say("{safeguard}: {outcome}", safeguard=title, outcome=noted(of, one))
    return Finding(
        begins=begins,
        ends=ends,
        due=one.due_at if one.due_at is None or one.due_at >= begins else begins,
        known=one.known,
        label=title,
        title=said,
        pieces=because.pieces,
    )


def _chosen(
    windows: Sequence[Window], record: Record, telling: Sequence[datetime], showing: Showing
) -> Sequence[Window]:
    """The days that are drawn: those from one on, or those of instants that tell something."""
    if showing.is_page and len(windows) <= showing.most_days:
        return windows
    if showing.begin is not None:
        return windows[showing.begin - 1 :][: showing.most_days]
    near = _near_entries(windows, record)
    holding = (each for at in telling for each in near if each.holds(at))
    chosen = list(dict.fromkeys(holding))[: showing.most_days] or near[:1]
    return [each for each in near if each in chosen]


def _near_entries(windows: Sequence[Window], record: Record) -> list[Window]:
    """The days that do not lie further behind every entry than a stay is drawn at most."""
    times = sorted(one.occurred_at for one in record.events if one.occurred_at is not None)
    far = timedelta(days=MOST_DAYS)
    return [
        each
        for each in windows
        if (before := bisect_left(times, each.end)) and each.start - times[before - 1] <= far
    ]


def _telling(occasions: Iterable[Found]) -> Iterator[datetime]:
    """The instants of occasions that tell something, the first occasion before all.

    Of each when its time was over comes before when it ended, and that before when it began.
    """
    return (at for one in occasions for at in (one.due_at, one.until, one.since) if at is not None)


def _entries(
    of: Composing,
    record: Record,
    looking: Looking,
    windows: Sequence[Window],
    died: Sequence[datetime],
    *,
    rests_on: Collection[str],
    tell: Collection[datetime],
) -> Iterator[papers.Block]:
    """The entries of the days that are drawn, then others: before a death, of a finding, without a time."""
    timed = [(one, one.occurred_at) for one in record.events if one.occurred_at is not None]
    in_days = [one for one, at in timed if any(each.holds(at) for each in windows)]
    before = [
        one
        for one, at in timed
        if one not in in_days and any(end - BEFORE_DEATH <= at <= end for end in died)
    ]
    shown = {one.event_id for one in (*in_days, *before)}
    hours = of.words.number(BEFORE_DEATH // timedelta(hours=1))
    caption = of.say("Entries of the day before, up to {hours} hours before the death", hours=hours)
    yield from _table(of, before, looking, windows[0], caption)
    for window in windows:
        own = [one for one, at in timed if window.holds(at)]
        day = of.words.date(window.local(window.start).date())
        caption = of.say("Entries of {day}", day=day)
        tells = len(windows) == 1 or any(window.holds(at) for at in tell)
        yield from _table(of, own, looking, window, caption, tell=tells)
    others = [one for one, _at in timed if one.event_id in rests_on and one.event_id not in shown]
    timeless = [one for one in record.events if one.occurred_at is None]
    for own, caption in (
        (others, of.say("Entries of other days that a finding rests on")),
        (timeless, of.say("Entries without a time")),
    ):
        yield from _table(of, own, looking, windows[-1], caption)
    left = len(record.events) - len(shown) - len(others) - len(timeless)
    if left:
        said = of.words.count(
            "{n} more entry of this record is not shown here.",
            "{n} more entries of this record are not shown here.",
            left,
        )
        yield of.para(said)


def _table(
    of: Composing,
    own: Sequence[Event],
    looking: Looking,
    window: Window,
    caption: str,
    *,
    tell: bool = True,
) -> Iterator[Entries]:
    if own:
        dated = any(one.occurred_at and not window.holds(one.occurred_at) for one in own)
        yield Entries(
            caption=caption,
            header=(of.say("No."), of.say("Happened"), of.say("Written"), of.say("Entry"), of.say("From")),
            rows=tuple(_entry(of, one, looking, window) for one in own),
            widths=(0.7, 2.9, 2.2, 3.2, 2.6) if dated else (0.7, 1.2, 2.3, 4.1, 3.3),
            dense=True,
            tell=tell,
        )


def _happened(of: Composing, one: Event, window: Window) -> str:
    """When an entry happened; with its day where that is not the day of the window."""
    if one.occurred_at is None:
        return ""
    local = window.local(one.occurred_at)
    return f"{local:%H:%M}" if window.holds(one.occurred_at) else of.words.moment(local)


def _entry(of: Composing, one: Event, looking: Looking, window: Window) -> tuple[Runs, ...]:
    """An entry with both its times; the day of its writing only where it is another one.

    What is ringed in the drawing is strong here.
    """
    written = window.local(one.recorded_at)
    same = one.occurred_at is not None and window.local(one.occurred_at).date() == written.date()
    entry = kind_name(one.kind, of.words)
    if one.corrects is not None:
        number = looking.numbers.get(one.corrects, "?")
        entry = of.say("{entry} (corrects no. {number})", entry=entry, number=number)
    return (
        plain(str(looking.numbers[one.event_id])),
        plain(_happened(of, one, window)),
        plain(f"{written:%H:%M}" if same else of.words.moment(written)),
        (papers.Text(text=entry, strong=one.event_id in looking.ringed),),
        plain(of.say(SOURCE_NAMES.get(one.source or "", one.source or ""))),
    )
