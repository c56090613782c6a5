"""The signals in words: where a person should look, what that can mean and what not; no verdict."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from habeas import papers
from habeas.language import N_
from habeas.safeguards import thresholds
from habeas.safeguards.figures import Share
from habeas.safeguards.report.composing import Composing
from habeas.safeguards.report.saying import by_example, percents
from habeas.safeguards.signals import By, End, Figure, Measure, Signal, Signalled, shipped

TITLE = N_("To be looked at by a person: no verdict")
LEAD = N_("What follows counts, and judges nobody. No officer is named here.")
BY_CHANCE = N_(
    "A place is named only where its share lies beyond what chance explains for its own number, with regard "
    "to how many places were looked at: by exact binomial limits, as those of a funnel plot (Spiegelhalter "
    "2005), at a rate of false discoveries of 5 % (Benjamini and Hochberg 1995). Entries of one record hang "
    "together, so that few records can still be behind it."
)
_AS_SET = N_("Counted, as the site sets it")
BEGIN_WITH = N_("A record to begin with")
_COUNTED: Mapping[str, str] = {
    thresholds.ROUNDED: N_("round is a multiple of {length}"),
    thresholds.IDENTICAL: N_("in {n} records or more"),
    thresholds.BUNDLED: N_("{n} entries or more"),
    thresholds.WRITTEN_UP: N_("{n} entries or more"),
    thresholds.WRITTEN_UP_SPREAD: N_("apart by {length} or more"),
    thresholds.TWO_PLACES: N_("within {length}"),
    thresholds.AGAIN: N_("within {length}"),
}
"""What the site sets, in words."""
_BEYOND: Mapping[End, str] = {
    End.HIGH: N_("Places above the share of all by more than chance explains"),
    End.LOW: N_("Places below the share of all by more than chance explains"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One signal in words."""

    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    """How much of how much, whose figures to look at first, what it can mean, what else can be behind it."""
    record_id: str | None
    """One to begin with."""
    ref: str
    """The standard behind it; empty where the check is our own."""
    certainty: str
    """What is not sure of that."""


def said_of(of: Composing) -> tuple[list[Said], list[str]]:
    """Each signal of which anything was counted, and what else was looked for; all with how much of it."""
    told = [one for one in of.figures.signals.told if one.whole.of]
    found = [one for one in told if one.whole.count or one.signal.look is End.LOW]
    noughts = [one for one in told if one not in found]
    return (
        [_said(of, one) for one in found],
        [
            of.say("{what} ({share})", what=_title(of, one.signal), share=_part(of, one, one.whole))
            for one in noughts
        ],
    )


def without_threshold(of: Composing) -> list[str]:
    """Those that were not asked, since the site sets a threshold of theirs no number."""
    return [_title(of, shipped()[name]) for name in of.figures.signals.without_threshold]


def to_be_looked_at(of: Composing) -> Iterator[papers.Block]:
    """The signals, each with its denominator."""
    found, noughts = said_of(of)
    if not (found or noughts):
        return
    yield of.heading(1, of.say(TITLE), "signals")
    yield of.para(of.say(LEAD))
    if any(one.places for one in of.figures.signals.told):
        yield of.para(of.say(BY_CHANCE))
    for one in found:
        yield of.heading(2, one.title, f"signal-{one.name.replace('.', '-')}", listed=False)
        yield papers.Terms(entries=tuple(_terms(of, one)))
    if noughts:
        yield of.para(of.say("Looked for, and none found:"))
        yield papers.Bullets(items=tuple(map(papers.said, noughts)))
    without = without_threshold(of)
    if without:
        yield of.para(of.say("Not asked, since the site sets no threshold:"))
        yield papers.Bullets(items=tuple(map(papers.said, without)))


def _terms(of: Composing, one: Said) -> Iterator[papers.Term]:
    for name, text in one.facts:
        yield papers.Term(term=papers.said(name), meaning=papers.said(text))
    if one.record_id is not None:
        yield papers.Term(term=papers.said(of.say(BEGIN_WITH)), meaning=of.record(one.record_id))
    if one.ref:
        yield papers.Term(term=papers.said(of.say("Source")), meaning=of.source(one.ref))


def _said(of: Composing, one: Signalled) -> Said:
    signal = one.signal
    first = one.first(By.STATION)
    whole, *shares = _shares(of, one, (one.whole, *first))
    facts = [(of.say("How much"), whole)]
    if one.numbers:
        set_by = [_threshold(of, name, number) for name, number in one.numbers.items()]
        counted = N_("Counted, as an example sets it") if by_example(of.figures) else _AS_SET
        facts.append((of.say(counted), of.say("; ").join(set_by)))
    if first:
        listed = [
            of.say("{name}: {share}", name=of.place(each.name or ""), share=said)
            for each, said in zip(first, shares, strict=True)
        ]
        if one.beyond > len(first):
            listed.append(
                of.words.count(
                    "and {n} more, which an audit written as .json names",
                    "and {n} more, which an audit written as .json names",
                    one.beyond - len(first),
                )
            )
        facts.append((of.say(_BEYOND[signal.look]), of.say("; ").join(listed)))
    elif one.places:
        none = of.words.count(
            "No place stands out: {n} was looked at", "No place stands out: {n} were looked at", one.places
        )
        facts.append((of.say(_BEYOND[signal.look]), none))
    facts += [(of.say("It can mean"), of.say(signal.may)), (of.say("But"), of.say(signal.may_not))]
    return Said(
        name=signal.name,
        title=_title(of, signal),
        facts=tuple(facts),
        record_id=one.whole.record_id,
        ref=signal.ref,
        certainty=of.certainty(signal.ref) if signal.ref else "",
    )


def _title(of: Composing, signal: Signal) -> str:
    """Of what, and what is counted of it, as one sentence."""
    text = of.say("{of}: {counts}", of=of.say(signal.of), counts=of.say(signal.counts))
    return text[:1].upper() + text[1:]


def _threshold(of: Composing, name: str, number: int) -> str:
    return of.say(_COUNTED[name], n=number, length=of.words.length(timedelta(minutes=number)))


def _shares(of: Composing, one: Signalled, figures: Sequence[Figure]) -> Iterator[str]:
    """Parts with their wholes, and with shares in one unit where these say anything."""
    shares = [Share(count=each.count, of=0 if each.small else each.of) for each in figures]
    for figure, percent in zip(figures, percents(shares, of.words), strict=True):
        said = _part(of, one, figure)
        if _is_withheld(of, one, figure):
            yield said
        elif figure.small:
            yield of.say("{share} (too few for a share)", share=said)
        else:
            yield of.say("{share} ({percent})", share=said, percent=percent)


def _part(of: Composing, one: Signalled, figure: Figure) -> str:
    count, whole = (_amount(of, one, each) for each in (figure.count, figure.of))
    if _is_withheld(of, one, figure):
        count = of.say("fewer than {n}", n=of.figures.fewest)
    return of.say("{count} of {of}", count=count, of=whole)


def _is_withheld(of: Composing, one: Signalled, figure: Figure) -> bool:
    """Whether it is a small count of one place, which may point at a person; of time nothing is counted."""
    counts = figure.by is By.STATION and one.signal.measure is not Measure.SECONDS
    return counts and 0 < figure.count < of.figures.fewest


def _amount(of: Composing, one: Signalled, number: int) -> str:
    if one.signal.measure is Measure.SECONDS:
        return of.words.length(timedelta(seconds=number))
    return of.words.number(number)
