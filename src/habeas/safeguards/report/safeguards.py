"""Each safeguard: what it says, its source and limit, its shares of all occasions, by place and month."""

from collections.abc import Iterator, Mapping, Sequence

from habeas import papers
from habeas.clock import Edtf
from habeas.language import N_
from habeas.papers.paper import Runs
from habeas.pictures.shares import Bar, Fill
from habeas.safeguards.figures import Each, Line, RuleFigures, Share, Standing
from habeas.safeguards.report.cannot import together
from habeas.safeguards.report.composing import Composing, anchor_of, bars, parts, parts_of_line
from habeas.safeguards.report.places import LINES, Outstanding, compared, stations_shown
from habeas.safeguards.report.saying import (
    HALF,
    HOW_LONG,
    KEPT,
    KINDS,
    MEASURED,
    NINE_TENTHS,
    NOT_RECORDED,
    STANDING_NAMES,
    WITHHELD,
    by_example,
    counted,
    lengths,
    limited,
    missed,
    not_kept,
    pending,
    percent,
    plain,
    reason_name,
    share,
    took,
)
from habeas.safeguards.verdict import Reason

FAMILIES: Mapping[str, str] = {
    "record": N_("The beginning"),
    "rights": N_("Told of the rights"),
    "notice": N_("Somebody told of the detention"),
    "foreigner": N_("Foreign nationals"),
    "lawyer": N_("The lawyer"),
    "doctor": N_("The doctor"),
    "interview": N_("Interviews"),
    "interpreter": N_("The interpreter"),
    "juvenile": N_("Children"),
    "vulnerable": N_("Vulnerable persons"),
    "custody": N_("Length and conditions of custody"),
    "judge": N_("The judge"),
    "review": N_("Reviews of the detention"),
    "rest": N_("Rest"),
    "check": N_("Visits to the cell"),
    "meal": N_("Meals"),
    "search": N_("Searches"),
    "video": N_("Video"),
    "register": N_("The register itself"),
}
OTHER = N_("Other safeguards")
_MISSED_BY_BOTH = N_("not kept, or below the standard")
EXAMPLE = N_(
    "Nobody has set limits here for what the sources give no number of. An example stands in for them, and "
    "is called so wherever it is told: what is over an example is over no limit that anybody set."
)


def families(rules: Sequence[RuleFigures]) -> dict[str, list[RuleFigures]]:
    """Rules by what they are about, in the order in which custody goes."""
    found: dict[str, list[RuleFigures]] = {title: [] for title in (*FAMILIES.values(), OTHER)}
    for one in rules:
        found[FAMILIES.get(one.rule.partition(".")[0], OTHER)].append(one)
    return {title: own for title, own in found.items() if own}


def overview(of: Composing) -> Iterator[papers.Block]:
    """All safeguards on a page or two: a picture and a table, of which each line leads to its safeguard."""
    covered = [one for one in of.figures.rules if one.counts.of]
    yield of.heading(1, of.say("The safeguards at a glance"), "safeguards")
    yield of.para(
        of.say(
            "Shares are of all occasions that a safeguard covers, those also of which nothing is recorded. "
            "Where law binds, it was “not kept”. Where a standard does not bind, what was done is “below the "
            "standard”. Where a source gives no number, the limit is the site's own, and it says whose: what "
            "took longer is “over” it, and what was too short is “shorter than” it."
        )
    )
    if by_example(of.figures):
        yield of.para(of.say(EXAMPLE))
    yield from together(of)
    caption = of.say("Each safeguard: shown to be kept, not kept, not recorded, not yet due or still open")
    sheets = list(_sheets(list(_glances(of, covered))))
    for at, some in enumerate(sheets, 1):
        part = of.say("{caption} ({n} of {m})", caption=caption, n=at, m=len(sheets))
        yield bars(of, [some], of.fills(), caption=part if len(sheets) > 1 else caption, prefix=f"glance{at}")
    yield papers.Table(
        caption=of.say("Each safeguard with its shares; each leads to what lies behind it"),
        header=(
            of.say("Safeguard"),
            of.say("Rests on"),
            of.say(KEPT).capitalize(),
            of.say("Not kept, below or over"),
            of.say(NOT_RECORDED).capitalize(),
            of.say("Not yet due, or still open"),
            of.say("Of"),
        ),
        rows=tuple(_glance(of, one) for own in families(covered).values() for one in own),
        widths=(3.7, 2.4, 1.2, 1.4, 1.3, 1.2, 1.9),
        figures=(2, 3, 4, 5, 6),
        dense=True,
    )
    for one in covered:
        if said := _ended_before(of, one):
            yield of.para(of.say("{safeguard}: {what}.", safeguard=of.say(one.title), what=said))


