"""Article 10(2): in order, with the Party heard, by two thirds of all members, and never rewritten."""

import json
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from tests.procedure.driven import Driven

from habeas import law
from habeas.procedure.machine import Act, ForbiddenError, History
from habeas.procedure.public_statement import (
    MACHINE,
    STEPS,
    VOCABULARY,
    ClosedWithoutStatement,
    Ground,
    GroundAttached,
    GroundedIn,
    Opened,
    PartyTold,
    Reopened,
    Resumed,
    State,
    StatementMade,
    Suspended,
    ViewsReceived,
    ViewsTimeOver,
    Voted,
    grounds,
    opened_documents,
)
from habeas.procedure.written import particulars

DAY = date(2031, 7, 3)
BOTH = frozenset(Ground)
OPENED = Opened(on=DAY, plenary=112, grounds=frozenset({Ground.NO_COOPERATION}))


def later(days: int) -> date:
    return DAY + timedelta(days=days)


def taken(*acts: Act) -> History:
    history = History()
    for act in acts:
        history = MACHINE.take(history, act)
    return history


HEARD = (OPENED, PartyTold(on=later(1), views_by=later(60)), ViewsReceived(on=later(30)))
CARRIED = Voted(on=later(90), in_favour=31, against=2, abstained=1, members=46)


def refused(history: History, act: Act) -> ForbiddenError:
    with pytest.raises(ForbiddenError) as caught:
        MACHINE.take(history, act)
    assert law.provision(caught.value.clause)
    return caught.value


def test_the_whole_road_to_a_statement() -> None:
    history = taken(*HEARD, CARRIED, StatementMade(on=later(120), opens=("report1",)))
    assert MACHINE.state(history) is State.STATEMENT_MADE
    assert opened_documents(history) == {"report1"}
    assert [MACHINE.state(history, later(day)) for day in (-1, 0, 30, 90, 120)] == [
        State.NOT_OPEN,
        State.OPEN,
        State.HEARD,
        State.DECIDED,
        State.STATEMENT_MADE,
    ]


def test_article_10_2_a_statement_before_the_views_of_the_party_is_refused_by_its_clause() -> None:
    told = taken(OPENED, PartyTold(on=later(1)))
    error = refused(told, replace(CARRIED))
    assert (error.clause, "views known" in error.message) == ("ECPT#10(2)", True)
    assert "views known" in refused(told, StatementMade(on=later(9))).message
    assert refused(taken(OPENED), ViewsReceived(on=later(2))).code == "party-not-told"


def test_article_10_2_the_convention_sets_no_time_for_views_only_a_letter_does() -> None:
    assert refused(taken(OPENED, PartyTold(on=DAY)), ViewsTimeOver(on=later(999))).code == "views-time-runs"
    told = taken(OPENED, PartyTold(on=DAY, views_by=later(60)))
    assert refused(told, ViewsTimeOver(on=later(60))).code == "views-time-runs"
    assert MACHINE.state(MACHINE.take(told, ViewsTimeOver(on=later(61)))) is State.HEARD


@pytest.mark.parametrize(
    ("in_favour", "members", "carried"), [(31, 46, True), (30, 46, False), (30, 45, True), (2, 3, True)]
)
def test_article_10_2_two_thirds_of_all_members_decide_not_of_those_present(
    in_favour: int, members: int, carried: bool
) -> None:
    vote = Voted(on=later(90), in_favour=in_favour, against=0, abstained=0, members=members)
    assert vote.carried is carried
    state = MACHINE.state(taken(*HEARD, vote))
    assert state is (State.DECIDED if carried else State.HEARD)


@given(
    st.integers(1, 60).flatmap(
        lambda members: st.tuples(st.just(members), st.integers(0, members), st.integers(0, members))
    )
)
def test_who_is_absent_counts_as_not_in_favour(numbers: tuple[int, int, int]) -> None:
    members, in_favour, against = numbers
    vote = Voted(on=DAY, in_favour=in_favour, against=against, abstained=0, members=members)
    assert vote.carried == (Fraction(in_favour, members) >= Fraction(2, 3))


def test_a_vote_of_more_than_all_members_is_refused() -> None:
    history = taken(*HEARD)
    for wrong in (
        replace(CARRIED, in_favour=45, against=2),
        replace(CARRIED, members=0, in_favour=0, against=0, abstained=0),
        replace(CARRIED, against=-1),
    ):
        assert refused(history, wrong).code == "votes-do-not-add-up"


def test_no_statement_without_a_vote_that_carried() -> None:
    lost = taken(*HEARD, replace(CARRIED, in_favour=10))
    assert "two thirds of all members" in refused(lost, StatementMade(on=later(91))).message
    assert MACHINE.state(MACHINE.take(lost, replace(CARRIED, on=later(95)))) is State.DECIDED


def test_it_can_stand_open_for_years_and_close_without_a_statement() -> None:
    history = taken(*HEARD)
    assert MACHINE.state(history, later(4000)) is State.HEARD
    assert refused(history, ClosedWithoutStatement(on=later(4000))).code == "why-missing"
    closed = MACHINE.take(history, ClosedWithoutStatement(on=later(4000), note="dialogue was resumed"))
    assert MACHINE.state(closed) is State.CLOSED
    again = MACHINE.take(closed, Reopened(on=later(5000), plenary=140, grounds=BOTH))
    assert (MACHINE.state(again), grounds(again), grounds(again, DAY)) == (
        State.OPEN,
        BOTH,
        OPENED.grounds,
    )
    assert refused(again, ViewsReceived(on=later(5001))).code == "party-not-told"  # to be asked anew


