"""The table of refusals: documented, used, and sound."""

import re
import string
from pathlib import Path

import pytest
from tests.phrases import untold

from habeas.documents.refusals import REASONS, refusal
from habeas.language import words

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = (ROOT / "docs" / "formats.md").read_text("utf-8")
SOURCE = "\n".join(
    path.read_text("utf-8")
    for path in sorted((ROOT / "src" / "habeas" / "documents").rglob("*.py"))
    if path.name != "refusals.py"
)


@pytest.mark.parametrize("code", REASONS)
def test_each_code_is_documented_used_and_named_as_codes_are(code: str) -> None:
    assert f"| `{code}` | {REASONS[code].message} |" in DOCUMENTED
    assert f'"{code}"' in SOURCE
    assert re.fullmatch("[a-z]+(-[a-z0-9]+)+", code)


@pytest.mark.parametrize("code", REASONS)
def test_each_refusal_can_be_said_with_its_values(code: str) -> None:
    reason = REASONS[code]
    names = {name for _, name, _, _ in string.Formatter().parse(reason.message + reason.advice) if name}
    error = refusal(code, "list.csv", **{name: f"<{name}>" for name in names - {"line", "column"}})
    message, advice = (words("en").say(text) for text in (error.message, error.advice or ""))
    assert (message, advice) == (error.message, error.advice)
    assert untold(error) == []
    assert all(f"<{name}>" in message + advice for name in names)
