"""A page of a PDF as a picture (PNG, shades of grey): what a person compares a reading with."""

import struct
import zlib

import pypdfium2
from pypdfium2 import PdfiumError

from habeas.documents.pdf.lines import PDF_LIMITS
from habeas.documents.refusals import refusal
from habeas.documents.sources import Source, name_of, read_all

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LONGEST = 1_600
"""Pixels of the longer side."""


def draw_page(source: Source, number: int, *, name: str | None = None) -> bytes:
    """The picture of one page, which counts from 1. Raises ``pdf-broken`` and ``pdf-locked``."""
    file = name_of(source, name)
    try:
        document = pypdfium2.PdfDocument(read_all(source, file, PDF_LIMITS.file))
    except PdfiumError as fault:
        raise refusal("pdf-locked" if "password" in str(fault).lower() else "pdf-broken", file) from None
    try:
        page = document[number - 1]
        bitmap = page.render(scale=LONGEST / max(*page.get_size(), 1), grayscale=True)
        rows = bytes(bitmap.buffer)
        return _png(bitmap.width, bitmap.height, bitmap.stride, rows)
    except (PdfiumError, IndexError):
        raise refusal("pdf-broken", file) from None
    finally:
        document.close()


def _png(width: int, height: int, stride: int, rows: bytes) -> bytes:
    plain = b"".join(b"\0" + rows[at * stride : at * stride + width] for at in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(plain, 6)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
