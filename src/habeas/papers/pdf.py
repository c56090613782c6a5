"""A paper as PDF/UA-1, set by typst.

What the paper says goes to typst as data and never as markup; ``paper.typ`` beside this
module turns the data into a tagged document. Only the fonts that are shipped are used, and
nothing of the machine is read: no system font, no package, no clock.
"""

import json
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from habeas.language import Words
from habeas.papers.drawings import size_of, to_print
from habeas.papers.letters import FONTS, breakable, drawable, printable, written
from habeas.papers.paper import (
    Block,
    Bullets,
    Contents,
    Doubt,
    Heading,
    Lines,
    Note,
    Numbered,
    PageBreak,
    Paper,
    Para,
    Picture,
    Run,
    Runs,
    Side,
    SideBySide,
    SourceMark,
    SourceNote,
    Table,
    Term,
    Terms,
    Text,
    VoiceMark,
)
from habeas.papers.wording import Wording, wording

Data = dict[str, Any]

_TEXT_WIDTH = 170 / 25.4 * 96
"""Between the margins of the sheet, in CSS pixels."""

_TEXT_HEIGHT = 215 / 25.4 * 96
_BAND_LETTERS = 96
"""Letters that surely fit in one line of a band."""

_CELL = 24
"""The longest word that a cell of a table takes whole."""


def render_pdf(paper: Paper, *, words: Words) -> bytes:
    """Return the paper as PDF/UA-1; the same paper gives the same bytes. ``words`` are of its language."""
    made = datetime.combine(paper.made_on, time(), UTC)
    said = json.dumps(_paper(paper, wording(paper, words)), ensure_ascii=False)
    pdf = _compiler(said).compile(format="pdf", pdf_standards=["ua-1"], timestamp=made)
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned no document")
    return pdf


def png_of(svg: str, *, dots_per_inch: int) -> bytes:
    """Return a picture as PNG on white, for forms that cannot carry SVG. Same fonts, same bytes each time."""
    size = size_of(svg)
    page = {"svg": to_print(svg, _spelt), "width": size.width * 0.75, "height": size.height * 0.75}
    compiler = typst.Compiler(
        input=_PICTURE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"picture": json.dumps(page)},
    )
    png = compiler.compile(format="png", ppi=dots_per_inch)
    if not isinstance(png, bytes):
        raise TypeError("typst returned no picture")
    return png


_PICTURE = b"""
#let d = json(bytes(sys.inputs.picture))
#set page(width: d.width * 1pt, height: d.height * 1pt, margin: 0pt, fill: white)
#image(bytes(d.svg), format: "svg", width: 100%, height: 100%)
"""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS / "ttf"])


@cache
def _template() -> bytes:
    return (files("habeas.papers") / "paper.typ").read_bytes()


def _compiler(said: str) -> typst.Compiler:
    return typst.Compiler(
        input=_template(),
        root=FONTS,  # nothing is read from it; the default would be the folder that the process stands in
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"paper": said},
    )


def _spelt(text: str) -> str:
    """The text of a drawing: it did not become printable with the paper."""
    return drawable(written(text))


def _set(text: str, longest: int = 60) -> str:
    """A text as the sheet takes it; ``longest`` is the word that surely fits into a line."""
    return breakable(printable(text), longest)


def _paper(paper: Paper, words: Wording) -> Data:
    band = paper.band
    return {
        "title": _set(paper.title),
        "subtitle": _set(paper.subtitle),
        **_language(paper.language),
        "direction": paper.direction,
        "band": band and {"word": _set(band.word), "rest": _set(band.line.removeprefix(band.word))},
        "synthetic": paper.synthetic and _set(paper.synthetic),
        "band-lines": _lines(band.line if band else None) + _lines(paper.synthetic),
        "number": paper.number,
        "made-on": [paper.made_on.year, paper.made_on.month, paper.made_on.day],
        "words": {
            "page": words.page,
            "at-page": words.at_page,
            "colon": words.colon,
            "made": _set(words.made),
            "sources": words.sources,
            "contents": words.contents,
        },
        "blocks": [_block(block) for block in paper.blocks],
        "sources": [_source(source, words) for source in paper.sources],
    }


