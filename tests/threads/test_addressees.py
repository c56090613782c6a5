"""Who answers now for what was addressed to an authority that was renamed, split or merged."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from habeas.clock import Edtf
from habeas.threads import Succession, answering

TODAY = date(2026, 1, 1)


def after(pair: str, when: str = "", *, withdrawn: bool = False) -> Succession:
    """``"a>b"``: b took over from a."""
    authority, successor = pair.split(">")
    return Succession(
        authority=authority,
        successor=successor,
        date=Edtf.parse(when) if when else None,
        withdrawn=withdrawn,
    )


def test_who_was_never_succeeded_answers_itself() -> None:
    assert answering("interior", [], TODAY) == ("interior",)


def test_renamed_then_split() -> None:
    known = [after("interior>order", "2012"), after("order>police", "2020"), after("order>prisons", "2020")]
    assert answering("interior", known, TODAY) == ("police", "prisons")
    assert answering("interior", known, date(2015, 1, 1)) == ("order",)
    assert answering("interior", known, date(2010, 1, 1)) == ("interior",)


def test_a_withdrawn_succession_and_one_to_come_do_not_count() -> None:
    known = [after("interior>order", "2012", withdrawn=True), after("interior>police", "2030")]
    assert answering("interior", known, TODAY) == ("interior",)


pairs = st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"))


@given(st.lists(pairs, max_size=12))
def test_there_is_an_end_to_every_search_and_no_answer_has_a_successor_left(found) -> None:
    known = [after(f"{one}>{other}") for one, other in found]
    answers = answering("a", known, TODAY)
    succeeded = {one for one, _ in found}
    reached = {"a"}
    for _ in found:
        reached |= {other for one, other in found if one in reached}
    assert set(answers) == (reached - succeeded or {"a"})
    assert len(set(answers)) == len(answers)
