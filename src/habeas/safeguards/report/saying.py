"""The words of the report (safeguards.md 1, words for people): one place for what verdicts are called."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from habeas.language import N_, Words
from habeas.papers import Text
from habeas.papers.paper import Runs
from habeas.safeguards import Reason
from habeas.safeguards.figures import Each, Figures, Limited, Line, Measures, RuleFigures, Share, Standing
from habeas.safeguards.site import example_site

SOURCE_NAMES: Mapping[str, str] = {
    "desk": N_("the desk of the place"),
    "paper": N_("paper"),
    "system": N_("the register itself"),
    "device": N_("a device"),
    "lawyer": N_("a lawyer"),
    "doctor": N_("a doctor"),
    "person": N_("the person held"),
    "": N_("nobody said from where"),
}
ATTRIBUTE_NAMES: Mapping[str, str] = {
    "juvenile": N_("whether the person is under 18"),
    "foreign_national": N_("whether the person is a foreign national"),
    "vulnerable": N_("whether the person is vulnerable"),
    "needs_interpreter": N_("whether the person needs an interpreter"),
    "basis": N_("on what basis the person is held"),
    "establishment_type": N_("what kind of place it is"),
}
REASON_NAMES: Mapping[str, str] = {
    "waived": N_("the person waived it"),
    "ended_before": N_("custody ended before the time was over"),
    "guard": N_("it does not concern this person or this occasion"),
    "none": N_("there was no such occasion"),
}
_PER_CENT = 0.001
"""Below it a share in per cent says only that it is small."""
_NOT_ASKED, _NOT_CALLED_FOR = N_("nobody asked for it"), N_("nothing that calls for it is recorded")
"""Why there is no occasion: of what a person asks for, and of what follows from something else."""
STANDING_NAMES: Mapping[Standing, str] = {
    Standing.BINDING: N_("law that binds"),
    Standing.SOFT: N_("a standard that does not bind"),
    Standing.SITE: N_("a number of the site's own: the source gives none"),
}
KINDS: Mapping[Standing, str] = {
    Standing.BINDING: N_("binding law"),
    Standing.SOFT: N_("standard"),
    Standing.SITE: N_("site's number"),
}
"""The same in a word or two, for a column."""
MISSED: Mapping[Standing, str] = {
    Standing.BINDING: N_("not kept"),
    Standing.SOFT: N_("below the standard"),
    Standing.SITE: N_("over the limit of the site"),
}
"""What a breach is called where the name of the site stands elsewhere; see :func:`missed`."""
REASONS = ("waived", "ended_before", "guard", "no_request", "none")
"""Why a rule does not apply, in the order in which that is told."""
KEPT, NOT_RECORDED, PENDING = N_("shown to be kept"), N_("not recorded"), N_("not yet due")
OPEN = N_("record still open")
"""What is not yet there of a rule that is due at no time."""
WITHHELD = N_("withheld")
HALF, NINE_TENTHS = N_("Half within"), N_("Nine tenths within")
"""Over how long it took at a place or in a month."""
HOW_LONG = N_("How long it took")
MEASURED = N_(
    "How long it took is told of a place or a month where at least {fewest} were measured, and nowhere of "
    "nine tenths of fewer than ten, for that would be the longest. Measured is what was shown to be kept and "
    "what was done too late."
)


def pending(measures: Measures) -> str:
    """What is called that is still to come."""
    return OPEN if measures.undated else PENDING


def reason_name(reason: str, measures: Measures) -> str:
    """Why a rule does not apply; without an occasion nobody asked only where the rule is about a request."""
    if reason != Reason.NO_REQUEST:
        return REASON_NAMES[reason]
    return _NOT_ASKED if measures.on_request else _NOT_CALLED_FOR


def missed(standing: Standing, measures: Measures, figures: Figures) -> str:
    """What a breach of a rule is called where the name of the site stands elsewhere."""
    if standing is not Standing.SITE:
        return MISSED[standing]
    if by_example(figures):
        shorter, over = N_("shorter than a limit that is an example"), N_("over a limit that is an example")
        return shorter if measures.least else over
    return N_("shorter than the limit of the site") if measures.least else MISSED[standing]


def by_example(figures: Figures) -> bool:
    """Whether no limit has been set where the sources give none, and an example stands in."""
    return figures.site == example_site().name


def not_kept(standing: Standing, rule: RuleFigures | None, figures: Figures, words: Words) -> str:
    """What a breach is called: law, standard and a site's own number are never called the same."""
    if standing is not Standing.SITE:
        return words.say(MISSED[standing])
    least = rule is not None and rule.measures.least
    if by_example(figures):
        own = {one for one in rule.limits if one.by == figures.site} if rule else set[Limited]()
        lengths = {one.seconds for one in own if one.seconds and one.count is None and one.window_s is None}
        if len(own) != 1 or not lengths:
            return words.say("over a limit that is an example")
        length = lasting(lengths.pop(), words)
        if least:
            return words.say("shorter than {limit}, an example", limit=length)
        return words.say("over {limit}, an example", limit=length)
    if least:
        return words.say("shorter than the limit set by {site}", site=words.say(figures.site))
    return words.say("over the limit set by {site}", site=words.say(figures.site))


