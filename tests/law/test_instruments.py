"""What the shelf holds: said honestly, and nothing that its sources do not say."""

import re
from datetime import date
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law.rule_sources import RULE_SOURCES

from habeas import law
from habeas.clock import DatedLimit
from habeas.errors import RefusedError
from habeas.law.loading import load_sources

ANY_DAY = date(2024, 7, 3)

READ_IN_A_COPY = (
    "1 2 3 4(1) 4(2) 4(3) 6(2) 7(1) 8(1) 8(2)(a) 8(2)(b) 8(2)(c) 8(2)(d) 8(3) 8(4) 8(5) 10(1) 10(2) 12 18"
)
RECALLED = (
    "4(4) 5 6(1) 6(3) 7(2) 9(1) 9(2) 11(1) 11(2) 11(3) 13 14(1) 14(2) 14(3) 15 16 17(1) 17(2) 17(3) "
    "19 20 21 22 23 annex annex-papers annex-waiver"
)


def test_the_convention_is_held_article_by_article_and_tagged_as_it_was_read() -> None:
    held = {each.ref.removeprefix("ECPT#"): each.verified for each in law.instrument("ECPT").provisions}
    assert held == dict.fromkeys(READ_IN_A_COPY.split(), True) | dict.fromkeys(RECALLED.split(), False)


def test_every_provision_says_how_it_is_cited_and_what_it_is() -> None:
    for each in law.provisions():
        assert law.Reference.parse(each.ref).instrument in [held.key for held in law.instruments()]
        assert each.text.endswith("."), each.ref
        assert not each.verified or each.address or law.source(each.source_key or ""), each.ref
        assert each.verified or not each.pinpoint_verified, each.ref


def test_every_source_in_the_register_is_used() -> None:
    register = Path(str(files("habeas.law"))) / "sources.toml"
    assert set(load_sources(register)) == {each.source_key for each in law.provisions()} - {None}


def test_only_what_binds_is_called_binding() -> None:
    soft = {each.key for each in law.instruments() if each.status is not law.Status.BINDING}
    assert {"CPT-GR2", "CPT-GR12", "GC35", "BoP", "Mandela", "Mendez", "IP2022", "Luanda", "APT"} <= soft
    binding = {each.key for each in law.instruments()} - soft
    assert binding == {
        *("ECPT", "ECHR", "OPCAT", "ICCPR", "CM-Rules", "PACE-Rules"),
        *("DIR2010/64", "DIR2012/13", "DIR2013/48", "DIR2016/343", "DIR2016/800"),
        *("PACE1984", "PACE1984-C", "PACE1984-E", "PACE1984-F"),
    }


def test_every_source_of_every_rule_is_held() -> None:
    missing = {
        (rule, ref)
        for rule, refs in RULE_SOURCES.items()
        for ref in refs.split()
        if ref not in {each.ref for each in law.provisions()}
    }
    assert missing == set()


def test_the_convention_sets_no_deadline_in_days_or_months() -> None:
    units = {limit.unit for limit in law.instrument("ECPT").limits}
    assert units == {"years", "times", "persons", "share"}
    years = [limit.name for limit in law.instrument("ECPT").limits if limit.unit == "years"]
    assert years == ["ecpt-member-term"]


def test_months_of_practice_say_that_only_a_letter_creates_a_clock() -> None:
    months = [limit for limit in law.instrument("CPT-practice").limits if limit.unit == "months"]
    assert {limit.basis for limit in months} == {law.Basis.PRACTICE, law.Basis.UNDERTAKING}
    for limit in months:
        if limit.basis is law.Basis.PRACTICE:
            assert limit.note == "Only a letter creates a clock."
            assert not limit.verified
            assert "letter" in (law.provision(limit.source).note or "")


def test_article_9_has_five_grounds_and_opcat_another_list() -> None:
    assert law.provision("ECPT#9(1)").items == (
        "national defence",
        "public safety",
        "serious disorder in places of deprivation of liberty",
        "medical condition of a person",
        "urgent interrogation about a serious crime in progress",
    )
    other = law.provision("OPCAT#14(2)").items
    assert len(other) == 4
    assert "natural disaster" in other
    assert not any(re.search("medical|interrogation", each) for each in other)


