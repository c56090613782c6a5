"""The worst gaps in the register, and the ten records to pull today with the reason of each."""

from collections.abc import Iterator, Sequence

from habeas import papers
from habeas.language import N_
from habeas.papers.paper import Runs
from habeas.safeguards.figures import Ground, Pulled, Silence
from habeas.safeguards.report.composing import Composing
from habeas.safeguards.report.saying import by_example, lasting, not_kept, plain

_POINTS = N_(
    "These have most points. A safeguard of binding law that was not kept counts 6, a standard 4, a "
    "limit of the site's own 3: once in each record, and twice where the person is under 18 or "
    "vulnerable. What is not recorded counts nothing, and no more does a finding of which two "
    "entries disagree. The order says what to open first, and judges nobody."
)
_BY_EXAMPLE = N_(
    "These have most points. A safeguard of binding law that was not kept counts 6, a standard 4, what is "
    "over a limit that is an example 3: once in each record, and twice where the person is under 18 or "
    "vulnerable. What is not recorded counts nothing, and no more does a finding of which two "
    "entries disagree. The order says what to open first, and judges nobody."
)
MOST_GROUNDS = 4
"""So many reasons are told of one record; its page has all."""


def gaps(of: Composing) -> Iterator[papers.Block]:
    """Where the register is silent: stations, and stays."""
    figures = of.figures
    if not (figures.silences or (of.taken and figures.gaps)):
        return
    yield of.heading(1, of.say("The worst gaps in the register"), "gaps")
    yield of.para(
        of.say("A silence proves nothing by itself. It says where to ask first, and which shifts to ask.")
    )
    if figures.silences:
        yield papers.Table(
            caption=of.say("The longest time without an entry about anybody held"),
            header=(
                *(of.say("Place"), of.say("From (UTC)"), of.say("Until (UTC)"), of.say("How long")),
                of.say("Held meanwhile"),
            ),
            rows=tuple(
                (
                    plain(of.called(one.station)),
                    plain(of.moment(one.since, "UTC")),
                    plain(of.moment(one.until, "UTC")),
                    plain(lasting(one.hours * 3600, of.words)),
                    plain(_held(of, one)),
                )
                for one in figures.silences
            ),
            widths=(2.4, 3.2, 3.2, 1.6, 1.2),
            figures=(3, 4),
        )
        yield of.para(
            of.say(
                "Only times are listed through all of which somebody was held. What was written on paper "
                "counts for the hour of which it tells. What a place writes in its own book, as of a "
                "handover or an outage, is not counted here."
            )
        )
    if of.taken is not None and figures.gaps:
        yield papers.Table(
            caption=of.say("The longest time of which nothing is written of somebody held"),
            header=(of.say("Record"), of.say("From (UTC)"), of.say("Until (UTC)"), of.say("How long")),
            rows=tuple(
                (
                    of.record(one.record_id),
                    plain(of.moment(one.since, "UTC")),
                    plain(of.moment(one.until, "UTC")),
                    plain(lasting(one.seconds, of.words)),
                )
                for one in figures.gaps
            ),
            widths=(3, 3.4, 3.4, 1.8),
            figures=(3,),
        )
    yield of.para(of.say("Times of this section are in UTC; those of a place are told to the hour."))


def _held(of: Composing, one: Silence) -> str:
    """How many were held at a place meanwhile; a small number of one place is withheld."""
    if one.held is None or one.held < of.figures.fewest:
        return of.say("fewer than {n}", n=of.figures.fewest)
    return of.words.number(one.held)


