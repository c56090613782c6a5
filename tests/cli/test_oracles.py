"""What PM4Py and Declare4Py answer on public logs, and the same rules here (safeguards.md 5.5)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Command
from tests.documents.real import real

MAPPING = """
[events.columns]
record_id = "case:concept:name"
kind = "concept:name"
occurred_at = "time:timestamp"
[events.defaults]
recorded_at = "=occurred_at"
[kinds]
"{a}" = "x_first"
"{b}" = "x_then"
"""
HEAD = """
set = "register"
title = "One activity after the other"
says = "As the public log has them; no safeguard."
source = "CPT-GR12#40"
"""
RESPONSE = (
    HEAD
    + """
[limits]
limit = { site = "x.response" }
[within]
start = "x_first"
answers = ["x_then"]
every = true
"""
)
PRECEDENCE = HEAD + '\n[before]\nearlier = ["x_first"]\nentries = ["x_then"]\n'
SITE = 'name = "the oracle"\n[minutes]\n"x.response" = {minutes}\n'
LOGS = {
    "running-example": "running-example.xes",
    "roadtraffic100": "roadtraffic100.parquet",
    "receipt": "receipt.parquet",
}


def answers(log: str) -> Mapping[str, Any]:
    """What the others say of one pair of activities."""
    found: Mapping[str, Any] = json.loads(real("logs/oracle_verdicts.json").read_text("utf-8"))[log]
    return found


def asked(habeas: Command, folder: Path, log: str, rule: str, *more: str) -> Any:
    """What the command says of one rule over a log."""
    mapping, own = folder / "mapping.toml", folder / "asked.toml"
    mapping.write_text(MAPPING.format(**answers(log)), "utf-8")
    own.write_text(rule, "utf-8")
    words = (str(real(f"logs/{LOGS[log]}")), "--mapping", str(mapping), "--rules", str(own), *more)
    ended = habeas("audit", *words, "--as-of", "2030-01-01T00:00:00Z", "--verdicts", "--json")
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.mark.parametrize("log", LOGS)
def test_who_is_answered_in_time_late_or_never_is_what_the_others_say(
    habeas: Command, tmp_path: Path, log: str
) -> None:
    said = answers(log)
    site = tmp_path / "site.toml"
    site.write_text(SITE.format(minutes=said["lim"] // 60), "utf-8")
    told = asked(habeas, tmp_path, log, RESPONSE, "--site", str(site))
    late = [each for each in told["occasions"] if each["verdict"] in ("breached", "not_recorded")]
    assert len(late) == said["d4py_viol"][0]
    assert len({each["record_id"] for each in late}) == said["d4py_cases"][0]
    # without a limit, as PM4Py's declare asks: the one is never followed by the other
    never = {each["record_id"] for each in late if each["verdict"] == "not_recorded"}
    assert len(never) == said["pm_response_bad"]

    met = {each["record_id"] for each in told["verdicts"] if each["verdict"] == "met"}
    assert met == set(said["ltl_ef_ok"])  # each case has the first activity once


@pytest.mark.parametrize("log", LOGS)
def test_none_comes_before_what_it_has_to_follow(habeas: Command, tmp_path: Path, log: str) -> None:
    said, told = answers(log), asked(habeas, tmp_path, log, PRECEDENCE)
    [rule] = told["rules"]
    assert (
        rule["records"]["breached"] + rule["records"]["not_recorded"]
        == said["pm_prec_bad"]
        == said["d4py_cases"][1]
    )
    assert rule["records"]["met"] > 0
