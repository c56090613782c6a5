"""The States' shapes and borders, after the practice of the Council of Europe.

The shapes are built by ``tools/build_shapes.py``; what was corrected, why and after
which source stands in ``shapes/corrections.toml``, and tests hold it on named points.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y in user units."""

Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class States:
    """All shapes, in degrees.

    ``arcs`` are lines that one State has as its coast or two share as their border:
    ``sides`` says whose each is. ``walks`` are each State's rings as indices of arcs,
    ``~i`` for arc ``i`` walked backwards, filled even-odd. ``box`` is the west, south,
    east and north of it all. Beyond the antimeridian longitudes are counted on (181 for 179 W).
    """

    arcs: tuple[Line, ...]
    sides: tuple[frozenset[str], ...]
    walks: Mapping[str, tuple[tuple[int, ...], ...]]
    box: tuple[float, float, float, float]

    def rings(self, code: str) -> tuple[Line, ...]:
        """Return a State's rings as points."""
        return tuple(walked(walk, self.arcs) for walk in self.walks[code])

    def at(self, longitude: float, latitude: float) -> str | None:
        """Return the code of the State that a point lies in, ``None`` at sea or beyond the shapes.

        An enclave lies in the ring around it too: the narrowest State wins.
        """
        longitude = self.turned(longitude)
        holding = [code for code in self.walks if inside(longitude, latitude, self.rings(code))]
        return min(holding, key=self._width, default=None)

    def turned(self, longitude: float) -> float:
        """Count a longitude on where it lies beyond the antimeridian."""
        return longitude + 360 if longitude < self.box[2] - 360 else longitude

    def _width(self, code: str) -> float:
        xs = [x for ring in self.rings(code) for x, _ in ring]
        return max(xs) - min(xs)


def walked(walk: Sequence[int], arcs: Sequence[Line]) -> Line:
    """Join the arcs of a ring; the first point is not said again at the end."""
    return tuple(
        point for index in walk for point in (arcs[index] if index >= 0 else arcs[~index][::-1])[:-1]
    )


def inside(x: float, y: float, rings: Iterable[Sequence[Point]]) -> bool:
    """Tell whether a ray from the point crosses the rings an odd number of times."""
    crossings = 0
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossings += 1
    return crossings % 2 == 1


@cache
def states() -> States:
    """Read the shapes once."""
    shapes = json.loads((files("habeas.pictures") / "shapes" / "europe.json").read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = shapes["scale"], shapes["translate"]
    arcs = [
        tuple(
            (x * sx + tx, y * sy + ty)
            for x, y in zip(accumulate(flat[::2]), accumulate(flat[1::2]), strict=True)
        )
        for flat in shapes["arcs"]
    ]
    sides: list[set[str]] = [set() for _ in arcs]
    for code, walks in shapes["states"].items():
        for index in (i for walk in walks for i in walk):
            sides[max(index, ~index)].add(code)
    west, south, east, north = shapes["box"]
    return States(
        arcs=tuple(arcs),
        sides=tuple(frozenset(codes) for codes in sides),
        walks={code: tuple(map(tuple, walks)) for code, walks in shapes["states"].items()},
        box=(west, south, east, north),
    )