def _glances(of: Composing, covered: Sequence[RuleFigures]) -> Iterator[list[Bar]]:
    """The bars of each family, its name first."""
    for title, own in families(covered).items():
        yield [
            Bar(label=of.say(title)),
            *(
                Bar(
                    label=of.say(one.title),
                    parts=parts(one.counts),
                    said=of.say("of {of}", of=of.words.number(one.counts.of)),
                )
                for one in own
            ),
        ]


def _sheets(found: Sequence[list[Bar]], most: int = 18) -> Iterator[list[Bar]]:
    """Families together, as many as fit on a sheet."""
    some: list[Bar] = []
    for own in found:
        if some and len(some) + len(own) > most:
            yield some
            some = []
        some = [*some, *own]
    yield some


def _glance(of: Composing, one: RuleFigures) -> tuple[Runs, ...]:
    counts = one.counts
    shown = (counts.met, counts.breached, counts.not_recorded, counts.pending)
    return (
        (papers.Text(text=of.say(one.title), to=anchor_of(one.rule)),),
        plain(rests_on(of, one)),
        *(plain(percent(count, counts.of, of.words)) for count in shown),
        plain(counted(counts.of, one.measures.each, of.words)),
    )


def rests_on(of: Composing, one: RuleFigures) -> str:
    """The kinds of what a safeguard rests on, in a word or two each."""
    return of.say(", ").join(of.say(KINDS[each]) for each in one.standings)


def each(of: Composing) -> Iterator[papers.Block]:
    """Each safeguard by itself."""
    yield papers.PageBreak()
    yield of.heading(1, of.say("Each safeguard"), "each")
    yield of.para(
        of.say(
            "Counts of one place or one month that are below {fewest} are withheld, since they may point "
            "at a person, and with them what would give them away.",
            fewest=of.figures.fewest,
        )
    )
    if of.taken is not None:
        yield of.para(
            of.say(
                "So it is in this confidential copy too, for a table is soon copied out of it. Whoever may "
                "open the register finds each occasion in the table beside this report."
            )
        )
    if any(one.measured for one in of.figures.rules):
        yield of.para(of.say(MEASURED, fewest=of.figures.fewest))
    yield of.para(_which_lines(of))
    outstanding = compared(of.figures).shown
    for title, own in families(of.figures.rules).items():
        covered = [one for one in own if one.counts.of]
        if covered:
            yield of.heading(2, of.say(title), f"family-{own[0].rule.partition('.')[0]}")
        for one in covered:
            yield from _safeguard(of, one, outstanding[one.rule])
    without = [one for one in of.figures.rules if not one.counts.of]
    if without:
        yield of.heading(2, of.say("Without an occasion"), "without-occasion")
        yield of.para(of.say("Nothing happened in this register to which these safeguards apply."))
        yield papers.Bullets(items=tuple((papers.Text(text=of.say(one.title)),) for one in without))


def _which_lines(of: Composing) -> str:
    """Which places have a line, and where there is no table."""
    none = of.say("Where no table of places or of months stands, too few occasions lie behind it.")
    if of.sheets:
        none = of.say(
            "Where no table of places or of months stands, too few occasions lie behind it, or the "
            "safeguard was always kept."
        )
    if any(len(one.by_station) > LINES for one in of.figures.rules):
        most = of.say(
            "Of more than {n} places those come first where most is not kept or not recorded, as far as "
            "that is not withheld, then others in their order; the figures beside this report have all. "
            "Places with few occasions stand together.",
            n=LINES,
        )
        return f"{most} {none}"
    return none


def _safeguard(of: Composing, one: RuleFigures, outstanding: Sequence[Outstanding]) -> Iterator[papers.Block]:
    yield of.heading(3, of.say(one.title), anchor_of(one.rule))
    yield papers.Para(runs=(papers.Text(text=of.say(one.says)),))
    yield papers.Terms(entries=tuple(_facts(of, one, outstanding)))
    yield from _broken_down(of, one)


def _facts(of: Composing, one: RuleFigures, outstanding: Sequence[Outstanding]) -> Iterator[papers.Term]:
    def term(
        name: str, *runs: papers.Text | papers.SourceMark | papers.Doubt | papers.VoiceMark
    ) -> papers.Term:
        return papers.Term(term=papers.said(name), meaning=runs)

    for source in one.sources:
        stands = of.say("– {standing}", standing=of.say(STANDING_NAMES[source.standing]))
        yield term(of.say("Source"), *of.source(source.ref), papers.Text(text=f" {stands}"))
    if one.limits:
        amounts = of.say("; ").join(dict.fromkeys(limited(each, of.figures, of.words) for each in one.limits))
        yield term(of.say("Limit applied"), papers.Text(text=amounts))
    yield term(of.say("What the register shows"), *_shown(of, one))
    for name, text in stands_beside(of, one):
        yield term(name, papers.Text(text=text))
    if outstanding:
        yield term(of.say("Beyond what chance explains"), papers.Text(text=_beyond(of, outstanding)))
    lasted = took(one, of.words)
    if lasted:
        yield term(of.say(HOW_LONG), papers.Text(text=lasted))
    if one.not_applicable or one.no_occasion:
        yield term(of.say("Where it does not apply"), papers.Text(text=_not_applicable(of, one)))
    changes = _changes(of, one)
    if changes:
        yield term(of.say("Excused, and changed since"), papers.Text(text=changes))


