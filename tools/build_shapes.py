"""Build ``src/habeas/pictures/shapes/europe.json`` from Natural Earth, corrected.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/python tools/build_shapes.py package/countries-10m.json

The same input makes the same bytes. The input is TopoJSON: borders are arcs that two
States share, so that corrections dissolve a line instead of leaving a seam, and thinning
moves both sides of a border alike.
"""

import hashlib
import heapq
import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

SHAPES = Path(__file__).parent.parent / "src" / "habeas" / "pictures" / "shapes"
INPUT_SHA256 = "3bc6f1d367a9bcec479841bae0e76092f512838411d0cef124e92eec4db45f79"
BOX = (-60.0, 20.0, 191.0, 84.0)  # west, south, east, north; the far end of Russia is counted on from 180
TURN = -100.0  # degrees: what lies west of it is Russia beyond the antimeridian
EUROPE = (-32.0, 27.6, 62.0, 82.0)  # what may be looked at closely; beyond, shapes are only ground
THIN = 0.00003  # square degrees (at the equator's width) that a bend must span to be kept
THIN_FAR = 0.0015  # the same beyond Europe
THIN_SMALL = 0.000001  # the same for States that would be lost by it
SMALL = 0.4  # square degrees: Luxembourg and what is smaller
ISLET = 0.0004  # square degrees below which an island goes, unless it is all that a State has

Point = tuple[int, int]
Arcs = list[list[Point]]
Rings = list[list[int]]


class Atlas:
    """The arcs, in the input's whole-number grid, and what the grid means."""

    def __init__(self, topology: dict[str, Any]) -> None:
        self.scale = topology["transform"]["scale"]
        self.translate = topology["transform"]["translate"]
        self.arcs: Arcs = [_summed(arc) for arc in topology["arcs"]]
        turn, around = self.grid(TURN, 0)[0], round(360 / self.scale[0])
        self.arcs = [[(x + around if x < turn else x, y) for x, y in arc] for arc in self.arcs]
        self.polygons = {
            each["properties"]["name"]: _polygons(each)
            for each in topology["objects"]["countries"]["geometries"]
        }

    def grid(self, longitude: float, latitude: float) -> Point:
        """Return the point of the grid nearest to a place."""
        return (
            round((longitude - self.translate[0]) / self.scale[0]),
            round((latitude - self.translate[1]) / self.scale[1]),
        )

    def degrees(self, point: Point) -> tuple[float, float]:
        """Return longitude and latitude of a point of the grid."""
        return (
            point[0] * self.scale[0] + self.translate[0],
            point[1] * self.scale[1] + self.translate[1],
        )

    def ring(self, ring: list[int]) -> list[Point]:
        """Return the points of a ring of arcs; a negative index is an arc walked backwards."""
        points: list[Point] = []
        for index in ring:
            points += (self.arcs[index] if index >= 0 else self.arcs[~index][::-1])[:-1]
        return points

    def box(self, ring: list[int]) -> tuple[float, float, float, float]:
        """West, south, east, north of a ring, in degrees."""
        return _box(map(self.degrees, self.ring(ring)))

    def area(self, ring: list[int]) -> float:
        """Square degrees at the equator's width."""
        points = [self.degrees(point) for point in self.ring(ring)]
        twice = sum(
            ax * by - bx * ay for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True)
        )
        return abs(twice) / 2 * cos(radians(points[0][1]))


def _summed(arc: list[list[int]]) -> list[Point]:
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def _polygons(geometry: dict[str, Any]) -> list[Rings]:
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry["arcs"]) if geometry["type"] == "MultiPolygon" else []


