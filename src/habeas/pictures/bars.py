"""Bars that lie: one a line, its label above it, what it counts beside it.

A bar has a part that is sure and one that may be more: dates known in part make counts that are
ranges. The soft part is dashed and the figure says both ends, so that no colour is needed to read it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from habeas.language import Words
from habeas.pictures.glyphs import Tone, toned
from habeas.pictures.svg import INK, element, fit, picture, text, text_width

LABEL_SIZE = 12.0
LINE = 44.0
"""Height of one bar with its label, in user units."""

BAR = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """``sure`` is counted for certain, ``most`` at the outside; ``said`` is the figure in words."""

    label: str
    sure: float
    most: float
    said: str
    tone: Tone = Tone.ACCENT

    def __post_init__(self) -> None:
        if not 0 <= self.sure <= self.most:
            raise ValueError(f"not a range: {self.sure} to {self.most}")


def bars(rows: Sequence[Bar], *, words: Words, width: int = 960, title: str, prefix: str = "bars") -> str:
    """Draw ``rows`` on one scale that begins at nought, from the side where this language starts to read."""
    mirrored = words.direction == "rtl"
    beside = max((text_width(row.said, LABEL_SIZE) for row in rows), default=0.0) + 10
    room = max(width - beside, width * 0.25)
    longest = max((row.most for row in rows), default=0.0) or 1.0
    drawn = [
        _bar(row, place * LINE, room / longest, width=width, mirrored=mirrored)
        for place, row in enumerate(rows)
    ]
    summary = words.listed((f"{row.label}: {row.said}" for row in rows), apart=True)
    return picture(
        *drawn,
        width=width,
        height=max(len(rows), 1) * LINE,
        prefix=prefix,
        title=title,
        summary=summary,
        kind="bars",
        interactive=False,
    )


def _bar(row: Bar, top: float, unit: float, *, width: float, mirrored: bool) -> str:
    sure, most = row.sure * unit, row.most * unit
    start, anchor = (width, "end") if mirrored else (0.0, "start")
    label = text(
        fit(row.label, width, LABEL_SIZE), start, top + 14, class_="label", fill=INK, text_anchor=anchor
    )
    y = top + 20
    said = text(
        row.said,
        width - most - 8 if mirrored else most + 8,
        y + BAR - 3,
        class_="label",
        fill=INK,
        font_weight=600,
        text_anchor=anchor,
    )
    ground = _stretch(0, max(sure, 1.0), y, width=width, mirrored=mirrored, soft=False)
    further = _stretch(sure, most, y, width=width, mirrored=mirrored, soft=True) if most > sure else ""
    return label + toned(row.tone, ground, further) + said


def _stretch(begins: float, ends: float, y: float, *, width: float, mirrored: bool, soft: bool) -> str:
    return element(
        "rect",
        x=width - ends if mirrored else begins,
        y=y,
        width=ends - begins,
        height=BAR,
        fill="currentColor",
        fill_opacity=0.16 if soft else 0.75,
        stroke="currentColor",
        stroke_width=1,
        stroke_dasharray="3 2" if soft else None,
    )
