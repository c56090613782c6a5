"""From degrees to paper: Lambert's azimuthal equal-area projection, and cutting to a frame.

Equal area, so that no Party looks larger than it is; centred on what is shown, so that
north is up there. The sphere is enough: a millimetre on these maps is a kilometre or more.
Formulae: J. P. Snyder, Map Projections: A Working Manual (USGS 1395, 1987), 24-2 to 24-4 and 20-14, 20-15.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt

from habeas.pictures.borders import Line, Point

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Azimuthal:
    """The projection about a centre in degrees; lengths are in radii of the earth, ``y`` grows southwards."""

    longitude: float
    latitude: float

    def forward(self, longitude: float, latitude: float) -> Point:
        """Project a place; the antipode of the centre has no image."""
        turn, north, here = radians(longitude - self.longitude), radians(latitude), radians(self.latitude)
        towards = sin(here) * sin(north) + cos(here) * cos(north) * cos(turn)
        k = sqrt(2 / max(1 + towards, 1e-12))
        x = k * cos(north) * sin(turn)
        return x, -k * (cos(here) * sin(north) - sin(here) * cos(north) * cos(turn))

    def back(self, x: float, y: float) -> Point:
        """Return longitude and latitude of a projected point."""
        rho = hypot(x, y)
        if rho < 1e-12:
            return self.longitude, self.latitude
        arc, here = 2 * asin(min(1.0, rho / 2)), radians(self.latitude)
        latitude = asin(cos(arc) * sin(here) - y * sin(arc) * cos(here) / rho)
        turn = atan2(x * sin(arc), rho * cos(here) * cos(arc) + y * sin(here) * sin(arc))
        return self.longitude + degrees(turn), degrees(latitude)


@dataclass(frozen=True, slots=True)
class Frame:
    """A sheet of ``width`` by ``height`` units; ``scale`` is units per radius, the shifts put the middle."""

    projection: Azimuthal
    scale: float
    shift_x: float
    shift_y: float
    width: float
    height: float

    def place(self, longitude: float, latitude: float) -> Point:
        """Return where a place comes to lie, in user units from the upper left."""
        x, y = self.projection.forward(longitude, latitude)
        return x * self.scale + self.shift_x, y * self.scale + self.shift_y

    def holds(self, x: float, y: float) -> bool:
        """Whether a point in user units lies on the sheet."""
        return 0 <= x <= self.width and 0 <= y <= self.height

    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the sheet, read along its edges."""
        steps = [step / 16 for step in range(17)]
        edge = [(s * self.width, y) for s in steps for y in (0.0, self.height)]
        edge += [(x, s * self.height) for s in steps for x in (0.0, self.width)]
        places = [
            self.projection.back((x - self.shift_x) / self.scale, (y - self.shift_y) / self.scale)
            for x, y in edge
        ]
        longitudes, latitudes = zip(*places, strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def frame(
    places: Iterable[Point], width: float, height: float, *, margin: float, least_km: float = 60
) -> Frame:
    """Fit places into a sheet, with a margin in user units, never closer than ``least_km`` across."""
    points = list(places)
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    projection = Azimuthal((west + east) / 2, (south + north) / 2)
    xs, ys = zip(*(projection.forward(*point) for point in points), strict=True)
    least = least_km / EARTH_KM
    across, down = max(max(xs) - min(xs), least), max(max(ys) - min(ys), least)
    scale = min((width - 2 * margin) / across, (height - 2 * margin) / down)
    shift_x = width / 2 - (min(xs) + max(xs)) / 2 * scale
    shift_y = height / 2 - (min(ys) + max(ys)) / 2 * scale
    return Frame(projection, scale, shift_x, shift_y, width, height)


def thinned(line: Iterable[Point], least: float) -> Line:
    """Drop points that lie nearer than ``least`` to the one kept before; both ends stay."""
    points = list(line)
    kept = points[:1]
    for x, y in points[1:-1]:
        if abs(x - kept[-1][0]) >= least or abs(y - kept[-1][1]) >= least:
            kept.append((x, y))
    return tuple(kept + points[-1:])


def cut_ring(ring: Sequence[Point], width: float, height: float) -> list[Point]:
    """Cut a ring to the sheet, edge after edge (Sutherland and Hodgman's way)."""
    points = list(ring)
    for axis, limit, sign in ((0, 0.0, 1), (0, width, -1), (1, 0.0, 1), (1, height, -1)):
        cut: list[Point] = []
        for before, here in zip(points[-1:] + points[:-1], points, strict=True):
            enters, stays = (sign * (point[axis] - limit) >= 0 for point in (before, here))
            if enters != stays:
                cut.append(_crossing(before, here, axis, limit))
            if stays:
                cut.append(here)
        points = cut
    return points


def _crossing(one: Point, two: Point, axis: int, limit: float) -> Point:
    share = (limit - one[axis]) / (two[axis] - one[axis])
    other = one[1 - axis] + share * (two[1 - axis] - one[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)


def cut_line(line: Sequence[Point], width: float, height: float) -> list[list[Point]]:
    """Cut a line to the sheet; it may fall into several (Liang and Barsky's way, a segment at a time)."""
    pieces: list[list[Point]] = []
    for one, two in pairwise(line):
        segment = _cut_segment(one, two, width, height)
        if segment is None:
            continue
        if pieces and pieces[-1][-1] == segment[0]:
            pieces[-1].append(segment[1])
        else:
            pieces.append(list(segment))
    return pieces


def _cut_segment(one: Point, two: Point, width: float, height: float) -> tuple[Point, Point] | None:
    dx, dy = two[0] - one[0], two[1] - one[1]
    enter, leave = 0.0, 1.0
    for step, room in ((-dx, one[0]), (dx, width - one[0]), (-dy, one[1]), (dy, height - one[1])):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    if enter > leave:
        return None
    start = one if enter == 0 else (one[0] + enter * dx, one[1] + enter * dy)
    end = two if leave == 1 else (one[0] + leave * dx, one[1] + leave * dy)
    return start, end
