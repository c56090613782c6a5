"""The figures of an audit: what a register cannot show, each safeguard by station and month, what to pull."""

from habeas.safeguards.figures.json_form import SCHEMA, figures_from, figures_json
from habeas.safeguards.figures.making import figures_of
from habeas.safeguards.figures.measures import measures_of
from habeas.safeguards.figures.values import (
    Beginning,
    CannotShow,
    Counts,
    Figures,
    Gap,
    Ground,
    Limited,
    Line,
    Measures,
    Outages,
    Pulled,
    RuleFigures,
    Share,
    Silence,
    Sourced,
    Standing,
    Unit,
    publicly,
    without,
)
from habeas.safeguards.figures.withholding import Counted, withheld

__all__ = [
    "SCHEMA",
    "Beginning",
    "CannotShow",
    "Counted",
    "Counts",
    "Figures",
    "Gap",
    "Ground",
    "Limited",
    "Line",
    "Measures",
    "Outages",
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
    "publicly",
    "withheld",
    "without",
]
