"""Directives of the European Union are told of criminal proceedings alone, and of what they ask."""

from pathlib import Path

import pytest
from tests.safeguards.handmade import audited, write

from habeas.safeguards import law_of, rules

RULES = ("rights.informed-at-outset", "lawyer.before-interview", "interview.recorded-throughout")
STAY = [("2026-02-01T10:00", "apprehended"), ("2026-02-01T12:00", "rights_informed")]
ASKED = [("2026-02-01T10:30", "lawyer_requested"), ("2026-02-01T11:00", "interview_started")]


@pytest.mark.parametrize("basis", ["immigration", "administrative", "mental_health", "other"])
def test_of_who_is_held_on_another_basis_no_directive_is_cited(basis: str, tmp_path: Path) -> None:
    of = {"jurisdiction": "EU", "establishment_id": "A"}
    folder = write(
        tmp_path / "register",
        {"suspect": of | {"basis": "criminal"}, "other": of | {"basis": basis}},
        {name: [*STAY, *ASKED, ("2026-02-01T11:30", "interview_ended")] for name in ("suspect", "other")},
    )
    found, _told, _read = audited(folder, "2026-02-02T00:00:00Z", rules=RULES)
    cited = {(one["record_id"], one["rule"]): one["source"] for one in found.occasions()}
    assert cited == {
        ("suspect", "rights.informed-at-outset"): "DIR2012/13#8(1)",
        ("other", "rights.informed-at-outset"): rules()["rights.informed-at-outset"].source.ref,
        ("suspect", "lawyer.before-interview"): "DIR2013/48#3(2)(a)",
        ("suspect", "interview.recorded-throughout"): "CPT-GR12#36",
        ("other", "interview.recorded-throughout"): "CPT-GR12#36",
    }


def test_where_the_basis_is_not_recorded_or_the_law_is_another_the_register_is_followed() -> None:
    assert law_of("EU", None) == "EU"
    assert law_of("EU", "attendance") == "EU"
    assert law_of("GB-EAW", "immigration") == "GB-EAW"
    assert law_of(None, "immigration") is None
