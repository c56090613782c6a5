"""Why an occasion was judged so, in a sentence: what the register says, by its entries and their times.

A sentence follows from the template of the rule and from the entries that the verdict rests on. Of what an
entry says it tells no more than the rule asks: which answer is missing, or is another than the one asked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from habeas.clock.intervals import Piece, minus
from habeas.custody import Event
from habeas.language import N_
from habeas.safeguards.case import sure
from habeas.safeguards.figures import measures_of
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.report.beside import Beside
from habeas.safeguards.report.measuring import allowed
from habeas.safeguards.report.of_the_register import OF_THE_REGISTER, UNTIMED
from habeas.safeguards.report.records import Found
from habeas.safeguards.rule import Rule
from habeas.safeguards.templates.attribute import Apart, Asks, Attribute
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.cadence import Cadence
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import AllOf, AnyOf, Excused, Template
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap
from habeas.safeguards.templates.order import Before, Denial
from habeas.safeguards.templates.presence import Exists
from habeas.safeguards.templates.starts import start_of
from habeas.safeguards.templates.within import Within

_OPEN_ENDED = (Cover, Exclude, MaxDuration, MaxGap, Continuous, AtLeast, Total)
"""Templates by which a stretch of time is what breaks a rule, and no entry."""


@dataclass(frozen=True, kw_only=True)
class Because:
    """The sentence, and what of the record is drawn with it."""

    say: Callable[[], str]
    breaks: tuple[str, ...] = ()
    """The ids of the entries by which the rule is broken."""
    told_beside: tuple[str, ...] = ()
    """The ids of the entries that are named and on which the occasion itself does not rest."""
    pieces: tuple[Piece, ...] = ()
    """The parts of the stretch in which it is broken, where that is not all of it."""

    @cached_property
    def said(self) -> str:
        """The sentence, made only where it is told: of a hundred meals not recorded the first few are."""
        return self.say()


class Reasons(Beside):
    """Says it of one record, whose entries have the numbers by which the drawing and the table tell them."""

    def of_found(self, one: Found, rule: Rule) -> Because:
        """Why one occasion was judged so."""
        template = rule.template.inner if isinstance(rule.template, Excused) else rule.template
        return Because(
            say=lambda: self._why(one, rule, template),
            breaks=tuple(each.event_id for each in _breaking(one, template)),
            told_beside=tuple(each.event_id for each in self._told_beside(one, template)),
            pieces=tuple(self._pieces(one, template)),
        )

    def _why(self, one: Found, rule: Rule, template: Template) -> str:
        self.begin()
        self._measures = measures_of(rule)
        if one.unended:
            told = list(self.so_counted(one, template))
        else:
            told = [self._SAYS.get(type(template), Reasons._measured)(self, one, template)]
        said = [*told, *self.also_unended(one, template), *self.beside(one, rule, template)]
        return " ".join(each for each in said if each)

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

    def _within(self, one: Found, template: Within) -> str:
        if not one.evidence:
            return self.say("There is no entry from which the time runs.")
        start, *rest = one.evidence
        if start.occurred_at is None:
            return self.say(UNTIMED, entry=self.entry(start))
        if not rest:
            told = self._not_answered(one, self.entry(start), template.answers)
            early = (
                self.say("{entry} came before, and is no answer to it.", entry=self.entry(each))
                for each in self._told_beside(one, template)
            )
            return " ".join((told, *early))
        if rest[-1].occurred_at is None:
            return self.say(UNTIMED, entry=self.entry(rest[-1]))
        if one.observed is None and one.due_at is None:
            return self.say(
                "The time ran from {start} until {end}; whether it had run out by then is not known.",
                start=self.entry(start),
                end=self.entry(rest[-1]),
            )
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
        text = N_("After {start} nothing is written of {answers}; it was due by {due}.")
        if self.to_come(one):
            text = N_("After {start} nothing is written of {answers} yet; it is due by {due}.")
        return self.say(
            text,
            start=start,
            answers=self.kinds(answers),
            due=self.at(one.due_at, dated=True),
        )

    def _cadence(self, one: Found, template: Cadence) -> str:
        if one.since is None and not one.evidence:
            return self.say("There is no entry from which the time runs.")
        began = next(self._told_beside(one, template), None)
        since = self.at(one.since) if began is None else self.entry(began)
        answer = one.evidence[-1] if one.evidence else None
        if answer is None:
            return self._not_answered(one, since, template.patterns)
        if answer.occurred_at is None or one.observed is None:
            return self.say(UNTIMED, entry=self.entry(answer))
        return self.say(
            "Between {start} and {answer} lie {length}; allowed are {limit}.",
            start=since,
            answer=self.entry(answer),
            length=self.length(one),
            limit=self.limit(one),
        )

    def _told_beside(self, one: Found, template: Template) -> Iterator[Event]:
        """The entry from which the time to the next runs; the last that came too early to be an answer.

        None where it runs from a time that was due, and none where anything answers.
        """
        match template:
            case Cadence() if one.since is not None:
                told = (start_of(self.case, template.start).event, *self.case.matching(template.patterns))
                yield from [each for each in told if each is not None and each.occurred_at == one.since][:1]
            case Within(early=False) if len(one.evidence) == 1 and (at := one.evidence[0].occurred_at):
                timed = ((each, each.occurred_at) for each in self.case.matching(template.answers))
                yield from [each for each, then in timed if then is not None and then < at][-1:]

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

    def _cover(self, one: Found, template: Cover) -> str:
        by = self.span(template.by)
        if one.known and one.observed is None and template.denied is not None and one.evidence:
            denied = self._denied(one.evidence[0], template.denied)
            return f"{denied} {self._disagrees(template.by, one)}".strip()
        if one.since is None or one.until is None:
            return self.untimed(one)
        said = {
            "span": self.span(template.span),
            "since": self.at(one.since),
            "until": self.at(one.until),
            "length": "" if one.observed is None else self.of.words.length(one.observed),
            "by": by,
            "limit": self.of.words.length(template.tolerance),
        }
        if one.known:
            return self.say(
                "Of {span} from {since} to {until} {by} is missing for {length}; {limit} may be missing.",
                **said,
            )
        return self.say(
            "Of {span} from {since} to {until} nothing with both its times shows {by} for {length}.", **said
        )

    def _disagrees(self, by: str, one: Found) -> str:
        """Another entry by which somebody was there who is not named: which of them holds is not known."""
        if one.since is None or one.until is None:
            return ""
        for each in self.case.stretches(by):
            if (
                each.start is not None
                and each.known
                and each.known[0] < one.until
                and each.known[1] > one.since
            ):
                there = self.entry(each.start)
                return self.say(
                    "Two entries disagree: by {there} and {gone} there was {by} at that time. What the "
                    "interview names counts; which of them is right, the register does not say.",
                    there=there,
                    by=self.span(by),
                    gone=self.say("no later entry of an end") if each.end is None else self.entry(each.end),
                )
        return ""

    def _attribute(self, one: Found, template: Attribute) -> str:
        tests = template.tests
        if not one.evidence:
            return ""
        entry = self.entry(one.evidence[0])
        if not one.known:
            fields = self.say(", ").join(dict.fromkeys(self.field(each.field) for each in tests))
            return self.say("{entry} leaves open what is asked for: {fields}.", entry=entry, fields=fields)
        test = next((each for each in tests if each.asks is not Asks.SAID), tests[0])
        given = {"entry": entry, "field": self.field(test.field), "asked": self.choices(test.values)}
        if test.asks is Asks.AT_MOST:
            most = self.of.words.number(
                max((each.count or 0 for each in self.of.limits(one.rule)), default=0)
            )
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

    def _clock(self, one: Found, _template: Clock) -> str:
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
        what = self.kinds(template.patterns) if isinstance(template, AtLeast) else self.span(template.span)
        said = {"since": self.at(one.since), "until": self.at(one.until), "what": what}
        said["limit"] = allowed(self._measures, one.limit, self.of.limits(one.rule), self.of.words)
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

    def _missing(self, one: Found, template: Exists | AllOf | AnyOf) -> str:
        """Which of the entries asked for are not there."""
        if one.known:
            return self._rests_on(one)
        asked = [template] if isinstance(template, Exists) else template.parts
        parts = [each.patterns for each in asked if isinstance(each, Exists)]
        there = {each.kind for each in self.case.events}
        gone = [each for each in parts if not any(one.kind in there for one in each)]
        if gone:
            missing = self.say("; ").join(self.kinds(each) for each in gone)
            return self.say("Nowhere in the record is there: {missing}.", missing=missing)
        return self.untimed(one)

    def _rests_on(self, one: Found) -> str:
        entries = self.say(", ").join(map(self.entry, one.evidence))
        return self.say("It rests on {entries}.", entries=entries) if entries else ""

    def _measured(self, one: Found, _template: Template) -> str:
        """What was measured, and the entries, of a template that has no sentence of its own."""
        return f"{self.amount(one)} {self._rests_on(one)}".strip()

    _SAYS: ClassVar[Mapping[type, Callable[["Reasons", Found, Any], str]]] = {
        Within: _within,
        Cadence: _cadence,
        Before: _before,
        Cover: _cover,
        Attribute: _attribute,
        Apart: _apart,
        Clock: _clock,
        **dict.fromkeys((MaxDuration, MinGap, MaxGap, Exclude), _lasted),
        **dict.fromkeys((AtLeast, Total, Continuous), _in_block),
        **dict.fromkeys((Exists, AllOf, AnyOf), _missing),
        **dict.fromkeys(OF_THE_REGISTER, Beside.of_the_register),
    }

    def _pieces(self, one: Found, template: Template) -> Iterator[Piece]:
        """Of a stretch that is to be covered, what is not."""
        if not isinstance(template, Cover) or one.since is None or one.until is None or one.observed is None:
            return
        less = sure(self.case.stretches(template.less)) if template.less else []
        whole = minus([(one.since, one.until)], less)
        yield from minus(whole, sure(self.case.stretches(template.by)))


def _breaking(one: Found, template: Template) -> Sequence[Event]:
    """The entries by which a rule is broken; none where it is a stretch of time, or not known."""
    if not one.known:
        return ()
    if isinstance(template, Cover) and one.observed is None:
        return one.evidence[:1]
    if isinstance(template, _OPEN_ENDED) or one.unended:
        return ()
    return one.evidence if isinstance(template, Attribute | Apart) else one.evidence[-1:]
