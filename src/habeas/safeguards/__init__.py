"""Safeguards: what a custody register shows of each, judged as the rules say and not more.

Five verdicts (design.md 2, rule 9): *not recorded* is a finding about the register and never a breach. This
is the plain meaning (``reference``); engines that come later are held to it.
"""

from habeas.safeguards.case import Case
from habeas.safeguards.rule import Rule, Site, rules
from habeas.safeguards.verdict import Occasion, Reason, Verdict, gravest

__all__ = ["Case", "Occasion", "Reason", "Rule", "Site", "Verdict", "gravest", "rules"]
