"""The first page: what this register cannot show."""

from collections.abc import Iterator

from habeas import papers
from habeas.language import N_
from habeas.papers.paper import Runs
from habeas.pictures.shares import Bar
from habeas.safeguards.audit import ended_at
from habeas.safeguards.figures import Counts, Each, Figures, People, RuleFigures, Share, Standing
from habeas.safeguards.figures.holes import PEOPLE
from habeas.safeguards.ingest import KEPT_WITHOUT, LEFT_OUT, Fault
from habeas.safeguards.report.composing import Composing, anchor_of, bars, parts
from habeas.safeguards.report.saying import (
    ATTRIBUTE_NAMES,
    KEPT,
    KINDS,
    NOT_RECORDED,
    SOURCE_NAMES,
    by_example,
    counted,
    lasting,
    not_kept,
    percent,
    plain,
    share,
    share_of,
)
from habeas.safeguards.report.wrong import Wrong, wrong

MOST = 10
TITLE = N_("What this register cannot show")
NO_CUSTODY = N_(
    "No safeguard over custody was asked, or none has an occasion: of what was kept this says nothing."
)
Row = tuple[Runs, ...]
NO_SHARE: Runs = ()
"""Of what is no part of anything."""


def first_page(of: Composing) -> Iterator[papers.Block]:
    """What the register cannot show, before any figure that rests on it."""
    yield of.heading(1, of.say(TITLE), "cannot-show")
    yield of.para(
        of.say(
            "This stands before the figures, since none of them can say more than the register does. Where "
            "nothing is written there is no proof that a safeguard was not kept, and no finding that it was: "
            "to show it is for the authority that keeps the register."
        )
    )
    if of.figures.cannot_show.not_recorded.of:
        yield _whole(of)
    else:
        yield of.para(of.say(NO_CUSTODY))
    yield papers.Table(
        caption=of.say("What is missing, and of how much"),
        header=(of.say("What cannot be shown"), of.say("How much"), of.say("Share")),
        rows=tuple(_missing(of)),
        widths=(6.8, 3, 1.8),
        figures=(1, 2),
    )
    if beside := not_counted(of):
        yield of.para(beside)
    yield from _ended(of)
    yield from _sources(of)
    yield from _faults(of)
    yield from _not_missing(of)
    yield from _least_recorded(of)


def not_counted(of: Composing) -> str:
    """What the register holds beside what was counted, in a sentence; nothing where it holds no more."""
    beside = of.figures.cannot_show.not_counted
    if beside is None:
        return ""
    found = []
    if beside.books:
        found.append(
            of.say(
                "{books} with {entries}, which are about the place and about nobody held",
                books=of.words.count("{n} book of a station", "{n} books of stations", beside.books),
                entries=counted(beside.entries_of_books, Each.ENTRY, of.words),
            )
        )
    numbers = ((beside.records_after, Each.RECORD), (beside.entries_after, Each.ENTRY))
    after = of.words.listed(counted(number, each, of.words) for number, each in numbers if number)
    if after:
        found.append(of.say("{what}, since written after the instant of this audit", what=after))
    if not found:
        return ""
    what = of.words.listed(found, apart=True)
    return of.say("The register also holds what is not counted here: {what}.", what=what)


def _ended(of: Composing) -> Iterator[papers.Block]:
    """What an audit makes of the time after the last entry, where that is long."""
    last = ended_at(of.figures.cannot_show.last_written, of.figures.as_of)
    if last is not None:
        yield of.para(
            of.say(
                "What was open at the last entry is judged as if it had gone on until {as_of}: what is told "
                "as kept, not kept or not recorded after {last} is made of silence. An audit as of {last} "
                "leaves it out.",
                as_of=of.moment(of.figures.as_of, "UTC"),
                last=of.moment(last, "UTC"),
            )
        )


def _whole(of: Composing) -> papers.Picture:
    every = [one.counts for one in of.figures.of_custody]
    whole = Counts(
        met=sum(one.met for one in every),
        breached=sum(one.breached for one in every),
        not_recorded=sum(one.not_recorded for one in every),
        pending=sum(one.pending for one in every),
    )
    caption = of.say(
        "All occasions that the safeguards cover: {said} are not recorded ({share})",
        said=share(Share(count=whole.not_recorded, of=whole.of), of.words),
        share=percent(whole.not_recorded, whole.of, of.words),
    )
    before = of.figures.in_record_before
    if before.count:
        caption = of.say(
            "{caption}; of these, {n} stand in the record of the stay before",
            caption=caption,
            n=of.words.number(before.count),
        )
    bar = Bar(label="", parts=parts(whole))
    told = of.words.listed(
        f"{of.fills()[fill]} {of.words.number(count)}" for fill, count in parts(whole) if count
    )
    return bars(of, [[bar]], of.fills(), caption=caption, alt=f"{caption}: {told}", prefix="whole")


