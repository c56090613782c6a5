"""A visit under the Convention: decided, notified, made; what Articles 8, 9 and 14 allow and forbid."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from tests.procedure.driven import Driven

from habeas import law
from habeas.procedure.clocks import Answered, DueSet, Standing
from habeas.procedure.machine import Act, ForbiddenError, History, Side
from habeas.procedure.visit import MACHINE, STEPS, VOCABULARY, State
from habeas.procedure.visit import acts as said
from habeas.procedure.visit.duties import observations, owed, unusual
from habeas.procedure.written import particulars

DAY = date(2031, 3, 3)


def later(days: int) -> date:
    return DAY + timedelta(days=days)


DECIDED = said.Decided(on=later(1), kind=said.Kind.AD_HOC, decider=said.Decider.BUREAU)
RISK = said.RiskAssessed(on=DAY, outcome=said.Risk.WITH_MEASURES)
NOTIFIED = said.Notified(
    on=later(5),
    letter="letter of 8 March 2031",
    members=("A. Member", "B. Member"),
    assisting=("Dr C. Expert", "D. Interpreter"),
)
STARTED = said.Started(on=later(9), assisting=("Dr C. Expert",))
REPRESENTED = said.Represented(
    on=later(6), ground=said.RepresentationGround.PUBLIC_SAFETY, against=said.Against.TIME
)


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


UNDER_WAY = (RISK, DECIDED, NOTIFIED, STARTED)


def test_the_whole_road_of_a_visit() -> None:
    history = taken(
        said.Programmed(on=later(-30)),
        *UNDER_WAY,
        said.TalksHeld(on=later(18), with_whom="Minister of Justice"),
        said.PreliminaryObservations(on=later(18)),
        said.Completed(on=later(18)),
    )
    assert [MACHINE.state(history, later(day)) for day in (-31, -30, 1, 5, 9, 18)] == [
        State.NOT_DECIDED,
        State.PROGRAMMED,
        State.DECIDED,
        State.NOTIFIED,
        State.UNDER_WAY,
        State.COMPLETED,
    ]
    assert unusual(history, later(20)) == ()


def test_article_2_a_refusal_is_the_states_act_and_says_the_reason_it_gave_or_none() -> None:
    history = taken(RISK, DECIDED, NOTIFIED)
    assert refused(history, said.Refused(on=later(8))).code == "why-missing"
    no = said.Refused(on=later(8), note="No reason was given.")
    assert MACHINE.step_of(said.Refused).clause == "ECPT#2"
    assert MACHINE.state(MACHINE.take(history, no)) is State.REFUSED


def test_article_3_an_incident_is_recorded_of_a_visit_that_never_took_place_too() -> None:
    unsafe = said.IncidentMet(on=later(8), incident="incident1", head=said.Head.NONE)
    cancelled = said.Cancelled(on=later(8), by=Side.BODY, note="The safety of the delegation was in doubt.")
    assert MACHINE.state(taken(RISK, DECIDED, NOTIFIED, unsafe, cancelled)) is State.CANCELLED
    assert law.provision(MACHINE.step_of(said.IncidentMet).clause).ref == "ECPT#3"


def test_article_4_a_member_is_not_objected_to() -> None:
    objection = said.AssistantObjected(on=later(6), person="a. MEMBER")
    assert refused(taken(RISK, DECIDED, NOTIFIED), objection).clause == "ECPT#14(3)"


def test_article_7_1_nobody_is_notified_of_a_visit_that_was_not_decided() -> None:
    assert "not decided" in refused(History(), NOTIFIED).message
    assert "not decided" in refused(taken(said.Programmed(on=DAY)), STARTED).message


def test_article_7_1_between_sessions_the_bureau_decides_ad_hoc_visits_only() -> None:
    error = refused(History(), replace(DECIDED, kind=said.Kind.PERIODIC))
    assert error.clause == "CPT-practice#urgent-decision"


def test_article_7_2_fewer_than_two_members_are_pointed_out_and_not_refused() -> None:
    alone = taken(RISK, DECIDED, replace(NOTIFIED, members=("A. Member",)), STARTED)
    assert [one.clause for one in unusual(alone, later(9))] == ["ECPT#7(2)"]
    added = said.NotificationAdded(on=later(6), letter="second letter", members=("B. Member",))
    assert unusual(taken(RISK, DECIDED, replace(NOTIFIED, members=("A. Member",)), added), later(9)) == ()


def test_article_8_1_a_visit_begins_after_its_notification_which_names_no_place() -> None:
    assert "not notified" in refused(taken(RISK, DECIDED), STARTED).message
    assert NOTIFIED.places == ()
    assert MACHINE.state(taken(*UNDER_WAY)) is State.UNDER_WAY


def test_opcat_20_a_national_mechanism_goes_unannounced() -> None:
    own = replace(DECIDED, decider=said.Decider.MECHANISM)
    assert MACHINE.state(taken(own, replace(STARTED, assisting=("anybody",)))) is State.UNDER_WAY
    assert refused(taken(own, NOTIFIED), REPRESENTED).code == "not-under-the-convention"


@pytest.mark.parametrize("head", [head for head in said.Head if head is not said.Head.NONE])
def test_article_8_2_to_8_4_each_head_of_an_incident_is_a_provision(head: said.Head) -> None:
    assert law.provision(f"ECPT#{head.value}").status is law.Status.BINDING
    history = taken(*UNDER_WAY, said.IncidentMet(on=later(10), incident="incident1", head=head))
    assert MACHINE.state(history) is State.UNDER_WAY


def test_article_8_5_an_immediate_observation_has_its_number_and_a_clock_that_only_a_letter_sets() -> None:
    first = said.ImmediateObservation(on=later(10), number=1, demand="Take cell 3 out of use.")
    history = taken(*UNDER_WAY, first)
    assert observations(history.acts) == ((first, None),)
    due = DueSet(on=later(20), concerns=first.matter, due=later(50), letter="letter of 23 March 2031")
    assert refused(history, replace(due, letter=" ")).code == "letter-missing"
    assert refused(history, replace(due, concerns="immediate observation 2")).code == "no-such-observation"
    assert refused(history, replace(due, due=later(20))).code == "due-before-letter"
    history = MACHINE.take(history, due)
    assert refused(history, replace(due, on=later(40), due=later(45))).code == "extension-shortens"
    ((_made, clock),) = observations(history.acts)
    assert clock is not None
    assert clock.standing(later(51)) is Standing.LATE
    answered = MACHINE.take(history, Answered(on=later(52), concerns=first.matter))
    ((_made, clock),) = observations(answered.acts)
    assert clock is not None
    assert clock.standing(later(52)) is Standing.MET_LATE
    assert refused(answered, replace(due, on=later(60), due=later(90))).code == "answered-already"


def test_article_8_5_numbers_of_immediate_observations_have_no_gap() -> None:
    second = said.ImmediateObservation(on=later(10), number=2, demand="Begin an inquiry.")
    assert refused(taken(*UNDER_WAY), second).code == "observation-number"


def test_article_9_1_five_grounds_and_the_time_or_one_place() -> None:
    assert len(said.RepresentationGround) == 5
    history = taken(RISK, DECIDED, NOTIFIED)
    assert refused(history, replace(REPRESENTED, place="Police station 4")).code == "time-or-place"
    assert refused(history, replace(REPRESENTED, against=said.Against.PLACE)).code == "time-or-place"
    assert "not notified" in refused(taken(RISK, DECIDED), REPRESENTED).message


def test_article_9_1_a_state_that_puts_a_visit_off_without_a_representation_is_pointed_out() -> None:
    off = said.Postponed(on=later(7), by=Side.STATE, note="No reason was given.")
    without = taken(RISK, DECIDED, NOTIFIED, off)
    assert [one.clause for one in unusual(without, later(7))] == ["ECPT#9(1)"]
    assert [one.clause for one in unusual(taken(RISK, DECIDED, NOTIFIED, REPRESENTED, off), later(7))] == [
        "ECPT#9(2)"  # what is left is that they consult
    ]


def test_article_9_2_consultation_at_once_and_information_until_the_visit() -> None:
    history = taken(RISK, DECIDED, NOTIFIED)
    talk = said.Consulted(
        on=later(7), arrangement="The person is moved to the prison hospital.", person_moved=True
    )
    assert refused(history, talk).code == "no-representation"
    history = MACHINE.take(history, REPRESENTED)
    (duty,) = owed(history.acts)
    assert (duty.consultation, duty.information_given) == (True, ())
    history = MACHINE.take(MACHINE.take(history, talk), said.InformationGiven(on=later(8)))
    (duty,) = owed(history.acts)
    assert (duty.consultation, duty.information_given) == (False, (later(8),))
    assert owed(MACHINE.take(history, STARTED).acts) == ()


def test_article_9_2_a_representation_against_a_place_binds_until_that_place_is_visited() -> None:
    against = replace(REPRESENTED, against=said.Against.PLACE, place="Police station 4")
    history = taken(RISK, DECIDED, NOTIFIED, against, STARTED)
    assert len(owed(history.acts)) == 1
    elsewhere = MACHINE.take(history, said.PlaceSeen(on=later(10), place="Police station 5"))
    assert len(owed(elsewhere.acts)) == 1
    assert owed(MACHINE.take(elsewhere, said.PlaceSeen(on=later(11), place="Police station 4")).acts) == ()


def test_article_10_1_the_end_of_a_visit_leads_to_a_report() -> None:
    assert MACHINE.step_of(said.Completed).clause == "ECPT#10(1)"
    assert refused(taken(RISK, DECIDED, NOTIFIED), said.Completed(on=later(9))).code == "step-forbidden"


def test_article_14_1_nobody_assists_who_was_not_named_to_the_government() -> None:
    history = taken(RISK, DECIDED, NOTIFIED)
    stranger = replace(STARTED, assisting=("Dr C. Expert", "E. Interpreter"))
    assert refused(history, stranger).clause == "ECPT#14(1)"
    letter = said.NotificationAdded(
        on=later(8), letter="letter of 11 March 2031", assisting=("E. Interpreter",)
    )
    assert MACHINE.state(MACHINE.take(MACHINE.take(history, letter), stranger)) is State.UNDER_WAY


def test_article_14_3_who_was_objected_to_does_not_take_part_and_the_visit_goes_on() -> None:
    history = taken(RISK, DECIDED, NOTIFIED, said.AssistantObjected(on=later(6), person="Dr C. Expert"))
    assert refused(history, STARTED).clause == "ECPT#14(3)"
    assert MACHINE.state(MACHINE.take(history, replace(STARTED, assisting=()))) is State.UNDER_WAY


def test_article_15_the_notification_is_acknowledged_by_the_competent_authority() -> None:
    assert MACHINE.step_of(said.Acknowledged).clause == "ECPT#15"
    assert refused(taken(RISK, DECIDED), said.Acknowledged(on=later(6))).code == "step-forbidden"


def test_a_visit_against_the_assessment_of_risks_is_pointed_out() -> None:
    assert [one.clause for one in unusual(taken(DECIDED), later(2))] == ["ECPT#7(1)"]
    risky = replace(RISK, outcome=said.Risk.DO_NOT_GO)
    assert "advised against" in unusual(taken(risky, DECIDED), later(2))[0].says


def test_who_put_a_visit_off_and_why_is_said() -> None:
    off = said.Postponed(on=later(6), by=Side.BODY)
    assert refused(taken(RISK, DECIDED, NOTIFIED), off).code == "why-missing"


days = st.integers(0, 40).map(later)
names = st.lists(st.sampled_from("abc"), max_size=2).map(tuple)
notes = st.sampled_from(["", "why"])
places = st.sampled_from(["", "p", "q"])
matters = st.sampled_from(["immediate observation 1", "immediate observation 2", "preliminary observations"])
_PLAIN = (said.Programmed, said.Acknowledged, said.InformationGiven, said.Refused, said.Suspended)
ACTS: st.SearchStrategy[Act] = st.one_of(
    *(st.builds(kind, on=days, note=notes) for kind in (*_PLAIN, said.Resumed, said.Completed)),
    st.builds(said.RiskAssessed, on=days, outcome=st.sampled_from(said.Risk)),
    st.builds(
        said.Decided,
        on=days,
        kind=st.sampled_from(said.Kind),
        decider=st.sampled_from(said.Decider),
    ),
    st.builds(
        said.Notified, on=days, letter=notes, members=names, assisting=names, first_day=st.none() | days
    ),
    st.builds(said.NotificationAdded, on=days, letter=notes, assisting=names, last_day=st.none() | days),
    st.builds(
        said.Represented,
        on=days,
        ground=st.sampled_from(said.RepresentationGround),
        against=st.sampled_from(said.Against),
        place=places,
    ),
    st.builds(said.Consulted, on=days, arrangement=notes, person_moved=st.booleans()),
    st.builds(said.PlaceSeen, on=days, place=places),
    st.builds(said.AssistantObjected, on=days, person=st.sampled_from("abc")),
    st.builds(said.Postponed, on=days, note=notes, by=st.sampled_from(Side), until=st.none() | days),
    st.builds(said.Cancelled, on=days, note=notes, by=st.sampled_from(Side)),
    st.builds(said.Started, on=days, assisting=names),
    st.builds(said.IncidentMet, on=days, incident=places, head=st.sampled_from(said.Head)),
    st.builds(said.TalksHeld, on=days, with_whom=notes),
    st.builds(said.PreliminaryObservations, on=days, letter=notes),
    st.builds(said.ImmediateObservation, on=days, number=st.integers(0, 3), demand=notes, place=places),
    st.builds(DueSet, on=days, due=days, letter=notes, concerns=matters),
    st.builds(Answered, on=days, letter=notes, concerns=matters),
)


@given(ACTS)
def test_what_a_row_keeps_of_an_act_is_the_act(act: Act) -> None:
    kept = json.loads(json.dumps(particulars(act)))
    assert VOCABULARY.read(VOCABULARY.word_of(type(act)), kept, on=act.on, note=act.note) == act


def test_every_kind_of_act_has_a_step_and_a_word() -> None:
    assert {step.act for step in STEPS} == set(VOCABULARY.words.values())


class Visit(Driven):
    """Whatever is tried, in whatever order: what got in is in order, allowed, and stays."""

    machine = MACHINE

    @rule(act=ACTS)
    def try_anything(self, act: Act) -> None:
        self.attempt(act)

    @rule(choice=st.integers(0, 30), npm=st.booleans())
    def go_on(self, choice: int, npm: bool) -> None:
        """A step that is likely to be taken, so that the deep states are reached."""
        on = max((act.on for act in self.history.acts), default=DAY)
        likely: list[Act] = [
            replace(DECIDED, on=on) if not npm else replace(DECIDED, on=on, decider=said.Decider.MECHANISM),
            replace(NOTIFIED, on=on, assisting=("a",)),
            replace(REPRESENTED, on=on),
            said.Started(on=on),
            said.ImmediateObservation(
                on=on,
                number=1 + sum(isinstance(one, said.ImmediateObservation) for one in self.history.standing()),
                demand="why",
            ),
            DueSet(on=on, due=on + timedelta(days=30), letter="l", concerns="immediate observation 1"),
            Answered(on=on, concerns="immediate observation 1"),
            said.Completed(on=on),
        ]
        self.attempt(likely[choice % len(likely)])

    @invariant()
    def none_begins_undecided_or_unnotified(self) -> None:
        standing = self.history.standing()
        for place, act in enumerate(standing):
            if isinstance(act, said.Started):
                before = standing[:place]
                decided = [one for one in before if isinstance(one, said.Decided)]
                assert decided
                if decided[-1].decider is not said.Decider.MECHANISM:
                    assert any(isinstance(one, said.Notified) for one in before)
                objected = {one.person for one in before if isinstance(one, said.AssistantObjected)}
                assert not objected & set(act.assisting)

    @invariant()
    def no_deadline_is_lost_and_each_has_its_letter(self) -> None:
        standing = self.history.standing()
        set_for = {act.concerns for act in standing if isinstance(act, DueSet)}
        clocks = {made.matter: clock for made, clock in observations(standing) if clock is not None}
        assert {one for one in set_for if one != "preliminary observations"} == set(clocks)
        assert all(clock.set_by for clock in clocks.values())


TestVisit = Visit.TestCase
