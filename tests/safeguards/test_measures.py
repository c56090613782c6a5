"""What a number of occasions is a number of, by the template of the rule."""

import pytest

from habeas.language import words
from habeas.safeguards import rules
from habeas.safeguards.figures import Each, measures_of
from habeas.safeguards.report.saying import counted


@pytest.mark.parametrize(
    ("rule", "each"),
    [
        ("rights.informed-at-outset", Each.RECORD),
        ("rights.choices-recorded", Each.RECORD),
        ("register.numbered", Each.RECORD),
        ("judge.seen-in-time", Each.CUSTODY),
        ("lawyer.arrives", Each.REQUEST),
        ("lawyer.before-interview", Each.INTERVIEW),
        ("lawyer.present-throughout", Each.INTERVIEW),
        ("interview.two-interviewers-at-most", Each.INTERVIEW),
        ("check.hourly", Each.CELL),
        ("meal.three-a-day", Each.PERIOD),
        ("review.on-time", Each.DUE),
        ("register.written-promptly", Each.ENTRY),
        ("doctor.after-force", Each.OCCASION),
        ("interview.pause-between", Each.OCCASION),
    ],
)
def test_each_rule_says_what_its_occasions_are(rule: str, each: Each) -> None:
    assert measures_of(rules()[rule]).each is each


def test_a_number_is_told_with_what_it_counts_in_each_language() -> None:
    assert counted(1, Each.CUSTODY, words("en")) == "1 custody"
    assert counted(1_200, Each.INTERVIEW, words("en")) == "1,200 interviews"
    assert counted(2, Each.CUSTODY, words("fr")) == "2 gardes à vue"
