"""The annexes: the gravest occasions of each safeguard, and records drawn day by day with what was found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from habeas import papers
from habeas.custody import Event
from habeas.custody.course import SILENT_AFTER
from habeas.custody.stretches import Gap
from habeas.custody.wording import CHOICE_NAMES
from habeas.language import N_
from habeas.papers.paper import Runs
from habeas.pictures.findings import Finding
from habeas.pictures.hours import Window
from habeas.safeguards.case import Case
from habeas.safeguards.figures import RuleFigures
from habeas.safeguards.record_days import LEGEND, Looking, days_of, kind_name
from habeas.safeguards.report.because import Because, Reasons
from habeas.safeguards.report.composing import Composing, anchor_of
from habeas.safeguards.report.measuring import allowed, measured
from habeas.safeguards.report.pulling import why
from habeas.safeguards.report.safeguards import families
from habeas.safeguards.report.saying import NOT_RECORDED, SOURCE_NAMES, missed, plain
from habeas.safeguards.report.taking import Found, Record, Taken, pulled_of

Told = tuple[Found, Because]

MOST_DAYS, MOST_DAYS_ON_SHEETS = 3, 1
"""So many days of a record are drawn, those first in which the gravest was found."""
BEFORE_DEATH = timedelta(hours=24)
"""Every entry of so long before a death stands in the tables."""
MOST_ALIKE = 3
"""So many occasions of one safeguard are told of a record one by one."""
WIDTH = 680


def occasions(of: Composing) -> Iterator[papers.Block]:
    """The occasions behind each figure, the gravest first."""
    if of.taken is None:
        return
    listed = [one for one in of.figures.rules if of.taken.occasions.get(one.rule)]
    if not listed:
        return
    yield of.heading(1, of.say("Annex: the occasions behind the figures"), "occasions")
    yield of.para(
        of.say(
            "A record is named by its id alone. Times are those of the clocks of its place. A record that "
            "is a link leads to its days, drawn with what was found."
        )
    )
    yield of.para(
        of.say(
            "Of each safeguard the first are listed: what was not kept before what is not recorded, and of "
            "what was not kept the furthest from what is allowed, where that was measured. The table beside "
            "this report has all."
        )
    )
    yield of.para(
        of.say(
            "Of any other, ask for the record by its id where the register is kept: the table beside this "
            "report names each entry that a finding rests on."
        )
    )
    for own in families(listed).values():
        for one in own:
            yield from _of_rule(of, one, of.taken.occasions[one.rule])


def _of_rule(of: Composing, rule: RuleFigures, found: tuple[Found, ...]) -> Iterator[papers.Block]:
    yield of.heading(2, of.say(rule.title), anchor_of(rule.rule, occasions=True), listed=False)
    back = papers.Text(text=of.say("Back to the safeguard"), to=anchor_of(rule.rule), paged=True)
    yield papers.Para(runs=(back,))
    yield papers.Table(
        caption=of.words.count(
            "{shown} of {n} occasion",
            "{shown} of {n} occasions",
            rule.counts.breached + rule.counts.not_recorded,
            shown=of.words.number(len(found)),
        ),
        header=(of.say("Record"), of.say("What"), of.say("From"), of.say("Measured"), of.say("Allowed")),
        rows=tuple(_row(of, rule, one) for one in found),
        widths=(2.7, 3.1, 2.4, 1.7, 2.1),
        figures=(3, 4),
        dense=True,
    )


def _row(of: Composing, rule: RuleFigures, one: Found) -> tuple[Runs, ...]:
    return (
        of.record(one.record_id),
        plain(_noted(of, one)),
        plain(of.moment(one.since or one.due_at, one.zone)),
        plain(_measured(of, rule, one)),
        plain(allowed(rule.measures, one.limit, rule.limits, of.words)),
    )


def _outcome(of: Composing, one: Found) -> str:
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


def _noted(of: Composing, one: Found) -> str:
    """The outcome, where no sentence beside it tells that nobody wrote an end."""
    noted = of.say(
        "{outcome}; no end written, counted to the instant of this audit", outcome=_outcome(of, one)
    )
    return noted if one.unended else _outcome(of, one)


def _measured(of: Composing, rule: RuleFigures, one: Found) -> str:
    return measured(
        rule.measures,
        known=one.known,
        observed=one.observed,
        count=one.count,
        limit=one.limit,
        words=of.words,
    )


def records(of: Composing) -> Iterator[papers.Block]:
    """The records, each drawn day by day."""
    if of.taken is None or not of.taken.records:
        return
    yield of.heading(1, of.say("Annex: records drawn day by day"), "records")
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
    listed = {one.record_id for own in of.taken.occasions.values() for one in own}
    listed |= {one.record_id for one in of.taken.records}
    given = {"n": of.words.number(len(of.taken.records)), "of": of.words.number(len(listed))}
    drawn = of.say(
        "Drawn are {n} of the {of} records that this report names for what was found in them: those to pull, "
        "those in which somebody died, and the first of each list; of each up to {days} days.",
        **given,
        days=of.words.number(MOST_DAYS),
    )
    if of.sheets:
        drawn = of.say(
            "Drawn are {n} of the {of} records that this report names for what was found in them: those to "
            "pull, and those in which somebody died; of each the day that tells most. The report as a page "
            "(.html) draws more.",
            **given,
        )
    yield of.para(drawn)
    for at, record in enumerate(of.taken.records, 1):
        yield from _record(of, of.taken, record, at)


def _record(of: Composing, taken: Taken, record: Record, at: int) -> Iterator[papers.Block]:
    deaths = _deaths(record, of.figures.as_of)
    title = of.say("Record {record}", record=record.record_id)
    if deaths:
        title = of.say("Record {record}: the person died", record=record.record_id)
    yield of.heading(2, title, f"record-{at}", listed=False)
    first = [
        each
        for each in of.figures.rules
        if (own := taken.occasions.get(each.rule)) and own[0].known and own[0].record_id == record.record_id
    ]
    numbers = {one.event_id: one.seq or place for place, one in enumerate(record.events, 1)}
    told = _judged(of, taken, record, numbers)
    beneath = [*_of_whole(of, record, first, deaths), papers.Bullets(items=tuple(_listed(of, told)))]
    foremost = [taken.occasions[each.rule][0] for each in first]
    yield from _drawn(of, record, numbers, told, foremost=foremost, beneath=beneath, at=at)


def _of_whole(
    of: Composing, record: Record, first: Sequence[RuleFigures], deaths: Sequence[Event]
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
        titles = [papers.Text(text=of.say(each.title), to=anchor_of(each.rule)) for each in first]
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


def _judged(of: Composing, taken: Taken, record: Record, numbers: Mapping[str, int]) -> list[Told]:
    """What was found, each with why: what was not kept first."""
    reasons = Reasons(of, Case(record.events, of.figures.as_of), numbers, record)
    found = sorted(record.found, key=lambda one: not one.known)
    placed = [reasons.placed(one, taken.rules[one.rule]) for one in found]
    return [(one, reasons.of_found(one, taken.rules[one.rule])) for one in placed]


def _drawn(
    of: Composing,
    record: Record,
    numbers: Mapping[str, int],
    told: Sequence[Told],
    *,
    foremost: Sequence[Found],
    beneath: Sequence[papers.Block],
    at: int,
) -> Iterator[papers.Block]:
    """The days in which the occasions lie, what is told ``beneath`` them, then the tables of entries."""
    pulled = pulled_of(of.figures, record) is not None
    deaths = _deaths(record, of.figures.as_of)
    looking = Looking(
        zone=record.zone,
        at=of.figures.as_of,
        words=of.words,
        numbers=numbers,
        widths=(WIDTH,),
        prefix=f"record{at}d",
        empty_lanes=pulled or bool(deaths),
        ringed={
            *(each for _one, because in told for each in because.breaks),
            *(each.event_id for each in deaths),
        },
    )
    died = [one.occurred_at for one in deaths if one.occurred_at is not None]
    occasions = [*foremost, *(one for one, _because in told if pulled)]
    days = days_of(
        record.events,
        looking,
        findings=_findings(of, record, told),
        silent=_silent(record, of.figures.as_of),
        among=lambda windows: _telling(
            windows, died, occasions, MOST_DAYS_ON_SHEETS if of.sheets else MOST_DAYS
        ),
    )
    for one in days.days:
        yield papers.Picture(svg=one.pictures[0], alt=one.summary, caption=one.heading)
    yield from beneath
    if days.left_out:
        yield of.para(
            of.words.count(
                "{n} more day is not drawn here.", "{n} more days are not drawn here.", days.left_out
            )
        )
    if days.days:
        yield from _entries(of, record, looking, [day.window for day in days.days], died)


def _listed(of: Composing, told: Iterable[Told]) -> Iterator[Runs]:
    """What was found; of what comes again and again (a meal of each day) the first few, and how many more."""
    alike = defaultdict[tuple[str, bool], list[Told]](list)
    for one, because in told:
        alike[one.rule, one.known].append((one, because))
    for own in alike.values():
        left_out = len(own) - MOST_ALIKE
        yield from (_told(of, *one) for one in (own if left_out < 2 else own[:MOST_ALIKE]))
        if left_out > 1:
            yield (
                *_named(of, own[0][0]),
                papers.Text(text=of.words.count("; {n} more time", "; {n} more times", left_out)),
            )


def _named(of: Composing, one: Found) -> Runs:
    return (
        papers.Text(text=of.title(one.rule), to=anchor_of(one.rule)),
        papers.Text(text=of.say(": {outcome}", outcome=_outcome(of, one)), strong=one.known),
    )


def _told(of: Composing, one: Found, because: Because) -> Runs:
    runs = _named(of, one)
    return (*runs, papers.Text(text=of.say(". {why}", why=because.said))) if because.said else runs


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
    said = of.say("{safeguard}: {outcome}", safeguard=title, outcome=_noted(of, one))
    return Finding(
        begins=begins,
        ends=ends,
        due=one.due_at if one.due_at is None or one.due_at >= begins else begins,
        known=one.known,
        label=title,
        title=said,
        pieces=because.pieces,
    )


def _telling(
    windows: Sequence[Window], died: Sequence[datetime], occasions: Iterable[Found], most: int
) -> list[Window]:
    """The day of a death, then those in which the occasions lie, the first of them before all; in order.

    Of each the day on which its time was over comes before that on which it ended, and that before where it
    began.
    """
    instants = (at for one in occasions for at in (one.due_at, one.until, one.since) if at is not None)
    telling = (each for at in (*died, *instants) for each in windows if each.holds(at))
    chosen = list(dict.fromkeys(telling))[:most] or list(windows[:1])
    return [each for each in windows if each in chosen]


def _entries(
    of: Composing, record: Record, looking: Looking, windows: Sequence[Window], died: Sequence[datetime]
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
        yield from _table(of, own, looking, window, of.say("Entries of {day}", day=day))
    named = {each.event_id for one in record.found for each in one.evidence} - shown
    others = [one for one, _at in timed if one.event_id in named]
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
    of: Composing, own: Sequence[Event], looking: Looking, window: Window, caption: str
) -> Iterator[papers.Table]:
    if own:
        dated = any(one.occurred_at and not window.holds(one.occurred_at) for one in own)
        yield papers.Table(
            caption=caption,
            header=(of.say("No."), of.say("Happened"), of.say("Written"), of.say("Entry"), of.say("From")),
            rows=tuple(_entry(of, one, looking, window) for one in own),
            widths=(0.7, 2.9, 2.2, 3.2, 2.6) if dated else (0.7, 1.2, 2.3, 4.1, 3.3),
            dense=True,
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
