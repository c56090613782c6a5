"""Half a page for who reads no further: what matters most, each sentence with where it is shown.

It holds no figure of its own. Each stands below in the report, withheld counts stay withheld, and a breach is
called what it is called there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from habeas import papers
from habeas.language import N_
from habeas.papers.paper import Run, Runs
from habeas.safeguards.audit import ended_at
from habeas.safeguards.figures import Line, RuleFigures, Share, Standing
from habeas.safeguards.figures.incidents import DEATH
from habeas.safeguards.report.cannot import NO_CUSTODY, least_recorded
from habeas.safeguards.report.cannot import TITLE as CANNOT
from habeas.safeguards.report.composing import Composing, anchor_of
from habeas.safeguards.report.incidents import NAMES
from habeas.safeguards.report.incidents import TITLE as INCIDENTS
from habeas.safeguards.report.places import Outstanding, asked, compared
from habeas.safeguards.report.pulling import title_of as pull_title
from habeas.safeguards.report.saying import by_example, percent, share, share_of

TITLE = N_("What matters most")
MOST, MOST_PLACES = 3, 2
"""So many safeguards of binding law, and so many places, are named in one sentence; of the rest one."""
GRAVEST = frozenset({DEATH, "self_harm", "force_used", "complaint_made"})
"""What is told here of what happened; the rest stands in the table."""


def half_page(of: Composing) -> Iterator[papers.Block]:
    """The half page, before everything else."""
    yield of.heading(1, of.say(TITLE), "matters")
    yield papers.Bullets(items=tuple(points(of, pulls=of.taken is not None)))


def points(of: Composing, *, pulls: bool) -> Iterator[Runs]:
    """Few points of a line or three each; ``pulls``: the records to pull are named where this leads."""
    yield from _silent(of)
    yield _not_shown(of)
    if of.figures.in_no_record.of:
        yield _of_law(of)
        yield from _of_no_law(of)
    if of.figures.incidents:
        yield _said(_entered(of), _to(of.say(INCIDENTS), "incidents"))
    yield from _places(of)
    yield from _first(of, pulls=pulls)


def _silent(of: Composing) -> Iterator[Runs]:
    """That a register ended long before the audit."""
    last = ended_at(of.figures.cannot_show.last_written, of.figures.as_of)
    if last is not None:
        said = of.say(
            "Nothing is written after {last} UTC: what was open then is judged on silence until {as_of} UTC.",
            last=of.moment(last, "UTC"),
            as_of=of.moment(of.figures.as_of, "UTC"),
        )
        yield _said(said, _to(of.say(CANNOT), "cannot-show"))


def _not_shown(of: Composing) -> Runs:
    """What no record shows, what that of the stay before does, and in how many none but the police wrote."""
    unknown, before = of.figures.in_no_record, of.figures.in_record_before
    alone = of.figures.cannot_show.police_and_devices
    told = [of.say(NO_CUSTODY)]
    if unknown.of and before.count:
        told = [
            of.say(
                "On {said} occasions ({share}) the register does not show whether a safeguard was kept; on "
                "{before} more ({part}) only the record of the stay before does.",
                before=of.words.number(before.count),
                part=percent(before.count, before.of, of.words),
                **_shared(of, unknown),
            )
        ]
    elif unknown.of:
        told = [
            of.say(
                "On {said} occasions ({share}) the register does not show whether a safeguard was kept.",
                **_shared(of, unknown),
            )
        ]
    single = of.figures.cannot_show.of_one_record
    if single is not None:
        told.append(
            of.say(
                "Most of what is not shown to be kept, {said} occasions ({share}), is of a single record: "
                "see first whether its times are right.",
                **_shared(of, single),
            )
        )
    if alone is not None and alone.count:
        text = N_("In {said} records ({share}) nobody wrote but the police and their devices.")
        if of.figures.people:
            text = N_(
                "In {said} records of people held ({share}) nobody wrote but the police and their devices."
            )
        told.append(of.say(text, **_shared(of, alone)))
    elif alone is not None and not alone.of and of.figures.cannot_show.sources.get(""):
        told.append(
            of.say(
                "It does not show either whether anybody but the police wrote: no record says of each of its "
                "entries from where it came."
            )
        )
    return _said(" ".join(told), _to(of.say(CANNOT), "cannot-show"))


def _said(text: str, *runs: Run) -> Runs:
    return (papers.Text(text=f"{text} "), *runs)


def _to(text: str, anchor: str) -> papers.Text:
    return papers.Text(text=text, to=anchor, paged=True)


def _shared(of: Composing, one: Share) -> dict[str, str]:
    return {"said": share(one, of.words), "share": percent(one.count, one.of, of.words)}


def _counted(of: Composing, rule: RuleFigures, one: Share) -> dict[str, str]:
    return _shared(of, one) | {"said": share_of(one, rule.measures.each, of.words)}


@dataclass(frozen=True, slots=True)
class _Missed:
    """How often a safeguard was missed by sources that stand alike, of their occasions."""

    rule: RuleFigures
    standing: Standing
    share: Share

    @property
    def undisputed(self) -> int:
        """How often that stands against no other entry."""
        return self.share.count - self.rule.disputed_of(self.standing)


def _most_missed(of: Composing, standing: Standing, most: int) -> list[_Missed]:
    """Those most often missed: one of each family, since one fact is often found by several of it."""
    found = [
        _Missed(rule, standing, Share(count=breached, of=whole))
        for rule in asked(of.figures)
        for breached, whole in [rule.missed(standing)]
        if breached
    ]
    found.sort(key=lambda one: (-one.undisputed, one.rule.rule))
    first = dict[str, _Missed]()
    for one in found:
        first.setdefault(one.rule.rule.partition(".")[0], one)
    return list(first.values())[:most]


def _in_all(of: Composing, standing: Standing) -> dict[str, str]:
    """How often safeguards that stand so were missed, of all occasions."""
    every = asked(of.figures)
    count, whole = sum(one.missed(standing)[0] for one in every), sum(one.counts.of for one in every)
    return _shared(of, Share(count=count, of=whole))


def _of_law(of: Composing) -> Runs:
    unknown = of.figures.cannot_show.jurisdiction_unknown
    found = _most_missed(of, Standing.BINDING, MOST)
    if found:
        text = of.say(
            "Law that binds was not kept on {said} occasions ({share}). Most often, one of each subject:",
            **_in_all(of, Standing.BINDING),
        )
        return _listed(of, text, [_safeguard(of, one) for one in found])
    if any(rule.missed(Standing.BINDING)[1] for rule in asked(of.figures)):
        said = of.say("No entry shows that law that binds was not kept; what is not recorded stays open.")
    elif unknown.of and unknown.count == unknown.of:
        said = of.say(
            "No record says under which jurisdiction it falls, so that no law that binds could be asked: "
            "what was missed is below a standard, or is measured by a number of the site's own."
        )
    else:
        said = of.say(
            "No safeguard that applies here rests on law that binds: what was missed is below a standard, or "
            "is measured by a number of the site's own."
        )
    return _said(said, _to(of.say("The safeguards at a glance"), "safeguards"))


def _of_no_law(of: Composing) -> Iterator[Runs]:
    """What was below a standard, and over the site's own number; of an example the half page says none."""
    soft, site = (_most_missed(of, each, 1) for each in (Standing.SOFT, Standing.SITE))
    example = by_example(of.figures)
    left_out = of.say("What is over a limit that is an example is left out here.")
    if soft:
        text = of.say(
            "What was done was below a standard on {said} occasions ({share}), most often:",
            **_in_all(of, Standing.SOFT),
        )
        runs = _listed(of, text, [_safeguard(of, one) for one in soft])
        yield (*runs, papers.Text(text=f" {left_out}")) if example else runs
    elif example:
        yield _said(left_out, _to(of.say("The safeguards at a glance"), "safeguards"))
    if site and not example:
        text = of.say(
            "A number of the site's own was missed on {said} occasions ({share}), most often:",
            **_in_all(of, Standing.SITE),
        )
        yield _listed(of, text, [_safeguard(of, one) for one in site])


