"""What bars of shares promise: each as long as any other, nothing beyond the sheet, every part seen."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.language import words
from habeas.papers import Picture
from habeas.pictures.shares import LINE, SEEN, Bar, Fill, shares

SVG = "{http://www.w3.org/2000/svg}"
NAMES = {fill: fill.value for fill in Fill}


def drawn(rows: list[list[int]], language: str = "en", width: int = 640, *, two: bool = False) -> ET.Element:
    bars = [
        Bar(label=f"Station {at}", parts=tuple(zip(Fill, counts, strict=True)), said=f"{sum(counts)}")
        for at, counts in enumerate(rows)
    ]
    svg = shares(
        [bars[:2], bars[2:]] if two else [bars], NAMES, words=words(language), width=width, title="Shares"
    )
    Picture(svg=svg, alt="Shares", caption="Shares")  # may stand in a paper
    return ET.fromstring(svg)  # noqa: S314 (our own)


@given(
    st.lists(st.lists(st.integers(0, 9999), min_size=5, max_size=5), min_size=1, max_size=4),
    st.sampled_from(["en", "ar"]),
    st.sampled_from([340, 640]),
)
def test_parts_fill_the_bar_and_nothing_leaves_the_sheet(
    rows: list[list[int]], language: str, width: int
) -> None:
    beside = drawn(rows, language, width, two=True)
    svg = drawn(rows, language, width)
    for rect in (*svg.iter(f"{SVG}rect"), *beside.iter(f"{SVG}rect")):
        left, long = float(rect.get("x", "")), float(rect.get("width", ""))
        assert left >= -0.01
        assert left + long <= width + 0.01
    for line in svg.iter(f"{SVG}line"):
        assert all(-0.01 <= float(line.get(name, "")) <= width + 0.01 for name in ("x1", "x2"))
    for path in svg.iter(f"{SVG}path"):
        ends = re.findall(r"[ML]([^ ]+) ", path.get("d", ""))
        assert all(-0.01 <= float(x) <= width + 0.01 for x in ends)
    bars: dict[float, list[float]] = {}
    for rect in svg.iter(f"{SVG}rect"):
        bars.setdefault(float(rect.get("y", "")), []).append(float(rect.get("width", "")))
    of_rows = [own for y, own in bars.items() if y < len(rows) * LINE]
    lengths = [sum(own) for own in of_rows]
    assert lengths == pytest.approx([max(lengths, default=0)] * len(lengths), abs=0.1)
    assert all(each >= SEEN - 0.01 for own in of_rows for each in own)


def test_each_part_is_told_without_its_colour() -> None:
    svg = drawn([[5, 4, 3, 2, 1]])
    rects = list(svg.iter(f"{SVG}rect"))[:5]
    kept, not_kept, not_recorded, pending, withheld = rects
    assert [each.get("fill") for each in rects] == ["currentColor"] * 2 + ["none"] * 3
    assert kept.get("fill-opacity") != not_kept.get("fill-opacity")
    assert withheld.get("stroke-dasharray")
    assert not pending.get("stroke-dasharray")
    assert not_recorded.get("stroke-dasharray") is None
    [hatched, _in_the_legend] = svg.iter(f"{SVG}path")
    assert hatched.get("d", "").count("M") > 4


def test_where_there_is_no_room_beside_the_bars_no_label_is_cut() -> None:
    label = "A consultation before the interview, in private"
    given = [[Bar(label=label, parts=((Fill.KEPT, 3),), said="of 3")]]
    names = dict.fromkeys(Fill, "part")
    beside = shares(given, names, words=words("en"), width=340, title="t")
    above = shares(given, names, words=words("en"), width=340, title="t", stacked=True)
    assert f">{label}</text>" not in beside
    assert f">{label}</text>" in above
