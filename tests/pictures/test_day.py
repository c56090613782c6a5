"""What the picture of a day promises: each entry once, in its lane and in order; ends as they are written."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.language import words
from habeas.papers import Picture
from habeas.pictures.day import DayLane, Missing, Moment, Shade, Stretch, day
from habeas.pictures.findings import Finding
from habeas.pictures.glyphs import Shape, Tone
from habeas.pictures.hours import LONGEST, HourScale, Window, calendar_days, days_from, hours

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ZONES = ["UTC", "Europe/Paris", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "Asia/Baku"]
SVG = "{http://www.w3.org/2000/svg}"


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def moment(number: int, minutes: float, *, late: bool = False) -> Moment:
    return Moment(
        at=at(minutes), number=number, shape=Shape.CIRCLE, tone=Tone.STATE, title=f"No. {number}", late=late
    )


def stretch(first: int | None, last: int | None, begins: float, stops: float, **said: object) -> Stretch:
    plain: dict[str, object] = {"tone": Tone.STATE, "label": "interview", "title": f"{first} to {last}"}
    return Stretch(begins=at(begins), stops=at(stops), first=first, last=last, **(plain | said))  # type: ignore[arg-type]


def drawn(*lanes: DayLane, window: Window, language: str = "en", width: int = 960, **more: object) -> str:
    return day(
        lanes,
        window,
        words=words(language),
        width=width,
        title="Day",
        summary="What happened",
        **more,  # type: ignore[arg-type]
    )


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 (our own bytes)


ONE_DAY = Window(NOON, NOON + timedelta(hours=24), "Europe/Paris")


@st.composite
def stays(draw: st.DrawFn) -> tuple[list[DayLane], int]:
    number, lanes, longest = 0, [], draw(st.sampled_from([300, 2000, 7200]))
    for _lane in range(draw(st.integers(1, 4))):
        moments, stretches = [], []
        for minutes in draw(st.lists(st.integers(0, longest), max_size=12)):
            number += 1
            moments.append(moment(number, minutes, late=draw(st.booleans())))
        for begins, length, ends in draw(
            st.lists(
                st.tuples(st.integers(0, longest), st.integers(0, longest), st.integers(0, 2)), max_size=5
            )
        ):
            number += 2
            first, last = (None if ends == 1 else number - 1), (None if ends == 2 else number)
            stops = begins + length if ends == 0 else begins
            stretches.append(stretch(first, last, begins, stops))
        lanes.append(DayLane(title="Lane", stretches=tuple(stretches), moments=tuple(moments)))
    return lanes, longest * 2


@settings(deadline=None, max_examples=60)
@given(
    stays(), st.sampled_from(ZONES), st.booleans(), st.sampled_from([320, 960]), st.sampled_from(["en", "ar"])
)
def test_each_entry_is_drawn_in_one_window_and_nothing_leaves_the_sheet(
    made, zone, by_calendar, width, language
):
    lanes, longest = made
    windows = (calendar_days if by_calendar else days_from)(NOON, at(longest), zone)
    wanted = {one.number for lane in lanes for one in lane.moments}
    wanted |= {each for lane in lanes for one in lane.stretches for each in (one.first, one.last) if each}
    seen: list[int] = []
    for window in windows:
        root = parsed(drawn(*lanes, window=window, width=width, language=language))
        Picture(svg=ET.tostring(root, encoding="unicode"), alt="a", caption="b")  # may stand in a paper
        for mark in root.iter(f"{SVG}g"):
            kind = mark.get("class") or ""
            if kind.startswith("mark"):
                seen += [int(each) for each in re.findall(r"\bn(\d+)", kind)]
                for x in _xs(mark):
                    assert -0.01 <= x <= width + 0.01
    assert sorted(seen) == sorted(wanted)


def _xs(mark: ET.Element) -> list[float]:
    found = [
        float(each.get("x", each.get("cx", "0"))) for each in mark.iter() if each.get("x") or each.get("cx")
    ]
    for each in mark.iter(f"{SVG}polygon"):
        found += [float(pair.split(",")[0]) for pair in (each.get("points") or "").split()]
    return found


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 1439), min_size=2, max_size=20, unique=True))
def test_what_was_earlier_stands_further_left(instants):
    lane = DayLane(
        title="Lane", moments=tuple(moment(place + 1, each) for place, each in enumerate(instants))
    )
    root = parsed(drawn(lane, window=ONE_DAY))
    place = {
        int((mark.get("class") or "")[6:]): float(next(mark.iter(f"{SVG}circle")).get("cx", "0"))
        for mark in root.iter(f"{SVG}g")
        if (mark.get("class") or "").startswith("mark n")
    }
    order = sorted(place, key=lambda number: instants[number - 1])
    assert all(place[one] <= place[two] for one, two in pairwise(order))


def test_marks_of_a_lane_stay_between_its_lines():
    lanes = [
        DayLane(title="A", moments=tuple(moment(each, each % 7) for each in range(1, 30))),
        DayLane(title="B", stretches=(stretch(40, 41, 0, 900), stretch(42, None, 5, 5))),
    ]
    top = 36.0
    for lane in parsed(drawn(*lanes, window=ONE_DAY)).iter(f"{SVG}g"):
        if lane.get("class") != "lane":
            continue
        bottom = float(lane.findall(f"{SVG}line")[-1].get("y1", "0"))
        ys = [float(each.get("cy", "")) for each in lane.iter(f"{SVG}circle")]
        ys += [
            float(p.split(",")[1])
            for one in lane.iter(f"{SVG}polygon")
            for p in (one.get("points") or "").split()
        ]
        assert ys
        assert all(top <= y <= bottom for y in ys)
        top = bottom


def corners(svg: str, number: int) -> int:
    root = parsed(svg)
    mark = next(each for each in root.iter(f"{SVG}g") if f"n{number}" in (each.get("class") or "").split())
    return len((next(mark.iter(f"{SVG}polygon")).get("points") or "").split())


def test_an_end_that_nobody_wrote_is_torn_and_one_that_is_written_is_straight():
    lane = DayLane(
        title="A", stretches=(stretch(1, 2, 0, 60), stretch(3, None, 200, 200), stretch(None, 4, 400, 400))
    )
    svg = drawn(lane, window=ONE_DAY)
    assert corners(svg, 1) == 4
    assert corners(svg, 3) == corners(svg, 4) == 2 + 5


def test_a_stretch_over_midnight_is_pointed_where_it_goes_on():
    lane = DayLane(title="A", stretches=(stretch(1, 2, 0, 60 * 30),))
    first, second = days_from(NOON, at(60 * 30), "UTC")
    assert corners(drawn(lane, window=first), 1) == corners(drawn(lane, window=second), 2) == 5


def test_late_entries_gaps_and_outages_do_not_depend_on_colour():
    svg = drawn(
        DayLane(
            title="A",
            moments=(moment(1, 5, late=True),),
            missing=(Missing(begins=at(10), ends=at(100), label="90 min", title="not recorded"),),
        ),
        window=ONE_DAY,
        shades=[
            Shade(begins=at(200), ends=at(400), label="outage", title="the register could not be reached")
        ],
    )
    assert 'class="hollow"' in svg
    assert "stroke-dasharray" in svg
    for said in ("90 min", "not recorded", "outage", "the register could not be reached"):
        assert said in svg


@pytest.mark.parametrize(
    ("day_", "length", "labels"),
    [((2026, 3, 29), 23, 23), ((2026, 10, 25), 25, 25), ((2026, 5, 4), 24, 24)],
)
def test_days_of_changing_clocks_have_23_and_25_hours(day_, length, labels):
    noon = datetime(*day_, 12, tzinfo=ZoneInfo("Europe/Paris"))
    [window] = calendar_days(noon, noon, "Europe/Paris")
    assert window.length == timedelta(hours=length)
    assert len(hours(HourScale(window, 0, 5000))) == labels


@given(st.integers(946684800, 2051222400), st.integers(0, 9000), st.sampled_from(ZONES))
def test_windows_follow_each_other_without_a_gap_and_hold_the_stay(begins, length, zone):
    start = datetime.fromtimestamp(begins, UTC)
    end = start + timedelta(minutes=length)
    for windows in (calendar_days(start, end, zone), days_from(start, end, zone)):
        assert windows[0].start <= start
        assert windows[-1].holds(end)
        assert all(one.end == two.start for one, two in pairwise(windows))


def test_a_wrong_time_makes_no_days_without_end():
    first, last = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
    for windows in (calendar_days(first, last, "UTC"), days_from(first, last, "UTC")):
        assert len(windows) == LONGEST
        assert windows[0].start == first


@given(st.sampled_from(calendar_days(NOON, at(60 * 24 * 2), "Asia/Kathmandu")), st.integers(200, 1200))
def test_labels_of_hours_keep_clear_of_each_other(window, width):
    labelled = [one.x for one in hours(HourScale(window, 0, width)) if one.label]
    assert labelled
    assert all(two - one >= 33 for one, two in pairwise(labelled))


def test_the_same_day_gives_the_same_bytes_and_right_to_left_has_its_titles_on_the_right():
    lane = DayLane(title="المكان", moments=(moment(1, 5),))
    assert drawn(lane, window=ONE_DAY) == drawn(lane, window=ONE_DAY)
    root = parsed(drawn(lane, window=ONE_DAY, language="ar"))
    title = next(each for each in root.iter(f"{SVG}g") if "lane-title" in (each.get("class") or ""))
    assert float(next(title.iter(f"{SVG}text")).get("x", "0")) > 900
    assert title.get("text-anchor") == "end"


def test_there_is_a_least_width_and_a_window_ends_after_it_starts():
    with pytest.raises(ValueError, match="no room"):
        drawn(window=ONE_DAY, width=200)
    with pytest.raises(ValueError, match="ends after"):
        Window(NOON, NOON, "UTC")


def test_what_was_found_is_drawn_with_the_time_that_it_had() -> None:
    found = Finding(
        begins=at(0), due=at(60), ends=at(180), known=True, label="2 h over", title="told too late"
    )
    unwritten = Finding(
        begins=at(300), due=None, ends=at(400), known=False, label="no word", title="nobody wrote it"
    )
    svg = parsed(drawn(DayLane(title="Rights"), window=ONE_DAY, findings=(found, unwritten)))
    lanes = [each for each in svg.iter(f"{SVG}g") if each.get("class") == "lane"]
    assert [next(each.iter(f"{SVG}text")).text for each in lanes] == ["What was found", "Rights"]
    late, open_ = (each for each in svg.iter(f"{SVG}g") if each.get("class") == "mark finding")
    allowed, over = late.iter(f"{SVG}rect")
    assert (allowed.get("fill"), over.get("fill")) == ("none", "currentColor")
    assert float(over.get("width", "")) == pytest.approx(2 * float(allowed.get("width", "")), rel=0.02)
    [frame] = open_.iter(f"{SVG}rect")
    assert frame.get("fill") == "none"
    [hatched] = open_.iter(f"{SVG}path")
    assert hatched.get("d", "").count("M") > 1
    dashed = [each for each in svg.iter(f"{SVG}line") if each.get("stroke-dasharray") == "4 3"]
    assert [each.get("x1") for each in dashed] == [over.get("x")]
    elsewhere = Window(at(2000), at(3000), "UTC")
    assert "What was found" not in drawn(DayLane(title="Rights"), window=elsewhere, findings=(found,))


def test_of_a_stretch_only_the_parts_that_were_found_are_filled() -> None:
    found = Finding(
        begins=at(0),
        due=None,
        ends=at(60),
        known=True,
        label="no lawyer",
        title="",
        pieces=((at(0), at(10)), (at(50), at(60))),
    )
    svg = parsed(drawn(DayLane(title="Lawyer"), window=ONE_DAY, findings=(found,)))
    [band] = (each for each in svg.iter(f"{SVG}g") if each.get("class") == "mark finding")
    whole, first, last = band.iter(f"{SVG}rect")
    assert [each.get("fill") for each in (whole, first, last)] == ["none", "currentColor", "currentColor"]
    assert float(first.get("x", "")) == pytest.approx(float(whole.get("x", "")))
    ends = [float(each.get("x", "")) + float(each.get("width", "")) for each in (last, whole)]
    assert ends[0] == pytest.approx(ends[1], abs=0.2)


def test_a_ring_is_about_what_breaks_a_rule_where_it_is_shown() -> None:
    told = replace(moment(1, 10), ringed=True)
    lasted = replace(stretch(2, 3, 60, 120), ringed=(False, True))
    svg = parsed(drawn(DayLane(title="Lawyer", moments=(told,), stretches=(lasted,)), window=ONE_DAY))
    assert len([each for each in svg.iter(f"{SVG}circle") if each.get("class") == "ring"]) == 2
