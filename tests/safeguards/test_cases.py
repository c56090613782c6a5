"""The rules, case by case as a lawyer reads them; each case says what the specification says of it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest

from habeas.errors import RefusedError
from habeas.safeguards import (
    Occasion,
    Rule,
    Site,
    Verdict,
    example_site,
    gravest,
    read_site,
    rules,
)
from habeas.safeguards.examples import Example, examples
from habeas.safeguards.guard import Held
from habeas.safeguards.register import Stay, whole_custodies
from habeas.safeguards.templates.attribute import Apart, Asks, Attribute
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.cadence import Cadence
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import AllOf, Excused
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap
from habeas.safeguards.templates.order import Before, NothingAfterEnd
from habeas.safeguards.templates.presence import Exists
from habeas.safeguards.templates.sequence import ClosedPairs, InOrder, Numbered, Written
from habeas.safeguards.templates.starts import ARRIVED, T0
from habeas.safeguards.templates.within import Within

SITE = example_site()
SECOND = timedelta(seconds=1)

CHANGED = {"corrected", "annulled", "timeless"}
DUE: dict[type, set[str]] = {
    Within: {
        *CHANGED,
        *(
            "met",
            "breached",
            "not_recorded",
            "pending",
            "at the limit",
            "a second over",
            "clocks",
            "unwritten",
            "same instant",
        ),
    },
    Exists: {"met", "not_recorded", "pending", "annulled", "timeless"},
    AllOf: {"met", "not_recorded", "pending", *CHANGED},
    AtLeast: {"met", "not_recorded", "none", "clocks", *CHANGED},
    Total: {"met", "not_recorded", "none", "at the limit", "clocks", *CHANGED},
    Before: {"met", "breached", "not_recorded", "none", "same instant", *CHANGED},
    Cover: {"met", "breached", "not_recorded", "pending", "at the limit", "a second over", *CHANGED},
    Exclude: {"met", "breached", "not_recorded", "pending", "none", *CHANGED},
    MaxDuration: {
        *CHANGED,
        *("met", "breached", "not_recorded", "pending", "none", "at the limit", "a second over", "clocks"),
    },
    MinGap: {"met", "breached", "not_recorded", "none", "at the limit", "a second less", "clocks", *CHANGED},
    MaxGap: {
        *(*CHANGED, "same instant"),
        *("met", "breached", "not_recorded", "pending", "none", "at the limit", "a second over", "clocks"),
    },
    Cadence: {
        *("met", "breached", "not_recorded", "pending", "ended_before", "at the limit", "a second over"),
        *("excused", "excuse too late", "clocks", *CHANGED),
    },
    Clock: {
        *("met", "breached", "not_recorded", "pending", "at the limit", "a second over", "clocks"),
        *("corrected", "annulled", "timeless", "several records"),
    },
    Continuous: {
        *CHANGED,
        *("met", "breached", "not_recorded", "pending", "none", "at the limit", "clocks"),
    },
    Attribute: {"met", "breached", "not_recorded", "none", *CHANGED},
    Apart: {"met", "breached", "not_recorded", "none", *CHANGED},
    Written: {"met", "breached", "not_recorded", "corrected", "annulled", "timeless", "clocks"},
    Numbered: {"met", "breached", "corrected", "annulled"},
    InOrder: {"met", "breached", "at the limit", "a second over", "clocks", *CHANGED},
    ClosedPairs: {"met", "breached", "annulled", "timeless"},
    NothingAfterEnd: {"met", "breached", "not_recorded", "none", "corrected", "timeless"},
}
"""What a rule of each template is shown of; what it is shown of is read from the cases themselves.

