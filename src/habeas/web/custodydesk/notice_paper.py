"""The notice of rights as a paper."""

from datetime import date

from habeas import canonical, papers
from habeas.custody.notice import Notice
from habeas.web.shell.bands import invented_line


def notice_paper(notice: Notice, *, invented: bool, made_on: date) -> papers.Paper:
    """Compose it: what is said, what it rests on, and room to sign."""
    blocks: list[papers.Block] = [papers.Para(runs=papers.said(notice.lead))]
    for right in notice.rights:
        blocks.append(papers.Heading(level=1, text=right.heading, anchor=right.key))
        blocks.append(papers.Para(runs=papers.said(right.text)))
    blocks.append(papers.Para(runs=papers.said(notice.signature)))
    blocks += [
        papers.Lines(count=1, text=text)
        for text in (notice.name, notice.when, notice.sign_here, notice.refused)
    ]
    content = canonical.encode([notice.title, *(right.text for right in notice.rights)])
    return papers.Paper(
        title=notice.title,
        subtitle="",
        language=notice.language,
        direction="rtl" if notice.direction == "rtl" else "ltr",
        band=None,
        synthetic=invented_line(notice.words, invented=invented),
        number=papers.number_of(
            subject=notice.language.upper(), kind="RIGHTS", made_on=made_on, content=content
        ),
        made_on=made_on,
        blocks=tuple(blocks),
        sources=tuple(
            papers.SourceNote(
                number=number,
                text=right.heading,
                pinpoint=notice.words.listed((one.pinpoint for one in right.sources), apart=True),
            )
            for number, right in enumerate(notice.rights, 1)
        ),
    )
