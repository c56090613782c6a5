"""Numbered paragraphs of United Nations documents: every number from the first to the last, each once."""

from collections.abc import Iterator

from benchmarks.reading.score import SHARED, TUNED, Row, row

from habeas.documents.reading import read_document

LAST = {
    "g0917123.pdf": 45,
    "g1012049.pdf": 113,
    "g1413493.pdf": 106,
    "g1414064.pdf": 53,
    "g1423930.pdf": 116,
    "g1923444.pdf": 116,
    "g1924226.pdf": 79,
    "g1934994.pdf": 123,
}
"""The last number of each document, read off its last page. Tests hold all of them, so none is held out."""


def rows() -> Iterator[Row]:
    wanted, found = list[tuple[str, str]](), list[tuple[str, str]]()
    for name, last in LAST.items():
        wanted += [(name, str(number)) for number in range(1, last + 1)]
        read = read_document(SHARED / "un_reports" / name)
        found += [(name, each.number) for each in read.paragraphs if each.number.isdigit()]
    yield row("numbered paragraphs", f"{len(LAST)} UN documents", TUNED, wanted, found)