What is not here cannot come of the template (docs/safeguards.md)."""


def due(rule: Rule) -> set[str]:
    """What the cases of a rule have to show."""
    template, found = rule.template, set[str]()
    waiver, delay = getattr(template, "waiver", None), getattr(template, "delay", None)
    if isinstance(template, Excused):
        found |= {"no_request"}
        template = template.inner
    found |= DUE[type(template)]
    if isinstance(rule.template, Excused):
        found -= {"none"}  # nothing to ask about and nobody who asked are told as one
    if isinstance(template, Within):
        ends = {"outlives"} if template.outlives else {"ended_before"}
        found |= ends | (set() if template.start in (T0, ARRIVED) else {"no_request"})
        found |= {"several occasions"} if template.every else set()
    if getattr(template, "start", "") in (T0, ARRIVED):
        found |= {"stand-in"}
    if rule.guards:
        found |= {"guard"}
    if any(not isinstance(one, Held) for one in rule.guards):
        found |= {"attribute not recorded"}
    if waiver or delay:
        found |= {"excuse too late"}
    found |= {"waived"} if waiver else set()
    found |= {"excused"} if delay else set()
    if isinstance(template, Attribute) and {each.asks for each in template.tests} == {Asks.SAID}:
        found -= {"breached"}  # what is not said shows no breach
    return found


def shown(case: Example) -> Iterator[str]:
    """What a case is a case of, as its lines, its expected verdict and its own figures say."""
    lines = [line for record in case.records for line in record]
    judged = case.judged(rules()[case.rule], SITE)
    yield from {*case.verdicts, *(one.reason for one in judged if one.reason)}
    marks = {
        "timeless": any(line.startswith("-- ") for line in lines),
        "corrected": any(" corrects " in line and " annulled" not in line for line in lines),
        "annulled": any(" annulled " in line for line in lines),
        "unwritten": any(" written " in line for line in lines),
        "clocks": case.zone != "UTC",
        "same instant": len({line.split(" ")[0] for line in lines}) < len(lines),
        "several records": len(case.records) > 1,
        "several occasions": len(case.verdicts) > 1,
        "excused": case.excused_by,
        "excuse too late": case.too_late,
        "stand-in": any(
            words in case.says
            for words in ("arrival is missing", "arrival alone", "has no time: the arrival")
        ),
        "attribute not recorded": not case.attributes and Verdict.NOT_RECORDED in case.verdicts,
        "outlives": any("released" in line for line in lines) and case.reason != "ended_before",
    }
    yield from (name for name, there in marks.items() if there)
    for one in judged:
        if one.observed is not None and one.limit is not None:
            over = one.observed - one.limit
            at = {timedelta(): "at the limit", SECOND: "a second over", -SECOND: "a second less"}
            yield at.get(over, "")


def _told(found: Sequence[Occasion]) -> tuple[object, ...]:
    first = found[0]
    return (
        [each.verdict for each in found],
        first.reason,
        first.as_first_written,
        first.excused_by and first.excused_by.kind,
        first.excuse_too_late and first.excuse_too_late.kind,
    )


@pytest.mark.parametrize("name", sorted(rules()))
def test_each_case_is_judged_as_it_says(name: str) -> None:
    for case in examples()[name]:
        found = case.judged(rules()[name], SITE)
        expected = (
            list(case.verdicts),
            case.reason,
            case.as_first_written,
            case.excused_by,
            case.too_late,
        )
        assert _told(found) == expected, case.says
        assert case.observed in (None, found[0].observed), case.says
        assert case.due is None or found[0].due_at == case.instant(case.due), case.says


@pytest.mark.parametrize("name", sorted(rules()))
def test_each_rule_has_its_due_kinds_of_case(name: str) -> None:
    own = examples()[name]
    there = {each for case in own for each in shown(case)}
    assert due(rules()[name]) - there == set()
    assert len(own) >= 6
    assert len({case.says for case in own}) == len(own)


def test_there_are_cases_of_rules_alone() -> None:
    assert set(examples()) == set(rules())


def test_a_line_that_is_no_entry_is_a_mistake() -> None:
    case = Example(rule="x", says="", as_of="12:00", verdicts=(), records=(("ten apprehended",),))
    with pytest.raises(ValueError, match="no entry"):
        case.cases()


def test_the_gravest_counts_and_nothing_is_not_applicable() -> None:
    of = [Occasion(verdict=each) for each in (Verdict.MET, Verdict.PENDING, Verdict.NOT_RECORDED)]
    assert gravest(of) is Verdict.NOT_RECORDED
    assert gravest([]) is Verdict.NOT_APPLICABLE


def test_every_rule_names_its_source_and_each_limit_has_a_value() -> None:
    for rule in rules().values():
        assert rule.source.ref
        assert rule.says.endswith(".")
        assert str(rule.template)
        assert rule.limits_on(date(2026, 5, 4), SITE) is not None, rule.name


@pytest.mark.parametrize(
    "text",
    [
        'name = "x"',
        'name = "x"\n[minutes]\n"lawyer.caled" = 5',
        'name = "x"\n[minutes]\n"lawyer.called" = -5',
        "[",
    ],
)
def test_a_sites_limits_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="cannot be read"):
        read_site(text, file="site.toml")


def test_a_site_that_sets_no_limit_judges_nothing() -> None:
    case = examples()["lawyer.called"][0]
    assert case.judged(rules()["lawyer.called"], Site("a site")) == ()


def test_a_custody_of_one_record_that_ended_in_a_transfer_is_not_over() -> None:
    case = next(one for one in examples()["judge.seen-in-time"] if "still held somewhere" in one.says)
    [only] = case.cases()
    assert only.record is not None
    [held] = whole_custodies([Stay(only.record, only)])
    assert gravest(rules()[case.rule].judge(held.case, SITE)) is Verdict.NOT_RECORDED
