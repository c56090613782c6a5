"""Why a rule that looks at the register itself was judged so; and what every sentence of a record needs."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from habeas.language import N_
from habeas.safeguards.case import Case
from habeas.safeguards.figures import Measures
from habeas.safeguards.report.composing import Composing
from habeas.safeguards.report.measuring import measured, took
from habeas.safeguards.report.naming import Naming
from habeas.safeguards.report.records import Found, Record
from habeas.safeguards.templates.order import NothingAfterEnd
from habeas.safeguards.templates.sequence import ClosedPairs, InOrder, Numbered, Written

UNTIMED = N_("{entry} is written without its time.")
OF_THE_REGISTER = (Written, InOrder, ClosedPairs, NothingAfterEnd, Numbered)
"""Templates that look at the register itself."""
MOST = 5
"""So many numbers are named."""


class OfTheRegister(Naming):
    """Says it of one record, whose entries have the numbers by which the drawing and the table tell them."""

    def __init__(self, of: Composing, case: Case, numbers: Mapping[str, int], record: Record) -> None:
        super().__init__(of, numbers, record.zone)
        self.case, self.record = case, record
        self._measures = Measures()

    def length(self, one: Found) -> str:
        """How long it took."""
        return "" if one.observed is None else took(one.observed, one.limit, self.of.words)

    def amount(self, one: Found) -> str:
        """What was measured, where no sentence tells it."""
        amount = measured(
            self._measures,
            known=one.known,
            observed=one.observed,
            count=one.count,
            limit=one.limit,
            words=self.of.words,
        )
        return self.say("Measured: {amount}.", amount=amount) if amount else ""

    def limit(self, one: Found) -> str:
        """What is allowed; where a delay moved it, until when."""
        limit = "" if one.limit is None else self.of.words.length(one.limit)
        if one.since is None or one.due_at is None or one.limit is None:
            return limit
        if one.due_at == one.since + one.limit:
            return limit
        return self.say("{limit}, put off to {due}", limit=limit, due=self.at(one.due_at, dated=True))

    def untimed(self, one: Found) -> str:
        """That a time is missing, and of what."""
        timeless = next((each for each in one.evidence if each.occurred_at is None), None)
        if timeless is not None:
            return self.say(UNTIMED, entry=self.entry(timeless))
        if not one.evidence:
            return self.say("The times that it needs are not written.")
        entry = self.entry(one.evidence[0])
        return self.say("Beside {entry} the other time that it needs is not written.", entry=entry)

    def of_the_register(
        self, one: Found, template: Written | InOrder | ClosedPairs | NothingAfterEnd | Numbered
    ) -> str:
        """Which entries stand against what a register has to be."""
        if not one.evidence:
            return self._numbers(one) if one.known else self.say("No entry of the record has a number.")
        if isinstance(template, InOrder) and len(one.evidence) > 1:
            given = {"entry": self.entry(one.evidence[1]), "length": self.length(one)}
            given["other"] = self.entry(one.evidence[0])
            return self.say("{entry} has the higher number, and happened {length} before {other}.", **given)
        entry = self.entry(one.evidence[0])
        match template:
            case Written() if one.observed is not None and one.observed < timedelta():
                length = self.of.words.length(-one.observed)
                return self.say(
                    "{entry} was written {length} before it happened.", entry=entry, length=length
                )
            case Written() if one.observed is not None:
                given = {"entry": entry, "length": self.length(one), "limit": self.limit(one)}
                return self.say(
                    "{entry} was written {length} after it happened; allowed are {limit}.", **given
                )
            case ClosedPairs():
                return self.say("{entry} has no end, though the record is closed.", entry=entry)
            case NothingAfterEnd() if len(one.evidence) > 1:
                return self.say("After {end} stands {entry}.", end=entry, entry=self.entry(one.evidence[1]))
        return self.untimed(one)

    def _numbers(self, one: Found) -> str:
        """Which numbers no entry has, and which ones several have."""
        found = Counter(self.case.numbers)
        gone = [at for at in range(1, max(found, default=0) + 1) if at not in found]
        twice = [at for at, times in sorted(found.items()) if times > 1]
        if len(gone) + sum(found[at] - 1 for at in twice) != one.count:  # written after the instant, too
            return self.amount(one)
        told = []
        if gone:
            told.append(
                self.say("no entry of this record has the number {numbers}", numbers=self._said(gone))
            )
        if twice:
            told.append(self.say("several have the number {numbers}", numbers=self._said(twice)))
        text = self.say("; ").join(told)
        return f"{text[:1].upper()}{text[1:]}{self.say('.')}"

    def _said(self, numbers: list[int]) -> str:
        return self.say(" or ").join(map(self.of.words.number, numbers[:MOST]))
