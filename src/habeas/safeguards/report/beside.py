"""What stands beside the reason of a verdict: a time that stands in, the stay before, what nobody wrote."""

from collections.abc import Iterator, Mapping, Sequence

from habeas.language import N_
from habeas.safeguards.case import Case
from habeas.safeguards.figures.beside import sought
from habeas.safeguards.record_days import kind_name
from habeas.safeguards.report.composing import Composing
from habeas.safeguards.report.records import Found, Record
from habeas.safeguards.report.saying import ATTRIBUTE_NAMES
from habeas.safeguards.report.so_counted import SoCounted
from habeas.safeguards.rule import Rule, Scope
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import Template
from habeas.safeguards.templates.starts import ARRIVED, T0
from habeas.safeguards.templates.within import Within


class Beside(SoCounted):
    """Says it of one record."""

    def __init__(self, of: Composing, case: Case, numbers: Mapping[str, int], record: Record) -> None:
        super().__init__(of, case, numbers, record)
        self._said_of_record = set[str]()

    def beside(self, one: Found, rule: Rule, template: Template) -> Iterator[str]:
        """What is told after the reason; what is of the whole record in full only where it is first told."""
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


def _over(one: Found) -> bool:
    return one.observed is not None and one.limit is not None and one.observed > one.limit


def _guards(rule: Rule) -> Iterator[object]:
    for each in rule.guards:
        yield from getattr(each, "parts", (each,))