def _language(tag: str | None) -> Data:
    """What typst takes of a language tag: the language and, where it is named, the region."""
    if tag is None:
        return {"lang": None, "region": None}
    language, *rest = tag.split("-")
    region = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), None)
    return {"lang": language, "region": region}


def _lines(text: str | None) -> int:
    return 0 if text is None else 1 + len(text) // _BAND_LETTERS


def _run(run: Run, longest: int = 60) -> Data:
    match run:
        case Text():
            return {
                "kind": "text",
                "text": _set(run.text, longest),
                "strong": run.strong,
                "emphasis": run.emphasis,
                "link": run.link,
                "to": run.to,
                "paged": run.paged,
                "address": run.address and _set(run.address, longest),
                **_language(run.language),
                "dir": run.direction,
            }
        case VoiceMark(voice=voice, name=name):
            return {"kind": "voice", "voice": voice.value, "shape": voice.shape, "name": _set(name, longest)}
        case SourceMark(number=number):
            return {"kind": "source", "number": number}
        case Doubt(text=text):
            return {"kind": "doubt", "text": _set(text, longest)}


def _runs(runs: Runs, longest: int = 60) -> list[Data]:
    return [_run(run, longest) for run in runs]


def _block(block: Block) -> Data:  # noqa: C901, PLR0911 (one line a kind of block)
    match block:
        case Heading(level=level, text=text, anchor=anchor, listed=listed):
            said = {"level": level, "text": _set(text), "anchor": anchor, "listed": listed}
            return {"kind": "heading", **said}
        case Para(runs=runs):
            return {"kind": "para", "runs": _runs(runs)}
        case Numbered(number=number, runs=runs):
            return {"kind": "numbered", "number": number, "runs": _runs(runs)}
        case Bullets(items=items):
            return {"kind": "bullets", "items": [_runs(item) for item in items]}
        case Terms(entries=entries):
            return {"kind": "terms", "entries": [_term(entry) for entry in entries]}
        case Table():
            return _table(block)
        case Picture():
            return _picture(block)
        case Note(title=title, runs=runs):
            return {"kind": "note", "title": _set(title), "runs": _runs(runs)}
        case Lines(count=count, text=text, above=above):
            return {
                "kind": "lines",
                "count": count,
                "text": _set(text),
                "above": [_runs(line) for line in above],
            }
        case PageBreak():
            return {"kind": "page-break"}
        case Contents():
            return {"kind": "contents"}
        case SideBySide(left=left, right=right):
            return {"kind": "side-by-side", "left": _side(left), "right": _side(right)}


def _term(entry: Term) -> list[list[Data]]:
    return [_runs(entry.term), _runs(entry.meaning)]


def _table(table: Table) -> Data:
    return {
        "kind": "table",
        "caption": _set(table.caption),
        "header": [_set(heading, _CELL) for heading in table.header],
        "rows": [[_runs(cell, _CELL) for cell in row] for row in table.rows],
        "widths": list(table.widths),
        "figures": list(table.figures),
        "row-heads": table.header_scope == "both",
        "by-hand": table.by_hand,
        "dense": table.dense,
    }


def _picture(picture: Picture) -> Data:
    size = size_of(picture.svg)
    # Never larger than drawn, never wider or higher than the sheet.
    scale = min(1.0, _TEXT_WIDTH / size.width, _TEXT_HEIGHT / size.height)
    return {
        "kind": "picture",
        "svg": to_print(picture.svg, _spelt),
        "alt": picture.alt,
        "caption": _set(picture.caption),
        "width": size.width * scale / _TEXT_WIDTH,
    }


def _side(side: Side) -> Data:
    return {
        "heading": _block(side.heading),
        "voice": side.voice and _run(side.voice),
        "blocks": [_block(block) for block in side.blocks],
    }


def _source(source: SourceNote, words: Wording) -> Data:
    return {
        "number": source.number,
        "line": _set(words.source(source)),
        "address": _set(source.address),
        "link": source.link,
        "certainty": _set(source.certainty),
    }