def _listed(of: Composing, text: str, found: Sequence[Runs]) -> Runs:
    """A sentence with what it lists, and its full stop."""
    runs: list[Run] = [papers.Text(text=f"{text} ")]
    for one in found:
        end = of.say(".") if one is found[-1] else of.say("; ")
        runs += [*one, papers.Text(text=end)]
    return tuple(runs)


def _safeguard(of: Composing, one: _Missed) -> Runs:
    said = of.say(" ({said}, {share})", **_counted(of, one.rule, one.share))
    said += _disputed(of, one.rule.disputed_of(one.standing))
    return (_to(of.say(one.rule.title), anchor_of(one.rule.rule)), papers.Text(text=said))


def _disputed(of: Composing, count: int) -> str:
    """What stands beside a figure of which another entry says otherwise."""
    if not count:
        return ""
    return of.words.count(
        ", though on {n} of these another entry shows the contrary",
        ", though on {n} of these another entry shows the contrary",
        count,
    )


def _entered(of: Composing) -> str:
    """The gravest of what happened: a death first, and where there is none, that there is none."""
    told = []
    for one in of.figures.incidents:
        if one.kind not in GRAVEST:
            continue
        kind = of.say(NAMES[one.kind])
        if one.records is None:
            told.append(of.say("{kind} (fewer than {n} records)", kind=kind, n=of.figures.fewest))
        elif one.records:
            told.append(of.words.count("{kind} ({n} record)", "{kind} ({n} records)", one.records, kind=kind))
        elif one.kind == DEATH:
            told.append(of.say("no death"))
    return of.say(
        "The register has: {what}. These are entries and no findings.", what=of.say(", ").join(told)
    )


