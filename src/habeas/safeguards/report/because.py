"""Why an occasion was judged so, in a sentence: what the register says, by its entries and their times.

A sentence follows from the template of the rule and from the entries that the verdict rests on. Of what an
entry says it tells no more than the rule asks: which answer is missing, or is another than the one asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from habeas.clock.intervals import Piece, minus
from habeas.custody import Event
from habeas.language import N_
from habeas.safeguards.case import Case, sure
from habeas.safeguards.figures import measures_of
from habeas.safeguards.figures.beside import sought
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.record_days import kind_name
from habeas.safeguards.report.composing import Composing
from habeas.safeguards.report.measuring import allowed
from habeas.safeguards.report.of_the_register import UNTIMED
from habeas.safeguards.report.saying import ATTRIBUTE_NAMES
from habeas.safeguards.report.so_counted import SoCounted
from habeas.safeguards.report.taking import Found, Record
from habeas.safeguards.rule import Rule, Scope
from habeas.safeguards.templates.attribute import Apart, Asks, Attribute, Test
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.cadence import Cadence
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import AllOf, AnyOf, Excused, Template
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap
from habeas.safeguards.templates.order import Before, Denial, NothingAfterEnd
from habeas.safeguards.templates.presence import Exists
from habeas.safeguards.templates.sequence import ClosedPairs, InOrder, Numbered, Written
from habeas.safeguards.templates.starts import ARRIVED, T0
from habeas.safeguards.templates.within import Within

_OPEN_ENDED = (Cover, Exclude, MaxDuration, MaxGap, Continuous, AtLeast, Total)
"""Templates by which a stretch of time is what breaks a rule, and no entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """The sentence, and what of the record is drawn with it."""

    said: str
    breaks: tuple[str, ...] = ()
    """The ids of the entries by which the rule is broken."""
    pieces: tuple[Piece, ...] = ()
    """The parts of the stretch in which it is broken, where that is not all of it."""


