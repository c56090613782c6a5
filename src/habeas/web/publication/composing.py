"""The forms in which a text is published: the same words in each, and one list of their hashes.

The list is what another person approves: it names the exact bytes of every form. It can be checked by
``sha256sum --check`` where the files lie beside it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.text import slugify

from habeas import canonical, papers
from habeas.documents.redaction import Unit
from habeas.language import N_, Words, words
from habeas.procedure.publication import Mandate
from habeas.web.redaction.access import Ready

TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
"""By the ending of its name: the forms, and the kind of content of each."""

SCHEMA = "habeas/published/1"
NOTICES = {
    Mandate.CPT: N_(
        "In accordance with Article 11, paragraph 3, of the Convention, certain names have been deleted."
    ),
    Mandate.NPM: N_(
        "In accordance with Article 21, paragraph 2, of the Optional Protocol, "
        "certain names have been deleted."
    ),
    Mandate.SPT: N_(
        "In accordance with Article 16, paragraph 2, of the Optional Protocol, "
        "certain names have been deleted."
    ),
}
"""What is said where something was deleted, by the mandate."""

_NUMBER = re.compile(r"([1-9][0-9]{0,4})([a-z]?)\.?")


def composed(
    ready: Ready, *, reference: str, mandate: Mandate, iso: str, invented: bool, made_on: date
) -> dict[str, bytes]:
    """Write the text in every form; the same text on the same day gives the same bytes."""
    said = words(ready.language)
    notice = said.say(NOTICES[mandate]) if ready.deletions else ""
    title, *rest = ready.units
    rows: Any = ready.rows[1:]
    content = canonical.encode(
        {
            "schema": SCHEMA,
            "title": title.text,
            "reference": reference,
            "language": ready.language,
            "invented": invented,
            "notice": notice,
            "units": rows,
        }
    )
    paper = papers.Paper(
        title=title.text,
        subtitle=reference,
        language=said.language,
        direction="rtl" if said.direction == "rtl" else "ltr",
        band=None,
        synthetic=said.say("Invented data: no real person, place or event") if invented else None,
        number=papers.number_of(subject=iso or "XX", kind="PUBLISHED", made_on=made_on, content=content),
        made_on=made_on,
        blocks=tuple(_blocks(rest, notice, said)),
        sources=(),
    )
    return {
        "pdf": papers.render_pdf(paper, words=said),
        "docx": papers.render_docx(paper, words=said),
        "html": papers.render_html(paper, words=said).encode(),
        "json": content,
    }


def file_stem(reference: str) -> str:
    """How the files are named: after the reference, which names nobody."""
    return slugify(reference.replace("/", "-")) or "document"


def manifest(forms: Mapping[str, bytes], reference: str) -> bytes:
    """The list of the hashes of all forms."""
    stem = file_stem(reference)
    return "".join(papers.side_file(data, f"{stem}.{form}") for form, data in forms.items()).encode()


def _blocks(units: Sequence[Unit], notice: str, said: Words) -> Iterator[papers.Block]:
    if notice:
        yield papers.Para(runs=(papers.Text(text=notice, emphasis=True),))
    level, place, tables = 0, (0, 0), 0
    for table, group in groupby(enumerate(units), key=lambda one: one[1].cell and one[1].cell[0]):
        if table:
            tables += 1
            yield _table([unit for _at, unit in group], said.say("Table {number}", number=tables))
            continue
        for at, unit in group:
            if unit.level and unit.text:
                level = min(unit.level, level + 1)
                yield _heading(unit, level, at)
            elif unit.footnote:
                yield papers.Note(title=said.say("Footnote"), runs=papers.said(unit.text))
            elif (numbered := _numbered(unit, place, at)) is not None:
                place = numbered.place
                yield numbered
            else:
                yield papers.Para(runs=papers.said(f"{unit.label} {unit.text}".strip()))


def _heading(unit: Unit, level: int, at: int) -> papers.Heading:
    text = " ".join(f"{unit.label} {unit.text}".split())
    return papers.Heading(level=(1, 2, 3)[level - 1], text=text, anchor=f"piece-{at}")


def _numbered(unit: Unit, after: tuple[int, int], at: int) -> papers.Numbered | None:
    """A paragraph with its own number, where numbers rise as a report's do; else it is plain text."""
    match = _NUMBER.fullmatch(unit.label)
    if match is None:
        return None
    found = papers.Numbered(number=match[1] + match[2], runs=papers.said(unit.text), anchor=f"piece-{at}")
    return found if found.place > after else None


def _table(cells: Sequence[Unit], caption: str) -> papers.Table:
    rows: dict[int, dict[int, list[str]]] = {}
    for unit in cells:
        _table_number, row, column = unit.cell or (0, 0, 0)
        said = f"{unit.label} {unit.text}".strip()
        rows.setdefault(row, {}).setdefault(column, []).append(said)
    width = max(column for row in rows.values() for column in row)
    filled = [["\n".join(row.get(column, [])) for column in range(1, width + 1)] for row in rows.values()]
    head, *body = filled
    return papers.Table(
        caption=caption,
        header=tuple(head),
        rows=tuple(tuple(papers.said(cell) for cell in row) for row in body),
    )
