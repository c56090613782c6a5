"""Every engine says of every rule what the plain evaluator says, to the occasion."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import hypothesis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.safeguards.compared import by_engine, differences, plain
from tests.safeguards.loaded import load
from tests.safeguards.nasty import register

from habeas import law
from habeas.safeguards import example_site, limits, rules
from habeas.safeguards.kernels.engine import Kernels
from habeas.safeguards.sql import compile as compiling
from habeas.safeguards.sql.duck import Duck

LONG = hypothesis.settings.get_current_profile_name() == "torture"
SITE = example_site()


@pytest.mark.parametrize("seed", range(1, 21) if LONG else [2])
def test_kernels_and_sql_judge_a_nasty_register_as_the_plain_evaluator_does(seed: int) -> None:
    records, events, as_of = register(seed, 400 if LONG else 150)
    bare = replace(records[0], record_id=f"{records[-1].record_id}-bare")  # nothing is written in it
    asked = list(rules().values())
    said = plain([*records, bare], events, as_of, SITE, asked)
    loaded = load([*records, bare], events)
    for engine in (Kernels, Duck):
        found = by_engine(loaded, engine(loaded.duckdb(), as_of, SITE), asked)
        assert differences(said, found) == [], engine
    assert len(said) > 2_500


@settings(max_examples=500 if LONG else 12, deadline=None)
@given(chance=st.randoms(use_true_random=False), records=st.integers(1, 4))
def test_kernels_judge_whatever_is_drawn_as_the_plain_evaluator_does(chance: Random, records: int) -> None:
    rows, events, as_of = register(0, records, chance)
    asked, loaded = list(rules().values()), load(rows, events)
    found = by_engine(loaded, Kernels(loaded.duckdb(), as_of, SITE), asked)
    assert differences(plain(rows, events, as_of, SITE, asked), found) == []


CHANGED = date(2026, 3, 29)
LAST = CHANGED - timedelta(days=1)


@pytest.fixture
def law_that_changed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each limit of law is half of what it was from that day on, and one was not in force before."""

    def series(name: str) -> tuple[law.Limit, ...]:
        before = [replace(each, in_force_until=LAST) for each in law.limit_series(name)]
        after = [
            replace(each, in_force_from=CHANGED, value=max(1, each.value // 2))
            for each in law.limit_series(name)
        ]
        return tuple(after if name == "gc35-judge-juvenile" else before + after)

    for module in (limits, compiling):
        monkeypatch.setattr(module, "limit_series", series)
    limits._of_law.cache_clear()
    yield
    limits._of_law.cache_clear()


def test_a_limit_that_changed_in_law_changes_for_the_records_after_it(law_that_changed: None) -> None:
    records, events, as_of = register(4, 150)
    asked = [each for each in rules().values() if any(one.law for one in each.limits.values())]
    before, after = (rules()["judge.seen-in-time"].limits_on(day, SITE) for day in (LAST, CHANGED))
    assert before is not None
    assert after is not None
    assert before["limit"].length == 2 * after["limit"].length
    assert rules()["juvenile.judge-in-time"].limits_on(LAST, SITE) is None
    said, loaded = plain(records, events, as_of, SITE, asked), load(records, events)
    for engine in (Kernels, Duck):
        assert differences(said, by_engine(loaded, engine(loaded.duckdb(), as_of, SITE), asked)) == [], engine
