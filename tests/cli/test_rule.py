"""``habeas rule``: what a safeguard says, for people and for machines."""

import json
from pathlib import Path

import pytest
import sqlglot
from tests.cli.conftest import Command

from habeas.safeguards import rules


def test_without_a_name_every_rule_stands_under_its_set(habeas: Command) -> None:
    said = habeas("rule").stdout
    assert all(f"  {name} " in said and rule.title in said for name, rule in rules().items())
    assert "EU (takes CoE with it)" in said


def test_a_rule_of_the_site_says_whose_number_it_is(habeas: Command, tmp_path: Path) -> None:
    said = habeas("rule", "lawyer.called").stdout
    assert "CPT-GR12#41" in said
    assert "soft standard, not law" in said
    assert "30 minutes, set by an example (nobody here has set one)" in said
    number = "“lawyer called” no later than 30 minutes (an example: nobody has set one here)"
    assert number in " ".join(said.split())
    assert (
        "met: Called half-way through the time.\n    10:00 lawyer_requested\n    10:15 lawyer_called\n"
        in said
    )
    own = tmp_path / "site.toml"
    own.write_text('name = "the ministry"\n[minutes]\n"lawyer.called" = 20\n')
    assert "20 minutes, set by the ministry" in habeas("rule", "lawyer.called", "--site", f"{own}").stdout


def test_a_rule_of_law_gives_each_value_of_its_limit_whom_it_concerns_and_several_records(
    habeas: Command,
) -> None:
    said = habeas("rule", "judge.seen-in-time").stdout
    assert "gc35-judge: at most 48 hours" in said
    assert "not yet checked against the original" in said
    assert "  when      suspected of an offence" in said
    assert "    the next record of the person" in said
    assert "    on 2026-03-28 in Europe/Paris" in said


def test_with_json_everything_is_there(habeas: Command) -> None:
    said = json.loads(habeas("rule", "--json").stdout)
    assert said["schema"] == "habeas/rule/1"
    assert [each["name"] for each in said["rules"]] == list(rules())
    assert all(each["sources"] and each["template"] and each["cases"] for each in said["rules"])
    assert all(each["sql"].startswith("WITH ") for each in said["rules"])
    [one] = json.loads(habeas("rule", "custody.24h", "--json").stdout)["rules"]
    assert [each["name"] for each in one["limits"]] == ["limit", "superintendent", "magistrates"]
    assert one["sources"][0] == {
        "ref": "PACE1984#41",
        "title": "Detention without charge",
        "status": "binding",
        "jurisdiction": "GB-EAW",
        "verified": one["sources"][0]["verified"],
        "checked": one["sources"][0]["checked"],
    }


def test_a_rule_as_sql_is_a_text_that_an_engine_reads(habeas: Command) -> None:
    said = habeas("rule", "lawyer.arrives", "--sql").stdout
    assert said.startswith("-- lawyer.arrives\nWITH ")
    assert isinstance(sqlglot.parse_one(said, read="duckdb"), sqlglot.exp.Select | sqlglot.exp.Union)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("rule", "lawyer.late"), "rule-unknown: there is no rule “lawyer.late”"),
        (("rule", "--site", "nowhere.toml"), "file-missing: there is no such file"),
    ],
)
def test_what_there_is_not_is_refused(habeas: Command, words: tuple[str, ...], line: str) -> None:
    done = habeas(*words)
    assert done.returncode == 2
    assert done.stderr.startswith(f"habeas: error: {line}")


def test_a_rule_of_ones_own_is_shown_like_any_other(habeas: Command, tmp_path: Path) -> None:
    own, site = tmp_path / "visitor.soon.toml", tmp_path / "site.toml"
    own.write_text(
        'set = "CoE"\ntitle = "A visitor soon"\nsays = "A visitor is let in."\nsource = "CPT-GR12#41"\n'
        '[limits]\nlimit = { site = "visitor.soon" }\n'
        '[within]\nstart = "x_visitor"\nanswers = ["x_let_in"]\n'
    )
    site.write_text('name = "north"\n[minutes]\n"visitor.soon" = 25\n')
    assert "25 minutes, set by north" in habeas("rule", f"{own}", "--site", f"{site}").stdout
    without = habeas("rule", "lawyer.called", "--site", f"{site}")
    assert without.returncode == 0
    assert "passed over, since no rule here has such a limit: visitor.soon" in without.stderr


def test_the_sentence_of_a_rule_tells_each_number_and_whose_it_is(habeas: Command, tmp_path: Path) -> None:
    said = " ".join(habeas("rule", "custody.24h").stdout.split())
    assert (
        "no more than 24 hours (PACE 1984, s.41) from the arrival to “charged” or the end of the stay" in said
    )
    assert "by superintendent to 36 hours (PACE 1984, s.42) at most" in said
    assert "by magistrates to 96 hours (PACE 1984, s.44) at most" in said
    site = tmp_path / "site.toml"
    site.write_text('name = "the ministry"\n[minutes]\n"lawyer.called" = 20\n')
    own = " ".join(habeas("rule", "lawyer.called", "--site", f"{site}").stdout.split())
    assert "“lawyer called” no later than 20 minutes (set by the ministry) after the first “lawyer" in own


@pytest.mark.parametrize("call", [("rule",), ("audit", "nowhere", "--rules")])
def test_a_rule_of_ones_own_does_not_take_the_name_of_another(
    habeas: Command, tmp_path: Path, call: tuple[str, ...]
) -> None:
    path = tmp_path / "lawyer.called.toml"
    path.write_text("set = ", "utf-8")
    ended = habeas(*call, str(path))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"own-rule-name: There is a rule of this name already. ({path}:1)" in ended.stderr
