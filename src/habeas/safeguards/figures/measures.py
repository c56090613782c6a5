"""What a rule measures, by its template: read once, when the figures are made."""

from collections.abc import Iterable, Mapping

from habeas.safeguards.figures.values import Each, Measures, Unit
from habeas.safeguards.pattern import Pattern
from habeas.safeguards.rule import Rule, Scope
from habeas.safeguards.templates.attribute import Apart, Attribute
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.cadence import Cadence
from habeas.safeguards.templates.combined import AllOf, AnyOf, Excused, Template
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.cover import Cover, Exclude
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap, MinGap
from habeas.safeguards.templates.order import Before, NothingAfterEnd
from habeas.safeguards.templates.presence import AtMost, Exists
from habeas.safeguards.templates.sequence import ClosedPairs, Numbered, Written
from habeas.safeguards.templates.within import Within

_OF_TEMPLATES: Mapping[type[object], Each] = {
    AtLeast: Each.PERIOD,
    Total: Each.PERIOD,
    Continuous: Each.PERIOD,
    Cadence: Each.DUE,
    Written: Each.ENTRY,
    MinGap: Each.OCCASION,
}


def measures_of(rule: Rule) -> Measures:
    """What it measures; the same of a rule of a user as of one that is shipped."""
    template, asked = rule.template, rule.called_for_by
    on_request = bool(asked) and all(each.kind.endswith("_requested") for each in asked)
    of_a_person = Each.CUSTODY if rule.scope is Scope.CUSTODY else Each.RECORD
    return Measures(
        least=isinstance(template, MinGap | Continuous | Total),
        holds=isinstance(template, Continuous | Total),
        counts=_unit(template),
        undated=isinstance(template, Exists | AtMost) or _asks_whether_it_is_there(template),
        on_request=on_request,
        each=_each(template, Each.REQUEST if on_request else Each.OCCASION, of_a_person),
    )


def _each(template: Template, triggered: Each, of_a_person: Each) -> Each:
    match template:
        case Excused(inner=inner):
            return _each(inner, triggered, of_a_person)
        case Within(triggers=triggers) if triggers:
            return triggered
        case Cover(span=span) | Exclude(span=span) | MaxDuration(span=span) | MaxGap(inside=span):
            return {"interview": Each.INTERVIEW, "cell": Each.CELL}.get(span, Each.OCCASION)
        case Before(triggers=patterns) | Attribute(patterns=patterns) | Apart(patterns=patterns):
            return Each.INTERVIEW if _interviews(patterns) else Each.OCCASION
    return _OF_TEMPLATES.get(type(template), of_a_person)


def _interviews(patterns: Iterable[Pattern]) -> bool:
    return all(each.kind == "interview_started" for each in patterns)


def _asks_whether_it_is_there(template: object) -> bool:
    return isinstance(template, AllOf | AnyOf) and all(isinstance(each, Exists) for each in template.parts)


def _unit(template: object) -> Unit | None:
    match template:
        case AtLeast():
            return Unit.ENTRIES
        case Numbered():
            return Unit.NUMBERS
        case NothingAfterEnd():
            return Unit.AFTER
        case ClosedPairs():
            return Unit.UNENDED
    return None
