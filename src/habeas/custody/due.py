"""What is due in a record at an instant, and since when it is late: for the people at the desk.

Each item names the provision that asks for it. Where that has no number, the station's own does
(``Practice``), and the item says so. A reminder is no verdict: the audit judges what is written.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from habeas.custody.before import Before
from habeas.custody.events import Event
from habeas.custody.history import ENDINGS, attributes, effective, ordered, outset
from habeas.language import N_
from habeas.law import Provision, cite, limit

OUTSET = cite("CPT-GR12#40", enforces="The desk shows from when three rights have been due.")
INFORMED = cite(
    "CPT-GR12#44", enforces="The desk shows who was not yet told of the rights, or not in writing."
)
LAWYER = cite("CPT-GR12#41", enforces="The desk shows a lawyer asked for and not yet called.")
DOCTOR = cite("CPT-GR12#42", enforces="The desk shows a doctor asked for who has not come.")
DELAY = cite("CPT-GR12#43", enforces="The desk shows that the time of an authorised delay is over.")
JUVENILE = cite("CPT-GR24#98", enforces="The desk shows that nobody was told of a child's detention.")
TOLD_BY = cite("UNSR2003/68#26(g)", enforces="The desk shows how long a relative may at most be left untold.")
JUDGE = cite("GC35#33", enforces="The desk shows by when a judge ordinarily has to be reached.")
CONSULATE = cite(
    "DIR2013/48#7", enforces="The desk shows a consulate not yet told, where the person wishes it."
)
INTERPRETER = cite("DIR2010/64#2", enforces="The desk shows an interpreter who is needed and not there.")
REVIEW = cite(
    "PACE1984#40(3)(a)", enforces="The desk shows the next review of a detention where this Act holds."
)
CHECKS = cite("PACE1984-C#9.3", enforces="The desk shows the next visit to a cell where this Code holds.")
RECORD = cite("CPT-GR2#40", enforces="The desk asks for a complete record: checks, reviews, leaving freely.")

GB = "GB-EAW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The minutes that a station gives itself where the law has no number."""

    rights: int = 30
    call: int = 60
    doctor: int = 120
    check: int = 60
    rouse: int = 30
    review: int = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing to do: ``says`` in a few words, since when, by when, after which provision.

    ``kind`` is the entry that settles it. ``own`` says that the time is the station's, not the law's.
    """

    says: str
    kind: str
    since: datetime
    by: datetime
    clause: Provision
    own: bool = True

    def late(self, at: datetime) -> bool:
        """Whether its time is over."""
        return at > self.by


@dataclass(frozen=True, slots=True)
class _Facts:
    """What stands in a record, ready to be asked."""

    events: tuple[Event, ...]
    said: Mapping[str, object]
    begun: datetime
    earlier: Before | None
    at: datetime
    practice: Practice
    jurisdiction: str

    def last(self, *kinds: str) -> Event | None:
        found = [one for one in self.events if one.kind in kinds and one.occurred_at is not None]
        return found[-1] if found else None

    def has(self, *kinds: str) -> bool:
        return any(one.kind in kinds for one in self.events)

    @property
    def judge_reached(self) -> bool:
        """Whether a judge has seen the person, under this record or before a transfer."""
        return self.has("judge_seen") or (self.earlier is not None and self.earlier.judge)

    def open(self, asked: str, settled: Collection[str]) -> Event | None:
        """The last time that something was asked for, if nothing that settles it came since."""
        last, done = self.last(asked), self.last(*settled)
        if last is None or (done is not None and _when(done) >= _when(last)):
            return None
        return last

    def item(
        self, says: str, kind: str, since: datetime, minutes: int, clause: Provision, *, own: bool = True
    ) -> Due:
        by = since + timedelta(minutes=minutes)
        return Due(says=says, kind=kind, since=since, by=by, clause=clause, own=own)


Asking = Callable[[_Facts], Iterator[Due]]


def due(
    events: Sequence[Event],
    *,
    at: datetime,
    practice: Practice,
    jurisdiction: str,
    earlier: Before | None = None,
) -> tuple[Due, ...]:
    """What is due at ``at``, the earliest first; nothing once the person has left.

    ``earlier`` is what of the custody was under another record: the way to a judge goes on from there. The
    rights are told anew.
    """
    standing = ordered(effective(one for one in events if one.recorded_at <= at))
    timed = [one for one in standing if one.occurred_at is not None]
    first = outset(timed)
    if first is None or _ended(timed):
        return ()
    said = attributes(standing)
    facts = _Facts(tuple(standing), said, _when(first), earlier, at, practice, jurisdiction)
    asked = (_invited,) if said.get("basis") == "attendance" else _HELD
    found = [item for ask in asked for item in ask(facts)]
    return tuple(sorted(found, key=lambda item: item.by))


def _ended(timed: Sequence[Event]) -> bool:
    comings = [
        one for one in timed if one.kind in ENDINGS or one.kind in ("arrived", "attended", "transferred_in")
    ]
    return bool(comings) and comings[-1].kind in ENDINGS


def _when(one: Event) -> datetime:
    return one.occurred_at or one.recorded_at


def _invited(facts: _Facts) -> Iterator[Due]:
    told = any(one.data.get("told_free_to_leave") for one in facts.events if one.kind == "attended")
    if not told:
        says = N_("say whether the person was told to be free to leave")
        yield facts.item(says, "attended", facts.begun, facts.practice.rights, RECORD)


def _rights(facts: _Facts) -> Iterator[Due]:
    within = facts.practice.rights
    if not facts.has("rights_informed"):
        yield facts.item(N_("tell of the rights"), "rights_informed", facts.begun, within, INFORMED)
    if not facts.has("rights_leaflet_given"):
        says = N_("give the notice of rights")
        yield facts.item(says, "rights_leaflet_given", facts.begun, within, INFORMED)
    if given := facts.open("rights_leaflet_given", ("rights_acknowledged", "rights_acknowledgement_refused")):
        says = N_("signature for the rights, or its refusal")
        yield facts.item(says, "rights_acknowledged", _when(given), within, INFORMED)
    if facts.said.get("needs_interpreter") and not facts.has("interpreter_arrived"):
        kind = "interpreter_arrived" if facts.has("interpreter_requested") else "interpreter_requested"
        yield facts.item(N_("interpreter"), kind, facts.begun, facts.practice.call, INTERPRETER)


def _lawyer(facts: _Facts) -> Iterator[Due]:
    if asked := facts.open("lawyer_requested", ("lawyer_called", "lawyer_arrived", "lawyer_waived")):
        yield facts.item(N_("call the lawyer"), "lawyer_called", _when(asked), facts.practice.call, LAWYER)
    elif called := facts.open("lawyer_called", ("lawyer_arrived", "lawyer_waived")):
        minutes = 2 * facts.practice.call
        yield facts.item(N_("lawyer called, not arrived"), "lawyer_arrived", _when(called), minutes, LAWYER)
    elif not facts.has("lawyer_requested", "lawyer_waived", "lawyer_arrived"):
        says = N_("ask whether a lawyer is wanted")
        yield facts.item(says, "lawyer_requested", facts.begun, facts.practice.call, LAWYER)
    if delayed := facts.open("lawyer_delay_authorised", ("lawyer_called", "lawyer_arrived")):
        yield from _until(facts, delayed, N_("the delay of the lawyer ends"), "lawyer_called")


def _notification(facts: _Facts) -> Iterator[Due]:
    told = ("third_party_notified", "notification_waived")
    if delayed := facts.open("notification_delay_authorised", told):
        yield from _until(facts, delayed, N_("the delay of telling somebody ends"), "third_party_notified")
    elif asked := facts.open("notification_requested", told):
        says = N_("tell the person named")
        yield facts.item(says, "third_party_notified", _when(asked), facts.practice.call, OUTSET)
    elif not facts.has("notification_requested", *told):
        hours = limit("unsr2003-relative-told", facts.begun.date())
        says = N_("ask who is to be told of the detention")
        yield facts.item(says, "notification_requested", facts.begun, hours.value * 60, TOLD_BY, own=False)
    if facts.said.get("juvenile"):
        if not facts.has("guardian_notified"):
            says = N_("tell a parent or guardian, whether or not it is asked")
            yield facts.item(says, "guardian_notified", facts.begun, facts.practice.call, JUVENILE)
        if not facts.has("appropriate_adult_called", "appropriate_adult_arrived"):
            says = N_("call an adult whom the child trusts")
            yield facts.item(says, "appropriate_adult_called", facts.begun, facts.practice.call, JUVENILE)
    if asked := facts.open("consulate_requested", ("consulate_notified", "consulate_waived")):
        says = N_("tell the consulate, as the person wishes")
        yield facts.item(says, "consulate_notified", _when(asked), facts.practice.call, CONSULATE)


def _until(facts: _Facts, delayed: Event, says: str, kind: str) -> Iterator[Due]:
    until = delayed.data.get("until")
    if isinstance(until, str):
        end = datetime.fromisoformat(until)
        yield Due(says=says, kind=kind, since=_when(delayed), by=end, clause=DELAY, own=False)


def _doctor(facts: _Facts) -> Iterator[Due]:
    if asked := facts.open("doctor_requested", ("examination_started", "examination_ended", "doctor_waived")):
        says = N_("doctor asked for, no examination yet")
        yield facts.item(says, "examination_started", _when(asked), facts.practice.doctor, DOCTOR)


_AWAY = {"court_left_for": "court_returned_from", "hospital_left_for": "hospital_returned_from"}


def _checks(facts: _Facts) -> Iterator[Due]:
    cell = facts.open("cell_entered", ("cell_left",))
    if cell is None or any(facts.open(left, (back,)) for left, back in _AWAY.items()):
        return
    risk = facts.last("risk_assessed")
    often = str(risk.data.get("observation", "")) if risk is not None else ""
    if often == "constant":
        return
    rousing = often in ("rouse", "intermittent")
    kind = "roused" if often == "rouse" else "checked"
    last = facts.last("roused") if often == "rouse" else facts.last("checked", "roused")
    since = max(_when(cell), _when(last)) if last is not None else _when(cell)
    says = N_("rouse the person") if often == "rouse" else N_("check on the person in the cell")
    if facts.jurisdiction == GB:
        name = "pace1984-c-rousing" if rousing else "pace1984-c-cell-visit"
        yield facts.item(says, kind, since, limit(name, since.date()).value, CHECKS, own=False)
    else:
        minutes = facts.practice.rouse if rousing else facts.practice.check
        yield facts.item(says, kind, since, minutes, RECORD)


def _decisions(facts: _Facts) -> Iterator[Due]:
    if facts.said.get("basis") in (None, "criminal") and not facts.judge_reached:
        name = "gc35-judge-juvenile" if facts.said.get("juvenile") else "gc35-judge"
        since = facts.earlier.counts_from if facts.earlier is not None else facts.begun
        minutes = limit(name, since.date()).value * 60
        yield facts.item(N_("bring before a judge"), "judge_seen", since, minutes, JUDGE, own=False)
    authorised = facts.last("detention_authorised")
    if authorised is None:
        says = N_("have the detention authorised")
        yield facts.item(says, "detention_authorised", facts.begun, facts.practice.call, RECORD)
        return
    last = facts.last("review_held")
    since = _when(last) if last is not None else _when(authorised)
    if facts.jurisdiction == GB:
        name = "pace1984-first-review" if last is None else "pace1984-later-reviews"
        minutes = limit(name, since.date()).value * 60
        yield facts.item(N_("review of the detention"), "review_held", since, minutes, REVIEW, own=False)
    else:
        says, minutes = N_("review of the detention"), facts.practice.review
        yield facts.item(says, "review_held", since, minutes, RECORD)


_HELD: tuple[Asking, ...] = (_rights, _lawyer, _notification, _doctor, _checks, _decisions)
