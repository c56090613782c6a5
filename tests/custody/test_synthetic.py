"""A synthetic register reads back without a fault, keeps the rules, and breaks those that it says it does."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from statistics import median

import pytest
from tests.custody.made import Register, read
from tests.custody.plain_judge import broken

from habeas.custody import event_from, kinds, lines, pairs
from habeas.custody.synthetic import Plan, books, chunk
from habeas.custody.synthetic.planting import ALL

START = date(2025, 3, 3)  # clocks are put forward within it


@cache
def clean() -> Register:
    return read(chunk(Plan(500, 3, START, 40), 0))


@cache
def breached() -> Register:
    return read(chunk(Plan(700, 11, START, 40, breach_rate=0.9), 0))


def test_without_planted_breaches_no_entry_shows_one() -> None:
    register = clean()
    found = {
        record.record_id: broken(record, register.events[record.record_id]) for record in register.records
    }
    assert {record_id: rules for record_id, rules in found.items() if rules} == {}
    assert {each["verdict"] for each in register.made.planted} == {"not_recorded"}


@pytest.mark.parametrize("seed", [2])
def test_every_correction_holds(seed: int) -> None:
    register = read(chunk(Plan(700, seed, START, 40), 0))
    found = [(lines(own), record) for record, own in register.events.items()]
    assert [record for (_lines, faults), record in found if faults] == []
    assert sum(len(line.replaced) for (each, _faults), _record in found for line in each) > 20


def test_breaches_are_seen_by_who_knows_the_limits_alone() -> None:
    """That each is found and no other, ``tests/safeguards/test_planted.py`` holds by the rules themselves."""
    register = breached()
    told = {each["record_id"]: each["rule"] for each in register.made.planted}
    seen = {
        told[record.record_id]
        for record in register.records
        if told.get(record.record_id) in broken(record, register.events[record.record_id])
    }
    assert len(seen) > 25


def test_the_evidence_of_a_breach_is_in_its_record() -> None:
    register = breached()
    persons = {one.record_id: one.person_ref for one in register.records}
    own = defaultdict(set)  # the end of a custody can be in the next record of the person
    for record_id, events in register.events.items():
        own[persons[record_id]] |= {one.event_id for one in events}
    for each in register.made.planted:
        assert each["event_ids"]
        assert set(each["event_ids"]) <= own[persons[each["record_id"]]], each


def test_nearly_every_way_to_break_a_rule_occurs() -> None:
    told = {each["rule"] for each in breached().made.planted}
    assert len(ALL) > 80
    assert len(told) > 60


def test_the_share_of_breaches_is_what_was_asked_for() -> None:
    made = chunk(Plan(1_500, 5, START, 40, breach_rate=0.2), 0)
    rules = {each["rule"] for each in made.planted}
    assert "register.numbered" in rules
    gaps = ("rights.acknowledged", "rights.choices-recorded", "record.apprehension-timed")
    assert 0.16 < sum(each["rule"] not in gaps for each in made.planted) / 1_500 < 0.23


def test_corrections_hold_and_what_is_said_is_what_the_ledger_would_take() -> None:
    register = clean()
    seen = set()
    for own in register.events.values():
        assert lines(own)[1] == []
        for one in own:
            said = {name: value for name, value in one.as_json().items() if name not in ("seq", "logged_at")}
            event_from(said, now=one.recorded_at)
            seen.add(one.kind)
    assert {"annulled", "record_amended"} <= seen
    assert len(seen & set(kinds())) > 55


def test_a_seed_is_a_register_and_chunks_are_independent() -> None:
    plan = Plan(40, 9, START, 40, breach_rate=0.5)
    assert chunk(plan, 0) == chunk(plan, 0)
    assert chunk(Plan(40, 10, START, 40), 0).events != chunk(plan, 0).events
    assert [len(chunk(Plan(count, 1, START, 3), 0).records) for count in (1, 2, 7)] == [1, 2, 7]


@pytest.mark.parametrize("seed", [2])
def test_ids_are_unique_and_numbers_run(seed: int) -> None:
    made = chunk(Plan(150, seed, START, 40), 0)
    assert len({row[1] for row in made.events}) == len(made.events)
    numbers: dict[object, list[object]] = {}
    for row in made.events:
        numbers.setdefault(row[0], []).append(row[2])
    assert all(own == list(range(1, len(own) + 1)) for own in numbers.values())


def test_stays_are_plausible() -> None:
    register = clean()
    bases = Counter(record.basis for record in register.records)
    assert bases["criminal"] > bases["attendance"] > bases["mental_health"] > 0
    people = Counter(record.person_ref for record in register.records)
    assert any(count > 1 for count in people.values())
    assert 0.04 < sum(record.juvenile is True for record in register.records) / 500 < 0.12
    lengths, hours = [], Counter[int]()
    for own in register.events.values():
        times = [one.occurred_at for one in own if one.occurred_at]
        lengths.append((max(times) - min(times)).total_seconds() / 3_600)
        hours[min(times).hour] += 1
    assert 4 < median(lengths) < 14
    assert max(lengths) < 200
    assert hours[4] < hours[18]
    later = [one for own in register.events.values() for one in own if one.kind == "transferred_in"]
    assert later


def test_who_is_held_for_long_sleeps_eats_and_goes_out() -> None:
    register = clean()
    for own in register.events.values():
        times = [one.occurred_at for one in own if one.occurred_at]
        seen = Counter(one.kind for one in own)
        if (max(times) - min(times)).total_seconds() > 60 * 3_600:
            assert seen["rest_started"] >= 2
            assert seen["meal_offered"] >= 6
            assert seen["exercise_started"] >= 1


def test_an_outage_is_in_the_book_and_its_entries_come_from_paper() -> None:
    plan = Plan(600, 4, START, 120)
    book = read(books(plan))
    assert all(record.record_id.startswith("book:") and record.basis == "other" for record in book.records)
    outages = {
        record_id: [
            (one.start.occurred_at, one.end.occurred_at)
            for one in pairs(own, "outage")
            if one.start and one.end
        ]
        for record_id, own in book.events.items()
    }
    assert any(outages.values())
    assert any(one.kind == "handover" for own in book.events.values() for one in own)
    typed = [one for own in read(chunk(plan, 0)).events.values() for one in own if one.source == "paper"]
    assert typed
    for one in typed:
        times = outages[f"book:{one.establishment_id}"]
        assert any(
            start
            and over
            and one.occurred_at
            and start <= one.recorded_at
            and one.occurred_at < over < one.recorded_at
            for start, over in times
        )
        assert one.page


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_who_was_handed_over_is_not_apprehended_anew_within_a_day(seed: int) -> None:
    """The two would be one custody, and too long for a breach that nobody planted."""
    register = read(chunk(Plan(2_000, seed, START, 40), 0))
    gone, came = defaultdict(list), defaultdict(list)
    for record in register.records:
        for one in register.events[record.record_id]:
            found = {"transferred_out": gone, "apprehended": came}.get(one.kind)
            if found is not None and one.occurred_at is not None:
                found[record.person_ref].append(one.occurred_at)
    between = [
        came_at - gone_at
        for who, at in gone.items()
        for gone_at in at
        for came_at in came[who]
        if came_at > gone_at
    ]
    assert between
    assert min(between) > timedelta(days=1)
