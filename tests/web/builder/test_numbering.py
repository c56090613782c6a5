"""Numbers of paragraphs rise, and none is given twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import RefusedError
from habeas.web.builder.numbering import between, place_of, written

places = st.tuples(st.integers(1, 400), st.integers(0, 26))


@given(places)
def test_a_number_is_read_as_it_is_written(place) -> None:
    assert place_of(written(place)) == place


def test_what_comes_between_is_lettered() -> None:
    assert between("12", "13", {"12", "13"}) == "12a"
    assert between("12a", "13", {"12", "12a", "13"}) == "12b"
    assert between("13", "", {"12", "13"}) == "14"


def test_a_number_that_was_given_is_not_given_again() -> None:
    assert between("12", "13", {"12", "12a", "13"}) == "12b"
    assert between("13", "", {"13", "20"}) == "21"


@pytest.mark.parametrize(("before", "after"), [("12", "12a"), ("", "1")])
def test_where_no_number_is_left_it_is_refused(before, after) -> None:
    with pytest.raises(RefusedError, match="no number left"):
        between(before, after, {before or "1", after})


@given(st.lists(st.integers(0, 40), max_size=40))
def test_whatever_is_put_in_where_numbers_rise_and_none_comes_twice(gaps) -> None:
    text, given_ = ["1", "2", "3"], {"1", "2", "3"}
    for gap in gaps:
        at = gap % (len(text) + 1)
        before, after = text[at - 1] if at else "", text[at] if at < len(text) else ""
        try:
            number = between(before, after, given_)
        except RefusedError:
            continue
        assert number not in given_
        text.insert(at, number)
        given_.add(number)
        assert text == sorted(text, key=place_of)
