"""Passages of a document that a person chooses: whole paragraphs of what was read, or words of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from habeas.apart.calling import boxes_apart
from habeas.errors import HabeasError, RefusedError
from habeas.language import N_
from habeas.web.reading import access, kept
from habeas.web.reading.fields import FIELDS, HAND, given_of
from habeas.web.reading.models import Proposal, Reading, What

_PARAGRAPH = re.compile(r"(?:(?P<number>\d[\w.]{0,11})\. )?(?P<text>\S(?:.*\S)?)", re.DOTALL)
_BETWEEN = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or heading as it was read; ``start`` and ``end`` are its place without its number."""

    at: int
    number: str
    text: str
    start: int
    end: int


def passages_of(text: str) -> list[Passage]:
    """The paragraphs of a text, in which an empty line stands between them."""
    found, begun = list[Passage](), 0
    for end in [*(gap.start() for gap in _BETWEEN.finditer(text)), len(text)]:
        if one := _PARAGRAPH.search(text, begun, end):
            found.append(Passage(len(found), one["number"] or "", one["text"], *one.span("text")))
        begun = end
    return found


def place_of(text: str, chosen: Sequence[Passage], words: str) -> tuple[int, int]:
    """Where chosen paragraphs stand, from the first to the last, or given words in them.

    Without a paragraph the words are looked for in the whole text. Raises ``RefusedError``
    (``passage-missing``, ``words-not-found``, ``words-found-often``).
    """
    if not chosen and not words:
        raise RefusedError("passage-missing", N_("Choose paragraphs, or give the words of the passage."))
    start, end = (chosen[0].start, chosen[-1].end) if chosen else (0, len(text))
    if not words:
        return start, end
    # As they were copied: spaces and line ends are another matter than words.
    wanted = re.compile(r"\s+".join(map(re.escape, words.split())))
    found = list(wanted.finditer(text, start, end))
    if not found:
        raise RefusedError("words-not-found", N_("These words do not stand there as they are given."))
    if not chosen and len(found) > 1:
        raise RefusedError(
            "words-found-often", N_("These words stand in it more than once: choose the paragraph too.")
        )
    return _whole_words(text, *found[0].span())


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A place widened to the words that it cuts."""
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def proposed_by_hand(row: Reading, what: str, kind: str, place: tuple[int, int]) -> Proposal:
    """A passage as a proposal that is not stored yet, with its lines on the pages where it has them."""
    text = kept.text_of(row)
    start, end = place
    within = next((one for one in passages_of(text) if one.end > start), None)
    number = within.number if within else ""
    words = text[start:end]
    counted = "paragraph" if row.schema == "habeas/report/1" else "number"
    given = given_of(what, {"kind": kind, counted: number, "numbers": [number] if number else []}, words)
    if "title" in FIELDS[what]:
        given["title"] = words[:200]
    boxes = _boxes(row, start, words)
    page = int(boxes[0][0]) if boxes else None
    return Proposal(
        reading=row,
        what=What(what).value,
        start=start,
        end=end,
        page=page,
        boxes=boxes,
        proposed=given,
        given=given,
        hints={"told_by": HAND},
    )


def _boxes(row: Reading, start: int, passage: str) -> list[list[float]]:
    """The lines of a passage, looked for from the page of the proposal before it on."""
    if not row.sizes:
        return []
    before = access.proposals_of(row).filter(start__lte=start).exclude(page=None).last()
    try:
        return boxes_apart(kept.file_of(row), passage, before.page if before and before.page else 1)
    except HabeasError:
        return []  # without its mark on the page it is a passage all the same
