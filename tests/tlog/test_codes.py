"""Scripts rely on the codes of refusals: each is told in docs/log.md, and no other is."""

import re

from tests.house.repository import ROOT, SOURCE


def test_every_code_is_documented_and_every_documented_one_is_used() -> None:
    files = [*(SOURCE / "tlog").glob("*.py"), *(SOURCE / "cli").glob("log*.py")]
    used = {code for file in files for code in re.findall(r'"(log-[a-z-]+[a-z])"', file.read_text("utf-8"))}
    told = set(re.findall(r"`(log-[a-z-]+)`", (ROOT / "docs" / "log.md").read_text("utf-8")))
    assert len(used) > 20
    assert used == told


def test_every_code_of_a_witness_is_documented() -> None:
    files = (SOURCE / "cli").glob("witness*.py")
    used = {code for file in files for code in re.findall(r'"(witness-[a-z-]+)"', file.read_text("utf-8"))}
    told = set(re.findall(r"`(witness-[a-z-]+)`", (ROOT / "docs" / "witness.md").read_text("utf-8")))
    assert used == told
