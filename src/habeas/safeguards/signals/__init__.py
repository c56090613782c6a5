"""Signals: statistics with their denominator, to be looked at by a person, and no verdicts (safeguards.md 3).

What is counted is in ``shipped``, what that means over a register in ``plain``; ``sql`` is held to it.
"""

from habeas.safeguards.signals.asking import (
    OUTING,
    SIGNALLED,
    by_tables,
    leave,
    leave_sums,
    plainly,
    take_over,
    told_by_records,
)
from habeas.safeguards.signals.shipped import shipped
from habeas.safeguards.signals.signal import (
    COLUMNS,
    By,
    End,
    Figure,
    Measure,
    Signal,
    Signalled,
    Signals,
)

__all__ = [
    "COLUMNS",
    "OUTING",
    "SIGNALLED",
    "By",
    "End",
    "Figure",
    "Measure",
    "Signal",
    "Signalled",
    "Signals",
    "by_tables",
    "leave",
    "leave_sums",
    "plainly",
    "shipped",
    "take_over",
    "told_by_records",
]
