"""What is due: only by a letter, never lost, and an extension keeps what it replaced."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from habeas.clock import Edtf
from habeas.procedure.clocks import Answered, Deadline, DueSet, Standing, deadlines

DAY = date(2031, 7, 3)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def due(days: int, concerns: str = "", *, on: int = 0, letter: str = "letter of 3 July") -> DueSet:
    return DueSet(on=later(on), concerns=concerns, due=later(days), letter=letter)


def test_a_letter_may_set_several_clocks_by_paragraph() -> None:
    whole, urgent = deadlines([due(180), due(30, "12, 14–16")])
    assert (whole.concerns, urgent.concerns) == ("", "12, 14–16")
    assert urgent.standing(later(31)) is Standing.LATE
    assert whole.standing(later(31)) is Standing.RUNNING


def test_an_extension_keeps_the_day_that_it_replaced_and_the_letter_that_set_the_first() -> None:
    (found,) = deadlines([due(180), due(240, on=170, letter="letter of 20 December")])
    assert (found.before, found.due) == (Edtf.of(later(180)), Edtf.of(later(240)))
    assert found.set_by == "letter of 3 July"


def test_an_answer_to_one_matter_leaves_the_others_open() -> None:
    acts = [due(180), due(30, "12"), Answered(on=later(20), concerns="12")]
    whole, urgent = deadlines(acts)
    assert (whole.met_on, urgent.met_on) == (None, Edtf.of(later(20)))


def test_an_answer_to_all_meets_what_was_due_for_a_part_and_may_come_late() -> None:
    whole, urgent = deadlines([due(180), due(30, "12"), Answered(on=later(90))])
    assert whole.standing(later(90)) is Standing.MET
    assert urgent.standing(later(90)) is Standing.MET_LATE
    assert urgent.standing(later(89)) is Standing.LATE  # as it stood before the answer


def test_a_day_known_to_the_month_only_is_late_when_the_month_is_over() -> None:
    known_to_the_month = Deadline(concerns="", set_by="letter", dates=(Edtf.parse("2031-09"),))
    assert known_to_the_month.standing(date(2031, 9, 30)) is Standing.RUNNING
    assert known_to_the_month.standing(date(2031, 10, 1)) is Standing.LATE


matters = st.sampled_from(["", "12", "14–16"])
acts = st.lists(
    st.one_of(
        st.builds(due, st.integers(1, 90), matters),
        st.builds(Answered, on=st.integers(0, 90).map(later), concerns=matters),
    )
)


@given(acts)
def test_no_deadline_is_lost(history: list[DueSet | Answered]) -> None:
    set_days: dict[str, list[Edtf]] = {}
    for act in history:
        if isinstance(act, DueSet):
            set_days.setdefault(act.concerns, []).append(Edtf.of(act.due))
    assert {one.concerns: list(one.dates) for one in deadlines(history)} == set_days
