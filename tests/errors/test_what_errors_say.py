"""An error says what is wrong, where, and what to do; its exit status is that of the contract."""

import pytest

from habeas.errors import HabeasError, NotRightError, PartMissingError, RefusedError, Where


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Where("list.csv"), "list.csv"),
        (Where("list.csv", 12), "list.csv:12"),
        (Where("list.csv", 12, "Text"), "list.csv:12, column Text"),
        (Where("list.csv", column="Text"), "list.csv, column Text"),
    ],
)
def test_the_place_of_a_fault(where, said):
    assert str(where) == said


def test_the_line_of_the_contract():
    error = RefusedError("row-broken", "the row has 3 fields, not 7", where=Where("list.csv", 12))
    assert error.line() == "error: row-broken: the row has 3 fields, not 7 (list.csv:12)"
    assert RefusedError("call-refused", "no such verb").line() == "error: call-refused: no such verb"


def test_the_same_for_machines():
    error = PartMissingError("part-missing", "typst is missing", advice="pip install typst")
    assert error.as_json() == {
        "schema": "habeas/error/1",
        "code": "part-missing",
        "message": "typst is missing",
        "where": None,
        "advice": "pip install typst",
    }


@pytest.mark.parametrize(
    ("kind", "status"), [(HabeasError, 2), (NotRightError, 1), (RefusedError, 2), (PartMissingError, 3)]
)
def test_the_exit_status(kind, status):
    assert kind("code", "message").exit_status == status
    assert issubclass(kind, HabeasError)