def _places(of: Composing) -> Iterator[Runs]:
    """The places of which more was missed than chance explains, each by what stands out most.

    All of which counts are shown are held against chance, and those named that have a line below.
    """
    found = compared(of.figures)
    if found.places < 2:
        return
    if not found.beyond:
        said = of.say("In no place was more missed than chance explains.")
        yield _said(said, _to(of.say("Each safeguard"), "each"))
        return
    shown = found.shown
    by_place = dict[str, Outstanding]()
    for one in found.beyond:
        if one in shown[one.rule.rule]:
            by_place.setdefault(one.line.name or "", one)
    if not by_place:
        return
    places = [_place(of, name, own.rule, own.line) for name, own in list(by_place.items())[:MOST_PLACES]]
    if len(by_place) > MOST_PLACES:
        more = of.words.count(
            "and {n} more, named below: ", "and {n} more, named below: ", len(by_place) - MOST_PLACES
        )
        places.append((papers.Text(text=more), _to(of.say("Each safeguard"), "each")))
    yield _listed(of, of.say("Places that stand out by more than chance explains:"), places)


def _place(of: Composing, name: str, one: RuleFigures, line: Line) -> Runs:
    said = of.say(
        " ({here}; everywhere {all}{disputed})",
        here=share_of(Share(count=line.breached or 0, of=line.of or 0), one.measures.each, of.words),
        all=share(Share(count=one.counts.breached, of=one.counts.of), of.words),
        disputed=_disputed(of, one.disputed),  # of all of them: it is not counted by place
    )
    return (
        papers.Text(text=of.say("{place}: ", place=of.place(name))),
        _to(of.say(one.title), anchor_of(one.rule)),
        papers.Text(text=said),
    )


def _first(of: Composing, *, pulls: bool) -> Iterator[Runs]:
    """What to do first: the records to open, and what the authority is to show."""
    runs: list[Run] = []
    if pulls and of.figures.pulled:
        said = of.say("First of all, open the records in which most was not kept:")
        runs += [*_said(said, _to(pull_title(of), "pull")), papers.Text(text=of.say(". "))]
    for one in least_recorded(of.figures)[:1]:
        asked = of.say("Ask the authority to show what its register does not, above all of:")
        counts = Share(count=one.in_no_record, of=one.counts.of)
        said = of.say(" (not recorded: {said}, {share}).", **_counted(of, one, counts))
        runs += [*_said(asked, _to(of.say(one.title), anchor_of(one.rule))), papers.Text(text=said)]
    if runs:
        yield tuple(runs)
