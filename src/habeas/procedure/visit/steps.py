"""The steps of a visit: where each may be taken, where it leads, and the provision that it rests on."""

from enum import StrEnum

from habeas.language import N_
from habeas.law import cite
from habeas.procedure.clocks import SETTING, Answered, DueSet
from habeas.procedure.machine import Machine, Need, Step
from habeas.procedure.visit import acts as said
from habeas.procedure.visit import conditions
from habeas.procedure.written import Vocabulary

cite(
    "ECPT#2", enforces="A refusal of a visit is recorded as the State's act, with the reason it gave or none."
)
cite(
    "ECPT#7(1)",
    enforces="Nobody is notified of a visit, and none begins, before the body decided to make it.",
)
cite(
    "ECPT#8(1)",
    enforces="A visit under the Convention begins after its notification, which need not name a place.",
)
cite(
    "ECPT#8(5)",
    enforces="An immediate observation has a number and a clock of its own, apart from the report.",
)
cite("ECPT#9(1)", enforces="A representation has one of five grounds, and is against the time or one place.")
cite(
    "ECPT#14(1)",
    enforces="Nobody assists a visit who was not named in the notification or a letter that adds to it.",
)
cite(
    "ECPT#14(3)",
    enforces="An objection is possible against who assists, not against a member; it keeps the person out.",
)
cite("CPT-practice#urgent-decision", enforces="The Bureau decides ad hoc visits only.")
cite(
    "CPT-practice#end-talks",
    enforces="Talks at the end of a visit and preliminary observations are steps of it.",
)
cite("OPCAT#20", enforces="A national mechanism begins its visits without a notification.")


class State(StrEnum):
    """Where the visit stands."""

    NOT_DECIDED = "not decided"
    PROGRAMMED = "programmed"
    DECIDED = "decided"
    NOTIFIED = "notified"
    UNDER_WAY = "under way"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    POSTPONED = "postponed"


STATE_NAMES = {
    State.NOT_DECIDED: N_("not decided"),
    State.PROGRAMMED: N_("on the programme; to be decided"),
    State.DECIDED: N_("decided; not yet notified"),
    State.NOTIFIED: N_("notified"),
    State.UNDER_WAY: N_("under way"),
    State.SUSPENDED: N_("suspended"),
    State.COMPLETED: N_("completed"),
    State.CANCELLED: N_("cancelled"),
    State.REFUSED: N_("refused by the State"),
    State.POSTPONED: N_("postponed"),
}

BEFORE = frozenset({State.NOT_DECIDED, State.PROGRAMMED})
AHEAD = frozenset({State.DECIDED, State.NOTIFIED, State.POSTPONED})
THERE = frozenset({State.UNDER_WAY, State.SUSPENDED})
SINCE_START = THERE | {State.COMPLETED}
REPRESENTABLE = frozenset({State.NOTIFIED, State.POSTPONED}) | THERE

_NOT_DECIDED = N_("The body has not decided to make this visit.")
_NOT_NOTIFIED = N_("The Government was not notified of this visit.")


_WHY = Need(conditions.says_why, "why-missing", N_("Say why."))
_ECPT = Need(
    conditions.under_the_convention,
    "not-under-the-convention",
    N_("This visit does not rest on the Convention, whose Articles 9 and 14 it would apply."),
)
_REPRESENTED = Need(
    conditions.represented,
    "no-representation",
    N_("No representation under Article 9 stands before a visit yet to take place."),
    advice=N_("Record the representation first."),
)
_DAYS = Need(
    conditions.days_in_order, "days-out-of-order", N_("The last day of the visit is before its first.")
)
_OF_AN_OBSERVATION = Need(
    conditions.of_an_observation,
    "no-such-observation",
    N_("No such observation was made in this visit."),
    advice=N_("Record the observation first."),
)
_DECISION = dict.fromkeys(BEFORE, _NOT_DECIDED)
_NOTICE = {**_DECISION, State.DECIDED: _NOT_NOTIFIED}

