"""How long a report of 100 pages takes to be read, beside what pypdfium2 needs to hand over its characters.

    python benchmarks/reading_pdf.py [--rounds N]

The peer asks of each character what no reader of structure can do without: its code, its box, and the size
and name of its font. Ours makes numbered paragraphs of them, with headings, footnotes, bold print, languages.
"""

import argparse
import ctypes
import io
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.reading.papers import as_pdf, paper

from habeas.documents.reading import read_document

PAGES = 100


def report() -> bytes:
    """A synthetic report again and again, up to 100 pages."""
    whole = pypdfium2.PdfDocument.new()
    part = pypdfium2.PdfDocument(as_pdf(paper("orland")))
    while len(whole) < PAGES:
        whole.import_pages(part, pages=list(range(min(len(part), PAGES - len(whole)))))
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def habeas(data: bytes) -> int:
    """Read as ``habeas read`` reads."""
    return len(read_document(io.BytesIO(data), name="a.pdf").text)


def peer(data: bytes) -> int:
    """All characters with their boxes and fonts, and nothing made of them."""
    box = [ctypes.c_double() for _each in range(4)]
    places = [ctypes.byref(each) for each in box]
    size, name, count = ctypes.c_float(), ctypes.create_string_buffer(200), 0
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        for at in range(pdfium.FPDFText_CountChars(text.raw)):
            pdfium.FPDFText_GetUnicode(text.raw, at)
            pdfium.FPDFText_GetCharBox(text.raw, at, *places)
            thing = pdfium.FPDFText_GetTextObject(text.raw, at)
            pdfium.FPDFTextObj_GetFontSize(thing, size)
            pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(thing), name, len(name))
            count += 1
        text.close()
        page.close()
    return count


def seconds(read: Callable[[bytes], int], data: bytes, rounds: int) -> tuple[int, list[float]]:
    """Characters, and the processor time of each round."""
    times, count = [], 0
    for _ in range(rounds):
        begun = time.process_time()
        count = read(data)
        times.append(time.process_time() - begun)
    return count, times


def main() -> int:
    """Measure both and tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    data = report()
    habeas(data)  # the model of languages is read once
    print(f"{PAGES} pages       characters    median   longest   (s of processor)")
    for name, read in (("Habeas", habeas), ("pypdfium2", peer)):
        count, times = seconds(read, data, rounds)
        print(f"{name:<15} {count:>10} {statistics.median(times):>9.2f} {max(times):>9.2f}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