def test_article_8_2_has_four_heads() -> None:
    heads = [each.ref for each in law.provisions_under("ECPT#8(2)")]
    assert heads == ["ECPT#8(2)(a)", "ECPT#8(2)(b)", "ECPT#8(2)(c)", "ECPT#8(2)(d)"]


def test_a_public_statement_has_two_grounds_and_needs_two_thirds_of_all_members() -> None:
    assert len(law.provision("ECPT#10(2)").items) == 2
    (majority,) = law.limits("ECPT#10(2)")
    assert (majority.exact, majority.of) == (Fraction(2, 3), "members in office")
    assert majority.reached(31, 46)
    assert not majority.reached(30, 46)
    assert majority.reached(30, 45)


@given(whole=st.integers(1, 60), data=st.data())
def test_two_thirds_is_exact(whole: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, whole))
    majority = law.limit("ecpt-public-statement-majority", ANY_DAY)
    assert majority.reached(count, whole) == (Fraction(count, whole) >= Fraction(2, 3))


@pytest.mark.parametrize(("count", "whole"), [(-1, 3), (4, 3), (0, 0)])
def test_more_than_the_whole_is_no_share(count: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        law.limit("ecpt-public-statement-majority", ANY_DAY).reached(count, whole)


def test_a_limit_of_hours_is_no_share() -> None:
    with pytest.raises(ValueError, match="is not a share"):
        law.limit("pace1984-first-review", ANY_DAY).reached(1, 2)


@pytest.mark.parametrize(
    ("name", "value", "unit", "sense", "window"),
    [
        ("pace1984-first-review", 6, "hours", "at most", None),
        ("pace1984-second-review", 9, "hours", "at most", None),
        ("pace1984-later-reviews", 9, "hours", "at most", None),
        ("pace1984-without-charge", 24, "hours", "at most", None),
        ("pace1984-superintendent", 36, "hours", "at most", None),
        ("pace1984-magistrates", 96, "hours", "at most", None),
        ("pace1984-c-rest", 8, "hours", "at least", 24),
        ("pace1984-c-meals", 3, "meals", "at least", 24),
        ("pace1984-c-cell-visit", 60, "minutes", "at most", None),
        ("pace1984-c-rousing", 30, "minutes", "at most", None),
        ("gr12-full-meals", 1, "meals", "at least", 24),
        ("gr12-outdoor-exercise", 1, "hours", "at least", 24),
        ("gr23-screening-on-admission", 24, "hours", "at most", None),
        ("gr24-juvenile-in-police-premises", 24, "hours", "at most", None),
        ("gr28-interviewers", 2, "persons", "at most", None),
        ("gc35-judge", 48, "hours", "at most", None),
        ("gc35-judge-juvenile", 24, "hours", "at most", None),
        ("unsr2003-relative-told", 18, "hours", "at most", None),
    ],
)
def test_the_limits_that_the_rules_need(
    name: str, value: int, unit: str, sense: str, window: int | None
) -> None:
    limit = law.limit(name, ANY_DAY)
    assert isinstance(limit, DatedLimit)
    assert (limit.value, limit.unit, limit.sense, limit.window_hours) == (value, unit, sense, window)


def test_a_limit_before_it_was_in_force_is_refused() -> None:
    assert law.limit("ecpt-member-re-elections", date(2002, 3, 1)).value == 2
    with pytest.raises(RefusedError) as refused:
        law.limit("ecpt-member-re-elections", date(2002, 2, 28))
    assert refused.value.code == "law-limit-not-in-force"


def test_an_unknown_limit_is_refused_with_the_nearest() -> None:
    with pytest.raises(RefusedError) as refused:
        law.limit_series("pace1984-first-revue")
    assert refused.value.code == "law-unknown-limit"
    assert "pace1984-first-review" in (refused.value.advice or "")


def test_the_british_act_is_never_called_by_the_assemblys_name() -> None:
    for instrument in law.instruments():
        if instrument.jurisdiction == "GB-EAW":
            said = [instrument.title, *(each.pinpoint for each in instrument.provisions)]
            assert all("PACE" not in text.replace("PACE 1984", "") for text in said)
