"""Every engine says of every rule what the plain evaluator says, to the occasion."""

from collections.abc import Sequence

import pytest
from tests.safeguards.compared import by_duck, differences, plain
from tests.safeguards.nasty import register

from habeas.safeguards import Rule, example_site, rules


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_duckdb_judges_a_nasty_register_as_the_plain_evaluator_does(seed: int) -> None:
    asked: Sequence[Rule] = list(rules().values())
    records, events, as_of = register(seed, 120)
    site = example_site()
    one, other = (judge(records, events, as_of, site, asked) for judge in (plain, by_duck))
    assert differences(one, other) == []
    assert len(one) > 1_000
