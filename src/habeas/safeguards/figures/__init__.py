"""The figures of an audit: what a register cannot show, each safeguard by station and month, what to pull."""

from habeas.safeguards.figures.holes import not_counted
from habeas.safeguards.figures.json_form import SCHEMA, figures_from, figures_json
from habeas.safeguards.figures.making import figures_of
from habeas.safeguards.figures.measures import measures_of
from habeas.safeguards.figures.told_to import publicly, without
from habeas.safeguards.figures.values import (
    Beginning,
    CannotShow,
    Cited,
    Counts,
    Death,
    Each,
    Figures,
    Gap,
    Ground,
    Incidents,
    Limited,
    Line,
    Measures,
    NotCounted,
    Outages,
    People,
    Pulled,
    RuleFigures,
    Share,
    Silence,
    Sourced,
    Standing,
    Unit,
)
from habeas.safeguards.figures.withholding import Counted, withheld

__all__ = [
    "SCHEMA",
    "Beginning",
    "CannotShow",
    "Cited",
    "Counted",
    "Counts",
    "Death",
    "Each",
    "Figures",
    "Gap",
    "Ground",
    "Incidents",
    "Limited",
    "Line",
    "Measures",
    "NotCounted",
    "Outages",
    "People",
    "Pulled",
    "RuleFigures",
    "Share",
    "Silence",
    "Sourced",
    "Standing",
    "Unit",
    "figures_from",
    "figures_json",
    "figures_of",
    "measures_of",
    "not_counted",
    "publicly",
    "withheld",
    "without",
]
