"""A file read in a process of its own: ``python -m habeas.apart.program read FILE FORM PARTY PUBLISHED``.

It prints one JSON object: what was read, or the error; with ``look`` also where it stands on the pages, with
``find FILE PAGE`` where a passage stands that comes in, with ``paragraphs FILE`` its paragraphs alone, with
``page FILE NUMBER`` the picture of one page. Its time and memory are bounded by the system, so that a file
made to keep a reader busy, or to fill the memory, ends this process and nothing else.
"""

import json
import resource
import sys
from collections.abc import Callable, Mapping
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from habeas.errors import HabeasError, PartMissingError

if TYPE_CHECKING:
    from habeas.documents.pdf.lines import PdfPages

FOUND = ("asks", "answers", "statements", "events")
"""The lists of what is proposed; each thing in them has a span in the text."""
FORMS = ("auto", "report", "reply", "recommendations", "press")
"""What a file can be read as; ``documents/forms.py`` has the reading of each."""
SECONDS = 120
"""Of processor time."""
PAGE_SECONDS = 20
"""Of processor time, for the picture of one page: somebody waits for it."""
MEMORY = 2 * 2**30
"""Bytes of address space; a report of 300 pages takes a tenth of it."""


def main() -> int:
    """Do one thing, and print what came of it."""
    verb, path, *more = sys.argv[1:]
    seconds = PAGE_SECONDS if verb == "page" else SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said = VERBS[verb](Path(path), *more)
    except ImportError as fault:
        lacking = f"the part {fault.name} is missing"
        said = _error(PartMissingError("reading-missing", lacking, advice="pip install habeas[reading]"))
    except HabeasError as fault:
        said = _error(fault)
    if isinstance(said, bytes):
        sys.stdout.buffer.write(said)
    else:
        json.dump(said, sys.stdout)
    return 0


def _error(fault: HabeasError) -> dict[str, Any]:
    missing, values = isinstance(fault, PartMissingError), getattr(fault, "values", None)
    return {"error": {**fault.as_json(), "missing": missing, "values": values}}


def _read(path: Path, form: str, party: str, published: str) -> dict[str, Any]:
    """What stands in it."""
    return _read_with_pages(path, form, party, published)[0]


def _look(path: Path, form: str, party: str, published: str) -> dict[str, Any]:
    """What was read, and where on the pages it stands: for what has pages."""
    said, pages = _read_with_pages(path, form, party, published)
    if pages is None:
        return {"said": said, "sizes": [], "boxes": {}}
    from habeas.documents.pdf.passages import Passages  # noqa: PLC0415

    passages = Passages(pages.lines)
    boxes = {
        kind: [
            [astuple(box) for box in passages.boxes(said["text"][slice(*one["span"])], one.get("page"))]
            for one in said[kind]
        ]
        for kind in FOUND
        if kind in said
    }
    return {"said": said, "sizes": pages.sizes, "boxes": boxes}


def _paragraphs(path: Path) -> dict[str, Any]:
    """The paragraphs as they stand, whatever the document is."""
    from habeas.documents.reading import read_document  # noqa: PLC0415

    read = read_document(path).paragraphs
    return {"paragraphs": [{"number": one.number, "page": one.page, "text": one.text} for one in read]}


def _find(path: Path, page: str) -> dict[str, Any]:
    """Where one passage stands on the pages, looked for from a page on."""
    from habeas.documents.pdf.lines import read_pdf  # noqa: PLC0415
    from habeas.documents.pdf.passages import Passages  # noqa: PLC0415

    boxes = Passages(read_pdf(path).lines).boxes(json.load(sys.stdin), int(page))
    return {"boxes": [astuple(box) for box in boxes]}


def _page(path: Path, number: str) -> bytes:
    """The picture of a page."""
    from habeas.documents.pdf.drawing import draw_page  # noqa: PLC0415

    return draw_page(path, int(number))


def _read_with_pages(
    path: Path, form: str, party: str, published: str
) -> tuple[dict[str, Any], "PdfPages | None"]:
    from habeas.documents.forms import About, read_as  # noqa: PLC0415 (parts that few verbs need)
    from habeas.documents.reading import read_with_pages  # noqa: PLC0415

    read, pages = read_with_pages(path)
    about = About(party or None, date.fromisoformat(published) if published else None)
    return read_as(form, read, about), pages


VERBS: Mapping[str, Callable[..., dict[str, Any] | bytes]] = {
    "read": _read,
    "look": _look,
    "find": _find,
    "paragraphs": _paragraphs,
    "page": _page,
}


if __name__ == "__main__":
    raise SystemExit(main())
