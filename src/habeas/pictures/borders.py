"""The States' shapes and borders, after the practice of the Council of Europe.

The shapes are built by ``tools/build_shapes.py``; what was corrected, why and after
which source stands in ``shapes/corrections.toml``, and tests hold it on named points.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y in user units."""

Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Border:
    """A line between two States, or a coast (then ``states`` holds one)."""

    line: Line
    states: frozenset[str]


@dataclass(frozen=True, slots=True)
class States:
    """All shapes. ``rings`` by code, filled even-odd; ``box`` is their west, south, east, north."""

    rings: Mapping[str, tuple[Line, ...]]
    borders: tuple[Border, ...]
    box: tuple[float, float, float, float]

    def at(self, longitude: float, latitude: float) -> str | None:
        """Return the code of the State that a point lies in, ``None`` at sea or beyond the shapes.

        An enclave lies in the ring around it too: the smallest State wins.
        """
        holding = [code for code, rings in self.rings.items() if inside(longitude, latitude, rings)]
        return min(holding, key=self._width, default=None)

    def _width(self, code: str) -> float:
        xs = [x for ring in self.rings[code] for x, _ in ring]
        return max(xs) - min(xs)


def inside(x: float, y: float, rings: tuple[Line, ...]) -> bool:
    """Tell whether a ray from the point crosses the rings an odd number of times."""
    crossings = 0
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
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
    sides: dict[int, set[str]] = {}
    for code, index in _uses(shapes["states"]):
        sides.setdefault(index, set()).add(code)
    west, south, east, north = shapes["box"]
    return States(
        rings={
            code: tuple(tuple(_walked(ring, arcs)) for ring in rings)
            for code, rings in shapes["states"].items()
        },
        borders=tuple(Border(arcs[index], frozenset(codes)) for index, codes in sorted(sides.items())),
        box=(west, south, east, north),
    )


def _uses(listed: Mapping[str, list[list[int]]]) -> Iterator[tuple[str, int]]:
    for code, rings in listed.items():
        for ring in rings:
            for index in ring:
                yield code, index if index >= 0 else ~index


def _walked(ring: list[int], arcs: list[Line]) -> Iterator[Point]:
    for index in ring:
        yield from (arcs[index] if index >= 0 else arcs[~index][::-1])[:-1]
