"""Citing: an unknown reference fails at import, and what is enforced is found where it is written."""

import subprocess
import sys
from pathlib import Path

import pytest

from habeas import law
from habeas.errors import RefusedError
from habeas.law.coverage import coverage, mentions


def test_citing_returns_the_provision() -> None:
    assert law.cite("ECPT#10(2)", enforces="a rule of this test").title == "Public statement"


def test_an_unknown_reference_fails_the_import_of_the_module_that_cites_it(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text('from habeas.law import cite\nRULE = cite("ECPT#10(3)")\n')
    done = subprocess.run(
        [sys.executable, "-c", "import wrong"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "no provision is held at “ECPT#10(3)”" in done.stderr


def test_an_unknown_reference_is_refused_with_the_nearest() -> None:
    with pytest.raises(law.UnknownReferenceError) as refused:
        law.provision("ecpt#10(2)")
    assert isinstance(refused.value, RefusedError)
    assert isinstance(refused.value, ValueError)
    assert refused.value.code == "law-unknown-reference"
    assert "ECPT#10(2)" in (refused.value.advice or "")


def test_an_article_held_in_parts_names_its_parts() -> None:
    with pytest.raises(law.UnknownReferenceError) as refused:
        law.provision("ECPT#10")
    assert refused.value.advice == "It is held in parts: ECPT#10(1), ECPT#10(2)."


def test_a_place_is_read_whole_with_its_parts() -> None:
    assert [each.ref for each in law.provisions_at("ECPT#11")] == ["ECPT#11(1)", "ECPT#11(2)", "ECPT#11(3)"]
    assert [each.ref for each in law.provisions_at("ECPT#12")] == ["ECPT#12"]
    assert len(law.provisions_at("Mandela#7")) == 8
    with pytest.raises(law.UnknownReferenceError):
        law.provisions_at("ECPT#99")


def test_what_is_enforced_needs_words() -> None:
    with pytest.raises(ValueError, match="needs words"):
        law.cite("ECPT#10(2)", enforces=" ")


def test_an_unknown_instrument_is_refused() -> None:
    with pytest.raises(RefusedError, match="no instrument is called “ECTP”"):
        law.instrument("ECTP")


PACKAGE = '''"""It speaks of cite("ECPT#1") in a docstring, which does not count."""
from habeas import law
from habeas.law import cite

VIEWS = cite("ECPT#10(2)", enforces="the views of the Party "
    "come first")
MENTIONED = law.cite("ECPT#12")
'''


def test_coverage_finds_what_is_written(tmp_path: Path) -> None:
    room = tmp_path / "sample"
    room.mkdir()
    (room / "__init__.py").write_text(PACKAGE)
    (room / "other.py").write_text('def cite(ref): ...\ncite("not ours")\n')
    found = [(each.ref, each.module, each.line, each.enforces) for each in mentions(room)]
    assert found == [
        ("ECPT#10(2)", "sample", 5, "the views of the Party come first"),
        ("ECPT#12", "sample", 7, None),
    ]
    covered = {each.provision.ref: each for each in coverage(room)}
    assert len(covered) == len(law.provisions())
    assert [mention.module for mention in covered["ECPT#10(2)"].enforced_by] == ["sample"]
    assert covered["ECPT#12"].enforced_by == ()
    assert len(covered["ECPT#12"].cited_by) == 1


@pytest.mark.parametrize(
    "call", ["cite(REF)", 'cite(f"ECPT#{1}")', 'cite("ECPT#1", enforces=WORDS)', "cite()"]
)
def test_a_citation_that_is_not_written_out_is_a_fault(tmp_path: Path, call: str) -> None:
    (tmp_path / "loose.py").write_text(f"from habeas.law import cite\n{call}\n")
    with pytest.raises(ValueError, match=r"loose, line 2: write cite"):
        mentions(tmp_path)


def test_a_citation_of_nothing_is_found_without_importing_it(tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text('from habeas.law import cite\ncite("ECPT#99")\n')
    with pytest.raises(law.UnknownReferenceError):
        coverage(tmp_path)


def test_every_citation_in_habeas_is_held_and_written_out() -> None:
    for each in coverage():
        for mention in each.enforced_by:
            assert mention.module.startswith("habeas.")
            assert mention.enforces
