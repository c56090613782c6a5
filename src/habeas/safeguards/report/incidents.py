"""Deaths, escapes, self-harm, force, injuries, complaints: what somebody has to look at in any case."""

from collections.abc import Iterator

from habeas import papers
from habeas.language import N_
from habeas.papers.paper import Runs
from habeas.safeguards.figures import Death, Incidents
from habeas.safeguards.record_days import kind_name
from habeas.safeguards.report.composing import Composing
from habeas.safeguards.report.pulling import record_run
from habeas.safeguards.report.saying import percent, plain

FEWER = N_("fewer than {n}")


def to_look_at(of: Composing) -> Iterator[papers.Block]:
    """How often each was entered, and in confidence the records in which somebody died."""
    figures = of.figures
    if not figures.incidents:
        return
    yield of.heading(1, of.say("What happened that somebody has to look at"), "incidents")
    yield of.para(
        of.say(
            "These entries are no findings of the audit: the register says that something was entered, and "
            "no safeguard judges it. Each asks for somebody who looks into it. Where there is none, either "
            "none happened, or none was entered."
        )
    )
    yield papers.Table(
        caption=of.say("Entered, and in how many records"),
        header=(of.say("What"), of.say("Entries"), of.say("Records"), of.say("Share of all records")),
        rows=tuple(_row(of, one) for one in figures.incidents),
        widths=(5, 2.2, 2.2, 2.2),
        figures=(1, 2, 3),
    )
    if of.taken is not None and figures.deaths:
        yield of.para(of.say("The records in which a death is entered, the latest first:"))
        yield papers.Bullets(items=tuple(_death(of, one) for one in figures.deaths))


def _row(of: Composing, one: Incidents) -> tuple[Runs, ...]:
    name = plain(kind_name(one.kind, of.words))
    if one.entries is None or one.records is None:
        few = plain(of.say(FEWER, n=of.figures.fewest))
        return name, few, few, plain("")
    share = percent(one.records, of.figures.records, of.words) if one.records else ""
    return name, plain(of.words.number(one.entries)), plain(of.words.number(one.records)), plain(share)


def _death(of: Composing, one: Death) -> Runs:
    at = of.say("time not known") if one.at is None else f"{of.moment(one.at, 'UTC')} UTC"
    said = of.say("; ").join(each for each in (one.station, at) if each)
    return (*record_run(of, one.record_id), papers.Text(text=f" ({said})"))
