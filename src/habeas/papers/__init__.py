"""Documents out: one paper in three forms (PDF/UA, Word, a page that prints), numbered, banded, sealed.

This room knows nothing of what a document says. A caller composes a :class:`Paper` of
headings, paragraphs, tables and pictures; :func:`render_pdf`, :func:`render_docx` and
:func:`render_html` write the same content, and the same paper gives the same bytes.
"""

from habeas.language import Words
from habeas.papers.page import render_html
from habeas.papers.paper import (
    Band,
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
    Side,
    SideBySide,
    SourceMark,
    SourceNote,
    Table,
    Term,
    Terms,
    Text,
    Voice,
    VoiceMark,
    said,
)
from habeas.papers.pdf import render_pdf
from habeas.papers.seal import number_of, sha256_of, side_file, side_line

__all__ = [
    "Band",
    "Block",
    "Bullets",
    "Contents",
    "Doubt",
    "Heading",
    "Lines",
    "Note",
    "Numbered",
    "PageBreak",
    "Paper",
    "Para",
    "Picture",
    "Run",
    "Side",
    "SideBySide",
    "SourceMark",
    "SourceNote",
    "Table",
    "Term",
    "Terms",
    "Text",
    "Voice",
    "VoiceMark",
    "number_of",
    "render_docx",
    "render_html",
    "render_pdf",
    "said",
    "sha256_of",
    "side_file",
    "side_line",
]


def render_docx(paper: Paper, *, words: Words) -> bytes:
    """Return the paper as DOCX; see ``papers.word``, which is loaded when the first one is asked for."""
    from habeas.papers import word  # noqa: PLC0415 (it takes a sixth of the start of every command)

    return word.render_docx(paper, words=words)
