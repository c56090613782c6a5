"""The text as a paper in the form of a visit report (domain reference, 3): front, body, list of asks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst

from habeas import canonical, papers
from habeas.language import N_, Words
from habeas.web.builder.models import Manuscript, Passage
from habeas.web.shell.bands import invented_line, paper_band

BODIES = {
    "CPT": N_(
        "the European Committee for the Prevention of Torture and Inhuman or Degrading Treatment or "
        "Punishment (CPT)"
    ),
    "SPT": N_("the Subcommittee on Prevention of Torture (SPT)"),
}
KIND_TITLES = {
    "recommendation": N_("recommendations"),
    "comment": N_("comments"),
    "request": N_("requests for information"),
    "immediate_observation": N_("immediate observations"),
}
"""In the order in which the list of a report gives them."""
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the paper says of itself: the id of the copy, the day, and the state of the text in words."""

    copy: str
    on: date
    state: str


def numerals(passages: Iterable[Passage]) -> dict[int, str]:
    """The numeral of each heading by its number in the store: I., A., 1."""
    found, counts = {}, [0, 0, 0]
    for row in passages:
        if row.form == "heading" and 1 <= row.level <= len(counts):
            counts[row.level - 1] += 1
            counts[row.level :] = [0] * (len(counts) - row.level)
            found[row.pk] = _numeral(row.level, counts[row.level - 1])
    return found


def _numeral(level: int, count: int) -> str:
    if level == 1:
        tens, ones = divmod(count, 10)
        return f"{'X' * tens}{_ROMAN[ones]}."
    return f"{chr(ord('A') + (count - 1) % 26)}." if level == 2 else f"{count}."


def report_paper(
    manuscript: Manuscript, passages: Sequence[Passage], made: Made, words: Words
) -> papers.Paper:
    """Compose it; its number is that of its words."""
    report = manuscript.report
    visit = report.visits.order_by("date_earliest").first()
    dates = words.date(visit.when) if visit and visit.when else ""
    body = BODIES.get(visit.body if visit else "", "") or (visit.body if visit else "")
    title = words.say(
        N_("Report to the authorities of {party} on the visit carried out by {body}"),
        party=report.party.name,
        body=words.say(body) if body else "–",
    )
    said: list[canonical.Json] = [[one.form, one.number, one.text] for one in passages]
    return papers.Paper(
        title=title,
        subtitle=" · ".join(part for part in (dates, made.state) if part),
        language=words.language,
        direction="ltr",
        band=paper_band(words),
        synthetic=invented_line(words, invented=report.party.invented),
        number=papers.number_of(
            subject=report.party.iso or "XX",
            kind="REPORT",
            made_on=made.on,
            content=canonical.encode([report.public_id, *said]),
        ),
        made_on=made.on,
        blocks=tuple(_blocks(passages, made, words)),
        sources=(),
    )


def _blocks(passages: Sequence[Passage], made: Made, words: Words) -> Iterator[papers.Block]:
    marks = numerals(passages)
    yield papers.Para(
        runs=papers.said(words.say(N_("Copy {name}"), name=made.copy)), anchor=f"copy-{made.copy}"
    )
    contents = [f"{marks[row.pk]} {row.text}" for row in passages if row.pk in marks and row.level < 3]
    if contents:
        yield papers.Heading(level=1, text=words.say(N_("Contents")), anchor="contents")
        yield papers.Bullets(items=tuple(papers.said(text) for text in contents))
        yield papers.PageBreak()
    level = 0
    for row in passages:
        block = _block(row, marks, level)
        if isinstance(block, papers.Heading):
            level = block.level
        yield block
    asks = list(_by_chapter(passages, marks))
    if asks:
        yield papers.PageBreak()
        yield from _appendix(asks, words)


def _block(row: Passage, marks: dict[int, str], level: int) -> papers.Block:
    anchor = f"p-{row.public_id}"
    if row.form == "heading":
        # A level that was skipped is closed: what is read aloud is an outline without gaps.
        depth = min(row.level, level + 1)
        text = f"{marks[row.pk]} {row.text}"
        return papers.Heading(level=1 if depth < 2 else 2 if depth == 2 else 3, text=text, anchor=anchor)
    if row.form == "numbered":
        return papers.Numbered(number=row.number, runs=papers.said(row.text), anchor=anchor)
    strong = row.form == "ask"
    return papers.Para(runs=(papers.Text(text=row.text, strong=strong),), anchor=anchor)


def _by_chapter(
    passages: Sequence[Passage], marks: dict[int, str]
) -> Iterator[tuple[str, list[tuple[Passage, str]]]]:
    """The asks under the heading that they stand under, each with the number of its paragraph."""
    title, paragraph, found = "", "", list[tuple[Passage, str]]()
    for row in passages:
        if row.pk in marks:
            if found:
                yield title, found
            title, found = row.text, []
        if row.form == "numbered":
            paragraph = row.number
        if row.form == "ask":
            found.append((row, paragraph))
    if found:
        yield title, found


def _appendix(
    chapters: Sequence[tuple[str, list[tuple[Passage, str]]]], words: Words
) -> Iterator[papers.Block]:
    """The list of what is asked, by chapter and kind (domain reference, 3.3)."""
    title = words.say(N_("Appendix: list of recommendations, comments and requests for information"))
    yield papers.Heading(level=1, text=title, anchor="appendix")
    for at, (chapter, asks) in enumerate(chapters, start=1):
        yield papers.Heading(level=2, text=chapter or title, anchor=f"appendix-{at}")
        for kind, name in KIND_TITLES.items():
            items = tuple(
                papers.said(_item(row, paragraph, words)) for row, paragraph in asks if row.kind == kind
            )
            if items:
                yield papers.Heading(
                    level=3, text=capfirst(words.say(name)), anchor=f"appendix-{at}-{kind.partition('_')[0]}"
                )
                yield papers.Bullets(items=items)


def _item(row: Passage, paragraph: str, words: Words) -> str:
    where = words.say(N_("paragraph {number}"), number=paragraph)
    return f"{row.text} ({where}{'; ' + row.addressee if row.addressee else ''})"
