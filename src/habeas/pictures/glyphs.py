"""Shapes and tones: a voice has a name, a shape and a colour, the same in every picture.

Tones start from Okabe and Ito's colour-blind safe set. The yellows are darkened and the
blue is kept, so that each holds 3:1 against white and against the dark paper alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from habeas.language import Words
from habeas.pictures.svg import INK, element, fit, number, picture, text, text_width

SIZE = 12.0
"""Width and height of a shape in user units."""

NOSE = 5.0
"""Length of the point of a stretch that goes on, in user units."""

KEY = 32.0
"""What a legend keeps for the shape before each label, in user units."""


class Shape(StrEnum):
    """What a mark looks like; each is told apart without its colour."""

    CIRCLE = "circle"
    SQUARE = "square"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"
    BAR = "bar"
    CROSS = "cross"
    FLAG = "flag"


class Tone(StrEnum):
    """What a colour means; the page's tokens of the same name decide how it looks."""

    BODY = "body"
    STATE = "state"
    OTHER = "other"
    NEUTRAL = "neutral"
    DUE = "due"
    LATE = "late"
    ACCENT = "accent"


COLOURS: Mapping[Tone, str] = {
    Tone.BODY: "#0072b2",
    Tone.STATE: "#94640a",
    Tone.OTHER: "#a5508a",
    Tone.NEUTRAL: "#6b777d",
    Tone.DUE: "#c07a00",
    Tone.LATE: "#d55e00",
    Tone.ACCENT: "#12777d",
}
"""The colour of each tone where no style sheet says otherwise: alone, in PDF, in print."""

# Corners as shares of half the size, from the centre.
_OUTLINES: Mapping[Shape, str] = {
    Shape.SQUARE: "-.85,-.85 .85,-.85 .85,.85 -.85,.85",
    Shape.DIAMOND: "0,-1 1,0 0,1 -1,0",
    Shape.TRIANGLE: "0,-.95 1,.8 -1,.8",
    Shape.BAR: "-.35,-1 .35,-1 .35,1 -.35,1",
    Shape.CROSS: (
        "-.35,-1 .35,-1 .35,-.35 1,-.35 1,.35 .35,.35 .35,1 -.35,1 -.35,.35 -1,.35 -1,-.35 -.35,-.35"
    ),
    Shape.FLAG: "-.8,-1 1,-.4 -.4,.2 -.4,1 -.8,1",
}


def toned(tone: Tone, *children: str, **attributes: object) -> str:
    """Group children that are painted in ``currentColor``, and give them the tone."""
    return element("g", *children, class_=f"tone-{tone}", color=COLOURS[tone], **attributes)


def glyph(shape: Shape, x: float, y: float, *, size: float = SIZE, hollow: bool = False) -> str:
    """Draw one shape about (x, y). ``hollow`` says that the place on the axis is not exact."""
    half = size / 2 - 0.75  # the line about it belongs to the size
    ink: dict[str, object] = {
        "class_": "hollow" if hollow else "solid",
        "fill": "#ffffff" if hollow else "currentColor",
        "stroke": "currentColor",
        "stroke_width": 1.5,
        "stroke_linejoin": "round",
    }
    if shape is Shape.CIRCLE:
        return element("circle", cx=x, cy=y, r=half, **ink)
    corners = (pair.split(",") for pair in _OUTLINES[shape].split())
    points = " ".join(f"{number(x + float(dx) * half)},{number(y + float(dy) * half)}" for dx, dy in corners)
    return element("polygon", points=points, **ink)


def band(
    left: float, right: float, y: float, *, points: tuple[bool, bool], soft: bool, height: float = 8
) -> str:
    """Draw a stretch of time; an end that ``points`` goes on beyond what is known or shown."""
    top, bottom, nose = y - height / 2, y + height / 2, min(NOSE, (right - left) / 2)
    west = (
        [(left + nose, bottom), (left, y), (left + nose, top)] if points[0] else [(left, bottom), (left, top)]
    )
    east = (
        [(right - nose, top), (right, y), (right - nose, bottom)]
        if points[1]
        else [(right, top), (right, bottom)]
    )
    return element(
        "polygon",
        points=" ".join(f"{number(x)},{number(y)}" for x, y in west + east),
        class_="soft" if soft else "span",
        fill="currentColor",
        fill_opacity=0.16 if soft else 0.55,
        stroke="currentColor",
        stroke_width=1,
        stroke_dasharray="2 2" if soft else None,
    )


def hatching(left: float, right: float, top: float, height: float) -> str:
    """Strokes across a band, from its foot upward; as one path, since a page holds many of them."""
    strokes, x = list[str](), left + 2
    while x + height / 2 < right:
        strokes.append(f"M{number(x)} {number(top + height)}L{number(x + height / 2)} {number(top)}")
        x += 5
    return element("path", d="".join(strokes), stroke="currentColor", stroke_width=1) if strokes else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a legend; ``soft`` shows how an imprecise date is drawn."""

    label: str
    shape: Shape
    tone: Tone
    soft: bool = False


def legend(
    entries: Sequence[Entry], *, words: Words, width: int = 960, title: str, prefix: str = "legend"
) -> str:
    """Draw the meaning of shapes and tones in lines, from the side where this language starts to read."""
    seats, height = flow([entry.label for entry in entries], width)
    mirrored = words.direction == "rtl"
    drawn = (
        _entry(entry, label, (width - x, y) if mirrored else (x, y), mirrored=mirrored)
        for entry, (label, x, y) in zip(entries, seats, strict=True)
    )
    summary = words.listed((entry.label for entry in entries), apart=True)
    return picture(
        *drawn,
        width=width,
        height=height,
        prefix=prefix,
        title=title,
        summary=summary,
        kind="legend",
        interactive=False,
    )


def flow(labels: Sequence[str], width: float) -> tuple[list[tuple[str, float, float]], float]:
    """Seat a legend: each label as it fits, where its line begins, its middle; and the height of all."""
    seats, x, y = [], 0.0, 14.0
    for each in labels:
        label = fit(each, width - KEY, 12)
        taken = KEY + text_width(label, 12)
        if x and x + taken > width:
            x, y = 0.0, y + 22
        seats.append((label, x, y))
        x += taken + 18
    return seats, y + 12


def _entry(entry: Entry, label: str, at: tuple[float, float], *, mirrored: bool) -> str:
    step = -1 if mirrored else 1
    x, y = at
    middle = x + step * 13
    behind = band(middle - 13, middle + 13, y, points=(False, False), soft=True) if entry.soft else ""
    name = text(
        label, x + step * KEY, y + 4, class_="label", fill=INK, text_anchor="end" if mirrored else "start"
    )
    return toned(entry.tone, behind, glyph(entry.shape, middle, y, hollow=entry.soft)) + name
