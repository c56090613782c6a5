"""``habeas law``: what it prints for people and for machines."""

import argparse
import json

import pytest

from habeas import law
from habeas.cli import law as verb
from habeas.errors import RefusedError


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    verb.arguments(parser)
    assert verb.run(parser.parse_args(words)) == 0
    return capsys.readouterr().out


def test_it_lists_the_instruments(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys)
    for each in law.instruments():
        assert f"{each.key} " in said


def test_it_lists_the_provisions_of_one_and_marks_what_is_not_checked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = run(capsys, "ECPT").splitlines()
    assert next(line for line in lines if line.startswith("ECPT#10(2)")).endswith("Public statement")
    assert next(line for line in lines if line.startswith("ECPT#9(1)")).endswith("(not yet checked)")


def test_it_shows_one_with_its_limit(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "ECPT#10(2)")
    assert "cited as     ECPT, Article 10(2)" in said
    assert "status       binding law (CoE)" in said
    assert "checked      read in S6" in said
    assert "at least 2/3 of the members in office (law)" in said


def test_it_says_in_words_what_was_not_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert "checked      not yet checked against the original" in run(capsys, "ECPT#9(1)")
    assert "the number of the paragraph is not yet checked" in run(capsys, "CPT-GR12#44")
    assert "status       soft standard, not law (CoE)" in run(capsys, "CPT-GR12#44")
    said = run(capsys, "CPT-practice#response-clock")
    assert "status       practice, not law (CoE)" in said
    assert "at most 6 months, usually (practice, not yet checked against the original)" in said


def test_it_says_who_enforces_it_or_that_nothing_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert "enforced by  nothing in Habeas yet" in run(capsys, "Luanda#4")


def test_an_article_held_in_parts_shows_its_parts(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "ECPT#8(2)", "--json"))["provisions"]
    assert [each["ref"] for each in found] == [f"ECPT#8(2)({letter})" for letter in "abcd"]


def test_a_provision_with_parts_comes_with_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(json.loads(run(capsys, "Mandela#7", "--json"))["provisions"]) == 8


def test_machines_get_everything(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "--json"))
    assert found["schema"] == "habeas/law/1"
    assert {each["key"] for each in found["instruments"]} == {each.key for each in law.instruments()}
    one = json.loads(run(capsys, "ECPT#10(2)", "--json"))
    assert one["schema"] == "habeas/law/1"
    (provision,) = one["provisions"]
    assert provision["verified"] is True
    assert (provision["limits"][0]["value"], provision["limits"][0]["denominator"]) == (2, 3)
    whole = json.loads(run(capsys, "ECPT", "--json"))
    assert len(whole["provisions"]) == len(whole["instrument"]["provisions"])


def test_coverage_counts_what_is_enforced(capsys: pytest.CaptureFixture[str]) -> None:
    covered = json.loads(run(capsys, "--coverage", "--json"))["coverage"]
    enforced = [each["ref"] for each in covered if each["enforced_by"]]
    sentence = f"{len(enforced)} of {len(law.provisions())} provisions are enforced by something in Habeas."
    assert sentence in run(capsys, "--coverage")
    page = run(capsys, "--coverage", "--format", "md")
    assert sentence in page
    assert page.count("\n| `") == len(enforced)


def test_coverage_of_one_instrument(capsys: pytest.CaptureFixture[str]) -> None:
    covered = json.loads(run(capsys, "ECPT", "--coverage", "--json"))["coverage"]
    assert len(covered) == len(law.instrument("ECPT").provisions)


@pytest.mark.parametrize("ref", ["ECTP", "ECPT#99", "nonsense#"])
def test_what_is_not_held_is_refused(capsys: pytest.CaptureFixture[str], ref: str) -> None:
    with pytest.raises(RefusedError) as refused:
        run(capsys, ref)
    assert refused.value.exit_status == 2
    assert refused.value.advice
