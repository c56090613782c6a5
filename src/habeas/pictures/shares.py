"""Shares of a whole: a bar a line, each as long as any other, its parts told apart by how they are filled.

What was kept is plain, what was not is strong with a line above it, what is not recorded is hatched, what is
still to come is an empty frame, and what is withheld is dotted: no part is told by its colour alone. The
figures stand beside the bar; a legend beneath names the parts that occur.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from habeas.language import Words
from habeas.pictures.glyphs import Tone, toned
from habeas.pictures.svg import INK, MUTED, element, fit, number, picture, text, text_width

LABEL_SIZE = 11.0
LINE, BAR = 21.0, 12.0
"""Heights of a line and of its bar, in user units."""
SAMPLE = 16.0
SEEN = 2.0
"""How long the least part is drawn that is not nought."""
GAP, BETWEEN = 10.0, 26.0
"""What is kept free about a bar, and between two columns."""


class Fill(StrEnum):
    """What a part is."""

    KEPT = "kept"
    NOT_KEPT = "not-kept"
    NOT_RECORDED = "not-recorded"
    PENDING = "pending"
    WITHHELD = "withheld"


TONES: Mapping[Fill, Tone] = {
    Fill.KEPT: Tone.ACCENT,
    Fill.NOT_KEPT: Tone.LATE,
    Fill.NOT_RECORDED: Tone.NEUTRAL,
    Fill.PENDING: Tone.DUE,
    Fill.WITHHELD: Tone.NEUTRAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line: its parts in order, its figures in words. Without parts it is a heading of those below."""

    label: str
    parts: tuple[tuple[Fill, int], ...] = ()
    said: str = ""

    def __post_init__(self) -> None:
        if any(count < 0 for _, count in self.parts):
            raise ValueError("a share is not below nought")

    @property
    def whole(self) -> int:
        """All parts together."""
        return sum(count for _, count in self.parts)


@dataclass(frozen=True, slots=True)
class _Column:
    """Lines beneath each other: labels from ``start``, bars from ``left`` to ``right``, figures to ``end``.

    ``start`` is where the language begins to read.
    """

    start: float
    end: float
    left: float
    right: float

    @property
    def mirrored(self) -> bool:
        return self.start > self.end

    def x(self, share: float) -> float:
        """Where a share of the whole ends, from the side where the language begins to read."""
        along = share * (self.right - self.left)
        return self.right - along if self.mirrored else self.left + along


def shares(
    columns: Sequence[Sequence[Bar]],
    names: Mapping[Fill, str],
    *,
    words: Words,
    width: int = 680,
    title: str,
    prefix: str = "shares",
    stacked: bool = False,
) -> str:
    """Draw columns of lines side by side; ``names`` are those of the parts, for the legend.

    ``stacked``: where there is no room beside the bars, each label has the line above its bar.
    """
    mirrored = words.direction == "rtl"
    every = [row for column in columns for row in column]
    wide = (width - (len(columns) - 1) * BETWEEN) / max(len(columns), 1)
    drawn, tallest = list[str](), 0.0
    for at, rows in enumerate(columns):
        left = at * (wide + BETWEEN)
        column = _column(rows, left, left + wide, width if mirrored else None, stacked=stacked)
        top = 0.0
        for row in rows:
            above = stacked and bool(row.parts and row.label)
            drawn.append(_row(row, top, column, above=above))
            top += 2 * LINE if above else LINE
        tallest = max(tallest, top)
    there = [
        fill for fill in Fill if any(fill is each and count for row in every for each, count in row.parts)
    ]
    legend, lines = _legend([(fill, names[fill]) for fill in there], tallest, width, mirrored=mirrored)
    return picture(
        *drawn,
        legend,
        width=width,
        height=tallest + lines * LINE + 5,
        prefix=prefix,
        title=title,
        summary=words.listed((_summary(row, names, words) for row in every if row.parts), apart=True),
        kind="shares",
        interactive=False,
    )


def _summary(row: Bar, names: Mapping[Fill, str], words: Words) -> str:
    """A line as it stands beside its bar; where nothing stands there, its parts."""
    if row.label or row.said:
        return f"{row.label}: {row.said}"
    return words.listed(f"{names[fill]} {words.number(count)}" for fill, count in row.parts if count)


