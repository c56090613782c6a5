"""Sizes, as a compass: the report tells medians and the longest; only what is far out fails."""

import ast
import statistics
from pathlib import Path

from tests.house.repository import ROOT, modules, tree_of

LONGEST_MODULE = 500
LONGEST_FUNCTION = 80
SELDOM_MODULE, SELDOM_FUNCTION = 400, 60
"""What a few may pass, and no more than a few: one in twenty."""


def lengths_of_modules() -> dict[str, int]:
    return {name: len(Path(ROOT / name).read_text("utf-8").splitlines()) for name in modules()}


def lengths_of_functions() -> dict[str, int]:
    found = {}
    for name in modules():
        for node in ast.walk(tree_of(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[f"{name}:{node.lineno} {node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    return found


def held(lengths: dict[str, int], *, longest: int, seldom: int, record_property, what: str) -> None:
    sizes = sorted(lengths.values())
    record_property(f"{what} median", statistics.median(sizes))
    record_property(f"{what} longest", sizes[-1])
    assert {name: size for name, size in lengths.items() if size > longest} == {}
    assert sum(size > seldom for size in sizes) <= len(sizes) / 20


def test_modules_stay_small(record_property) -> None:
    held(
        lengths_of_modules(),
        longest=LONGEST_MODULE,
        seldom=SELDOM_MODULE,
        record_property=record_property,
        what="module",
    )


def test_functions_stay_small(record_property) -> None:
    held(
        lengths_of_functions(),
        longest=LONGEST_FUNCTION,
        seldom=SELDOM_FUNCTION,
        record_property=record_property,
        what="function",
    )
