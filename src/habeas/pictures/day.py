"""The day of a custody record: lanes of stretches and moments, by the hours of the place.

A start without an end, or an end without a start, has a torn edge where the other should be. What was written
late is hollow. Each entry carries its number, by which the table beneath tells the rest. Time runs from left
to right in every language, as hours are written; where the language reads from the right, the lanes' titles
stand on the right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from habeas.language import Words
from habeas.pictures.findings import Finding, band, over_lines
from habeas.pictures.glyphs import Shape, Tone, glyph, hatching, toned
from habeas.pictures.hours import HOUR_SIZE, HourScale, Window, hours
from habeas.pictures.svg import (
    HALO,
    MUTED,
    RULE,
    element,
    fit,
    number,
    picture,
    text,
    text_width,
    words_in,
    wrap,
)

NARROW = 600
HEAD = 36.0
ROW = 20.0
PADDING = 5.0
LINE = 15.0
EDGE = 6.0
TITLE_SIZE = 12.0
NUMBER_SIZE = 10.0
GLYPH = 11.0
BAND = 9.0
STUB = 24.0
"""How long a stretch is drawn whose other end nobody wrote, in user units."""
TOOTH = 3.0
GAP = 3.0
RING = 8.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One entry at one instant; ``title`` tells what and both its times."""

    at: datetime
    number: int
    shape: Shape
    tone: Tone
    title: str
    late: bool = False
    ringed: bool = False
    """It breaks a rule that was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What lasted. ``first`` and ``last`` are the numbers of the entries that tell of its ends.

    ``None`` for a number means that nobody wrote it: the edge is torn. ``running`` goes on at ``stops``.
    """

    begins: datetime
    stops: datetime
    first: int | None
    last: int | None
    tone: Tone
    label: str
    title: str
    running: bool = False
    late: tuple[bool, bool] = (False, False)
    ringed: tuple[bool, bool] = (False, False)
    """Whether its start and its end break a rule that was asked."""

    def shows(self, window: Window) -> tuple[bool, bool]:
        """Whether its start and its end are among what a window shows: each is in one window alone."""
        if self.begins == self.stops:
            return (window.holds(self.begins),) * 2
        return window.holds(self.begins), window.start < self.stops <= window.end

    def touches(self, window: Window) -> bool:
        """Whether a window shows any of it."""
        return any(self.shows(window)) or (self.begins < window.end and self.stops > window.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A stretch in which what belongs to the lane is not: hatched, with how long."""

    begins: datetime
    ends: datetime
    label: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLane:
    """One kind of thing, in any order."""

    title: str
    stretches: tuple[Stretch, ...] = ()
    moments: tuple[Moment, ...] = ()
    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """A stretch that lies behind all lanes, as an outage does."""

    begins: datetime
    ends: datetime
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What all parts of one picture share."""

    width: int
    narrow: bool
    mirrored: bool
    scale: HourScale
    words: Words

    @property
    def window(self) -> Window:
        return self.scale.window


@dataclass(frozen=True, slots=True)
class _Item:
    """Something with its place: what it paints reaches from ``left`` to ``right``, its label apart."""

    of: Moment | Stretch | Missing | Finding
    left: float
    right: float
    label: str = ""
    label_left: float = 0.0
    row: int = 0

    @property
    def reach(self) -> tuple[float, float]:
        if not self.label:
            return self.left, self.right
        taken = text_width(self.label, NUMBER_SIZE)
        return min(self.left, self.label_left), max(self.right, self.label_left + taken)


def day(
    lanes: Sequence[DayLane],
    window: Window,
    *,
    shades: Sequence[Shade] = (),
    findings: Sequence[Finding] = (),
    words: Words,
    width: int = 960,
    title: str,
    summary: str,
    prefix: str = "day",
) -> str:
    """Draw what a window shows of ``lanes``, as one SVG element of ``width`` user units, at least 240."""
    if width < 240:
        raise ValueError(f"no room to draw a day in {width}")
    sheet = _sheet(window, words=words, width=width)
    drawn, top = list[str](), HEAD
    found = tuple(one for one in findings if one.touches(window))
    first = [DayLane(title=words.say("What was found"), findings=found)] if found else []
    for lane in (*first, *lanes):
        markup, height = _lane(lane, top, sheet)
        drawn.append(markup)
        top += height
    return picture(
        *_shades(shades, top, sheet),
        _axis(top, sheet),
        *over_lines(found, HEAD, top, sheet.scale),
        *drawn,
        width=width,
        height=top + 2,
        prefix=prefix,
        title=title,
        summary=summary,
        kind="day",
        interactive=False,
    )


def _sheet(window: Window, *, words: Words, width: int) -> _Sheet:
    narrow, mirrored = width < NARROW, words.direction == "rtl"
    gutter = EDGE if narrow else min(140.0, width * 0.16)
    left, right = (EDGE, width - gutter) if mirrored else (gutter, width - EDGE)
    return _Sheet(width, narrow, mirrored, HourScale(window, left, right), words)


def _axis(bottom: float, sheet: _Sheet) -> str:
    """The hours, and the day at the left and at each midnight."""
    scale, every = sheet.scale, list(hours(sheet.scale))
    dates = [(scale.left, sheet.window.local(sheet.window.start).date())]
    dates += [
        (each.x, sheet.window.local(each.at).date())
        for each in every
        if each.midnight and each.x > scale.left + 1
    ]
    # One path for all lines of a kind, and one group for all hours: a page holds many of these pictures.
    faint = [(each.x, HEAD - (8 if each.label else 0)) for each in every if not each.midnight]
    parts = [
        _upright([(each.x, 14.0) for each in every if each.midnight], bottom, class_="rule"),
        _upright(faint, bottom, class_="rule faint", stroke_opacity=0.45),
        element(
            "g",
            *(text(each.label, each.x, HEAD - 10) for each in every if each.label),
            class_="muted",
            font_size=HOUR_SIZE,
            fill=MUTED,
            text_anchor="middle",
        ),
    ]
    for place, (x, date) in enumerate(dates):
        room = (dates[place + 1][0] if place + 1 < len(dates) else scale.right) - x - 4
        said = fit(sheet.words.date(date), room, HOUR_SIZE, bold=True)
        parts.append(text(said, x, 11, class_="label", font_size=HOUR_SIZE, font_weight=600))
    parts.append(_level(HEAD, sheet))
    return element("g", *parts, class_="axis", aria_hidden="true")


def _upright(tops: Sequence[tuple[float, float]], bottom: float, **attributes: object) -> str:
    """Lines from a height each down to the bottom."""
    if not tops:
        return ""
    drawn = "".join(f"M{number(x)} {number(top)}V{number(bottom)}" for x, top in tops)
    return element("path", d=drawn, stroke=RULE, stroke_width=1, **attributes)


def _level(y: float, sheet: _Sheet) -> str:
    return element("line", x1=0, x2=sheet.width, y1=y, y2=y, class_="rule", stroke=RULE, stroke_width=1)


def _shades(shades: Sequence[Shade], bottom: float, sheet: _Sheet) -> Iterator[str]:
    """Each behind everything, dotted at its edges and said above, so that no colour is needed."""
    window, scale = sheet.window, sheet.scale
    for one in shades:
        if one.ends <= window.start or one.begins >= window.end:
            continue
        left, right = scale.x(one.begins), scale.x(one.ends)
        ground = element(
            "rect",
            x=left,
            y=HEAD,
            width=max(right - left, 1.0),
            height=bottom - HEAD,
            class_="shade",
            fill="currentColor",
            fill_opacity=0.1,
            stroke="currentColor",
            stroke_width=1,
            stroke_dasharray="1 3",
        )
        said = fit(one.label, max(right - left, 60) - 4, NUMBER_SIZE)
        x = min(left + 2, scale.right - text_width(said, NUMBER_SIZE))
        name = text(said, x, bottom - 3, class_="muted", font_size=NUMBER_SIZE, fill=MUTED)
        yield toned(Tone.NEUTRAL, element("title", words_in(one.title)), ground, name)


# One lane ---------------------------------------------------------------------------------------


def _lane(lane: DayLane, top: float, sheet: _Sheet) -> tuple[str, float]:
    """Draw a lane from ``top``; return it and its height."""
    window, scale = sheet.window, sheet.scale
    room = sheet.width - 2 * EDGE if sheet.narrow else scale.right - scale.left
    gutter = room if sheet.narrow else sheet.width - room - 3 * EDGE
    heading = wrap(lane.title, gutter, TITLE_SIZE, lines=1 if sheet.narrow else 2, bold=True)
    items = [
        *(
            _missing(one, scale)
            for one in lane.missing
            if one.begins < window.end and one.ends > window.start
        ),
        *(_found(one, scale) for one in lane.findings),
        *(_stretch(one, scale) for one in lane.stretches if one.touches(window)),
        *(_moment(one, scale) for one in lane.moments if window.holds(one.at)),
    ]
    seated, rows = _seated(items)
    above = LINE + 2 if sheet.narrow else 0.0
    height = above + max(max(rows, 1) * ROW, len(heading) * LINE) + 2 * PADDING
    first = top + PADDING + above + ROW / 2
    title_top = top + PADDING + (12 if sheet.narrow else ROW / 2 + 4)
    x, anchor = (sheet.width - EDGE, "end") if sheet.mirrored else (EDGE, "start")
    title = element(
        "g",
        *(text(line, x, title_top + place * LINE) for place, line in enumerate(heading)),
        class_="lane-title halo",
        **HALO,
        font_weight=600,
        text_anchor=anchor,
    )
    marks = (_drawn(item, first + item.row * ROW, sheet) for item in seated)
    labels = [
        text(item.label, item.label_left, first + item.row * ROW + 3.5) for item in seated if item.label
    ]
    said = element("g", *labels, class_="label halo", font_size=NUMBER_SIZE, **HALO) if labels else ""
    return element("g", title, *marks, said, _level(top + height, sheet), class_="lane"), height


def _seated(items: Sequence[_Item]) -> tuple[list[_Item], int]:
    """Each in the first row that is free for it, by where it begins; and how many rows they take."""
    rows, seated = list[list[tuple[float, float]]](), list[_Item]()
    for item in sorted(items, key=lambda one: (one.reach, isinstance(one.of, Moment))):
        left, right = item.reach
        free = (
            place
            for place, taken in enumerate(rows)
            if all(right + GAP <= other or end + GAP <= left for other, end in taken)
        )
        row = next(free, len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((left, right))
        seated.append(_Item(item.of, item.left, item.right, item.label, item.label_left, row))
    return seated, len(rows)


def _moment(one: Moment, scale: HourScale) -> _Item:
    middle = min(scale.right - GLYPH / 2, max(scale.left + GLYPH / 2, scale.x(one.at)))
    return _labelled(_Item(one, middle - GLYPH / 2, middle + GLYPH / 2), str(one.number), scale)


def _stretch(one: Stretch, scale: HourScale) -> _Item:
    left, right = scale.x(one.begins), scale.x(one.stops)
    if right - left < STUB and one.last is None:
        right = left + STUB
    elif right - left < STUB and one.first is None:
        left = right - STUB
    right = max(right, left + 3)
    if right > scale.right:
        left, right = max(scale.left, left - (right - scale.right)), scale.right
    if left < scale.left:
        left, right = scale.left, min(scale.right, right + scale.left - left)
    numbers = "–".join(str(each) for each in (one.first, one.last) if each is not None)
    return _labelled(_Item(one, left, right), f"{numbers} {one.label}".strip(), scale)


def _missing(one: Missing, scale: HourScale) -> _Item:
    left, right = scale.x(one.begins), scale.x(one.ends)
    right = max(right, left + 4)
    return _labelled(_Item(one, min(left, scale.right - 4), min(right, scale.right)), one.label, scale)


def _found(one: Finding, scale: HourScale) -> _Item:
    left, right = scale.x(one.begins), scale.x(one.ends)
    left = min(left, scale.right - GLYPH)
    item = _labelled(_Item(one, left, max(right, left + GLYPH)), one.label, scale)
    if item.label == one.label or item.right - item.left < max(
        scale.right - item.right, item.left - scale.left
    ):
        return item
    within = fit(one.label, item.right - item.left - 2 * GLYPH, NUMBER_SIZE)  # it lies over the band
    return replace(item, label=within, label_left=item.left + GLYPH)


def _labelled(item: _Item, said: str, scale: HourScale) -> _Item:
    """Set its label after it, else before it, shortened where there is not enough room on either side."""
    before, after = item.left - 3 - scale.left, scale.right - item.right - 3
    taken = text_width(said, NUMBER_SIZE)
    side = max(before, after) if taken > after else after
    label = fit(said, side, NUMBER_SIZE) or (said if len(said) < 3 else "")
    taken = text_width(label, NUMBER_SIZE)
    left = item.right + 3 if taken <= after else item.left - 3 - taken
    return _Item(item.of, item.left, item.right, label, left)


# Marks ------------------------------------------------------------------------------------------


def _drawn(item: _Item, y: float, sheet: _Sheet) -> str:
    match item.of:
        case Moment() as moment:
            middle = (item.left + item.right) / 2
            shape = glyph(moment.shape, middle, y, size=GLYPH, hollow=moment.late)
            drawn, kind = toned(moment.tone, shape), f"mark n{moment.number}"
            drawn += _ring(middle, y) if moment.ringed else ""
        case Stretch() as stretch:
            drawn, kind = _band(stretch, item, y, sheet), _numbers(stretch, sheet.window)
        case Missing():
            drawn, kind = _hatched(item, y), "mark missing"
        case Finding() as finding:
            drawn, kind = band(finding, item.left, item.right, y, sheet.scale), "mark finding"
    return element("g", element("title", words_in(item.of.title)), drawn, class_=kind)


def _numbers(one: Stretch, window: Window) -> str:
    """What a stretch is called in one window: by the entries that this window shows."""
    told = zip((one.first, one.last), one.shows(window), strict=True)
    return " ".join(("mark", *(f"n{each}" for each, here in told if here and each is not None)))


def _band(one: Stretch, item: _Item, y: float, sheet: _Sheet) -> str:
    """The stretch: straight where an end is written, torn where it is not, pointed where it goes on."""
    starts, ends = one.shows(sheet.window)
    top, bottom = y - BAND / 2, y + BAND / 2
    west = _edge(item.left, (bottom, top), 1, torn=starts and one.first is None, goes_on=not starts)
    goes_on = not ends or one.running
    east = _edge(item.right, (top, bottom), -1, torn=ends and one.last is None, goes_on=goes_on)
    body = element(
        "polygon",
        points=" ".join(f"{number(x)},{number(each)}" for x, each in west + east),
        class_="span",
        fill="currentColor",
        fill_opacity=0.55,
        stroke="currentColor",
        stroke_width=1,
        stroke_linejoin="round",
    )
    late = [
        glyph(Shape.CIRCLE, x, y, size=8, hollow=True)
        for x, here, late in ((item.left + 4, starts, one.late[0]), (item.right - 4, ends, one.late[1]))
        if here and late
    ]
    rings = (
        _ring(x, y)
        for x, here, ringed in ((item.left, starts, one.ringed[0]), (item.right, ends, one.ringed[1]))
        if here and ringed
    )
    return toned(one.tone, body, *late) + "".join(rings)


def _ring(x: float, y: float) -> str:
    """About what breaks a rule."""
    ring = {"fill": "none", "stroke": "currentColor", "stroke_width": 2}
    return toned(Tone.LATE, element("circle", cx=x, cy=y, r=RING, class_="ring", **ring))


def _edge(
    x: float, heights: tuple[float, float], inward: int, *, torn: bool, goes_on: bool
) -> list[tuple[float, float]]:
    """The points of one edge, from one height to the other."""
    begins, ends = heights
    if goes_on:
        return [(x + inward * 4, begins), (x, (begins + ends) / 2), (x + inward * 4, ends)]
    if torn:
        step = (ends - begins) / 4
        return [(x + inward * (TOOTH if each % 2 else 0), begins + each * step) for each in range(5)]
    return [(x, begins), (x, ends)]


def _hatched(item: _Item, y: float) -> str:
    """What is missing: an empty frame with strokes across, and no fill."""
    top = y - BAND / 2
    frame = element(
        "rect",
        x=item.left,
        y=top,
        width=item.right - item.left,
        height=BAND,
        class_="hollow",
        fill="none",
        stroke="currentColor",
        stroke_width=1.5,
        stroke_dasharray="3 2",
    )
    return toned(Tone.LATE, frame, hatching(item.left, item.right, top, BAND))
