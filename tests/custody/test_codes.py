"""Scripts rely on the codes of refusals: each is told in docs/register.md, and no other is."""

import re

from tests.house.repository import ROOT, SOURCE

CODE = r"((?:register|record|event)-[a-z0-9]+(?:-[a-z0-9]+)+)"


def test_every_code_is_documented_and_every_documented_one_is_used() -> None:
    files = [*(SOURCE / "custody").rglob("*.py"), SOURCE / "cli" / "generate.py"]
    raised = re.compile(rf'(?:Error|refused)\(\s*"{CODE}"')
    used = {code for file in files if file.exists() for code in raised.findall(file.read_text("utf-8"))}
    told = set(re.findall(rf"`{CODE}`", (ROOT / "docs" / "register.md").read_text("utf-8")))
    assert len(used) > 20
    assert used == told
