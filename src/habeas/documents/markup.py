"""The words of a piece of HTML, with its paragraphs; nothing of it is run or fetched."""

import re

from selectolax.lexbor import LexborHTMLParser

BLOCKS = (
    "address, article, aside, blockquote, dd, div, dl, dt, figure, h1, h2, h3, h4, h5, h6, hr, li, ol, p, "
    "pre, section, table, tr, ul"
)
SILENT = "script, style, template, noscript, iframe, object, head"
PARAGRAPH, LINE = "\u2029", "\u2028"  # what no source writes, so that its own line ends stay spaces
BLANKS = re.compile(r"[ \t\r\n\f\v\xa0]+")


def plain_text(markup: str) -> str:
    """Paragraphs are parted by an empty line, ``<br>`` is a line end, other blanks are one space.

    Text without any markup comes back with its blanks made even.
    """
    if "<" not in markup and "&" not in markup:
        return _even(markup)
    tree = LexborHTMLParser(markup.replace(PARAGRAPH, " ").replace(LINE, " "))
    body = tree.body
    if body is None:
        return ""
    for node in body.css(SILENT):
        node.decompose()
    for node in body.css("br"):
        node.insert_before(LINE)
    for node in body.css(BLOCKS):
        node.insert_before(PARAGRAPH)
        node.insert_after(PARAGRAPH)
    for node in body.css("td, th"):
        node.insert_after(" ")
    return _even(body.text())


def _even(text: str) -> str:
    paragraphs = (
        "\n".join(BLANKS.sub(" ", line).strip() for line in paragraph.split(LINE))
        for paragraph in text.split(PARAGRAPH)
    )
    return "\n\n".join(kept for paragraph in paragraphs if (kept := paragraph.strip()))