def _column(rows: Sequence[Bar], left: float, right: float, mirror: int | None, *, stacked: bool) -> _Column:
    """Room for the longest label, as far as there is any, and for the longest figures."""
    most = (right - left) * 0.44
    labels = max(
        (text_width(row.label, LABEL_SIZE) for row in rows if row.parts and not stacked), default=0.0
    )
    figures = max((text_width(row.said, LABEL_SIZE) for row in rows), default=0.0)
    before, after = min(labels, most) + GAP if labels else 0.0, figures + GAP if figures else 0.0
    ends = left, right, left + before, max(right - after, left + before + 20)
    if mirror is None:
        return _Column(*ends)
    start, end, begins, stops = (mirror - each for each in ends)
    return _Column(start, end, stops, begins)


def _row(row: Bar, top: float, column: _Column, *, above: bool) -> str:
    first, last = ("end", "start") if column.mirrored else ("start", "end")
    base = top + BAR + 1
    look = {"font_size": LABEL_SIZE, "fill": INK}
    if not row.parts:
        said = fit(row.label, abs(column.end - column.start), LABEL_SIZE, bold=True)
        return text(said, column.start, base + 2, **look, font_weight=600, text_anchor=first)
    if above:
        said = fit(row.label, abs(column.end - column.start), LABEL_SIZE)
        label = text(said, column.start, base + 2, **look, text_anchor=first)
        bare = replace(row, label="")
        return element("g", label, _row(bare, top + LINE, column, above=False))
    room = abs((column.right if column.mirrored else column.left) - column.start) - GAP + 0.01
    label = text(fit(row.label, room, LABEL_SIZE), column.start, base, **look, text_anchor=first)
    figures = text(row.said, column.end, base, **look, text_anchor=last)
    return element(
        "g", label if row.label else "", *_parts(row, top + 3, column), figures if row.said else ""
    )


def _parts(row: Bar, top: float, column: _Column) -> list[str]:
    """The parts side by side; the least is still seen, at the cost of the greatest."""
    there = [(fill, count) for fill, count in row.parts if count]
    if not there:
        return []
    long = column.right - column.left
    lengths = [max(count / row.whole * long, SEEN) for _, count in there]
    greatest = lengths.index(max(lengths))
    lengths[greatest] -= sum(lengths) - long
    drawn, at = list[str](), 0.0
    for (fill, _), length in zip(there, lengths, strict=True):
        ends = sorted((column.x(at / long), column.x((at + length) / long)))
        drawn.append(_part(fill, ends[0], ends[1], top))
        at += length
    return drawn


def _part(fill: Fill, left: float, right: float, top: float) -> str:
    width = max(right - left, 0.5)
    solid = {Fill.KEPT: 0.45, Fill.NOT_KEPT: 1.0}.get(fill)
    frame = element(
        "rect",
        x=left,
        y=top,
        width=width,
        height=BAR,
        fill="currentColor" if solid else "none",
        fill_opacity=solid,
        stroke="currentColor",
        stroke_width=0.75,
        stroke_dasharray="1 2.5" if fill is Fill.WITHHELD else None,
    )
    if fill is Fill.NOT_KEPT:
        above = element(
            "line", x1=left, y1=top - 2, x2=right, y2=top - 2, stroke="currentColor", stroke_width=1.5
        )
        return toned(TONES[fill], frame, above)
    if fill is Fill.NOT_RECORDED:
        return toned(TONES[fill], frame, _hatched(left, right, top))
    return toned(TONES[fill], frame)


def _hatched(left: float, right: float, top: float) -> str:
    """Strokes across, cut at the frame; as one path, since a page holds many of them."""
    strokes, x = list[str](), left - BAR / 2
    while x < right:
        ends = (max(x, left), min(x + BAR / 2, right))
        first, last = (f"{number(end)} {number(top + BAR - (end - x) * 2)}" for end in ends)
        strokes.append(f"M{first}L{last}")
        x += 4
    return element("path", d="".join(strokes), stroke="currentColor", stroke_width=0.75)


def _legend(
    parts: Sequence[tuple[Fill, str]], top: float, width: float, *, mirrored: bool
) -> tuple[str, int]:
    """The legend and how many lines it takes."""
    drawn, at, line = list[str](), 0.0, 0
    for fill, name in parts:
        taken = SAMPLE + 6 + text_width(name, LABEL_SIZE)
        if at and at + taken > width:
            at, line = 0.0, line + 1
        left = width - at - SAMPLE if mirrored else at
        x, anchor = (left - 6, "end") if mirrored else (left + SAMPLE + 6, "start")
        y = top + line * LINE
        drawn.append(_part(fill, left, left + SAMPLE, y + 8))
        drawn.append(text(name, x, y + 18, font_size=LABEL_SIZE, fill=MUTED, text_anchor=anchor))
        at += taken + 14
    return element("g", *drawn, class_="legend"), line + 1