def _missing(of: Composing) -> Iterator[Row]:
    for text, one, each in missing(of):
        if one.count:
            said = share_of(one, each, of.words)
            yield plain(text), plain(said), plain(percent(one.count, one.of, of.words))
    cannot = of.figures.cannot_show
    if cannot.outages.count:
        said = of.say("Outages, in which the register could not be reached")
        yield plain(said), plain(_outages(of)), NO_SHARE
    if cannot.rows_left_out:
        said = of.say("Rows of the files that had to be left out")
        yield plain(said), plain(of.words.number(cannot.rows_left_out)), NO_SHARE
    last = ended_at(cannot.last_written, of.figures.as_of)
    if last is not None:
        yield plain(of.say("Nothing is written after")), plain(f"{of.moment(last, 'UTC')} UTC"), NO_SHARE


def _not_missing(of: Composing) -> Iterator[papers.Block]:
    """What was looked for and not found: nought is an answer too."""
    noughts = [(papers.Text(text=text),) for text, one, _each in missing(of) if one.of and not one.count]
    if not of.figures.cannot_show.outages.count:
        noughts.append((papers.Text(text=of.say("Outages that were written down")),))
    if noughts:
        yield of.para(of.say("Looked for, and none found:"))
        yield papers.Bullets(items=tuple(noughts))


def missing(of: Composing) -> Iterator[tuple[str, Share, Each]]:
    """What may be missing, of how much, and what is counted; what is nought too."""
    for told, each in (
        (_missing_on_occasions, Each.OCCASION),
        (_missing_of_beginnings, Each.RECORD),
        (_missing_of_others, Each.RECORD),
        (_missing_of_records, Each.RECORD),
        (_missing_of_entries, Each.ENTRY),
    ):
        yield from ((text, one, each) for text, one in told(of))


def _missing_on_occasions(of: Composing) -> Iterator[tuple[str, Share]]:
    yield (
        of.say("Occasions of which the register does not show whether the safeguard was kept"),
        of.figures.in_no_record,
    )
    yield (
        of.say(
            "Occasions of people taken over from another place, of which this record does not show it: what "
            "is missing stands in the record of the stay before"
        ),
        of.figures.in_record_before,
    )


def _missing_of_beginnings(of: Composing) -> Iterator[tuple[str, Share]]:
    beginning = of.figures.cannot_show.beginning
    yield (
        of.say(
            "People held whose record lacks the time of the apprehension: a later entry stands in, and "
            "delays look shorter"
        ),
        Share(count=beginning.stand_in, of=beginning.held),
    )
    yield (
        of.say(
            "People taken over from another place: the time of the apprehension is to stand in the record "
            "there"
        ),
        Share(count=beginning.elsewhere, of=beginning.held),
    )
    yield (
        of.say("People held of whom nobody knows when custody began"),
        Share(count=beginning.unknown, of=beginning.held),
    )


def _missing_of_others(of: Composing) -> Iterator[tuple[str, Share]]:
    """Records in which nobody else wrote; figures that do not say of whom they are have them of all."""
    cannot = of.figures.cannot_show
    devices, alone = (
        N_("Records in which no lawyer, doctor or person wrote: the police and their devices alone"),
        N_("Records that are the police's own word: not even a device wrote in them"),
    )
    if of.figures.people:
        devices, alone = (
            N_(
                "Records of people held in which no lawyer, doctor or person wrote: the police and their "
                "devices alone"
            ),
            N_("Records of people held that are the police's own word: not even a device wrote in them"),
        )
    if cannot.police_and_devices is not None:
        yield of.say(devices), cannot.police_and_devices
    yield of.say(alone), cannot.police_alone


def _missing_of_records(of: Composing) -> Iterator[tuple[str, Share]]:
    cannot = of.figures.cannot_show
    for name, one in cannot.attributes.items():
        yield of.say("Records that do not say {what}", what=of.say(ATTRIBUTE_NAMES[name])), one
    yield (
        of.say("Records without a known jurisdiction: judged by the standards of the CPT alone"),
        cannot.jurisdiction_unknown,
    )
    yield of.say("Records that name no place of detention"), cannot.station_unknown
    yield (
        of.say("Records without an end: the person counts as held until the day of the audit"),
        cannot.open_records,
    )
    if cannot.of_one_record is not None:
        yield (
            of.say("Occasions not shown to be kept that are of a single record: its times may be wrong"),
            cannot.of_one_record,
        )


