"""What holds of every register there can be, however it is written (safeguards.md 1)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from habeas.custody import Event, Record
from habeas.custody.events import event_as_exchanged
from habeas.custody.kinds import Type, kinds
from habeas.safeguards import (
    Case,
    Custody,
    Occasion,
    Reason,
    Rule,
    Scope,
    Site,
    Verdict,
    custodies,
    example_site,
    gravest,
    rules,
)
from habeas.safeguards.templates.attribute import Attribute
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.lengths import MinGap
from habeas.safeguards.templates.sequence import Numbered
from habeas.safeguards.templates.within import Within

BEGIN = datetime(2026, 3, 28, 12, tzinfo=UTC)
"""The day before the clocks go forward in Europe."""
SITE = example_site()
ACTORS = ("o1", "o2", "o3")


def field_values(name: str, kind: str) -> st.SearchStrategy[Any]:
    """What a field of a kind can say."""
    field = kinds()[kind].fields[name]
    match field.type:
        case Type.BOOL:
            return st.booleans()
        case Type.CHOICE:
            return st.sampled_from(field.of)
        case Type.CHOICES:
            return st.lists(st.sampled_from(field.of), max_size=3, unique=True)
        case Type.ACTORS:
            return st.lists(st.sampled_from(ACTORS), max_size=3)
        case Type.INSTANT:
            return st.integers(0, 4000).map(lambda minute: (BEGIN + timedelta(minutes=minute)).isoformat())
        case Type.ACTOR:
            return st.sampled_from(ACTORS)
    return st.sampled_from(["o1", "grounds"])


ASKED = {
    *("until", "reason", "authorised_by", "interviewers", "present", "urgent", "urgent_reason", "private"),
    *("police_hearing", "police_sight", "sight_at_doctors_request", "consistency", "indicative", "level"),
    *("same_sex", "with_adults", "outcome", "to", "by", "questioned", "observation", "in_writing"),
}
FIELDS = {kind: sorted(set(kinds()[kind].fields) & ASKED) for kind in kinds()}
OFTEN = (
    *("apprehended", "arrived", "record_opened", "released", "transferred_out", "transferred_in"),
    *("interview_started", "interview_ended", "lawyer_arrived", "lawyer_left", "lawyer_requested"),
)
KINDS = st.sampled_from([*sorted(set(kinds()) - {"annulled", "log_refilled"}), *OFTEN * 6])
MINUTES = st.one_of(st.sampled_from([0, 0, 30, 60, 61, 120, 180, 360, 1440, 2880]), st.integers(0, 4000))


@st.composite
def entries(draw: Callable[..., Any], record: int = 1) -> list[Event]:
    """The entries of a record: any kind at any time or none, written whenever, corrected by anything."""
    found: list[Event] = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        corrected = draw(st.none() | st.sampled_from(found)) if found and draw(st.booleans()) else None
        kind = draw(KINDS) if corrected is None else draw(st.sampled_from([corrected.kind, "annulled"]))
        minute = draw(st.none() | MINUTES)
        happened = None if minute is None else BEGIN + timedelta(minutes=minute)
        names = FIELDS[kind]
        data = {name: draw(field_values(name, kind)) for name in names if draw(st.booleans())}
        found.append(
            event_as_exchanged(
                {
                    "record_id": f"r{record}",
                    "event_id": _id(record, number),
                    "kind": kind,
                    "seq": number,
                    "occurred_at": happened,
                    "recorded_at": (happened or BEGIN) + timedelta(minutes=draw(st.sampled_from([0, 5, 90]))),
                    "span_id": draw(st.sampled_from([None, None, "a", "b"])),
                    "source": draw(st.sampled_from([None, "paper"])),
                    "corrects": corrected and corrected.event_id,
                    "data": data,
                }
            )
        )
    return found


def _id(record: int, number: int) -> str:
    return f"00000000-0000-7000-8000-{record:06}{number:06}"


PERSONS = st.fixed_dictionaries(
    {
        "basis": st.sampled_from(["criminal", "attendance", None]),
        "zone": st.sampled_from(["Europe/Paris", "Asia/Baku", None]),
        "establishment_type": st.sampled_from(["prison", "police_station", None]),
        **{
            name: st.sampled_from([True, False, None])
            for name in ("juvenile", "foreign_national", "vulnerable", "needs_interpreter")
        },
    }
).map(lambda said: Record(record_id="r1", **said))
INSTANTS = MINUTES.map(lambda minute: BEGIN + timedelta(minutes=minute))
RULES = st.sampled_from(sorted(rules())).map(lambda name: rules()[name])


def judged(rule: Rule, events: list[Event], as_of: datetime, record: Record, site: Site = SITE):
    """Every occasion of a record; over the whole of custody, of a custody of that record alone."""
    case = Case(events, as_of, record=record)
    return rule.judge(case if rule.scope is Scope.STAY else Custody([case]), site)


def everything(found: tuple[Occasion, ...]) -> list[tuple[object, ...]]:
    """Occasions without the ids of the entries that stand behind them."""
    return [(one.verdict, one.reason, one.since, one.due_at, one.observed, one.count) for one in found]


@settings(max_examples=40)
@given(own=entries(), as_of=INSTANTS, record=PERSONS)
def test_whatever_is_written_there_is_a_verdict_that_its_entries_bear(own, as_of, record) -> None:
    for rule in rules().values():
        found = judged(rule, own, as_of, record)
        assert found or rule.name.startswith("register.written"), rule.name
        for one in found:
            hold(one, own, as_of)
            if one.verdict is Verdict.PENDING:
                hold_pending(one, rule, own, as_of)
        assert gravest(found) in {one.verdict for one in found} | {Verdict.NOT_APPLICABLE}


def hold(found: Occasion, own: list[Event], as_of: datetime) -> None:
    """What is true of every verdict."""
    assert (found.reason is not None) is (found.verdict is Verdict.NOT_APPLICABLE)
    assert found.as_first_written is not found.verdict
    for one in (*found.evidence, found.excused_by, found.excuse_too_late):
        assert one is None or (one in own and one.recorded_at <= as_of)
        assert one is None or one.occurred_at is None or one.occurred_at <= as_of or one.corrects is None
    if found.verdict is Verdict.BREACHED:
        assert found.evidence or found.count
    if found.excused_by is not None:
        assert found.verdict in (Verdict.MET, Verdict.PENDING)
    if found.reason is Reason.WAIVED:
        assert found.evidence


def hold_pending(found: Occasion, rule: Rule, own: list[Event], as_of: datetime) -> None:
    """Pending is only what is not over: an open record, or a duty that outlives custody."""
    outlives = isinstance(rule.template, Within) and rule.template.outlives
    assert outlives or Case(own, as_of).is_open
    if isinstance(rule.template, Within):
        assert found.due_at is not None
        assert found.due_at >= as_of


@settings(max_examples=40)
@given(own=entries(), as_of=INSTANTS, record=PERSONS, later=entries(record=1))
def test_what_is_written_after_the_instant_changes_nothing(own, as_of, record, later) -> None:
    added = [
        replace(
            one,
            event_id=_id(2, number),
            seq=len(own) + number,
            recorded_at=as_of + timedelta(microseconds=number),
            corrects=own[0].event_id if one.kind == own[0].kind else None,
        )
        for number, one in enumerate(later, 1)
        if one.kind != "annulled"
    ]
    for rule in rules().values():
        if not isinstance(rule.template, Numbered):
            assert judged(rule, own, as_of, record) == judged(rule, [*own, *added], as_of, record)


@settings(max_examples=40)
@given(own=entries(), as_of=INSTANTS, record=PERSONS, order=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(own, as_of, record, order) -> None:
    mixed = list(own)
    order.shuffle(mixed)
    for rule in rules().values():
        assert judged(rule, own, as_of, record) == judged(rule, mixed, as_of, record)


@settings(max_examples=40)
@given(own=entries(), as_of=INSTANTS, record=PERSONS, more=st.integers(1, 600))
def test_a_wider_limit_never_turns_what_was_kept_into_a_breach(own, as_of, record, more) -> None:
    for rule in rules().values():
        site = [each.site for each in rule.limits.values() if each.site]
        if not site or isinstance(rule.template, (AtLeast, Total, Continuous, MinGap, Attribute)):
            continue
        wide = Site("wide", {**SITE.minutes, site[0]: SITE.minutes[site[0]] + more})
        before = {one.key: one.verdict for one in judged(rule, own, as_of, record)}
        for one in judged(rule, own, as_of, record, wide):
            if one.verdict is Verdict.BREACHED:
                assert before.get(one.key) is Verdict.BREACHED, rule.name


@settings(max_examples=40)
@given(own=entries(), as_of=INSTANTS, record=PERSONS)
def test_corrections_applied_by_hand_give_the_same(own, as_of, record) -> None:
    """Entries are numbered anew: what stands is written where, and when, what it stands for first was."""
    case = Case(own, as_of, record=record)
    firsts = [(case.first_of(one), one) for one in case.events]
    for rule in rules().values():
        if rule.as_entered:
            continue
        plain = [
            replace(one, corrects=None, event_id=first.event_id, recorded_at=case.written(one))
            for first, one in firsts
        ]
        assume(all(one.recorded_at <= as_of for one in plain))
        found = judged(rule, own, as_of, record)
        by_hand = judged(rule, plain, as_of, record)
        assert sorted(everything(found), key=str) == sorted(everything(by_hand), key=str), rule.name


@settings(max_examples=40)
@given(own=entries(), as_of=INSTANTS, record=PERSONS, rule=RULES, joined=entries(record=2))
@example(own=[], as_of=BEGIN, record=Record(record_id="r1"), rule=rules()["custody.24h"], joined=[])
def test_several_records_of_one_person_have_one_verdict_over_custody(
    own, as_of, record, rule, joined
) -> None:
    cases = [Case(own, as_of, record=record), Case(joined, as_of, record=replace(record, record_id="r2"))]
    chains = list(custodies(cases))
    assert sorted(id(case) for chain in chains for case in chain) == sorted(map(id, cases))
    for chain in chains:
        custody = Custody(chain)
        for one in rule.judge(custody if rule.scope is Scope.CUSTODY else chain[0], SITE):
            hold(one, [*own, *joined], as_of)