def _shown(of: Composing, one: RuleFigures) -> Iterator[papers.Text]:
    """The shares in words, with their denominator; what was not kept leads to its occasions."""
    counts, to = one.counts, anchor_of(one.rule, occasions=True)
    listed = of.taken is not None and bool(of.taken.occasions.get(one.rule))

    def said(name: str, count: int, *, leads: bool = False) -> papers.Text:
        share = percent(count, counts.of, of.words)
        text = of.say("{name} {share} ({count})", name=name, share=share, count=of.words.number(count))
        strong = leads and count > 0
        return papers.Text(text=text, strong=strong, to=to if strong and listed else None)

    comma = papers.Text(text=of.say(", "))
    yield said(of.say(KEPT), counts.met)
    yield comma
    yield said(missed_by(of, one), counts.breached, leads=True)
    yield comma
    yield said(of.say(NOT_RECORDED), counts.not_recorded, leads=True)
    if counts.pending:
        yield comma
        yield said(of.say(pending(one.measures)), counts.pending)
    yield papers.Text(text=of.say(" – of {of}", of=counted(counts.of, one.measures.each, of.words)))


def missed_by(of: Composing, one: RuleFigures) -> str:
    """What a breach of a rule is called; where records rest on different sources, in words that fit all."""
    match one.standings:
        case (only,):
            return not_kept(only, one, of.figures, of.words)
        case (Standing.BINDING, Standing.SOFT):
            return of.say(_MISSED_BY_BOTH)
    return of.fills()[Fill.NOT_KEPT]


def stands_beside(of: Composing, one: RuleFigures) -> Iterator[tuple[str, str]]:
    """What is told after the shares: by each kind of source, then what stands beside and changes none."""
    yield from _by_standing(of, one)
    yield from _beside(of, one)


def _by_standing(of: Composing, one: RuleFigures) -> Iterator[tuple[str, str]]:
    """Where a safeguard does not rest on the same everywhere: each kind by itself, of its own occasions."""
    if len(one.standings) < 2 or not one.counts.breached:
        return
    for stands in one.standings:
        count, among = one.missed(stands)
        said = of.say(
            "{name} {share} ({count} of {of})",
            name=not_kept(stands, one, of.figures, of.words),
            share=percent(count, among, of.words),
            count=of.words.number(count),
            of=of.words.number(among),
        )
        yield of.say("Of these ({kind})", kind=of.say(KINDS[stands])), said


def _beside(of: Composing, one: RuleFigures) -> Iterator[tuple[str, str]]:
    """What stands beside the counts and changes none of them."""
    if said := _ended_before(of, one):
        yield of.say("Not among these"), said
    for name, text, part in (
        (
            N_("Two entries disagree"),
            N_(
                "of what was not kept, {said}: the interview itself names none, and by another entry there "
                "was one at that time. What the interview names counts"
            ),
            Share(count=one.disputed, of=one.counts.breached),
        ),
        (
            N_("In another record"),
            N_(
                "of what is not recorded, {said}: people taken over from another place, where it stands in "
                "the record of the stay before. A rule over one stay does not read it"
            ),
            Share(count=one.in_record_before, of=one.counts.not_recorded),
        ),
    ):
        if part.count:
            yield of.say(name), of.say(text, said=share(part, of.words))


def _ended_before(of: Composing, one: RuleFigures) -> str:
    """Where hardly anybody is left to be shown kept, of how many custody ended before the limit."""
    ended = one.not_applicable.get("ended_before", 0)
    if ended <= one.counts.of or one.counts.met * 10 > one.counts.of:
        return ""
    return of.words.count(
        "beside these {of}, custody ended before the limit on {n} occasion: nothing was due any more there, "
        "whether it was done before or not",
        "beside these {of}, custody ended before the limit on {n} occasions: nothing was due any more there, "
        "whether it was done before or not",
        ended,
        of=of.words.number(one.counts.of),
    )


def _beyond(of: Composing, outstanding: Sequence[Outstanding]) -> str:
    """The places that stand out, each with how much was missed there of how much."""
    told = (
        of.say(
            "{place}: {said}",
            place=of.place(one.line.name or ""),
            said=share(Share(count=one.line.breached or 0, of=one.line.of or 0), of.words),
        )
        for one in outstanding
    )
    return of.words.listed(told, apart=True)


