"""Two wordings side by side: taken apart, and put together again."""

from hypothesis import given
from hypothesis import strategies as st

from habeas.threads import differences


def joined(pieces) -> str:
    return "".join(piece.text for piece in pieces)


@given(st.text(), st.text())
def test_the_pieces_are_the_texts(earlier: str, later: str) -> None:
    here, there = differences(earlier, later)
    assert (joined(here), joined(there)) == (earlier, later)


@given(st.text())
def test_the_same_wording_has_nothing_of_its_own(text: str) -> None:
    for pieces in differences(text, text):
        assert not any(piece.own for piece in pieces)


def test_what_is_new_is_told_by_words() -> None:
    here, there = differences("The Committee recommends access.", "The Committee reiterates access.")
    assert [piece.text for piece in here if piece.own] == ["recommends"]
    assert [piece.text for piece in there if piece.own] == ["reiterates"]
