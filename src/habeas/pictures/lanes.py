"""Where the marks of one lane go: rows that keep marks apart, labels where there is room.

Greedy and deterministic: marks are taken by where they begin, each goes to the first
row that is free for it. A label opens a new row only while the lane is low; after
that it is left out, for the mark's title and the list beneath carry it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from habeas.pictures.axis import Scale
from habeas.pictures.glyphs import NOSE, SIZE, Shape, Tone
from habeas.pictures.svg import fit, text_width

LABEL_SIZE = 12.0
LABEL_GAP = 5.0
GAP = 4.0
"""What is kept free between two neighbours of a row, in user units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One dated thing: a point (``end`` is ``None``) or a stretch, both days included.

    ``open_start`` and ``open_end`` say that it began before or goes on; an open end
    without ``end`` runs to the day of the picture. Where not ``precise``, ``start`` and
    ``end`` are the first and last day that the date may mean: it is drawn as a soft
    stretch with the shape, hollow, at its middle. ``label`` stands beside it where there
    is room, ``title`` is what a pointer or a screen reader is told, ``href`` where it leads.
    """

    start: date
    end: date | None
    open_start: bool
    open_end: bool
    precise: bool
    shape: Shape
    tone: Tone
    label: str
    title: str
    href: str | None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a mark ends before it starts: {self.start} to {self.end}")
        if not self.precise and self.end is None and not (self.open_start or self.open_end):
            raise ValueError("an imprecise mark needs the last day that its date may mean")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One voice or one kind of thing, with its marks in any order."""

    title: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark with its place: ``left`` to ``right`` is what it paints, label apart, in user units.

    ``stretch`` says whether a band is drawn; ``middle`` is where the shape's centre goes;
    ``label`` is empty where there is no room, ``label_left`` where it begins.
    """

    mark: Mark
    row: int
    left: float
    right: float
    stretch: bool
    middle: float
    label: str
    label_left: float

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where the row is taken, label and all."""
        if not self.label:
            return self.left, self.right
        label_right = self.label_left + text_width(self.label, LABEL_SIZE)
        return min(self.left, self.label_left), max(self.right, label_right)


def place(
    marks: Sequence[Mark], scale: Scale, *, as_of: date, label_room: float, tall: int
) -> tuple[list[Placed], int]:
    """Place what the scale shows of ``marks``; return them by where they begin, and how many rows they take.

    Labels are elided to ``label_room``, and open no more than ``tall`` rows.
    """
    bodies = [body for mark in marks if (body := _body(mark, scale, as_of)) is not None]
    bodies.sort(key=lambda body: (body.left, -body.right))
    rows: list[list[tuple[float, float]]] = []
    placed = []
    for body in bodies:
        found = _seat(body, rows, scale, label_room, tall)
        if found.row == len(rows):
            rows.append([])
        rows[found.row].append(found.reach)
        placed.append(found)
    return placed, len(rows)


def _extent(mark: Mark, as_of: date) -> tuple[date, date]:
    first, last = mark.start, mark.end or mark.start
    if mark.end is None and mark.open_start:
        first = date.min
    if mark.end is None and mark.open_end:
        last = max(last, as_of)
    return first, last


def _body(mark: Mark, scale: Scale, as_of: date) -> Placed | None:
    first, last = _extent(mark, as_of)
    if last < scale.start or first > scale.end:
        return None
    left, right = scale.dawn(first), scale.dusk(last)
    nose = NOSE if mark.open_start or first < scale.start else 0.0
    stretch = right - left >= SIZE + 2 + nose and last > first
    middle = (left + right) / 2
    if not stretch:
        middle = min(scale.right - SIZE / 2, max(scale.left + SIZE / 2, middle))
        left, right = middle - SIZE / 2, middle + SIZE / 2
    elif mark.precise:
        middle = left + nose + SIZE / 2
    return Placed(mark, 0, left, right, stretch, middle, "", 0.0)


def _seat(
    body: Placed, rows: list[list[tuple[float, float]]], scale: Scale, label_room: float, tall: int
) -> Placed:
    label = fit(body.mark.label, label_room, LABEL_SIZE)
    taken = text_width(label, LABEL_SIZE)
    sides = [body.right + LABEL_GAP] if body.right + LABEL_GAP + taken <= scale.right else []
    if body.left - LABEL_GAP - taken >= scale.left:
        sides.append(body.left - LABEL_GAP - taken)
    labelled = range(min(tall, len(rows) + 1)) if label else ()
    for row in labelled:
        for label_left in sides:
            seat = Placed(body.mark, row, body.left, body.right, body.stretch, body.middle, label, label_left)
            if row == len(rows) or _free(rows[row], seat.reach):
                return seat
    bare = (row for row, taken_up in enumerate(rows) if _free(taken_up, body.reach))
    row = next(bare, len(rows))
    return Placed(body.mark, row, body.left, body.right, body.stretch, body.middle, "", 0.0)


def _free(taken: list[tuple[float, float]], reach: tuple[float, float]) -> bool:
    return all(reach[1] + GAP <= left or right + GAP <= reach[0] for left, right in taken)
