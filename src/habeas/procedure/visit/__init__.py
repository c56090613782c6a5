"""A visit, from the programme to its end: what may come next, what is owed meanwhile, what is unusual.

``acts`` says what can be recorded, ``steps`` when, and ``duties`` what the history leaves open: the
consultation and the information of Article 9(2), the answers to observations under Article 8(5).
"""

from habeas.procedure.visit.steps import MACHINE, STATE_NAMES, STEPS, VOCABULARY, State

__all__ = ["MACHINE", "STATE_NAMES", "STEPS", "VOCABULARY", "State"]
