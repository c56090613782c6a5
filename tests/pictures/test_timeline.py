"""What a timeline promises: nothing lost, nothing over another, readable by machines and people."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.language import words
from habeas.pictures.axis import Scale, ticks
from habeas.pictures.glyphs import COLOURS, Entry, Shape, Tone, legend
from habeas.pictures.lanes import GAP, place
from habeas.pictures.svg import text_width
from habeas.pictures.timeline import Lane, Mark, timeline

EN, AR = words("en"), words("ar")
START, END, TODAY = date(2004, 1, 1), date(2026, 12, 31), date(2026, 11, 23)
SVG = "{http://www.w3.org/2000/svg}"

days = st.dates(date(1998, 1, 1), date(2031, 12, 31))
texts = st.text(max_size=60) | st.sampled_from(
    ["زيارة 2016 (CPT)", "a\x00b\x0b<c>&\"'", "👩‍⚖️ 🏛", "\ud800", "]]>", ""]
)


@st.composite
def marks(draw: st.DrawFn) -> Mark:
    start = draw(days)
    stretch = draw(st.none() | st.integers(0, 4000))
    end = None if stretch is None else start + timedelta(days=stretch)
    open_start, open_end = draw(st.booleans()), draw(st.booleans())
    return Mark(
        start=start,
        end=end,
        open_start=open_start,
        open_end=open_end,
        precise=draw(st.booleans()) or (end is None and not (open_start or open_end)),
        shape=draw(st.sampled_from(Shape)),
        tone=draw(st.sampled_from(Tone)),
        label=draw(texts),
        title=draw(texts),
        href=draw(
            st.none() | st.sampled_from(["#a", "/x?a=1&b=<2>", "javascript:alert(1)", " java\nscript:x"])
        ),
    )


def mark(start: date, end: date | None = None, **said: object) -> Mark:
    plain: dict[str, object] = {
        "open_start": False,
        "open_end": False,
        "precise": True,
        "shape": Shape.CIRCLE,
        "tone": Tone.BODY,
        "label": "visit",
        "title": "Visit",
        "href": None,
    }
    return Mark(start=start, end=end, **(plain | said))  # type: ignore[arg-type]


def draw(*lanes: Lane, width: int = 960, language: str = "en", start: date = START, end: date = END) -> str:
    return timeline(
        lanes,
        start=start,
        end=end,
        as_of=TODAY,
        words=words(language),
        width=width,
        title="Timeline",
        summary="What happened",
    )


def overlaps(one: Mark) -> bool:
    last = one.end or (max(one.start, TODAY) if one.open_end else one.start)
    first = date.min if one.end is None and one.open_start else one.start
    return last >= START and first <= END


@settings(deadline=None)
@given(st.lists(marks(), max_size=25), st.sampled_from([240, 344, 770]))
def test_each_mark_within_the_span_is_drawn_inside_the_plot(given_marks: list[Mark], width: int) -> None:
    scale = Scale(START, END, 6, 6 + width)
    placed, rows = place(given_marks, scale, as_of=TODAY, label_room=160, tall=5)
    assert sorted(id(one.mark) for one in placed) == sorted(id(one) for one in given_marks if overlaps(one))
    for one in placed:
        assert scale.left - 1e-6 <= one.reach[0] <= one.left < one.right <= one.reach[1] <= scale.right + 1e-6
        assert one.left <= one.middle - 6 + 1e-6
        assert one.middle + 6 - 1e-6 <= one.right
        assert 0 <= one.row < rows


@settings(deadline=None)
@given(st.lists(marks(), max_size=25))
def test_no_two_marks_or_labels_of_a_row_touch(given_marks: list[Mark]) -> None:
    placed, rows = place(given_marks, Scale(START, END, 0, 400), as_of=TODAY, label_room=160, tall=3)
    for row in range(rows):
        reaches = sorted(one.reach for one in placed if one.row == row)
        assert reaches  # no row stands empty
        assert all(before[1] + GAP <= after[0] + 1e-6 for before, after in pairwise(reaches))


@settings(max_examples=60, deadline=None)
@given(st.lists(marks(), max_size=6), texts, st.sampled_from(["en", "ar"]), st.sampled_from([360, 960]))
def test_any_text_makes_well_formed_xml(
    given_marks: list[Mark], said: str, language: str, width: int
) -> None:
    lane = Lane(title=said, marks=tuple(given_marks))
    drawing = timeline(
        [lane],
        start=START,
        end=END,
        as_of=TODAY,
        words=words(language),
        width=width,
        title=said,
        summary=said,
    )
    root = ET.fromstring(drawing.encode())  # noqa: S314 (our own bytes)
    assert root.tag == f"{SVG}svg"
    drawn = [one for one in root.iter() if one.get("class") == "mark"]
    assert len(drawn) == sum(overlaps(one) for one in given_marks)
    assert "style=" not in re.sub(r'"[^"]*"|>[^<]*<', "", drawing)
    assert all((one.get("href") or "#").startswith(("#", "/")) for one in root.iter(f"{SVG}a"))


def test_the_same_facts_make_the_same_bytes() -> None:
    lane = Lane(title="Visits", marks=(mark(date(2016, 3, 29), date(2016, 4, 8)), mark(date(2017, 10, 23))))
    assert draw(lane) == draw(lane)


def test_a_picture_is_named_and_described_and_a_link_in_it_can_be_reached() -> None:
    plain = draw(Lane(title="Visits", marks=(mark(date(2016, 3, 29)),)))
    assert 'role="img" aria-labelledby="timeline-title" aria-describedby="timeline-desc"' in plain
    linked = draw(Lane(title="Visits", marks=(mark(date(2016, 3, 29), href="#v1", title="Visit of 2016"),)))
    # Inside role="img" nothing exists for a screen reader, so a picture with links is a group.
    assert 'role="group"' in linked
    assert '<a href="#v1" class="mark" aria-label="Visit of 2016"><title>Visit of 2016</title>' in linked


def test_an_imprecise_date_is_a_soft_stretch_with_a_hollow_shape_at_its_middle() -> None:
    year = mark(date(2012, 1, 1), date(2012, 12, 31), precise=False)
    scale = Scale(START, END, 0, 770)
    (found,), _ = place([year], scale, as_of=TODAY, label_room=160, tall=4)
    assert found.stretch
    assert found.middle == pytest.approx((scale.dawn(date(2012, 1, 1)) + scale.dusk(date(2012, 12, 31))) / 2)
    drawing = draw(Lane(title="Visits", marks=(year,)))
    assert 'class="soft"' in drawing
    assert 'class="hollow"' in drawing


def test_an_open_end_runs_to_the_day_of_the_picture() -> None:
    scale = Scale(START, END, 0, 770)
    letter = mark(date(2024, 2, 1), open_end=True)
    (found,), _ = place([letter], scale, as_of=TODAY, label_room=160, tall=4)
    assert found.right == pytest.approx(scale.dusk(TODAY))


def test_what_lies_outside_the_span_leaves_the_lane_saying_so() -> None:
    lane = Lane(title="Visits", marks=(mark(date(1999, 1, 1)),))
    assert "nothing recorded in this period" in draw(lane)
    assert "nothing recorded" not in draw(lane, start=date(1998, 1, 1))


def test_titles_stand_where_the_language_starts_and_years_run_left_to_right() -> None:
    lane = Lane(title="الزيارات", marks=(mark(date(2016, 3, 29)),))
    root = ET.fromstring(draw(lane, language="ar"))  # noqa: S314
    title = next(one for one in root.iter() if one.get("class") == "lane-title halo")
    assert title.get("text-anchor") == "end"
    assert float(title.get("x", "0")) > 900
    assert (title.text or "").startswith("\u2067")  # isolated, so that every reader orders it from the right
    years = [
        (float(one.get("x", "0")), one.text) for one in root.iter() if re.fullmatch(r"20\d\d", one.text or "")
    ]
    assert [year for _, year in sorted(years)] == sorted(year or "" for _, year in years)


@pytest.mark.parametrize("width", [360, 960])
def test_no_text_is_smaller_than_eleven(width: int) -> None:
    drawing = draw(Lane(title="Visits", marks=(mark(date(2016, 3, 29)),)), width=width)
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', drawing)) >= 11


@given(days, st.integers(0, 40_000), st.sampled_from([348, 770]), st.sampled_from([EN, AR]))
@settings(max_examples=150, deadline=None)
def test_labels_of_the_axis_keep_clear_of_each_other(
    start: date, span: int, width: int, said: object
) -> None:
    scale = Scale(start, start + timedelta(days=span), 0, width)
    found = ticks(scale, said)  # type: ignore[arg-type]
    assert found == sorted(found, key=lambda tick: tick.x)
    labelled = [tick for tick in found if tick.label]
    assert all(one.x + 4 + text_width(one.label, 11) < two.x + 4 for one, two in pairwise(labelled))


def test_the_axis_goes_from_months_to_years_to_fives() -> None:
    def said(start: date, end: date, width: float) -> list[str]:
        return [tick.label for tick in ticks(Scale(start, end, 0, width), EN) if tick.label]

    assert said(date(2024, 1, 1), date(2024, 6, 30), 770)[:2] == ["January 2024", "February 2024"]
    assert said(date(2020, 1, 1), date(2026, 1, 1), 770)[:2] == ["2020", "2021"]
    assert said(date(2004, 1, 1), date(2026, 1, 1), 770)[:2] == ["2004", "2006"]
    assert said(date(2004, 1, 1), date(2026, 1, 1), 348)[:2] == ["2005", "2010"]


def test_a_lane_of_a_century_ends_with_the_calendar() -> None:
    assert "9999" not in draw(start=date(1, 1, 1), end=date.max)


def test_a_span_that_ends_before_it_starts_is_the_callers_fault() -> None:
    with pytest.raises(ValueError, match="ends before"):
        mark(date(2016, 1, 2), date(2016, 1, 1))
    with pytest.raises(ValueError, match="last day"):
        mark(date(2016, 1, 1), precise=False)
    with pytest.raises(ValueError, match="no room"):
        draw(start=END, end=START)
    with pytest.raises(ValueError, match="prefix"):
        timeline([], start=START, end=END, as_of=TODAY, words=EN, title="", summary="", prefix='x"y')


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("paper", ["#ffffff", "#14191c"])
def test_shapes_hold_three_to_one_on_both_papers(tone: Tone, paper: str) -> None:
    light, dark = sorted((_luminance(COLOURS[tone]), _luminance(paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_legend_keeps_within_its_width(language: str) -> None:
    entries = [
        Entry(label=f"meaning {tone}", shape=shape, tone=tone, soft=tone is Tone.DUE)
        for tone, shape in zip(Tone, Shape, strict=True)
    ]
    root = ET.fromstring(legend(entries, words=words(language), width=360, title="Legend"))  # noqa: S314
    for one in root.iter(f"{SVG}text"):
        x, taken = float(one.get("x", "0")), text_width(one.text or "", 12)
        left, right = (x - taken, x) if one.get("text-anchor") == "end" else (x, x + taken)
        assert 0 <= left < right <= 360
