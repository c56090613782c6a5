"""The figures of an audit: counted by hand, and none that was withheld can be reckoned from the others."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.safeguards.handmade import CANARIES, audited, four_records, write

from habeas.language import words
from habeas.safeguards import Site, example_site, rules
from habeas.safeguards.figures import (
    Counted,
    Counts,
    Figures,
    Line,
    Share,
    Standing,
    figures_from,
    figures_json,
    figures_of,
    publicly,
    withheld,
    without,
)
from habeas.safeguards.figures.facts import fact_of
from habeas.safeguards.figures.pulling import POINTS
from habeas.safeguards.figures.withholding import VERDICTS, withheld_together
from habeas.safeguards.kernels import counting
from habeas.safeguards.report import Composing, report_paper
from habeas.safeguards.report.cannot import who
from habeas.safeguards.signals import Measure, Signals
from habeas.safeguards.verdict import Reason


def figures(folder: Path, as_of: str, site: Site | None = None) -> Figures:
    return figures_of(*audited(folder, as_of, site))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    folder = four_records(tmp_path_factory.mktemp("handmade") / "register")
    return figures(folder, "2026-02-07T10:00:00Z")


def test_it_is_counted_as_by_hand(told: Figures) -> None:
    informed = next(one for one in told.rules if one.rule == "rights.informed-at-outset")
    assert informed.counts == Counts(met=1, breached=1, not_recorded=2)
    assert [(each.ref, each.standing, each.breached) for each in informed.sources] == [
        ("CPT-GR12#44", Standing.SITE, 1)
    ]
    assert [(each.seconds, each.by) for each in informed.limits] == [
        (3600, "an example (nobody here has set one)")
    ]
    assert (informed.measured, informed.median_s, informed.p90_s) == (2, 1800, None)
    asked = next(one for one in told.rules if one.rule == "doctor.when-asked")
    assert (asked.counts, asked.no_occasion) == (Counts(met=1), {"no_request": 3})
    judge = next(one for one in told.rules if one.rule == "judge.seen-in-time")
    assert (judge.counts.not_recorded, judge.not_applicable) == (1, {"ended_before": 3})


def test_why_a_rule_does_not_apply_is_told_in_one_order(tmp_path: Path) -> None:
    """And in no order of the engine, which is another one each time."""
    folder = four_records(tmp_path / "register")
    figures = figures_of(*audited(folder, "2026-02-07T10:00:00Z", rules=list(rules())))
    apart = [list(one.not_applicable) for one in figures.rules if len(one.not_applicable) > 1]
    assert apart
    assert all(own == [each.value for each in Reason if each in own] for own in apart)


def test_it_says_first_what_the_register_cannot_show(told: Figures) -> None:
    cannot = told.cannot_show
    assert cannot.not_recorded == Share(count=3, of=6)
    assert (cannot.beginning.known, cannot.beginning.stand_in, cannot.beginning.unknown) == (3, 1, 0)
    assert cannot.sources == {"desk": 8, "paper": 3, "doctor": 2}
    assert (cannot.police_alone, cannot.police_and_devices) == (Share(count=3, of=4), Share(count=3, of=4))
    assert cannot.attributes["juvenile"] == Share(count=1, of=4)
    people = told.people
    assert people is not None
    assert (people.held, people.invited, people.persons, people.joined) == (4, 0, 4, 4)
    assert people.attributes == {"juvenile": 1, "foreign_national": 0, "vulnerable": 0}
    assert told.kinds_of_places == {"A": "police_station", "B": "police_station"}
    assert cannot.jurisdiction_unknown == Share(count=1, of=4)
    assert cannot.open_records == Share(count=1, of=4)
    assert (cannot.outages.count, cannot.outages.seconds, cannot.outages.unended) == (1, 9000, 0)
    assert (cannot.outages.from_paper, cannot.outages.from_paper_outside) == (Share(count=3, of=13), 3)
    assert cannot.faults["jurisdiction-unknown"] == 1


def test_of_entries_without_a_source_nobody_is_called_their_writer(tmp_path: Path) -> None:
    """A register without that column accuses nobody, and one entry by a doctor tells of its record."""
    entries = [("2026-02-01T10:00", "apprehended"), ("2026-02-01T11:00", "examination_started")]
    for name, doctor, of in (("without", "", 0), ("with", "doctor", 1)):
        sources = {"apprehended": "", "examination_started": doctor}
        folder = write(tmp_path / name / "register", {"r": {}}, {"r": entries}, sources)
        found = figures_of(*audited(folder, "2026-02-07T10:00:00Z")).cannot_show
        assert (found.police_alone, found.police_and_devices) == (Share(count=0, of=of),) * 2


def test_what_was_written_since_is_in_no_figure(tmp_path: Path) -> None:
    figures = figures_of(*audited(four_records(tmp_path / "given"), "2026-02-01T00:10:00Z"))
    assert figures.cannot_show.sources == {"desk": 2}
    assert figures.cannot_show.police_alone == Share(count=1, of=1)
    assert figures.cannot_show.outages.from_paper_outside == 0
    assert figures.silences == ()


def test_of_gaps_of_one_length_the_first_come_first(tmp_path: Path) -> None:
    hours = [f"2026-02-0{day}T{hour:02}:00" for day in (8, 7, 6) for hour in reversed(range(24))]
    entries = {"a": [(when, "checked") for when in hours[1:]] + [(hours[0], "released")]}
    found = audited(write(tmp_path / "given", {"a": {}}, entries), "2026-02-09T00:00:00Z")
    gaps = [one.since.isoformat()[:16] for one in figures_of(*found).gaps]
    assert gaps == sorted(hours)[: len(gaps)]


@pytest.mark.parametrize(
    ("as_of", "counted"), [("00:59", (0, 0, 0)), ("02:00", (1, 3600, 1)), ("03:30", (1, 9000, 0))]
)
def test_an_outage_is_what_was_written_of_it_by_then(
    as_of: str, counted: tuple[int, int, int], tmp_path: Path
) -> None:
    figures = figures_of(*audited(four_records(tmp_path / "given"), f"2026-02-07T{as_of}:00Z"))
    found = figures.cannot_show.outages
    assert (found.count, found.seconds, found.unended) == counted


def test_who_was_only_invited_is_counted_apart_and_a_small_count_of_who_they_are_is_withheld(
    told: Figures, tmp_path: Path
) -> None:
    folder = write(
        tmp_path / "register",
        {"held": {"person_ref": "p"}, "invited": {"person_ref": "p", "basis": "attendance"}},
        {
            "held": [("2026-02-01T10:00", "apprehended"), ("2026-02-01T11:00", "released")],
            "invited": [("2026-02-03T10:00", "attended"), ("2026-02-03T11:00", "left_premises")],
        },
    )
    found = figures(folder, "2026-02-07T10:00:00Z")
    assert found.people is not None
    assert (found.people.held, found.people.invited, found.people.persons) == (1, 1, 1)
    assert found.cannot_show.police_and_devices == Share(count=1, of=1)
    said = report_paper(found, None, words=words("en"), made_on=date(2026, 2, 7)).subtitle
    of_whom = dict(who(Composing(found, None, words("en"))))["Of those held, by the record"]
    assert of_whom == "under 18: 0; foreign nationals: not recorded; vulnerable persons: not recorded"
    assert said.startswith("2 records (1 of somebody held; 1 of somebody who came when invited), 2 places")
    many = replace(found.people, held=90, invited=3, persons=80, attributes={"juvenile": 4, "vulnerable": 9})
    told_to_all = publicly(replace(told, people=many)).people
    assert told_to_all is not None
    assert (told_to_all.held, told_to_all.invited, told_to_all.persons) == (90, 3, 80)
    assert told_to_all.attributes == {"juvenile": None, "vulnerable": 9}


def test_the_public_reads_no_length_that_is_of_few_persons(told: Figures) -> None:
    [informed] = [one for one in told.rules if one.rule == "rights.informed-at-outset"]

    def to_all(kept: int, fewest: int = 5) -> tuple[float | None, float | None]:
        one = replace(informed, counts=Counts(met=kept, not_recorded=90), p90_s=7200)
        [found] = publicly(replace(told, rules=(one,), fewest=fewest)).rules
        return found.median_s, found.p90_s

    assert to_all(4) == (None, None)
    assert to_all(5) == to_all(9) == (1800, None)
    assert to_all(10) == to_all(11) == (1800, 7200)
    assert to_all(11, fewest=12) == (None, None)
    timed = [one for one in told.signals.told if one.signal.measure is Measure.SECONDS]
    assert timed

    def signalled(held: int, *, small: bool) -> bool:
        assert told.people is not None
        own = tuple(replace(one, figures=(replace(one.whole, small=small),)) for one in timed)
        people = replace(told.people, held=held)
        found = publicly(replace(told, people=people, signals=replace(told.signals, told=own)))
        return bool(found.signals.told)

    assert signalled(5, small=False)
    assert not signalled(4, small=False)
    assert not signalled(5, small=True)


def test_figures_that_told_the_longest_of_few_as_nine_tenths_tell_it_no_more(told: Figures) -> None:
    said = figures_json(told)
    for one in said["rules"]:
        one["p90_s"] = one["median_s"]
    assert figures_from(said) == told


def test_a_second_audit_has_the_same_figures(told: Figures, tmp_path: Path) -> None:
    folder = four_records(tmp_path / "register")
    for _first_and_second in range(2):
        found = audited(folder, "2026-02-07T10:00:00Z", kept=True)
        assert figures_of(*found) == told
    [[anew]] = found[0].rows("SELECT COUNT(*) FROM anew")
    assert anew < found[0].records, "of the others it is taken over"


def test_nothing_is_lost_however_few_occasions_are_kept_at_once(
    told: Figures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "AT_ONCE", 1)
    assert figures(four_records(tmp_path / "register"), "2026-02-07T10:00:00Z") == told


def test_a_month_is_that_of_the_place_where_it_began(tmp_path: Path) -> None:
    own = [("2026-01-31T23:30", "apprehended"), ("2026-02-01T00:00", "rights_informed")]
    folder = write(
        tmp_path / "register",
        {"paris": {"zone": "Europe/Paris"}, "london": {"zone": "Europe/London"}},
        {"paris": own, "london": own},
    )
    all_shown = Site("a site", example_site().minutes, fewest=1)
    told = figures(folder, "2026-02-02T00:00:00Z", all_shown)
    informed = next(one for one in told.rules if one.rule == "rights.informed-at-outset")
    assert [(one.name, one.met, one.of) for one in informed.by_month] == [
        ("2026-01", 1, 1),
        ("2026-02", 1, 1),
    ]


def test_deaths_and_what_else_somebody_looks_at_are_counted_and_deaths_named(tmp_path: Path) -> None:
    own = [("2026-01-31T10:00", "apprehended"), ("2026-01-31T11:00", "force_used")]
    folder = write(
        tmp_path / "register",
        {each: {"establishment_id": "A"} for each in ("a", "b")},
        {
            "a": [*own, ("2026-01-31T12:00", "force_used"), ("2026-01-31T13:00", "died")],
            "b": [*own, ("2026-01-31T14:00", "released")],
        },
    )
    told = figures(folder, "2026-02-02T00:00:00Z")
    counted = {one.kind: (one.entries, one.records) for one in told.incidents}
    assert (counted["died"], counted["force_used"], counted["escaped"]) == ((1, 1), (3, 2), (0, 0))
    [death] = told.deaths
    assert (death.record_id, death.station, death.at) == ("a", "A", datetime(2026, 1, 31, 13, tzinfo=UTC))
    told_to_all = publicly(told)
    assert told_to_all.deaths == ()
    assert {one.kind: one.entries for one in told_to_all.incidents if one.kind in ("died", "escaped")} == {
        "died": None,
        "escaped": 0,
    }
    assert without(told, ["a"]).deaths == ()


def test_the_records_to_pull_are_named_with_their_grounds(told: Figures) -> None:
    [pulled] = told.pulled
    assert (pulled.record_id, pulled.juvenile, pulled.held) == ("a2", True, False)
    assert (pulled.station, pulled.equals) == ("A", 1)
    assert [(one.rule, one.standing, one.not_recorded) for one in pulled.grounds] == [
        ("rights.informed-at-outset", Standing.SITE, False)
    ]
    assert [(one.record_id, one.seconds) for one in told.gaps][:2] == [("a2", 86400), ("a1", 28800)]
    # At A nobody is held in the longest silence, 45 hours.
    assert {one.station: (one.hours, one.held) for one in told.silences} == {"A": (23, 1), "B": (4, 1)}
    assert {one.held for one in publicly(told).silences} == {None}


def test_a_silence_does_not_go_on_while_nobody_is_held(tmp_path: Path) -> None:
    held = {"a": ("01T10:00", "01T15:00"), "b": ("03T05:00", "03T09:00"), "c": ("04T05:00", "04T06:30")}
    folder = write(
        tmp_path / "register",
        {each: {"establishment_id": "A"} for each in held},
        {
            each: [(f"2026-02-{since}", "apprehended"), (f"2026-02-{until}", "released")]
            for each, (since, until) in held.items()
        },
    )
    events = (folder / "events.csv").read_text("utf-8")
    at, late = "2026-02-03T05:00:00Z", "2026-02-03T08:30:00Z"  # written long after, once others were gone
    (folder / "events.csv").write_text(events.replace(f"{at},{at}", f"{at},{late}"), "utf-8")
    [silence] = figures(folder, "2026-02-07T10:00:00Z").silences
    assert (silence.hours, silence.held) == (4, 1)
    assert silence.since == datetime(2026, 2, 1, 11, tzinfo=UTC)


def test_what_was_written_on_paper_breaks_a_silence_at_the_hour_of_which_it_tells(tmp_path: Path) -> None:
    own = [
        ("2026-02-01T10:00", "apprehended"),
        ("2026-02-01T13:00", "checked"),
        ("2026-02-01T16:00", "released"),
    ]
    folder = write(
        tmp_path / "register", {"a": {"establishment_id": "A"}}, {"a": own}, sources={"checked": "paper"}
    )
    events = (folder / "events.csv").read_text("utf-8")
    at, late = "2026-02-01T13:00:00Z", "2026-02-01T16:00:00Z"
    (folder / "events.csv").write_text(events.replace(f"{at},{at}", f"{at},{late}"), "utf-8")
    [silence] = figures(folder, "2026-02-07T10:00:00Z").silences
    assert (silence.hours, silence.since) == (2, datetime(2026, 2, 1, 11, tzinfo=UTC))


def test_what_two_rules_find_in_one_fact_counts_once(tmp_path: Path) -> None:
    late = [
        ("2026-02-03T10:00", "apprehended"),
        ("2026-02-03T10:05", "arrived"),
        ("2026-02-03T10:10", "lawyer_requested"),
        ("2026-02-03T12:00", "interview_started"),
        ("2026-02-03T13:00", "lawyer_arrived"),
        ("2026-02-03T14:00", "interview_ended"),
        ("2026-02-05T02:00", "third_party_notified"),
        ("2026-02-05T12:00", "released"),
    ]
    folder = write(tmp_path / "register", {"a1": {"jurisdiction": "GB-EAW"}}, {"a1": late})
    told_late = ("notice.third-party-told", "notice.told-within-36h")
    alone = ("lawyer.before-interview", "lawyer.present-throughout")
    found = audited(folder, "2026-02-07T10:00:00Z", rules=(*told_late, *alone))
    [pulled] = figures_of(*found).pulled
    same = {one.rule: one.same_fact for one in pulled.grounds}
    assert same == {
        "notice.told-within-36h": ("notice.third-party-told",),
        "notice.third-party-told": ("notice.told-within-36h",),
        "lawyer.present-throughout": (),
    }
    by_rule = {one.rule: POINTS[one.standing] for one in pulled.grounds}
    counted = by_rule["notice.told-within-36h"] + by_rule["lawyer.present-throughout"]
    assert pulled.points == counted < sum(by_rule.values())


def test_an_entry_written_late_is_one_fact_with_the_order_that_it_breaks(tmp_path: Path) -> None:
    own = [
        ("2026-02-03T10:00", "apprehended"),
        ("2026-02-03T16:00", "released"),
        ("2026-02-03T12:00", "checked"),
    ]
    folder = write(tmp_path / "register", {"a": {}}, {"a": own})
    events = (folder / "events.csv").read_text("utf-8")
    at, late = "2026-02-03T12:00:00Z", "2026-02-03T18:00:00Z"
    (folder / "events.csv").write_text(events.replace(f"{at},{at}", f"{at},{late}"), "utf-8")
    found = audited(folder, "2026-02-07T10:00:00Z", rules=("register.in-order", "register.written-promptly"))
    [pulled] = figures_of(*found).pulled
    assert pulled.points == POINTS[Standing.SITE]
    assert {one.rule: one.same_fact for one in pulled.grounds} == {
        "register.in-order": ("register.written-promptly",),
        "register.written-promptly": ("register.in-order",),
    }


def test_the_figures_are_kept_as_json_and_read_again(told: Figures) -> None:
    said = json.loads(json.dumps(figures_json(told)))
    assert figures_from(said) == told
    for one in said["signals"]["told"]:  # as those of an older audit
        if one["signal"]["measure"] == "seconds":
            one["signal"]["measure"] = "microseconds"
            for figure in one["figures"]:
                figure |= {name: figure[name] * 1_000_000 for name in ("count", "of")}
    before = json.dumps(said)
    assert figures_from(said) == told
    assert json.dumps(said) == before
    for one in said["rules"]:
        del one["measures"]  # so is this of a rule that is shipped
    del said["signals"]
    assert figures_from(said) == replace(told, signals=Signals())


# What is withheld ---------------------------------------------------------------------------------

_COUNTS = st.tuples(*(st.sampled_from([0, 0, 1, 2, 3, 5]) for _ in VERDICTS))


def possible(lines: tuple[Line, ...], totals: tuple[int, ...]) -> list[tuple[tuple[int, ...], ...]]:
    """Every table of counts from nought up that fits what is shown, found by trying."""
    per_line = []
    for line in lines:
        shown = [getattr(line, name) for name in VERDICTS]
        choices = [range(totals[at] + 1) if count is None else (count,) for at, count in enumerate(shown)]
        per_line.append([cells for cells in product(*choices) if line.of in (None, sum(cells))])
    return [table for table in product(*per_line) if tuple(map(sum, zip(*table, strict=True))) == totals]


_TABLES = st.lists(_COUNTS, min_size=1, max_size=3)


def counted_of(tables: list[tuple[int, ...]]) -> list[Counted]:
    return [
        Counted(f"s{at}", Counts(**dict(zip(VERDICTS, own, strict=True)))) for at, own in enumerate(tables)
    ]


@given(_TABLES, st.integers(1, 4))
def test_no_small_count_is_shown(tables: list[tuple[int, ...]], fewest: int) -> None:
    counted = counted_of(tables)
    by_name = {each.name: each.cells for each in counted}
    for line in withheld(counted, fewest):
        if line.of is not None:
            assert line.of >= fewest
        if line.name is not None and line.of is not None:
            assert line.of == sum(by_name[line.name])
        for name in VERDICTS:
            count = getattr(line, name)
            assert count is None or count == 0 or count >= fewest


@given(_TABLES, st.integers(1, 5))
def test_what_is_withheld_of_a_line_or_column_is_in_all_no_small_count(
    tables: list[tuple[int, ...]], fewest: int
) -> None:
    lines = withheld(counted_of(tables), fewest)
    if any(line.of is None for line in lines):
        return  # nothing is shown of it
    for line in lines:
        hidden = (line.of or 0) - sum(getattr(line, name) or 0 for name in VERDICTS)
        assert hidden == 0 or hidden >= fewest
    for name, total in zip(VERDICTS, map(sum, zip(*tables, strict=True)), strict=True):
        hidden = total - sum(getattr(line, name) or 0 for line in lines)
        assert hidden == 0 or hidden >= min(fewest, total)


@given(_TABLES, st.integers(1, 4))
def test_nothing_that_is_withheld_can_be_reckoned_from_what_is_shown(
    tables: list[tuple[int, ...]], fewest: int
) -> None:
    lines = withheld(counted_of(tables), fewest)
    totals = tuple(map(sum, zip(*tables, strict=True)))
    if any(line.of is None for line in lines) or not 0 < sum(totals) < 15:
        return  # nothing is shown of it, or too much to try
    fitting = possible(lines, totals)
    assert fitting
    for at, line in enumerate(lines):
        for column, name in enumerate(VERDICTS):
            if getattr(line, name) is None:
                assert len({table[at][column] for table in fitting}) > 1


_TWO = st.tuples(*[st.integers(least, 6) for least in (1, 0, 1, 0, 0)])


@given(st.lists(_TWO, min_size=2, max_size=3), st.integers(2, 3))
def test_of_two_rules_that_have_a_column_in_common_neither_tells_what_the_other_withholds(
    drawn: list[tuple[int, ...]], fewest: int
) -> None:
    """As whether the time of an entry is written: known of one rule, it is known of both."""
    tables = [(met, breached, same, 0) for met, breached, _, _, same in drawn]
    others = [(met, breached, same, 0) for _, _, met, breached, same in drawn]
    shown = withheld_together({0: counted_of(tables), 1: counted_of(others)}, fewest)
    if any(line.of is None or line.name is None for own in shown.values() for line in own):
        return  # nothing is shown of one, or lines that are not those of the other
    if len(shown[0]) != len(drawn) or len(shown[1]) != len(drawn) or max(map(sum, tables + others)) > 12:
        return
    first, second = (
        possible(shown[at], tuple(map(sum, zip(*own, strict=True))))
        for at, own in enumerate((tables, others))
    )
    if len(first) * len(second) > 50_000:
        return  # too much to try
    common = {tuple(line[2] for line in table) for table in first}
    common &= {tuple(line[2] for line in table) for table in second}
    for lines, fitting in ((shown[0], first), (shown[1], second)):
        left = [table for table in fitting if tuple(line[2] for line in table) in common]
        for at, line in enumerate(lines):
            for column, name in enumerate(VERDICTS):
                if getattr(line, name) is None:
                    assert len({table[at][column] for table in left}) > 1, (lines, name)


def test_a_line_of_which_another_rule_has_no_occasion_is_not_looked_for_there() -> None:
    one = counted_of([(0, 0, 1, 0), (40, 0, 6, 0), (40, 0, 0, 0), (40, 3, 0, 0)])
    other = counted_of([(9, 0, 1, 0), (40, 0, 6, 0), (0, 0, 0, 0), (40, 9, 0, 0)])
    shown = withheld_together({0: one, 1: other}, 5)
    assert {line.name for line in shown[1]} == {"s0", "s1", "s3"}
    assert all(line.not_recorded is None for line in shown[0] if line.name != "s2")


def test_where_all_can_be_shown_all_is_shown() -> None:
    counted = [Counted("A", Counts(met=90, breached=10)), Counted("B", Counts(met=40, breached=0))]
    assert [(one.met, one.breached, one.of) for one in withheld(counted, 5)] == [(90, 10, 100), (40, 0, 40)]
    assert [one.of for one in withheld(counted, 1)] == [100, 40]


def test_a_station_with_few_is_told_together_with_another() -> None:
    counted = [Counted("A", Counts(met=90)), Counted("B", Counts(met=40)), Counted("C", Counts(met=2))]
    assert [(one.name, one.of, one.together) for one in withheld(counted, 5)] == [("A", 90, 1), (None, 42, 2)]


def test_what_another_entry_or_the_record_before_says_is_counted_beside_the_verdict(tmp_path: Path) -> None:
    """``one`` is handed on to ``two`` without its apprehension; ``third`` was never held before."""
    here = {"establishment_id": "A", "person_ref": "p"}
    there = here | {"establishment_id": "B"}
    folder = write(
        tmp_path / "register",
        {"one": here, "two": there, "third": here | {"person_ref": "q"}},
        {
            "one": [("2026-02-01T08:00", "apprehended"), ("2026-02-01T10:00", "transferred_out")],
            "two": [("2026-02-01T10:30", "transferred_in"), ("2026-02-02T08:00", "released")],
            "third": [
                ("2026-02-01T10:30", "transferred_in"),
                ("2026-02-01T11:00", "lawyer_requested"),
                ("2026-02-01T11:30", "lawyer_arrived"),
                ("2026-02-01T12:00", "interview_started"),
                ("2026-02-01T13:00", "interview_ended"),
                ("2026-02-01T14:00", "lawyer_left"),
                ("2026-02-01T15:00", "interview_started"),
                ("2026-02-01T16:00", "interview_ended"),
                ("2026-02-02T08:00", "released"),
            ],
        },
    )
    events = (folder / "events.csv").read_text("utf-8").splitlines()
    said = next(one for one in events if "interview_started" in one).rpartition(',"')[2]
    nobody = [
        one.replace(said, '{""present"": []}"') if "interview_started" in one else one for one in events
    ]
    (folder / "events.csv").write_text("\n".join(nobody) + "\n", "utf-8")
    asked = ("record.apprehension-timed", "rights.informed-at-outset", "lawyer.present-throughout")
    found = figures_of(*audited(folder, "2026-02-07T10:00:00Z", rules=asked))
    by_rule = {one.rule: (one.counts, one.in_record_before, one.disputed) for one in found.rules}
    assert by_rule["record.apprehension-timed"] == (Counts(met=1, not_recorded=2), 1, 0)
    assert by_rule["rights.informed-at-outset"][1:] == (1, 0)
    assert by_rule["lawyer.present-throughout"] == (Counts(breached=2), 0, 1)
    [source] = next(one for one in found.rules if one.disputed).sources
    assert (source.breached, source.disputed) == (2, 1)
    [pulled] = found.pulled
    assert [(one.rule, one.occasions, one.disputed) for one in pulled.grounds if not one.not_recorded] == [
        ("lawyer.present-throughout", 1, False)
    ]


def test_what_another_entry_disputes_counts_no_more_than_what_is_not_recorded(tmp_path: Path) -> None:
    there = [
        ("2026-02-03T10:00", "apprehended"),
        ("2026-02-03T10:10", "lawyer_requested"),
        ("2026-02-03T11:00", "lawyer_arrived"),
        ("2026-02-03T12:00", "interview_started"),
        ("2026-02-03T13:00", "interview_ended"),
        ("2026-02-03T14:00", "released"),
    ]
    late = [*there[:1], ("2026-02-03T12:30", "rights_informed"), *there[-1:]]
    folder = write(
        tmp_path / "register",
        {each: {"establishment_id": "A"} for each in ("disputed", "late", "later")},
        {
            "disputed": there,
            "late": late,
            "later": [(at.replace("02-03", "02-04"), kind) for at, kind in late],
        },
    )
    file = folder / "events.csv"
    lines = file.read_text("utf-8").splitlines()
    lines = [
        one.rpartition(',"')[0] + ',"{""present"": []}"' if "interview_started" in one else one
        for one in lines
    ]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    asked = ("rights.informed-at-outset", "lawyer.present-throughout")
    found = figures_of(*audited(folder, "2026-02-07T10:00:00Z", rules=asked))
    assert next(one for one in found.rules if one.rule == asked[1]).disputed == 1
    assert [(one.record_id, one.equals) for one in found.pulled] == [("later", 2), ("late", 2)]


def test_who_reviews_under_a_name_that_stands_nowhere_else_may_be_a_rank_and_is_told_first(
    tmp_path: Path,
) -> None:
    here = {"establishment_id": "A", "jurisdiction": "GB-EAW"}
    folder = write(
        tmp_path / "register",
        {"one": here},
        {"one": [("2026-02-01T08:00", "detention_authorised"), *_REVIEWS, ("2026-02-02T08:00", "released")]},
    )
    events = (folder / "events.csv").read_text("utf-8")
    lines = events.splitlines()
    given = iter(("inspector", CANARIES[1], "court:first"))
    lines = [
        one.rpartition(',"')[0] + f',"{{""by"": ""{next(given)}""}}"' if "review_held" in one else one
        for one in lines
    ]
    (folder / "events.csv").write_text("\n".join(lines) + "\n", "utf-8")
    found = figures_of(*audited(folder, "2026-02-07T10:00:00Z", rules=("review.by-somebody-apart",)))
    assert found.cannot_show.nobody_else == Share(count=1, of=3)


_REVIEWS = [(f"2026-02-01T{at}:00", "review_held") for at in (10, 12, 14)]


def test_an_interview_without_the_lawyer_is_one_fact_with_the_consultation_that_was_not_held() -> None:
    without = ("lawyer.before-interview", "lawyer.consultation-before-interview", "lawyer.present-throughout")
    assert len({fact_of(rules()[name]) for name in without}) == 1
    assert fact_of(rules()["lawyer.before-interview"]) != fact_of(rules()["lawyer.arrives"])


def test_how_long_somebody_was_held_is_one_fact_whoever_was_to_look_at_it() -> None:
    held = ("juvenile.no-more-than-24h", "juvenile.judge-in-time", "judge.seen-in-time", "custody.24h")
    assert len({fact_of(rules()[name]) for name in held}) == 1
    assert fact_of(rules()["judge.remand-moved"]) != fact_of(rules()["judge.seen-in-time"])
    assert fact_of(rules()["rights.informed-at-outset"]) != fact_of(rules()["judge.seen-in-time"])
