"""A plain judge of generated registers: which rules the entries themselves show as broken.

It knows the limits of safeguards.md 3 and shares nothing with the generator but the names of the rules.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from habeas.custody import Event, Record, effective, pairs, spans

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
ENDS = ("released", "bailed", "transferred_out", "left_premises", "escaped", "died")
AFTER = ("property_returned", "complaint_made", "injury_reported_to_prosecutor", "video_preserved")
PAIRED = [name for name in spans() if name not in ("lawyer", "cell", "outage")]


class Judged:
    """One record, its entries as written and as they stand."""

    def __init__(self, record: Record, entries: Sequence[Event]) -> None:
        self.record, self.entries = record, sorted(entries, key=lambda one: one.seq or 0)
        self.events = effective(entries)
        self.t0 = self.at("apprehended")
        self.end = next((one.occurred_at for one in reversed(self.events) if one.kind in ENDS), None)
        self.british = record.jurisdiction == "GB-EAW"

    def all(self, *kinds: str) -> list[Event]:
        return [one for one in self.events if one.kind in kinds]

    def at(self, *kinds: str) -> datetime | None:
        return next((one.occurred_at for one in self.all(*kinds)), None)

    def after(self, kind: str, since: datetime) -> datetime | None:
        return next(
            (one.occurred_at for one in self.all(kind) if one.occurred_at and one.occurred_at >= since), None
        )

    def spans(self, name: str) -> list[tuple[datetime, datetime]]:
        times = [one.occurred_at for one in self.events if one.occurred_at]
        last = self.end or (max(times) + HOUR if times else None)
        return [
            (one.start.occurred_at, one.end.occurred_at if one.end else last)
            for one in pairs(self.events, name)
            if one.start and one.start.occurred_at and (one.end is None or one.end.occurred_at) and last
        ]

    def over(self, start: datetime | None, kind: str, limit: timedelta) -> bool:
        """Whether a thing is there and came later than the limit after its start."""
        then = None if start is None else self.after(kind, start)
        return start is not None and then is not None and then - start > limit

    def asked_lawyer(self, before: datetime | None) -> bool:
        asked = self.all("lawyer_requested", "lawyer_waived")
        earlier = [one for one in asked if before and one.occurred_at and one.occurred_at <= before]
        return bool(earlier) and earlier[-1].kind == "lawyer_requested"


def of_rights(it: Judged) -> Iterator[str]:
    first = min((one.occurred_at for one in it.all("rights_informed") if one.occurred_at), default=None)
    if it.t0 and first and first - it.t0 > HOUR:
        yield "rights.informed-at-outset"
    if it.over(it.t0, "record_opened", HOUR):
        yield "record.opened"
    if it.over(it.t0, "third_party_notified", 3 * HOUR) and not it.all("notification_delay_authorised"):
        yield "notice.third-party-told"
    if it.over(it.at("lawyer_requested"), "lawyer_called", 30 * MINUTE):
        yield "lawyer.called"
    held_off = it.all("lawyer_delay_authorised")
    if it.over(it.at("lawyer_requested"), "lawyer_arrived", 3 * HOUR) and not held_off:
        yield "lawyer.arrives"
    wishes = it.all("consulate_requested", "consulate_waived")
    if it.all("consulate_notified") and wishes and not it.all("consulate_requested"):
        yield "foreigner.consulate-only-on-wish"
    if it.record.juvenile and it.over(it.t0, "guardian_notified", 2 * HOUR):
        yield "juvenile.adult-told"


def of_health(it: Judged) -> Iterator[str]:
    if it.over(it.at("doctor_requested"), "examination_started", 2 * HOUR):
        yield "doctor.when-asked"
    if it.over(it.at("force_used"), "examination_started", 2 * HOUR):
        yield "doctor.after-force"
    for one in it.all("examination_started"):
        if one.data.get("police_hearing"):
            yield "doctor.out-of-hearing"
        if one.data.get("police_sight") and not one.data.get("sight_at_doctors_request"):
            yield "doctor.out-of-sight"
    for one in it.all("injury_recorded"):
        if one.data.get("consistency", "not") != "not" and it.over(
            one.occurred_at, "injury_reported_to_prosecutor", 24 * HOUR
        ):
            yield "doctor.injury-to-prosecutor"
    for one in it.all("force_used", "complaint_made"):
        if it.over(one.occurred_at, "video_preserved", 24 * HOUR):
            yield "video.preserved-on-complaint"


def of_inquiry(it: Judged) -> Iterator[str]:
    recordings, breaks = it.spans("recording"), it.spans("interview_break")
    heard = it.spans("interview")
    for start, over in heard:
        paused = [(a, b) for a, b in breaks if a >= start and b <= over]
        out = sum(((b - a) for a, b in paused), timedelta(0))
        covered = sum((max(min(b, over) - max(a, start), timedelta(0)) for a, b in recordings), timedelta(0))
        if timedelta(0) < covered < over - start - out - MINUTE:
            yield "interview.recorded-throughout"
        if over - start - out > 2 * HOUR:
            yield "interview.not-too-long"
        if any(a < over and start < b for a, b in it.spans("rest")):
            yield "interview.not-in-rest"
    if any(later[0] - before[1] < 15 * MINUTE for before, later in pairwise(heard)):
        yield "interview.pause-between"


def of_who_is_present(it: Judged) -> Iterator[str]:
    for one in it.all("interview_started"):
        there = one.data.get("present") or []
        if len(one.data.get("interviewers") or ()) > 2:
            yield "interview.two-interviewers-at-most"
        if it.asked_lawyer(one.occurred_at):
            if "present" in one.data and "lawyer" not in there:
                yield "lawyer.present-throughout"
            if one.occurred_at and not any(a <= one.occurred_at < b for a, b in it.spans("lawyer")):
                yield "lawyer.present-throughout"
        if it.record.needs_interpreter and "interpreter" not in there:
            yield "interpreter.at-interview"
        if it.record.juvenile and not {"appropriate_adult", "guardian"} & set(there):
            yield "juvenile.adult-at-interview"
    if any(one.data.get("private") is False for one in it.all("consultation_started")):
        yield "lawyer.consultation-private"


def of_custody(it: Judged) -> Iterator[str]:
    if it.record.basis == "criminal" and it.over(it.t0, "judge_seen", 48 * HOUR):
        yield "judge.seen-in-time"
    if it.record.juvenile and it.t0 and it.end and it.end - it.t0 > 24 * HOUR:
        yield "juvenile.no-more-than-24h"
    if it.record.juvenile and any(one.data.get("with_adults") for one in it.all("cell_entered")):
        yield "juvenile.apart-from-adults"
    if any(one.data["level"] == "strip" and one.data.get("same_sex") is False for one in it.all("searched")):
        yield "search.strip-authorised"


def of_the_british_limits(it: Judged) -> Iterator[str]:
    arrived = it.at("arrived")
    if not it.british or it.all("transferred_in"):  # what came before stands in another record
        return
    if it.record.basis == "criminal" and arrived and it.end and it.end - arrived > 24 * HOUR:
        let = [one.occurred_at for one in it.all("charged", "extension_authorised")]
        if not any(one and one - arrived <= 24 * HOUR for one in let):
            yield "custody.24h"
    if it.record.basis == "criminal" and not it.all("review_postponed"):
        due = it.at("detention_authorised")
        for number, one in enumerate(it.all("review_held")):
            if due and one.occurred_at and one.occurred_at - due > (9 if number else 6) * HOUR:
                yield "review.on-time"
            due = one.occurred_at
    rests = it.spans("rest")
    if arrived and it.end and it.end - arrived >= 24 * HOUR:
        first = [b - a for a, b in rests if arrived <= a < arrived + 24 * HOUR]
        if first and max(first) < 8 * HOUR:
            yield "rest.8h-in-24h"


def of_looks(it: Judged) -> Iterator[str]:
    if not it.british:
        return
    rouse = it.record.vulnerable or any(
        one.data.get("observation") == "rouse" for one in it.all("risk_assessed")
    )
    kind, limit = ("roused", 30 * MINUTE) if rouse else ("checked", 60 * MINUTE)
    for start, over in it.spans("cell"):
        tail = [over] if it.end else []  # of an open record nobody knows yet
        looks = [
            one.occurred_at for one in it.all(kind) if one.occurred_at and start <= one.occurred_at <= over
        ]
        if looks and any(b - a > limit for a, b in pairwise([start, *looks, *tail])):
            yield "check.half-hourly-roused" if rouse else "check.hourly"


def of_register(it: Judged) -> Iterator[str]:
    plain = [one for one in it.entries if one.corrects is None and one.source != "paper"]
    if [one.seq for one in it.entries] != list(range(1, len(it.entries) + 1)):
        yield "register.numbered"
    latest: datetime | None = None
    for one in plain:
        if one.occurred_at is None:
            continue
        if latest is not None and latest - one.occurred_at > HOUR:
            yield "register.in-order"
        latest = max(latest or one.occurred_at, one.occurred_at)
        if one.recorded_at < one.occurred_at:
            yield "register.written-after"
        if one.recorded_at - one.occurred_at > HOUR:
            yield "register.written-promptly"


def of_the_end(it: Judged) -> Iterator[str]:
    if it.end is None:
        return
    if any(one.start is None or one.end is None for name in PAIRED for one in pairs(it.events, name)):
        yield "register.closed-pairs"
    for one in it.entries:
        late = one.occurred_at is not None and one.occurred_at > it.end
        if late and one.corrects is None and one.kind not in (*ENDS, *AFTER):
            yield "register.nothing-after-end"


JUDGES: tuple[Callable[[Judged], Iterator[str]], ...] = (
    *(of_rights, of_health, of_inquiry, of_who_is_present, of_custody),
    *(of_the_british_limits, of_looks, of_register, of_the_end),
)


def broken(record: Record, entries: Sequence[Event]) -> set[str]:
    """The rules that the entries of a record show as broken."""
    it = Judged(record, entries)
    return {rule for judge in JUDGES for rule in judge(it)}
