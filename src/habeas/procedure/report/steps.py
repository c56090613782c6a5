"""The steps of a report: where each may be taken, where it leads, and the provision that it rests on."""

from enum import StrEnum

from habeas.language import N_
from habeas.law import cite
from habeas.procedure.clocks import SETTING, Deadline, DueSet, deadlines
from habeas.procedure.machine import Act, History, Machine, Need, Step
from habeas.procedure.report import acts as said
from habeas.procedure.written import Vocabulary

ADOPTION = "CPT-practice#adoption"
TRANSMITTAL = "CPT-practice#transmittal"

cite("ECPT#6(1)", enforces="A vote on a report needs a quorum, and a majority of the members present.")
cite(
    "ECPT#10(1)", enforces="No response is recorded to a report, or a part of it, that was never transmitted."
)
cite("ECPT#11(1)", enforces="A report does not count as published without the publication that opened it.")
cite("ECPT#11(2)", enforces="A request for publication is the Party's, of a report that it was sent.")
cite("CPT-practice#adoption", enforces="A report is adopted after the head of the delegation agreed with it.")
cite("CPT-practice#interim-and-follow-up-clock", enforces="A follow-up report comes after an interim one.")
cite("CPT-practice#reply-to-response", enforces="The body's answer to a response is a step of its own.")
cite("ECPT-ER#consultations", enforces="Consultations after a report say which side asked for them.")


class State(StrEnum):
    """Where the report stands."""

    NOT_DRAFTED = "not drafted"
    DRAFT = "draft"
    AGREED = "agreed"
    ADOPTED = "adopted"
    TRANSMITTED = "transmitted"
    ANSWERED = "answered"
    PUBLISHED = "published"


STATE_NAMES = {
    State.NOT_DRAFTED: N_("not drafted"),
    State.DRAFT: N_("in draft"),
    State.AGREED: N_("agreed by the head of the delegation; to be adopted"),
    State.ADOPTED: N_("adopted; not yet transmitted"),
    State.TRANSMITTED: N_("transmitted to the Party"),
    State.ANSWERED: N_("answered by the Party"),
    State.PUBLISHED: N_("published"),
}

DRAFTING = frozenset({State.DRAFT, State.AGREED})
SENT = frozenset({State.TRANSMITTED, State.ANSWERED, State.PUBLISHED})
SINCE_ADOPTION = SENT | {State.ADOPTED}

_NEVER_SENT = N_("This report was never transmitted to the Party.")
_NOT_SENT = dict.fromkeys(frozenset(State) - SENT, _NEVER_SENT)
_NOT_ADOPTED = N_("The body has not adopted this report.")
_NOT_AGREED = N_("The head of the delegation has not agreed with the draft.")


def _counts(_before: tuple[Act, ...], act: Act) -> bool:
    """Whether the numbers of a vote are all there, or none; and can be."""
    if not isinstance(act, said.Adopted):
        return False
    given = (act.present, act.in_favour, act.members)
    if given == (None, None, None):
        return True
    present, in_favour, members = given
    if present is None or in_favour is None or members is None:
        return False
    return 0 <= in_favour <= present <= members


def _quorum(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, said.Adopted) and (
        act.present is None or act.members is None or 2 * act.present > act.members
    )


def _majority_of_those_present(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, said.Adopted) and (
        act.in_favour is None or act.present is None or 2 * act.in_favour > act.present
    )


def _meeting_where_plenary(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, said.Adopted) and (act.way is said.Way.ACCELERATED or act.plenary is not None)


def _letter_named(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, said.Transmitted) and bool(act.letter.strip()) and bool(act.channel.strip())


def _of_a_clock(before: tuple[Act, ...], act: Act) -> bool:
    known = {clock.concerns for clock in report_deadlines(before)}
    return isinstance(act, said.ResponseReceived) and (not act.concerns or act.concerns in known)


def _after_an_interim(before: tuple[Act, ...], act: Act) -> bool:
    came = [one.kind for one in before if isinstance(one, said.ResponseReceived)]
    return isinstance(act, said.ResponseReceived) and (
        act.kind is not said.ResponseKind.FOLLOW_UP or said.ResponseKind.INTERIM in came
    )


def _opened(_before: tuple[Act, ...], act: Act) -> bool:
    return isinstance(act, said.Published) and bool(act.publication)


