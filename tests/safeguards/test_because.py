"""Why an occasion was judged so, in a sentence: of every case of every rule, and word for word of some."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.safeguards.handmade import audited, four_records

from habeas.language import words
from habeas.safeguards import Occasion, Verdict, example_site, rules
from habeas.safeguards.custody import Custody, custodies
from habeas.safeguards.examples import Example, examples
from habeas.safeguards.figures import figures_of
from habeas.safeguards.figures.making import standing
from habeas.safeguards.report.because import Because, Reasons
from habeas.safeguards.report.composing import Composing
from habeas.safeguards.report.records import Found, Record, unended

SITE = example_site()


@pytest.fixture(scope="module")
def composing(tmp_path_factory: pytest.TempPathFactory) -> Composing:
    folder: Path = four_records(tmp_path_factory.mktemp("because") / "register")
    return Composing(figures_of(*audited(folder, "2026-02-07T10:00:00Z")), None, words("en"))


def found_of(rule: str, one: Occasion, as_of: datetime) -> Found:
    return Found(
        rule=rule,
        record_id="record-1",
        zone="UTC",
        standing=standing(rules()[rule], "CoE"),
        verdict=one.verdict,
        since=one.since,
        until=one.until,
        due_at=one.due_at,
        observed=one.observed,
        count=one.count,
        limit=one.limit,
        excused_too_late=False,
        changed_since=False,
        unended=unended(
            rules()[rule],
            until=one.until,
            observed=one.observed,
            entries=len(one.evidence),
            as_of=as_of,
        ),
        evidence=one.evidence,
    )


def reasons_of(of: Composing, case: Example, before: str | None = None) -> Reasons:
    """Of the first record of a case."""
    first = case.cases()[0]
    whole = Custody(next(custodies(case.cases())))
    unknown = [name for name, value in whole.attributes.items() if value is None]
    numbers = {one.event_id: one.seq or 0 for one in first.entries}
    record = Record(
        record_id="record-1",
        zone=case.zone,
        establishment_type=None,
        events=(),
        found=(),
        unknown=tuple(unknown),
        before=before,
        kinds_before=frozenset() if before is None else frozenset({"apprehended", "rights_acknowledged"}),
    )
    return Reasons(of, first, numbers, record)


def reasons(of: Composing, case: Example, before: str | None = None) -> list[Because]:
    """Of each occasion of a case that was not kept or is not recorded."""
    rule, says = rules()[case.rule], reasons_of(of, case, before)
    as_of = case.instant(case.as_of)
    return [
        says.of_found(says.placed(found_of(case.rule, one, as_of), rule), rule)
        for one in case.judged(rule, SITE)
        if one.verdict in {Verdict.BREACHED, Verdict.NOT_RECORDED}
    ]


@pytest.mark.parametrize("rule", sorted(examples()))
def test_every_finding_of_every_case_says_why(composing: Composing, rule: str) -> None:
    for case in examples()[rule]:
        for because in reasons(composing, case):
            assert because.said, case.says
            assert "{" not in because.said
            assert "“”" not in because.said


def of_lines(
    composing: Composing, rule: str, *lines: str, before: str | None = None, **attributes: object
) -> Because:
    case = Example(rule=rule, says="", as_of="23:00", verdicts=(), records=(lines,), attributes=attributes)
    [because] = reasons(composing, case, before)
    return because


INTERVIEW = ("10:00 interview_started", "11:00 interview_ended")
LAWYER = ("09:00 lawyer_requested", "09:50 lawyer_arrived")


def test_an_interview_that_names_no_lawyer_says_so_where_the_drawing_shows_one(composing: Composing) -> None:
    because = of_lines(
        composing,
        "lawyer.present-throughout",
        *LAWYER,
        '10:00 interview_started {"present": ["interpreter"]}',
        "11:00 interview_ended",
        "12:00 lawyer_left",
        "13:00 released",
    )
    assert because.said == (
        "“interview began” (no. 3, 4 May 2026, 10:00) does not name “lawyer” under “Who else was present?”. "
        "Two entries disagree: by “lawyer arrived” (no. 2, 09:50) and “lawyer left” (no. 5, 12:00) there was "
        "“lawyer present” at that time. What the interview names counts; which of them is right, the "
        "register does not say."
    )
    assert because.breaks == ("00000000-0000-7000-8000-000001000003",)
    assert because.pieces == ()


def test_a_lawyer_who_left_says_for_how_long_and_the_part_without_one_is_drawn(composing: Composing) -> None:
    because = of_lines(
        composing,
        "lawyer.present-throughout",
        *LAWYER,
        *INTERVIEW,
        "10:40 lawyer_left",
        "13:00 released",
    )
    assert because.said == (
        "Of “interview” from 4 May 2026, 10:00 to 11:00 “lawyer present” is missing for 20 min; 1 min may be "
        "missing."
    )
    [(since, until)] = because.pieces
    assert (f"{since:%H:%M}", until - since) == ("10:40", timedelta(minutes=20))
    assert because.breaks == ()


def test_what_came_late_stands_with_both_its_entries_and_is_what_breaks_the_rule(
    composing: Composing,
) -> None:
    because = of_lines(
        composing, "lawyer.called", "09:00 lawyer_requested", "09:40 lawyer_called", "13:00 released"
    )
    assert because.said == (
        "Between “lawyer asked for” (no. 1, 4 May 2026, 09:00) and “lawyer called” (no. 2, 09:40) lie "
        "40 min; allowed are 30 min."
    )
    assert because.breaks == ("00000000-0000-7000-8000-000001000002",)


def test_of_yes_and_no_the_answer_that_breaks_a_rule_is_told(composing: Composing) -> None:
    because = of_lines(
        composing,
        "doctor.out-of-hearing",
        '10:00 examination_started {"police_hearing": true}',
        "13:00 released",
    )
    assert because.said == (
        "“medical examination began” (no. 1, 4 May 2026, 10:00) answers “Police could hear it” with “yes”."
    )


def test_what_is_not_written_breaks_nothing(composing: Composing) -> None:
    because = of_lines(composing, "lawyer.called", "09:00 lawyer_requested", "13:00 released")
    assert because.said == (
        "After “lawyer asked for” (no. 1, 4 May 2026, 09:00) nothing is written of “lawyer called”; it was "
        "due by 4 May 2026, 09:30."
    )
    assert because.breaks == ()


def test_what_depends_on_an_age_that_nobody_wrote_says_so(composing: Composing) -> None:
    because = of_lines(composing, "juvenile.lawyer-at-interview", *INTERVIEW, "13:00 released", juvenile=None)
    assert because.said.endswith("The register does not say whether the person is under 18.")


def test_where_a_beginning_stands_in_nobody_knows_whether_the_time_had_run_out(composing: Composing) -> None:
    because = of_lines(composing, "judge.seen-in-time", "09:00 arrived", "18:00 released", basis="criminal")
    assert because.said == (
        "The time ran from “arrived” (no. 1, 4 May 2026, 09:00) until “released” (no. 2, 18:00); whether it "
        "had run out by then is not known. When the person was apprehended is not written; what stands in is "
        "the latest that it can be."
    )


CELL = "10:00 cell_entered"


def test_what_is_not_due_yet_is_told_as_that_where_nobody_knows_whom_it_concerns(
    composing: Composing,
) -> None:
    judge = of_lines(composing, "juvenile.judge-in-time", "09:00 apprehended")
    assert judge.said == (
        "After “apprehended” (no. 1, 4 May 2026, 09:00) nothing is written of “brought before a judge” yet; "
        "it is due by 5 May 2026, 09:00. The register does not say on what basis the person is held, "
        "whether the person is under 18."
    )
    held = of_lines(composing, "juvenile.no-more-than-24h", "09:00 apprehended")
    assert "Up to the instant of this audit, 23:00, it has taken 14 h 00 min; the limit runs out" in held.said


def test_a_check_too_late_and_no_check_at_all_are_told_apart(composing: Composing) -> None:
    late = of_lines(
        composing,
        "check.hourly",
        *(CELL, "10:30 checked", "12:40 checked", "13:00 cell_left", "13:00 released"),
    )
    assert late.said.startswith(
        "During “in a cell” 2 h 10 min passed without an entry of “checked on in the cell” or “roused”, from "
        "4 May 2026, 10:30 to 12:40, though there are others; allowed are 1 h 00 min."
    )
    none = of_lines(composing, "check.hourly", CELL, "13:00 cell_left", "13:00 released")
    assert none.said.startswith(
        "During “in a cell”, from 4 May 2026, 10:00 to 13:00, there is no entry of “checked on in the cell” "
        "or “roused” at all"
    )


def test_of_a_cell_that_is_not_left_the_silence_since_the_last_check_is_named_and_no_wider_gap(
    composing: Composing,
) -> None:
    because = of_lines(composing, "check.hourly", CELL, "10:55 checked", "11:10 checked")  # as of 23:00
    assert because.said.startswith(
        "The last entry of “checked on in the cell” or “roused” during “in a cell” is of 4 May 2026, 11:10. "
        "Since then, for 11 h 50 min up to the audit, neither another one is written nor that it ended"
    )


def test_what_stands_in_the_record_of_the_stay_before_is_said_to_stand_there(composing: Composing) -> None:
    taken_over = ("10:00 transferred_in", "10:05 record_opened", "20:00 released")
    for rule, kind in (
        ("record.apprehension-timed", "apprehended"),
        ("rights.informed-at-outset", "apprehended"),
        ("rights.acknowledged", "rights acknowledged by signature"),
    ):
        stands = (
            "stands in the record of the stay before, record-0, which a rule over one stay does not read."
        )
        assert stands in of_lines(composing, rule, *taken_over, before="record-0").said, kind
        assert stands not in of_lines(composing, rule, *taken_over).said


def test_of_numbers_it_says_which_one_no_entry_has_and_which_several_have(composing: Composing) -> None:
    gone = of_lines(composing, "register.numbered", "10:00 apprehended", "11:00 released numbered 4")
    assert gone.said == "No entry of this record has the number 2 or 3."
    twice = of_lines(composing, "register.numbered", "10:00 apprehended", "11:00 released numbered 1")
    assert twice.said == "Several have the number 1."


def test_a_time_that_runs_from_no_entry_is_not_told_as_a_time_that_is_not_known(composing: Composing) -> None:
    because = of_lines(composing, "review.on-time", "10:00 arrived", "20:00 released")
    assert because.said == "There is no entry from which the time runs."


def test_of_what_is_due_again_the_entry_from_which_the_time_runs_is_named(composing: Composing) -> None:
    lines = ("10:00 arrived", "10:05 detention_authorised", "17:00 review_held", "20:00 released")
    because = of_lines(composing, "review.on-time", *lines, jurisdiction="GB-EAW")
    assert because.said == (
        "Between “detention authorised” (no. 2, 4 May 2026, 10:05) and “review of the detention held” "
        "(no. 3, 17:00) lie 6 h 55 min; allowed are 6 h 00 min."
    )
    assert len(because.told_beside) == 1


def test_what_was_written_before_its_time_is_named_where_nothing_answers(composing: Composing) -> None:
    lines = ("08:00 attended", "08:05 record_opened", "10:00 apprehended", "12:00 released")
    because = of_lines(composing, "record.opened", *lines)
    assert because.said == (
        "After “apprehended” (no. 3, 4 May 2026, 10:00) nothing is written of “record opened”; it was due by "
        "4 May 2026, 11:00. “record opened” (no. 2, 08:05) came before, and is no answer to it."
    )
    assert len(because.told_beside) == 1


def test_an_interview_of_which_no_end_is_written_is_told_as_counted_to_the_audit(
    composing: Composing,
) -> None:
    because = of_lines(composing, "interview.not-too-long", "10:00 interview_started")
    assert because.said == (
        "No end of “interview” from 4 May 2026, 10:00 is written; it is counted to the instant of this "
        "audit, 23:00. So counted it took 13 h 00 min without “break in the interview”; allowed are "
        "2 h 00 min."
    )
    ended = of_lines(composing, "interview.not-too-long", "10:00 interview_started", "23:00 interview_ended")
    assert ended.said.startswith("“interview” from 4 May 2026, 10:00 to 23:00 took 13 h 00 min")


def test_a_stay_of_which_no_end_is_written_is_told_as_counted_to_the_audit(composing: Composing) -> None:
    case = Example(
        rule="juvenile.no-more-than-24h",
        says="",
        as_of="+2d 12:00",
        verdicts=(),
        records=(("09:00 apprehended",),),
        attributes={"juvenile": True},
    )
    [because] = reasons(composing, case)
    assert because.said.startswith("After “apprehended” (no. 1, 4 May 2026, 09:00) no end of that time")
    assert because.breaks == ()  # no entry does: that none is there


def test_what_goes_on_beside_without_a_written_end_is_told_as_counted_too(composing: Composing) -> None:
    because = of_lines(
        composing,
        "interview.not-in-rest",
        "09:00 rest_started",
        "10:00 interview_started",
        "11:00 interview_ended",
    )
    assert because.said == (
        "“interview” from 4 May 2026, 10:00 to 11:00 and “rest” overlap for 1 h 00 min. No end of “rest” "
        "from 09:00 is written; it is counted to the instant of this audit, 23:00."
    )


def test_of_what_was_in_time_from_a_beginning_that_stands_in_it_says_why_it_is_not_recorded(
    composing: Composing,
) -> None:
    delay = '10:30 notification_delay_authorised {"until": "17:00", "authorised_by": "x"}'
    late = ("10:00 arrived", delay, "16:30 third_party_notified", "20:00 released")
    said = of_lines(composing, "notice.third-party-told", *late).said
    assert "lie 6 h 30 min; allowed are 3 h 00 min." in said
    assert "From there it was in time, since the limit was put off; but how much time passed before" in said
    soon = of_lines(
        composing, "notice.third-party-told", late[0], "11:00 third_party_notified", late[-1]
    ).said
    assert "From there it was in time, but how much time passed before is not written here" in soon


def test_what_holds_of_a_whole_record_is_told_in_full_once_and_then_marked(composing: Composing) -> None:
    case = Example(
        rule="rights.informed-at-outset",
        says="",
        as_of="23:00",
        verdicts=(),
        records=(("10:00 transferred_in", "10:05 record_opened", "20:00 released"),),
        attributes={},
    )
    [rule, timed] = (rules()[name] for name in (case.rule, "record.apprehension-timed"))
    says = reasons_of(composing, case, "record-0")
    said = [
        says.of_found(found_of(each.name, one, case.cases()[0].as_of), each).said
        for each in (rule, timed)
        for one in case.judged(each, SITE)
    ]
    assert "stands in the record of the stay before, record-0" in said[0]
    assert said[1].endswith("“apprehended”: in the stay before, as told above.")
