"""No public document without a recorded act, two persons, and one set of bytes."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from habeas import law
from habeas.procedure.machine import Act, ForbiddenError, History
from habeas.procedure.publication import (
    ALLOWS,
    MACHINE,
    STEPS,
    VOCABULARY,
    Approved,
    DecidedByMechanism,
    Leaked,
    NamedInStatement,
    Prepared,
    Published,
    PublishedByState,
    RegimeRanOut,
    RequestedByParty,
    State,
    allowed_by,
)
from habeas.procedure.written import particulars

DAY = date(2031, 7, 3)
SHA, OTHER = "ab" * 32, "cd" * 32
REQUESTED = RequestedByParty(on=DAY, reference="letter of 1 July 2031")
PREPARED = Prepared(on=DAY, sha256=SHA, by="paul", names_deleted=True)
APPROVED = Approved(on=DAY, sha256=SHA, by="helene")
PUBLISHED = Published(on=DAY, sha256=SHA)


def taken(*acts: Act) -> History:
    history = History()
    for act in acts:
        history = MACHINE.take(history, act)
    return history


def refused(history: History, act: Act) -> ForbiddenError:
    with pytest.raises(ForbiddenError) as caught:
        MACHINE.take(history, act)
    law.provision(caught.value.clause)
    return caught.value


def test_article_11_2_at_the_request_of_the_party() -> None:
    history = taken(REQUESTED, PREPARED, APPROVED, PUBLISHED)
    assert MACHINE.state(history) is State.PUBLISHED
    assert allowed_by(history.standing()) == REQUESTED


def test_article_11_1_without_an_act_nothing_is_prepared_approved_or_published() -> None:
    for act in (PREPARED, APPROVED, PUBLISHED):
        error = refused(History(), act)
        assert "No act that the mandate allows" in error.message


def test_article_11_1_what_the_state_published_or_what_leaked_lifts_nothing() -> None:
    history = taken(PublishedByState(on=DAY), Leaked(on=DAY))
    assert MACHINE.state(history) is State.CONFIDENTIAL
    refused(history, PREPARED)


def test_article_11_3_names_without_consent_are_deleted_first() -> None:
    error = refused(taken(REQUESTED), replace(PREPARED, names_deleted=False))
    assert (error.code, error.clause) == ("names-not-deleted", "ECPT#11(3)")


def test_who_prepared_does_not_approve() -> None:
    assert refused(taken(REQUESTED, PREPARED), replace(APPROVED, by="paul")).code == "approval-by-oneself"
    assert refused(taken(REQUESTED, PREPARED), replace(APPROVED, by="")).code == "approval-by-oneself"


def test_other_bytes_are_neither_approved_nor_published() -> None:
    assert refused(taken(REQUESTED, PREPARED), replace(APPROVED, sha256=OTHER)).code == "other-bytes"
    approved = taken(REQUESTED, PREPARED, APPROVED)
    assert refused(approved, replace(PUBLISHED, sha256=OTHER)).code == "other-bytes"
    again = MACHINE.take(approved, replace(PREPARED, sha256=OTHER))
    assert MACHINE.state(again) is State.PREPARED  # a later change needs a new approval
    refused(again, replace(PUBLISHED, sha256=OTHER))


def test_automatic_publication_waits_for_the_window_and_the_postponement() -> None:
    sent = DAY - timedelta(days=30)
    ran = RegimeRanOut(on=DAY, sent_on=sent, window_days=30)
    assert refused(History(), ran).code == "window-open"  # the thirtieth day is the Party's
    late = replace(ran, on=DAY + timedelta(days=1))
    assert MACHINE.state(MACHINE.take(History(), late)) is State.ALLOWED
    assert refused(History(), replace(late, postponed_until=DAY + timedelta(days=90))).code == "window-open"


def test_a_mechanism_names_its_own_law() -> None:
    assert refused(History(), DecidedByMechanism(on=DAY, law=" ")).code == "law-missing"


def test_every_step_names_a_provision() -> None:
    assert all(step.provision for step in STEPS)


def json_of(act: Act) -> dict[str, object]:
    return json.loads(json.dumps(particulars(act)))


days = st.integers(0, 30).map(lambda number: DAY + timedelta(days=number))
hashes, people = st.sampled_from([SHA, OTHER]), st.sampled_from(["paul", "helene", ""])
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(RequestedByParty, on=days, reference=st.text(max_size=5)),
    st.builds(
        RegimeRanOut, on=days, sent_on=days, window_days=st.integers(0, 40), postponed_until=st.none() | days
    ),
    st.builds(NamedInStatement, on=days, procedure=st.just("p")),
    st.builds(DecidedByMechanism, on=days, law=st.sampled_from(["", "Act 1"])),
    st.builds(PublishedByState, on=days),
    st.builds(Leaked, on=days),
    st.builds(Prepared, on=days, sha256=hashes, by=people, names_deleted=st.booleans()),
    st.builds(Approved, on=days, sha256=hashes, by=people),
    st.builds(Published, on=days, sha256=hashes),
)


@given(ACTS)
def test_what_a_row_keeps_of_an_act_is_the_act(act: Act) -> None:
    assert VOCABULARY.read(VOCABULARY.word_of(type(act)), json_of(act), on=act.on) == act


class Publication(RuleBasedStateMachine):
    """Whatever is tried: a published document has its act, its two persons, and one hash."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History()

    @rule(act=ACTS)
    def try_anything(self, act: Act) -> None:
        before = self.history
        try:
            self.history = MACHINE.take(before, act)
        except ForbiddenError as error:
            law.provision(error.clause)
            assert self.history == before

    @rule()
    def go_on_as_one_should(self) -> None:
        on = max((act.on for act in self.history.acts), default=DAY)
        for act in (REQUESTED, PREPARED, APPROVED, PUBLISHED):
            self.try_anything(replace(act, on=on))

    @invariant()
    def no_public_document_without_a_recorded_act_and_two_persons(self) -> None:
        standing = self.history.standing()
        for place, act in enumerate(standing):
            if isinstance(act, Published):
                before = standing[:place]
                assert any(isinstance(one, ALLOWS) for one in before)
                prepared = [one for one in before if isinstance(one, Prepared)][-1]
                approved = [one for one in before if isinstance(one, Approved)][-1]
                assert prepared.sha256 == approved.sha256 == act.sha256
                assert approved.by not in ("", prepared.by)
                assert prepared.names_deleted


TestPublication = Publication.TestCase