def _not_applicable(of: Composing, one: RuleFigures) -> str:
    told = []
    if one.waived.count:
        told.append(
            of.say(
                "the person waived it on {share} occasions ({percent})",
                share=share(one.waived, of.words),
                percent=percent(one.waived.count, one.waived.of, of.words),
            )
        )
    apart = {reason: count for reason, count in one.not_applicable.items() if reason != "waived"}
    told += [
        of.say(
            "{reason}: {counted}",
            reason=of.say(reason_name(reason, one.measures)),
            counted=counted(count, _not_asked_of(reason, each), of.words),
        )
        for counts, each in ((apart, one.measures.each), (one.no_occasion, Each.RECORD))
        for reason, count in counts.items()
    ]
    return of.say("; ").join(told)


def _not_asked_of(reason: str, each: Each) -> Each:
    """What is counted where it does not apply: whom it does not concern may not have been held at all."""
    if reason != Reason.GUARD:
        return each
    return {Each.PERIOD: Each.OCCASION, Each.DUE: Each.OCCASION, Each.CUSTODY: Each.RECORD}.get(each, each)


def _changes(of: Composing, one: RuleFigures) -> str:
    told = [
        (N_("{n} excused by a lawful delay"), one.excused),
        (N_("{n} with an excuse that was written too late to count"), one.excused_too_late),
        (N_("{n} of which a correction or a late entry changed the outcome"), one.changed_since),
    ]
    return of.say("; ").join(of.say(text, n=of.words.number(count)) for text, count in told if count)


def _broken_down(of: Composing, one: RuleFigures) -> Iterator[papers.Block]:
    if of.sheets and one.counts.met == one.counts.of:
        return
    stations = stations_shown(one)
    tables = [
        (of.say("By place of detention"), [(_station(of, line), line) for line in stations]),
        (of.say("By month"), [(_month(of, line), line) for line in one.by_month]),
    ]
    shown = [(title, lines) for title, lines in tables if any(line.of is not None for _, line in lines)]
    by_both = of.say("By place and by month")
    if shown and not of.sheets:
        columns = [[Bar(label=title), *_bars(of, lines)] for title, lines in shown]
        fills = of.fills() | {
            Fill.NOT_KEPT: missed_by(of, one),
            Fill.PENDING: of.say(pending(one.measures)),
        }
        yield bars(of, columns, fills, caption=by_both, prefix=anchor_of(one.rule)[:60])
    rows = [(name, line) for _, lines in shown for name, line in lines]
    if rows:
        lasts = any(line.median_s is not None for _, line in rows)
        yield papers.Table(
            caption=by_both if of.sheets else of.say("The same in numbers"),
            header=(
                of.say("Place or month"),
                of.say(KEPT).capitalize(),
                _missed(of, one),
                of.say(NOT_RECORDED).capitalize(),
                of.say(pending(one.measures)).capitalize(),
                of.say("Of"),
                *((of.say(HALF), of.say(NINE_TENTHS)) if lasts else ()),
            ),
            rows=tuple(_line(of, name, line, lasts=lasts) for name, line in rows),
            widths=(3.2, 1.4, 1.5, 1.5, 1.2, 1.3, 1.8, 1.8) if lasts else (4.4, 1.5, 1.6, 1.6, 1.3, 1.5),
            figures=tuple(range(1, 8 if lasts else 6)),
            dense=True,
        )


def _missed(of: Composing, one: RuleFigures) -> str:
    match one.standings:
        case (only,):
            return of.say(missed(only, one.measures, of.figures)).capitalize()
        case (Standing.BINDING, Standing.SOFT):
            return of.say(_MISSED_BY_BOTH).capitalize()
    return of.say("Not kept, below or over")


def _bars(of: Composing, lines: Sequence[tuple[str, Line]]) -> Iterator[Bar]:
    for name, line in lines:
        if line.of is not None:
            said = of.say("of {of}", of=of.words.number(line.of))
            yield Bar(label=name, parts=parts_of_line(line), said=said)


def _station(of: Composing, line: Line) -> str:
    if line.name is None:
        return of.words.count("{n} place together", "{n} places together", line.together)
    return of.called(line.name) or of.say("no place named")


def _month(of: Composing, line: Line) -> str:
    if line.name is None:
        return of.words.count("{n} month together", "{n} months together", line.together)
    return of.words.date(Edtf.parse(line.name)) if line.name else of.say("month not known")


def _line(of: Composing, name: str, line: Line, *, lasts: bool) -> tuple[Runs, ...]:
    counts = (line.met, line.breached, line.not_recorded, line.pending, line.of)
    told = [None if count is None else of.words.number(count) for count in counts]
    if lasts:
        told += lengths(line, of.words)
    withheld = (papers.Text(text=of.say(WITHHELD), emphasis=True),)
    return (plain(name), *(withheld if each is None else plain(each) for each in told))
