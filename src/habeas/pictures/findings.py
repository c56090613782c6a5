"""What a rule found, drawn into the day of a record: the time that it allows, and what goes beyond it.

From where the time runs to where it is over there is an empty frame; what lies beyond is filled where it was
not kept and hatched where nobody wrote whether it was. Where the time is over, a line runs through all lanes.
"""

from dataclasses import dataclass
from datetime import datetime

from habeas.clock.intervals import Piece, overlap
from habeas.pictures.glyphs import Shape, Tone, glyph, hatching, toned
from habeas.pictures.hours import HourScale, Window
from habeas.pictures.svg import element

BAND = 11.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One occasion: ``due`` is where its time is over; without it the whole of it is what was found.

    ``known`` says that it was not kept; else it is not recorded whether it was.
    """

    begins: datetime
    ends: datetime
    due: datetime | None
    known: bool
    label: str
    title: str
    pieces: tuple[Piece, ...] = ()
    """The parts of it that were found, where that is not all of it."""

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            raise ValueError("what was found ends before it begins")

    def touches(self, window: Window) -> bool:
        """Whether a window shows any of it."""
        return self.begins < window.end and self.ends >= window.start

    @property
    def tone(self) -> Tone:
        """Its tone."""
        return Tone.LATE if self.known else Tone.NEUTRAL


def band(one: Finding, left: float, right: float, y: float, scale: HourScale) -> str:
    """Draw it between two places of the axis."""
    top = y - BAND / 2
    over = left if one.due is None else min(max(scale.x(one.due), left), right)
    shown = overlap((scale.window.start, scale.window.end), one.pieces)
    filled = [(scale.x(since), scale.x(until)) for since, until in shown] if one.pieces else [(over, right)]
    parts = []
    if over > left or one.pieces:
        frame = {"fill": "none", "stroke": "currentColor", "stroke_width": 1, "stroke_dasharray": "2 2"}
        width = (right if one.pieces else over) - left
        parts.append(element("rect", x=left, y=top + 2, width=width, height=BAND - 4, **frame))
    for begins, ends in filled:
        width = max(ends - begins, 3.0)
        fill = {"fill": "currentColor" if one.known else "none", "stroke": "currentColor", "stroke_width": 1}
        parts.append(element("rect", x=begins, y=top, width=width, height=BAND, **fill))
        if not one.known:
            parts.append(hatching(begins, begins + width, top, BAND))
    if scale.window.holds(one.begins):
        parts.append(glyph(Shape.TRIANGLE, left, y, size=9, hollow=not one.known))
    return toned(one.tone, *parts)


def over_lines(findings: tuple[Finding, ...], top: float, bottom: float, scale: HourScale) -> list[str]:
    """A line through all lanes where the time of each is over."""
    return [
        toned(
            one.tone,
            element(
                "line",
                x1=scale.x(one.due),
                x2=scale.x(one.due),
                y1=top,
                y2=bottom,
                stroke="currentColor",
                stroke_width=1,
                stroke_dasharray="4 3",
            ),
        )
        for one in findings
        if one.due is not None and scale.window.holds(one.due)
    ]