def _box(points: Iterable[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _meets(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def corrected(atlas: Atlas, plan: dict[str, Any]) -> dict[str, list[Rings]]:
    """Return each State's polygons by code, after every correction; a correction that does nothing fails."""
    codes, polygons = dict(plan["codes"]), dict(atlas.polygons)
    states: dict[str, list[Rings]] = defaultdict(list)
    for change in plan["correction"]:
        if change["action"] == "merge":
            states[change["to"]] += polygons.pop(change["from"])
        elif change["action"] == "give":
            given = [
                each for each in polygons[change["from"]] if _within(atlas.box(each[0]), change["within"])
            ]
            if not given:
                raise SystemExit(f"nothing of {change['from']} lies within {change['within']}")
            polygons[change["from"]] = [each for each in polygons[change["from"]] if each not in given]
            states[change["to"]] += given
        elif change["action"] == "draw":
            points = [atlas.grid(*pair) for pair in change["ring"]]
            atlas.arcs.append([*points, points[0]])
            states[change["to"]] = [[[len(atlas.arcs) - 1]]]
            codes = {name: code for name, code in codes.items() if code != change["to"]}
    for name, code in codes.items():
        states[code] += polygons[name]
    return {
        code: [each for each in states[code] if _meets(atlas.box(each[0]), BOX)] for code in sorted(states)
    }


def dissolved(atlas: Atlas, polygons: list[Rings]) -> Rings:
    """Return the rings of a State without the arcs that two of its own polygons share."""
    counted = Counter(index for polygon in polygons for ring in polygon for index in ring)
    left = [index for index in counted if ~index not in counted]
    begins: dict[Point, list[int]] = defaultdict(list)
    for index in left:
        begins[_ends(atlas, index)[0]].append(index)
    rings: Rings = []
    for first in left:
        if first not in begins[_ends(atlas, first)[0]]:
            continue
        begins[_ends(atlas, first)[0]].remove(first)
        ring = [first]
        while _ends(atlas, ring[-1])[1] != _ends(atlas, first)[0]:
            ring.append(begins[_ends(atlas, ring[-1])[1]].pop(0))
        rings.append(ring)
    return rings


def _ends(atlas: Atlas, index: int) -> tuple[Point, Point]:
    arc = atlas.arcs[index if index >= 0 else ~index]
    return (arc[0], arc[-1]) if index >= 0 else (arc[-1], arc[0])


def thinned(atlas: Atlas, arc: list[Point], least: float) -> list[Point]:
    """Drop, smallest first, the bends that span less than ``least`` (Visvalingam's way); keep both ends."""
    count = len(arc)
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    gone = [False] * count
    closed = arc[0] == arc[-1]

    def spans(at: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = (atlas.degrees(arc[i]) for i in (before[at], at, after[at]))
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2 * cos(radians(by))

    heap = [(spans(at), at) for at in range(1, count - 1)]
    heapq.heapify(heap)
    kept = count
    while heap and kept > (5 if closed else 2):
        span, at = heapq.heappop(heap)
        if gone[at] or span != spans(at):
            continue
        if span >= least:
            break
        gone[at], kept = True, kept - 1
        after[before[at]], before[after[at]] = after[at], before[at]
        for neighbour in (before[at], after[at]):
            if 0 < neighbour < count - 1:
                heapq.heappush(heap, (spans(neighbour), neighbour))
    return [point for point, lost in zip(arc, gone, strict=True) if not lost]


def kept_rings(atlas: Atlas, states: dict[str, Rings]) -> dict[str, Rings]:
    """Leave the islets out: not what borders on another State, nor the largest part of any."""
    uses = Counter(max(i, ~i) for rings in states.values() for ring in rings for i in ring)
    kept: dict[str, Rings] = {}
    for code, rings in states.items():
        areas = [atlas.area(ring) for ring in rings]
        kept[code] = [
            ring
            for ring, area in zip(rings, areas, strict=True)
            if area >= ISLET or area == max(areas) or any(uses[max(i, ~i)] > 1 for i in ring)
        ]
    return kept


def build(source: Path) -> str:
    """Return the text of ``europe.json``."""
    content = source.read_bytes()
    if hashlib.sha256(content).hexdigest() != INPUT_SHA256:
        raise SystemExit(f"{source} is not the file that the corrections were made for (world-atlas 2.0.2)")
    atlas = Atlas(json.loads(content))
    plan = tomllib.loads((SHAPES / "corrections.toml").read_text(encoding="utf-8"))
    joined = {change["to"] for change in plan["correction"] if change["action"] in ("merge", "give")}
    states = {
        code: dissolved(atlas, polygons) if code in joined else [ring for each in polygons for ring in each]
        for code, polygons in corrected(atlas, plan).items()
    }
    clip(atlas)
    states = kept_rings(atlas, states)
    small = {code for code, rings in states.items() if sum(map(atlas.area, rings)) < SMALL}
    least: dict[int, float] = {}
    for code, rings in states.items():
        for index in (i if i >= 0 else ~i for ring in rings for i in ring):
            near = THIN if _meets(_box(map(atlas.degrees, atlas.arcs[index])), EUROPE) else THIN_FAR
            wanted = THIN_SMALL if code in small else near
            least[index] = min(wanted, least.get(index, wanted))
    place = {index: at for at, index in enumerate(sorted(least))}
    lines = [_flat(thinned(atlas, atlas.arcs[index], least[index])) for index in sorted(least)]
    numbered = {
        code: [[place[i] if i >= 0 else ~place[~i] for i in ring] for ring in rings]
        for code, rings in states.items()
    }
    return _written(atlas, numbered, lines)


def clip(atlas: Atlas) -> None:
    """Move what lies outside the box onto its edge: rings stay closed and shared arcs stay shared."""
    west, south = atlas.grid(*BOX[:2])
    east, north = atlas.grid(*BOX[2:])
    for at, arc in enumerate(atlas.arcs):
        moved = [(min(east, max(west, x)), min(north, max(south, y))) for x, y in arc]
        atlas.arcs[at] = [
            point for i, point in enumerate(moved) if i in (0, len(moved) - 1) or point != moved[i - 1]
        ]


def _flat(arc: list[Point]) -> list[int]:
    numbers = list(arc[0])
    for (ax, ay), (bx, by) in pairwise(arc):
        numbers += [bx - ax, by - ay]
    return numbers


def _written(atlas: Atlas, states: dict[str, Rings], lines: list[list[int]]) -> str:
    def compact(value: object) -> str:
        return json.dumps(value, separators=(",", ":"))

    head = {"scale": atlas.scale, "translate": atlas.translate, "box": BOX}
    listed = ",\n".join(f"  {compact(code)}: {compact(rings)}" for code, rings in states.items())
    arcs = ",\n".join(f"  {compact(line)}" for line in lines)
    top = "".join(f'"{key}": {compact(value)},\n' for key, value in head.items())
    return f'{{\n{top}"states": {{\n{listed}\n}},\n"arcs": [\n{arcs}\n]\n}}\n'


if __name__ == "__main__":
    (SHAPES / "europe.json").write_text(build(Path(sys.argv[1])), encoding="utf-8")
