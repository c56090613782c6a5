"""docs/safeguards.md is held to the rules: every standard has its row, every rule one place."""

import re
from collections import Counter

from tests.house.repository import ROOT

from habeas.safeguards import rules

PAGE = (ROOT / "docs" / "safeguards.md").read_text("utf-8")
ROWS = [
    *(("C", n) for n in range(1, 35)),
    *(("U", n) for n in range(1, 16)),
    *(("E", n) for n in range(1, 21)),
]
ROWS += [*(("P", n) for n in range(1, 21)), ("L", 1), *(("X", n) for n in range(1, 8))]
NUMBERED = re.compile(r"^\| ([CUEPLX]\d\d) \| (.*) \| (.*) \| (.*) \| (.*) \|$", re.MULTILINE)
BESIDE = re.compile(r"^\| [^|`]* \| [^|`]* \| (`[^|]*`) \|$", re.MULTILINE)


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_standard_has_its_row_with_a_rule_or_a_reason() -> None:
    found = NUMBERED.findall(PAGE)
    assert [row[0] for row in found] == [f"{letter}{n:02}" for letter, n in ROWS]
    for number, asks, source, by, note in found:
        assert asks, number
        assert source, number
        assert named(by) or (by == "–" and note), number
        assert all(each in {row[0] for row in found} for each in re.findall(r"\b[CUEPLX]\d\d\b", note)), (
            number
        )


def test_every_rule_has_one_place() -> None:
    cells = [*(row[3] for row in NUMBERED.findall(PAGE)), *BESIDE.findall(PAGE)]
    assert Counter(name for cell in cells for name in named(cell)) == Counter(list(rules()))
