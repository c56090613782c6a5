"""Asks: in synthetic reports of the CPT's form, in five formats, and in the text of UN documents."""

from collections.abc import Hashable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.reading.hashes import mark
from benchmarks.reading.papers import FORMATS, REPORTS, Label, paper, squashed
from benchmarks.reading.score import HELD_OUT, SHARED, TUNED, Row, row

from habeas.documents.reading import read_document
from habeas.documents.report.asks import asks_of
from habeas.documents.report.visit_report import report_json

LABELS = Path(__file__).resolve().parent / "labels"


def rows() -> Iterator[Row]:
    yield from synthetic()
    for path in sorted(LABELS.glob("*.txt")):
        yield of_sentences(path)


def of_sentences(path: Path) -> Row:
    """Sentences that ask, in a document that is not here: labelled by paragraph and hash."""
    head, *lines = path.read_text("utf-8").splitlines()
    name, role = head.removeprefix("# ").split(": ")
    read = read_document(SHARED / "un_reports" / name)
    found = [f"{each.paragraph} {mark(each.text)}" for each in asks_of(read)]
    return row("asks in running text", path.stem, role, lines, found)


def synthetic() -> Iterator[Row]:
    """Passages (words, paragraph and kind right), numbers of paragraphs, and what an ask says of itself."""
    papers = [paper(path.stem) for path in sorted(REPORTS.glob("*.txt"))]
    for role in (TUNED, HELD_OUT):
        chosen = [one for one in papers if one.head["role"] == role]
        if not chosen:
            continue
        for form, (ending, made) in FORMATS.items():
            said = {
                one.name: report_json(read_document(BytesIO(made(one)), name=f"a{ending}"), None)
                for one in chosen
            }
            name = f"{len(chosen)} synthetic, {form}"
            numbers = [(one.name, number) for one in chosen for number in one.numbers]
            read = [
                (key, each["number"])
                for key, one in said.items()
                for each in one["paragraphs"]
                if (each["number"] or "").isdigit()
            ]
            yield row("numbered paragraphs", name, role, numbers, read)
            wanted = [
                (one.name, each.paragraph, each.kind, each.text) for one in chosen for each in one.labels
            ]
            found = [
                (key, each["paragraph"], each["kind"], squashed(each["text"]))
                for key, one in said.items()
                for each in one["asks"]
            ]
            yield row("asks with their kind", name, role, wanted, found)
            if form == "HTML":
                labels = [each for one in chosen for each in one.labels]
                asks = [each for one in said.values() for each in one["asks"]]
                yield from details(f"{len(chosen)} synthetic", role, labels, asks)


def details(name: str, role: str, labels: list[Label], asks: list[dict[str, Any]]) -> Iterator[Row]:
    """Who is asked, by when, whether again, what it goes back to: of the asks that were found."""
    by_text = {(each["paragraph"], squashed(each["text"])): each for each in asks}
    pairs = [(at, each, by_text.get((each.paragraph, each.text), {})) for at, each in enumerate(labels)]
    kinds: dict[str, list[tuple[int, Hashable, Hashable]]] = {
        "addressee": [(at, each.to, ask.get("addressee")) for at, each, ask in pairs],
        "within": [(at, each.within, ask.get("within")) for at, each, ask in pairs],
        "reiterates": [(at, each.again or None, ask.get("reiterates") or None) for at, each, ask in pairs],
        "long-standing": [
            (at, each.long or None, ask.get("long_standing") or None) for at, each, ask in pairs
        ],
        "refers to": [(at, each.refers_to, reference(ask)) for at, each, ask in pairs],
    }
    for kind, said in kinds.items():
        wanted = [(at, label) for at, label, _found in said if label is not None]
        found = [(at, each) for at, _label, each in said if each is not None]
        yield row(kind, name, role, wanted, found)


def reference(ask: dict[str, Any]) -> tuple[str, ...] | None:
    """The first cross-reference of an ask: number, paragraphs, year of the visit."""
    for each in ask.get("refers_to", []):
        return each["reference"] or "", ",".join(each["paragraphs"]), str(each["visit_year"] or "")
    return None
