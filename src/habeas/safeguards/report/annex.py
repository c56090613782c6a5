"""The annexes: the gravest occasions of each safeguard, and records drawn day by day with what was found."""

from collections.abc import Iterator

from habeas import papers
from habeas.papers.paper import Runs
from habeas.safeguards.figures import RuleFigures
from habeas.safeguards.record_days import LEGEND
from habeas.safeguards.report.composing import Composing, anchor_of
from habeas.safeguards.report.measuring import allowed, measured
from habeas.safeguards.report.one_record import Showing, drawn, noted, title_of
from habeas.safeguards.report.records import Found
from habeas.safeguards.report.safeguards import families
from habeas.safeguards.report.saying import plain

MOST_DAYS, MOST_DAYS_ON_SHEETS = 3, 1
"""So many days of a record are drawn, those first in which the gravest was found."""


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
    which = of.say(
        "Drawn are {n} of the {of} records that this report names for what was found in them: those to pull, "
        "those in which somebody died, and the first of each list; of each up to {days} days.",
        **given,
        days=of.words.number(MOST_DAYS),
    )
    if of.sheets:
        which = of.say(
            "Drawn are {n} of the {of} records that this report names for what was found in them: those to "
            "pull, and those in which somebody died; of each the day that tells most. The report as a page "
            "(.html) draws more.",
            **given,
        )
    yield of.para(which)
    for at, record in enumerate(of.taken.records, 1):
        first = [own[0] for own in of.taken.occasions.values() if own[0].known]
        showing = Showing(
            prefix=f"record{at}d",
            most_days=MOST_DAYS_ON_SHEETS if of.sheets else MOST_DAYS,
            first=[one for one in first if one.record_id == record.record_id],
        )
        yield of.heading(2, title_of(of, record), f"record-{at}", listed=False)
        yield from drawn(of, record, of.taken.rules, showing)
