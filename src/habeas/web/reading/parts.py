"""Proposals parted and joined: their words, their place in the text, and their lines on the pages."""

import re
from collections.abc import Iterator
from typing import Any

from habeas.documents.sentences import ABBREVIATION
from habeas.errors import RefusedError
from habeas.language import N_
from habeas.web.reading.fields import part_of
from habeas.web.reading.models import Proposal, State

_CUT = re.compile(r"(?<=[.;:?!])\s+(?=\S)|\n+(?=\S)|\s+(?=\([a-z]{1,3}\)\s)")
Lines = list[list[float]]


def cuts(text: str) -> Iterator[tuple[int, str]]:
    """Where a text can be parted: the place of each sentence, line and limb but the first, and its words."""
    found = (cut for cut in _CUT.finditer(text) if not ABBREVIATION.search(text[: cut.start()]))
    places = [cut.end() for cut in found]
    for place, end in zip(places, [*places, len(text)][1:], strict=True):
        yield place, text[place:end].strip()


def parted(row: Proposal, at: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of the two parts. Raises ``RefusedError`` (``split-nowhere``)."""
    text = row.given["text"]
    one, other = text[:at].rstrip(), text[at:].lstrip()
    if not 0 < at < len(text) or not one or not other:
        raise RefusedError("split-nowhere", N_("Choose with which words the second part begins."))
    as_read = text == row.proposed["text"]
    middle = row.start + at if as_read and row.end - row.start == len(text) else None
    lines = _lines_parted(row.boxes, at / len(text))
    found = []
    for words, start, end, boxes in (
        (one, row.start, middle or row.end, lines[0]),
        (other, middle or row.start, row.end, lines[1]),
    ):
        # Of words that somebody changed before, what was read stays whole beside both parts.
        proposed = part_of(row.proposed, words) if as_read else row.proposed
        values = {"given": part_of(row.given, words), "proposed": proposed, "start": start, "end": end}
        page = int(boxes[0][0]) if boxes else row.page
        found.append({**values, "boxes": boxes, "page": page, "state": State.OPEN.value})
    return found[0], found[1]


def following(row: Proposal) -> Proposal | None:
    """The proposal of the same kind that follows and is not in the file yet."""
    rows = list(row.reading.proposals.exclude(state=State.GONE).filter(what=row.what))
    after = rows[rows.index(row) + 1 :]
    return after[0] if after and after[0].taken_at is None else None


def joined(row: Proposal, after: Proposal) -> dict[str, Any]:
    """The values of the two together."""
    return {
        "given": part_of(row.given, f"{row.given['text']}\n{after.given['text']}"),
        "proposed": part_of(row.proposed, f"{row.proposed['text']}\n{after.proposed['text']}"),
        "end": max(row.end, after.end),
        "boxes": [*row.boxes, *after.boxes],
        "state": State.OPEN.value,
    }


def _lines_parted(boxes: Lines, share: float) -> tuple[Lines, Lines]:
    """Lines as far as a share of their width, and from there on."""
    left = sum(box[3] - box[1] for box in boxes) * share
    first, second = Lines(), Lines()
    for page, begin, bottom, end, top in boxes:
        width = end - begin
        if left >= width:
            first.append([page, begin, bottom, end, top])
        elif left <= 0:
            second.append([page, begin, bottom, end, top])
        else:
            first.append([page, begin, bottom, begin + left, top])
            second.append([page, begin + left, bottom, end, top])
        left -= width
    return first, second