def _missing_of_entries(of: Composing) -> Iterator[tuple[str, Share]]:
    cannot, outages = of.figures.cannot_show, of.figures.cannot_show.outages
    if cannot.nobody_else is not None:
        yield (
            of.say(
                "Reviews and authorisations by a name that stands nowhere else in the register: it may be a "
                "rank and no person, and that somebody apart decided is then not shown"
            ),
            cannot.nobody_else,
        )
    yield of.say("Entries typed in from paper"), outages.from_paper
    yield (
        of.say("Entries on paper though no outage is written down"),
        Share(count=outages.from_paper_outside, of=outages.from_paper.count),
    )


def read(of: Composing) -> str:
    """How many records were read, and of whom they are."""
    records = of.words.count("{n} record", "{n} records", of.figures.records)
    people = of.figures.people
    if people is None or not (people.held and people.invited):
        return records
    whose = of.say("; ").join(list(_records(of, people))[:2])
    return of.say("{records} ({whose})", records=records, whose=whose)


def who(of: Composing) -> Iterator[tuple[str, str]]:
    """Of whom the records are that were read."""
    people = of.figures.people
    if people is None:
        return
    yield of.say("Records"), of.say("; ").join(_records(of, people))
    names = {
        "juvenile": N_("under 18"),
        "foreign_national": N_("foreign nationals"),
        "vulnerable": N_("vulnerable persons"),
    }
    unsaid = {name for name, one in of.figures.cannot_show.attributes.items() if one.count == one.of}
    told = [
        of.say(
            "{who}: {n}",
            who=of.say(names[name]),
            n=of.say(NOT_RECORDED) if name in unsaid else _withheld(of, count),
        )
        for name, count in people.attributes.items()
    ]
    yield of.say("Of those held, by the record"), of.say("; ").join(told)


def _records(of: Composing, people: People) -> Iterator[str]:
    yield of.words.count("{n} of somebody held", "{n} of people held", people.held)
    yield of.words.count(
        "{n} of somebody who came when invited", "{n} of people who came when invited", people.invited
    )
    if people.joined:
        yield of.say(
            "{persons} persons, by the pseudonym that joins the records of one person ({n} have one)",
            persons=_withheld(of, people.persons),
            n=of.words.number(people.joined),
        )


def _withheld(of: Composing, count: int | None) -> str:
    few = of.say("fewer than {n}", n=of.figures.fewest)
    return few if count is None else of.words.number(count)


def together(of: Composing) -> Iterator[papers.Block]:
    """What came of all occasions together, which is what the first page and the half page before it say."""
    whole = of.figures.cannot_show.not_recorded.of
    if not whole:
        return
    yield papers.Table(
        caption=of.say("All occasions that the safeguards cover, by what came of them"),
        header=(of.say("What"), of.say("Occasions"), of.say("Share")),
        rows=tuple(
            (
                plain(name),
                plain(share(Share(count=count, of=whole), of.words)),
                plain(percent(count, whole, of.words)),
            )
            for name, count in _outcomes(of)
            if count
        ),
        widths=(6.8, 3, 1.8),
        figures=(1, 2),
    )
    if note := of_the_register(of):
        yield of.para(note)
    yield of.para(
        of.say(
            "What is counted are occasions, and no facts: one interview without the lawyer is an occasion of "
            "each safeguard that asks for the lawyer there."
        )
    )


def _outcomes(of: Composing) -> Iterator[tuple[str, int]]:
    every = of.figures.of_custody
    yield of.say(KEPT), sum(one.counts.met for one in every)
    for stands in Standing:
        said = not_kept(stands, None, of.figures, of.words)
        if stands is Standing.BINDING:
            said = of.say("{outcome} ({kind})", outcome=said, kind=of.say(KINDS[stands]))
        if stands is Standing.SITE and by_example(of.figures):
            said = of.say("over a limit that is an example, or shorter")
        yield said, sum(one.missed(stands)[0] for one in every)
    yield of.say("not recorded in any record"), of.figures.in_no_record.count
    yield (
        of.say("not recorded here, but in the record of the stay before"),
        of.figures.in_record_before.count,
    )
    yield of.say("not yet due, or still open"), sum(one.counts.pending for one in every)