def test_views_that_come_while_it_is_suspended_are_not_lost() -> None:
    suspended = taken(*HEARD[:2], Suspended(on=later(5), note="talks are held"))
    assert MACHINE.state(suspended) is State.SUSPENDED
    assert MACHINE.state(MACHINE.take(suspended, Resumed(on=later(9)))) is State.OPEN
    heard = MACHINE.take(suspended, ViewsReceived(on=later(7)))
    assert MACHINE.state(heard) is State.SUSPENDED
    assert MACHINE.state(MACHINE.take(heard, Resumed(on=later(9)))) is State.HEARD


def test_a_fact_is_attached_as_a_ground_once() -> None:
    letter = GroundAttached(on=later(2), kind=GroundedIn.LETTER, fact="letter1")
    history = taken(OPENED, letter)
    assert refused(history, letter).code == "ground-there-already"
    assert MACHINE.state(history) is State.OPEN
    assert refused(History(), letter).code == "step-forbidden"


def test_a_decision_names_a_ground() -> None:
    assert refused(History(), replace(OPENED, grounds=frozenset())).code == "grounds-missing"


def test_dates_out_of_order_are_refused() -> None:
    assert refused(taken(OPENED), PartyTold(on=later(-1))).code == "act-out-of-order"


def test_what_a_later_step_rests_on_is_not_withdrawn() -> None:
    history = taken(*HEARD)
    with pytest.raises(ForbiddenError, match="rests on this one"):
        MACHINE.withdraw(history, 1, "written twice")
    shorter = MACHINE.withdraw(history, 2, "it was another letter")
    assert MACHINE.state(shorter) is State.OPEN
    assert [act.withdrawn_why for act in shorter.acts] == ["", "", "it was another letter"]
    assert MACHINE.state(MACHINE.withdraw(shorter, 1, "not sent")) is State.OPEN


def test_every_step_names_a_provision_and_treaty_is_told_from_practice() -> None:
    status = {step.act: step.provision.status for step in STEPS}
    assert set(status) == set(VOCABULARY.words.values())
    assert status[Voted] is law.Status.BINDING
    assert status[Suspended] is not law.Status.BINDING


days = st.integers(0, 40).map(later)
numbers = st.integers(0, 50)
some_grounds = st.frozensets(st.sampled_from(Ground))
texts = st.sampled_from(["", "why"])
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(Opened, on=days, plenary=numbers, grounds=some_grounds, note=texts),
    st.builds(PartyTold, on=days, views_by=st.none() | days),
    st.builds(ViewsReceived, on=days),
    st.builds(ViewsTimeOver, on=days),
    st.builds(GroundAttached, on=days, kind=st.sampled_from(GroundedIn), fact=st.sampled_from("abc")),
    st.builds(Voted, on=days, in_favour=numbers, against=numbers, abstained=numbers, members=numbers),
    st.builds(StatementMade, on=days, opens=st.lists(st.sampled_from("xyz")).map(tuple)),
    st.builds(Suspended, on=days, note=texts),
    st.builds(Resumed, on=days),
    st.builds(ClosedWithoutStatement, on=days, note=texts),
    st.builds(Reopened, on=days, plenary=numbers, grounds=some_grounds),
)


@given(ACTS)
def test_what_a_row_keeps_of_an_act_is_the_act(act: Act) -> None:
    kept = json.loads(json.dumps(particulars(act)))
    assert VOCABULARY.read(VOCABULARY.word_of(type(act)), kept, on=act.on, note=act.note) == act


class Procedure(Driven):
    """Whatever is tried, in whatever order: what got in is in order, and stays."""

    machine = MACHINE

    @rule(act=ACTS)
    def try_anything(self, act: Act) -> None:
        self.attempt(act)

    @rule(choice=st.integers(0, 30))
    def take_what_is_permitted(self, choice: int) -> None:
        steps = MACHINE.permitted(self.history)
        on = max((act.on for act in self.history.acts), default=DAY)
        act = {
            Opened: Opened(on=on, plenary=1, grounds=BOTH),
            PartyTold: PartyTold(on=on, views_by=on),
            ViewsReceived: ViewsReceived(on=on),
            Voted: Voted(on=on, in_favour=32, against=0, abstained=0, members=46),
            StatementMade: StatementMade(on=on, opens=("x",)),
            Suspended: Suspended(on=on, note="why"),
            Resumed: Resumed(on=on),
            ClosedWithoutStatement: ClosedWithoutStatement(on=on, note="why"),
            Reopened: Reopened(on=on, plenary=2, grounds=BOTH),
        }.get(steps[choice % len(steps)].act)
        if act is not None:
            self.attempt(act)

    @invariant()
    def no_statement_without_views_and_two_thirds_of_all_members(self) -> None:
        standing = self.history.standing()
        for place, act in enumerate(standing):
            if isinstance(act, StatementMade):
                before = standing[:place]
                votes = [one for one in before if isinstance(one, Voted)]
                assert votes
                assert votes[-1].in_favour * 3 >= votes[-1].members * 2
                assert any(isinstance(one, (ViewsReceived, ViewsTimeOver)) for one in before)
                assert any(isinstance(one, PartyTold) for one in before)

    @invariant()
    def nothing_is_opened_that_no_statement_names(self) -> None:
        if MACHINE.state(self.history) in (State.NOT_OPEN, State.OPEN) and not any(
            isinstance(act, StatementMade) for act in self.history.standing()
        ):
            assert opened_documents(self.history) == frozenset()


TestProcedure = Procedure.TestCase