STEPS: tuple[Step[State], ...] = (
    Step(
        act=said.Programmed,
        says=N_("the visit is put on the programme"),
        clause="ECPT#7(1)",
        since=frozenset({State.NOT_DECIDED}),
        leads_to=State.PROGRAMMED,
    ),
    Step(
        act=said.RiskAssessed,
        says=N_("the risks are assessed"),
        clause="ECPT#7(1)",
        since=BEFORE | AHEAD,
    ),
    Step(
        act=said.Decided,
        says=N_("the body decides to go"),
        clause="ECPT#7(1)",
        since=BEFORE | {State.POSTPONED, State.REFUSED},
        leads_to=State.DECIDED,
        needs=(
            Need(
                conditions.ad_hoc_where_urgent,
                "bureau-decides-ad-hoc",
                N_("Between sessions the Bureau decides urgent ad hoc visits, no periodic ones."),
                clause="CPT-practice#urgent-decision",
            ),
        ),
    ),
    Step(
        act=said.Notified,
        says=N_("the Government is notified"),
        clause="ECPT#8(1)",
        since=frozenset({State.DECIDED, State.POSTPONED}),
        leads_to=State.NOTIFIED,
        otherwise=_DECISION,
        needs=(_DAYS,),
    ),
    Step(
        act=said.NotificationAdded,
        says=N_("a letter adds to the notification"),
        clause="ECPT#8(1)",
        since=frozenset({State.NOTIFIED, State.POSTPONED}) | THERE,
        otherwise=_NOTICE,
        needs=(_DAYS,),
    ),
    Step(
        act=said.Acknowledged,
        says=N_("the Party acknowledges the notification"),
        clause="ECPT#15",
        since=frozenset({State.NOTIFIED}),
        otherwise=_NOTICE,
    ),
    Step(
        act=said.Represented,
        says=N_("the Party makes a representation"),
        clause="ECPT#9(1)",
        since=REPRESENTABLE,
        otherwise=_NOTICE,
        needs=(
            _ECPT,
            Need(
                conditions.place_named,
                "time-or-place",
                N_("A representation is against the time, or against a particular place, which it names."),
            ),
        ),
    ),
    Step(
        act=said.Consulted,
        says=N_("Committee and Party consult"),
        clause="ECPT#9(2)",
        since=REPRESENTABLE,
        needs=(
            _REPRESENTED,
            Need(
                conditions.arranged,
                "arrangement-missing",
                N_("Say what was arranged, or that nothing was agreed."),
            ),
        ),
    ),
    Step(
        act=said.InformationGiven,
        says=N_("the Party gives information on a person concerned"),
        clause="ECPT#9(2)",
        since=REPRESENTABLE,
        needs=(_REPRESENTED,),
    ),
    Step(
        act=said.AssistantObjected,
        says=N_("the Party objects to a person who assists"),
        clause="ECPT#14(3)",
        since=REPRESENTABLE,
        otherwise=_NOTICE,
        needs=(
            _ECPT,
            Need(
                conditions.assists,
                "not-an-assistant",
                N_(
                    "A Party may object to an expert or another person who assists and was named to it; "
                    "not to a member of the Committee."
                ),
            ),
        ),
    ),
    Step(
        act=said.Postponed,
        says=N_("the visit is postponed"),
        clause="ECPT#7(1)",
        since=frozenset({State.PROGRAMMED, State.DECIDED, State.NOTIFIED}),
        leads_to=State.POSTPONED,
        needs=(_WHY,),
    ),
    Step(
        act=said.Cancelled,
        says=N_("the visit is cancelled"),
        clause="ECPT#7(1)",
        since=BEFORE | AHEAD | {State.REFUSED},
        leads_to=State.CANCELLED,
        needs=(_WHY,),
    ),
    Step(
        act=said.Refused,
        says=N_("the State refuses the visit"),
        clause="ECPT#2",
        since=frozenset({State.NOTIFIED, State.POSTPONED}) | THERE,
        leads_to=State.REFUSED,
        otherwise=_NOTICE,
        needs=(_WHY,),
    ),
    Step(
        act=said.Started,
        says=N_("the delegation begins the visit"),
        clause="ECPT#8(1)",
        since=frozenset({State.DECIDED, State.NOTIFIED}),
        leads_to=State.UNDER_WAY,
        otherwise=_DECISION,
        needs=(
            Need(
                conditions.notified,
                "not-notified",
                _NOT_NOTIFIED,
                advice=N_("Record the notification first."),
            ),
            Need(
                conditions.all_named,
                "assistant-not-named",
                N_("Somebody assists who was not named in the notification."),
                clause="ECPT#14(1)",
                advice=N_("Record the letter that named the person to the Government."),
            ),
            Need(
                conditions.none_objected,
                "assistant-objected",
                N_("The Party declared that one of these persons may not take part."),
                clause="ECPT#14(3)",
            ),
        ),
    ),
    Step(
        act=said.PlaceSeen,
        says=N_("the delegation visits the place that the representation was against"),
        clause="ECPT#9(2)",
        since=THERE,
        needs=(_REPRESENTED,),
    ),
    Step(
        act=said.IncidentMet,
        says=N_("an incident of co-operation"),
        clause="ECPT#3",
        since=frozenset(State) - BEFORE,
    ),
    Step(
        act=said.Suspended,
        says=N_("the delegation suspends the visit"),
        clause="ECPT#7(1)",
        since=frozenset({State.UNDER_WAY}),
        leads_to=State.SUSPENDED,
        needs=(_WHY,),
    ),
    Step(
        act=said.Resumed,
        says=N_("the delegation resumes the visit"),
        clause="ECPT#7(1)",
        since=frozenset({State.SUSPENDED}),
        leads_to=State.UNDER_WAY,
    ),
    Step(
        act=said.TalksHeld,
        says=N_("talks at the end of the visit"),
        clause="CPT-practice#end-talks",
        since=SINCE_START,
    ),
    Step(
        act=said.PreliminaryObservations,
        says=N_("preliminary observations"),
        clause="CPT-practice#end-talks",
        since=SINCE_START,
    ),
    Step(
        act=said.ImmediateObservation,
        says=N_("an immediate observation"),
        clause="ECPT#8(5)",
        since=SINCE_START,
        needs=(
            Need(
                conditions.next_number,
                "observation-number",
                N_("An immediate observation says what it demands, and has the next number of the visit."),
            ),
        ),
    ),
    Step(
        act=DueSet,
        says=N_("a letter sets or extends the time for an answer"),
        clause="CPT-practice#immediate-observation-clock",
        since=SINCE_START,
        needs=(
            _OF_AN_OBSERVATION,
            Need(
                conditions.not_yet_answered, "answered-already", N_("This observation is answered already.")
            ),
            *SETTING,
        ),
    ),
    Step(
        act=Answered,
        says=N_("the Party answers an observation"),
        clause="ECPT#8(5)",
        since=SINCE_START,
        needs=(_OF_AN_OBSERVATION,),
    ),
    Step(
        act=said.Completed,
        says=N_("the visit is completed"),
        clause="ECPT#10(1)",
        since=THERE,
        leads_to=State.COMPLETED,
    ),
)

MACHINE: Machine[State] = Machine(State.NOT_DECIDED, STEPS)
"""The way of one visit."""

VOCABULARY = Vocabulary(
    {
        "planned": said.Programmed,
        "risk assessed": said.RiskAssessed,
        "decided": said.Decided,
        "notified": said.Notified,
        "notification added to": said.NotificationAdded,
        "acknowledged": said.Acknowledged,
        "representation": said.Represented,
        "consulted": said.Consulted,
        "information given": said.InformationGiven,
        "assistant objected to": said.AssistantObjected,
        "postponed": said.Postponed,
        "cancelled": said.Cancelled,
        "refused": said.Refused,
        "started": said.Started,
        "place seen": said.PlaceSeen,
        "incident": said.IncidentMet,
        "suspended": said.Suspended,
        "resumed": said.Resumed,
        "end talks": said.TalksHeld,
        "preliminary observations": said.PreliminaryObservations,
        "immediate observation": said.ImmediateObservation,
        "time set": DueSet,
        "answered": Answered,
        "completed": said.Completed,
    }
)
"""The word of a row for each kind of act; those that a dossier knows too are its words."""
