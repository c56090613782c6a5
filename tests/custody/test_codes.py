"""Scripts rely on the codes of refusals: docs/register.md tells those of the room, and no unused one."""

import re
from pathlib import Path

from tests.house.repository import ROOT, SOURCE

from habeas.safeguards.ingest import Fault

CODE = r"((?:register|record|event|queue)-[a-z0-9]+(?:-[a-z0-9]+)+)"


def codes(folder: Path) -> set[str]:
    raised = re.compile(rf'(?:Error|refused)\(\s*"{CODE}"')
    return {code for file in folder.rglob("*.py") for code in raised.findall(file.read_text("utf-8"))}


def test_every_code_is_documented_and_every_documented_one_is_used() -> None:
    told = set(re.findall(rf"`{CODE}`", (ROOT / "docs" / "register.md").read_text("utf-8")))
    of_the_room = codes(SOURCE / "custody") | codes(SOURCE / "web" / "offline")
    assert len(of_the_room) > 20
    assert sorted(of_the_room - told) == []
    # The ledger, its interface, the command and the audit have codes of their own.
    rooms = (
        SOURCE / "web" / "custody",
        SOURCE / "web" / "custodydesk",
        SOURCE / "cli",
        SOURCE / "safeguards",
    )
    others = set[str]({*Fault}).union(*map(codes, rooms))
    assert sorted(told - of_the_room - others) == []
