"""A rule as a sentence in a language: what it asks, with the number of each limit and who set it.

``str`` of a template says the same in the words of the file; this is what a person reads.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from habeas.custody.wording import CHOICE_NAMES, FIELD_NAMES, SPAN_NAMES
from habeas.language import N_, Words
from habeas.law import provision
from habeas.safeguards.excuse import Delay, Waiver
from habeas.safeguards.guard import AnyOf as AnyGuard
from habeas.safeguards.guard import Attribute as Known
from habeas.safeguards.guard import Earlier, Guard
from habeas.safeguards.limits import Limit, Site
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.record_days import kind_name
from habeas.safeguards.rule import Rule
from habeas.safeguards.site import example_site
from habeas.safeguards.templates.attribute import Apart, Asks, Attribute, Test
from habeas.safeguards.templates.blocks import DAY, AtLeast, Total
from habeas.safeguards.templates.cadence import Cadence
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import AllOf, AnyOf, Excused, Template
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap
from habeas.safeguards.templates.order import Before, Denial, NothingAfterEnd
from habeas.safeguards.templates.presence import AtMost, Exists
from habeas.safeguards.templates.sequence import ClosedPairs, InOrder, Numbered, Written
from habeas.safeguards.templates.starts import ARRIVED, T0
from habeas.safeguards.templates.within import Within

_STARTS: Mapping[str, str] = {T0: N_("the apprehension"), ARRIVED: N_("the arrival")}


def sentence(rule: Rule, site: Site, on: date, words: Words) -> str:
    """What a rule asks, with its limits as they are on a day."""
    return _Said(rule, site, on, words).template(rule.template)


def concerns(guard: Guard, words: Words) -> str:
    """A condition of a rule."""
    match guard:
        case AnyGuard():
            return _or((concerns(part, words) for part in guard.parts), words)
        case Earlier():
            return words.say("there was {entry} before", entry=_entry(guard.pattern, words))
        case Known(name=name, values=values):
            return _valued(name, values, words)
    return words.say("the person was held")


def _or(parts: Iterable[str], words: Words) -> str:
    return words.say(" or ").join(parts)


def _valued(field: str, values: Iterable[str | bool], words: Words) -> str:
    """A field with its values: a choice speaks for itself."""
    name, found = _field(field, words), tuple(values)
    if found == (True,):
        return name
    if found == (False,):
        return words.say("not: {what}", what=name)
    if all(one in CHOICE_NAMES for one in found):
        return _or((words.say(CHOICE_NAMES[str(one)]) for one in found), words)
    return words.say("{name}: {value}", name=name, value=_or(map(str, found), words))


def _entry(pattern: Pattern, words: Words) -> str:
    kind = kind_name(pattern.kind, words)
    if pattern.field:
        kind = words.say("{kind} ({said})", kind=kind, said=_valued(pattern.field, pattern.values, words))
    return words.say("“{name}”", name=kind)


def _field(name: str, words: Words) -> str:
    """A field by its name, also of one that asks."""
    return words.say(FIELD_NAMES[name]).rstrip("?؟ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")


class _Said:
    """One rule, being said."""

    def __init__(self, rule: Rule, site: Site, on: date, words: Words) -> None:
        self.rule, self.site, self.on, self.words, self.say = rule, site, on, words, words.say

    def template(self, one: Template) -> str:
        """What a template asks."""
        match one:
            case AllOf():
                return self.words.listed(map(self.template, one.parts), apart=True)
            case AnyOf():
                return _or(map(self.template, one.parts), self.words)
            case Excused():
                after = self.say("after {entries}", entries=self.entries(one.after)) if one.after else ""
                urgent = self.say("unless it was urgent, and why is said") if one.urgency else ""
                return self.words.listed(
                    (self.template(one.inner), after, *self.excuses(one.waiver, one.delay), urgent)
                )
        return self.orders(one)

    def orders(self, one: Template) -> str:
        """What the templates of one thing and another ask."""
        match one:
            case Within():
                return self.within(one)
            case Clock():
                return self.clock(one)
            case Cadence():
                return self.cadence(one)
            case Before():
                return self.before(one)
            case Attribute():
                return self.attribute(one)
        return self.counts(one)

    def counts(self, one: Template) -> str:
        """What the templates of entries that are there ask."""
        match one:
            case Exists(timed=True):
                return self.say("there is {entries}, with its time", entries=self.entries(one.patterns))
            case Exists():
                return self.say("there is {entries}", entries=self.entries(one.patterns))
            case AtMost():
                text = N_("{entries} at most {limit}")
                return self.say(text, entries=self.entries(one.patterns), limit=self.limit())
            case AtLeast():
                text = N_("{entries} at least {limit} in every {window} since {start}")
                return self.say(text, entries=self.entries(one.patterns), **self.block(one.start))
        return self.lengths(one)

    def lengths(self, one: Template) -> str:
        """What the templates of spans that have a length ask."""
        match one:
            case Total():
                text = N_("{span} for {limit} in all, in every {window} since {start}")
                said = self.say(text, span=self.span(one.span), **self.block(one.start))
                skipped = self.say("without the first {n}", n=self.words.number(one.skip))
                return self.words.listed((said, skipped if one.skip else ""))
            case Continuous(sliding=True):
                text = N_("{span} for {limit} in one piece, in any {window} since {start}")
                return self.say(text, span=self.span(one.span), **self.block(one.start))
            case Continuous():
                text = N_("{span} for {limit} in one piece, in every {window} since {start}")
                return self.say(text, span=self.span(one.span), **self.block(one.start))
            case MaxDuration():
                text = N_("{span} no longer than {limit}")
                return self.say(text, span=self.less(one.span, one.less), limit=self.limit())
            case MinGap():
                text = N_("at least {limit} between one {span} and the next")
                return self.say(text, span=self.span(one.span), limit=self.limit())
            case MaxGap():
                text = N_("{entries} no further apart than {limit} during {span}")
                entries, span = self.entries(one.patterns), self.span(one.inside)
                return self.say(text, entries=entries, span=span, limit=self.limit())
        return self.others(one)

    def others(self, one: Template) -> str:
        """What the templates that have no number of their own ask."""
        match one:
            case Cover():
                seconds = self.words.length(one.tolerance, exactly=True)
                text = N_("{span} covered by {by}, but for {length}")
                said = self.say(
                    text, span=self.less(one.span, one.less), by=self.span(one.by), length=seconds
                )
                return self.words.listed((said, self.denied(one.denied)))
            case Exclude():
                text = N_("no {other} during {span}")
                return self.say(text, other=self.span(one.other), span=self.span(one.span))
            case NothingAfterEnd():
                still = self.entries(tuple(map(Pattern, one.still)))
                return self.say("nothing after the end of the stay but {entries}", entries=still)
            case Apart():
                text = N_("who is named in each {entries} ({field}) is none of those in {others} ({other})")
                return self.say(
                    text,
                    entries=self.entries(one.patterns),
                    field=_field(one.field, self.words),
                    others=self.entries(one.others),
                    other=_field(one.others_field, self.words),
                )
            case Written():
                within = self.say("no later than {limit}", limit=self.limit()) if self.rule.limits else ""
                return self.words.listed(
                    (self.say("each entry was written when it happened, or after"), within)
                )
            case Numbered():
                return self.say("the entries are numbered from 1 without a gap")
            case InOrder():
                text = N_("no entry happened more than {limit} before one of a lower number")
                return self.say(text, limit=self.limit())
            case ClosedPairs():
                return self.say("every beginning has its end once the record is closed")
        raise TypeError(f"no template that can be said: {one!r}")

    def within(self, one: Within) -> str:
        """One thing in time after another."""
        since = self.start(one.start)
        if one.triggers:
            which = N_("each {entries}") if one.every else N_("the first {entries}")
            since = self.say(which, entries=self.entries(one.triggers))
        text = N_("{entries} no later than {limit} after {start}")
        parts = [
            self.say(text, entries=self.entries(one.answers), limit=self.limit(), start=since),
            self.say("or before it") if one.early else "",
            self.say("or {span} already then", span=self.span(one.already)) if one.already else "",
            self.say("also once custody is over") if one.outlives else "",
        ]
        return self.words.listed((*parts, *self.excuses(one.waiver, one.delay)))

    def clock(self, one: Clock) -> str:
        """How long in all."""
        end = self.say("the end of the stay")
        if one.ends:
            end = _or((self.entries(one.ends), end), self.words)
        text = N_("no more than {limit} from {start} to {end}")
        parts = [self.say(text, limit=self.limit(), start=self.start(one.start), end=end)]
        if one.suspended_by:
            parts.append(self.say("{span} not counted", span=self.span(one.suspended_by)))
        if one.unless is not None:
            parts.append(self.say("but for {entry}", entry=_entry(one.unless, self.words)))
        if one.extended_by:
            extended = kind_name(one.extended_by, self.words)
            parts.append(self.say("unless extended (“{entry}”)", entry=extended))
        for who, name in one.caps:
            text = N_("by {who} to {limit} at most")
            parts.append(self.say(text, who=self.say(CHOICE_NAMES[who]), limit=self.limit(name)))
        return self.words.listed(parts)

    def cadence(self, one: Cadence) -> str:
        """One thing after another."""
        first, *more = (self.limit(name) for name in one.limits)
        text = N_("{entries} no later than {limit} after {start}")
        then = self.say("then no later than {limit} after each other", limit=more[-1] if more else first)
        said = self.say(text, entries=self.entries(one.patterns), limit=first, start=self.start(one.start))
        between = [self.say("then no later than {limit} after that", limit=each) for each in more[:-1]]
        return self.words.listed((said, *between, then, *self.excuses(None, one.postponed)))

    def before(self, one: Before) -> str:
        """One thing before another."""
        earlier, entries = self.entries(one.earlier), self.entries(one.triggers)
        waived = self.say("unless {entry} came since", entry=self.entries(one.waived)) if one.waived else ""
        said = self.say("{earlier} before each {entries}", earlier=earlier, entries=entries)
        return self.words.listed((said, self.denied(one.denied), waived))

    def attribute(self, one: Attribute) -> str:
        """What entries say."""
        tests = self.words.listed(map(self.test, one.tests))
        said = self.say("each {entries} says: {what}", entries=self.entries(one.patterns), what=tests)
        return _or((said, *map(self.test, one.exceptions)), self.words)

    def test(self, one: Test) -> str:
        """What a field has to say."""
        name = _field(one.field, self.words)
        match one.asks:
            case Asks.SAID:
                return self.say("“{name}”", name=name)
            case Asks.AT_MOST:
                return self.say("{name}: at most {limit}", name=name, limit=self.limit(bare=True))
            case Asks.HAS:
                listed = _or(
                    (self.say(CHOICE_NAMES.get(str(each), str(each))) for each in one.values), self.words
                )
                return self.say("{name}: {value}", name=name, value=listed)
        return _valued(one.field, one.values, self.words)

    def denied(self, one: Denial | None) -> str:
        """What of an entry says that somebody was not there."""
        if one is None:
            return ""
        whom = self.say(CHOICE_NAMES.get(one.lacks, one.lacks))
        text = N_("not kept where “{field}” is recorded without {whom}")
        return self.say(text, field=_field(one.field, self.words), whom=whom)

    def excuses(self, waiver: Waiver | None, delay: Delay | None) -> list[str]:
        """What excuses."""
        kinds = [
            (N_("unless {entry}"), waiver.waived if waiver else ""),
            (N_("put off by {entry}"), delay.kind if delay else ""),
        ]
        return [self.say(text, entry=self.entries((Pattern(kind),))) for text, kind in kinds if kind]

    def entries(self, patterns: Iterable[Pattern]) -> str:
        """Entries by their names."""
        found = [_entry(one, self.words) for one in patterns]
        return _or(found, self.words) if found else self.say("nothing")

    def span(self, name: str) -> str:
        """A span by its name."""
        return self.say("“{name}”", name=self.say(SPAN_NAMES[name]))

    def less(self, name: str, less: str) -> str:
        """A span without another."""
        span = self.span(name)
        return self.say("{span} without {less}", span=span, less=self.span(less)) if less else span

    def start(self, name: str) -> str:
        """From when a time runs."""
        if name in _STARTS:
            return self.say(_STARTS[name])
        return self.say("the first {entries}", entries=self.entries((Pattern(name),))) if name else ""

    def block(self, start: str) -> Mapping[str, str]:
        """How much in which block of time."""
        found = self.rule.limits["limit"].on(self.on, self.site)
        window = _length(found.window if found and found.window else DAY, self.words)
        return {"limit": self.limit(), "window": window, "start": self.start(start)}

    def limit(self, name: str = "limit", *, bare: bool = False) -> str:
        """A limit as a number, and who set it."""
        found = self.rule.limits[name].on(self.on, self.site)
        if found is None:
            return self.say("a limit that nobody set")
        amount = self.words.number(found.count) if bare else _amount(found, self.words)
        return self.say("{amount} ({by})", amount=amount, by=self.by(found))

    def by(self, limit: Limit) -> str:
        """Who set a limit."""
        if limit.by == example_site().name:
            return self.say("an example: nobody has set one here")
        if limit.by == self.site.name:
            return self.say("set by {site}", site=limit.by)
        own = {each.ref: each for each in (self.rule.source, *self.rule.also)}
        held = own.get(limit.by) or provision(limit.by)
        return self.say(held.pinpoint) if held.held else held.pinpoint


def _amount(limit: Limit, words: Words) -> str:
    return _length(limit.length, words) if limit.length else words.count("{n} time", "{n} times", limit.count)


def _length(length: timedelta, words: Words) -> str:
    minutes = int(length.total_seconds()) // 60
    if minutes % 60:
        return words.count("{n} minute", "{n} minutes", minutes)
    return words.count("{n} hour", "{n} hours", minutes // 60)
