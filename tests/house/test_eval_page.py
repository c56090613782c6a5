"""The page of ``make eval`` loses no figure of what is not installed."""

from benchmarks.reading.__main__ import merged

HEAD = ["| reading | set | rules were | found |", "|---|---|---|---|"]


def test_what_was_not_measured_keeps_its_row_in_its_place() -> None:
    old = [
        *HEAD,
        "| asks | one | tuned | 1 |",
        "| asks | by a model | held out | 2 |",
        "| quotes | all | tuned | 3 |",
    ]
    new = [*HEAD, "| asks | one | tuned | 4 |", "| quotes | all | tuned | 5 |", "| dates | all | tuned | 6 |"]
    lines, kept = merged(old, new)
    assert kept == ["| asks | by a model | held out | 2 |"]
    assert lines == [*HEAD, new[2], old[3], new[3], new[4]]
