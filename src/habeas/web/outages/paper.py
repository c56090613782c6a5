"""Numbered sheets as a paper: what a station keeps ready for the hour without network."""

from datetime import date

from habeas import canonical, papers
from habeas.custody.sheets import KINDS, LINES, Issue
from habeas.custody.wording import KIND_NAMES
from habeas.language import N_, Words
from habeas.web.shell.bands import invented_line
from habeas.web.stations.models import Station

_WIDTHS = (0.8, 1.1, 2.2, 4.8, 1.6, 1.8)
_HOW = (
    N_("Take the sheets in turn, the lowest number first. Write the day on each."),
    N_("One entry a line, at once and in ink, with the time off the clock of the station."),
    N_("Say who did it by service number, and sign. Strike what is wrong so that it stays readable."),
    N_("Each line is typed in when the register is back, under the number of its sheet. The paper is kept."),
    N_("A sheet that is spoilt or lost is cancelled in the register, with the reason."),
)


def sheets_paper(station: Station, issue: Issue, said: Words, *, made_on: date) -> papers.Paper:
    """Compose the sheets of one issue: how they are used, then each on a page of its own."""
    blocks: list[papers.Block] = [papers.Bullets(items=tuple(papers.said(said.say(one)) for one in _HOW))]
    for number in range(issue.first, issue.last + 1):
        blocks += [papers.PageBreak(), *_sheet(station, number, said)]
    content = canonical.encode([station.code, issue.first, issue.last, said.language])
    return papers.Paper(
        title=said.say(N_("Custody register on paper: %s")) % station.name,
        subtitle=said.say(N_("Sheets %(first)s to %(last)s, for when the register cannot be reached"))
        % {"first": issue.first, "last": issue.last},
        language=said.language,
        direction="rtl" if said.direction == "rtl" else "ltr",
        band=papers.Band(
            word=said.say("Confidential"),
            who_may_see=said.say(N_("the station, and those who oversee it")),
            provision="",
        ),
        synthetic=invented_line(said, invented=station.invented),
        number=papers.number_of(subject="SHEETS", kind="OUTAGE", made_on=made_on, content=content),
        made_on=made_on,
        blocks=tuple(blocks),
        sources=(),
    )


def _sheet(station: Station, number: int, said: Words) -> list[papers.Block]:
    heads = (
        N_("Line"),
        N_("Time"),
        N_("Person"),
        N_("What happened, in words"),
        N_("Who did it"),
        N_("Signature"),
    )
    empty = papers.said("")
    names = said.say(", ").join(said.say(KIND_NAMES[kind]) for kind in KINDS)
    return [
        papers.Heading(
            level=1,
            text=said.say(N_("Sheet %(number)s – %(station)s")) % {"number": number, "station": station.name},
            anchor=f"sheet-{number}",
        ),
        papers.Lines(count=1, text=said.say(N_("Day"))),
        papers.Table(
            caption=said.say(N_("One entry a line, at once and in ink")),
            header=tuple(said.say(head) for head in heads),
            rows=tuple((papers.said(str(line)), *(empty,) * 5) for line in range(1, LINES + 1)),
            widths=_WIDTHS,
            by_hand=True,
        ),
        papers.Para(runs=(papers.Text(text=f"{said.say(N_('Words to use:'))} {names}."),)),
    ]
