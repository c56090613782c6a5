"""On which fact a rule rests where it was not kept, so that what two rules find in one fact counts once.

Two provisions on one matter find one late notice, or one interview without a lawyer, each for itself. A fact
is an entry of an occasion with what it is that is late, missing or wrong there. Rules whose fact is not of a
kind that others share stand alone.
"""

from dataclasses import dataclass
from enum import StrEnum

from habeas.custody.kinds import spans
from habeas.safeguards.rule import Rule
from habeas.safeguards.templates.attribute import Apart, Attribute
from habeas.safeguards.templates.cadence import Cadence
from habeas.safeguards.templates.clock import Clock
from habeas.safeguards.templates.combined import Excused, Template
from habeas.safeguards.templates.cover import Cover
from habeas.safeguards.templates.lengths import MaxDuration, MaxGap
from habeas.safeguards.templates.order import Before
from habeas.safeguards.templates.sequence import InOrder, Written
from habeas.safeguards.templates.starts import ARRIVED, T0
from habeas.safeguards.templates.within import Within

_WHO = {"consultation_started": "lawyer_arrived"}
"""Who has to be there for an entry: without the lawyer there is no consultation before an interview."""


class Anchor(StrEnum):
    """The entry of an occasion by which its fact is known again, as the table of occasions has it."""

    FIRST = "e_1"
    SECOND = "COALESCE(e_2, 0)"
    """Nought where nothing ended it, which is one fact too."""
    RECORD = "0"
    """The record: how long somebody was held is one fact of it, whoever was to end it or to look at it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Where it stands, and of what it is."""

    anchor: Anchor
    of: str


def fact_of(rule: Rule) -> Fact | None:
    """The fact on which a breach of a rule rests; ``None`` where it is no other rule's."""
    template = rule.template.inner if isinstance(rule.template, Excused) else rule.template
    if isinstance(template, Clock) or (isinstance(template, Within) and _ends_before_a_judge(template)):
        return Fact(Anchor.RECORD, "held")
    if isinstance(template, Within):
        return Fact(Anchor.SECOND, "late")
    if isinstance(template, InOrder):
        return Fact(Anchor.SECOND, "written late")
    what = _of_the_first(template)
    return None if what is None else Fact(Anchor.FIRST, what)


def _ends_before_a_judge(template: Within) -> bool:
    """Whether it is about how long somebody is held before a judge, and not about a later duty."""
    return template.start in {T0, ARRIVED} and {one.kind for one in template.answers} == {"judge_seen"}


def _of_the_first(template: Template) -> str | None:
    """What is late, missing or wrong of the first entry of an occasion."""
    match template:
        case Cadence():
            return "late"
        case Written():
            return "written late"
        case Before(earlier=earlier):
            return f"without {_WHO.get(earlier[0].kind, earlier[0].kind)}"
        case Cover(by=by):
            return f"without {spans()[by][0]}"
        case Attribute(tests=tests):
            return " and ".join(map(str, tests))
        case Apart(field=field):
            return field
        case MaxDuration(span=span) | MaxGap(inside=span):
            return f"long {span}"
    return None
