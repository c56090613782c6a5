"""The ground of a map: land, coasts and borders as they lie within one frame."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from habeas.pictures.borders import Line, Point, States, states, walked
from habeas.pictures.projection import Frame, cut_line, cut_ring, thinned
from habeas.pictures.svg import MUTED, PAPER, RULE, element

DETAIL = 1.2
"""Points nearer than this, in user units, are drawn as one."""

SPECK = 1.6
"""A part of a State that is smaller than this, in user units, is left out."""

KOSOVO = "XK"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a frame shows: each State's rings, and the lines between, in user units."""

    frame: Frame
    land: Mapping[str, tuple[Sequence[Point], ...]]
    coasts: tuple[Sequence[Point], ...]
    borders: tuple[Sequence[Point], ...]
    broken: tuple[Sequence[Point], ...]

    def size(self, code: str) -> float:
        """The larger of width and height that a State has on the sheet."""
        return _extent([point for ring in self.land[code] for point in ring])

    def middle(self, code: str) -> Point:
        """The middle of a State's box on the sheet."""
        points = [point for ring in self.land[code] for point in ring]
        xs, ys = zip(*points, strict=True)
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


@lru_cache(maxsize=32)
def survey(frame: Frame) -> Ground:
    """Project and cut the States to a frame; the same places are looked at again and again."""
    shapes = states()
    near = _near(frame)
    projected = {index: thinned((frame.place(x, y) for x, y in shapes.arcs[index]), DETAIL) for index in near}
    land: dict[str, tuple[Sequence[Point], ...]] = {}
    for code, walks in shapes.walks.items():
        touched = [walk for walk in walks if _touches(walk, near)]
        seen = _seen(touched, projected, frame) or _small(touched, shapes, frame)
        if seen:
            land[code] = seen
    drawn: dict[int, list[Sequence[Point]]] = {1: [], 2: [], 3: []}
    for index in sorted(near):
        kind = _kind(shapes.sides[index])
        for piece in _without_edge(shapes, index, projected, frame):
            if kind > 1 or _extent(piece) >= SPECK:
                drawn[kind] += cut_line(piece, frame.width, frame.height)
    return Ground(frame, land, tuple(drawn[1]), tuple(drawn[2]), tuple(drawn[3]))


def _near(frame: Frame) -> set[int]:
    """Find the arcs of every ring that may reach the sheet."""
    west, south, east, north = frame.bounds()
    found: set[int] = set()
    for arcs, (left, low, right, high) in _boxes():
        if left <= east and right >= west and low <= north and high >= south:
            found |= arcs
    return found


@cache
def _boxes() -> tuple[tuple[frozenset[int], tuple[float, float, float, float]], ...]:
    """The arcs of every ring, and the box in degrees that they lie in."""
    shapes = states()
    boxes = []
    for walk in (walk for walks in shapes.walks.values() for walk in walks):
        arcs = frozenset(max(index, ~index) for index in walk)
        xs, ys = zip(*(point for index in arcs for point in shapes.arcs[index]), strict=True)
        boxes.append((arcs, (min(xs), min(ys), max(xs), max(ys))))
    return tuple(boxes)


def _touches(walk: Sequence[int], near: set[int]) -> bool:
    return all(max(index, ~index) in near for index in walk)


def _seen(
    walks: Iterable[Sequence[int]], arcs: Mapping[int, Line], frame: Frame
) -> tuple[Sequence[Point], ...]:
    rings = tuple(ring for walk in walks if len(ring := _ring(walk, arcs, frame)) > 2)
    large = tuple(ring for ring in rings if _extent(ring) >= SPECK)
    return large or rings[:1]


def _small(walks: Iterable[Sequence[int]], shapes: States, frame: Frame) -> tuple[Sequence[Point], ...]:
    """Keep a State that thinning has made vanish: its points as they are."""
    rings = ([frame.place(x, y) for x, y in walked(walk, shapes.arcs)] for walk in walks)
    return tuple(cut for ring in rings if len(cut := cut_ring(ring, frame.width, frame.height)) > 2)


def _ring(walk: Sequence[int], arcs: Mapping[int, Line], frame: Frame) -> list[Point]:
    used = sorted({max(index, ~index) for index in walk})
    at = {index: place for place, index in enumerate(used)}
    ring = walked([at[i] if i >= 0 else ~at[~i] for i in walk], [arcs[index] for index in used])
    return cut_ring(ring, frame.width, frame.height)


def _extent(points: Sequence[Point]) -> float:
    xs, ys = zip(*points, strict=True)
    return float(max(max(xs) - min(xs), max(ys) - min(ys)))


def _kind(sides: frozenset[str]) -> int:
    """Tell a coast (1) from a border (2) and from the line between Kosovo and Serbia (3)."""
    return 3 if sides == {KOSOVO, "RS"} else len(sides)


