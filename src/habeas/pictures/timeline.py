"""A timeline with lanes: what happened, who did it, and what is still open.

Time runs from left to right in every language, as its years are written; where the
language reads from the right, the lanes' titles stand on the right. Below 600 units
the titles stand above their lanes, so that a telephone keeps the whole width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from habeas.language import Words
from habeas.pictures.axis import AXIS_SIZE, Scale, ticks
from habeas.pictures.glyphs import Shape, Tone, band, glyph, toned
from habeas.pictures.lanes import LABEL_GAP, LABEL_SIZE, Lane, Mark, Placed, place
from habeas.pictures.svg import (
    HALO,
    MUTED,
    RULE,
    element,
    fit,
    picture,
    safe_address,
    text,
    text_width,
    words_in,
    wrap,
)

__all__ = ["Lane", "Mark", "Shape", "Tone", "timeline"]

NARROW = 600
ROW = 22.0
PADDING = 7.0
HEAD = 38.0
LINE = 15.0
EDGE = 6.0


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What all parts of one picture share."""

    width: int
    narrow: bool
    mirrored: bool
    gutter: float
    scale: Scale
    as_of: date
    words: Words
    interactive: bool

    @property
    def edge(self) -> float:
        """Where the lanes' titles are anchored."""
        return self.width - EDGE if self.mirrored else EDGE

    @property
    def anchor(self) -> str:
        return "end" if self.mirrored else "start"


@dataclass(frozen=True, slots=True)
class _Strip:
    """One lane, laid out: from ``top``, ``height`` high, its first row's middle at ``first``."""

    title: list[str]
    placed: list[Placed]
    top: float
    first: float
    height: float


def timeline(
    lanes: Sequence[Lane],
    *,
    start: date,
    end: date,
    as_of: date,
    words: Words,
    width: int = 960,
    title: str,
    summary: str,
    prefix: str = "timeline",
) -> str:
    """Draw ``lanes`` from ``start`` to ``end``, both included, as one SVG element.

    ``width`` is in user units (CSS pixels at full size), at least 240. ``as_of`` is
    marked where it lies within. ``prefix`` keeps ids apart where a page holds two.
    Raises ``ValueError`` for an empty span, a width too small, or a prefix that is no id.
    """
    if end < start or width < 240:
        raise ValueError(f"no room to draw {start} to {end} in {width}")
    sheet = _sheet(lanes, (start, end), as_of=as_of, words=words, width=width)
    strips = _strips(lanes, sheet)
    bottom = strips[-1].top + strips[-1].height if strips else HEAD
    axis, foot = _axis(sheet, bottom)
    return picture(
        axis,
        *(_lane(strip, sheet) for strip in strips),
        width=width,
        height=bottom + foot,
        prefix=prefix,
        title=title,
        summary=summary,
        kind="timeline",
        interactive=sheet.interactive,
    )


def _sheet(
    lanes: Sequence[Lane], span: tuple[date, date], *, as_of: date, words: Words, width: int
) -> _Sheet:
    narrow, mirrored = width < NARROW, words.direction == "rtl"
    gutter = EDGE if narrow else min(176.0, width * 0.2)
    left, right = (EDGE, width - gutter) if mirrored else (gutter, width - EDGE)
    interactive = any(safe_address(mark.href) for lane in lanes for mark in lane.marks)
    scale = Scale(*span, left, right)
    return _Sheet(width, narrow, mirrored, gutter, scale, as_of, words, interactive)


def _strips(lanes: Sequence[Lane], sheet: _Sheet) -> list[_Strip]:
    strips, top = [], HEAD
    for lane in lanes:
        room, lines = (sheet.width - 2 * EDGE, 1) if sheet.narrow else (sheet.gutter - 2 * EDGE - 6, 3)
        heading = wrap(lane.title, room, LABEL_SIZE, lines=lines, bold=True)
        placed, rows = place(
            lane.marks,
            sheet.scale,
            as_of=sheet.as_of,
            label_room=170 if sheet.narrow else 210,
            tall=6,
        )
        above = LINE + 4 if sheet.narrow else 0.0
        height = above + max(max(rows, 1) * ROW, len(heading) * LINE + 4) + 2 * PADDING
        strips.append(_Strip(heading, placed, top, top + PADDING + above + ROW / 2, height))
        top += height
    return strips