class Reasons(SoCounted):
    """Says it of one record, whose entries have the numbers by which the drawing and the table tell them."""

    def __init__(self, of: Composing, case: Case, numbers: Mapping[str, int], record: Record) -> None:
        super().__init__(of, case, numbers, record)
        self._said_of_record = set[str]()

    def of_found(self, one: Found, rule: Rule) -> Because:
        """Why one occasion was judged so."""
        self.begin()
        self._measures = measures_of(rule)
        template = rule.template.inner if isinstance(rule.template, Excused) else rule.template
        told = self.so_counted if one.unended else self._told
        said = [*told(one, template), *self.also_unended(one, template), *self._beside(one, rule, template)]
        return Because(
            said=" ".join(each for each in said if each),
            breaks=tuple(each.event_id for each in _breaking(one, template)),
            pieces=tuple(self._pieces(one, template)),
        )

    def placed(self, one: Found, rule: Rule) -> Found:
        """Where it lies in time: in a stretch that goes on after its last entry, not in its widest gap."""
        template = rule.template
        if one.known or not isinstance(template, MaxGap) or one.observed is None or one.since is None:
            return one
        if one.limit is None or one.observed > one.limit:
            return one
        last, until = one.since, self.case.as_of
        for each in self.case.stretches(template.inside):
            if each.running and each.since is not None and each.since <= one.since:
                seen = (e.occurred_at for e in self.case.matching(template.patterns))
                last = max(at for at in (each.since, *seen) if at is not None and at <= until)
        return replace(one, since=last, until=until, observed=until - last)

    # What the register says -------------------------------------------------------------------------

    def _told(  # noqa: C901, PLR0912 (one line a kind of template)
        self, one: Found, template: Template
    ) -> Iterator[str]:
        match template:
            case Within(answers=answers):
                yield self._within(one, answers)
            case Cadence(patterns=answers):
                yield self._cadence(one, answers)
            case Before():
                yield self._before(one, template)
            case Cover():
                yield from self._cover(one, template)
            case Attribute():
                yield self._attribute(one, template.tests)
            case Apart():
                yield self._apart(one, template)
            case Clock():
                yield self._clock(one)
            case MaxDuration() | MinGap() | MaxGap() | Exclude():
                yield self._lasted(one, template)
            case AtLeast() | Total() | Continuous():
                yield self._in_block(one, template)
            case Exists(patterns=patterns):
                yield self._missing(one, [patterns])
            case AllOf(parts=parts) | AnyOf(parts=parts):
                yield self._missing(one, [each.patterns for each in parts if isinstance(each, Exists)])
            case Written() | InOrder() | ClosedPairs() | NothingAfterEnd() | Numbered():
                yield self.of_the_register(one, template)
            case _:
                yield self.amount(one)
                yield self._rests_on(one)

    def _within(self, one: Found, answers: Sequence[Pattern]) -> str:
        if not one.evidence:
            return self.say("There is no entry from which the time runs.")
        start, *rest = one.evidence
        if start.occurred_at is None:
            return self.say(UNTIMED, entry=self.entry(start))
        if not rest:
            return self._not_answered(one, self.entry(start), answers)
        if rest[-1].occurred_at is None:
            return self.say(UNTIMED, entry=self.entry(rest[-1]))
        if one.observed is None:
            return self.say(
                "The time ran from {start} to {due}. {end} came before, and of where the person was held "
                "then there is no record.",
                start=self.entry(start),
                due=self.at(one.due_at, dated=True),
                end=self.entry(rest[-1]),
            )
        return self.say(
            "Between {start} and {answer} lie {length}; allowed are {limit}.",
            start=self.entry(start),
            answer=self.entry(rest[-1]),
            length=self.length(one),
            limit=self.limit(one),
        )

    def _not_answered(self, one: Found, start: str, answers: Sequence[Pattern]) -> str:
        return self.say(
            "After {start} nothing is written of {answers}; it was due by {due}.",
            start=start,
            answers=self.kinds(answers),
            due=self.at(one.due_at, dated=True),
        )

    def _cadence(self, one: Found, answers: Sequence[Pattern]) -> str:
        if one.since is None and not one.evidence:
            return self.say("There is no entry from which the time runs.")
        since = self.at(one.since)
        answer = one.evidence[-1] if one.evidence else None
        if answer is None:
            return self._not_answered(one, since, answers)
        if answer.occurred_at is None or one.observed is None:
            return self.say(UNTIMED, entry=self.entry(answer))
        return self.say(
            "Between {start} and {answer} lie {length}; allowed are {limit}.",
            start=since,
            answer=self.entry(answer),
            length=self.length(one),
            limit=self.limit(one),
        )

    def _before(self, one: Found, template: Before) -> str:
        if not one.evidence or one.evidence[0].occurred_at is None:
            return self.untimed(one)
        this, *others = one.evidence
        if one.observed is not None and others:
            return self.say(
                "{later} came {length} after {entry}, and not before it.",
                later=self.entry(others[0]),
                length=self.length(one),
                entry=self.entry(this),
            )
        if others:
            return self.say(
                "The last that is written of it before {entry} is {other}.",
                entry=self.entry(this),
                other=self.entry(others[0]),
            )
        if one.known and template.denied is not None:
            return self._denied(this, template.denied)
        earlier = self.kinds(template.earlier)
        return self.say(
            "Nothing is written of {earlier} before {entry}.", earlier=earlier, entry=self.entry(this)
        )

    def _denied(self, entry: Event, denied: Denial) -> str:
        return self.say(
            "{entry} does not name {asked} under {field}.",
            entry=self.entry(entry),
            asked=self.choices([denied.lacks]),
            field=self.field(denied.field),
        )

    def _cover(self, one: Found, template: Cover) -> Iterator[str]:
        by = self.span(template.by)
        if one.known and one.observed is None and template.denied is not None and one.evidence:
            yield self._denied(one.evidence[0], template.denied)
            if one.since and one.until:
                yield from self._disagrees(template.by, (one.since, one.until))
            return
        if one.since is None or one.until is None:
            yield self.untimed(one)
            return
        said = {
            "span": self.span(template.span),
            "since": self.at(one.since),
            "until": self.at(one.until),
            "length": "" if one.observed is None else self.of.words.length(one.observed),
            "by": by,
            "limit": self.of.words.length(template.tolerance),
        }
        if one.known:
            yield self.say(
                "Of {span} from {since} to {until} {by} is missing for {length}; {limit} may be missing.",
                **said,
            )
        else:
            yield self.say(
                "Of {span} from {since} to {until} nothing with both its times shows {by} for {length}.",
                **said,
            )

    def _disagrees(self, by: str, piece: Piece) -> Iterator[str]:
        """Another entry by which somebody was there who is not named: which of them holds is not known."""
        for each in self.case.stretches(by):
            if (
                each.start is not None
                and each.known
                and each.known[0] < piece[1]
                and each.known[1] > piece[0]
            ):
                there = self.entry(each.start)
                yield self.say(
                    "Two entries disagree: by {there} and {gone} there was {by} at that time. What the "
                    "interview names counts; which of them is right, the register does not say.",
                    there=there,
                    by=self.span(by),
                    gone=self.say("no later entry of an end") if each.end is None else self.entry(each.end),
                )
                return

    def _counts(self, one: Found) -> list[int]:
        """The numbers that its rule allows, or asks for."""
        own = next((each.limits for each in self.of.figures.rules if each.rule == one.rule), ())
        return [each.count for each in own if each.count is not None]

    def _attribute(self, one: Found, tests: Sequence[Test]) -> str:
        if not one.evidence:
            return ""
        entry = self.entry(one.evidence[0])
        if not one.known:
            fields = self.say(", ").join(dict.fromkeys(self.field(each.field) for each in tests))
            return self.say("{entry} leaves open what is asked for: {fields}.", entry=entry, fields=fields)
        test = next((each for each in tests if each.asks is not Asks.SAID), tests[0])
        given = {"entry": entry, "field": self.field(test.field), "asked": self.choices(test.values)}
        if test.asks is Asks.AT_MOST:
            most = self.of.words.number(max(self._counts(one), default=0))
            return self.say("{entry} names more than {most} under {field}.", **given, most=most)
        if test.asks is Asks.HAS:
            return self.say("{entry} does not name {asked} under {field}.", **given)
        if len(test.values) == 1 and isinstance(test.values[0], bool):  # the other answer is the only one
            return self.say(
                "{entry} answers {field} with {given}.", **given, given=self.choices([not test.values[0]])
            )
        return self.say("{entry} answers {field} with something else than {asked}.", **given)

    def _apart(self, one: Found, template: Apart) -> str:
        entry, field = self.entry(one.evidence[0]), self.field(template.field)
        if len(one.evidence) > 1:
            return self.say(
                "{entry} names under {field} somebody whom {other} names under {others}.",
                entry=entry,
                field=field,
                other=self.entry(one.evidence[1]),
                others=self.field(template.others_field),
            )
        fields = self.say(", ").join((field, self.field(template.others_field)))
        return self.say("{entry} leaves open what is asked for: {fields}.", entry=entry, fields=fields)

    def _clock(self, one: Found) -> str:
        if one.until is None or one.observed is None or len(one.evidence) < 2:
            return self.untimed(one)
        start, *ends = one.evidence
        return self.say(
            "Between {start} and {end} lie {length}; the time was over at {due}.",
            start=self.entry(start),
            end=self.entry(ends[-1]),
            length=self.length(one),
            due=self.at(one.due_at, dated=True),
        )

    def _lasted(self, one: Found, template: MaxDuration | MinGap | MaxGap | Exclude) -> str:
        if one.since is None or one.until is None:
            return self.untimed(one)
        said = {
            "since": self.at(one.since),
            "until": self.at(one.until),
            "length": self.length(one),
            "limit": allowed(self._measures, one.limit, (), self.of.words),
        }
        match template:
            case MaxDuration(span=span, less=less):
                text = N_("{span} from {since} to {until} took {length}; allowed are {limit}.")
                if less:
                    text = N_(
                        "{span} from {since} to {until} took {length} without {less}; allowed are {limit}."
                    )
                    said["less"] = self.span(less)
                return self.say(text, span=self.span(span), **said)
            case MinGap(span=span):
                text = N_(
                    "Between one {span} and the next, from {since} to {until}, lie {length}; asked for are "
                    "{limit}."
                )
                return self.say(text, span=self.span(span), **said)
            case Exclude(span=span, other=other):
                text = N_("{span} from {since} to {until} and {other} overlap for {length}.")
                return self.say(text, span=self.span(span), other=self.span(other), **said)
            case MaxGap(patterns=patterns, inside=inside):
                return self.say(self._gap(one), kinds=self.kinds(patterns), span=self.span(inside), **said)

    def _gap(self, one: Found) -> str:
        """What is known of a gap: that it was too wide, or what is not written by which it could be."""
        if one.known:
            return N_(
                "During {span} {length} passed without an entry of {kinds}, from {since} to {until}, though "
                "there are others; allowed are {limit}."
            )
        if one.observed is None:
            return N_(
                "During {span}, from {since} to {until}, there is no entry of {kinds} at all: that is no "
                "proof that nobody came, and none that somebody did."
            )
        if one.until == self.case.as_of:
            return N_(
                "The last entry of {kinds} during {span} is of {since}. Since then, for {length} up to the "
                "audit, neither another one is written nor that it ended; allowed are {limit}."
            )
        return N_(
            "From {since} to {until} no entry of {kinds} has a time, and one of this record has none: it may "
            "lie there; allowed are {limit}."
        )

    def _in_block(self, one: Found, template: AtLeast | Total | Continuous) -> str:
        if one.since is None or one.until is None:
            return self.say("There is no entry from which the time runs.")
        limits = next((each.limits for each in self.of.figures.rules if each.rule == one.rule), ())
        what = self.kinds(template.patterns) if isinstance(template, AtLeast) else self.span(template.span)
        said = {"since": self.at(one.since), "until": self.at(one.until), "what": what}
        said["limit"] = allowed(self._measures, one.limit, limits, self.of.words)
        if isinstance(template, AtLeast):
            text = N_(
                "From {since} to {until} the number of entries of {what} is {n}; asked for are {limit}."
            )
            return self.say(text, n=self.of.words.number(one.count or 0), **said)
        if one.observed is None:
            return self.say(
                "From {since} to {until} nothing with both its times shows {what}; asked for are {limit}.",
                **said,
            )
        length = self.of.words.length(one.observed)
        text = N_("From {since} to {until} {what} takes {length} in all; asked for are {limit}.")
        if isinstance(template, Continuous):
            text = N_("From {since} to {until} the longest {what} takes {length}; asked for are {limit}.")
        return self.say(text, length=length, **said)

    def _missing(self, one: Found, parts: Sequence[Sequence[Pattern]]) -> str:
        """Which of the entries asked for are not there."""
        if one.known:
            return self._rests_on(one)
        there = {each.kind for each in self.case.events}
        gone = [each for each in parts if not any(one.kind in there for one in each)]
        if gone:
            missing = self.say("; ").join(self.kinds(each) for each in gone)
            return self.say("Nowhere in the record is there: {missing}.", missing=missing)
        return self.untimed(one)

    def _rests_on(self, one: Found) -> str:
        entries = self.say(", ").join(map(self.entry, one.evidence))
        return self.say("It rests on {entries}.", entries=entries) if entries else ""

    # What stands beside -----------------------------------------------------------------------------

    def _beside(self, one: Found, rule: Rule, template: Template) -> Iterator[str]:
        asked = {getattr(each, "name", "") for each in _guards(rule)}
        unknown = [each for each in self.record.unknown if each in asked and each in ATTRIBUTE_NAMES]
        start = getattr(template, "start", "")
        first = one.evidence[0].kind if one.evidence else ""
        if start == T0 and first and first != "apprehended":
            yield self._once(
                N_(
                    "When the person was apprehended is not written; what stands in is the latest that it "
                    "can be."
                ),
                N_("The beginning stands in, as told above."),
            )
            yield from self._in_time_from_the_latest(one, template, unknown)
        if start == ARRIVED and first == "apprehended":
            yield self._once(
                N_("When the person arrived is not written; what stands in is the earliest that it can be."),
                N_("The arrival stands in, as told above."),
            )
            if not one.known and not unknown and _over(one):
                yield self.say(
                    "From there it was late, but the person may have arrived later: that is why it counts as "
                    "not recorded."
                )
        kinds, from_t0 = sought(template)
        there = kinds & self.record.kinds_before
        if not one.known and there and rule.scope is Scope.STAY and not (from_t0 and first == "apprehended"):
            yield self._once(
                N_(
                    "{kinds} stands in the record of the stay before, {record}, which a rule over one stay "
                    "does not read."
                ),
                N_("{kinds}: in the stay before, as told above."),
                kinds=self._or(dict.fromkeys(kind_name(each, self.of.words) for each in sorted(there))),
                record=self.record.before,
            )
        if unknown and not one.known:
            what = self.say(", ").join(self.say(ATTRIBUTE_NAMES[each]) for each in unknown)
            yield self.say("The register does not say {what}.", what=what)

    def _in_time_from_the_latest(
        self, one: Found, template: Template, unknown: Sequence[str]
    ) -> Iterator[str]:
        """Why what was in time from a beginning that stands in is not recorded all the same."""
        if one.known or unknown or one.observed is None or not isinstance(template, Within | Clock):
            return
        text = N_(
            "From there it was in time, but how much time passed before is not written here: that is why it "
            "counts as not recorded."
        )
        if _over(one):  # and no breach: the limit was moved
            text = N_(
                "From there it was in time, since the limit was put off; but how much time passed before is "
                "not written here: that is why it counts as not recorded."
            )
        yield self.say(text)

    def _once(self, text: str, mark: str, **values: object) -> str:
        """Something of the whole record: in full where it is first told, else that it was told."""
        first = text not in self._said_of_record
        self._said_of_record.add(text)
        return self.say(text if first else mark, **values)

    def _pieces(self, one: Found, template: Template) -> Iterator[Piece]:
        """Of a stretch that is to be covered, what is not."""
        if not isinstance(template, Cover) or one.since is None or one.until is None or one.observed is None:
            return
        less = sure(self.case.stretches(template.less)) if template.less else []
        whole = minus([(one.since, one.until)], less)
        yield from minus(whole, sure(self.case.stretches(template.by)))


def _over(one: Found) -> bool:
    return one.observed is not None and one.limit is not None and one.observed > one.limit


def _guards(rule: Rule) -> Iterator[object]:
    for each in rule.guards:
        yield from getattr(each, "parts", (each,))


def _breaking(one: Found, template: Template) -> Sequence[Event]:
    """The entries by which a rule is broken; none where it is a stretch of time, or not known."""
    if not one.known:
        return ()
    if isinstance(template, Cover) and one.observed is None:
        return one.evidence[:1]
    if isinstance(template, _OPEN_ENDED) or one.unended:
        return ()
    return one.evidence if isinstance(template, Attribute | Apart) else one.evidence[-1:]
