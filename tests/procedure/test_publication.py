"""No public document without a recorded act, two persons, and one set of bytes."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from tests.procedure.driven import Driven

from habeas import law
from habeas.procedure.machine import Act, ForbiddenError, History
from habeas.procedure.publication import (
    ALLOWS,
    MACHINE,
    STEPS,
    VOCABULARY,
    AdvanceCopySent,
    Approved,
    AskedOfSubcommittee,
    DecidedByCommittee,
    DecidedByMechanism,
    HourAgreed,
    Leaked,
    Mandate,
    MandateNamed,
    NamedInStatement,
    ObjectionLifted,
    PartMadePublic,
    PartyObjected,
    PartyPostponed,
    Prepared,
    Published,
    PublishedByState,
    RegimeRanOut,
    ReplyNeverCame,
    RequestedByParty,
    State,
    allowed_by,
    mandate_of,
)
from habeas.procedure.regimes import Regime, on_terms
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
    ran = RegimeRanOut(on=DAY, sent_on=sent, **BY_TERMS)
    assert refused(History(), ran).code == "window-open"  # the thirtieth day is the Party's
    late = replace(ran, on=DAY + timedelta(days=1))
    assert MACHINE.state(MACHINE.take(History(), late)) is State.ALLOWED
    until = DAY + timedelta(days=90)
    postponed = taken(PartyPostponed(on=DAY, sent_on=sent, until=until, **BY_TERMS))
    assert refused(postponed, replace(late, on=until)).code == "window-open"
    assert (
        MACHINE.state(MACHINE.take(postponed, replace(late, on=until + timedelta(days=1)))) is State.ALLOWED
    )


BY_TERMS: dict[str, Any] = {"window_days": 30, "longest_days": 180, "regime": "r"}
TERMS = Regime(
    name="first",
    since=date(2020, 1, 1),
    until=date(2031, 5, 31),
    window_days=30,
    longest_days=180,
    kinds=frozenset({"visit report"}),
)
LATER = replace(TERMS, name="later", since=date(2031, 6, 1), until=None, window_days=10, longest_days=0)


def test_the_terms_are_those_in_force_on_the_day_of_sending_for_that_kind_of_document() -> None:
    def of(sent_on: date, kind: str = "visit report") -> RegimeRanOut:
        return on_terms([TERMS, LATER], RegimeRanOut(on=DAY, sent_on=sent_on, regime="typed"), kind=kind)

    assert of(date(2031, 5, 31)).regime == "first"
    assert of(date(2031, 6, 1)).window_days == 10
    for kind, sent_on in (("response", date(2031, 5, 1)), ("visit report", date(2019, 12, 31))):
        with pytest.raises(ForbiddenError) as caught:
            of(sent_on, kind)
        assert (caught.value.code, caught.value.clause) == ("no-regime", "ECPT#11(1)")


def test_without_terms_nothing_runs_out() -> None:
    over = RegimeRanOut(on=DAY, sent_on=DAY - timedelta(days=99), window_days=30, regime="")
    assert refused(History(), over).code == "no-regime"


def test_an_objection_in_time_keeps_the_document_closed_until_it_is_taken_back() -> None:
    sent = DAY - timedelta(days=99)
    objected = PartyObjected(on=sent + timedelta(days=30), sent_on=sent, **BY_TERMS)
    history = taken(objected)
    assert MACHINE.state(history) is State.CONFIDENTIAL
    over = RegimeRanOut(on=DAY, sent_on=sent, **BY_TERMS)
    error = refused(history, over)
    assert (error.code, error.clause) == ("party-objected", "CPT-practice#automatic-publication")
    assert refused(history, replace(objected, on=sent + timedelta(days=30))).code == "objected-already"
    for opened in (
        MACHINE.take(history, ObjectionLifted(on=DAY)),
        MACHINE.withdraw(history, 0, "the letter was about another report"),
    ):
        assert opened.acts[0].on == objected.on  # it stays in the history
        assert MACHINE.state(MACHINE.take(opened, over)) is State.ALLOWED
    assert MACHINE.state(MACHINE.take(history, replace(REQUESTED, on=DAY))) is State.ALLOWED


def test_what_a_party_says_after_its_time_or_before_the_sending_is_refused() -> None:
    sent = DAY - timedelta(days=31)
    for on in (DAY, sent - timedelta(days=1)):
        for act in (
            PartyObjected(on=on, sent_on=sent, **BY_TERMS),
            PartyPostponed(on=on, sent_on=sent, until=DAY, **BY_TERMS),
        ):
            assert refused(History(), act).code == "not-in-time"
    assert refused(History(), ObjectionLifted(on=DAY)).code == "no-objection"
    law = DecidedByMechanism(on=DAY, law="Act 1")
    assert refused(taken(PartyObjected(on=DAY, sent_on=DAY, **BY_TERMS)), law).code == "other-mandate"


def test_an_act_of_an_older_row_is_read_without_what_it_says_no_longer() -> None:
    kept = {
        **json_of(RegimeRanOut(on=DAY, sent_on=DAY, **BY_TERMS)),
        "objected": False,
        "postponed_until": None,
    }
    assert VOCABULARY.read("regime ran out", kept, on=DAY) == RegimeRanOut(on=DAY, sent_on=DAY, **BY_TERMS)


def test_a_postponement_longer_than_the_terms_know_is_refused() -> None:
    sent = date(2031, 1, 1)
    longest = sent + timedelta(days=30 + 180)
    asked = on_terms([TERMS], PartyPostponed(on=sent, sent_on=sent, until=longest), kind="visit report")
    assert MACHINE.state(taken(asked)) is State.CONFIDENTIAL
    error = refused(History(), replace(asked, until=longest + timedelta(days=1)))
    assert (error.code, error.clause) == ("postponed-too-long", "CPT-practice#automatic-publication")


def test_article_16_of_the_optional_protocol_opens_a_report_of_the_subcommittee() -> None:
    decided = DecidedByCommittee(
        on=DAY,
        asked_on=DAY - timedelta(days=60),
        views_until=DAY - timedelta(days=1),
        in_favour=6,
        members=10,
    )
    asked, part = AskedOfSubcommittee(on=DAY, reference="x"), PartMadePublic(on=DAY, reference="chapter 2")
    for act in (asked, part, decided):
        assert MACHINE.state(taken(act)) is State.ALLOWED
    for wrong, code in (
        (replace(decided, views_until=DAY), "views-first"),
        (replace(decided, asked_on=DAY), "views-first"),
        (replace(decided, in_favour=5), "majority-missing"),  # half of them is not more than half
        (replace(decided, in_favour=11), "majority-missing"),
    ):
        error = refused(History(), wrong)
        assert (error.code, error.clause) == (code, "OPCAT#16(4)")


def test_an_act_of_another_mandate_is_refused_with_the_clause_that_forbids_it() -> None:
    mechanism, spt = DecidedByMechanism(on=DAY, law="Act 1"), AskedOfSubcommittee(on=DAY)
    for first, other, clause in (
        (REQUESTED, mechanism, "ECPT#11(1)"),
        (REQUESTED, spt, "ECPT#11(1)"),
        (MandateNamed(on=DAY, mandate=Mandate.CPT), mechanism, "ECPT#11(1)"),
        (mechanism, REQUESTED, "OPCAT#21(2)"),
        (spt, REQUESTED, "OPCAT#16(1)"),
        (MandateNamed(on=DAY, mandate=Mandate.SPT), NamedInStatement(on=DAY, procedure="p"), "OPCAT#16(1)"),
    ):
        error = refused(taken(first), other)
        assert (error.code, error.clause) == ("other-mandate", clause)
    assert refused(taken(REQUESTED), MandateNamed(on=DAY, mandate=Mandate.SPT)).code == "step-forbidden"


def test_a_reply_that_never_came_is_a_fact_that_lifts_nothing() -> None:
    never = ReplyNeverCame(on=DAY, due_on=DAY - timedelta(days=1))
    history = taken(never)
    assert MACHINE.state(history) is State.CONFIDENTIAL
    assert mandate_of(history.standing()) is None
    refused(history, PREPARED)
    assert refused(History(), replace(never, due_on=DAY)).code == "reply-not-due"


def test_a_mechanism_names_its_own_law() -> None:
    assert refused(History(), DecidedByMechanism(on=DAY, law=" ")).code == "law-missing"


def test_every_step_names_a_provision() -> None:
    assert all(step.provision for step in STEPS)


def json_of(act: Act) -> dict[str, object]:
    return json.loads(json.dumps(particulars(act)))


days = st.integers(0, 30).map(lambda number: DAY + timedelta(days=number))
hashes, people = st.sampled_from([SHA, OTHER]), st.sampled_from(["paul", "helene", ""])
TOLD: dict[str, Any] = {
    "window_days": st.integers(0, 40),
    "regime": st.sampled_from(["", "r"]),
    "longest_days": st.integers(0, 40),
}
ACTS: st.SearchStrategy[Act] = st.one_of(
    st.builds(RequestedByParty, on=days, reference=st.text(max_size=5)),
    st.builds(MandateNamed, on=days, mandate=st.sampled_from(Mandate)),
    st.builds(PartyObjected, on=days, sent_on=days, **TOLD),
    st.builds(ObjectionLifted, on=days),
    st.builds(PartyPostponed, on=days, sent_on=days, until=days, **TOLD),
    st.builds(RegimeRanOut, on=days, sent_on=days, **TOLD),
    st.builds(AskedOfSubcommittee, on=days),
    st.builds(PartMadePublic, on=days),
    st.builds(
        DecidedByCommittee,
        on=days,
        asked_on=days,
        views_until=days,
        in_favour=st.integers(0, 11),
        members=st.integers(0, 10),
    ),
    st.builds(ReplyNeverCame, on=days, due_on=days),
    st.builds(NamedInStatement, on=days, procedure=st.just("p")),
    st.builds(DecidedByMechanism, on=days, law=st.sampled_from(["", "Act 1"])),
    st.builds(PublishedByState, on=days),
    st.builds(Leaked, on=days),
    st.builds(AdvanceCopySent, on=days, channel=st.just("post"), sha256=hashes),
    st.builds(HourAgreed, on=days, at=st.just(datetime(2031, 7, 20, 8, tzinfo=UTC)), zone=st.just("UTC")),
    st.builds(Prepared, on=days, sha256=hashes, by=people, names_deleted=st.booleans()),
    st.builds(Approved, on=days, sha256=hashes, by=people),
    st.builds(Published, on=days, sha256=hashes),
)


@given(ACTS)
def test_what_a_row_keeps_of_an_act_is_the_act(act: Act) -> None:
    assert VOCABULARY.read(VOCABULARY.word_of(type(act)), json_of(act), on=act.on) == act


class Publication(Driven):
    """Whatever is tried: a published document has its act, its two persons, and one hash."""

    machine = MACHINE

    @rule(act=ACTS)
    def try_anything(self, act: Act) -> None:
        self.attempt(act)

    @rule()
    def object_in_time_and_let_it_run_out(self) -> None:
        on = max((act.on for act in self.history.acts), default=DAY)
        self.attempt(PartyObjected(on=on, sent_on=on, **BY_TERMS))
        self.attempt(RegimeRanOut(on=on + timedelta(days=31), sent_on=on, **BY_TERMS))

    @rule()
    def go_on_as_one_should(self) -> None:
        on = max((act.on for act in self.history.acts), default=DAY)
        asks = AskedOfSubcommittee if mandate_of(self.history.standing()) is Mandate.SPT else RequestedByParty
        for act in (asks(on=on), PREPARED, APPROVED, PUBLISHED):
            self.attempt(replace(act, on=on))

    @invariant()
    def what_ran_out_had_terms_and_kept_to_them(self) -> None:
        standing = self.history.standing()
        for place, act in enumerate(standing):
            if isinstance(act, RegimeRanOut):
                assert act.regime
                assert act.on > act.over_on
                before = standing[:place]
                assert all(act.on > one.until for one in before if isinstance(one, PartyPostponed))

    @invariant()
    def nothing_opens_by_itself_against_an_objection(self) -> None:
        stands = False
        for act in self.history.standing():
            stands = isinstance(act, PartyObjected) or (stands and not isinstance(act, ObjectionLifted))
            assert not (stands and isinstance(act, RegimeRanOut))

    @invariant()
    def what_the_party_said_was_said_in_its_time(self) -> None:
        for act in self.history.standing():
            if isinstance(act, (PartyObjected, PartyPostponed)):
                assert act.regime
                assert act.sent_on <= act.on <= act.over_on
                longest = act.over_on + timedelta(days=act.longest_days)
                assert not isinstance(act, PartyPostponed) or act.until <= longest

    @invariant()
    def no_public_document_without_a_recorded_act_and_two_persons(self) -> None:
        standing = self.history.standing()
        for place, act in enumerate(standing):
            if isinstance(act, Published):
                before = standing[:place]
                allows = [one for one in before if type(one) in ALLOWS]
                assert {ALLOWS[type(one)] for one in allows} == {mandate_of(before)}
                prepared = [one for one in before if isinstance(one, Prepared)][-1]
                approved = [one for one in before if isinstance(one, Approved)][-1]
                assert prepared.sha256 == approved.sha256 == act.sha256
                assert approved.by not in ("", prepared.by)
                assert prepared.names_deleted


TestPublication = Publication.TestCase
