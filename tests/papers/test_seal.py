import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.papers import number_of, sha256_of, side_file


@given(st.binary())
def test_the_side_file_is_what_sha256sum_reads(data: bytes) -> None:
    digest, _, name = side_file(data, "dossier of Orland.pdf").rstrip("\n").partition("  ")
    assert (digest, name) == (hashlib.sha256(data).hexdigest(), "dossier of Orland.pdf")
    assert sha256_of(data) == digest


@pytest.mark.parametrize("name", ["", "a/b", "a\nb", "..\\b"])
def test_a_side_file_names_one_file(name: str) -> None:
    with pytest.raises(ValueError, match="name of a file"):
        side_file(b"", name)


def test_a_number_says_what_it_is_and_when_and_binds_the_content() -> None:
    number = number_of(subject="AZ", kind="DOSSIER", made_on=date(2026, 11, 23), content=b"{}")
    assert number == f"AZ-DOSSIER-2026-11-23-{hashlib.sha256(b'{}').hexdigest()[:8]}"


@pytest.mark.parametrize("part", ["", "az", "A-B", "Smith Jones"])
def test_a_number_has_no_room_for_a_name(part: str) -> None:
    with pytest.raises(ValueError, match="document number"):
        number_of(subject=part, kind="DOSSIER", made_on=date(2026, 11, 23), content=b"")
