"""Where a thread stands: the last assessment by a day, and whether the body asked again since."""

from datetime import date

from habeas.clock import Edtf
from habeas.threads import NO_INFORMATION, SCALE, Assessed, Item, Link, Relation, standing, threads

ASKS = [
    Item(id="a", party="Orland", date=Edtf.parse("2010-03-01")),
    Item(id="b", party="Orland", date=Edtf.parse("2016-03-01")),
]
(THREAD,) = threads(ASKS, [Link(later="b", earlier="a", relation=Relation.REPEATS)])


def assessed(degree: str, when: str, *, ask: str = "a", place: int = 0) -> Assessed:
    return Assessed(id=f"{degree}-{when}", ask=ask, degree=degree, date=Edtf.parse(when), place=place)


def test_what_nobody_assessed_has_no_standing_not_even_no_information() -> None:
    assert standing(THREAD, [], date(2020, 1, 1)) is None


def test_a_new_assessment_stands_after_the_old_and_the_old_one_can_be_asked_for() -> None:
    made = [assessed("not_implemented", "2017"), assessed("implemented", "2019", ask="b")]
    assert standing(THREAD, made, date(2020, 1, 1)).assessed.degree == "implemented"
    assert standing(THREAD, made, date(2018, 1, 1)).assessed.degree == "not_implemented"
    assert standing(THREAD, made, date(2016, 12, 31)) is None


def test_of_one_day_the_one_recorded_last_holds() -> None:
    made = [assessed("implemented", "2019", place=1), assessed(NO_INFORMATION, "2019", place=2)]
    assert standing(THREAD, made, date(2020, 1, 1)).assessed.degree == NO_INFORMATION


def test_an_assessment_after_which_it_was_asked_again_says_so() -> None:
    made = [assessed("implemented", "2012")]
    assert standing(THREAD, made, date(2020, 1, 1)).asked_since
    assert not standing(THREAD, made, date(2015, 1, 1)).asked_since
    assert not standing(THREAD, [assessed("implemented", "2016")], date(2020, 1, 1)).asked_since


def test_an_assessment_of_another_thread_says_nothing_of_this_one() -> None:
    assert standing(THREAD, [assessed("implemented", "2012", ask="z")], date(2020, 1, 1)) is None


def test_the_scale_keeps_no_information_apart_from_not_implemented() -> None:
    codes = [degree.code for degree in SCALE]
    assert len(set(codes)) == len(codes)
    assert {NO_INFORMATION, "not_implemented"} <= set(codes)
    assert not next(one for one in SCALE if one.code == NO_INFORMATION).closes
