"""Why it was judged so where nobody wrote an end: counted to the instant of the audit, and told as that."""

from collections.abc import Iterator

from habeas.language import N_
from habeas.safeguards.report.measuring import allowed
from habeas.safeguards.report.of_the_register import OfTheRegister
from habeas.safeguards.report.records import Found
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import Template
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap


class SoCounted(OfTheRegister):
    """Says it of one record."""

    def so_counted(self, one: Found, template: Template) -> Iterator[str]:
        """That no end is written, and what came of counting to the instant of the audit."""
        limit = allowed(self._measures, one.limit, (), self.of.words)
        if isinstance(template, MinGap):
            yield self.say(
                "After {start} no end of {span} is written, and {next} began another one. Counted to the "
                "instant of this audit they overlap; asked for are {limit} between them.",
                start=self.entry(one.evidence[0]),
                span=self.span(template.span),
                next=self.entry(one.evidence[1]),
                limit=limit,
            )
        elif isinstance(template, Clock):
            text = N_(
                "After {start} no end of that time is written. Counted to the instant of this audit, "
                "{until}, it took {length}; the limit ran out at {due}."
            )
            if self.to_come(one):
                text = N_(
                    "After {start} no end of that time is written yet. Up to the instant of this audit, "
                    "{until}, it has taken {length}; the limit runs out at {due}."
                )
            yield self.say(
                text,
                start=self.entry(one.evidence[0]),
                until=self.at(one.until),
                length=self.length(one),
                due=self.at(one.due_at, dated=True),
            )
        elif isinstance(template, MaxDuration | Cover | Exclude | MaxGap):
            yield self.say(
                "No end of {span} from {since} is written; it is counted to the instant of this audit, "
                "{until}.",
                span=self.span(template.inside if isinstance(template, MaxGap) else template.span),
                since=self.at(one.since),
                until=self.at(one.until),
            )
            yield self._came_of_it(one, template, limit)

    def to_come(self, one: Found) -> bool:
        """Whether its time is not over yet, and only who it concerns is not known."""
        return one.due_at is not None and one.due_at > self.case.as_of

    def _came_of_it(self, one: Found, template: MaxDuration | Cover | Exclude | MaxGap, limit: str) -> str:
        length = self.length(one)
        match template:
            case MaxDuration(less=""):
                return self.say(
                    "So counted it took {length}; allowed are {limit}.", length=length, limit=limit
                )
            case MaxDuration(less=less):
                text = N_("So counted it took {length} without {less}; allowed are {limit}.")
                return self.say(text, length=length, less=self.span(less), limit=limit)
            case Cover(by=by):
                text = N_("So counted {by} is missing for {length}; {limit} may be missing.")
                tolerance = self.of.words.length(template.tolerance)
                return self.say(text, by=self.span(by), length=length, limit=tolerance)
            case Exclude(other=other):
                text = N_("So counted it and {other} overlap for {length}.")
                return self.say(text, other=self.span(other), length=length)
            case MaxGap(patterns=patterns):
                text = N_(
                    "There is no entry of {kinds} in it at all: that is no proof that nobody came, and none "
                    "that somebody did."
                )
                return self.say(text, kinds=self.kinds(patterns))

    def also_unended(self, one: Found, template: Template) -> Iterator[str]:
        """Of what else it was judged by no end is written: what may not go on beside, what is taken off."""
        if one.since is None or one.until is None:
            return
        names = (getattr(template, each, "") for each in ("other", "less", "suspended_by"))
        for name in (each for each in names if each):
            for each in self.case.stretches(name):
                if each.running and each.since is not None and each.since < one.until:
                    yield self.say(
                        "No end of {span} from {since} is written; it is counted to the instant of this "
                        "audit, {until}.",
                        span=self.span(name),
                        since=self.at(each.since),
                        until=self.at(each.until),
                    )
