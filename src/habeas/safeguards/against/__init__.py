"""``--against``: the register held against another list, as of a door, a camera, legal aid, a remand prison.

Outside of what a list covers nothing is said. Nobody is guessed: of what place and time alone cannot tell
apart is said how many have no counterpart, and not which.
"""

from habeas.safeguards.against.brought import brought
from habeas.safeguards.against.listing import KINDS, Listing, read_listing
from habeas.safeguards.against.reconcile import reconcile
from habeas.safeguards.against.result import COLUMNS, Difference, Half, Outcome, Reconciled
from habeas.safeguards.against.rows import Fault
from habeas.safeguards.against.usable import hold_usable
from habeas.safeguards.against.wording import FAULTS, FIRST, MOST_OF_EACH, OUTCOMES, outcome_said

__all__ = [
    "COLUMNS",
    "FAULTS",
    "FIRST",
    "KINDS",
    "MOST_OF_EACH",
    "OUTCOMES",
    "Difference",
    "Fault",
    "Half",
    "Listing",
    "Outcome",
    "Reconciled",
    "brought",
    "hold_usable",
    "outcome_said",
    "read_listing",
    "reconcile",
]
