"""Of each breach that was planted in a synthetic register, the rules say what the list beside it says."""

from datetime import UTC, date, datetime

from tests.custody.made import read

from habeas.custody.synthetic import Plan, chunk
from habeas.safeguards import Case, gravest, rules
from habeas.safeguards.rule import example_site


def test_each_planted_breach_is_found_and_no_other() -> None:
    plan, site = Plan(500, 21, date(2025, 3, 3), 40, breach_rate=0.9), example_site()
    register = read(chunk(plan, 0))
    planted = {each["record_id"]: (each["rule"], each["verdict"]) for each in register.made.planted}
    met = set()
    for record in register.records:
        case = Case(register.events[record.record_id], datetime.fromtimestamp(plan.ends, UTC))
        rule_told, verdict_told = planted.get(record.record_id, ("", ""))
        for name, rule in rules().items():
            occasions = rule.judge(case, site)
            verdict = gravest(occasions) if occasions else None
            if name == rule_told:
                assert verdict == verdict_told, (record.record_id, name)
                met.add(name)
            elif name in KNOWN:
                assert verdict != "breached", (record.record_id, name)
    assert len(met) > 3


KNOWN = frozenset(
    {
        *("record.opened", "rights.informed-at-outset", "notice.third-party-told"),
        *("lawyer.called", "lawyer.arrives", "doctor.when-asked"),
    }
)
"""Rules that nothing but their own breach breaks."""
