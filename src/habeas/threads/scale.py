"""The scale by which a body says how far something asked was done.

This is the scale that is shipped. A body adds degrees of its own and retires others; the code of a
degree is what assessments keep, so that its meaning never changes under them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from habeas.language import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """One degree. ``closes`` says that nothing more is expected of the State.

    ``name`` is its name in English, ``names`` that in other languages by their code.
    """

    code: str
    name: str
    closes: bool = False
    names: Mapping[str, str] = field(default_factory=dict)


NO_INFORMATION = "no_information"
"""Never the same as “not implemented”: it is in every scale, and cannot be retired."""

SCALE = (
    Degree(code="implemented", name=N_("implemented"), closes=True),
    Degree(code="partly_implemented", name=N_("partly implemented")),
    Degree(code="not_implemented", name=N_("not implemented")),
    Degree(code=NO_INFORMATION, name=N_("no information")),
    Degree(code="no_longer_applicable", name=N_("no longer applicable"), closes=True),
)
