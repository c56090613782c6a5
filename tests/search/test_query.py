"""What somebody asks for, and how what is wrong with it is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.errors import RefusedError
from habeas.search import read_query
from habeas.search.query import Either, Every, Passage, Term, Without


def test_words_beside_each_other_must_all_be_there() -> None:
    assert read_query("Lawyer cell").wanted == Every((Term("Lawyer", "lawyer"), Term("cell", "cell")))
    assert read_query("lawyer AND cell").wanted == read_query("lawyer cell").wanted


def test_or_binds_least_and_brackets_most() -> None:
    a, b, c = Term("a", "a"), Term("b", "b"), Term("c", "c")
    assert read_query("a b OR c").wanted == Either((Every((a, b)), c))
    assert read_query("a (b OR c)").wanted == Every((a, Either((b, c))))


def test_not_is_a_word_or_a_dash() -> None:
    assert read_query("a NOT b").wanted == read_query("a -b").wanted
    assert read_query("a NOT b").wanted == Every((Term("a", "a"), Without(Term("b", "b"))))


def test_small_and_is_a_word_like_any_other() -> None:
    assert read_query("cruel and unusual").wanted == Every(
        (Term("cruel", "cruel"), Term("and", "and"), Term("unusual", "unusual"))
    )


@pytest.mark.parametrize(
    "quoted", ['"without delay"', "“without delay”", "« without delay »", "„without delay“"]
)
def test_a_quoted_passage_is_its_words_as_they_are_written(quoted: str) -> None:
    assert read_query(quoted).wanted == Passage(("without", "delay"))


def test_a_reference_is_a_passage_without_being_quoted() -> None:
    assert read_query("112.4").wanted == Passage(("112", "4"))
    assert read_query("CPT/Inf").wanted == Passage(("cpt", "inf"))


def test_a_star_stands_for_the_rest_of_a_word() -> None:
    assert read_query("detain*").wanted == Term("detain", "detain", begins=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "search-empty"),
        ("   ", "search-empty"),
        ("…", "search-empty"),
        ('"', "search-quote-open"),
        ('lawyer "at once', "search-quote-open"),
        ('""', "search-empty"),
        ("(lawyer", "search-brackets"),
        ("lawyer)", "search-brackets"),
        ("()", "search-operator"),
        ("lawyer OR", "search-operator"),
        ("AND lawyer", "search-operator"),
        ("lawyer AND OR cell", "search-operator"),
        ("NOT", "search-operator"),
        ("NOT lawyer", "search-only-not"),
        ("-lawyer -cell", "search-only-not"),
        ("cell OR NOT lawyer", "search-only-not"),
        ("cell NOT (NOT lawyer)", "search-only-not"),
        ("de*", "search-beginning"),
        ("a" * 401, "search-too-long"),
        ("a " * 41, "search-too-long"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(text: str, code: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_query(text)
    assert caught.value.code == code
    assert caught.value.advice


@given(st.text(alphabet=st.sampled_from('ab ()"-*ANDORT«”…'), max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        query = read_query(text)
    except RefusedError:
        return
    assert list(query.terms())