def _without_edge(shapes: States, index: int, projected: Mapping[int, Line], frame: Frame) -> list[Line]:
    """Leave out the stretches along which the shapes were cut, here or at 180 degrees: no coast is there."""
    west, south, east, north = shapes.box
    arc = shapes.arcs[index]
    cut = [
        not (west + 0.01 < x < east - 0.01 and south + 0.01 < y < north - 0.01) or abs(x - 180) < 0.01
        for x, y in arc
    ]
    if not any(cut):
        return [projected[index]]
    pieces: list[list[Point]] = [[]]
    for point, on_edge, before in zip(arc, cut, [False, *cut], strict=False):
        if on_edge and before:
            pieces.append([])
        pieces[-1].append(frame.place(*point))
    return [thinned(piece, DETAIL) for piece in pieces if len(piece) > 1]


def path(lines: Iterable[Sequence[Point]], *, closed: bool) -> str:
    """Return the data of a path, to a tenth of a unit, each point told from the one before."""
    drawn = []
    for line in lines:
        tenths = [(round(x * 10), round(y * 10)) for x, y in line]
        steps = "".join(
            _joined(_tenth(bx - ax)) + _joined(_tenth(by - ay))
            for (ax, ay), (bx, by) in pairwise(tenths)
            if (ax, ay) != (bx, by)
        )
        if steps:
            x, y = tenths[0]
            drawn.append(f"M{_tenth(x)}{_joined(_tenth(y))}l{steps.removeprefix(',')}{'Z' if closed else ''}")
    return "".join(drawn)


def _tenth(tenths: int) -> str:
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole}" if not rest else f"{sign}{whole or ''}.{rest}"


def _joined(said: str) -> str:
    return said if said.startswith("-") else f",{said}"


def shape(ground: Ground, code: str, *children: str, **attributes: object) -> str:
    """Draw one State's land; ``children`` are its title."""
    return element(
        "path", *children, d=path(ground.land[code], closed=True), fill_rule="evenodd", **attributes
    )


def sheet(ground: Ground) -> str:
    """Draw the paper beneath."""
    frame = ground.frame
    return element("rect", x=0, y=0, width=frame.width, height=frame.height, class_="sea", fill=PAPER)


def lines(ground: Ground, *, rim: bool = False) -> str:
    """Draw coasts, borders, and the frame around it all; ``rim`` sets borders off from what is painted."""
    plain: dict[str, object] = {"fill": "none", "stroke_linejoin": "round"}
    frame = ground.frame
    drawn = [
        ("coast", ground.coasts, {"stroke": MUTED, "stroke_width": 0.6}),
        ("border", ground.borders, {"stroke": MUTED, "stroke_width": 0.9}),
        ("border broken", ground.broken, {"stroke": MUTED, "stroke_width": 0.9, "stroke_dasharray": "4 3"}),
    ]
    if rim:
        drawn.insert(0, ("halo", ground.borders, {"stroke": PAPER, "stroke_width": 2.4}))
    edge = element(
        "rect",
        x=0.5,
        y=0.5,
        width=frame.width - 1,
        height=frame.height - 1,
        class_="frame",
        fill="none",
        stroke=RULE,
    )
    paths = (
        element("path", d=path(some, closed=False), class_=kind, **plain, **ink)
        for kind, some, ink in drawn
        if some
    )
    return element("g", *paths, edge, aria_hidden="true")


def seat(ground: Ground, code: str, width: float, height: float) -> Iterable[Point]:
    """Offer places within a State's land where a text of that size fits, the roomiest first."""
    ring = max(ground.land[code], key=_box_area)
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    offers = []
    for step in range(1, 16):
        y = top + (bottom - top) * step / 16
        rooms = [_rooms(ring, line) for line in (y - height / 2, y, y + height / 2)]
        for left, right in rooms[1]:
            x = (left + right) / 2
            room = min((_room_about(x, row) for row in rooms), default=0.0)
            if room * 2 >= width:
                offers.append((-room, x, y))
    return [(x, y) for _, x, y in sorted(offers)]


def _box_area(ring: Sequence[Point]) -> float:
    xs, ys = zip(*ring, strict=True)
    return float((max(xs) - min(xs)) * (max(ys) - min(ys)))


def _rooms(ring: Sequence[Point], y: float) -> list[Point]:
    """Find the stretches of a level line that lie within a ring."""
    crossings = sorted(
        ax + (bx - ax) * (y - ay) / (by - ay)
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (ay > y) != (by > y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _room_about(x: float, rooms: Sequence[Point]) -> float:
    return max((min(x - left, right - x) for left, right in rooms if left < x < right), default=0.0)
