"""Every engine says of every rule what the plain evaluator says, to the occasion."""

from dataclasses import replace

import hypothesis
import pytest
from tests.safeguards.compared import by_engine, differences, plain
from tests.safeguards.loaded import load
from tests.safeguards.nasty import register

from habeas.safeguards import example_site, rules
from habeas.safeguards.kernels.engine import Kernels
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
