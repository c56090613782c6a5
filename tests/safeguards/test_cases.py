"""The rules, case by case as a lawyer reads them, and what holds of every case there can be."""

import json
import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.custody import Event, event_from
from habeas.errors import RefusedError
from habeas.safeguards import (
    Case,
    Occasion,
    Reason,
    Site,
    Verdict,
    example_site,
    gravest,
    read_site,
    rules,
)

CASES = tomllib.loads((Path(__file__).parent / "cases" / "within.toml").read_text("utf-8"))["case"]
DAY = datetime(2026, 5, 4, tzinfo=UTC)
SITE = Site(
    "the site of the test",
    {
        "rights.informed-at-outset": 60,
        "record.opened": 60,
        "notice.third-party-told": 180,
        "lawyer.called": 30,
        "lawyer.arrives": 180,
        "doctor.when-asked": 120,
    },
)
LINE = re.compile(
    r"(?P<at>--|[\d:]+) (?P<kind>\w+)(?: written (?P<written>[\d:]+))?(?: corrects (?P<corrects>\d+))?"
    r"(?: (?P<data>\{.*\}))?"
)


def at(text: str) -> datetime:
    """``10:00`` or ``10:00:01`` on the day of the cases."""
    hours, minutes, *seconds = map(int, text.split(":"))
    return DAY + timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))


def event(line: str, number: int) -> Event:
    """The event of a line; entries are numbered from 1."""
    found = LINE.fullmatch(line)
    assert found, line
    happened = None if found["at"] == "--" else at(found["at"])
    written = at(found["written"]) if found["written"] else happened or DAY + timedelta(hours=9)
    return make(found["kind"], number, happened, written, corrects=found["corrects"], data=found["data"])


def make(
    kind: str,
    number: int,
    happened: datetime | None,
    written: datetime,
    *,
    corrects: Any = None,
    data: Any = None,
) -> Event:
    said = {
        "record_id": "r1",
        "event_id": f"00000000-0000-7000-8000-{number:012}",
        "kind": kind,
        "occurred_at": happened and happened.isoformat(),
        "recorded_at": written.isoformat(),
        "corrects": f"00000000-0000-7000-8000-{int(corrects):012}" if corrects else None,
        "data": json.loads(data) if data else None,
    }
    read = event_from(said, now=DAY + timedelta(days=1))
    return Event(**{name: getattr(read, name) for name in read.__slots__} | {"seq": number})


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_a_case_is_judged_as_it_says(case: dict[str, Any]) -> None:
    events = [event(line, number) for number, line in enumerate(case["events"], 1)]
    found = rules()[case["rule"]].judge(Case(events, at(case["as_of"])), SITE)
    expected = case.get("verdicts") or [case["verdict"]]
    assert [each.verdict for each in found] == expected
    first = found[0]
    assert first.reason == case.get("reason")
    if "observed" in case:
        assert first.observed == timedelta(minutes=case["observed"])
    if "due" in case:
        assert first.due_at == at(case["due"])
    for name, kind in (("excused_by", case.get("excused_by")), ("excuse_too_late", case.get("too_late"))):
        named = getattr(first, name)
        assert (named and named.kind) == kind


KINDS = st.sampled_from(
    [
        *("apprehended", "arrived", "record_opened", "released", "rights_informed", "annulled"),
        *("lawyer_requested", "lawyer_called", "lawyer_waived", "lawyer_arrived", "lawyer_left"),
    ]
)
MINUTES = st.integers(0, 300)
ENTRIES = st.lists(st.tuples(KINDS, st.none() | MINUTES, st.integers(0, 30), st.integers(1, 8)), max_size=8)


@given(entries=ENTRIES, as_of=MINUTES, rule=st.sampled_from(sorted(rules())))
def test_whatever_is_written_there_is_a_verdict_that_its_entries_bear(entries, as_of, rule) -> None:
    events = []
    for number, (kind, minute, delay, which) in enumerate(entries, 1):
        happened = None if minute is None else DAY + timedelta(minutes=minute)
        written = (happened or DAY) + timedelta(minutes=delay)
        events.append(make(kind, number, happened, written, corrects=which if kind == "annulled" else None))
    instant = DAY + timedelta(minutes=as_of)
    for found in rules()[rule].judge(Case(events, instant), SITE):
        hold(found, instant)


def hold(found: Occasion, as_of: datetime) -> None:
    """What is true of every verdict."""
    assert (found.reason is not None) is (found.verdict is Verdict.NOT_APPLICABLE)
    assert all(one.recorded_at <= as_of for one in found.evidence)
    if found.verdict is Verdict.PENDING:
        assert found.due_at is not None
        assert as_of <= found.due_at
    if found.verdict is Verdict.BREACHED:
        assert found.due_at is not None
        assert found.since is not None
        assert found.observed is not None
        assert found.since + found.observed > found.due_at
    if found.verdict is Verdict.MET:
        assert found.evidence
    if found.reason is Reason.WAIVED:
        assert found.evidence[-1].kind.endswith("_waived")


def test_the_gravest_counts_and_nothing_is_not_applicable() -> None:
    of = [Occasion(verdict=each) for each in (Verdict.MET, Verdict.PENDING, Verdict.NOT_RECORDED)]
    assert gravest(of) is Verdict.NOT_RECORDED
    assert gravest([]) is Verdict.NOT_APPLICABLE


def test_every_rule_names_its_source_and_each_limit_has_a_value() -> None:
    for rule in rules().values():
        assert rule.source.ref
        assert rule.says.endswith(".")
        assert str(rule.template)
        assert rule.limits_on(DAY.date(), example_site()) is not None, rule.name


@pytest.mark.parametrize(
    "text",
    [
        'name = "x"',
        'name = "x"\n[minutes]\n"no.rule" = 5',
        'name = "x"\n[minutes]\n"lawyer.called" = -5',
        "[",
    ],
)
def test_a_sites_limits_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="cannot be read"):
        read_site(text, file="site.toml")


def test_a_site_that_sets_no_limit_judges_nothing() -> None:
    assert rules()["lawyer.called"].judge(Case([], DAY), Site("a site")) == ()
