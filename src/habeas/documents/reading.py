"""A document of any format as text with its paragraphs: PDF, Word, HTML or plain text.

What a file is, its bytes say; its name only has to agree. Pictures of pages, locked and broken files are
refused in words, each format by its own codes.
"""

import re
from io import BytesIO
from pathlib import PurePath

from habeas.documents.encodings import decode
from habeas.documents.html_paragraphs import html_paragraphs
from habeas.documents.package import OLE, ZIP
from habeas.documents.paragraphs import ReadText
from habeas.documents.pdf.lines import PdfPages, read_pdf
from habeas.documents.pdf.paragraphs import read_paragraphs
from habeas.documents.refusals import refusal
from habeas.documents.sources import MEGABYTE, Limits, Source, name_of, read_all
from habeas.documents.text_paragraphs import text_paragraphs
from habeas.documents.tongues import with_languages
from habeas.documents.word.paragraphs import word_paragraphs
from habeas.documents.word.reading import read_word
from habeas.errors import RefusedError

DOCUMENT_LIMITS = Limits(file=60 * MEGABYTE)
TEXT_LIMITS = Limits(file=20 * MEGABYTE)
_ENDINGS = {
    **dict.fromkeys((".pdf",), "PDF"),
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm", ".doc", ".odt"), "Word"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "HTML"),
    **dict.fromkeys((".txt", ".text", ".md"), "text"),
}
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{1,40})""", re.I)
_NAMED = {
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "windows-1252"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "windows-1254"), "cp1254"),
    "windows-1251": "cp1251",
    "utf-16": "utf-16",
    "macintosh": "mac_roman",
}
"""Names of encodings as pages declare them, by the standard of WHATWG."""


def read_document(source: Source, *, name: str | None = None) -> ReadText:
    """Read a document. Raises as :func:`read_with_pages` does."""
    return read_with_pages(source, name=name)[0]


def read_with_pages(source: Source, *, name: str | None = None) -> tuple[ReadText, PdfPages | None]:
    """Read a document, and of a PDF tell where its lines stand.

    Raises the codes ``document-…``, and those of ``read_pdf``, ``read_word``, ``html_paragraphs`` and
    ``decode``.
    """
    file = name_of(source, name)
    data = read_all(source, file, DOCUMENT_LIMITS.file)
    form = _format(data, file)
    pages = read_pdf(BytesIO(data), name=file) if form == "PDF" else None
    found = _flowing(data, file, form) if pages is None else read_paragraphs(pages)
    if not found.text.strip():
        raise refusal("document-without-text", file)
    return with_languages(found), pages


def _flowing(data: bytes, file: str, form: str) -> ReadText:
    """A document without pages."""
    if form == "Word":
        return word_paragraphs(read_word(BytesIO(data), name=file))
    read_all(BytesIO(data), file, TEXT_LIMITS.file)  # a text is held several times over
    if form == "HTML":
        charset = _CHARSET.search(data[:4096])
        declared = _NAMED.get(charset[1].decode("ascii").lower()) if charset else None
        return html_paragraphs(_decoded(data, file, declared), file)
    return text_paragraphs(_decoded(data, file))


def _decoded(data: bytes, file: str, declared: str | None = None) -> str:
    """The text. Raises as ``decode`` does; a document has no encoding declared, but can be saved anew."""
    try:
        return decode(data, file, declared)[0]
    except RefusedError as fault:
        if fault.code != "encoding-unknown":
            raise
        raise refusal("document-encoding-unknown", file) from None


def _format(data: bytes, file: str) -> str:
    """The format by the bytes. Raises ``document-other-format`` and ``document-unknown``."""
    claimed = _ENDINGS.get(PurePath(file).suffix.casefold())
    if data[:1024].lstrip().startswith(b"%PDF-"):
        found = "PDF"
    elif data.startswith((ZIP, OLE)):
        found = "Word"
    elif _HTML.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        found = "HTML"
    elif data.startswith(b"{\\rtf") or _is_binary(data):
        raise refusal("document-unknown", file)
    else:
        found = "HTML" if claimed == "HTML" else "text"
    if claimed in ("PDF", "Word") and found == "text":
        raise refusal("pdf-not-pdf" if claimed == "PDF" else "word-not-docx", file)
    if claimed and found != claimed:
        raise refusal("document-other-format", file, claimed=claimed, found=found)
    return found


def _is_binary(data: bytes) -> bool:
    """Whether there are bytes that no text has; UTF-16 says by its first two that it is one."""
    return b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))
