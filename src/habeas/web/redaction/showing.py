"""A text with its marks as a page shows it: what is deleted struck through, what stays with its ground."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from habeas.documents.redaction import Unit
from habeas.web.redaction.models import DELETE, NOBODY, Mark


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one unit; ``mark`` is empty for what nobody decided about."""

    text: str
    mark: str = ""
    ground: str = ""


def pieces(unit: Unit, marks: Iterable[Mark]) -> list[Piece]:
    """The text of a unit in stretches. Where marks overlap, what is deleted comes first."""
    decided: list[Mark | None] = [None] * len(unit.text)
    for mark in sorted(marks, key=lambda one: one.decision == DELETE):
        for at in range(mark.start, min(mark.end, len(decided))):
            decided[at] = mark
    found: list[Piece] = []
    start = 0
    for at in range(1, len(unit.text) + 1):
        if at == len(unit.text) or decided[at] is not decided[start]:
            mark_ = decided[start]
            found.append(Piece(unit.text[start:at], *_said(mark_)))
            start = at
    return found


def place_name(units: Sequence[Unit], place: int) -> str:
    """How a unit is named: its own number where it has one, else which it is, counted from the title."""
    if place == 0:
        return _("title")
    label = units[place].label.rstrip(".")
    return f"\u2066§ {label}\u2069" if label else _("piece %(number)d") % {"number": place}


def left_out_words(left_out: dict[str, int]) -> list[str]:
    """What of the Word file is no text and stays behind, in words."""
    names = {
        "pictures": _("pictures: %(number)d"),
        "endnotes": _("endnotes: %(number)d"),
        "heads_and_feet": _("heads and feet of pages: %(number)d"),
    }
    return [name % {"number": left_out[key]} for key, name in names.items() if left_out.get(key)]


def _said(mark: Mark | None) -> tuple[str, str]:
    if mark is None:
        return "", ""
    if mark.decision == DELETE:
        return "delete", ""
    if mark.decision == NOBODY:
        return "nobody", ""
    return "stays", str(mark.consent) if mark.consent else mark.office