def _axis(sheet: _Sheet, bottom: float) -> tuple[str, float]:
    """Draw lines, labels and today; return them and the height of what stands below the lanes."""
    scale, parts = sheet.scale, []
    tall = bottom > 420  # then the years are said below too
    for tick in ticks(scale, sheet.words):
        parts.append(_upright(tick.x, HEAD - (14 if tick.label else 0), bottom, strong=bool(tick.label)))
        if tick.label and tick.x + 4 + text_width(tick.label, AXIS_SIZE) <= scale.right + 2:
            heights = (HEAD - 5, bottom + 14) if tall else (HEAD - 5,)
            parts += [
                text(tick.label, tick.x + 4, y, class_="muted", font_size=AXIS_SIZE, fill=MUTED)
                for y in heights
            ]
    parts.append(_level(HEAD, sheet))
    if scale.start <= sheet.as_of <= scale.end:
        parts.append(_today(sheet, bottom))
    return element("g", *parts, class_="axis", aria_hidden="true"), 22.0 if tall else 6.0


def _upright(x: float, top: float, bottom: float, *, strong: bool) -> str:
    return element(
        "line",
        x1=x,
        x2=x,
        y1=top,
        y2=bottom,
        class_="rule" if strong else "rule faint",
        stroke=RULE,
        stroke_width=1,
        stroke_opacity=None if strong else 0.45,
    )


def _level(y: float, sheet: _Sheet) -> str:
    return element("line", x1=0, x2=sheet.width, y1=y, y2=y, class_="rule", stroke=RULE, stroke_width=1)


def _today(sheet: _Sheet, bottom: float) -> str:
    said = sheet.words.say("as of {date}", date=sheet.words.date(sheet.as_of))
    x, half = sheet.scale.noon(sheet.as_of), text_width(said, AXIS_SIZE) / 2
    middle = min(sheet.width - half - 1, max(half + 1, x))
    line = element(
        "line", x1=x, x2=x, y1=18, y2=bottom, stroke="currentColor", stroke_width=1.5, stroke_dasharray="4 3"
    )
    name = text(said, middle, 12, font_size=AXIS_SIZE, fill="currentColor", text_anchor="middle")
    return toned(Tone.ACCENT, line, name)


def _lane(strip: _Strip, sheet: _Sheet) -> str:
    first = strip.top + PADDING + (12 if sheet.narrow else ROW / 2 + 4)
    heading = (
        text(
            line,
            sheet.edge,
            first + index * LINE,
            class_="lane-title halo",
            **HALO,
            font_weight=600,
            text_anchor=sheet.anchor,
        )
        for index, line in enumerate(strip.title)
    )
    marks = [_mark(placed, strip.first + placed.row * ROW, sheet) for placed in strip.placed]
    if not marks:
        marks = [_nothing(strip, sheet)]
    return element("g", *heading, *marks, _level(strip.top + strip.height, sheet), class_="lane")


def _nothing(strip: _Strip, sheet: _Sheet) -> str:
    scale = sheet.scale
    said = fit(sheet.words.say("nothing recorded in this period"), scale.right - scale.left - 12, AXIS_SIZE)
    x = scale.right - 6 if sheet.mirrored else scale.left + 6
    return text(
        said, x, strip.first + 4, class_="muted", font_size=AXIS_SIZE, fill=MUTED, text_anchor=sheet.anchor
    )


def _mark(placed: Placed, y: float, sheet: _Sheet) -> str:
    mark = placed.mark
    left, right = placed.reach
    # What can be pressed is as high as the row, whatever the shape.
    target = element(
        "rect",
        x=left - 1,
        y=y - ROW / 2,
        width=right - left + 2,
        height=ROW,
        fill="none",
        pointer_events="all",
    )
    stretch = (
        band(placed.left, placed.right, y, points=_goes_on(mark, sheet.scale), soft=not mark.precise)
        if placed.stretch
        else ""
    )
    drawn = toned(mark.tone, stretch, glyph(mark.shape, placed.middle, y, hollow=not mark.precise))
    label = _label(placed, y) if placed.label else ""
    return _named(mark, target, drawn, label, sheet=sheet)


def _goes_on(mark: Mark, scale: Scale) -> tuple[bool, bool]:
    """Tell at which end the mark goes on beyond what is known or what the sheet shows."""
    return mark.open_start or mark.start < scale.start, mark.open_end or (mark.end or mark.start) > scale.end


def _label(placed: Placed, y: float) -> str:
    after = placed.label_left > placed.left
    x = placed.label_left if after else placed.left - LABEL_GAP
    return text(placed.label, x, y + 4, class_="label halo", text_anchor="start" if after else "end", **HALO)


def _named(mark: Mark, *children: str, sheet: _Sheet) -> str:
    said = mark.title or mark.label
    name = element("title", words_in(said))
    href = safe_address(mark.href)
    if href is not None:
        return element("a", name, *children, href=href, class_="mark", aria_label=said)
    return element("g", name, *children, class_="mark", role="img" if sheet.interactive else None)
