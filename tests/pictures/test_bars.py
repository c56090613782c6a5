"""What the bars promise: one scale from nought, both ends of a range, the same in both directions."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.language import words
from habeas.papers import Picture
from habeas.pictures.bars import Bar, bars

SVG = "{http://www.w3.org/2000/svg}"
ranges = st.tuples(st.integers(0, 9999), st.integers(0, 9999)).map(sorted)


def drawn(found: list[list[int]], language: str = "en", width: int = 640) -> ET.Element:
    rows = [
        Bar(label=f"Group {n}", sure=sure, most=most, said=f"{sure} to {most}")
        for n, (sure, most) in enumerate(found)
    ]
    svg = bars(rows, words=words(language), width=width, title="Visits")
    Picture(svg=svg, alt="Visits", caption="Visits")  # may stand in a paper
    return ET.fromstring(svg)  # noqa: S314 (our own)


def lengths(svg: ET.Element) -> list[float]:
    return [float(rect.get("width", "")) for rect in svg.iter(f"{SVG}rect")]


@given(st.lists(ranges, min_size=1, max_size=6), st.sampled_from(["en", "ar"]), st.sampled_from([340, 640]))
def test_nothing_is_drawn_beyond_the_sheet(found, language, width) -> None:
    svg = drawn(found, language, width)
    for rect in svg.iter(f"{SVG}rect"):
        left, long = float(rect.get("x", "")), float(rect.get("width", ""))
        assert left >= -0.01
        assert left + long <= width + 0.01


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_bars_are_as_long_as_what_they_count(one, other) -> None:
    first, second = lengths(drawn([[one, one], [other, other]]))
    if min(first, second) > 1:  # shorter than a unit nothing is seen
        assert first * other == pytest.approx(second * one, rel=0.02)


def test_what_may_be_more_is_dashed_and_said() -> None:
    svg = drawn([[2, 5]])
    sure, further = svg.iter(f"{SVG}rect")
    assert sure.get("stroke-dasharray") is None
    assert further.get("stroke-dasharray")
    assert "2 to 5" in "".join(svg.itertext())


def test_a_range_the_wrong_way_round_is_none() -> None:
    with pytest.raises(ValueError, match="not a range"):
        Bar(label="A", sure=3, most=2, said="3")