def share(one: Share, words: Words) -> str:
    """A part with its whole."""
    return words.say("{count} of {of}", count=words.number(one.count), of=words.number(one.of))


def counted(number: int, each: Each, words: Words) -> str:
    """A number of occasions of a rule, and what they are."""
    return {
        Each.RECORD: words.count("{n} record", "{n} records", number),
        Each.CUSTODY: words.count("{n} custody", "{n} custodies", number),
        Each.REQUEST: words.count("{n} request", "{n} requests", number),
        Each.INTERVIEW: words.count("{n} interview", "{n} interviews", number),
        Each.CELL: words.count("{n} stay in a cell", "{n} stays in a cell", number),
        Each.PERIOD: words.count("{n} full day", "{n} full days", number),
        Each.DUE: words.count("{n} due time", "{n} due times", number),
        Each.ENTRY: words.count("{n} entry", "{n} entries", number),
        Each.OCCASION: words.count("{n} occasion", "{n} occasions", number),
    }[each]


def share_of(one: Share, each: Each, words: Words) -> str:
    """A part of the occasions of a rule, and what they are: one phrase, for “of” changes the noun."""
    own = {"count": words.number(one.count)}
    return {
        Each.RECORD: words.count("{count} of {n} record", "{count} of {n} records", one.of, **own),
        Each.CUSTODY: words.count("{count} of {n} custody", "{count} of {n} custodies", one.of, **own),
        Each.REQUEST: words.count("{count} of {n} request", "{count} of {n} requests", one.of, **own),
        Each.INTERVIEW: words.count("{count} of {n} interview", "{count} of {n} interviews", one.of, **own),
        Each.CELL: words.count(
            "{count} of {n} stay in a cell", "{count} of {n} stays in a cell", one.of, **own
        ),
        Each.PERIOD: words.count("{count} of {n} full day", "{count} of {n} full days", one.of, **own),
        Each.DUE: words.count("{count} of {n} due time", "{count} of {n} due times", one.of, **own),
        Each.ENTRY: words.count("{count} of {n} entry", "{count} of {n} entries", one.of, **own),
        Each.OCCASION: words.count("{count} of {n} occasion", "{count} of {n} occasions", one.of, **own),
    }[each]


def percent(count: int, of: int, words: Words) -> str:
    """A share in per cent, a very small one in ten thousandths; a dash where there is nothing to share."""
    if not of:
        return "–"
    return words.percent(count, of) if not 0 < count / of < _PER_CENT else words.per_ten_thousand(count, of)


def percents(shares: Sequence[Share], words: Words) -> list[str]:
    """Shares that stand beside each other, in one unit: all in ten thousandths where one is very small."""
    if any(0 < one.count / one.of < _PER_CENT for one in shares if one.of):
        return [words.per_ten_thousand(one.count, one.of) if one.of else "–" for one in shares]
    return [percent(one.count, one.of, words) for one in shares]


def lasting(seconds: float, words: Words) -> str:
    """A length of time."""
    return words.length(timedelta(seconds=seconds))


def lengths(line: Line, words: Words) -> tuple[str | None, str | None]:
    """Within how long half was done at a place or in a month, and nine tenths; ``None`` where withheld."""
    if line.measured == 0:
        return "", ""
    median, p90 = (None if each is None else lasting(each, words) for each in (line.median_s, line.p90_s))
    return median, p90


def took(one: RuleFigures, words: Words) -> str:
    """Within how long it was done, and of how many of its occasions that is known; empty where not told."""
    if one.median_s is None:
        return ""
    told = {
        "median": lasting(one.median_s, words),
        "measured": share_of(Share(count=one.measured, of=one.counts.of), one.measures.each, words),
    }
    if one.p90_s is None:
        return words.say("half within {median}, of those whose time is known: {measured}", **told)
    return words.say(
        "half within {median}, nine tenths within {p90}, of those whose time is known: {measured}",
        p90=lasting(one.p90_s, words),
        **told,
    )


def limited(one: Limited, figures: Figures, words: Words) -> str:
    """A limit and who set it."""
    amount = "" if one.count is None else words.number(one.count)
    if one.seconds is not None:
        amount = lasting(one.seconds, words)
    if one.window_s is not None:
        amount = words.say("{amount} in {window}", amount=amount, window=lasting(one.window_s, words))
    if one.by == figures.site and by_example(figures):
        return words.say("{amount}, an example: no limit has been set here", amount=amount)
    if one.by == figures.site:
        return words.say("{amount}, set by {site}", amount=amount, site=words.say(one.by))
    return amount


def plain(text: str) -> Runs:
    """Text as a cell has it."""
    return (Text(text=text or "–"),)
