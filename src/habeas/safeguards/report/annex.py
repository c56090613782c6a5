"""The annexes: the gravest occasions of each safeguard, and records drawn day by day with what was found."""

from collections.abc import Iterator

from habeas import papers
from habeas.papers.paper import Runs
from habeas.safeguards.figures import RuleFigures
from habeas.safeguards.report.composing import Composing, anchor_of
from habeas.safeguards.report.measuring import allowed, measured
from habeas.safeguards.report.one_record import Showing, drawn, how_drawn, noted, title_of
from habeas.safeguards.report.records import Found, Record
from habeas.safeguards.report.safeguards import families
from habeas.safeguards.report.saying import plain
from habeas.safeguards.report.taking import Taken

MOST_DAYS, MOST_DAYS_BRIEFLY, MOST_DAYS_ALONE = 3, 1, 7
"""So many days of a record are drawn, those first in which the gravest was found.

Fewer on sheets, and of a record of which little is told; more of one that is drawn by itself.
"""


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
        plain(noted(of, one)),
        plain(of.moment(one.since or one.due_at, one.zone)),
        plain(_measured(of, rule, one)),
        plain(allowed(rule.measures, one.limit, rule.limits, of.words)),
    )


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
    yield from how_drawn(of)
    yield of.para(_which(of, len(of.taken.records)))
    for at, record in enumerate(of.taken.records, 1):
        yield of.heading(2, title_of(of, record), f"record-{at}", listed=False)
        yield from drawn(of, record, of.taken.rules, _showing(of, of.taken, record, f"record{at}d"))


def alone(of: Composing, taken: Taken) -> Iterator[papers.Block]:
    """The records by themselves, without the rest of a report."""
    yield from how_drawn(of)
    for at, record in enumerate(taken.records, 1):
        yield of.heading(1, title_of(of, record), f"record-{at}")
        showing = Showing(prefix=f"record{at}d", most_days=MOST_DAYS_ALONE, is_page=True)
        yield from drawn(of, record, taken.rules, showing)


def _which(of: Composing, count: int) -> str:
    """Which records are drawn, and how much of each."""
    if of.sheets:
        return of.say(
            "Drawn are the records to pull, and those in which somebody died; of each the day that tells "
            "most. The report as a page (.html) draws every record in which something was not kept that a "
            "list names."
        )
    return of.words.count(
        "Drawn is the record to pull, or in which somebody died or something was not kept that a list names: "
        "up to {days} days of it.",
        "Drawn are {n} records: those to pull, those in which somebody died and the first of each list, of "
        "each up to {days} days; and every other in which something was not kept that a list names, of each "
        "the day that tells most.",
        count,
        days=of.words.number(MOST_DAYS),
    )


def _showing(of: Composing, taken: Taken, record: Record, prefix: str) -> Showing:
    """How much of a record is drawn: more of one that is to be pulled, of a death, or first in a list."""
    own = [one for each in taken.occasions.values() for one in each if one.record_id == record.record_id]
    heads = [
        rule
        for rule, each in taken.occasions.items()
        if each[0].known and each[0].record_id == record.record_id
    ]
    named = {one.record_id for one in of.figures.pulled} | {one.record_id for one in of.figures.deaths}
    in_full = heads or record.record_id in named
    most = MOST_DAYS if in_full and not of.sheets else MOST_DAYS_BRIEFLY
    return Showing(prefix=prefix, most_days=most, first=own, heads=heads)