def of_the_register(of: Composing) -> str:
    """That what looks at the register itself is in no sum; nothing where it is not asked."""
    own = [one for one in of.figures.rules if one.as_entered and one.counts.of]
    if not own:
        return ""
    return of.words.count(
        "The occasions of {n} safeguard that looks at how the register itself is kept are not among these.",
        "The occasions of {n} safeguards that look at how the register itself is kept are not among these.",
        len(own),
    )


def _outages(of: Composing) -> str:
    outages = of.figures.cannot_show.outages
    if not outages.count:
        return of.say("none written down")
    said = of.words.count("{n} outage", "{n} outages", outages.count)
    length = of.say(
        "{length} in all, the longest {longest}",
        length=lasting(outages.seconds, of.words),
        longest=lasting(outages.longest_s, of.words),
    )
    unended = (
        of.words.count("{n} without an end", "{n} without an end", outages.unended) if outages.unended else ""
    )
    return of.say(", ").join(each for each in (said, length, unended) if each)


def _sources(of: Composing) -> Iterator[papers.Block]:
    found = of.figures.cannot_show.sources
    whole = sum(found.values())
    yield papers.Table(
        caption=of.say("Where the entries come from"),
        header=(of.say("From"), of.say("Entries"), of.say("Share")),
        rows=tuple(
            (
                plain(of.say(SOURCE_NAMES[name]) if name in SOURCE_NAMES else name),
                plain(of.words.number(count)),
                plain(percent(count, whole, of.words)),
            )
            for name, count in (*found.items(), *((each, 0) for each in PEOPLE if each not in found))
        ),
        widths=(6.8, 3, 1.8),
        figures=(1, 2),
    )


def _faults(of: Composing) -> Iterator[papers.Block]:
    """What is wrong with the files, and where it is first; a report that names no record tells no place."""
    first = () if of.taken is None else of.taken.wrong
    found = list(wrong(of.figures.cannot_show.faults, first, of.words))
    if not found:
        yield of.para(of.say("Nothing is wrong with the form of the files."))
        return
    header = (of.say("How often"), of.say("What"), of.say("What was done"))
    yield papers.Table(
        caption=of.say("What is wrong with the files"),
        header=(*header, of.say("Where first")) if first else header,
        rows=tuple((*_fault(of, each), *([_first(of, each)] if first else [])) for each in found),
        widths=(1.1, 3.1, 1.7, 6) if first else (2, 6.6, 3),
        figures=(0,),
    )


def _fault(of: Composing, one: Wrong) -> tuple[Runs, ...]:
    return plain(of.words.number(one.count)), plain(one.name), plain(_done(of, one.fault))


def _done(of: Composing, fault: Fault) -> str:
    if fault in LEFT_OUT:
        return of.say("left out")
    if fault is Fault.TABLE_MISSING:
        return of.say("read from the entries")
    return of.say("kept without it") if fault in KEPT_WITHOUT else of.say("kept as it stands")


def _first(of: Composing, one: Wrong) -> Runs:
    more = [of.words.count("and {n} more", "and {n} more", one.more)] if one.more else []
    return plain(of.words.listed((*one.places, *more), apart=True))


def least_recorded(figures: Figures) -> list[RuleFigures]:
    """The safeguards of which least is recorded: where the register is blind."""
    found = [one for one in figures.rules if one.in_no_record]
    found.sort(key=lambda one: (-one.in_no_record / one.counts.of, -one.counts.of, one.rule))
    return found[:MOST]


def _least_recorded(of: Composing) -> Iterator[papers.Block]:
    found = least_recorded(of.figures)
    elsewhere = any(one.in_record_before for one in found)
    if found:
        yield papers.Table(
            caption=of.say("Where the register is blind: the safeguards of which least is recorded"),
            header=(
                *(of.say("Safeguard"), of.say("In no record"), of.say("Share")),
                *([of.say("Besides, in the record of the stay before")] if elsewhere else []),
            ),
            rows=tuple(
                (
                    (papers.Text(text=of.say(one.title), to=anchor_of(one.rule)),),
                    plain(
                        share_of(Share(count=one.in_no_record, of=one.counts.of), one.measures.each, of.words)
                    ),
                    plain(percent(one.in_no_record, one.counts.of, of.words)),
                    *([plain(of.words.number(one.in_record_before))] if elsewhere else []),
                )
                for one in found
            ),
            widths=(5.2, 2.8, 1.4, 2.2) if elsewhere else (6.8, 3, 1.8),
            figures=(1, 2, 3) if elsewhere else (1, 2),
        )
    for name in of.figures.cannot_show.without_limit:
        yield of.para(of.say("Not asked, since the site sets no limit: {rule}.", rule=name))
