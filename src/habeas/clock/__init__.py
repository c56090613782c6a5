"""Time, as the field needs it.

``instants``: aware instants. ``intervals``: what several stretches of time leave and share.
``limits``: limits of law that hold from a date. ``edtf``: dates that are known only to the
month or the year. No room below the shells reads the wall clock: ``as_of`` is an argument
everywhere.
"""

from habeas.clock.ages import Age, AgeRange, age_between, age_of
from habeas.clock.edtf import Edtf, Precision
from habeas.clock.instants import parse_instant, require_aware
from habeas.clock.limits import DatedLimit, limit_on

__all__ = [
    "Age",
    "AgeRange",
    "DatedLimit",
    "Edtf",
    "Precision",
    "age_between",
    "age_of",
    "limit_on",
    "parse_instant",
    "require_aware",
]
