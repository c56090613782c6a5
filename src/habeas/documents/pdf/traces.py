"""What a PDF carries beside its pages, looked for before it is read, and before it is published as it is.

The bytes are searched, and those that are packed are unpacked for it; nothing of the file runs. What is
found is refused in words. What is drawn over is not found: names are deleted in the text a PDF is made from.
"""

import re
import zlib
from collections.abc import Iterator

from habeas.documents.refusals import refusal
from habeas.errors import RefusedError

MOST_UNPACKED = 200_000_000
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PACKED_OBJECTS = re.compile(rb"/Type\s*/ObjStm")
_ABOUT = re.compile(rb"/Type\s*/Metadata")
_NAME = re.compile(rb"/[^\s/<>\[\](){}%]+")
_SAID = rb"\s*(?:\(\s*[^)\s]|<\s*[0-9A-Fa-f]|\d+\s+\d+\s+R)"
_NUMBER = rb"[A-Z0-9./-]{1,100}"
"""The keywords of our own papers: the number of the paper, and nothing else."""

_WHO = re.compile(rb"/(?:Author|Subject|Keywords(?!\s*\(" + _NUMBER + rb"\)))" + _SAID)
_WHO_XMP = re.compile(
    rb"<dc:creator>.*?<rdf:li[^>]*>\s*[^<\s]|pdf:Keywords=\"[^\"]|xmpMM:History"
    rb"|<pdf:Keywords>(?!" + _NUMBER + rb"</)\s*[^<\s]"
    rb"|<dc:description>.*?<rdf:li[^>]*>\s*[^<\s]",
    re.DOTALL,
)
_FILES = re.compile(rb"/(?:EmbeddedFiles?|Filespec|FileAttachment|AF|RichMedia)(?!\w)")
_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|XFA)(?!\w)")
_FOUND: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("pdf-attachments", _FILES),
    (
        "pdf-comments",
        re.compile(
            rb"/Subtype\s*/(?:Text|FreeText|Highlight|Underline|StrikeOut|Squiggly|Caret|Ink|Stamp|Popup"
            rb"|Square|Circle|Polygon|PolyLine|Redact|Sound|Movie)(?!\w)"
        ),
    ),
    ("pdf-scripts", _ACTS),
    ("pdf-hidden-layers", re.compile(rb"/OCProperties(?!\w)")),
    ("pdf-names-author", _WHO),
)


def refuse_pdf_traces(data: bytes, file: str) -> None:
    """Refuse a PDF that carries more than its pages.

    Raises ``pdf-encrypted``, ``pdf-earlier-versions``, ``pdf-unreadable``, ``pdf-attachments``,
    ``pdf-comments``, ``pdf-scripts``, ``pdf-hidden-layers`` and ``pdf-names-author``.
    """
    ends = data.count(b"%%EOF")
    if ends > (2 if b"/Linearized" in data[:2048] else 1):
        raise refusal("pdf-earlier-versions", file)
    for part, about in _parts(data, file):
        plain = _plain(part)
        if re.search(rb"/Encrypt(?!\w)", plain):
            raise refusal("pdf-encrypted", file)
        for code, pattern in _FOUND:
            if pattern.search(plain):
                raise refusal(code, file)
        if about and _WHO_XMP.search(part):
            raise refusal("pdf-names-author", file)


def refuse_pdf_that_acts(data: bytes, file: str) -> None:
    """Refuse a PDF with other files or with what acts in it: ``pdf-embedded``, ``pdf-acts``.

    What is packed in a way that is not unpacked here is passed over: nothing of a PDF is run to read it.
    """
    for part, _about in _parts(data, file, strict=False):
        plain = _plain(part)
        if _FILES.search(plain):
            raise refusal("pdf-embedded", file)
        if _ACTS.search(plain):
            raise refusal("pdf-acts", file)


def _plain(part: bytes) -> bytes:
    """With its names as they are meant: “#4a#53” is “JS”."""
    return _NAME.sub(lambda match: _unescaped(match.group()), part) if b"#" in part else part


def _parts(data: bytes, file: str, *, strict: bool = True) -> Iterator[tuple[bytes, bool]]:
    """Streams of objects and about the file, then what stands outside streams; the rest is drawn."""
    outside: list[bytes] = []
    at = unpacked = 0
    for match in _STREAM.finditer(data):
        if match.start() < at:
            continue
        head = data[max(at, data.rfind(b"obj", at, match.start())) : match.start()]
        outside.append(data[at : match.start()])
        end = data.find(b"endstream", match.end())
        at = end if end >= 0 else len(data)
        about = bool(_ABOUT.search(head))
        if about or _PACKED_OBJECTS.search(head):
            try:
                part = _unpacked(head, data[match.end() : at], file)
            except RefusedError:
                if strict:
                    raise
                continue
            unpacked += len(part)
            if unpacked > MOST_UNPACKED:
                raise refusal("pdf-unreadable", file)
            yield part, about
    yield b"".join([*outside, data[at:]]), False


def _unpacked(head: bytes, packed: bytes, file: str) -> bytes:
    if b"/Filter" not in head:
        return packed
    named = re.search(rb"/Filter\s*\[?\s*/(\w+)\s*\]?(?!\s*/\w+Decode)", head)
    if named is None or named[1] not in (b"FlateDecode", b"Fl"):
        raise refusal("pdf-unreadable", file)
    try:
        return zlib.decompressobj().decompress(packed, MOST_UNPACKED)
    except zlib.error:
        raise refusal("pdf-unreadable", file) from None


def _unescaped(name: bytes) -> bytes:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match[1], 16)]), name)
