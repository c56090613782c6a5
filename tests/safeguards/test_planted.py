"""Of each breach that was planted in a synthetic register, an audit says what the list beside it says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import hypothesis
import pytest
from tests.custody.made import read
from tests.safeguards.loaded import load

from habeas.custody.synthetic import Made, Plan, books, chunk
from habeas.custody.synthetic.frailty import GAPS
from habeas.custody.synthetic.planting import ALL
from habeas.custody.synthetic.unwritten import Missing
from habeas.safeguards import example_site, rules
from habeas.safeguards.audit import Asked, chosen
from habeas.safeguards.by_duckdb import ByDuckDB
from habeas.safeguards.templates.combined import AllOf, AnyOf
from habeas.safeguards.templates.presence import Exists

LONG = hypothesis.settings.get_current_profile_name() == "torture"


def verdicts(plan: Plan, made: Made) -> Iterator[tuple[str, str, str]]:
    """Record, rule and verdict, of every rule that holds for the record."""
    register, out = read(made), read(books(plan))
    asked = Asked(
        rules=chosen(None),
        as_of=datetime.fromtimestamp(plan.ends, UTC),
        site=example_site(),
        rule_set="jurisdiction",
    )
    db = load(register.records, {**register.events, **out.events}).duckdb()
    findings = ByDuckDB(asked, db, each_verdict=True)
    assert sum(1 for _told in findings.told()) == len(asked.rules)
    return ((each["record_id"], each["rule"], each["verdict"]) for each in findings.verdicts())


def test_every_rule_can_be_broken_and_is() -> None:
    """Of a rule that nothing breaks in a synthetic register nobody would see that it is asked."""
    gaps = {rule for _kind, rule in GAPS}
    assert {way.rule for way in ALL} | gaps == set(rules())
    for name in gaps:  # they ask whether something was written, and that it was not is no breach
        assert type(rules()[name].template) in {Exists, AllOf, AnyOf}


@pytest.mark.parametrize("seed", range(30, 60) if LONG else [21])
def test_each_planted_breach_is_found_and_no_other(seed: int) -> None:
    plan = Plan(450, seed, date(2025, 3, 3), 40, breach_rate=0.9)
    made = chunk(plan, 0)
    what = {each["record_id"]: each["what"] for each in made.planted}
    told = {
        (each["record_id"], rule): each["verdict"]
        for each in made.planted
        for rule in (*each["along"], each["rule"])
    }
    met = set()
    for record_id, name, verdict in verdicts(plan, made):
        expected = told.get((record_id, name))
        if expected is not None:
            assert verdict == expected, (record_id, name, what[record_id])
            met.add(name)
        else:
            assert verdict != "breached", (record_id, name, what.get(record_id))
    assert len(met) > 60


@pytest.mark.parametrize("seed", range(60, 70) if LONG else [23])
def test_what_was_not_written_is_found_and_nothing_else_is_told_otherwise(seed: int) -> None:
    """Held against the same register with everything written, in which no other row differs."""
    bare = Plan(450, seed, date(2025, 3, 3), 40, breach_rate=0.2)
    plan = replace(bare, gap_rate=0.9)
    whole, made = chunk(bare, 0), chunk(plan, 0)
    gaps = [each for each in made.planted if "missing" in each]
    assert [each for each in made.planted if "missing" not in each] == whole.planted
    assert {each["missing"] for each in gaps} == set(Missing)
    assert len({each["what"] for each in gaps}) > 9
    planted = {
        (each["record_id"], rule): each["verdict"] for each in gaps for rule in (each["rule"], *each["along"])
    }
    before = {(record_id, rule): verdict for record_id, rule, verdict in verdicts(bare, whole)}
    after = {(record_id, rule): verdict for record_id, rule, verdict in verdicts(plan, made)}
    assert {at: verdict for at, verdict in after.items() if before[at] != verdict} == planted
    assert before.keys() == after.keys()