def to_pull(of: Composing) -> Iterator[papers.Block]:
    """The records to pull today."""
    if of.taken is None or not of.figures.pulled:
        return
    yield of.heading(1, title_of(of), "pull")
    yield of.para(of.say(_BY_EXAMPLE if by_example(of.figures) else _POINTS))
    yield of.para(
        of.say(
            "Safeguards that rest on one fact, as on one late entry or on one interview without a lawyer, "
            "count once together, by the gravest of them."
        )
    )
    yield of.para(
        of.say("Among equals, who may still be held comes first, and then who was taken into custody last.")
    )
    if of_equals := chosen(of):
        yield of.para(of_equals)
    yield papers.Table(
        caption=of.say("What to open first, and why"),
        header=(of.say("No."), of.say("Record"), of.say("Why"), of.say("Points")),
        rows=tuple(_row(of, at, one) for at, one in enumerate(of.figures.pulled, 1)),
        widths=(0.7, 2.9, 6.9, 1.1),
        figures=(3,),
    )


def chosen(of: Composing) -> str:
    """Where not all of as many points are listed, how many of how many are; else nothing."""
    last = of.figures.pulled[-1]
    listed = sum(one.points == last.points for one in of.figures.pulled)
    if listed >= last.equals:
        return ""
    return of.words.count(
        "Of the {equals} records that have {points} points, {n} is listed here.",
        "Of the {equals} records that have {points} points, {n} are listed here.",
        listed,
        equals=of.words.number(last.equals),
        points=of.words.number(last.points),
    )


def title_of(of: Composing) -> str:
    """What the records to pull are called together."""
    count = len(of.figures.pulled)
    return of.words.count("The record to pull today", "The {n} records to pull today", count)


def _row(of: Composing, at: int, one: Pulled) -> tuple[Runs, ...]:
    return (
        plain(str(at)),
        of.record(one.record_id),
        plain(why(of, one)),
        plain(of.words.number(one.points)),
    )


def why(of: Composing, one: Pulled) -> str:
    """The reason in words: where and when, who, then what was not kept, then what is not recorded."""
    who = [
        of.say(text)
        for text, holds in (
            (N_("the person is under 18"), one.juvenile),
            (N_("the person is vulnerable"), one.vulnerable),
            (N_("the record has no end: the person may still be held"), one.held),
        )
        if holds
    ]
    known = [_ground(of, each) for each in _once(one.grounds)]
    disputed = [each for each in one.grounds if each.disputed]
    unknown = [each for each in one.grounds if each.not_recorded]
    told = [*_where(of, one), *who, *known[:MOST_GROUNDS]]
    if len(known) > MOST_GROUNDS:
        told.append(of.words.count("and {n} more", "and {n} more", len(known) - MOST_GROUNDS))
    if disputed:
        names = of.say(", ").join(of.say("“{name}”", name=of.title(each.rule)) for each in disputed)
        told.append(of.say("two entries disagree on {safeguards}", safeguards=names))
    if unknown:
        told.append(
            of.words.count(
                "whether {n} more safeguard was kept is not recorded",
                "whether {n} more safeguards were kept is not recorded",
                len(unknown),
            )
        )
    return of.words.listed(told, apart=True)


def _where(of: Composing, one: Pulled) -> Iterator[str]:
    """By what a record is found where registers are kept: the place, and the day on which it begins."""
    if one.station is not None:
        yield of.called(one.station)
    if one.since is not None:
        yield of.say("from {day}", day=of.words.date(one.since.date()))


def _once(grounds: Sequence[Ground]) -> Iterator[Ground]:
    """What was not kept, each fact once: by the gravest of the rules that rest on it."""
    told = set[str]()
    for one in grounds:
        if not (one.not_recorded or one.disputed) and told.isdisjoint(one.same_fact):
            told.add(one.rule)
            yield one


def _ground(of: Composing, one: Ground) -> str:
    said = of.say(
        "{safeguard}: {outcome}",
        safeguard=of.title(one.rule),
        outcome=not_kept(one.standing, of.rule(one.rule), of.figures, of.words),
    )
    if one.occasions > 1:
        said += of.say(" ({n} times)", n=one.occasions)
    if one.same_fact:
        others = of.say(", ").join(of.say("“{name}”", name=of.title(each)) for each in one.same_fact)
        said += of.say(" (the same fact as in {others})", others=others)
    return said
