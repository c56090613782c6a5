"""Status is what the acts make of it: the last that had happened by the day asked for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.clock import Edtf
from habeas.dossier.entries import Act, Document, Letter, Procedure, Step, Visit
from habeas.dossier.facts import Source
from habeas.dossier.status import (
    Answer,
    ProcedureState,
    VisitStatus,
    answer,
    due_date,
    happened,
    procedure_state,
    publication,
    visit_status,
)

SOURCE = Source(name="a letter book")
TODAY = date(2030, 6, 1)


def act(kind: str, when: str = "") -> Act:
    return Act(kind=kind, date=Edtf.parse(when) if when else None)


def visit(*acts: Act) -> Visit:
    return Visit(id="v", source=SOURCE, kind="periodic", acts=acts)


def letter(*acts: Act) -> Letter:
    return Letter(id="l", source=SOURCE, sender="the President", addressee="the Minister", acts=acts)


@pytest.mark.parametrize(
    ("acts", "status"),
    [
        ((), VisitStatus.UNKNOWN),
        ((act("planned", "2030-01"),), VisitStatus.PLANNED),
        ((act("planned", "2030-01"), act("notified", "2030-05-20")), VisitStatus.NOTIFIED),
        ((act("notified", "2030-05-20"), act("cancelled", "2030-05-25")), VisitStatus.CANCELLED),
        ((act("notified", "2030-05-20"), act("refused")), VisitStatus.REFUSED),
        ((act("started", "2030-05-20"), act("suspended", "2030-05-22")), VisitStatus.SUSPENDED),
        ((act("suspended", "2030-05-22"), act("resumed", "2030-05-23")), VisitStatus.UNDER_WAY),
        ((act("started", "2030-05-20"), act("completed", "2030-05-29")), VisitStatus.COMPLETED),
        ((act("started", "2030-05-20"), act("completed", "2030-06-09")), VisitStatus.UNDER_WAY),
        ((act("completed", "2030-05-29"), act("started", "2030-05-20")), VisitStatus.COMPLETED),
        ((act("planned", "2030-01"), act("postponed", "2030-02")), VisitStatus.POSTPONED),
    ],
)
def test_where_a_visit_stands(acts: tuple[Act, ...], status: VisitStatus) -> None:
    assert visit_status(visit(*acts), TODAY) is status


@given(st.lists(st.integers(-400, 400), max_size=8), st.integers(-500, 500))
def test_no_act_of_the_future_counts_and_no_act_of_the_past_is_lost(days: list[int], shift: int) -> None:
    as_of = TODAY + timedelta(days=shift)
    acts = [Act(kind="planned", date=Edtf.of(TODAY + timedelta(days=day))) for day in days]
    counted = happened(acts, as_of)
    assert sorted(act.date.text for act in counted if act.date) == sorted(
        act.date.text for act in acts if act.date and act.date.earliest and act.date.earliest <= as_of
    )
    dates = [act.date.earliest for act in counted if act.date and act.date.earliest]
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        ((act("sent", "2030-01-10"),), Answer.UNKNOWN),  # no information is not "not answered"
        ((act("sent", "2030-01-10"), act("due", "2030-07-10")), Answer.AWAITED),
        ((act("sent", "2030-01-10"), act("due", "2030-04-10")), Answer.UNANSWERED),
        (
            (act("sent", "2030-01-10"), act("due", "2030-04-10"), act("extended", "2030-09-01")),
            Answer.AWAITED,
        ),
        ((act("sent", "2030-01-10"), act("not answered")), Answer.UNANSWERED),
        ((act("sent", "2030-01-10"), act("not answered"), act("answered", "2030-05-01")), Answer.ANSWERED),
        ((act("sent", "2030-01-10"), act("due", "2030-06-01")), Answer.AWAITED),  # on the last day
    ],
)
def test_whether_a_letter_was_answered(acts: tuple[Act, ...], state: Answer) -> None:
    assert answer(letter(*acts), TODAY) is state


def test_a_letter_that_set_no_time_has_no_deadline() -> None:
    assert due_date((act("sent", "2030-01-10"),)) is None


def test_an_extension_counts_and_the_old_date_is_kept() -> None:
    acts = (act("due", "2030-04-10"), act("extended", "2030-09-01"))
    assert str(due_date(acts)) == "2030-09-01"
    assert [item.date.text for item in acts if item.date] == ["2030-04-10", "2030-09-01"]


def document(*acts: Act) -> Document:
    return Document(id="d", source=SOURCE, kind="visit report", acts=acts)


@pytest.mark.parametrize("kind", ["published by the State", "leaked", "publication requested"])
def test_only_an_act_of_publication_publishes(kind: str) -> None:
    state = publication(document(act("transmitted", "2029-02"), act(kind, "2029-05-01")), TODAY)
    assert not state.published
    assert str(state.waiting_since) == "2029-02"


def test_a_report_waits_from_the_visit_where_nothing_more_is_known() -> None:
    made = Visit(id="v", source=SOURCE, kind="ad hoc", period=Edtf.parse("2028"))
    assert str(publication(document(), TODAY, visit=made).waiting_since) == "2028"


def procedure(*steps: tuple[str, str]) -> Procedure:
    taken = tuple(Step(step=step, date=Edtf.parse(when)) for step, when in steps)
    return Procedure(id="p", source=SOURCE, kind="ECPT Article 10(2)", steps=taken)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), ProcedureState.DORMANT),
        ((("opened", "2017"),), ProcedureState.OPEN),
        ((("opened", "2017"), ("views received", "2018")), ProcedureState.OPEN),
        ((("opened", "2017"), ("statement made", "2024-07-03")), ProcedureState.STATEMENT_MADE),
        ((("opened", "2017"), ("closed without statement", "2020")), ProcedureState.CLOSED),
        ((("opened", "2017"), ("closed", "2020"), ("reopened", "2025")), ProcedureState.OPEN),
        ((("opened", "2017"), ("statement made", "2031")), ProcedureState.OPEN),
    ],
)
def test_opening_is_apart_from_the_statement(
    steps: tuple[tuple[str, str], ...], state: ProcedureState
) -> None:
    assert procedure_state(procedure(*steps), TODAY) is state
