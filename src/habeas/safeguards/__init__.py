"""Safeguards: what a custody register shows of each, judged as the rules say and not more.

Five verdicts (design.md 2, rule 9): *not recorded* is a finding about the register and never a breach. This
is the plain meaning (``reference``); engines that come later are held to it.
"""

from habeas.safeguards.case import Case
from habeas.safeguards.custody import Custody, custodies
from habeas.safeguards.limits import Site
from habeas.safeguards.reading import read_own_rule, read_rule, rules
from habeas.safeguards.rule import Rule, Scope, law_of, sets_of
from habeas.safeguards.site import example_site, read_site
from habeas.safeguards.verdict import Occasion, Reason, Verdict, gravest

__all__ = [
    "Case",
    "Custody",
    "Occasion",
    "Reason",
    "Rule",
    "Scope",
    "Site",
    "Verdict",
    "custodies",
    "example_site",
    "gravest",
    "law_of",
    "read_own_rule",
    "read_rule",
    "read_site",
    "rules",
    "sets_of",
]
