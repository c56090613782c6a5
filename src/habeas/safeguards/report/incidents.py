"""Deaths, escapes, self-harm, force, injuries, complaints: what somebody has to look at in any case."""

from collections.abc import Iterator, Mapping

from habeas import papers
from habeas.language import N_
from habeas.papers.paper import Runs
from habeas.safeguards.figures import Death, Share
from habeas.safeguards.figures.incidents import DEATH
from habeas.safeguards.report.composing import Composing
from habeas.safeguards.report.saying import percents, plain

TITLE = N_("What happened that somebody has to look at")
NO_FINDINGS = N_(
    "These entries are no findings of the audit: the register says that something was entered, and no "
    "safeguard judges how it came to that. Some judge what is to follow, as an examination after force. Each "
    "asks for somebody who looks into it. Where there is none, either none happened, or none was entered."
)
NAMES: Mapping[str, str] = {
    DEATH: N_("deaths"),
    "escaped": N_("escapes"),
    "self_harm": N_("self-harm"),
    "force_used": N_("use of force"),
    "restraint_applied": N_("restraint"),
    "injury_recorded": N_("injuries"),
    "complaint_made": N_("complaints"),
}
DEATHS = N_("The records in which a death is entered, the latest first:")


def to_look_at(of: Composing) -> Iterator[papers.Block]:
    """How often each was entered, and in confidence the records in which somebody died."""
    figures = of.figures
    if not figures.incidents:
        return
    yield of.heading(1, of.say(TITLE), "incidents")
    yield of.para(of.say(NO_FINDINGS))
    yield papers.Table(
        caption=of.say("Entered, and in how many records"),
        header=(of.say("What"), of.say("Entries"), of.say("Records"), of.say("Share of all records")),
        rows=tuple(tuple(map(plain, row)) for row in in_numbers(of)),
        widths=(5, 2.2, 2.2, 2.2),
        figures=(1, 2, 3),
    )
    if of.taken is not None and figures.deaths:
        yield of.para(of.say(DEATHS))
        yield papers.Bullets(items=tuple(_named(of, one) for one in figures.deaths))


def in_numbers(of: Composing) -> Iterator[tuple[str, str, str, str]]:
    """Of each kind its name, its entries, in how many records, and the share where they are not few."""
    enough = [one for one in of.figures.incidents if (one.records or 0) >= of.figures.fewest]
    shares = [Share(count=one.records or 0, of=of.figures.records) for one in enough]
    rates = dict(zip((one.kind for one in enough), percents(shares, of.words), strict=True))
    for one in of.figures.incidents:
        name = of.say(NAMES[one.kind])
        if one.entries is None or one.records is None:
            few = of.say("fewer than {n}", n=of.figures.fewest)
            yield name, few, few, ""
            continue
        counts = of.words.number(one.entries), of.words.number(one.records)
        yield name, *counts, rates.get(one.kind, "")


def where_and_when(of: Composing, one: Death) -> str:
    """Where the record of a death began, and when that is entered to have happened."""
    at = of.say("time not known") if one.at is None else f"{of.moment(one.at, 'UTC')} UTC"
    return of.words.listed((of.called(one.station or ""), at), apart=True)


def _named(of: Composing, one: Death) -> Runs:
    return (*of.record(one.record_id), papers.Text(text=f" ({where_and_when(of, one)})"))
