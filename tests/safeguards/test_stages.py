"""Kernels and SQL make the same stages of a register: those that signals, figures and pages ask as tables."""

from typing import Any

import pytest
from tests.safeguards.loaded import load
from tests.safeguards.nasty import register

from habeas.safeguards import example_site
from habeas.safeguards.kernels.engine import Kernels
from habeas.safeguards.sql import stages
from habeas.safeguards.sql.duck import Duck

TABLES = {
    "chain": ("e", "stands", "first_e", "wr"),
    "stay": stages.STAY,
    "stretch": stages.STRETCH,
    "away": ("e", "rid", "took", "first", "soon"),
    "member": ("rid", "cid", "pos", "stays"),
    "corrected": ("rid",),
    "again": ("rid",),
    **{f"{name}_stay": stages.STAY for name in ("entered", "first", "mixed", "custody", "custody_first")},
}


@pytest.mark.parametrize("seed", [5, 6])
def test_kernels_make_the_stages_that_sql_makes(seed: int) -> None:
    records, events, as_of = register(seed, 120)
    loaded = load(records, events)
    by_sql, by_kernels = (_made(engine(loaded.duckdb(), as_of, example_site())) for engine in (Duck, Kernels))
    for name, rows in by_sql.items():
        assert by_kernels[name] == rows, name
        assert rows, name


def _made(engine: Duck) -> dict[str, list[tuple[Any, ...]]]:
    engine.prepare()
    return {
        name: sorted(engine.fetch(f"SELECT {', '.join(columns)} FROM {name}"), key=str)
        for name, columns in TABLES.items()
    }
