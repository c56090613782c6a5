"""Of each breach that was planted in a synthetic register, the rules say what the list beside it says."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from tests.custody.made import read

from habeas.custody.synthetic import Made, Plan, books, chunk
from habeas.safeguards import Case, Scope, Verdict, example_site, gravest, rules, sets_of
from habeas.safeguards.register import stays, whole_custodies

ALONG = {
    "register.written-promptly": {"register.in-order"},
    "judge.seen-in-time": {"review.on-time", "custody.24h"},
    "interview.not-too-long": {"interview.broken-every-two-hours"},
    "lawyer.present-throughout": {"juvenile.lawyer-at-interview", "lawyer.before-interview"},
}
"""What breaks with it: who writes hours late writes out of order, who waits for a judge waits for more."""
SITE = example_site()


def verdicts(plan: Plan, made: Made) -> Iterator[tuple[str, str, Verdict]]:
    """Record, rule and verdict, of every rule that holds for the record."""
    register, out = read(made), read(books(plan))
    as_of = datetime.fromtimestamp(plan.ends, UTC)
    found = list(stays(register.records, {**register.events, **out.events}, as_of))
    judged: dict[Scope, list[tuple[str, str | None, Case]]] = {
        Scope.STAY: [(one.record.record_id, one.record.jurisdiction, one.case) for one in found],
        Scope.CUSTODY: [
            (one.first.record.record_id, one.first.record.jurisdiction, one.case)
            for one in whole_custodies(found)
        ],
    }
    for rule in rules().values():
        for record_id, jurisdiction, case in judged[rule.scope]:
            if rule.set in sets_of(jurisdiction):
                yield record_id, rule.name, gravest(rule.judge(case, SITE))


def test_each_planted_breach_is_found_and_no_other() -> None:
    plan = Plan(500, 21, date(2025, 3, 3), 40, breach_rate=0.9)
    made = chunk(plan, 0)
    planted = {each["record_id"]: (each["rule"], each["verdict"]) for each in made.planted}
    met = set()
    for record_id, name, verdict in verdicts(plan, made):
        rule, told = planted.get(record_id, ("", ""))
        if name == rule:
            assert verdict == told, (record_id, name)
            met.add(name)
        elif verdict is Verdict.BREACHED:
            assert name in ALONG.get(rule, ()), (record_id, name, rule)
    assert len(met) > 25
