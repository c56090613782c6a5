"""The brief as a paper: the same sections as on the page."""

from datetime import date

from django.utils.translation import gettext as _

from habeas import canonical, papers
from habeas.language import Words
from habeas.web.programme.brief import Brief, Section
from habeas.web.shell.bands import invented_line, paper_band


def brief_paper(brief: Brief, *, words: Words, made_on: date) -> papers.Paper:
    """Compose it; its number is that of its words."""
    blocks = [block for section in brief.sections for block in _blocks(section)]
    said: list[canonical.Json] = [
        [section.title, section.lead, section.none, [[cell.text for cell in row] for row in section.rows]]
        for section in brief.sections
    ]
    return papers.Paper(
        title=_("Pre-visit brief: %(party)s") % {"party": brief.party.name},
        subtitle=_("As this store knows it on %(date)s") % {"date": words.date(brief.as_of)},
        language=words.language,
        direction="ltr" if words.direction == "ltr" else "rtl",
        band=paper_band(words),
        synthetic=invented_line(words, invented=brief.party.invented),
        number=papers.number_of(
            subject=brief.party.iso or "XX",
            kind="BRIEF",
            made_on=made_on,
            content=canonical.encode([brief.party.name, *said]),
        ),
        made_on=made_on,
        blocks=tuple(blocks),
        sources=(),
    )


def _blocks(section: Section) -> list[papers.Block]:
    found: list[papers.Block] = [papers.Heading(level=1, text=section.title, anchor=section.key)]
    if section.lead:
        found.append(papers.Para(runs=papers.said(section.lead)))
    if not section.rows:
        found.append(papers.Para(runs=papers.said(section.none)))
        return found
    table = papers.Table(
        caption=section.title,
        header=section.header,
        rows=tuple(tuple(papers.said(cell.text) for cell in row) for row in section.rows),
        widths=section.widths,
    )
    return [*found, table]
