"""Each rule of the house catches what it is for, and every file keeps it."""

import pytest
from tests.house.repository import text_of, tracked
from tests.house.rules import RULES, Rule, junk_drawers

BY_NAME = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@BY_NAME
def test_a_rule_catches_its_bad_lines_and_passes_its_good_ones(rule: Rule) -> None:
    assert rule.good
    assert rule.bad
    assert rule.why.endswith(".")
    for line in rule.bad:
        assert list(rule.finds(line)), f"not caught: {line}"
    for line in rule.good:
        assert list(rule.finds(line)) == [], f"caught: {line}"


@BY_NAME
def test_every_file_keeps_the_rule(rule: Rule) -> None:
    held = [name for name in tracked() if rule.holds_for(name) and text_of(name) is not None]
    assert held, "the rule holds for no file"
    faults = [f"{name}:{line}: {what}" for name in held for line, what in rule.finds(text_of(name) or "")]
    assert not faults, "\n".join([rule.why, *faults])


def test_nothing_is_a_junk_drawer() -> None:
    assert junk_drawers("src/habeas/core/x.py") == ["core"]
    assert junk_drawers("src/habeas/web/utils.py") == ["utils.py"]
    assert junk_drawers("src/habeas/web/library.py") == []
    ours = (name for name in tracked() if name.startswith(("src/", "tests/", "tools/", "benchmarks/")))
    vendored = "src/habeas/web/shell/static/shell/vendor/"
    assert [name for name in ours if junk_drawers(name) and not name.startswith(vendored)] == []