STEPS: tuple[Step[State], ...] = (
    Step(
        act=said.Drafted,
        says=N_("a draft is there"),
        clause=ADOPTION,
        since=frozenset({State.NOT_DRAFTED}) | DRAFTING,
        leads_to=State.DRAFT,
    ),
    Step(
        act=said.CommentsReceived,
        says=N_("comments of members are received"),
        clause=ADOPTION,
        since=DRAFTING,
    ),
    Step(
        act=said.HeadAgreed,
        says=N_("the head of the delegation agrees"),
        clause=ADOPTION,
        since=frozenset({State.DRAFT}),
        leads_to=State.AGREED,
    ),
    Step(
        act=said.Cleared,
        says=N_("the secretariat clears it"),
        clause=ADOPTION,
        since=frozenset({State.AGREED}),
        otherwise={State.DRAFT: _NOT_AGREED},
    ),
    Step(
        act=said.LanguageChecked,
        says=N_("the language is checked"),
        clause=ADOPTION,
        since=DRAFTING | SINCE_ADOPTION,
    ),
    Step(
        act=said.Adopted,
        says=N_("the body adopts the report"),
        clause="ECPT#10(1)",
        since=frozenset({State.AGREED}),
        leads_to=State.ADOPTED,
        otherwise={State.DRAFT: _NOT_AGREED},
        needs=(
            Need(
                _meeting_where_plenary,
                "meeting-missing",
                N_("Give the number of the plenary meeting."),
                clause=ADOPTION,
            ),
            Need(
                _counts,
                "votes-do-not-add-up",
                N_("Give members in office, members present and votes in favour, or none of the three."),
                clause="ECPT#6(1)",
            ),
            Need(
                _quorum,
                "no-quorum",
                N_("A majority of the members is a quorum; fewer were present."),
                clause="ECPT#6(1)",
            ),
            Need(
                _majority_of_those_present,
                "no-majority",
                N_("The body decides by a majority of the members present; there was none."),
                clause="ECPT#6(1)",
            ),
        ),
    ),
    Step(
        act=said.Translated,
        says=N_("a translation is there"),
        clause=TRANSMITTAL,
        since=SINCE_ADOPTION,
        otherwise=dict.fromkeys(DRAFTING, _NOT_ADOPTED),
    ),
    Step(
        act=said.Transmitted,
        says=N_("the report is transmitted to the Party"),
        clause="ECPT#10(1)",
        since=frozenset({State.ADOPTED}),
        leads_to=State.TRANSMITTED,
        otherwise=dict.fromkeys(DRAFTING, _NOT_ADOPTED),
        needs=(
            Need(
                _letter_named,
                "letter-missing",
                N_("A report goes with a letter: name the letter and the channel."),
                clause=TRANSMITTAL,
            ),
        ),
    ),
    Step(
        act=DueSet,
        says=N_("the letter sets or extends a time for the answer"),
        clause=TRANSMITTAL,
        since=SENT,
        otherwise=_NOT_SENT,
        needs=SETTING,
    ),
    Step(
        act=said.Acknowledged,
        says=N_("the Party acknowledges receipt"),
        clause=TRANSMITTAL,
        since=SENT,
        otherwise=_NOT_SENT,
    ),
    Step(
        act=said.ResponseReceived,
        says=N_("the Party's response is received"),
        clause="ECPT#10(1)",
        since=SENT,
        otherwise=_NOT_SENT,
        needs=(
            Need(
                _of_a_clock,
                "no-such-clock",
                N_("The letter set no time for these paragraphs."),
                clause=TRANSMITTAL,
                advice=N_("Record the time that the letter set first, or that the answer is to all of it."),
            ),
            Need(
                _after_an_interim,
                "no-interim-report",
                N_("A follow-up report comes after an interim report; none was received."),
                clause="CPT-practice#interim-and-follow-up-clock",
            ),
        ),
    ),
    Step(
        act=said.Consulted,
        says=N_("consultations on the report"),
        clause="ECPT#10(1)",
        since=SENT,
        otherwise=_NOT_SENT,
    ),
    Step(
        act=said.RepliedTo,
        says=N_("the body answers the response"),
        clause="CPT-practice#reply-to-response",
        since=frozenset({State.ANSWERED, State.PUBLISHED}),
    ),
    Step(
        act=said.PublicationRequested,
        says=N_("the Party asks for publication"),
        clause="ECPT#11(2)",
        since=frozenset({State.TRANSMITTED, State.ANSWERED}),
        otherwise=_NOT_SENT,
    ),
    Step(
        act=said.Published,
        says=N_("the report is published"),
        clause="ECPT#11(1)",
        since=frozenset({State.TRANSMITTED, State.ANSWERED}),
        leads_to=State.PUBLISHED,
        otherwise=_NOT_SENT,
        needs=(
            Need(
                _opened,
                "not-opened",
                N_("A report is public only by a publication that an act allowed and two persons prepared."),
                advice=N_("Publish it from the publication desk."),
            ),
        ),
    ),
)


def _enters(state: State, _before: tuple[Act, ...], act: Act) -> State:
    """The state after ``act``: a response to a published report leaves it published."""
    if isinstance(act, said.ResponseReceived):
        return State.ANSWERED if state is State.TRANSMITTED else state
    leads_to = MACHINE.step_of(type(act)).leads_to
    return state if leads_to is None else leads_to


MACHINE: Machine[State] = Machine(State.NOT_DRAFTED, STEPS, enters=_enters)
"""The way of one report."""

VOCABULARY = Vocabulary(
    {
        "drafted": said.Drafted,
        "comments received": said.CommentsReceived,
        "head agreed": said.HeadAgreed,
        "cleared": said.Cleared,
        "language checked": said.LanguageChecked,
        "adopted": said.Adopted,
        "translated": said.Translated,
        "transmitted": said.Transmitted,
        "time set": DueSet,
        "acknowledged": said.Acknowledged,
        "response received": said.ResponseReceived,
        "consulted": said.Consulted,
        "replied to": said.RepliedTo,
        "publication requested": said.PublicationRequested,
        "published": said.Published,
    }
)
"""The word of a row for each kind of act; those that a dossier knows too are its words."""


def report_deadlines(acts: tuple[Act, ...]) -> tuple[Deadline, ...]:
    """Every deadline that letters set for a report; a response meets it, of its paragraphs or of all."""
    return deadlines(acts, _answered)


def _answered(act: Act) -> str | None:
    if not isinstance(act, said.ResponseReceived) or act.in_part:
        return None
    return act.concerns


def authentic(history: History) -> tuple[str, ...]:
    """The languages of the texts that are authentic, that of the text adopted first."""
    found = [
        act.language
        for act in history.standing()
        if isinstance(act, said.Adopted) or (isinstance(act, said.Translated) and act.authentic)
    ]
    return tuple(dict.fromkeys(found))
