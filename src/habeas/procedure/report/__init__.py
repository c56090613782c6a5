"""A report, from its draft to the public: ``acts`` says what can be recorded, ``steps`` when."""

from habeas.procedure.report.steps import MACHINE, STATE_NAMES, STEPS, VOCABULARY, State

__all__ = ["MACHINE", "STATE_NAMES", "STEPS", "VOCABULARY", "State"]
