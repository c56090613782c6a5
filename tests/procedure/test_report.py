"""A report on a visit: adopted before it goes, answered after it went, public only by a publication."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from tests.procedure.driven import Driven

from habeas import law
from habeas.procedure.clocks import DueSet, Standing
from habeas.procedure.machine import Act, ForbiddenError, History, Side
from habeas.procedure.report import MACHINE, STEPS, VOCABULARY, State
from habeas.procedure.report import acts as said
from habeas.procedure.report.steps import authentic, report_deadlines
from habeas.procedure.written import particulars

DAY = date(2031, 7, 3)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


ADOPTED = said.Adopted(on=later(30), way=said.Way.PLENARY, plenary=112, language="en")
SENT = said.Transmitted(on=later(40), letter="letter of 12 August 2031", channel="Permanent Representation")
ROAD = (said.Drafted(on=DAY), said.HeadAgreed(on=later(20)), ADOPTED, SENT)


def taken(*acts: Act) -> History:
    history = History()
    for act in acts:
        history = MACHINE.take(history, act)
    return history


def refused(history: History, act: Act) -> ForbiddenError:
    with pytest.raises(ForbiddenError) as caught:
        MACHINE.take(history, act)
    assert law.provision(caught.value.clause)
    return caught.value


def answer(days: int, kind: said.ResponseKind = said.ResponseKind.SINGLE, concerns: str = "") -> Act:
    return said.ResponseReceived(on=later(days), kind=kind, concerns=concerns)


def test_the_whole_road_of_a_report() -> None:
    history = taken(
        ROAD[0],
        said.CommentsReceived(on=later(10)),
        ROAD[1],
        said.Cleared(on=later(22)),
        said.LanguageChecked(on=later(25), language="en"),
        ADOPTED,
        said.Translated(on=later(35), language="fr", authentic=True),
        SENT,
        said.Acknowledged(on=later(45)),
        answer(200),
        said.RepliedTo(on=later(260)),
        said.PublicationRequested(on=later(300)),
        said.Published(on=later(310), publication="publication1"),
    )
    assert [MACHINE.state(history, later(day)) for day in (0, 20, 30, 40, 200, 310)] == [
        State.DRAFT,
        State.AGREED,
        State.ADOPTED,
        State.TRANSMITTED,
        State.ANSWERED,
        State.PUBLISHED,
    ]
    assert authentic(history) == ("en", "fr")


def test_a_new_draft_needs_the_head_of_the_delegation_again() -> None:
    again = taken(ROAD[0], ROAD[1], said.Drafted(on=later(21)))
    assert "not agreed" in refused(again, ADOPTED).message


def test_article_6_1_a_quorum_of_members_and_a_majority_of_those_present() -> None:
    history = taken(*ROAD[:2])
    votes = replace(ADOPTED, members=46, present=24, in_favour=13)
    assert MACHINE.state(MACHINE.take(history, votes)) is State.ADOPTED
    assert refused(history, replace(votes, present=23)).code == "no-quorum"
    assert refused(history, replace(votes, in_favour=12)).code == "no-majority"
    assert refused(history, replace(votes, in_favour=None)).code == "votes-do-not-add-up"
    assert refused(history, replace(votes, in_favour=25)).clause == "ECPT#6(1)"


def test_a_report_passes_between_meetings_by_the_accelerated_procedure() -> None:
    history = taken(*ROAD[:2])
    assert refused(history, replace(ADOPTED, plenary=None)).code == "meeting-missing"
    quick = replace(ADOPTED, plenary=None, way=said.Way.ACCELERATED)
    assert MACHINE.state(MACHINE.take(history, quick)) is State.ADOPTED


def test_article_10_1_no_report_goes_that_was_not_adopted_and_none_without_a_letter() -> None:
    assert "not adopted" in refused(taken(*ROAD[:2]), SENT).message
    assert refused(taken(*ROAD[:3]), replace(SENT, letter="")).code == "letter-missing"


def test_article_10_1_a_reply_to_what_was_never_transmitted_is_refused() -> None:
    error = refused(taken(*ROAD[:3]), answer(50))
    assert (error.clause, error.message) == ("ECPT#10(1)", "This report was never transmitted to the Party.")
    assert refused(taken(*ROAD), answer(50, concerns="12–14")).code == "no-such-clock"


def test_the_letter_sets_several_clocks_and_each_is_met_by_its_own_answer() -> None:
    whole = DueSet(on=later(40), due=later(220), letter=SENT.letter)
    urgent = replace(whole, due=later(70), concerns="12, 14–16")
    history = taken(*ROAD, whole, urgent, answer(65, concerns="12, 14–16"))
    all_, part = report_deadlines(history.acts)
    assert (all_.standing(later(80)), part.standing(later(80))) == (Standing.RUNNING, Standing.MET)
    longer = MACHINE.take(history, replace(whole, on=later(210), due=later(280), letter="second letter"))
    assert [str(day) for day in report_deadlines(longer.acts)[0].dates] == [
        later(220).isoformat(),
        later(280).isoformat(),
    ]
    assert refused(longer, replace(whole, on=later(215), due=later(230))).code == "extension-shortens"


def test_what_came_in_part_meets_no_deadline() -> None:
    due = DueSet(on=later(40), due=later(220), letter=SENT.letter)
    some = said.ResponseReceived(on=later(60), kind=said.ResponseKind.SINGLE, in_part=True)
    history = taken(*ROAD, due, some)
    assert report_deadlines(history.acts)[0].standing(later(221)) is Standing.LATE
    assert report_deadlines(MACHINE.take(history, answer(200)).acts)[0].standing(later(221)) is Standing.MET


def test_a_month_count_is_never_the_treatys() -> None:
    sets = {step.act: step for step in STEPS}[DueSet]
    assert sets.provision.status is not law.Status.BINDING
    nobodys = DueSet(on=later(40), due=later(220), letter="")
    assert refused(taken(*ROAD), nobodys).code == "letter-missing"


def test_a_follow_up_report_comes_after_an_interim_one() -> None:
    history = taken(*ROAD)
    follow_up = answer(400, said.ResponseKind.FOLLOW_UP)
    assert refused(history, follow_up).code == "no-interim-report"
    both = MACHINE.take(MACHINE.take(history, answer(200, said.ResponseKind.INTERIM)), follow_up)
    assert MACHINE.state(both) is State.ANSWERED


def test_article_11_1_a_report_is_public_only_by_the_publication_that_opened_it() -> None:
    history = taken(*ROAD)
    assert refused(history, said.Published(on=later(90), publication="")).clause == "ECPT#11(1)"
    assert (
        "never transmitted"
        in refused(taken(*ROAD[:3]), said.Published(on=later(90), publication="p")).message
    )


def test_article_11_2_the_party_asks_for_the_publication_of_what_it_was_sent() -> None:
    assert refused(taken(*ROAD[:3]), said.PublicationRequested(on=later(31))).clause == "ECPT#11(2)"
    asked = taken(*ROAD, said.PublicationRequested(on=later(90)))
    assert MACHINE.state(asked) is State.TRANSMITTED  # to ask opens nothing by itself


def test_dates_out_of_order_are_refused() -> None:
    assert refused(taken(*ROAD), answer(39)).code == "act-out-of-order"


days = st.integers(0, 40).map(later)
notes = st.sampled_from(["", "why"])
numbers = st.none() | st.integers(0, 50)
matters = st.sampled_from(["", "12", "14–16"])
_PLAIN = (said.CommentsReceived, said.HeadAgreed, said.Cleared, said.Acknowledged)
ACTS: st.SearchStrategy[Act] = st.one_of(
    *(st.builds(kind, on=days, note=notes) for kind in _PLAIN),
    st.builds(said.Drafted, on=days, version=notes),
    st.builds(said.LanguageChecked, on=days, language=notes),
    st.builds(
        said.Adopted,
        on=days,
        way=st.sampled_from(said.Way),
        language=notes,
        plenary=numbers,
        present=numbers,
        in_favour=numbers,
        members=numbers,
    ),
    st.builds(said.Translated, on=days, language=notes, authentic=st.booleans()),
    st.builds(said.Transmitted, on=days, letter=notes, channel=notes),
    st.builds(DueSet, on=days, due=days, letter=notes, concerns=matters),
    st.builds(
        said.ResponseReceived,
        on=days,
        kind=st.sampled_from(said.ResponseKind),
        concerns=matters,
        in_part=st.booleans(),
    ),
    st.builds(said.Consulted, on=days, by=st.sampled_from(Side)),
    st.builds(said.RepliedTo, on=days, letter=notes),
    st.builds(said.PublicationRequested, on=days, letter=notes),
    st.builds(said.Published, on=days, publication=notes),
)


@given(ACTS)
def test_what_a_row_keeps_of_an_act_is_the_act(act: Act) -> None:
    kept = json.loads(json.dumps(particulars(act)))
    assert VOCABULARY.read(VOCABULARY.word_of(type(act)), kept, on=act.on, note=act.note) == act


def test_every_kind_of_act_has_a_step_and_a_word() -> None:
    assert {step.act for step in STEPS} == set(VOCABULARY.words.values())


class Report(Driven):
    """Whatever is tried, in whatever order: what got in is in order, allowed, and stays."""

    machine = MACHINE

    @rule(act=ACTS)
    def try_anything(self, act: Act) -> None:
        self.attempt(act)

    @rule(choice=st.integers(0, 30))
    def go_on(self, choice: int) -> None:
        """A step that is likely to be taken, so that the deep states are reached."""
        on = max((act.on for act in self.history.acts), default=DAY)
        likely = [
            said.Drafted(on=on),
            said.HeadAgreed(on=on),
            replace(ADOPTED, on=on),
            replace(SENT, on=on),
            DueSet(on=on, due=on + timedelta(days=180), letter="l"),
            said.ResponseReceived(on=on, kind=said.ResponseKind.SINGLE),
            said.Published(on=on, publication="p"),
        ]
        self.attempt(likely[choice % len(likely)])

    @invariant()
    def nothing_is_answered_or_public_that_was_not_adopted_and_sent(self) -> None:
        standing = self.history.standing()
        for place, act in enumerate(standing):
            before = standing[:place]
            if isinstance(act, said.Transmitted):
                assert any(isinstance(one, said.Adopted) for one in before)
            if isinstance(act, (said.ResponseReceived, said.Published, DueSet)):
                assert any(isinstance(one, said.Transmitted) for one in before)
            if isinstance(act, said.Published):
                assert act.publication

    @invariant()
    def no_deadline_is_lost_and_each_has_its_letter(self) -> None:
        standing = self.history.standing()
        set_for = {act.concerns for act in standing if isinstance(act, DueSet)}
        clocks = report_deadlines(standing)
        assert {clock.concerns for clock in clocks} == set_for
        assert all(clock.set_by.strip() for clock in clocks)


TestReport = Report.TestCase
