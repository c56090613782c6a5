"""What a rule measures, by its template: read once, when the figures are made."""

from habeas.safeguards.figures.values import Measures, Unit
from habeas.safeguards.rule import Rule
from habeas.safeguards.templates.blocks import AtLeast, Total
from habeas.safeguards.templates.combined import AllOf, AnyOf
from habeas.safeguards.templates.continuous import Continuous
from habeas.safeguards.templates.lengths import MinGap
from habeas.safeguards.templates.order import NothingAfterEnd
from habeas.safeguards.templates.presence import AtMost, Exists
from habeas.safeguards.templates.sequence import ClosedPairs, Numbered


def measures_of(rule: Rule) -> Measures:
    """What it measures; the same of a rule of a user as of one that is shipped."""
    template, asked = rule.template, rule.called_for_by
    return Measures(
        least=isinstance(template, MinGap | Continuous | Total),
        holds=isinstance(template, Continuous | Total),
        counts=_unit(template),
        undated=isinstance(template, Exists | AtMost) or _asks_whether_it_is_there(template),
        on_request=bool(asked) and all(each.kind.endswith("_requested") for each in asked),
    )


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
